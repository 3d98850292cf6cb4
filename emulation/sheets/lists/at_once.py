"""A list is read and entered in one step, for commands; it may be of several units."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import Role, User
from core.request_cache import request_cache
from core.spreadsheets.errors import FileRejected
from core.spreadsheets.sheets import cell_at
from core.text import search_key
from emulation.campaigns.models import Campaign
from emulation.campaigns.selectors.offers import offered_titles
from emulation.law.models import Title
from emulation.sheets.lists.matching import ListMatcher
from emulation.sheets.lists.opening import OpenedRows, open_rows
from emulation.sheets.lists.rows import Answers, ListedRow
from emulation.sheets.lists.titles import TitleReader
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.services.lists import enter_list
from emulation.sheets.services.sheets import open_sheet
from unions.access import RoleKind
from unions.units.models import GrassrootsUnion

UNIT = "unit"


@dataclass
class ListImport:
    rows: list[ListedRow] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    drafted: int = 0
    is_written: bool = False

    @property
    def wrong(self) -> list[ListedRow]:
        return [row for row in self.rows if row.is_wrong]


@transaction.atomic
def import_registrations(
    *,
    campaign: Campaign,
    content: bytes,
    name: str,
    unit: GrassrootsUnion | None = None,
    user: User | None = None,
    dry_run: bool = False,
) -> ListImport:
    """Enter all rows or none. Without `user` the chair of each unit is the one who drafts."""
    with request_cache():
        opened = open_rows(content, name, _reader(campaign, unit))
        done = ListImport(aside=opened.aside)
        for own, rows in _by_unit(campaign, opened, unit):
            _enter(done, campaign, own, rows, user or chair_of(own))
        done.is_written = not (dry_run or done.wrong)
        transaction.set_rollback(not done.is_written)
    return done


def _reader(campaign: Campaign, unit: GrassrootsUnion | None) -> TitleReader:
    sheet = RegistrationSheet(campaign=campaign, union=campaign.union, year=campaign.year)
    sectors = {unit.sector_id} if unit else set(campaign.rollouts.values_list("grassroots__sector", flat=True))
    keys = offered_titles([campaign.pk], sectors)[campaign.pk]
    return TitleReader(sheet, Title.objects.filter(pk__in=keys))


def _enter(done: ListImport, campaign: Campaign, unit: GrassrootsUnion, opened: OpenedRows, user: User) -> None:
    sheet = open_sheet(actor=user, campaign=campaign, grassroots=unit)
    rows = ListMatcher(sheet, opened, _reader(campaign, unit), Answers(), user).rows()
    done.rows += rows
    if not any(row.is_wrong for row in rows):
        done.drafted += len(enter_list(actor=user, sheet=sheet, rows=rows).done)


def _by_unit(
    campaign: Campaign, opened: OpenedRows, unit: GrassrootsUnion | None
) -> Iterator[tuple[GrassrootsUnion, OpenedRows]]:
    """Raise FileRejected for a row whose unit is not told."""
    if unit:
        yield unit, opened
        return
    column = next((place for place, name in opened.fields.items() if name == UNIT), None)
    if column is None:
        raise FileRejected(_("The list names no unit. Please say it by --grassroots, or add a column for it."))
    units = _units_by_name(campaign)
    rows: dict[GrassrootsUnion, list] = {}
    for row in opened.rows:
        named = cell_at(row, column)
        if (own := units.get(search_key(named))) is None:
            text = _("Row %(number)s: the campaign was not sent to a unit “%(unit)s”.")
            raise FileRejected(text % {"number": row.label, "unit": named})
        rows.setdefault(own, []).append(row)
    for own, found in rows.items():
        yield own, replace(opened, rows=found)


def _units_by_name(campaign: Campaign) -> dict[str, GrassrootsUnion]:
    units = GrassrootsUnion.objects.filter(pk__in=campaign.rollouts.values("grassroots")).select_related("sector")
    return {search_key(name): unit for unit in units for name in (unit.name, unit.code)}


def chair_of(unit: GrassrootsUnion) -> User:
    roles = Role.objects.on(timezone.localdate()).filter(grassroots=unit, kind=RoleKind.GRASSROOTS_CHAIR)
    role = roles.select_related("user").order_by("-pk").first()
    if role is None:
        raise FileRejected(
            _("%(unit)s has no chair in the portal. Please say by --user who drafts.") % {"unit": unit}
        )
    user: User = role.user
    return user
