from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnionsConfig(AppConfig):
    name = "unions"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from core import frozen, navigation, panels, sentences, timeline, todo
        from unions import places
        from unions.freezes import FREEZES
        from unions.imports import stored  # noqa: F401 its jobs are registered
        from unions.selectors import life
        from unions.services import letters  # noqa: F401 its jobs and errands are registered
        from unions.told import SENTENCES

        for item in places.ITEMS:
            navigation.register(item)
        todo.register(places.missing_headcounts)
        panels.register_panel("unions.Reorganisation", places.reorganisation_panel)
        timeline.register_events("unions.GrassrootsUnion", life.unit_events)
        timeline.register_events("unions.Person", life.person_events)
        todo.register(places.likely_duplicates)
        todo.register(places.reorganisations_to_confirm)
        frozen.register(self, *FREEZES)
        sentences.tell(**SENTENCES)
