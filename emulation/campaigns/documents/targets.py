"""The annex of a plan: what each sector aims at."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from core.documents.description import LANDSCAPE_WIDTH, Align, Annex, Cell, Table, TableColumn
from emulation.campaigns.choices import TargetBasis
from emulation.campaigns.documents import wording
from emulation.campaigns.models import Campaign, CampaignTarget
from unions.units.models import Sector

NUMBER, UNIT, REMARK, SECTOR = 12, 38, 22, 32  # millimetres


def targets_annex(campaign: Campaign, day: date, note: str) -> Annex | None:
    """None where no sector has targets of its own."""
    targets = list(campaign.targets.filter(sector__isnull=False).select_related("campaign", "title", "sector"))
    if not targets:
        return None
    sectors = sorted({target.sector for target in targets}, key=lambda each: (each.position, each.pk))
    return Annex(_("TARGETS OF THE EMULATION BY SECTOR"), (_table(targets, sectors, day),), _("ANNEX"), note, True)


def _table(targets: Sequence[CampaignTarget], sectors: Sequence[Sector], day: date) -> Table:
    aim = LANDSCAPE_WIDTH - NUMBER - UNIT - REMARK - SECTOR * len(sectors)
    columns = (
        TableColumn(_("No."), NUMBER, Align.CENTRE),
        TableColumn(_("Contents"), aim),
        TableColumn(_("Unit of measure"), UNIT, Align.CENTRE),
        *(TableColumn(wording.capitalised(wording.named_sector(each)), SECTOR, Align.RIGHT) for each in sectors),
        TableColumn(_("Remark"), REMARK),
    )
    values: dict[tuple[str, str], dict[int | None, int]] = {}
    for target in targets:
        values.setdefault((wording.aim(target, day), target.basis), {})[target.sector_id] = target.value
    rows = (_row(place, *key, found, sectors) for place, (key, found) in enumerate(values.items(), 1))
    return Table(columns, tuple(rows))


def _row(
    place: int, aim: str, basis: str, found: Mapping[int | None, int], sectors: Sequence[Sector]
) -> tuple[Cell, ...]:
    of_whom = {
        TargetBasis.EACH_UNIT.value: _("each grassroots union"),
        TargetBasis.TOGETHER.value: _("all grassroots unions of the sector"),
        TargetBasis.SHARE.value: _("% of the grassroots unions"),
    }
    return (str(place), aim, of_whom[basis], *(found.get(each.pk, "") for each in sectors), "")
