"""Charts whose title states what they show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import format_number, format_share, short_date
from emulation.monitoring.selectors.shares import GroupCount, TrendDay

WIDTH, HEIGHT = 600, 200


class Bar(NamedTuple):
    label: str
    percent: float
    words: str


@dataclass(frozen=True)
class BarChart:
    title: str
    rows: Sequence[Bar]


@dataclass(frozen=True)
class TrendChart:
    title: str
    received: str
    launched: str
    """Points of a line."""
    first: date
    last: date
    units: int


def bar_chart(groups: Sequence[GroupCount]) -> BarChart | None:
    if not groups:
        return None
    return BarChart(_finding(groups), [_bar(group) for group in groups])


def _bar(group: GroupCount) -> Bar:
    words = {"launched": format_number(group.launched), "units": format_number(group.units)}
    share = format_share(group.launched, group.units)
    count = _("%(launched)s of %(units)s (%(share)s)") % {**words, "share": share}
    return Bar(group.name or _("Without sector"), 100 * group.launched / group.units, count)


def _finding(groups: Sequence[GroupCount]) -> str:
    """Of the group that lags most."""
    most = max(groups, key=lambda group: group.not_launched)
    if not most.not_launched:
        return _("Every unit has launched the campaign")
    words = ngettext(
        "%(group)s: %(shown)s unit has not launched it yet",
        "%(group)s: %(shown)s units have not launched it yet",
        most.not_launched,
    )
    return words % {"group": most.name or _("Without sector"), "shown": format_number(most.not_launched)}


def trend_chart(days: Sequence[TrendDay], units: int) -> TrendChart:
    first, last = days[0].day, days[-1].day
    place = _scale(first, last, units)
    return TrendChart(
        _("By %(day)s %(received)s of %(units)s units received the plan, %(launched)s launched it")
        % {
            "day": short_date(last),
            "received": format_number(days[-1].received),
            "launched": format_number(days[-1].launched),
            "units": format_number(units),
        },
        " ".join(place(day.day, day.received) for day in days),
        " ".join(place(day.day, day.launched) for day in days),
        first,
        last,
        units,
    )


def _scale(first: date, last: date, most: int) -> Callable[[date, int], str]:
    length = (last - first).days or 1
    return lambda day, count: f"{WIDTH * (day - first).days / length:.1f},{HEIGHT - HEIGHT * count / most:.1f}"
