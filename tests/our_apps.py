from collections.abc import Iterator

from django.apps import apps

from core.app_config import FeatureAppConfig

APPS = tuple(config.label for config in apps.get_app_configs() if isinstance(config, FeatureAppConfig))
"""The labels of the portal's own apps."""


def our_classes(base: type) -> Iterator[type]:
    """Return the classes of ours below `base`."""
    for each in base.__subclasses__():
        if each.__module__.split(".")[0] in APPS:
            yield each
        yield from our_classes(each)
