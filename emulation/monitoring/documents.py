from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.documents.description import Align, Cell, Table, TableColumn
from core.text import quoted, short_date
from emulation.campaigns.models import Campaign
from emulation.monitoring.rules import days_late, in_words, missing_steps
from emulation.monitoring.selectors.chairs import Chair

Chairs = Mapping[int, Sequence[Chair]]
"""Of each unit, by its key."""


def phone_list(campaign: Campaign, rows: Sequence[Any], chairs: Chairs, day: date) -> dict[str, Any]:
    """`rows` are of `with_steps`."""
    columns = (
        TableColumn(_("No."), 12, Align.CENTRE),
        TableColumn(_("Grassroots union"), 54),
        TableColumn(_("Chair"), 40),
        TableColumn(_("Phone"), 27, Align.CENTRE),
        TableColumn(_("What is missing"), 52),
        TableColumn(_("Days late"), 15, Align.RIGHT),
        TableColumn(_("Phoned"), 13, Align.CENTRE),
        TableColumn(_("Notes"), 34),
    )
    lines = (_line(number, row, chairs.get(row.grassroots_id, ()), day) for number, row in enumerate(rows, 1))
    note = _("%(campaign)s. Printed on %(day)s. With personal phone numbers: for phoning only, not to be passed on.")
    return {
        "issuer": campaign.union.profile_on(day).name,
        "title": _("UNITS TO PHONE"),
        "note": note % {"campaign": quoted(campaign.name), "day": short_date(day)},
        "blocks": (Table(columns, tuple(lines)),),
    }


def _line(number: int, row: Any, chairs: Sequence[Chair], day: date) -> tuple[Cell, ...]:
    names = "\n".join(str(chair.user) for chair in chairs) or _("has no account")
    phones = "\n".join(chair.phone for chair in chairs if chair.phone)
    late = days_late(row, day) or ""
    return (str(number), str(row.grassroots), names, phones, in_words(missing_steps(row, day)), late, "☐", "")
