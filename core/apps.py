from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Foundations")

    def ready(self) -> None:
        from core import checks  # noqa: F401 - registers the system checks
        from core.frozen import Freeze, never_deleted, register

        register(
            self,
            Freeze("core_auditentry_no_update", "core_auditentry", "UPDATE", "1 = 1"),
            never_deleted("core_auditentry"),
        )
