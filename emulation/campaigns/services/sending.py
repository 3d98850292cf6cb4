"""A batch of units receives the plan as a whole or not at all; a sending that was stopped goes on with the rest."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.users.models import User
from core.choices import JobPriority
from core.jobs import RunningJob, background_job, enqueue
from core.notifications import notify
from core.text import format_number
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns import rules
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors.sending import SENDING, units_without_plan
from unions.units.models import GrassrootsUnion

AT_ONCE = 100
BATCH = 200


def send_plan(campaign: Campaign, *, actor: User, day: date, hold: bool = False) -> None:
    """The units are those of the audience of `day`; more than AT_ONCE are the work of a job."""
    if units_without_plan(campaign, day).count() <= AT_ONCE:
        send_plan_now(campaign, actor=actor, day=day, hold=hold)
        return
    name = _("Sending of the plan “%(campaign)s”") % {"campaign": campaign}
    back = campaign.get_absolute_url()
    arguments = {"campaign": campaign.pk, "day": day.isoformat(), "hold": hold}
    enqueue(SENDING, name=name[:200], actor=actor, back=back, **arguments)


def send_plan_now(campaign: Campaign, *, actor: User, day: date, hold: bool = False) -> None:
    for _batch in _send_in_batches(campaign, actor=actor, day=day, hold=hold):
        pass


@background_job(SENDING, priority=JobPriority.ROWS)
def send_plan_in_background(job: RunningJob) -> str:
    campaign = Campaign.objects.get(pk=job.arguments["campaign"])
    day, hold = date.fromisoformat(job.arguments["day"]), job.arguments["hold"]
    for done, total in _send_in_batches(campaign, actor=job.actor, day=day, hold=hold):
        job.report_progress(done, total)
    sent = campaign.rollouts.count()
    words = ngettext("%(count)s unit has the plan.", "%(count)s units have the plan.", sent)
    return words % {"count": format_number(sent)}


def _send_in_batches(campaign: Campaign, *, actor: User, day: date, hold: bool) -> Iterator[tuple[int, int]]:
    """Yield how many units have the plan, of how many."""
    before = campaign.rollouts.count()
    units = list(units_without_plan(campaign, day).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(units), BATCH):
        batch = units[start : start + BATCH]
        with transaction.atomic():
            _send(lock(campaign), batch, actor=actor, hold=hold)
        yield before + start + len(batch), before + len(units)


def _send(campaign: Campaign, units: Sequence[int], *, actor: User, hold: bool) -> None:
    """The campaign is locked, so nobody else sends to these units meanwhile."""
    if objection := rules.running_objection(campaign.state):
        raise MoveNotAllowed(objection)
    received = campaign.rollouts.filter(grassroots__in=units).values("grassroots")
    lacking = GrassrootsUnion.objects.filter(pk__in=units).exclude(pk__in=received).order_by("pk").only("name")
    sent = {"campaign": campaign, "union_id": campaign.union_id, "sent_at": timezone.now()}
    rollouts = Rollout.objects.bulk_create(Rollout(grassroots=unit, **sent) for unit in lacking)
    notify(SENDING, rollouts, actor=actor, hold=hold)
