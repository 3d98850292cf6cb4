"""What this app adds to the frame: its place, the last step of the year, the sentences of its acts."""

from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import navigation, todo
from core.sentences import tell
from reports.choices import EditionState
from reports.models import ReportEdition
from unions.choices import LEADERS, STAFF, RoleKind

READERS = STAFF | {RoleKind.UPPER_VIEWER, RoleKind.ADMIN}


def reads_reports(user: Any) -> bool:
    return bool(user.is_authenticated and user.standing.holds_any(READERS))


def steps(user: Any, year: int) -> list[todo.YearStep]:
    """The report is the year's last step: done once an edition is issued."""
    if not reads_reports(user):
        return []
    editions = ReportEdition.objects.visible_to(user).filter(year=year)
    issued = editions.filter(state=EditionState.ISSUED).exists()
    state: Literal["done", "now", "next"] = "done" if issued else "now" if editions.exists() else "next"
    return [todo.YearStep(_("Year-end report"), state, reverse("reports:entrance"))]


def todos(user: Any, year: int) -> list[todo.Todo]:
    """A leader is asked for the signature under a draft in which something is written."""
    drafts = ReportEdition.objects.visible_to(user).filter(year=year, state=EditionState.DRAFT).exclude(sections={})
    return [
        todo.Todo(
            _("The year-end report %(year)s waits for your signature") % {"year": year}, d.get_absolute_url(), 1
        )
        for d in drafts.filter(union__in=user.standing.unions_where(LEADERS))
    ]


def register() -> None:
    navigation.register(navigation.NavItem("reports", gettext_lazy("Reports"), "reports:entrance", 60, reads_reports))
    todo.register(todos)
    todo.register_steps(steps)
    tell(
        edition__draft=gettext_lazy("began the report"),
        edition__write=gettext_lazy("wrote the narrative"),
        edition__issue=gettext_lazy("signed and issued the report"),
        figure__remark=gettext_lazy("remarked on the figure"),
        demo__build=gettext_lazy("built the demo records"),
    )
