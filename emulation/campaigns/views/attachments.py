from typing import Any

from django.db.models import Model
from django.http import FileResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.body_limits import BodyLimit
from core.files import private_response
from core.scoping import get_visible_or_404
from core.views import CorrectionPage, ObjectFormPage
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.forms.papers import AttachmentForm, AttachmentNameForm
from emulation.campaigns.models import Campaign, CampaignAttachment
from emulation.campaigns.rules import is_planner
from emulation.campaigns.services.attachments import attach_to_plan, rename_attachment
from emulation.campaigns.workflow import check_attachable
from unions.access import PortalUser


class AttachmentAdd(ObjectFormPage):
    body_limit = BodyLimit.FILE
    nav_key = "campaigns"
    model = Campaign
    form_class = AttachmentForm
    heading = _("Attach a document to the plan")

    @property
    def help(self) -> str | Promise:  # type: ignore[override]
        if self.object.state == CampaignState.LAUNCHED:
            return _("The plan is with the units: what is attached now is a numbered change, told to each of them.")
        return super().help

    def may(self, user: PortalUser) -> bool:
        return is_planner(user, self.object)

    def check(self) -> None:
        check_attachable(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.object}

    def act(self, form: AttachmentForm) -> Model:
        attach_to_plan(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object


class AttachmentEdit(CorrectionPage):
    model = CampaignAttachment
    form_class = AttachmentNameForm
    nav_key = "campaigns"
    fields = ("name",)

    def act(self, form: AttachmentNameForm) -> Model:
        return rename_attachment(self.object, actor=self.request.user, **form.cleaned_data).campaign


@require_safe
def attachment_file(request: SignedInRequest, pk: int) -> FileResponse:
    attachments = CampaignAttachment.objects.select_related("campaign")
    attachment = get_visible_or_404(attachments, request.user, pk=pk)
    name = f"tai-lieu-{attachment.campaign.code}-{attachment.pk}{attachment.suffix}"
    return private_response(attachment.file, name)
