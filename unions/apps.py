from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnionsConfig(AppConfig):
    name = "unions"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from core import navigation, sentences, todo
        from unions import places

        for item in places.ITEMS:
            navigation.register(item)
        todo.register(places.missing_headcounts)
        sentences.tell(
            union__enter=_("entered the union"),
            grassroots__enter=_("entered the grassroots union"),
            grassroots__headcount=_("entered the numbers of a year"),
            enterprise__enter=_("entered the enterprise"),
            team__open=_("entered the team"),
            team__rename=_("renamed the team"),
            person__enter=_("entered the person"),
            person__change=_("corrected what is known of the person"),
            account__open=_("opened the account"),
            account__password=_("changed the password"),
            role__grant=_("granted the role"),
            role__end=_("ended the role"),
        )
