from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.users.models import User
from core.audit import record
from core.bulk import BulkOutcome, check_each, run_in_batches
from core.choices import JobPriority
from core.jobs import RunningJob, background_job, enqueue
from core.models import Job
from core.notifications import notify
from core.pdf import render_pdf
from core.permissions import require
from core.scoping import ScopedQuerySet
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign, Rollout
from emulation.monitoring.documents import phone_list
from emulation.monitoring.rules import may_remind
from emulation.monitoring.selectors.board import LATE_FIRST, REMINDED, with_steps
from emulation.monitoring.selectors.chairs import chairs_of, has_chair
from emulation.monitoring.wording import REMINDING, reminder_of

REMIND_JOB, PHONES_JOB = "remind_units", "campaign.phones"
PHONES_FILE = "danh-sach-goi-dien.pdf"
MOST_PHONES_AT_ONCE = 100


@transaction.atomic
def set_ranking_shown(campaign: Campaign, *, actor: User, shown: bool) -> Campaign:
    campaign = lock(campaign)
    require(actor, may_remind, campaign)
    if campaign.shows_ranking == shown:
        return campaign
    campaign.shows_ranking = shown
    campaign.save(update_fields=["shows_ranking"])
    record("campaign.show_ranking" if shown else "campaign.hide_ranking", campaign, actor=actor)
    return campaign


def rows_to_remind(rollouts: ScopedQuerySet, campaign: Campaign) -> ScopedQuerySet:
    board = with_steps(rollouts.for_table(), campaign, timezone.localdate())
    rows: ScopedQuerySet = board.annotate(has_chair=has_chair())
    return rows


def check_reminder(row: Any) -> None:
    """`row` is of `rows_to_remind`."""
    today = timezone.localdate()
    if row.campaign.state != CampaignState.LAUNCHED:
        raise MoveNotAllowed(_("This campaign is not running, so nobody is reminded of it."))
    if not row.remindable:
        raise ValidationError(_("Nothing is missing today."))
    if not row.has_chair:
        raise ValidationError(_("No chair of this unit has an account. Please phone."))
    if row.reminded_at and timezone.localdate(row.reminded_at) == today:
        raise ValidationError(_("The unit has been reminded today already."))


@transaction.atomic
def remind_units(
    *, actor: User, campaign: Campaign, rollouts: Sequence[Rollout], text: str, hold: bool = False
) -> BulkOutcome:
    """Tell the chairs of each unit in its own words. With `hold` the mails wait for a release."""
    require(actor, may_remind, campaign)
    rows = rows_to_remind(Rollout.objects.visible_to(actor), campaign).order_by("grassroots__sort_key", "pk")
    outcome = check_each(rows.filter(pk__in=[row.pk for row in rollouts]), check_reminder)
    for row in outcome.done:
        _remind(row, actor, reminder_of(text, row, timezone.localdate()), hold=hold)
    return outcome


def _remind(row: Any, actor: User, words: str, *, hold: bool) -> None:
    notify(REMINDED, [row], actor=actor, reason=words, matter=_matter(row, timezone.localdate()), hold=hold)
    record(REMINDED, row, actor=actor, reason=words)


def _matter(row: Rollout, day: date) -> str:
    return f"{REMINDED}:{row.campaign_id}:{row.grassroots_id}:{day}"


@background_job(REMIND_JOB, priority=JobPriority.ROWS)
def remind_job(job: RunningJob) -> str:
    def remind(batch: list[Rollout]) -> BulkOutcome:
        facts = {"text": job.arguments["text"], "hold": job.arguments.get("hold", False)}
        return remind_units(actor=job.actor, campaign=batch[0].campaign, rollouts=batch, **facts)

    return run_in_batches(job, Rollout.objects.visible_to(job.actor).for_table(), remind, REMINDING)


def print_phones(campaign: Campaign, *, actor: User, rollouts: Sequence[Rollout]) -> bytes | Job:
    """More than MOST_PHONES_AT_ONCE are printed by a job."""
    require(actor, may_remind, campaign)
    keys = [row.pk for row in rollouts]
    if len(keys) <= MOST_PHONES_AT_ONCE:
        return phones_pdf(campaign, keys, reader=actor)
    name, back = _("Units to phone: %(campaign)s") % {"campaign": campaign}, campaign.get_absolute_url()
    return enqueue(PHONES_JOB, name=name, actor=actor, back=back, campaign=campaign.pk, rollouts=keys)


def phones_pdf(campaign: Campaign, keys: Sequence[int], *, reader: User) -> bytes:
    """A unit that lacks nothing any more is left out."""
    require(reader, may_remind, campaign)
    day, sent = timezone.localdate(), Rollout.objects.visible_to(reader).for_table().filter(pk__in=keys)
    late_first = with_steps(sent, campaign, day).filter(remindable=True).order_by(*LATE_FIRST)
    if not (rows := list(late_first)):
        raise ValidationError(_("Nothing is missing today."))
    chairs = chairs_of({row.grassroots_id for row in rows}, reader)
    with override("vi"):
        return render_pdf("documents/wide_list.html", phone_list(campaign, rows, chairs, day))


@background_job(PHONES_JOB, priority=JobPriority.PAPER)
def phones_job(job: RunningJob) -> tuple[str, bytes]:
    campaign = Campaign.objects.visible_to(job.actor).get(pk=job.arguments["campaign"])
    return PHONES_FILE, phones_pdf(campaign, job.arguments["rollouts"], reader=job.actor)
