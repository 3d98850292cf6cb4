from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected
from core.frozen.records import FrozenRecord, LaterChange, Part
from core.navigation import TABS, NavItem
from core.panels import PANELS, Panel, PanelRow
from core.signed_papers import SIGNED_PAPERS
from core.text import format_number
from core.timeline import EVENTS, Event
from core.todo import TODOS, Todo
from restructuring.choices import ReorganisationState
from restructuring.models import PAPER_FIELDS, Reorganisation, ReorganisationLine, Succession
from restructuring.rules import may_confirm, may_prepare
from restructuring.selectors.endings import endings_of
from restructuring.selectors.reorganisations import history_entries_of
from restructuring.selectors.signed import decisions_behind
from restructuring.services.drafting import check_draft
from restructuring.workflow import REORGANISATION
from unions.access import LEADERS, PortalUser, works_for_a_union
from unions.people.merges import follows_merge
from unions.units.models import GrassrootsUnion
from unions.units.timeline import is_known, known_until

CONFIRMED = ReorganisationState.CONFIRMED.value
FREEZES = (
    FrozenRecord(
        Reorganisation,
        since=(CONFIRMED, ReorganisationState.CANCELLED.value),
        changes=(LaterChange("correct what the paper says", PAPER_FIELDS, move=(CONFIRMED, CONFIRMED)),),
        parts=(
            Part(ReorganisationLine, "reorganisation"),
            Part(
                ReorganisationLine.people.through,
                "reorganisationline__reorganisation",
                changes=(follows_merge(ReorganisationLine.people.through),),
            ),
            Part(Succession, "reorganisation"),
        ),
    ),
)
LABELS = {
    "grassroots.rename": gettext_lazy("renamed the unit"),
    "grassroots.transfer": gettext_lazy("transferred the unit to another union"),
    "grassroots.merge": gettext_lazy("merged the unit into another"),
    "grassroots.split": gettext_lazy("split the unit"),
    "grassroots.dissolve": gettext_lazy("dissolved the unit"),
    "grassroots.reactivate": gettext_lazy("reactivated the unit"),
    "reorganisation.draft": gettext_lazy("prepared the reorganisation"),
    "reorganisation.edit": gettext_lazy("changed the facts of the decision"),
    "reorganisation.add": gettext_lazy("put units on the list"),
    "reorganisation.remove": gettext_lazy("took a unit off the list"),
    "reorganisation.confirm": gettext_lazy("confirmed the reorganisation"),
    "reorganisation.cancel": gettext_lazy("cancelled the reorganisation"),
    "union.dissolve": gettext_lazy("dissolved the union"),
}


def check_not_cancelled(reorganisation: Reorganisation) -> None:
    if reorganisation.state == ReorganisationState.CANCELLED:
        check_draft(reorganisation)


CORRECTED: dict[str, CorrectionRule | NotCorrected] = {
    "restructuring.Reorganisation": CorrectionRule(
        fields=("decision_number", "decision_date", "note", "effective_on", "source_ends"),
        page="restructuring:reorganisation-edit",
        may=may_prepare,
        until="cancelled; effective_on and source_ends: confirmed, then a further reorganisation puts that right",
        check=check_not_cancelled,
        fixed={
            "union": "cancel the draft and prepare it at the right union",
            "kind": "cancel the draft and prepare the right kind; its lines depend on it",
        },
    ),
    "restructuring.ReorganisationLine": NotCorrected(
        "taken off the list of a draft and put on it anew; once confirmed, a further reorganisation puts that right"
    ),
    "restructuring.Succession": NotCorrected("written by a confirmed reorganisation"),
}


def reorganisations_to_confirm(user: PortalUser, year: int) -> list[Todo]:
    if not user.is_authenticated or not user.access.holds_any(LEADERS):
        return []
    drafts = Reorganisation.objects.visible_to(user).filter(state=ReorganisationState.DRAFT)
    drafts = drafts.annotate(units=Count("lines")).filter(units__gt=0).order_by("effective_on", "pk")
    drafts = drafts.select_related("union").prefetch_related("union__links_up")
    of_others = REORGANISATION.for_others("confirm", user, drafts)
    return [_confirmation_todo(draft, draft.units) for draft in of_others if may_confirm(user, draft)]


def _confirmation_todo(draft: Reorganisation, units: int) -> Todo:
    message = ngettext(
        "“%(reorganisation)s” with %(count)s unit waits for you to confirm it.",
        "“%(reorganisation)s” with %(count)s units waits for you to confirm it.",
        units,
    )
    text = message % {"reorganisation": draft, "count": format_number(units)}
    return Todo(text, draft.get_absolute_url(), units, due=draft.effective_on)


def accounts_panel(user: PortalUser, reorganisation: Reorganisation, year: int) -> Panel | None:
    ending = endings_of(reorganisation)
    counts = [
        (gettext_lazy("Roles on boards that end with their unit"), ending.roles),
        (gettext_lazy("Invitations not taken up yet, which are withdrawn"), ending.invitations),
    ]
    rows = [PanelRow(str(label), count) for label, count in counts if count]
    return Panel(gettext_lazy("Accounts"), rows, position=90) if rows else None


def unit_events(user: PortalUser, unit: GrassrootsUnion) -> Iterator[Event]:
    until = known_until(user, unit)
    entries = [entry for entry in history_entries_of(unit) if is_known(entry.day, until)]
    keys = {entry.reorganisation.pk for entry in entries}
    visible = Reorganisation.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)
    visible_keys = set(visible) if keys else set()
    for entry in entries:
        decision = entry.reorganisation
        url = decision.get_absolute_url() if decision.pk in visible_keys else ""
        yield Event(
            entry.day.year, _("Reorganisation"), entry.text, decision.decision_number, url, entry.day, explains=True
        )


def register() -> None:
    for label, correction in CORRECTED.items():
        CORRECTIONS.register(correction, to=label)
    for label in ("unions.Affiliation", "unions.GrassrootsName"):
        SIGNED_PAPERS.register(decisions_behind, to=label)
    tab = NavItem(
        "reorganisations", gettext_lazy("Reorganisations"), "restructuring:reorganisations", 60, works_for_a_union
    )
    TABS.register(tab, to="organisation")
    TODOS.register(reorganisations_to_confirm)
    PANELS.register(accounts_panel, to="restructuring.Reorganisation")
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    register_labels(LABELS)
