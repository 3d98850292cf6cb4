from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule
from core.links import address
from core.navigation import TABS, NavItem
from core.panels import LINKS, PANELS, Link, Panel, PanelRow
from core.text import short_date
from emulation.personal_records.importer import YearsImporter
from emulation.personal_records.models import Discipline, Leave, PersonalRecord, TransferRemark, YearlyGrade
from emulation.personal_records.rules import may_keep_private_record, may_keep_record
from emulation.personal_records.selectors import is_private, units_to_record_for
from unions.access import CHAIRING, PortalUser, RoleKind, works_for_a_union
from unions.imports.choices import ImportKind
from unions.imports.files import register_importer
from unions.people.models import Person
from unions.scoping import StrikableUnitQuerySet
from unions.units.models import GrassrootsUnion

LABELS = {
    "discipline.enter": gettext_lazy("entered the discipline"),
    "grassroots.import_years": gettext_lazy("imported a list of personal records"),
    "grassroots.import_years_taken_back": gettext_lazy("took a list of personal records back"),
    "leave.enter": gettext_lazy("entered the leave"),
    "yearlygrade.enter": gettext_lazy("entered the grade of the person"),
    "transferremark.enter": gettext_lazy("entered the remark of the former unit"),
}
KEPT = "never frozen: what a rule judged keeps the facts of that day"
FIXED = dict.fromkeys(("union", "grassroots", "person"), "strike it out and enter it for the right person and unit")
CORRECTED = {
    "emulation.Discipline": CorrectionRule(
        fields=("level", "valid_from", "valid_to", "decision", "note"),
        page="emulation:discipline-edit",
        may=may_keep_private_record,
        until=KEPT,
        may_strike=may_keep_private_record,
        fixed=FIXED,
    ),
    "emulation.Leave": CorrectionRule(
        fields=("kind", "valid_from", "valid_to", "absent_days", "decision", "note"),
        page="emulation:leave-edit",
        may=may_keep_private_record,
        until=KEPT,
        may_strike=may_keep_private_record,
        fixed=FIXED,
    ),
    "emulation.YearlyGrade": CorrectionRule(
        fields=("year", "grade", "decision", "decided_on", "note"),
        page="emulation:yearly-grade-edit",
        may=may_keep_record,
        until=KEPT,
        may_strike=may_keep_record,
        fixed=FIXED,
    ),
    "emulation.TransferRemark": CorrectionRule(
        fields=("text", "given_by", "given_on", "decision", "note"),
        page="emulation:transfer-remark-edit",
        may=may_keep_record,
        until=KEPT,
        may_strike=may_keep_record,
        fixed=FIXED,
    ),
}


class RecordKind(NamedTuple):
    model: type[PersonalRecord]
    label: Promise
    enter_label: Promise
    list_name: str
    create_name: str
    row: Callable[[Any], tuple[str, str]]


def period(row: Discipline | Leave) -> str:
    return f"{short_date(row.valid_from)} – {short_date(row.valid_to) if row.valid_to else _('until further notice')}"


KINDS = (
    RecordKind(
        YearlyGrade,
        gettext_lazy("Yearly grades"),
        gettext_lazy("Enter the grade of a year"),
        "emulation:yearly-grades",
        "emulation:yearly-grade-create",
        lambda row: (str(row.year), row.get_grade_display()),
    ),
    RecordKind(
        Leave,
        gettext_lazy("Leave"),
        gettext_lazy("Enter a leave"),
        "emulation:leaves",
        "emulation:leave-create",
        lambda row: (row.get_kind_display(), period(row)),
    ),
    RecordKind(
        Discipline,
        gettext_lazy("Discipline"),
        gettext_lazy("Enter a discipline"),
        "emulation:disciplines",
        "emulation:discipline-create",
        lambda row: (row.get_level_display(), period(row)),
    ),
    RecordKind(
        TransferRemark,
        gettext_lazy("Remarks of former units"),
        gettext_lazy("Enter the remark of the former unit"),
        "emulation:transfer-remarks",
        "emulation:transfer-remark-create",
        lambda row: (str(row.grassroots), short_date(row.given_on)),
    ),
)


def list_links(user: PortalUser, obj: None) -> list[Link]:
    reads_private = user.access.holds_any(CHAIRING | {RoleKind.OFFICER})
    return [
        Link(kind.label, address(kind.list_name)) for kind in KINDS if reads_private or not is_private(kind.model)
    ]


def import_links(user: PortalUser, unit: GrassrootsUnion) -> list[Link]:
    if not YearsImporter.may_import(user, unit):
        return []
    return [Link(YearsImporter.heading, reverse("unions:import-unit", args=[unit.pk, ImportKind.YEARS]))]


def records_panel(user: PortalUser, person: Person, year: int) -> Panel | None:
    sections = [section for kind in KINDS if (section := _section(user, person, kind))]
    return Panel(template="emulation/personal_records.html", context={"sections": sections}) if sections else None


def _section(user: PortalUser, person: Person, kind: RecordKind) -> dict[str, Any]:
    records: StrikableUnitQuerySet = kind.model._default_manager.all()  # type: ignore[assignment]
    stored = records.visible_to(user).not_struck().filter(person=person)
    rows = [PanelRow(*kind.row(row), url=row.get_absolute_url()) for row in stored.for_table()]
    may_enter = units_to_record_for(user, person, kind.model).exists()
    enter_url = reverse(kind.create_name, args=[person.pk]) if may_enter else ""
    if not rows and not may_enter:
        return {}
    return {"label": kind.label, "rows": rows, "enter_url": enter_url, "enter_label": kind.enter_label}


def register() -> None:
    register_importer(ImportKind.YEARS, YearsImporter)
    LINKS.register(import_links, to="unions:import-unit")
    label = gettext_lazy("Personal records")
    tab = NavItem("personal-records", label, "emulation:yearly-grades", 25, works_for_a_union, is_by_year=True)
    TABS.register(tab, to="organisation")
    for page in ("unions:people", *(kind.list_name for kind in KINDS)):
        LINKS.register(list_links, to=page)
    PANELS.register(records_panel, to="unions.Person")
    for model, correction in CORRECTED.items():
        CORRECTIONS.register(correction, to=model)
    register_labels(LABELS)
