from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.users.selectors import officers_of_unions, people_of_units
from awards.decisions.award_history import DECIDED_HERE, pages_of
from awards.decisions.choices import DecisionState
from awards.decisions.documents import decision_document, decision_papers
from awards.decisions.eligibility import open_rows
from awards.decisions.models import Award, Certificate, CertificatePrint, Decision
from awards.decisions.rules import may_correct_award, may_prepare
from awards.decisions.selectors import (
    check_award_in_draft,
    check_draft,
    decisions_after,
    decisions_matching,
    decisions_that_print,
    decisions_worded_by,
)
from awards.decisions.workflow import DECISION
from awards.decisions.year_steps import year_steps
from core.approval import draft_todo
from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected
from core.documents.kinds import DOCUMENT_KINDS, DocumentKind
from core.frozen.by_another import by_another
from core.frozen.records import ALWAYS, FrozenRecord, LaterChange, Part
from core.navigation import TABS, NavItem, signed_in
from core.notifications import News, audience, register_news
from core.panels import PANELS, YEAR_COLUMNS, Panel, PanelRow, YearColumn, count_by_year
from core.papers import PAPERS
from core.pickers.searching import SEARCHES, Search
from core.search_box import SEARCH_GROUPS, SearchGroup
from core.signed_papers import SIGNED_PAPERS, SignedPaper
from core.timeline import EVENTS, Event
from core.todo import TODOS, YEAR_STEPS, Todo, told_with_year
from emulation.eligibility.history import AWARD_HISTORY, AWARD_PAGES
from emulation.eligibility.selectors.open_rows import OPEN_ROWS
from emulation.law.choices import SubjectKind
from restructuring.models import Reorganisation
from unions.access import LEADERS, PortalUser, RoleKind
from unions.news_groups import AWARDS
from unions.people.merges import follows_merge
from unions.people.models import Person
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

SIGNED, ISSUED, REVOKED = DecisionState.SIGNED.value, DecisionState.ISSUED.value, DecisionState.REVOKED.value
NOT_DRAFT = (DecisionState.SUBMITTED.value, SIGNED, ISSUED, REVOKED)
FREEZES = (
    by_another("awards_decision", "signed_by_id", "created_by_id", "submitted_by_id"),
    FrozenRecord(
        Decision,
        since=(SIGNED, ISSUED, REVOKED),
        kept_since=NOT_DRAFT,
        documents_since=(ISSUED, REVOKED),
        changes=(
            LaterChange("issue", ("number", "series_year", "symbol", "issued_at"), move=(SIGNED, ISSUED)),
            LaterChange("note the handing over", ("handed_over_on", "handed_over_place"), move=(ISSUED, ISSUED)),
            LaterChange("revoke", ("revoked_by", "revoked_at"), move=(ISSUED, REVOKED)),
        ),
        parts=(
            Part(Award, "decision", changes=(follows_merge(Award),)),
            Part(Certificate, "award__decision", since=(ISSUED, REVOKED)),
            Part(CertificatePrint, "decision", since=ALWAYS, grows="certificates are printed again"),
        ),
        beside={"awards.Decision.revoked_by": "the revoked decision itself says by which one"},
    ),
)
LABELS = {
    "decision.draft": gettext_lazy("drafted the decision"),
    "decision.edit": gettext_lazy("changed the draft"),  # this and the next: before corrections
    "decision.amount": gettext_lazy("entered a reward by hand"),
    "decision.add": gettext_lazy("added recipients to the draft"),
    "decision.strike": gettext_lazy("struck a recipient out of the draft"),
    "decision.discard": gettext_lazy("threw the draft away"),
    "decision.submit": gettext_lazy("sent the draft for signature"),
    "decision.recall": gettext_lazy("took the draft back to change it"),
    "decision.return": gettext_lazy("sent the draft back to be changed"),
    "decision.sign": gettext_lazy("signed the decision"),
    "decision.issue": gettext_lazy("numbered and issued the decision"),
    "decision.hand_over": gettext_lazy("noted the handing over of the certificates"),
    "decision.revoke": gettext_lazy("revoked the decision"),
    "decision.print": gettext_lazy("printed certificates"),
}


@audience("the chairs of the units that are awarded, themselves or their people")
def people_awarded(decisions: Iterable[Decision]) -> Iterator[tuple[int, Award]]:
    return people_of_units(
        Award.objects.filter(decision__in=decisions).select_related("decision", "title").order_by("pk")
    )


NEWS_OF_DECISIONS = {
    "decision.return": News(
        gettext_lazy("The draft of the decision “%(name)s” was sent back to be changed: %(reason)s"),
        gettext_lazy("%(count)s drafts of decisions were sent back to be changed"),
        officers_of_unions,
        subject=gettext_lazy("A draft decision sent back to be changed"),
        group=AWARDS,
    ),
    "decision.issue": News(
        gettext_lazy("Awarded by decision: %(name)s"),
        gettext_lazy("A decision awarded %(count)s people and units of yours"),
        people_awarded,
        lambda awards: awards[0].decision.get_absolute_url(),
        subject=gettext_lazy("A decision of commendation issued"),
        group=AWARDS,
    ),
}
BY_A_MOVE = "written when the decision is signed, numbered or revoked"
FROM_RECORDS = "from the records of the recipient as of the day of the decision: correct those, the draft follows"
OTHER_RECIPIENT = "strike the recipient out of the draft and add the right one"
UNTIL_SIGNED = "the decision is signed; then only a new decision corrects it"
DECISION_CORRECTION = CorrectionRule(
    fields=("subject_line", "basis_kind", "basis", "year", "dated_on"),
    page="awards:decision-edit",
    may=may_prepare,
    until=UNTIL_SIGNED,
    check=check_draft,
    fixed={
        **dict.fromkeys(("union", "session"), "throw the draft away and draft it from the right session"),
        **dict.fromkeys(
            ("handed_over_on", "handed_over_place"), "noted after the issue, and anew at any time, on their own page"
        ),
        **dict.fromkeys(
            ("number", "series_year", "symbol", "capacity", "signatory_name", "signed_by", "signed_at", "issued_at",
             "revoked_by", "revoked_at", "document_text"),
            BY_A_MOVE,
        ),
    },
)  # fmt: skip
AWARD_CORRECTION = CorrectionRule(
    fields=("achievement", "amount", "amount_typed"),
    page="awards:award-edit",
    owner=lambda award: award.decision,
    may=may_correct_award,
    until=UNTIL_SIGNED,
    check=check_award_in_draft,
    fixed={
        **dict.fromkeys(
            ("union", "grassroots", "subject_kind", "person", "team", "enterprise", "initiative", "title", "decision",
             "nomination"),
            OTHER_RECIPIENT,
        ),
        **dict.fromkeys(
            ("honorific", "recipient_name", "recipient_line", "post", "unit_name", "sector_code", "sector_name",
             "gender", "is_leader", "is_direct_worker"),
            FROM_RECORDS,
        ),
        "year": "the year of the decision",
        "golden_book_number": "the place in the list, computed",
    },
)  # fmt: skip
NOT_CORRECTED = {
    "Certificate": "made when the decision is issued; it prints the frozen award",
    "CertificatePrint": "made by the portal when certificates are printed",
}
PRINTED_ROWS: dict[str, Callable[[Any], list[SignedPaper]]] = {
    "unions.Person": lambda person: decisions_that_print(person=person),
    "unions.Team": lambda team: decisions_that_print(team=team),
    "unions.Enterprise": lambda enterprise: decisions_that_print(enterprise=enterprise),
    "unions.GrassrootsUnion": lambda unit: decisions_that_print(grassroots=unit, subject_kind=SubjectKind.GRASSROOTS),
    "unions.UnionProfile": decisions_worded_by,
    "emulation.Initiative": lambda initiative: decisions_that_print(initiative=initiative),
    "emulation.Registration": lambda registration: decisions_that_print(nomination__registration=registration),
    "awards.Nomination": lambda nomination: decisions_that_print(nomination=nomination),
    "awards.Session": decisions_after,
}
"""The signed decisions about a row, by model label."""
TIMELINE_POSITION = 20  # within a year of a person: after registrations
CLERKS = frozenset({RoleKind.CLERK, RoleKind.OFFICER})
OFFICERS = frozenset({RoleKind.OFFICER})
OF_DRAFT = {
    "unsent": gettext_lazy("The draft of the decision “%(draft)s” is not sent for signature yet"),
    "returned": gettext_lazy("The draft of the decision “%(draft)s” was sent back to be changed: %(reason)s"),
}
TODO_TEXTS = {
    DecisionState.SUBMITTED.value: gettext_lazy("The decision “%(decision)s” waits for your signature"),
    DecisionState.SIGNED.value: gettext_lazy("The decision “%(decision)s” is signed and waits for its number"),
}


def todos(user: PortalUser, year: int) -> list[Todo]:
    decisions = list(unissued_decisions(user))
    drafts = in_state(decisions, DecisionState.DRAFT, user.access.unions_where(OFFICERS))
    sent = in_state(decisions, DecisionState.SUBMITTED, user.access.unions_where(LEADERS))
    signed = in_state(decisions, DecisionState.SIGNED, user.access.numbering)
    waiting = [*open_to(user, "sign", sent), *open_to(user, "issue", signed)]
    return [*(draft_todo(row, **OF_DRAFT) for row in drafts), *(waiting_decision(row, year) for row in waiting)]


def unissued_decisions(user: PortalUser) -> Iterable[Decision]:
    unions = user.access.unions_where(LEADERS | CLERKS)
    ended = [DecisionState.ISSUED, DecisionState.REVOKED]
    return Decision.objects.filter(union__in=unions).exclude(state__in=ended).order_by("pk") if unions else ()


def in_state(decisions: list[Decision], state: DecisionState, unions: frozenset[int]) -> list[Decision]:
    return [decision for decision in decisions if decision.state == state and decision.union_id in unions]


def open_to(user: PortalUser, move: str, decisions: list[Decision]) -> Iterable[Decision]:
    """Decisions that an earlier act of the user bars are left out."""
    rows = Decision.objects.filter(pk__in=[row.pk for row in decisions]).order_by("pk")
    return DECISION.for_others(move, user, rows) if decisions else ()


def waiting_decision(decision: Decision, year: int) -> Todo:
    text = TODO_TEXTS[decision.state] % {"decision": decision.subject_line}
    return Todo(told_with_year(text, decision.year, year), decision.get_absolute_url(), 1)


def awards_in_force(user: PortalUser) -> QuerySet[Award]:
    awards: QuerySet[Award] = Award.objects.visible_to(user).in_force()
    return awards.select_related("title", "decision")


def own_awards_of_unit(user: PortalUser, unit: GrassrootsUnion) -> QuerySet[Award]:
    """Of the unit, its teams and its employer only."""
    of_people = Q(subject_kind__in=[SubjectKind.PERSON, SubjectKind.WORK])
    return awards_in_force(user).filter(grassroots=unit).exclude(of_people)


def award_row(award: Award) -> PanelRow:
    name = award.recipient_name if award.subject_kind == SubjectKind.COLLECTIVE else ""
    facts = " · ".join(word for word in (str(award.year), award.decision.symbol, name) if word)
    return PanelRow(award.title_name, facts, award.decision.get_absolute_url())


def unit_columns(user: PortalUser, unit: GrassrootsUnion) -> Iterator[YearColumn]:
    rows = Award.objects.visible_to(user).in_force().filter(grassroots=unit)
    yield YearColumn(_("Awards"), count_by_year(rows), 60, is_honour=True)


def unit_events(user: PortalUser, unit: GrassrootsUnion) -> Iterator[Event]:
    for award in own_awards_of_unit(user, unit):
        yield _award_event(award, award.decision.dated_on.year if award.decision.dated_on else award.year)


def person_events(user: PortalUser, person: Person) -> Iterator[Event]:
    own = Q(person=person) | Q(initiative__authors__person=person)
    for award in awards_in_force(user).filter(own).distinct().order_by("pk"):
        yield _award_event(award, award.year, position=TIMELINE_POSITION)


def _award_event(award: Award, year: int, position: int = 0) -> Event:
    decision = award.decision
    name = "" if award.subject_kind in {SubjectKind.PERSON, SubjectKind.GRASSROOTS} else award.recipient_name
    detail = ", ".join(word for word in (name, decision.symbol) if word)
    return Event(
        year,
        _("Award"),
        award.title_name,
        detail,
        decision.get_absolute_url(),
        day=decision.dated_on,
        position=position,
        is_honour=True,
    )


def reorganisation_panel(user: PortalUser, reorganisation: Reorganisation, year: int) -> Panel:
    units = reorganisation.lines.values("grassroots")
    awards = Award.objects.visible_to(user).in_force().filter(grassroots__in=units)
    rows = [PanelRow(_("Awards in force"), awards.count())]
    return Panel(_("Awards that stay as they were printed"), rows, position=40)


def decisions_of_year(decisions: QuerySet[Decision], union: Union, year: int) -> QuerySet[Decision]:
    return decisions.filter(union=union, year=year).order_by("dated_on", "pk")


DECISIONS = DocumentKind.of_rows(
    "decision",
    gettext_lazy("Commendation decision"),
    lambda: Decision.objects.select_related("union", "session"),
    decisions_of_year,
    decision_document,
)


def register() -> None:
    AWARD_HISTORY.register(DECIDED_HERE)
    AWARD_PAGES.register(pages_of)
    OPEN_ROWS.register(open_rows)
    tab = NavItem("decisions", gettext_lazy("Decisions"), "awards:decisions", 30, signed_in, is_by_year=True)
    TABS.register(tab, to="awards")
    DOCUMENT_KINDS.register(DECISIONS)
    SEARCHES.register(Search(decisions_matching), to="awards.Decision")
    SEARCH_GROUPS.register(SearchGroup(Decision, gettext_lazy("Decisions"), 60, Decision.objects.visible_to))
    CORRECTIONS.register(DECISION_CORRECTION, to="awards.Decision")
    CORRECTIONS.register(AWARD_CORRECTION, to="awards.Award")
    for name, reason in NOT_CORRECTED.items():
        CORRECTIONS.register(NotCorrected(reason), to=f"awards.{name}")
    for label, papers in PRINTED_ROWS.items():
        SIGNED_PAPERS.register(papers, to=label)
    TODOS.register(todos)
    YEAR_STEPS.register(year_steps)
    PANELS.register(reorganisation_panel, to="restructuring.Reorganisation")
    YEAR_COLUMNS.register(unit_columns, to="unions.GrassrootsUnion")
    PAPERS.register(decision_papers, to="awards.Decision")
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    EVENTS.register(person_events, to="unions.Person")
    register_labels(LABELS)
    register_news(NEWS_OF_DECISIONS)
