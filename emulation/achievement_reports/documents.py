"""Báo cáo thành tích (domain handbook 5.9). What the portal does not know is left to the pen."""

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.documents.description import (
    Align,
    Block,
    Document,
    Heading,
    Items,
    Paragraph,
    ParagraphKind,
    Signature,
    Table,
)
from core.text import short_date
from emulation.achievement_reports.selectors import (
    NamedAward,
    earlier_awards,
    latest_post,
    recognised_initiatives,
)
from emulation.clusters.documents import printed_name
from emulation.clusters.selectors import signatories_on
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind
from emulation.registrations.models import Registration
from emulation.sheets.documents.sheet import headcount_part, table_of
from unions.people.choices import Gender
from unions.people.models import Person
from unions.tree.letterheads import printed_letterhead

ROOM = "…" * 12
LINE = "…" * 35  # the width of the page
YEAR, DECISION, ISSUER = 16, 44, 40  # millimetres


def report_document(registration: Registration) -> Document:
    profile = registration.union.profile_on(timezone.localdate())
    person = registration.person
    with override("vi"):
        unit = _unit(registration)
        return Document(
            title=f"{_('REPORT OF ACHIEVEMENTS')} – {registration.subject}",
            author=unit,
            letterhead=printed_letterhead(profile.issuer_line, unit.upper(), profile.place),
            type_name=_("REPORT OF ACHIEVEMENTS"),
            subject=_proposed_for(registration),
            blocks=(
                *(_life(registration, person) if person else _situation(registration)),
                *_achievements(registration),
                *_commendations(earlier_awards(registration)),
            ),
            signatures=(_signatures(registration),),
        )


def _proposed_for(registration: Registration) -> str:
    campaign = registration.campaign
    if campaign.is_school_year:
        pattern = _("Proposed for: %(title)s of the school year %(year)s")
    else:
        pattern = _("Proposed for: %(title)s of the year %(year)s")
    return pattern % {"title": registration.title_name, "year": campaign.period_name}


def _unit(registration: Registration) -> str:
    return printed_name(registration.grassroots.name_on(registration.named_on), registration.grassroots.kind)


def _life(registration: Registration, person: Person) -> Iterator[Block]:
    yield Heading(_("I. THE PERSON"), 2)
    facts = {
        _("Full name"): person.full_name,
        _("Gender"): "" if person.gender == Gender.UNKNOWN else person.get_gender_display(),
        _("Birth date"): _born(person),
        _("Native place"): "",
        _("Permanent residence"): "",
        _("Unit"): _unit(registration),
        _("Position"): latest_post(registration),
        _("Professional qualification"): "",
    }
    yield Items(tuple(f"{label}: {value or ROOM}" for label, value in facts.items()))


def _born(person: Person) -> str:
    return short_date(person.birth_date) if person.birth_date else str(person.birth_year or "")


def _situation(registration: Registration) -> Iterator[Block]:
    yield Heading(_("I. CHARACTER AND SITUATION"), 2)
    facts = {_("Name of the collective"): str(registration.subject), _("Unit"): _unit(registration)}
    yield Items(tuple(f"{label}: {value}" for label, value in facts.items()))
    if registration.subject_kind == SubjectKind.GRASSROOTS:
        yield from headcount_part(registration.grassroots_id, registration.year)
    yield from _lines(2)


def _lines(count: int) -> Iterator[Block]:
    return (Paragraph(LINE, ParagraphKind.NOTE) for _line in range(count))


def _achievements(registration: Registration) -> Iterator[Block]:
    yield Heading(_("II. ACHIEVEMENTS"), 2)
    for heading in (_("1. Tasks and functions given"), _("2. Results achieved")):
        yield Heading(heading, 3)
        yield from _lines(3)
    if registration.subject_kind in (SubjectKind.PERSON, SubjectKind.GRASSROOTS):
        yield Heading(_("3. Initiatives recognised"), 3)
        yield from _table_or_none(_initiatives(recognised_initiatives(registration)))


def _initiatives(rows: Sequence[Initiative]) -> Table:
    columns = (
        (_("Year"), YEAR, Align.CENTRE),
        (_("Name of the initiative"), 0, Align.LEFT),
        (_("Number and day of the recognising decision"), DECISION, Align.LEFT),
        (_("Level that recognised it"), ISSUER, Align.LEFT),
    )
    return table_of(columns, [_initiative(row) for row in rows])


def _initiative(row: Initiative) -> tuple[str, ...]:
    day = short_date(row.recognised_on) if row.recognised_on else ""
    decision = ", ".join(filter(None, [row.recognition_decision, day]))
    return str(row.year), row.name, decision, row.recognition_level_name


def _commendations(awards: Sequence[NamedAward]) -> Iterator[Block]:
    yield Heading(_("III. COMMENDATIONS RECEIVED"), 2)
    yield Heading(_("1. Emulation titles"), 3)
    yield from _table_or_none(_awards(_("Title"), [row for row in awards if not row.is_form]))
    yield Heading(_("2. Forms of commendation"), 3)
    yield from _table_or_none(_awards(_("Form of commendation"), [row for row in awards if row.is_form]))


def _awards(label: str, rows: Sequence[NamedAward]) -> Table:
    columns = (
        (_("Year"), YEAR, Align.CENTRE),
        (label, 0, Align.LEFT),
        (_("Number and day of the decision"), DECISION, Align.LEFT),
        (_("Body that issued it"), ISSUER, Align.LEFT),
    )
    return table_of(columns, [_award(row) for row in rows])


def _award(row: NamedAward) -> tuple[str, ...]:
    held = row.held
    day = short_date(held.decided_on) if held.decided_on else ""
    return str(held.year), row.name, ", ".join(filter(None, [held.decision, day])), held.issuer


def _table_or_none(table: Table) -> Iterator[Block]:
    yield table if table.rows else Paragraph(_("None yet."), ParagraphKind.NOTE)


def _signatures(registration: Registration) -> tuple[Signature, ...]:
    if registration.subject_kind == SubjectKind.GRASSROOTS:
        chair = signatories_on([registration.grassroots_id], timezone.localdate())
        lines = (_("ON BEHALF OF THE COMMITTEE"),)
        return (Signature(lines, _("CHAIR"), chair.get(registration.grassroots_id, "")),)
    head = Signature((_("HEAD OF THE UNIT"),), "", how=_("(Signature, full name and seal)"))
    if registration.subject_kind != SubjectKind.PERSON:
        return (head,)
    confirming = Signature((_("HEAD OF THE UNIT"),), _("CONFIRMS"), how=head.how)
    return confirming, Signature((_("WHO REPORTS THE ACHIEVEMENTS"),), "", str(registration.person))
