"""The rows behind the indicators: each function answers with the records one figure counts."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from awards.decisions.models import Award
from awards.received.models import ReceivedAward
from emulation.campaigns.choices import LAUNCHED_LOCALLY, RolloutState
from emulation.campaigns.models import Rollout
from emulation.classification.choices import Grade
from emulation.classification.models import Classification
from emulation.contests.choices import ResultKind
from emulation.contests.models import ContestEntry, ExternalResult
from emulation.initiatives.choices import COUNTED_INITIATIVE, InitiativeKind, InitiativeState
from emulation.initiatives.models import Initiative
from emulation.registrations.choices import COUNTED_REGISTRATION
from emulation.registrations.models import Registration
from emulation.works.models import Work
from reports.indicators.scope import Scope
from unions.units.choices import UnitStatus
from unions.units.models import GrassrootsUnion, Headcount

Rows = QuerySet[Any]
Source = Callable[[Scope], Rows]


def grassroots_unions(scope: Scope) -> Rows:
    """Units of the union on the day, without those suspended or dissolved by then."""
    units = GrassrootsUnion.objects.under(scope.union, scope.as_of)
    gone = units.filter(status=UnitStatus.DISSOLVED, dissolved_on__lte=scope.as_of)
    return units.exclude(pk__in=gone.values("pk")).exclude(status=UnitStatus.SUSPENDED)


def headcounts(scope: Scope) -> Rows:
    return Headcount.objects.filter(grassroots__in=grassroots_unions(scope), year=scope.year)


def _units_by_rollout(scope: Scope, **answered: Any) -> Rows:
    answers = Rollout.objects.filter(campaign__union=scope.union, campaign__year=scope.year, **answered)
    return grassroots_unions(scope).filter(pk__in=answers.values("grassroots"))


def units_reached(scope: Scope) -> Rows:
    """Units that acknowledged a plan of the year (domain 6.3, I01)."""
    answered = [state for state in RolloutState.values if state != RolloutState.SENT]
    return _units_by_rollout(scope, state__in=answered)


def units_launched(scope: Scope) -> Rows:
    """Units that held a launch of their own in the year (I02)."""
    return _units_by_rollout(scope, state__in=LAUNCHED_LOCALLY)


def local_launches(scope: Scope) -> Rows:
    return Rollout.objects.filter(campaign__union=scope.union, campaign__year=scope.year, state__in=LAUNCHED_LOCALLY)


def units_registering(scope: Scope) -> Rows:
    registered = _registrations(scope).values("grassroots")
    return grassroots_unions(scope).filter(pk__in=registered)


def _registrations(scope: Scope) -> Rows:
    return Registration.objects.filter(union=scope.union, year=scope.year, state__in=COUNTED_REGISTRATION)


def registrations_of(code: str) -> Source:
    """Return the source of accepted registrations for one title."""
    return lambda scope: _registrations(scope).filter(title__code=code)


def awards_of(code: str) -> Source:
    """Return the source of what the union itself awarded, by issued decisions still in force."""
    return lambda scope: Award.objects.in_force().filter(union=scope.union, year=scope.year, title__code=code)


def received_of(code: str) -> Source:
    """Return the source of what others awarded to somebody of the union."""
    return lambda scope: ReceivedAward.objects.filter(union=scope.union, year=scope.year, title__code=code)


def awards(scope: Scope) -> Rows:
    return Award.objects.in_force().filter(union=scope.union, year=scope.year)


def initiatives(scope: Scope) -> Rows:
    """Initiatives of every kind but research topics, once accepted."""
    counted = Initiative.objects.filter(union=scope.union, year=scope.year, state__in=COUNTED_INITIATIVE)
    return counted.exclude(kind=InitiativeKind.RESEARCH)


def initiatives_applied(scope: Scope) -> Rows:
    return initiatives(scope).filter(applied_on__isnull=False)


def initiatives_recognised(scope: Scope) -> Rows:
    return initiatives(scope).filter(state=InitiativeState.RECOGNISED)


def topics(scope: Scope) -> Rows:
    return Initiative.objects.filter(
        union=scope.union, year=scope.year, state__in=COUNTED_INITIATIVE, kind=InitiativeKind.RESEARCH
    )


def works(scope: Scope) -> Rows:
    return Work.objects.filter(union=scope.union, year=scope.year)


def works_completed(scope: Scope) -> Rows:
    return works(scope).filter(completed_on__isnull=False)


def works_plaqued(scope: Scope) -> Rows:
    return works(scope).filter(plaque_on__isnull=False)


def _prizes(scope: Scope) -> Rows:
    return ContestEntry.objects.filter(contest__union=scope.union, contest__year=scope.year).exclude(rank="")


def prizes_individual(scope: Scope) -> Rows:
    return _prizes(scope).filter(person__isnull=False)


def prizes_collective(scope: Scope) -> Rows:
    return _prizes(scope).filter(person__isnull=True)


def results_of(kind: ResultKind, level: str | None = None) -> Source:
    """Return the source of results in contests held by others."""
    narrowed = {"level": level} if level else {}
    return lambda scope: ExternalResult.objects.filter(union=scope.union, year=scope.year, kind=kind, **narrowed)


def graded(grade: Grade) -> Source:
    """Return the source of units given one grade in the year."""
    return lambda scope: Classification.objects.filter(union=scope.union, year=scope.year, grade=grade)


def received_by_federation(scope: Scope) -> Rows:
    return ReceivedAward.objects.filter(union=scope.union, year=scope.year, to_federation=True)
