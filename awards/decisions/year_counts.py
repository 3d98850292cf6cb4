"""Counts of the reader's units, else of the reader's branch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from awards.decisions.choices import DecisionState
from awards.decisions.models import Decision
from awards.nominations.choices import NominationState as S
from awards.nominations.models import Nomination
from awards.nominations.selectors import NOMINATION_TODO, OFFICE
from awards.sessions.models import AgendaItem
from awards.sessions.selectors import DECISION_TODO, RESULT_TODO
from emulation.campaigns.choices import CampaignState
from emulation.law.choices import TitleAuthority
from emulation.registrations.choices import COUNTED_REGISTRATION
from emulation.registrations.models import Registration
from unions.access import LEADERS, PortalUser, works_in_a_unit
from unions.branches import day_of, in_branch
from unions.dismissals.selectors import dismissed_keys, is_dismissed

UNSENT = (S.DRAFT, S.RETURNED)
BEFORE_COUNCIL = (S.CHECKED, S.SHORTLISTED, S.VOTED)
AWARDED = (S.DECIDED, S.AWARDED)
WITHOUT_RESULT = (S.SUBMITTED, *BEFORE_COUNCIL, S.APPROVED)


@dataclass(frozen=True)
class RegistrationCounts:
    """`left` units were not nominated, `left_over` never can be."""

    units: int
    left: int
    left_over: int


@dataclass(frozen=True)
class NominationCounts:
    units: int  # that have sent one
    sent: int
    unsent: int
    to_check: int
    before_council: int
    voted: int
    undecided: int  # approved, for a title of the federation
    awarded: int
    without_result: int
    to_record: int = 0  # approved, for a title of another authority; of the unions of which the reader is the officer


@dataclass(frozen=True)
class DecisionCounts:
    by_state: Mapping[str, int]
    to_sign: int  # by the reader
    to_number: int


def in_scope(rows: QuerySet[Any], user: PortalUser) -> QuerySet[Any]:
    if works_in_a_unit(user):
        return rows.filter(grassroots__in=user.access.grassroots)
    return rows if user.access.sees_all else rows.filter(in_branch(user.access, day_of(rows.model)))


def registration_counts(user: PortalUser, year: int) -> RegistrationCounts:
    accepted = Registration.objects.filter(year=year, state__in=COUNTED_REGISTRATION)
    left = Q(nomination__isnull=True, is_dismissed=False)
    rows = in_scope(accepted, user).annotate(is_dismissed=is_dismissed(NOMINATION_TODO, [year]))
    counts = rows.aggregate(
        units=Count("grassroots", distinct=True),
        left=Count("pk", filter=left),
        left_over=Count("pk", filter=left & Q(campaign__state=CampaignState.SUMMED_UP)),
    )
    return RegistrationCounts(**counts)


def nomination_counts(user: PortalUser, year: int) -> NominationCounts:
    items = AgendaItem.objects.filter(nomination=OuterRef("pk"))
    rows = in_scope(Nomination.objects.filter(year=year), user).annotate(
        was_voted_on=Exists(items.exclude(outcome="")),
        is_dismissed=Exists(items.filter(session__in=dismissed_keys(DECISION_TODO, year)))
        | is_dismissed(RESULT_TODO, [year]),
        is_renounced=is_dismissed(RESULT_TODO, [year]),
    )
    in_no_decision, own_title = Q(award__isnull=True), Q(title__authority=TitleAuthority.OWN)
    sent, offices = ~Q(state__in=[*UNSENT, S.WITHDRAWN]), user.access.unions_where(OFFICE)
    to_record = in_no_decision & ~own_title & Q(state=S.APPROVED, is_renounced=False, union__in=offices)
    counts = rows.aggregate(
        units=Count("grassroots", distinct=True, filter=sent),
        sent=Count("pk", filter=sent),
        unsent=Count("pk", filter=Q(state__in=UNSENT)),
        to_check=Count("pk", filter=Q(state=S.SUBMITTED)),
        before_council=Count("pk", filter=in_no_decision & Q(state__in=BEFORE_COUNCIL)),
        voted=Count("pk", filter=sent & ~Q(state__in=BEFORE_COUNCIL) & Q(was_voted_on=True)),
        undecided=Count("pk", filter=in_no_decision & own_title & Q(state=S.APPROVED, is_dismissed=False)),
        awarded=Count("pk", filter=Q(state__in=AWARDED)),
        without_result=Count("pk", filter=Q(state__in=WITHOUT_RESULT, is_dismissed=False)),
        **({"to_record": Count("pk", filter=to_record)} if offices else {}),
    )
    return NominationCounts(**counts)


def decision_counts(user: PortalUser, year: int) -> DecisionCounts:
    decisions = in_scope(Decision.objects.filter(year=year).exclude(state=DecisionState.REVOKED), user)
    by_union = decisions.order_by().values_list("state", "union").annotate(Count("pk"))
    by_state: dict[str, int] = {}
    for state, _union, count in by_union:
        by_state[state] = by_state.get(state, 0) + count
    led = user.access.unions_where(LEADERS)
    kept = user.access.numbering
    return DecisionCounts(
        by_state,
        to_sign=sum(n for state, union, n in by_union if state == DecisionState.SUBMITTED and union in led),
        to_number=sum(n for state, union, n in by_union if state == DecisionState.SIGNED and union in kept),
    )
