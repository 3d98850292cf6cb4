from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = _("Awards")

    def ready(self) -> None:
        from awards import frame
        from awards.freezes import FREEZES
        from awards.services import printing  # noqa: F401 - registers the job that prints certificates
        from core.frozen import register

        register(self, *FREEZES)
        frame.register()
