from django.urls import reverse
from django.utils.translation import gettext as _

from core.request_cache import read_once
from core.todo import StepState, YearStep, count_words, lines
from reports.editions.choices import EditionState
from reports.editions.models import ReportEdition
from reports.editions.selectors.beginning import editions_of_year, waiting_for_report
from reports.editions.workflow import EDITION
from unions.access import PortalUser


def report_step(user: PortalUser, year: int) -> YearStep:
    """The latest edition of each union counts."""
    latest = {edition.union_id: edition for edition in read_once(editions_of_year, user, year)}
    if not latest:
        waits = bool(read_once(waiting_for_report, user, year))
        return _step("now" if waits else "next", _("not begun") if waits else "")
    mine = sum(EDITION.may("sign", user, edition) for edition in latest.values())
    words = sorted({edition.symbol or edition.get_state_display() for edition in latest.values()})
    detail = lines(*words[:2], count_words(mine, _("%(count)s for you to sign")))
    return _step("done" if all(is_issued(edition) for edition in latest.values()) else "now", detail)


def is_issued(edition: ReportEdition) -> bool:
    return edition.state == EditionState.ISSUED


def _step(state: StepState, detail: str) -> YearStep:
    return YearStep(_("Year-end report"), state, reverse("reports:entrance"), detail, position=90)
