"""A deadline that a unit has not met is told seven days and one day before, once each; an extended one anew."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from core.models import Notification
from core.notifications import notify
from core.text import short_date
from emulation.campaigns.choices import CampaignState, RolloutState
from emulation.campaigns.models import Rollout
from emulation.campaigns.selectors.deadlines import deadline
from emulation.campaigns.selectors.progress import ROLLOUT_TODO
from unions.dismissals.selectors import is_dismissed
from unions.units.choices import UnitStatus
from unions.units.models import Affiliation

STEPS = (1, 7)  # days before the deadline
ANSWER_DUE, REPORT_DUE = "rollout.answer_due", "rollout.report_due"


def remind_of_answers(day: date) -> None:
    unanswered = rollouts_under_way(day).filter(state=RolloutState.SENT)
    remind(ANSWER_DUE, unanswered, deadline(), day)


def remind_of_reports(day: date) -> None:
    unreported = rollouts_under_way(day).exclude(state=RolloutState.REPORTED)
    remind(REPORT_DUE, unreported, F("campaign__period_end"), day)


def rollouts_under_way(day: date) -> QuerySet[Rollout]:
    """Those of running campaigns at units that are still active below the federation and carry the campaign out."""
    there = Affiliation.objects.on(day).filter(union=OuterRef("union"), grassroots=OuterRef("grassroots"))
    running = Rollout.objects.filter(campaign__state=CampaignState.LAUNCHED, grassroots__status=UnitStatus.ACTIVE)
    years = range(day.year - 1, day.year + 2)
    rows: QuerySet[Rollout] = running.filter(Exists(there), ~is_dismissed(ROLLOUT_TODO, years))
    return rows.select_related("campaign", "grassroots")


def remind(kind: str, rollouts: QuerySet[Rollout], due: Combinable, day: date) -> None:
    """A plan that came only on the day of a step needs no reminder then."""
    late: dict[str, list[Any]] = defaultdict(list)
    near = rollouts.annotate(due=due).filter(due__range=(day, day + timedelta(days=max(STEPS))))
    for rollout in near.order_by("pk"):
        step = next(step for step in STEPS if rollout.due - day <= timedelta(days=step))
        if timezone.localdate(rollout.sent_at) < rollout.due - timedelta(days=step):
            late[f"{kind}:{rollout.campaign_id}:{rollout.due}:{step}"].append(rollout)
    told = set(Notification.objects.filter(matter__in=late).values_list("matter", flat=True))
    for matter, rows in late.items():
        if matter not in told:
            notify(kind, rows, actor=None, reason=short_date(rows[0].due), matter=matter)
