from collections.abc import Callable, Iterable, Iterator

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext_lazy, ngettext

from accounts.users.selectors import people_of_units
from awards.nominations.choices import OPEN_NOMINATION, NominationState
from awards.nominations.eligibility import open_rows
from awards.nominations.models import Nomination
from awards.nominations.rules import may_correct_nomination
from awards.nominations.selectors import (
    NOMINATION_TODO,
    OFFICE,
    check_correctable,
    nominations_matching,
    registrations_to_dismiss,
    registrations_to_nominate,
)
from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule
from core.frozen.by_another import by_another
from core.frozen.records import FrozenRecord, Part
from core.links import list_url
from core.navigation import NAVIGATION, TABS, NavItem, signed_in
from core.next_step import NEXT_STEPS, NextStep, next_in_queue
from core.notifications import News, Words, page_or_list, register_news
from core.panels import PANELS, Panel
from core.pickers.searching import SEARCHES, Search
from core.text import format_number
from core.todo import TODOS, Todo, is_close
from emulation.eligibility.selectors.open_rows import OPEN_ROWS
from emulation.evidence.panel import evidence_panel
from emulation.initiatives.models import Initiative
from emulation.initiatives.selectors import STANDING
from emulation.registrations.models import Registration
from emulation.registrations.selectors import CORRECTION_OBJECTIONS
from unions.access import CHAIRING, PortalUser, has_role
from unions.dismissals.selectors import DISMISSIBLE, DismissibleTodo, Office, dismiss_url
from unions.news_groups import AWARDS
from unions.people.merges import follows_merge

DECIDED = NominationState.DECIDED.value
FREEZES = (
    by_another("awards_nomination", "checked_by_id", "created_by_id"),
    FrozenRecord(
        Nomination,
        since=(DECIDED,),
        changes=(follows_merge(Nomination),),
        parts=(Part(Nomination.initiatives.through, "nomination"),),
        beside={
            "awards.AgendaItem.nomination": "part of the session",
            "awards.Award.nomination": "part of the decision",
            "awards.ReceivedAward.nomination": "the level above answers about titles that the union does not give",
        },
    ),
)
LABELS = {
    "nomination.enter": gettext_lazy("drafted the nomination"),
    "nomination.edit": gettext_lazy("changed the nomination"),  # before corrections had an entry of their own
    "nomination.submit": gettext_lazy("submitted the nomination"),
    "nomination.check": gettext_lazy("confirmed the dossier"),
    "nomination.return": gettext_lazy("returned the nomination for completion"),
    "nomination.withdraw": gettext_lazy("withdrew the nomination"),
    "nomination.reopen": gettext_lazy("took the nomination up again"),
    "nomination.shortlist": gettext_lazy("put the nomination on the council's agenda"),
    "nomination.unlist": gettext_lazy("took the nomination off the agenda"),
    "nomination.vote": gettext_lazy("recorded the council's vote"),
    "nomination.approve": gettext_lazy("noted that the council approved"),
    "nomination.reject": gettext_lazy("noted that the council did not approve"),
    "nomination.award": gettext_lazy("recorded the award by the level above"),
    "nomination.not_award": gettext_lazy("recorded that the level above did not award it"),
    "nomination.retract": gettext_lazy("withdrew the nomination after the vote"),
    "nomination.reconsider": gettext_lazy("took the result back"),
    "nomination.unaward": gettext_lazy("took the award back"),
    "nomination.decide": gettext_lazy("noted the award by decision"),
}


def news(subject: Words, one: Words, many: Words) -> News:
    pages = page_or_list("awards:nominations", "year", "state")
    return News(one, many, people_of_units, pages, subject=subject, group=AWARDS)


NEWS_OF_NOMINATIONS = {
    "nomination.return": news(
        gettext_lazy("Nominations returned for completion"),
        gettext_lazy("The nomination “%(name)s” was returned for completion: %(reason)s"),
        gettext_lazy("%(count)s nominations were returned for completion"),
    ),
    "nomination.check": news(
        gettext_lazy("Dossiers of nominations confirmed"),
        gettext_lazy("The dossier of the nomination “%(name)s” was confirmed"),
        gettext_lazy("The dossiers of %(count)s nominations were confirmed"),
    ),
    "nomination.approve": news(
        gettext_lazy("Nominations approved by the council"),
        gettext_lazy("The council approved the nomination “%(name)s”"),
        gettext_lazy("The council approved %(count)s nominations"),
    ),
    "nomination.reject": news(
        gettext_lazy("Nominations not approved by the council"),
        gettext_lazy("The council did not approve the nomination “%(name)s”"),
        gettext_lazy("The council did not approve %(count)s nominations"),
    ),
    "nomination.not_award": news(
        gettext_lazy("Nominations not awarded by the level above"),
        gettext_lazy("The level above did not award the nomination “%(name)s”: %(reason)s"),
        gettext_lazy("The level above did not award %(count)s nominations"),
    ),
}
SUBJECT = ("union", "grassroots", "subject_kind", "person", "team", "enterprise", "initiative", "title", "year")
BY_A_MOVE = "written by the move; the history keeps it"
NOMINATION_CORRECTION = CorrectionRule(
    fields=("achievement", "unregistered_reason", "initiatives"),
    page="awards:nomination-edit",
    may=may_correct_nomination,
    until="it stands in a decision, or has ended; the unit corrects it until it is submitted, the officer after that",
    check=check_correctable,
    fixed={
        **dict.fromkeys((*SUBJECT, "registration"), "withdraw the nomination and nominate whom or what was meant"),
        **dict.fromkeys(
            ("return_reason", "not_awarded_reason", "submitted_at", "checked_at", "checked_by"), BY_A_MOVE
        ),
    },
)


def objections_to_correction(registration: Registration) -> Iterator[str]:
    """A registration stays unchanged under a live nomination."""
    live = Nomination.objects.filter(registration=registration).exclude(state=NominationState.WITHDRAWN)
    for nomination in live:
        yield HOW_TO_GO_ON.get(nomination.state, WITHDRAW_IT_FIRST) % {"nomination": nomination}


def live_nominations(initiative: Initiative) -> Iterable[Nomination]:
    about = Q(pk__in=initiative.nominations.values("pk")) | Q(pk__in=initiative.supported_nominations.values("pk"))
    live: Iterable[Nomination] = Nomination.objects.filter(about).exclude(
        state__in=(NominationState.WITHDRAWN, NominationState.REJECTED)
    )
    return live


WITHDRAW_IT_FIRST = gettext_lazy(
    "The nomination “%(nomination)s” stands on this registration. Withdraw the nomination, correct the registration "
    "and take the nomination up again."
)
HAS_BEEN_VOTED_ON = gettext_lazy(
    "The nomination “%(nomination)s” stands on this registration, and the council has voted on it, so it stays."
)
HOW_TO_GO_ON = {
    NominationState.SHORTLISTED: gettext_lazy(
        "The nomination “%(nomination)s” stands on this registration and is on the agenda of a session. Take it off "
        "the agenda and withdraw it; after that the registration can be corrected."
    ),
    NominationState.VOTED: HAS_BEEN_VOTED_ON,
    NominationState.APPROVED: HAS_BEEN_VOTED_ON,
    NominationState.REJECTED: HAS_BEEN_VOTED_ON,
    NominationState.DECIDED: gettext_lazy(
        "The nomination “%(nomination)s” stands on this registration and is decided. A signed decision does not "
        "change; to correct it, draft a new decision that replaces it."
    ),
}


def todos(user: PortalUser, year: int) -> list[Todo]:
    items = []
    if user.access.holds_any(CHAIRING):
        items += own_nominations(user, year)
    if user.access.holds_any(CHAIRING | OFFICE):
        items += registrations_without_nomination(user, year)
    if user.access.holds_any(OFFICE):
        items += nominations_on_the_way(user, year)
    return items


def own_nominations(user: PortalUser, year: int) -> list[Todo]:
    rows = Nomination.objects.filter(grassroots__in=user.access.units_where(CHAIRING), year=year)
    return todos_by_state(rows, year, OWN_NOMINATIONS)


def nominations_on_the_way(user: PortalUser, year: int) -> list[Todo]:
    rows = Nomination.objects.filter(union__in=user.access.unions_where(OFFICE), year=year, award__isnull=True)
    return todos_by_state(rows, year, OFFICE_NOMINATIONS)


def todos_by_state(rows: QuerySet[Nomination], year: int, texts: dict[str, Callable[[int], str]]) -> list[Todo]:
    counts = dict(rows.filter(state__in=texts).order_by().values_list("state").annotate(Count("pk")))
    return [
        Todo(
            text(counts[state]) % {"count": format_number(counts[state])},
            list_url("awards:nominations", state=state, year=year),
            counts[state],
            urgent=state == NominationState.RETURNED,
        )
        for state, text in texts.items()
        if state in counts
    ]


OWN_NOMINATIONS: dict[str, Callable[[int], str]] = {
    NominationState.RETURNED.value: lambda count: ngettext(
        "%(count)s nomination was returned to you with a reason",
        "%(count)s nominations were returned to you with a reason",
        count,
    ),
    NominationState.DRAFT.value: lambda count: ngettext(
        "%(count)s drafted nomination has not been submitted yet",
        "%(count)s drafted nominations have not been submitted yet",
        count,
    ),
}
OFFICE_NOMINATIONS: dict[str, Callable[[int], str]] = {
    NominationState.SUBMITTED.value: lambda count: ngettext(
        "%(count)s nomination waits for your check", "%(count)s nominations wait for your check", count
    ),
    NominationState.CHECKED.value: lambda count: ngettext(
        "%(count)s checked nomination waits for the council's agenda or a decision",
        "%(count)s checked nominations wait for the council's agenda or a decision",
        count,
    ),
}
NOMINATE_DAYS = 30  # before the end of the period it is time to nominate


def registrations_without_nomination(user: PortalUser, year: int) -> list[Todo]:
    """A chair is always told, the officer once it is time."""
    rows = registrations_to_nominate(user, year)
    counted = rows.order_by().aggregate(count=Count("pk"), ends=Min("campaign__period_end"))
    count, is_time = counted["count"], is_close(counted["ends"], NOMINATE_DAYS)
    text = ngettext(
        "%(count)s accepted registration can be nominated", "%(count)s accepted registrations can be nominated", count
    )
    if not count or not (is_time or user.access.holds_any(CHAIRING)):
        return []
    return [
        Todo(
            text % {"count": format_number(count)},
            list_url("awards:nomination-create", year=year),
            count,
            can_wait=not is_time,
            dismiss_url=dismiss_url(NOMINATION_TODO, year),
        )
    ]


NOMINATE = DismissibleTodo(
    NOMINATION_TODO,
    gettext_lazy("Registrations that are not nominated"),
    CHAIRING | OFFICE,
    registrations_to_dismiss,
    lambda year: Registration.objects.filter(nomination__isnull=False),
    lambda registration: Office(registration.union_id, registration.grassroots_id),
    lambda registration: f"{registration} – {registration.grassroots}",
)


def next_nomination(user: PortalUser, done: Nomination) -> NextStep | None:
    """For the officer the next to check, for the chair the next to send."""
    if user.access.holds(OFFICE, union=done.union_id):
        waiting = Nomination.objects.filter(union=done.union_id, state=NominationState.SUBMITTED)
    elif user.access.holds(CHAIRING, grassroots=done.grassroots_id):
        waiting = Nomination.objects.filter(
            grassroots__in=user.access.units_where(CHAIRING), state__in=OPEN_NOMINATION
        )
    else:
        return None
    return next_in_queue(waiting.filter(year=done.year).for_table(), done)


def evidence_of_registration(user: PortalUser, nomination: Nomination, year: int) -> Panel | None:
    return evidence_panel(user, nomination.registration, year) if nomination.registration else None


def register() -> None:
    OPEN_ROWS.register(open_rows)
    label, url_name = gettext_lazy("Awards"), "awards:nominations"
    NAVIGATION.register(NavItem("awards", label, url_name, 40, has_role, on_phone=True, is_by_year=True))
    tab = NavItem("nominations", gettext_lazy("Nominations"), url_name, 10, signed_in, is_by_year=True)
    TABS.register(tab, to="awards")
    NEXT_STEPS.register(next_nomination, to="awards.Nomination")
    PANELS.register(evidence_of_registration, to="awards.Nomination")
    TODOS.register(todos)
    DISMISSIBLE.register(NOMINATE, to=NOMINATE.code)
    STANDING.register(live_nominations)
    SEARCHES.register(Search(nominations_matching), to="awards.Nomination")
    CORRECTION_OBJECTIONS.register(objections_to_correction)
    CORRECTIONS.register(NOMINATION_CORRECTION, to="awards.Nomination")
    register_labels(LABELS)
    register_news(NEWS_OF_NOMINATIONS)
