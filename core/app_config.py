from importlib import import_module

from django.apps import AppConfig

from core.frozen.database import register


class FeatureAppConfig(AppConfig):
    """A feature's `contributions` module may have `register()` and `FREEZES`."""

    features: tuple[str, ...] = ()
    """The features that contribute, in the order in which they register; "" is the app itself."""

    def ready(self) -> None:
        for feature in self.features:
            contributions = import_module(".".join(part for part in (self.name, feature, "contributions") if part))
            contributions.register()
            register(self, *getattr(contributions, "FREEZES", ()))
