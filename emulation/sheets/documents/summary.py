"""What the federation hands on: the summary of all registrations, and the list for the council of the State."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.documents.description import (
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    Align,
    Annex,
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Table,
    TableColumn,
)
from core.text import count_in_prose, format_number, long_date
from emulation.campaigns.documents.wording import capitalised, movement_of_year
from emulation.campaigns.models import Campaign
from emulation.clusters.documents import printed_name
from emulation.law.selectors import title_name
from emulation.registrations.models import Registration
from emulation.sheets.documents.sheet import period_in_capitals
from emulation.sheets.selectors.summaries import (
    UnitRegistrations,
    decided_elsewhere,
    entry_counts,
    title_counts,
    unit_counts,
)
from unions.tree.letterheads import chair_signature, letterhead_of
from unions.tree.models import UnionProfile
from unions.units.models import Sector

NUMBER, COUNT, SECTOR = 12, 26, 27  # millimetres
Row = tuple[Cell, ...]


def summary_document(campaign: Campaign) -> Document:
    day = timezone.localdate()
    profile = campaign.union.profile_on(day)
    with override("vi"):
        units = unit_counts(campaign)
        type_name = f"{_('SUMMARY OF REGISTRATIONS FOR EMULATION')} {period_in_capitals(campaign)}"
        return _paper(profile, type_name, _summary(campaign, units, day), (_annex(units),) if units else ())


def state_list_document(campaign: Campaign) -> Document:
    """For titles that others confer; the council of the State gets names, titles and units."""
    profile = campaign.union.profile_on(timezone.localdate())
    with override("vi"):
        rows = list(decided_elsewhere(campaign))
        type_name = f"{_('LIST OF REGISTRATIONS FOR TITLES')} {period_in_capitals(campaign)}"
        place = " ".join(filter(None, (profile.level_word, profile.place)))
        council = _("Council of Emulation and Commendation of %(place)s") % {"place": place}
        return _paper(profile, type_name, _lists(rows), addressees=(council,))


def _paper(
    profile: UnionProfile,
    type_name: str,
    blocks: Iterable[Block],
    annexes: tuple[Annex, ...] = (),
    addressees: tuple[str, ...] = (),
) -> Document:
    return Document(
        title=type_name,
        author=profile.name,
        letterhead=letterhead_of(profile, date=None),
        type_name=type_name,
        addressees=addressees,
        blocks=tuple(blocks),
        signatures=((chair_signature(profile),),),
        annexes=annexes,
    )


def _summary(campaign: Campaign, units: Sequence[UnitRegistrations], day: date) -> Iterator[Block]:
    opening = _("Up to %(day)s, %(units)s grassroots unions have registered in the %(movement)s:")
    values = {
        "day": long_date(day),
        "units": count_in_prose(len(units)),
        "movement": movement_of_year(campaign),
    }
    yield Paragraph(capitalised(opening % values))
    yield _by_sector(campaign)


def _by_sector(campaign: Campaign) -> Table:
    day = timezone.localdate()
    lines = [(title_name(title, campaign.union_id, day), counted) for title, counted in title_counts(campaign)]
    lines += [(_entry_label(name), counted) for name, counted in entry_counts(campaign).items()]
    known = {sector for _label, counted in lines for sector in counted}
    sectors = list(Sector.objects.filter(pk__in=known).order_by("position", "pk"))
    columns = (
        TableColumn(_("No."), NUMBER, Align.CENTRE),
        TableColumn(_("Contents registered"), PORTRAIT_WIDTH - NUMBER - SECTOR * len(sectors) - COUNT),
        *(TableColumn(sector.name, SECTOR, Align.RIGHT) for sector in sectors),
        TableColumn(_("In all"), COUNT, Align.RIGHT),
    )
    return Table(columns, tuple(_line(place, *line, sectors) for place, line in enumerate(lines, 1)))


def _line(place: int, label: str, counted: Mapping[int, int], sectors: Sequence[Sector]) -> Row:
    return place, label, *(counted.get(sector.pk, 0) for sector in sectors), sum(counted.values())


def _entry_label(name: str) -> str:
    return {
        "works": _("Works and products"),
        "initiatives": _("Initiatives"),
        "topics": _("Research topics"),
    }[name]


def _annex(units: Sequence[UnitRegistrations]) -> Annex:
    labels = (
        _("Persons"),
        _("Collectives"),
        _("Registrations in all"),
        _("Works and products"),
        _("Initiatives"),
        _("Research topics"),
    )
    columns = (
        TableColumn(_("No."), NUMBER, Align.CENTRE),
        TableColumn(_("Grassroots union"), LANDSCAPE_WIDTH - NUMBER - SECTOR - COUNT * len(labels)),
        TableColumn(_("Sector"), SECTOR),
        *(TableColumn(label, COUNT, Align.RIGHT) for label in labels),
    )
    table = Table(columns, tuple((place, *_of_unit(row)) for place, row in enumerate(units, 1)))
    return Annex(_("REGISTRATIONS BY GRASSROOTS UNION"), (table,), _("ANNEX"), is_wide=True)


def _of_unit(row: UnitRegistrations) -> Row:
    unit = printed_name(row.unit.name, row.unit.kind)
    counts = (row.people, row.collectives, row.registrations, row.works, row.initiatives, row.topics)
    return unit, row.unit.sector.name, *counts


def _lists(rows: Sequence[Registration]) -> Iterator[Block]:
    by_title: dict[str, list[Registration]] = {}
    for row in rows:
        by_title.setdefault(row.title_name, []).append(row)
    for number, (title, own) in enumerate(by_title.items(), 1):
        yield Heading(f"{number}. {title} ({format_number(len(own))})", 3)
        yield _names(own)


def _names(rows: Sequence[Registration]) -> Table:
    honorific, name = 17, 53
    columns = (
        TableColumn(_("No."), NUMBER, Align.CENTRE),
        TableColumn(_("Mr/Mrs"), honorific, Align.CENTRE),
        TableColumn(_("Full name or collective"), name),
        TableColumn(_("Unit"), PORTRAIT_WIDTH - NUMBER - honorific - name),
    )
    return Table(columns, tuple((place, *_named(row)) for place, row in enumerate(rows, 1)))


def _named(row: Registration) -> Row:
    honorific = row.person.honorific if row.person else ""
    return honorific, str(row.subject), printed_name(row.grassroots.name, row.grassroots.kind)
