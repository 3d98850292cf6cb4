"""Buttons that are no moves of a workflow: a line struck out, a draft thrown away, papers printed."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards import services
from awards.models import AgendaItem, Award, Decision, Session
from awards.selectors.awards import certificates_of
from awards.services.printing import AT_ONCE, certificates_name, minutes_pdf
from core.scoping import ScopedQuerySet, get_visible_or_404
from core.views import refused


def pdf_response(content: bytes, name: str, *, download: bool = False) -> HttpResponse:
    disposition = "attachment" if download else "inline"
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def deed(
    request: HttpRequest, rows: ScopedQuerySet, pk: int, act: Callable[..., Any], back: Callable[[Any], str]
) -> HttpResponse:
    """Do `act` to one visible row and go where `back` says, which it is asked before the row may be gone."""
    thing = get_visible_or_404(rows, request.user, pk=pk)
    target = back(thing)
    try:
        act(thing, actor=request.user)
    except ValidationError as error:
        return refused(request, error, target)
    return HttpResponseRedirect(target)


@require_POST
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one item off the agenda of a planned session."""
    items = AgendaItem.objects.all()
    return deed(request, items, pk, services.take_off_agenda, lambda item: item.session.get_absolute_url())


@require_POST
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike one recipient out of a draft."""
    awards = Award.objects.all()
    return deed(request, awards, pk, services.remove_award, lambda award: award.decision.get_absolute_url())


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    decision = get_visible_or_404(Decision.objects.all(), request.user, pk=pk)
    try:
        services.discard_draft(decision, actor=request.user)
    except ValidationError as error:
        return refused(request, error, decision.get_absolute_url())
    return redirect("awards:decisions")


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
