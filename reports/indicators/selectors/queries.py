from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from awards.decisions.models import Award
from awards.received.models import ReceivedAward
from core.choices import ConfirmationState
from emulation.campaigns.choices import CampaignState, RolloutState
from emulation.campaigns.models import Campaign, Rollout
from emulation.classification.choices import Grade
from emulation.classification.models import Classification
from emulation.contests.choices import ContestKind, ResultKind, ResultLevel
from emulation.contests.models import Contest, ContestEntry, ExternalResult
from emulation.initiatives.choices import COUNTED_INITIATIVE, InitiativeKind, InitiativeState
from emulation.initiatives.models import Initiative
from emulation.law.choices import TitleAuthority
from emulation.registrations.choices import COUNTED_REGISTRATION
from emulation.registrations.models import Registration
from emulation.works.models import Work
from reports.indicators.scope import Rows, Scope
from unions.units.models import GrassrootsUnion, Headcount

RowQuery = Callable[[Scope], Rows]


@dataclass(frozen=True)
class TitleRows:
    all_rows: RowQuery
    code: str

    def __call__(self, scope: Scope) -> Rows:
        return self.all_rows(scope).filter(title__code=self.code)


CONFIRMED = Q(state=ConfirmationState.CONFIRMED)
"""What a unit entered counts once the officer has confirmed it."""
LAUNCHED_STATES = (CampaignState.LAUNCHED, CampaignState.CLOSED, CampaignState.SUMMED_UP)


def grassroots_unions(scope: Scope) -> Rows:
    """Units suspended or dissolved by the day are left out."""
    return GrassrootsUnion.objects.active_under(scope.union, scope.as_of)


def headcounts(scope: Scope) -> Rows:
    return Headcount.objects.filter(grassroots__in=grassroots_unions(scope), year=scope.year)


def campaigns(scope: Scope) -> Rows:
    """Launched ones, whether they go on or not."""
    launched = Campaign.objects.filter(union=scope.union, year=scope.year, state__in=LAUNCHED_STATES)
    return scope.until_cut_off(launched, "launched_on")


def _rollouts(scope: Scope) -> Rows:
    return Rollout.objects.filter(campaign__union=scope.union, campaign__year=scope.year)


def units_reached(scope: Scope) -> Rows:
    """Units that acknowledged a plan of the year (domain 6.3, I01)."""
    answered = _rollouts(scope).exclude(state=RolloutState.SENT)
    return grassroots_unions(scope).filter(pk__in=answered.values("grassroots"))


def units_launched(scope: Scope) -> Rows:
    """Units with a launch of their own (I02)."""
    return grassroots_unions(scope).filter(pk__in=local_launches(scope).values("grassroots"))


def local_launches(scope: Scope) -> Rows:
    """What the officer has accepted, of units that count on the day."""
    launches = _rollouts(scope).filter(launch_accepted_at__isnull=False, grassroots__in=grassroots_unions(scope))
    return scope.until_cut_off(launches, "launched_on")


def largest_launches(scope: Scope) -> Rows:
    """One a unit, so that people who took part in two campaigns are counted once."""
    launches = local_launches(scope)
    same = launches.filter(grassroots=OuterRef("grassroots"))
    larger = Q(participants__gt=OuterRef("participants"))
    earlier = Q(participants=OuterRef("participants"), pk__lt=OuterRef("pk"))
    return launches.filter(~Exists(same.filter(larger | earlier)))


def units_registering(scope: Scope) -> Rows:
    registered = _registrations(scope).values("grassroots")
    return grassroots_unions(scope).filter(pk__in=registered)


def _registrations(scope: Scope) -> Rows:
    return Registration.objects.filter(union=scope.union, year=scope.year, state__in=COUNTED_REGISTRATION)


def registrations_of(code: str) -> RowQuery:
    return TitleRows(_registrations, code)


def awards(scope: Scope) -> Rows:
    in_force = Award.objects.in_force().filter(union=scope.union, year=scope.year)
    return scope.until_cut_off(in_force, "decision__dated_on")


def received(scope: Scope) -> Rows:
    """What others decided; a title of the union's own was given before the portal."""
    rows = ReceivedAward.objects.counted().filter(union=scope.union, year=scope.year)
    rows = rows.exclude(title__authority=TitleAuthority.OWN)
    return scope.until_cut_off(rows, "decided_on")


def awards_of(code: str) -> RowQuery:
    return TitleRows(awards, code)


def received_of(code: str) -> RowQuery:
    return TitleRows(received, code)


def initiatives(scope: Scope) -> Rows:
    """Those recognised outside the portal were not registered here."""
    return initiatives_and_history(scope).exclude(is_history=True)


def initiatives_and_history(scope: Scope) -> Rows:
    # Research topics are counted by an indicator of their own.
    return _counted_initiatives(scope).exclude(kind=InitiativeKind.RESEARCH)


def _counted_initiatives(scope: Scope) -> Rows:
    rows = Initiative.objects.not_struck().filter(union=scope.union, year=scope.year)
    return rows.filter(state__in=COUNTED_INITIATIVE)


def initiatives_applied(scope: Scope) -> Rows:
    return scope.until_cut_off(initiatives(scope).filter(applied_on__isnull=False), "applied_on")


def initiatives_recognised(scope: Scope) -> Rows:
    recognised = initiatives_and_history(scope).filter(state=InitiativeState.RECOGNISED)
    return scope.until_cut_off(recognised, "recognised_on")


def topics(scope: Scope) -> Rows:
    return _counted_initiatives(scope).filter(kind=InitiativeKind.RESEARCH, is_history=False)


def works(scope: Scope) -> Rows:
    return Work.objects.not_struck().filter(CONFIRMED, union=scope.union, year=scope.year)


def works_completed(scope: Scope) -> Rows:
    return scope.until_cut_off(works(scope).filter(completed_on__isnull=False), "completed_on")


def works_plaqued(scope: Scope) -> Rows:
    return scope.until_cut_off(works(scope).filter(plaque_on__isnull=False), "plaque_on")


def _prizes(scope: Scope) -> Rows:
    return ContestEntry.objects.not_struck().filter(CONFIRMED, contest__in=contests(scope)).exclude(rank="")


def contests(scope: Scope) -> Rows:
    rows = Contest.objects.not_struck().filter(union=scope.union, year=scope.year)
    return scope.until_cut_off(rows, "held_on")


def prizes_individual(scope: Scope) -> Rows:
    return _prizes(scope).filter(person__isnull=False)


def prizes_collective(scope: Scope) -> Rows:
    return _prizes(scope).filter(person__isnull=True)


def results_of(kind: ResultKind, level: str | None = None) -> RowQuery:
    conditions = {"kind": kind, "level": level} if level else {"kind": kind}
    results = ExternalResult.objects.not_struck().filter(CONFIRMED, **conditions)
    return lambda scope: results.filter(union=scope.union, year=scope.year)


def teachers_prized(scope: Scope) -> Rows:
    """One row a person and contest, at the level above the school."""
    results = results_of(ResultKind.TEACHER, ResultLevel.SUPERIOR)(scope)
    same = results.filter(person=OuterRef("person"), contest_name=OuterRef("contest_name"))
    return results.filter(~Exists(same.filter(pk__lt=OuterRef("pk"))))


def teachers_prized_in_contests(scope: Scope) -> Rows:
    """Prizes also recorded as a result are left out."""
    recorded = results_of(ResultKind.TEACHER, ResultLevel.SUPERIOR)(scope)
    same = recorded.filter(person=OuterRef("person"), contest_name=OuterRef("contest__name"))
    return prizes_individual(scope).filter(~Exists(same), contest__kind=ContestKind.TEACHER)


def graded(grade: Grade) -> RowQuery:
    return lambda scope: classifications(scope).filter(grade=grade)


def classifications(scope: Scope) -> Rows:
    rows = Classification.objects.not_struck().filter(union=scope.union, year=scope.year)
    return scope.until_cut_off(rows, "decided_on")


def received_by_federation(scope: Scope) -> Rows:
    return received(scope).filter(to_federation=True)
