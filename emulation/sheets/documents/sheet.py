"""Bản đăng ký thi đua, for the signatures of the union's chair and the unit's head (domain handbook 5.7)."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.documents.description import (
    PORTRAIT_WIDTH,
    Align,
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    ParagraphKind,
    Signature,
    Table,
    TableColumn,
)
from core.text import format_number, short_date
from emulation.campaigns.models import Campaign
from emulation.clusters.documents import printed_name
from emulation.clusters.selectors import signatories_on
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.rows import InitiativeRow, SheetRows, SubjectRow, sheet_rows
from emulation.works.models import Work
from unions.tree.letterheads import printed_letterhead
from unions.units.selectors import headcount_in

ROOM = "……"
Row = tuple[Cell, ...]


def sheet_document(sheet: RegistrationSheet) -> Document:
    """The sheet as it stands; what was withdrawn is left out."""
    sent = sheet.versions.first()
    sent_on = timezone.localdate(sent.submitted_at) if sent else None
    day = sent_on or timezone.localdate()
    profile = sheet.union.profile_on(day)
    with override("vi"):
        unit = printed_name(sheet.grassroots.name_on(day), sheet.grassroots.kind)
        type_name = f"{_('REGISTRATION FOR EMULATION')} {period_in_capitals(sheet.campaign)}"
        return Document(
            title=f"{type_name} – {unit}",
            author=unit,
            letterhead=printed_letterhead(profile.issuer_line, unit.upper(), profile.place, sent_on),
            type_name=type_name,
            blocks=(*_unit_part(sheet), *_contents(sheet_rows(sheet))),
            signatures=(_signatures(sheet, day),),
        )


def period_in_capitals(campaign: Campaign) -> str:
    pattern = _("OF THE SCHOOL YEAR %(year)s") if campaign.is_school_year else _("OF THE YEAR %(year)s")
    return pattern % {"year": campaign.period_name}


def _signatures(sheet: RegistrationSheet, day: date) -> tuple[Signature, Signature]:
    chair = signatories_on([sheet.grassroots_id], day).get(sheet.grassroots_id, "")
    head = Signature((_("HEAD OF THE UNIT"),), "", how=_("(Signature, full name and seal)"))
    return head, Signature((_("ON BEHALF OF THE COMMITTEE"),), _("CHAIR"), chair)


def _unit_part(sheet: RegistrationSheet) -> Iterator[Block]:
    yield Heading(_("A. THE UNIT"), 2)
    yield from headcount_part(sheet.grassroots_id, sheet.year)
    grade = sheet.get_grade_aimed_display() if sheet.grade_aimed else ROOM
    yield Paragraph(_("Grade of the union registered: %(grade)s.") % {"grade": grade})


def headcount_part(unit: int, year: int) -> Iterator[Paragraph]:
    count = headcount_in(unit, year)
    yield _counted(_("Workers and employees in all"), (count.workers, count.women) if count else None)
    yield _counted(_("Members of the union"), (count.members, count.women_members) if count else None)


def _counted(label: str, known: tuple[int, int] | None) -> Paragraph:
    count, women = map(format_number, known) if known else (ROOM, ROOM)
    values = {"label": label, "count": count, "women": women}
    return Paragraph(_("%(label)s: %(count)s, of whom women: %(women)s.") % values)


def _contents(rows: SheetRows) -> Iterator[Block]:
    yield Heading(_("B. CONTENTS REGISTERED"), 2)
    tables = (
        (_("Titles of persons"), people_table(rows.people)),
        (_("Titles of collectives"), _collectives_table([*rows.units, *rows.collectives, *rows.enterprises])),
        (_("Works and products"), _works_table(rows.works)),
        (_("Initiatives"), _initiatives_table(rows.initiatives)),
        (_("Research topics"), _topics_table(rows.topics)),
    )
    for number, (heading, table) in enumerate(tables, 1):
        yield Heading(f"{number}. {heading}", 3)
        yield table if table.rows else Paragraph(_("None registered."), ParagraphKind.NOTE)


def table_of(columns: Sequence[tuple[str, int, Align]], rows: Sequence[Row]) -> Table:
    """Numbered; a width of 0 takes what the others leave."""
    rest = PORTRAIT_WIDTH - NUMBER - sum(width for _label, width, _align in columns)
    widths = [TableColumn(label, width or rest, align) for label, width, align in columns]
    numbered = tuple((place, *row) for place, row in enumerate(rows, 1))
    return Table((TableColumn(_("No."), NUMBER, Align.CENTRE), *widths), numbered)


NUMBER = 12  # millimetres
LEFT, CENTRE, RIGHT = Align.LEFT, Align.CENTRE, Align.RIGHT


def people_table(rows: Sequence[SubjectRow]) -> Table:
    columns = (
        (_("Mr/Mrs"), 17, CENTRE),
        (_("Full name"), 34, LEFT),
        (_("Post, section"), 0, LEFT),
        (_("Emulation title"), 30, LEFT),
        (_("Form of commendation"), 24, LEFT),
        (_("Note"), 14, LEFT),
    )
    return table_of(columns, [_person(row) for row in rows])


def _person(row: SubjectRow) -> Row:
    person = row.subject
    return person.honorific, person.full_name, row.work, _names(row.titles), _names(row.commendations), row.note


def _names(registrations: Sequence[Registration]) -> str:
    return "; ".join(dict.fromkeys(row.title_name for row in registrations))


def _collectives_table(rows: Sequence[SubjectRow]) -> Table:
    columns = ((_("Collective"), 0, LEFT), (_("Emulation title"), 50, LEFT), (_("Form of commendation"), 45, LEFT))
    return table_of(columns, [(str(row.subject), _names(row.titles), _names(row.commendations)) for row in rows])


def _works_table(works: Sequence[Work]) -> Table:
    columns = (
        (_("Name of the work"), 0, LEFT),
        (_("In charge"), 30, LEFT),
        (_("Time of completion"), 22, CENTRE),
        (_("Value (đồng)"), 26, RIGHT),
        (_("Plaque registered"), 20, CENTRE),
    )
    return table_of(columns, [_work(work) for work in works])


def _work(work: Work) -> Row:
    completed = short_date(work.completed_on) if work.completed_on else ""
    value = work.value if work.value is not None else ""
    return work.name, str(work.grassroots), completed, value, "x" if work.plaque_text else ""


def _initiatives_table(rows: Sequence[InitiativeRow]) -> Table:
    columns = (
        (_("Full name of the author"), 34, LEFT),
        (_("Post held"), 24, LEFT),
        (_("Name of the initiative"), 0, LEFT),
        (_("Field of the initiative"), 24, LEFT),
        (_("Title it is tied to"), 28, LEFT),
    )
    return table_of(columns, [_initiative(row) for row in rows])


def _initiative(row: InitiativeRow) -> Row:
    return ", ".join(row.authors), row.work, row.initiative.name, row.initiative.field, _names(row.titles)


def _topics_table(rows: Sequence[InitiativeRow]) -> Table:
    columns = (
        (_("Head of the topic"), 38, LEFT),
        (_("Name of the topic"), 0, LEFT),
        (_("Level"), 28, LEFT),
        (_("Acceptance"), 26, CENTRE),
    )
    return table_of(columns, [_topic(row) for row in rows])


def _topic(row: InitiativeRow) -> Row:
    topic = row.initiative
    level = topic.recognition_level_name if topic.recognition_level else ""
    accepted = short_date(topic.recognised_on) if topic.recognised_on else ""
    return ", ".join(row.authors), topic.name, level, accepted
