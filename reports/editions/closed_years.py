"""Rows that reports count, for `core.closed_years`."""

from collections.abc import Callable
from typing import Any

from core.choices import ConfirmationState
from core.closed_years import CountedRows, Place
from emulation.initiatives.choices import COUNTED_INITIATIVE
from emulation.registrations.choices import COUNTED_REGISTRATION
from reports.editions.choices import EditionState
from reports.editions.models import ReportEdition
from unions.access import PortalUser, is_officer_at

CONFIRMED = frozenset({ConfirmationState.CONFIRMED.value})


def issued_report(union: int, year: int) -> ReportEdition | None:
    issued = ReportEdition.objects.filter(union=union, year=year, state=EditionState.ISSUED)
    latest: ReportEdition | None = issued.order_by("-edition").first()
    return latest


def of_the_row(row: Any) -> Place:
    return row.union_id, row.year


def of_the_contest(entry: Any) -> Place:
    return entry.contest.union_id, entry.contest.year


def of_the_campaign(rollout: Any) -> Place:
    return rollout.union_id, rollout.campaign.year


def of_the_unit(headcount: Any) -> Place:
    return headcount.grassroots.responsible_union_id, headcount.year


def _rows(place: Callable[[Any], Place] = of_the_row, states: frozenset[str] = frozenset()) -> CountedRows:
    def may(user: PortalUser, row: Any) -> bool:
        return is_officer_at(user, place(row)[0] or 0)

    return CountedRows(place, may, states)


COUNTED_MODELS = {
    "emulation.Rollout": _rows(of_the_campaign),
    "emulation.Registration": _rows(states=COUNTED_REGISTRATION),
    "emulation.Initiative": _rows(states=COUNTED_INITIATIVE),
    "emulation.Work": _rows(states=CONFIRMED),
    "emulation.ExternalResult": _rows(states=CONFIRMED),
    "emulation.ContestEntry": _rows(of_the_contest, CONFIRMED),
    "emulation.Contest": _rows(),
    "emulation.Classification": _rows(),
    "awards.ReceivedAward": _rows(states=CONFIRMED),
    "unions.Headcount": _rows(of_the_unit),
}
