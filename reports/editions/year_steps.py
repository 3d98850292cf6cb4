"""The year-end report in the line of the year."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.todo import StepState, YearStep, lines
from reports.editions.choices import EditionState
from reports.editions.models import ReportEdition
from reports.editions.selectors.beginning import REPORT_TODO, unions_without_report
from unions.access import PortalUser
from unions.dismissals.selectors import undismissed


def report_step(user: PortalUser, year: int) -> YearStep:
    """The latest edition of each union counts; an officer whose campaigns have ended is to begin one."""
    editions = ReportEdition.objects.visible_to(user).filter(year=year).order_by("union", "edition")
    latest = {edition.union_id: edition for edition in editions.defer("payload", "sections")}
    if not latest:
        waits = undismissed(unions_without_report(user, year), REPORT_TODO, year).exists()
        return _step("now" if waits else "next", _("not begun") if waits else "")
    is_issued = all(edition.state == EditionState.ISSUED for edition in latest.values())
    words = {edition.symbol or edition.get_state_display() for edition in latest.values()}
    return _step("done" if is_issued else "now", lines(*sorted(words)[:2]))


def _step(state: StepState, detail: str) -> YearStep:
    return YearStep(_("Year-end report"), state, reverse("reports:entrance"), detail, position=90)
