"""Plan and letter beside a campaign and its roll-outs, and in the list of documents."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.documents.kinds import DocumentKind
from core.documents.pictures import known_pages
from core.documents.storage import stored_fingerprint
from core.papers import Paper, pages_remark
from emulation.campaigns.documents.letter import letter_document, letter_of
from emulation.campaigns.documents.plan import plan_document
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.rules import ON_PAPER
from unions.access import PortalUser
from unions.tree.models import Union


def papers_of_campaign(user: PortalUser, campaign: Campaign) -> list[Paper]:
    key = stored_fingerprint(campaign) if campaign.plan_numbered_at else ""
    plan = _paper("plan", _("The plan"), campaign, key, is_draft=not campaign.plan_number)
    if campaign.state not in ON_PAPER:
        return [plan]
    letter = letter_of(campaign)
    key = stored_fingerprint(letter) if letter else ""
    return [plan, _paper("letter", _("Letter to the units"), campaign, key, is_draft=letter is None)]


def papers_of_rollout(user: PortalUser, rollout: Rollout) -> list[Paper]:
    return papers_of_campaign(user, rollout.campaign)


def _paper(name: str, label: str | Promise, campaign: Campaign, key: str, *, is_draft: bool) -> Paper:
    remark = pages_remark(known_pages(key), is_draft=is_draft)
    page, picture, word = (
        reverse(f"emulation:{name}-{kind}", args=[campaign.pk]) for kind in ("paper", "picture", "docx")
    )
    return Paper(label, page, picture, remark, word)


def _of_year(campaigns: QuerySet[Campaign], union: Union, year: int) -> QuerySet[Campaign]:
    return campaigns.filter(union=union, year=year).order_by("plan_date", "pk")


def _plans() -> QuerySet[Campaign]:
    return Campaign.objects.filter(state__in=ON_PAPER).select_related("union", "approved_by", "parent__union")


def _plan_subject(campaign: Campaign) -> str:
    return f"{campaign.plan_number} – {campaign}" if campaign.plan_number else str(campaign)


def _letter_subject(campaign: Campaign) -> str:
    return f"{campaign.letter} – {campaign}"


PLAN_DOCUMENTS = DocumentKind.of_rows("plan", _("Plan of a campaign"), _plans, _of_year, plan_document, _plan_subject)
LETTER_DOCUMENTS = DocumentKind.of_rows(
    "plan_letter",
    _("Letter to the units"),
    lambda: _plans().filter(letter__isnull=False).select_related("letter"),
    _of_year,
    letter_document,
    _letter_subject,
)
