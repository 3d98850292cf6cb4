from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import Registry
from core.request_cache import read_once
from core.scoping import ScopedQuerySet
from core.text import search_key
from core.workflow import MoveNotAllowed
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.rules import running_objection
from emulation.campaigns.selectors.deadlines import deadline
from emulation.campaigns.selectors.offers import offers_a_title
from emulation.campaigns.selectors.reviews import Figure
from emulation.campaigns.selectors.waiting import CampaignCount, count_by_campaign, rollouts_of_running_campaigns
from emulation.initiatives.choices import InitiativeState
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.registrations.choices import (
    COUNTED_REGISTRATION,
    OPEN_REGISTRATION,
    UNSENT_REGISTRATION,
    RegistrationState,
)
from emulation.registrations.models import Registration, RegistrationQuerySet
from unions.access import CHAIRING, PortalUser, RoleKind, works_in_a_unit
from unions.branches import in_branch
from unions.dismissals.selectors import is_dismissed, undismissed
from unions.units.models import GrassrootsUnion, Team

REGISTRATION_TODO = "registration"
CHECKED_IN = (CampaignState.LAUNCHED, CampaignState.CLOSED)
"""Campaigns whose registrations are still accepted or returned."""
SEARCHED_SUBJECTS = ("person", "initiative", "enterprise", "grassroots")
CORRECTION_OBJECTIONS: Registry[Callable[[Registration], Iterable[str]]] = Registry()
"""Why a registration is not corrected: what stands on it in a higher feature, and how to go on."""


def objections_to_correction(registration: Registration) -> list[str]:
    return [words for provider in CORRECTION_OBJECTIONS.items() for words in provider(registration)]


def check_correctable(registration: Registration) -> None:
    if registration.state == RegistrationState.LOCKED:
        raise MoveNotAllowed(_("This registration is locked. The chair of the federation unlocks it first."))
    closed = () if registration.state in OPEN_REGISTRATION else (CampaignState.CLOSED,)
    over = running_objection(registration.campaign.state, *closed)
    for objection in [*filter(None, [over]), *objections_to_correction(registration)]:
        raise MoveNotAllowed(objection)


def judged_day(campaign: Campaign) -> date:
    """Return the day of the period nearest to today."""
    return min(max(timezone.localdate(), campaign.period_start), campaign.period_end)


def campaigns_to_register_in(user: PortalUser, units: Iterable[GrassrootsUnion]) -> QuerySet[Campaign]:
    """Running campaigns with titles, sent to `units`, newest year first."""
    sent = Rollout.objects.filter(grassroots__in=[unit.pk for unit in units]).values("campaign")
    visible = Campaign.objects.visible_to(user)
    running = visible.filter(pk__in=sent, state=CampaignState.LAUNCHED, titles__isnull=False).distinct()
    ordered: QuerySet[Campaign] = running.order_by("-year", "registration_closes", "pk").prefetch_related("titles")
    return ordered


def teams_of(grassroots: GrassrootsUnion) -> QuerySet[Team]:
    return Team.objects.filter(grassroots=grassroots)


def initiatives_of(grassroots: GrassrootsUnion) -> QuerySet[Initiative]:
    counted = Initiative.objects.not_struck().filter(grassroots=grassroots)
    live: QuerySet[Initiative] = counted.exclude(state=InitiativeState.WITHDRAWN)
    return live.order_by("-year", "name")


def registrations_waiting(user: PortalUser, year: int) -> QuerySet[Registration]:
    unions = user.access.unions_where({RoleKind.OFFICER})
    waiting = Registration.objects.filter(union__in=unions, year=year, state=RegistrationState.SUBMITTED)
    return waiting.filter(campaign__state__in=CHECKED_IN)


def open_registrations(user: PortalUser, year: int) -> QuerySet[Registration]:
    return Registration.objects.filter(grassroots__in=_chaired(user), year=year, state__in=OPEN_REGISTRATION)


def registrations_to_send(user: PortalUser, year: int) -> QuerySet[Registration]:
    """Return what the chair can submit today: what was returned, and drafts inside their window."""
    is_returned = Q(state=RegistrationState.RETURNED)
    return _of_running_campaigns(open_registrations(user, year)).filter(is_returned | in_window())


def in_window() -> Q:
    today = timezone.localdate()
    has_opened = Q(campaign__registration_opens=None) | Q(campaign__registration_opens__lte=today)
    return has_opened & (Q(closes=None) | Q(closes__gte=today))


def late_drafts(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Return the drafts that only the officer can still take in."""
    drafts = _of_running_campaigns(rows.filter(state=RegistrationState.DRAFT))
    return drafts.filter(Q(closes__lt=timezone.localdate()))


def _of_running_campaigns(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """`closes` is their deadline."""
    return rows.filter(campaign__state=CampaignState.LAUNCHED).alias(closes=deadline())


def own_late_drafts(user: PortalUser, year: int) -> tuple[int, date | None]:
    """Return how many drafts of units chaired by `user` are late, and the first day that was missed."""
    found = late_drafts(open_registrations(user, year)).aggregate(count=Count("pk"), closed=Min(deadline()))
    return found["count"], found["closed"]


def late_drafts_by_union(user: PortalUser, year: int) -> list[tuple[int, int]]:
    """Return (union, count) of those that `user` may take in."""
    if not registrations_by_state(user, year)[RegistrationState.DRAFT]:
        return []
    offices = user.access.unions_where({RoleKind.OFFICER})
    late = late_drafts(Registration.objects.filter(union__in=offices, year=year))
    return list(late.order_by("union").values_list("union").annotate(Count("pk")))


def _chaired(user: PortalUser) -> set[int]:
    return {unit for kind, _union, unit in user.access.roles if kind in CHAIRING and unit}


def rollouts_without_registration(user: PortalUser, year: int) -> QuerySet[Rollout]:
    """The units are those that `user` chairs or is the officer of."""
    rollouts = without_registration(rollouts_of_running_campaigns(user, year))
    return rollouts.order_by("grassroots__sort_key", "pk")


def without_registration(rollouts: QuerySet[Rollout]) -> QuerySet[Rollout]:
    """The campaign offers a title and the unit has sent nothing."""
    return rollouts.filter(~has_sent(), offers_a_title())


def has_sent() -> Exists:
    own = Registration.objects.filter(campaign=OuterRef("campaign"), grassroots=OuterRef("grassroots"))
    return Exists(own.exclude(state__in=UNSENT_REGISTRATION))


@dataclass(frozen=True)
class UnitCounts:
    """`running` units can still register; `silent` ones have not, `waiting` leaves out dismissed ones."""

    units: int
    running: int
    silent: int
    waiting: int
    waiting_running: int
    closes: date | None


def unit_counts(rollouts: QuerySet[Rollout], year: int) -> UnitCounts:
    still_open = Q(last_day=None) | Q(last_day__gte=timezone.localdate())
    running = still_open & Q(campaign__state=CampaignState.LAUNCHED)
    silent = Q(has_sent=False)
    waiting = silent & Q(is_dismissed=False)
    facts = {"has_sent": has_sent(), "is_dismissed": is_dismissed(REGISTRATION_TODO, [year])}
    counts = (
        rollouts.filter(offers_a_title())
        .annotate(last_day=deadline(), **facts)
        .aggregate(
            units=Count("grassroots", distinct=True),
            running=Count("grassroots", distinct=True, filter=running),
            silent=Count("grassroots", distinct=True, filter=silent),
            waiting=Count("grassroots", distinct=True, filter=waiting),
            waiting_running=Count("grassroots", distinct=True, filter=waiting & running),
            closes=Max("last_day"),
        )
    )
    return UnitCounts(**counts)


def rollouts_of_year(user: PortalUser, year: int) -> QuerySet[Rollout]:
    """The units are the reader's own, else those of the reader's branch."""
    rollouts = Rollout.objects.filter(campaign__year=year).exclude(campaign__state=CampaignState.CANCELLED)
    if works_in_a_unit(user):
        return rollouts.filter(grassroots__in=user.access.grassroots)
    if user.access.sees_all:
        return rollouts
    return rollouts.filter(in_branch(user.access, "campaign__created_at", "campaign__union"))


class RegistrationCount(NamedTuple):
    union_id: int
    state: str
    campaign_state: str
    number: int


def registration_counts(user: PortalUser, year: int) -> list[RegistrationCount]:
    """The units are the reader's own, else those of the reader's branch."""
    rows = Registration.objects.filter(year=year)
    if works_in_a_unit(user):
        rows = rows.filter(grassroots__in=user.access.grassroots)
    elif not user.access.sees_all:
        rows = rows.filter(in_branch(user.access, "created_at"))
    counted = rows.order_by("union").values_list("union", "state", "campaign__state").annotate(Count("pk"))
    return [RegistrationCount(*row) for row in counted]


def registrations_by_state(user: PortalUser, year: int) -> Counter[str]:
    states: Counter[str] = Counter()
    for row in read_once(registration_counts, user, year):
        states[row.state] += row.number
    return states


def units_without_registration(user: PortalUser, year: int) -> list[CampaignCount]:
    """In the campaigns of an officer."""
    offices = user.access.unions_where({RoleKind.OFFICER})
    below = rollouts_without_registration(user, year).filter(union__in=offices)
    return count_by_campaign(undismissed(below, REGISTRATION_TODO, year))


def review_figures(campaign: Campaign) -> list[Figure]:
    sent = Registration.objects.filter(campaign=campaign).exclude(state__in=UNSENT_REGISTRATION)
    counts = sent.aggregate(
        units=Count("grassroots", distinct=True),
        sent=Count("pk"),
        accepted=Count("pk", filter=Q(state__in=COUNTED_REGISTRATION)),
    )
    return [
        (_("Units that registered"), counts["units"]),
        (_("Registrations sent"), counts["sent"]),
        (_("Registrations accepted"), counts["accepted"]),
    ]


def own_rollouts_without_registration(user: PortalUser, year: int) -> list[tuple[Rollout, date]]:
    """Return roll-outs at the chair's units that are still open and have no draft."""
    drafts = Registration.objects.filter(campaign=OuterRef("campaign"), grassroots=OuterRef("grassroots"))
    own = rollouts_without_registration(user, year).annotate(closes=deadline())
    own = own.filter(
        ~Exists(drafts.filter(state=RegistrationState.DRAFT)),
        grassroots__in=_chaired(user),
        closes__gte=timezone.localdate(),
    )
    rollouts = undismissed(own, REGISTRATION_TODO, year).order_by("closes", "pk")
    return [(rollout, rollout.closes) for rollout in rollouts]


class OpenCount(NamedTuple):
    """What the chair can submit today of one sheet."""

    campaign: int
    campaign_name: str
    grassroots: int
    returned: int
    drafts: int
    closes: date | None  # for the drafts


def open_counts(user: PortalUser, year: int) -> list[OpenCount]:
    rows = registrations_to_send(user, year).order_by("campaign", "grassroots")
    is_draft = Q(state=RegistrationState.DRAFT)
    counted = rows.values_list("campaign", "campaign__name", "grassroots").annotate(
        returned=Count("pk", filter=~is_draft),
        drafts=Count("pk", filter=is_draft),
        first=Min(deadline(), filter=is_draft),
    )
    return [OpenCount(*row) for row in counted]


def subject_holds(typed: str) -> Q:
    """The name of the subject or of its unit contains `typed`."""
    named = (Q(**{f"{name}__search_key__contains": search_key(typed)}) for name in SEARCHED_SUBJECTS)
    return reduce(or_, named, Q(team__name__icontains=typed))


def registrations_to_search(user: PortalUser) -> ScopedQuerySet:
    rows: ScopedQuerySet = Registration.objects.visible_to(user).for_table().order_by("-pk")
    return rows


def registrations_matching(user: PortalUser, rows: ScopedQuerySet, typed: str) -> list[ScopedQuerySet]:
    return [rows.filter(subject_holds(typed))]


def registrations_of_found(rows: ScopedQuerySet, found: Mapping[str, Sequence[int]]) -> ScopedQuerySet:
    people, initiatives = found.get("unions.Person", ()), found.get("emulation.Initiative", ())
    of_unit = Q(subject_kind=SubjectKind.GRASSROOTS, grassroots__in=found.get("unions.GrassrootsUnion", ()))
    return rows.filter(Q(person__in=people) | Q(initiative__in=initiatives) | of_unit)


def units_and_years(user: PortalUser, registrations: Sequence[Registration]) -> dict[int, str]:
    return {row.pk: f"{row.grassroots} – {row.year}" for row in registrations}


def accepted_registrations(campaign: Campaign, title: Title | None) -> RegistrationQuerySet:
    rows: RegistrationQuerySet = Registration.objects.filter(campaign=campaign, state__in=COUNTED_REGISTRATION)
    return rows.filter(title=title) if title else rows
