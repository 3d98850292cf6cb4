from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.choices import JobPriority
from core.jobs import RunningJob, background_job, enqueue
from core.models import Job
from core.permissions import require
from core.slips import MOST_AT_ONCE
from core.text import format_number
from core.workflow import MoveNotAllowed
from emulation.campaigns import rules
from emulation.campaigns.documents.slips import plan_slips_pdf
from emulation.campaigns.models import Campaign, Rollout

SLIPS_JOB = "campaign.slips"
FILE_NAME = "phieu-tiep-nhan-ke-hoach.pdf"


@transaction.atomic
def print_plan_slips(campaign: Campaign, *, actor: User, rollouts: Sequence[Rollout]) -> bytes | Job:
    """More than MOST_AT_ONCE are made by a job."""
    require(actor, rules.is_planner, campaign)
    if objection := rules.running_objection(campaign.state):
        raise MoveNotAllowed(objection)
    record("campaign.print_slips", campaign, actor=actor, detail={"count": len(rollouts)})
    if len(rollouts) <= MOST_AT_ONCE:
        return plan_slips_pdf(campaign, rollouts)
    name = _("Slips for %(count)s units: %(campaign)s") % {
        "count": format_number(len(rollouts)),
        "campaign": campaign,
    }
    keys = [rollout.pk for rollout in rollouts]
    back = campaign.get_absolute_url()
    return enqueue(SLIPS_JOB, name=name, actor=actor, back=back, campaign=campaign.pk, rollouts=keys)


@background_job(SLIPS_JOB, priority=JobPriority.PAPER)
def plan_slips_job(job: RunningJob) -> tuple[str, bytes]:
    campaign = Campaign.objects.visible_to(job.actor).get(pk=job.arguments["campaign"])
    require(job.actor, rules.is_planner, campaign)
    sent = Rollout.objects.visible_to(job.actor).filter(campaign=campaign, pk__in=job.arguments["rollouts"])
    rollouts = list(sent.for_table().order_by("grassroots__sort_key", "pk"))
    job.report_progress(0, len(rollouts))
    pdf = plan_slips_pdf(campaign, rollouts)
    job.report_progress(len(rollouts), len(rollouts))
    return FILE_NAME, pdf
