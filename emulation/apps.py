from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmulationConfig(AppConfig):
    name = "emulation"
    verbose_name = _("Emulation")

    def ready(self) -> None:
        from emulation import frame, frame_initiatives

        frame.register()
        frame_initiatives.register()
