from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from awards.sessions.choices import SessionState
from awards.sessions.documents import minutes_document
from awards.sessions.models import AgendaItem, Session
from awards.sessions.services import take_off_agenda
from core.actor import SignedInRequest
from core.documents.responses import document_picture, document_response
from core.documents.storage import stored_fingerprint
from core.scoping import get_visible_or_404
from core.views.actions import perform_or_refuse


@require_POST
def take_off_agenda_view(request: SignedInRequest, pk: int) -> HttpResponse:
    item = get_visible_or_404(AgendaItem.objects.all(), request.user, pk=pk)
    action = partial(take_off_agenda, item, actor=request.user)
    return perform_or_refuse(request, action, item.session.get_absolute_url())


@require_safe
def minutes_paper(request: SignedInRequest, pk: int, file_format: str) -> HttpResponse:
    session = get_visible_or_404(Session.objects.all(), request.user, pk=pk)
    return document_response(minutes_document(session), file_format, f"bien-ban-{session.pk}")


@require_safe
def minutes_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    session = get_visible_or_404(Session.objects.all(), request.user, pk=pk)
    is_draft = session.state != SessionState.CLOSED
    return document_picture(minutes_document(session), key=stored_fingerprint(session), is_draft=is_draft)
