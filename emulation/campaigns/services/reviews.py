"""A review keeps its text and the figures as they were counted when it was confirmed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.corrections import row_changes
from core.editing import EditConflict
from core.permissions import require
from core.text import nfc
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns import rules
from emulation.campaigns.choices import ReviewKind
from emulation.campaigns.models import Campaign, CampaignReview
from emulation.campaigns.selectors.reviews import fingerprint, review_figures
from emulation.campaigns.workflow import CAMPAIGN, check_review_day


@transaction.atomic
def hold_interim_review(
    campaign: Campaign, *, actor: User, held_on: date, text: str, seen: str | None = None
) -> CampaignReview:
    """`seen` is the fingerprint of the figures that were shown."""
    campaign = lock(campaign)
    require(actor, rules.is_runner, campaign)
    if objection := rules.running_objection(campaign.state):
        raise MoveNotAllowed(objection)
    check_review_day(campaign, held_on)
    review = _store(campaign, ReviewKind.INTERIM, actor, held_on, text, seen)
    values = {"held_on": ["", str(held_on)]}
    record("campaign.review", campaign, actor=actor, detail=row_changes(review, values))
    return review


@transaction.atomic
def sum_up_campaign(
    campaign: Campaign, *, actor: User, held_on: date, text: str, seen: str | None = None
) -> CampaignReview:
    """The final review."""
    campaign = CAMPAIGN.perform("sum_up", campaign, actor=actor, summed_up_on=held_on)
    return _store(campaign, ReviewKind.FINAL, actor, held_on, text, seen)


def take_back_summing_up(campaign: Campaign, *, actor: User, reason: str) -> Campaign:
    return CAMPAIGN.perform("take_back_summing_up", campaign, actor=actor, reason=reason)


def _store(
    campaign: Campaign, kind: ReviewKind, actor: User, held_on: date, text: str, seen: str | None
) -> CampaignReview:
    figures = review_figures(campaign)
    if not text.strip():
        raise ValidationError({"text": _("Write the assessment; it is kept with the figures.")})
    if seen is not None and seen != fingerprint(figures):
        raise EditConflict(_("The figures have changed since you saw them. Please look at them again."))
    review = CampaignReview(
        campaign=campaign,
        kind=kind,
        held_on=held_on,
        text=nfc(text).strip(),
        figures=[[str(label), value] for label, value in figures],
        made_by=actor,
        made_at=timezone.now(),
    )
    review.full_clean()
    review.save()
    return review
