from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule
from core.links import address
from core.panels import LINKS, PANELS, Link, Panel, PanelRow
from core.text import short_date
from emulation.unit_matters.models import UnitMatter
from emulation.unit_matters.rules import may_keep_matter, may_keep_matters_of
from unions.access import CHAIRING, PortalUser, RoleKind, is_chair_of
from unions.units.models import GrassrootsUnion

LABELS = {"unitmatter.enter": gettext_lazy("entered the matter of the unit")}
CORRECTION = CorrectionRule(
    fields=("kind", "valid_from", "valid_to", "decision", "note"),
    page="emulation:unit-matter-edit",
    may=may_keep_matter,
    until="never frozen: what a rule judged keeps the facts of that day",
    may_strike=may_keep_matter,
    fixed=dict.fromkeys(
        ("union", "grassroots", "subject_kind", "team"), "strike it out and enter it for the right subject"
    ),
)


def matters_panel(user: PortalUser, unit: GrassrootsUnion, year: int) -> Panel | None:
    is_officer = may_keep_matters_of(user, unit)
    if not is_officer and not is_chair_of(user, unit.pk):
        return None
    matters = UnitMatter.objects.visible_to(user).not_struck().filter(grassroots=unit).for_table()
    rows = [PanelRow(row.get_kind_display(), _period(row), row.get_absolute_url()) for row in matters]
    if not rows and not is_officer:
        return None
    url = reverse("emulation:unit-matter-create", args=[unit.pk]) if is_officer else ""
    label, empty = _("Enter a matter"), _("Nothing is on record yet.")
    return Panel(_("Matters pending and breaches"), rows, url, label, empty, position=60)


def _period(row: UnitMatter) -> str:
    until = short_date(row.valid_to) if row.valid_to else _("until further notice")
    period = f"{short_date(row.valid_from)} – {until}"
    return period if row.subject == row.grassroots else f"{row.subject}: {period}"


def list_links(user: PortalUser, obj: None) -> list[Link]:
    if not user.access.holds_any(CHAIRING | {RoleKind.OFFICER}):
        return []
    return [Link(gettext_lazy("Matters of units"), address("emulation:unit-matters"))]


def register() -> None:
    PANELS.register(matters_panel, to="unions.GrassrootsUnion")
    LINKS.register(list_links, to="unions:grassroots-list")
    CORRECTIONS.register(CORRECTION, to="emulation.UnitMatter")
    register_labels(LABELS)
