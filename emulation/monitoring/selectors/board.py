"""What each unit has done in a campaign, and what it is late with on a day."""

from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Case, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from core.models import AuditEntry
from core.scoping import ScopedQuerySet
from emulation.campaigns.choices import LAUNCHED_LOCALLY, RolloutState
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors.deadlines import deadline
from emulation.campaigns.selectors.offers import offers_a_title
from emulation.campaigns.selectors.progress import ROLLOUT_TODO
from emulation.monitoring.choices import Step
from emulation.monitoring.rules import REPORT_DAYS
from emulation.registrations.choices import UNSENT_REGISTRATION
from emulation.registrations.models import Registration
from unions.dismissals.selectors import is_dismissed

REMINDED = "rollout.remind"
LATE_FIRST = (
    F("late").desc(),
    F("acknowledged_on").asc(nulls_first=True),
    F("launched_on").asc(nulls_first=True),
    "grassroots__sort_key",
    "pk",
)


def with_steps(rollouts: ScopedQuerySet, campaign: Campaign, day: date) -> ScopedQuerySet:
    """Annotate `StepFacts`, `late`, `remindable` and `reminded_at`.

    Where no last day is said, units answer until the end of the period.
    """
    rows = rollouts.filter(campaign=campaign).annotate(
        registers=_flag(offers_a_title()),
        counted_launch=Case(When(launch_accepted_at__isnull=False, then=F("launched_on"))),
        has_registered=Exists(_sent_registrations()),
        registered_at=Subquery(_first_sent()),
        last_day=Coalesce(deadline(), Value(campaign.period_end)),
        is_dismissed=is_dismissed(ROLLOUT_TODO, [campaign.year]),
        reminded_at=Subquery(_last_reminder()),
    )
    flags = {"late": _flag(_late(campaign, day)), "remindable": _flag(_remindable(campaign, day))}
    board: ScopedQuerySet = rows.annotate(**flags)
    return board


def _sent_registrations() -> QuerySet[Registration]:
    own = Registration.objects.filter(campaign=OuterRef("campaign"), grassroots=OuterRef("grassroots"))
    return own.exclude(state__in=UNSENT_REGISTRATION)


def _first_sent() -> QuerySet[Registration, object]:
    by_unit = _sent_registrations().order_by().values("grassroots")
    return by_unit.annotate(first=Min("submitted_at")).values("first")


def _last_reminder() -> QuerySet[AuditEntry, object]:
    kind = ContentType.objects.get_for_model(Rollout)
    reminders = AuditEntry.objects.filter(content_type=kind, object_id=OuterRef("pk"), act=REMINDED)
    return reminders.order_by("-pk").values("at")[:1]


def lacks(step: str) -> Q:
    return {
        Step.RECEIVED: Q(state=RolloutState.SENT),
        Step.LAUNCHED: ~Q(state__in=LAUNCHED_LOCALLY),
        Step.ACCEPTED: Q(launch_accepted_at=None),
        Step.REGISTERED: Q(registers=True, has_registered=False),
        Step.REPORTED: ~Q(state=RolloutState.REPORTED),
    }[Step(step)]


def has(step: str) -> Q:
    return Q(has_registered=True) if step == Step.REGISTERED else ~lacks(step)


def _answers_missing() -> Q:
    return lacks(Step.LAUNCHED) | lacks(Step.REGISTERED)


def _late(campaign: Campaign, day: date) -> Q:
    is_over = Q(campaign__period_end__lt=day) & lacks(Step.REPORTED)
    return Q(is_dismissed=False) & (Q(last_day__lt=day) & _answers_missing() | is_over)


def _remindable(campaign: Campaign, day: date) -> Q:
    asks_for_result = Q(campaign__period_end__lte=day + timedelta(days=REPORT_DAYS)) & lacks(Step.REPORTED)
    return Q(is_dismissed=False) & (_answers_missing() | asks_for_result)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
