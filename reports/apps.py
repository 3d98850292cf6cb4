from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from core.frozen import Freeze, register
        from reports import frame, jobs  # noqa: F401 - registers the jobs

        frame.register()
        register(
            self,
            Freeze("reports_edition_issued", "reports_reportedition", "UPDATE", "OLD.state = 'issued'"),
            Freeze("reports_edition_kept", "reports_reportedition", "DELETE", "OLD.state = 'issued'"),
        )
