from pathlib import Path
from typing import Any

from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.body_limits import BodyLimit
from core.documents.responses import document_picture, document_response
from core.documents.storage import stored_fingerprint
from core.files import private_response
from core.forms import DatedNumberForm
from core.scoping import get_visible_or_404
from core.sequence import upcoming_number
from core.views import ObjectFormPage
from emulation.campaigns.documents.letter import letter_document, letter_of
from emulation.campaigns.documents.plan import plan_document
from emulation.campaigns.forms.papers import PlanScanForm
from emulation.campaigns.models import Campaign, CampaignQuerySet
from emulation.campaigns.rules import ON_PAPER, may_file_plan, may_number
from emulation.campaigns.services import papers
from unions.access import PortalUser


class NumberPage(ObjectFormPage):
    nav_key = "campaigns"
    model = Campaign
    form_class = DatedNumberForm
    series = ""
    submit_label = _("Give the number")

    def may(self, user: PortalUser) -> bool:
        return may_number(user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        series = papers.series_of(self.object.union, self.series, timezone.localdate())
        return super().get_form_kwargs() | {"upcoming": upcoming_number(series)}


class PlanNumber(NumberPage):
    series = papers.PLAN
    heading = _("Number the plan")

    def check(self) -> None:
        papers.check_plan_unnumbered(self.object)

    def act(self, form: DatedNumberForm) -> Model:
        return papers.number_plan(self.object, actor=self.request.user, **form.cleaned_data)


class LetterNumber(NumberPage):
    series = papers.LETTER
    heading = _("Number the letter to the units")

    def check(self) -> None:
        papers.check_letter_unnumbered(self.object)

    def act(self, form: DatedNumberForm) -> Model:
        return papers.number_letter(self.object, actor=self.request.user, **form.cleaned_data)


class PlanFile(ObjectFormPage):
    body_limit = BodyLimit.FILE
    nav_key = "campaigns"
    model = Campaign
    form_class = PlanScanForm
    heading = _("File the signed original of the plan")

    def may(self, user: PortalUser) -> bool:
        return may_file_plan(user, self.object)

    def check(self) -> None:
        papers.check_plan_numbered(self.object)

    def act(self, form: PlanScanForm) -> Model:
        return papers.file_plan(self.object, actor=self.request.user, scan=form.cleaned_data["scan"])


@require_safe
def plan_scan(request: SignedInRequest, pk: int) -> FileResponse:
    campaign = campaign_or_404(request.user, pk)
    if not campaign.plan_scan:
        raise Http404
    return private_response(
        campaign.plan_scan, f"ke-hoach-{campaign.code}{Path(str(campaign.plan_scan.name)).suffix}"
    )


@require_safe
def plan_paper(request: SignedInRequest, pk: int, file_format: str) -> HttpResponse:
    campaign = campaign_or_404(request.user, pk)
    return document_response(plan_document(campaign), file_format, f"ke-hoach-{campaign.code}")


@require_safe
def plan_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(request.user, pk)
    key = stored_fingerprint(campaign) if campaign.plan_numbered_at else ""
    return document_picture(plan_document(campaign), key=key, is_draft=not campaign.plan_number)


@require_safe
def letter_paper(request: SignedInRequest, pk: int, file_format: str) -> HttpResponse:
    campaign = sent_or_404(request.user, pk)
    return document_response(letter_document(campaign), file_format, f"cong-van-{campaign.code}")


@require_safe
def letter_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = sent_or_404(request.user, pk)
    letter = letter_of(campaign)
    key = stored_fingerprint(letter) if letter else ""
    return document_picture(letter_document(campaign), key=key, is_draft=letter is None)


def paper_acts(user: PortalUser, campaign: Campaign) -> list[tuple[str, str]]:
    """What the user may do with the papers: (label, address)."""
    acts: dict[str, str | Promise] = {}
    if campaign.state in ON_PAPER and may_number(user, campaign):
        acts |= {} if campaign.plan_numbered_at else {"plan-number": PlanNumber.heading}
        acts |= {} if letter_of(campaign) else {"letter-number": LetterNumber.heading}
    if campaign.plan_number and may_file_plan(user, campaign):
        acts["plan-file"] = _("File another scan") if campaign.plan_scan else PlanFile.heading
    return [(str(label), reverse(f"emulation:{name}", args=[campaign.pk])) for name, label in acts.items()]


def campaign_or_404(user: PortalUser, pk: int) -> Campaign:
    campaign: Campaign = get_visible_or_404(campaigns(), user, pk=pk)
    return campaign


def sent_or_404(user: PortalUser, pk: int) -> Campaign:
    """A plan that is not approved has no letter."""
    campaign: Campaign = get_visible_or_404(campaigns().filter(state__in=ON_PAPER), user, pk=pk)
    return campaign


def campaigns() -> CampaignQuerySet:
    found: CampaignQuerySet = Campaign.objects.select_related("union", "approved_by", "parent__union", "letter")
    return found
