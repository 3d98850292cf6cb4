"""Buttons that are no moves of a workflow: a line struck out, a draft thrown away, papers printed."""

from functools import partial

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards import services
from awards.models import AgendaItem, Award, Decision, Session
from awards.selectors.awards import certificates_of
from awards.services.printing import AT_ONCE, certificates_name, minutes_pdf
from core.scoping import get_visible_or_404
from core.views import done_or_refused, refused


def pdf_response(content: bytes, name: str, *, download: bool = False) -> HttpResponse:
    disposition = "attachment" if download else "inline"
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one item off the agenda of a planned session."""
    item = get_visible_or_404(AgendaItem.objects.all(), request.user, pk=pk)
    deed = partial(services.take_off_agenda, item, actor=request.user)
    return done_or_refused(request, deed, item.session.get_absolute_url())


@require_POST
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike one recipient out of a draft."""
    award = get_visible_or_404(Award.objects.all(), request.user, pk=pk)
    deed = partial(services.remove_award, award, actor=request.user)
    return done_or_refused(request, deed, award.decision.get_absolute_url())


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    decision = get_visible_or_404(Decision.objects.all(), request.user, pk=pk)
    deed = partial(services.discard_draft, decision, actor=request.user)
    return done_or_refused(request, deed, decision.get_absolute_url(), then="awards:decisions")


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the decision as it prints."""
    decision = get_visible_or_404(Decision.objects.all(), request.user, pk=pk)
    return pdf_response(services.decision_pdf(decision), f"quyet-dinh-{decision.pk}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the first certificates one may see as they print; POST prints them all and is noted."""
    decision = get_visible_or_404(Decision.objects.all(), request.user, pk=pk)
    back = decision.get_absolute_url()
    try:
        return print_all(request, decision) if request.method == "POST" else preview(request, decision)
    except ValidationError as error:
        return refused(request, error, back)


def preview(request: HttpRequest, decision: Decision) -> HttpResponse:
    seen = Award.objects.visible_to(request.user).filter(decision=decision)
    first = list(certificates_of(decision, seen).values_list("award", flat=True)[:AT_ONCE])
    made = services.certificates_pdf(decision, Award.objects.filter(pk__in=first))
    return pdf_response(made, certificates_name(decision))


def print_all(request: HttpRequest, decision: Decision) -> HttpResponse:
    made = services.print_certificates(decision, actor=request.user)
    if isinstance(made, bytes):
        return pdf_response(made, certificates_name(decision), download=True)
    return redirect(reverse("job", args=[made.pk]))


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the minutes of a session as they print."""
    session = get_visible_or_404(Session.objects.all(), request.user, pk=pk)
    return pdf_response(minutes_pdf(session), f"bien-ban-{session.pk}.pdf")
