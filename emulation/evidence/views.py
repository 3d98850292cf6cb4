from typing import Any

from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.body_limits import BodyLimit
from core.documents.pictures import picture_of_scan
from core.documents.responses import picture_response
from core.files import private_response
from core.scoping import get_visible_or_404
from core.views import CorrectionPage, ObjectFormPage
from core.workflow import check_not_struck
from emulation.evidence import rules, services
from emulation.evidence.forms import EvidenceForm, EvidenceNoteForm, PaperReceivedForm
from emulation.evidence.models import Evidence, EvidenceQuerySet
from emulation.evidence.selectors import check_attachable, may_open
from emulation.registrations.models import Registration
from unions.access import PortalUser


class EvidenceAdd(ObjectFormPage):
    body_limit = BodyLimit.FILE
    nav_key = "registrations"
    model = Registration
    form_class = EvidenceForm
    template_name = "emulation/evidence_form.html"
    heading = _("Attach evidence")
    submit_label = _("Attach")

    def may(self, user: PortalUser) -> bool:
        return rules.may_attach(user, self.object)

    def check(self) -> None:
        check_attachable(self.request.user, self.object)

    def get_initial(self) -> dict[str, Any]:
        return {}

    def act(self, form: EvidenceForm) -> Model:
        services.attach_evidence(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object


class EvidenceEdit(CorrectionPage):
    model = Evidence
    form_class = EvidenceNoteForm
    nav_key = "registrations"
    fields = ("kind", "note")

    def rows(self) -> EvidenceQuerySet:
        return pieces()

    def act(self, form: EvidenceNoteForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        user = self.request.user
        services.correct_evidence(self.object, actor=user, expected_revision=revision, **values)
        return self.object.registration


class PaperReceived(ObjectFormPage):
    model = Evidence
    form_class = PaperReceivedForm
    nav_key = "registrations"
    heading = _("Note the paper original")

    def rows(self) -> EvidenceQuerySet:
        return pieces()

    def may(self, user: PortalUser) -> bool:
        return rules.may_receive(user, self.object)

    def check(self) -> None:
        check_not_struck(self.object)

    def get_initial(self) -> dict[str, Any]:
        day = self.object.paper_received_on
        return super().get_initial() | ({"received_on": day} if day else {})

    def act(self, form: PaperReceivedForm) -> Model:
        day, revision = form.cleaned_data["received_on"], form.cleaned_data["revision"]
        services.receive_paper(self.object, actor=self.request.user, received_on=day, expected_revision=revision)
        return self.object.registration

    def cancel_url(self) -> str:
        return str(self.object.registration.get_absolute_url())


@require_safe
def evidence_file(request: SignedInRequest, pk: int) -> FileResponse:
    evidence = _opened(request, pk)
    return private_response(evidence.file, f"minh-chung-{pk}{evidence.suffix}")


@require_safe
def evidence_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    return picture_response(picture_of_scan(_opened(request, pk).file))


def pieces() -> EvidenceQuerySet:
    rows: EvidenceQuerySet = Evidence.objects.select_related("registration__campaign", "registration__person")
    return rows


def _opened(request: SignedInRequest, pk: int) -> Evidence:
    evidence: Evidence = get_visible_or_404(pieces(), request.user, pk=pk)
    if not evidence.file or not may_open(request.user, evidence):
        raise Http404
    return evidence
