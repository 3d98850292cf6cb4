from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.decisions.choices import DecisionState
from awards.decisions.documents import decision_document
from awards.decisions.models import Award, Decision
from awards.decisions.services.drafting import discard_draft, remove_award
from core.actor import SignedInRequest
from core.documents.responses import document_picture, document_response
from core.documents.storage import stored_fingerprint
from core.links import list_url
from core.scoping import get_visible_or_404
from core.views.actions import perform_or_refuse
from core.views.confirming import Question


@require_POST
def strike_award(request: SignedInRequest, pk: int) -> HttpResponse:
    award = get_visible_or_404(Award.objects.all(), request.user, pk=pk)
    action = partial(remove_award, award, actor=request.user)
    return perform_or_refuse(request, action, award.decision.get_absolute_url())


@require_POST
def discard_draft_view(request: SignedInRequest, pk: int) -> HttpResponse:
    decision = get_visible_or_404(Decision.objects.all(), request.user, pk=pk)
    back = decision.get_absolute_url()
    words = _("Throw this draft away? What it would have awarded stays approved.")
    question = Question(words, _("Throw away"), is_danger=True)
    action = partial(discard_draft, decision, actor=request.user)
    then = list_url("awards:decisions", year=decision.year)
    return perform_or_refuse(request, action, back, question=question, then=then)


@require_safe
def decision_paper(request: SignedInRequest, pk: int, file_format: str) -> HttpResponse:
    decision = get_visible_or_404(Decision.objects.all(), request.user, pk=pk)
    return document_response(decision_document(decision), file_format, f"quyet-dinh-{decision.pk}")


@require_safe
def decision_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    decision = get_visible_or_404(Decision.objects.all(), request.user, pk=pk)
    is_draft = decision.state == DecisionState.DRAFT
    key = stored_fingerprint(decision)
    return document_picture(decision_document(decision), key=key, is_draft=is_draft)
