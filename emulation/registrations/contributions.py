from collections.abc import Iterable, Iterator

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.users.selectors import people_of_units
from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule
from core.frozen.by_another import by_another
from core.links import list_url
from core.list_filters import EXTRA_FILTERS, ExtraFilter
from core.navigation import NAVIGATION, NavItem
from core.next_step import NEXT_STEPS, NextStep, next_in_queue
from core.notifications import DUE_MESSAGES, News, Words, page_or_list, register_news
from core.panels import PANELS, YEAR_COLUMNS, Panel, PanelRow, YearColumn, count_by_year
from core.pickers.searching import SEARCHES, Search
from core.search_box import SEARCH_GROUPS, SearchGroup
from core.text import format_number
from core.timeline import EVENTS, Event
from core.todo import TODOS, YEAR_STEPS, Todo, count_words, is_close
from emulation.campaigns.measures import MEASURES, Measure
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors.reviews import REVIEW_FIGURES
from emulation.eligibility.history import TITLE_AIMS
from emulation.eligibility.selectors.open_rows import OPEN_ROWS
from emulation.initiatives.models import Initiative
from emulation.initiatives.selectors import STANDING
from emulation.registrations import (
    selectors,
    services,  # noqa: F401 - the import registers the background job
)
from emulation.registrations.choices import COUNTED_REGISTRATION, LATE, RegistrationState
from emulation.registrations.eligibility import REGISTERED_TITLES, open_rows
from emulation.registrations.models import Registration
from emulation.registrations.reminders import NEWS_OF_REMINDERS, remind_of_registrations
from emulation.registrations.rules import SUBJECT_FIELDS, may_correct
from emulation.registrations.selectors import check_correctable
from emulation.registrations.year_steps import year_steps
from restructuring.models import Reorganisation
from unions.access import CHAIRING, PortalUser, RoleKind, has_role
from unions.dismissals.selectors import DISMISSIBLE, DismissibleTodo, Office, dismiss_url, undismissed
from unions.news_groups import REGISTRATIONS
from unions.people.models import Person
from unions.units.models import GrassrootsUnion

FREEZES = (by_another("emulation_registration", "decided_by_id", "created_by_id"),)
LABELS = {
    "registration.draft": gettext_lazy("wrote the registration"),
    "registration.edit": gettext_lazy("changed the registration"),  # before corrections had an entry of their own
    "registration.submit": gettext_lazy("submitted the registration"),
    "registration.submit_late": gettext_lazy("submitted the registration after the deadline"),
    "registration.return": gettext_lazy("returned the registration"),
    "registration.accept": gettext_lazy("accepted the registration"),
    "registration.recall": gettext_lazy("took the registration back to change it"),
    "registration.reopen": gettext_lazy("took the acceptance back"),
    "registration.withdraw": gettext_lazy("withdrew the registration"),
    "registration.lock": gettext_lazy("locked the registration"),
    "registration.unlock": gettext_lazy("unlocked the registration"),
}

MEASURES_OF_TARGETS = {
    "registrations": Measure(
        gettext_lazy("Registration for the title"), selectors.accepted_registrations, has_title=True
    ),
}


def news(subject: Words, one: Words, many: Words) -> News:
    pages = page_or_list("emulation:registrations", "year", "state")
    return News(one, many, people_of_units, pages, subject=subject, group=REGISTRATIONS)


NEWS_OF_REGISTRATIONS = {
    "registration.return": news(
        gettext_lazy("Registrations returned for correction"),
        gettext_lazy("The registration “%(name)s” was returned for correction: %(reason)s"),
        gettext_lazy("%(count)s registrations were returned for correction"),
    ),
    "registration.submit_late": news(
        gettext_lazy("Registrations taken in after the deadline"),
        gettext_lazy("The registration “%(name)s” was taken in after the deadline: %(reason)s"),
        gettext_lazy("%(count)s registrations were taken in after the deadline"),
    ),
    "registration.accept": news(
        gettext_lazy("Registrations accepted"),
        gettext_lazy("The registration “%(name)s” was accepted"),
        gettext_lazy("%(count)s registrations were accepted"),
    ),
    "registration.lock": news(
        gettext_lazy("Registrations locked"),
        gettext_lazy("The registration “%(name)s” was locked"),
        gettext_lazy("%(count)s registrations were locked"),
    ),
    "registration.unlock": news(
        gettext_lazy("Registrations unlocked"),
        gettext_lazy("The registration “%(name)s” was unlocked: %(reason)s"),
        gettext_lazy("%(count)s registrations were unlocked"),
    ),
    "registration.reopen": news(
        gettext_lazy("Acceptance of registrations taken back"),
        gettext_lazy("The acceptance of the registration “%(name)s” was taken back: %(reason)s"),
        gettext_lazy("The acceptance of %(count)s registrations was taken back"),
    ),
}
BY_A_MOVE = "written by the move; the history keeps it"
REGISTRATION_CORRECTION = CorrectionRule(
    fields=("title", "subject_kind", *SUBJECT_FIELDS.values(), "note", "submitted_at", "late_reason"),
    page="emulation:registration-edit",
    may=may_correct,
    until="the unit: before it submits, after a return or after taking it back; the officer, with a reason: "
    "until it is locked or a nomination stands on it",
    check=check_correctable,
    fixed={
        **dict.fromkeys(("campaign", "union", "year"), "withdraw it and register in the right campaign"),
        "grassroots": "withdraw it; the right unit registers",
        **dict.fromkeys(("submitted_by", "return_reason", "decided_at", "decided_by"), BY_A_MOVE),
    },
)


def live_registrations(initiative: Initiative) -> Iterable[Registration]:
    live: Iterable[Registration] = Registration.objects.filter(initiative=initiative).exclude(
        state=RegistrationState.WITHDRAWN
    )
    return live


POSITION = 10  # registrations come first in a person's year


def todos(user: PortalUser, year: int) -> list[Todo]:
    access, todo_list = user.access, []
    if access.holds_any({RoleKind.OFFICER}):
        todo_list += [*late_drafts(user, year), *silent_units(user, year)]
    if access.holds_any(CHAIRING):
        todo_list += [*own_sheets(user, year), *own_late_drafts(user, year), *nothing_registered(user, year)]
    return todo_list


def late_drafts(user: PortalUser, year: int) -> list[Todo]:
    return [
        Todo(
            ngettext(
                "%(count)s draft past its deadline waits for you to take it in late",
                "%(count)s drafts past their deadline wait for you to take them in late",
                count,
            )
            % {"count": format_number(count)},
            list_url("emulation:registrations", state=LATE, union=union, year=year),
            count,
        )
        for union, count in selectors.late_drafts_by_union(user, year)
    ]


def own_late_drafts(user: PortalUser, year: int) -> list[Todo]:
    count, closed = selectors.own_late_drafts(user, year)
    text = ngettext(
        "%(count)s draft is past its deadline; please contact the emulation officer, who can take it in late",
        "%(count)s drafts are past their deadline; please contact the emulation officer, who can take them in late",
        count,
    )
    url = list_url("emulation:registrations", state=LATE, year=year)
    return [Todo(text % {"count": format_number(count)}, url, count, urgent=True, due=closed)] if count else []


def own_sheets(user: PortalUser, year: int) -> list[Todo]:
    """One line a sheet, whatever its rows wait for."""
    return [
        Todo(
            _("%(rows)s on the registration sheet for “%(campaign)s”")
            % {"campaign": row.campaign_name, "rows": ", ".join(filter(None, rows_in_words(row)))},
            sheet_url(row.campaign, row.grassroots, year),
            row.returned + row.drafts,
            urgent=bool(row.returned) or is_close(row.closes),
            due=row.closes,
            returned=bool(row.returned),
        )
        for row in selectors.open_counts(user, year)
    ]


def rows_in_words(row: selectors.OpenCount) -> Iterator[str]:
    yield count_words(row.returned, _("%(count)s returned with a reason"))
    yield count_words(row.drafts, _("%(count)s not submitted yet"))


def sheet_url(campaign: int, unit: int, year: int) -> str:
    """The sheet of the unit, which a higher feature draws up."""
    return list_url("emulation:sheet-create", campaign=campaign, grassroots=unit, year=year)


def nothing_registered(user: PortalUser, year: int) -> list[Todo]:
    return [
        Todo(
            _("Your unit has registered nothing yet in “%(campaign)s”") % {"campaign": rollout.campaign},
            sheet_url(rollout.campaign_id, rollout.grassroots_id, rollout.campaign.year),
            1,
            urgent=is_close(closes),
            due=closes,
            dismiss_url=dismiss_url(selectors.REGISTRATION_TODO, year, rollout),
        )
        for rollout, closes in selectors.own_rollouts_without_registration(user, year)
    ]


def silent_units(user: PortalUser, year: int) -> list[Todo]:
    """Shown from a week before the deadline to the end of the campaign."""
    return [
        Todo(
            ngettext(
                "%(count)s grassroots union has registered nothing in “%(campaign)s”",
                "%(count)s grassroots unions have registered nothing in “%(campaign)s”",
                silent.units,
            )
            % {"count": format_number(silent.units), "campaign": silent.campaign},
            list_url("emulation:rollouts", campaign=silent.campaign.pk, registered="no", year=year),
            silent.units,
            urgent=True,
            due=silent.closes,
            dismiss_url=dismiss_url(selectors.REGISTRATION_TODO, year),
        )
        for silent in selectors.units_without_registration(user, year)
        if is_close(silent.closes)
    ]


REGISTER = DismissibleTodo(
    selectors.REGISTRATION_TODO,
    gettext_lazy("Units that do not register"),
    CHAIRING | {RoleKind.OFFICER},
    selectors.rollouts_without_registration,
    lambda year: Rollout.objects.filter(selectors.has_sent()),
    lambda rollout: Office(rollout.union_id, rollout.grassroots_id),
    lambda rollout: f"{rollout.grassroots} – {rollout.campaign}",
)


def filter_by_registration(rollouts: QuerySet[Rollout], user: PortalUser, value: str, year: int) -> QuerySet[Rollout]:
    silent = selectors.without_registration(rollouts)
    if value == "yes":
        return rollouts.exclude(pk__in=silent.order_by().values("pk"))
    return undismissed(silent, selectors.REGISTRATION_TODO, year)


REGISTERED = ExtraFilter(
    "registered",
    gettext_lazy("Registration"),
    [("yes", gettext_lazy("Registered")), ("no", gettext_lazy("Nothing registered yet"))],
    filter_by_registration,
)


def reorganisation_panel(user: PortalUser, reorganisation: Reorganisation, year: int) -> Panel:
    units = reorganisation.lines.values("grassroots")
    registrations = Registration.objects.visible_to(user).filter(grassroots__in=units)
    answered = [*COUNTED_REGISTRATION, RegistrationState.WITHDRAWN]
    rows = [
        PanelRow(_("Not answered yet"), registrations.exclude(state__in=answered).count()),
        PanelRow(_("Accepted"), registrations.filter(state__in=COUNTED_REGISTRATION).count()),
    ]
    return Panel(_("Registrations that stay with the union they were handed in to"), rows, position=20)


def unit_columns(user: PortalUser, unit: GrassrootsUnion) -> Iterator[YearColumn]:
    rows = Registration.objects.visible_to(user).exclude(state=RegistrationState.WITHDRAWN).filter(grassroots=unit)
    yield YearColumn(_("Registrations"), count_by_year(rows), 10)


def person_events(user: PortalUser, person: Person) -> Iterator[Event]:
    rows = Registration.objects.visible_to(user).filter(person=person).select_related("title")
    for row in rows.order_by("pk"):
        title, state = row.title_name, row.get_state_display()
        yield Event(row.year, _("Registration"), title, state, row.get_absolute_url(), position=POSITION)


def campaign_panel(user: PortalUser, campaign: Campaign, year: int) -> Panel:
    figures = [
        {
            "label": label,
            "value": count,
            "url": list_url("emulation:registrations", campaign=campaign.pk, state=state, year=campaign.year),
        }
        for state, label, count in counts_by_state(campaign, user)
    ]
    return Panel(template="emulation/campaign_registrations.html", context={"registrations": figures})


def counts_by_state(campaign: Campaign, user: PortalUser) -> list[tuple[str, str, int]]:
    """Return (state, label, count) of states that occur."""
    rows = Registration.objects.visible_to(user).filter(campaign=campaign).order_by().values_list("state")
    counts = dict(rows.annotate(Count("pk")))
    return [(state.value, str(state.label), counts[state]) for state in RegistrationState if state in counts]


def next_registration(user: PortalUser, done: Registration) -> NextStep | None:
    """For the officer the next to check, for the chair the next to send."""
    if user.access.holds({RoleKind.OFFICER}, union=done.union_id):
        waiting = selectors.registrations_waiting(user, done.year).filter(union=done.union_id)
    elif user.access.holds(CHAIRING, grassroots=done.grassroots_id):
        waiting = selectors.registrations_to_send(user, done.year)
    else:
        return None
    return next_in_queue(waiting, done)


def register() -> None:
    TITLE_AIMS.register(REGISTERED_TITLES)
    OPEN_ROWS.register(open_rows)
    REVIEW_FIGURES.register(selectors.review_figures)
    for code, measure in MEASURES_OF_TARGETS.items():
        MEASURES.register(measure, to=code)
    NEXT_STEPS.register(next_registration, to="emulation.Registration")
    STANDING.register(live_registrations)
    SEARCHES.register(
        Search(selectors.registrations_matching, selectors.units_and_years), to="emulation.Registration"
    )
    rows, of_found = selectors.registrations_to_search, selectors.registrations_of_found
    SEARCH_GROUPS.register(SearchGroup(Registration, gettext_lazy("Registrations"), 40, rows, of_found))
    CORRECTIONS.register(REGISTRATION_CORRECTION, to="emulation.Registration")
    label = gettext_lazy("Registrations")
    NAVIGATION.register(
        NavItem("registrations", label, "emulation:registrations", 20, has_role, on_phone=True, is_by_year=True)
    )
    TODOS.register(todos)
    YEAR_STEPS.register(year_steps)
    DISMISSIBLE.register(REGISTER, to=REGISTER.code)
    EXTRA_FILTERS.register(REGISTERED, to="emulation.Rollout")
    PANELS.register(reorganisation_panel, to="restructuring.Reorganisation")
    PANELS.register(campaign_panel, to="emulation.Campaign")
    YEAR_COLUMNS.register(unit_columns, to="unions.GrassrootsUnion")
    EVENTS.register(person_events, to="unions.Person")
    register_labels(LABELS)
    register_news(NEWS_OF_REGISTRATIONS | NEWS_OF_REMINDERS)
    DUE_MESSAGES.register(remind_of_registrations)
