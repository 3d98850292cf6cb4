"""What this app shows outside its own pages: places of the frame, what asks for an action, the line of the year."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import navigation, todo
from core.narrowing import register_filter
from core.navigation import NavItem
from core.panels import register_panel, register_year_columns
from core.sentences import tell
from core.text import format_number
from core.timeline import register_events
from core.todo import Todo, YearStep
from emulation import life, panels
from emulation.choices import CampaignState, RegistrationState, RolloutState
from emulation.models import Campaign
from emulation.selectors import campaigns, registrations
from unions.choices import LEADERS, RoleKind
from unions.rules import CHAIRING

WARNING_DAYS = 7


def address(name: str, **query: Any) -> str:
    return f"{reverse(f'emulation:{name}')}?{urlencode(query)}"


def is_close(day: date | None) -> bool:
    return day is not None and (day - timezone.localdate()).days <= WARNING_DAYS


def todos(user: Any, year: int) -> list[Todo]:
    """The officer's, the leader's and the chair's; who is none of them is not asked for anything here."""
    standing = user.standing
    found: list[Todo] = []
    if standing.holds_any({RoleKind.OFFICER}):
        found += [*silent_units(user, year), *waiting_registrations(user, year)]
    if standing.holds_any(LEADERS):
        found += plans_to_approve(user, year)
    if standing.holds_any(CHAIRING):
        found += [*plans_to_answer(user, year), *own_registrations(user, year), *nothing_registered(user, year)]
    return found


def silent_units(user: Any, year: int) -> list[Todo]:
    return [
        Todo(
            ngettext(
                "%(count)s grassroots union has not answered the plan “%(campaign)s”",
                "%(count)s grassroots unions have not answered the plan “%(campaign)s”",
                silent,
            )
            % {"count": format_number(silent), "campaign": campaign},
            address("rollouts", campaign=campaign.pk, state=RolloutState.SENT),
            silent,
            urgent=is_close(campaign.registration_closes),
            due=campaign.registration_closes,
        )
        for campaign, silent in campaigns.campaigns_with_silent_units(user, year)
    ]


def waiting_registrations(user: Any, year: int) -> list[Todo]:
    counts = registrations.counted_by_union(registrations.registrations_waiting(user, year))
    return [
        Todo(
            ngettext(
                "%(count)s registration waits for your answer", "%(count)s registrations wait for your answer", count
            )
            % {"count": format_number(count)},
            address("registrations", state=RegistrationState.SUBMITTED, union=union),
            count,
        )
        for union, count in counts
    ]


def plans_to_approve(user: Any, year: int) -> list[Todo]:
    return [
        Todo(
            _("The plan “%(campaign)s” waits for your approval") % {"campaign": campaign},
            campaign.get_absolute_url(),
            1,
        )
        for campaign in campaigns.plans_awaiting_approval(user, year)
    ]


def plans_to_answer(user: Any, year: int) -> list[Todo]:
    return [
        Todo(
            ASKED[rollout.state] % {"campaign": rollout.campaign},
            rollout.get_absolute_url(),
            1,
            urgent=rollout.state == RolloutState.SENT,
        )
        for rollout in campaigns.rollouts_to_answer(user, year)
        if rollout.state in ASKED
    ]


ASKED = {
    RolloutState.SENT.value: gettext_lazy("Say that your unit has received the plan “%(campaign)s”"),
    RolloutState.ACKNOWLEDGED.value: gettext_lazy("Launch “%(campaign)s” at your unit and record it"),
}


def own_registrations(user: Any, year: int) -> list[Todo]:
    return [
        Todo(
            OWN[state](count) % {"count": format_number(count)},
            address("registrations", state=state),
            count,
            urgent=state == RegistrationState.RETURNED or is_close(closes),
            due=closes,
        )
        for state, count, closes in registrations.counted_open(user, year)
    ]


OWN = {
    RegistrationState.RETURNED.value: lambda count: ngettext(
        "%(count)s registration was returned to you with a reason",
        "%(count)s registrations were returned to you with a reason",
        count,
    ),
    RegistrationState.DRAFT.value: lambda count: ngettext(
        "%(count)s draft has not been submitted yet", "%(count)s drafts have not been submitted yet", count
    ),
}


def nothing_registered(user: Any, year: int) -> list[Todo]:
    return [
        Todo(
            _("Your unit has registered nothing yet in “%(campaign)s”") % {"campaign": campaign},
            address("registration-create", campaign=campaign.pk),
            1,
            urgent=is_close(campaign.registration_closes),
            due=campaign.registration_closes,
        )
        for campaign in registrations.campaigns_without_registration(user, year)
    ]


def year_steps(user: Any, year: int) -> list[YearStep]:
    """Plan, launch, roll-out, registration; the first that is not done is where we are."""
    seen = Campaign.objects.visible_to(user).filter(year=year).exclude(state=CampaignState.CANCELLED)
    facts = list(seen.values_list("state", "registration_closes"))
    lines = [
        (_("Plan"), plans_done(facts), reverse("emulation:campaigns")),
        (_("Launch"), launches_done(facts), reverse("emulation:campaigns")),
        (_("Roll-out"), rollouts_done(user, year, facts), reverse("emulation:rollouts")),
        (_("Registration"), registration_done(facts), reverse("emulation:registrations")),
    ]
    here = next((index for index, (_label, done, _url) in enumerate(lines) if not done), len(lines))
    return [
        YearStep(label, "done" if index < here else "now" if index == here else "next", url)
        for index, (label, _done, url) in enumerate(lines)
    ]


Facts = list[tuple[str, date | None]]


def plans_done(facts: Facts) -> bool:
    """One approved plan is enough: a second, written later, does not take the year back to its beginning."""
    return any(state != CampaignState.DRAFT for state, _closes in facts)


def launches_done(facts: Facts) -> bool:
    return any(state not in {CampaignState.DRAFT, CampaignState.APPROVED} for state, _closes in facts)


def rollouts_done(user: Any, year: int, facts: Facts) -> bool:
    return bool(facts) and not campaigns.unanswered_rollouts(user, year).exists()


def registration_done(facts: Facts) -> bool:
    today = timezone.localdate()
    return all(state != CampaignState.LAUNCHED or (closes and closes < today) for state, closes in facts)


def has_work(user: Any) -> bool:
    return navigation.signed_in(user) and bool(user.standing.roles)


def register() -> None:
    """Called once, when the apps are ready."""
    label = gettext_lazy("Campaigns")
    navigation.register(NavItem("campaigns", label, "emulation:campaigns", 10, has_work, phone=True))
    label = gettext_lazy("Registrations")
    navigation.register(NavItem("registrations", label, "emulation:registrations", 20, has_work, phone=True))
    todo.register(todos)
    register_panel("unions.GrassrootsUnion", panels.of_unit)
    register_panel("unions.Reorganisation", panels.of_reorganisation)
    register_year_columns("unions.GrassrootsUnion", life.unit_columns)
    register_events("unions.GrassrootsUnion", life.unit_events)
    register_events("unions.Person", life.person_events)
    register_filter("unions.GrassrootsUnion", life.ANSWERS)
    todo.register_steps(year_steps)
    tell(
        campaign__create=gettext_lazy("wrote the plan"),
        campaign__edit=gettext_lazy("changed the plan"),
        campaign__approve=gettext_lazy("approved the plan"),
        campaign__reopen=gettext_lazy("sent the plan back to be changed"),
        campaign__launch=gettext_lazy("launched the campaign and sent the plan to the units"),
        campaign__send=gettext_lazy("sent the plan to units that came later"),
        campaign__close=gettext_lazy("closed the campaign"),
        campaign__sum_up=gettext_lazy("noted the campaign as summed up"),
        campaign__cancel=gettext_lazy("cancelled the campaign"),
        rollout__acknowledge=gettext_lazy("confirmed that the plan was received"),
        rollout__launch=gettext_lazy("recorded the launch at the unit"),
        rollout__report=gettext_lazy("reported the result"),
        registration__draft=gettext_lazy("wrote the registration"),
        registration__edit=gettext_lazy("changed the registration"),
        registration__submit=gettext_lazy("submitted the registration"),
        registration__submit_late=gettext_lazy("submitted the registration after the deadline"),
        registration__return=gettext_lazy("returned the registration"),
        registration__accept=gettext_lazy("accepted the registration"),
        registration__withdraw=gettext_lazy("withdrew the registration"),
        registration__lock=gettext_lazy("locked the registration"),
        registration__unlock=gettext_lazy("unlocked the registration"),
    )
