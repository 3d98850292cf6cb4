from django.apps import apps

from core.app_config import FeatureAppConfig

APPS = tuple(config.label for config in apps.get_app_configs() if isinstance(config, FeatureAppConfig))
"""The labels of the portal's own apps."""
