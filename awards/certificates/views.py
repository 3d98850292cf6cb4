from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from awards.certificates.services import AT_ONCE, certificates_name, certificates_pdf, print_certificates
from awards.decisions.models import Award, Decision
from awards.decisions.selectors import certificates_of
from core.actor import SignedInRequest
from core.pdf_response import pdf_response
from core.scoping import get_visible_or_404
from core.views import refused


@require_http_methods(["GET", "HEAD", "POST"])
def certificates_document(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET shows the first certificates one may see as they print; POST prints them all and is noted."""
    decision = get_visible_or_404(Decision.objects.all(), request.user, pk=pk)
    back = decision.get_absolute_url()
    try:
        return (
            print_certificates_view(request, decision)
            if request.method == "POST"
            else certificates_preview(request, decision)
        )
    except ValidationError as error:
        return refused(request, error, back)


def certificates_preview(request: SignedInRequest, decision: Decision) -> HttpResponse:
    seen = Award.objects.visible_to(request.user).filter(decision=decision)
    first = list(certificates_of(decision, seen).values_list("award", flat=True)[:AT_ONCE])
    made = certificates_pdf(decision, Award.objects.filter(pk__in=first))
    return pdf_response(made, certificates_name(decision))


def print_certificates_view(request: SignedInRequest, decision: Decision) -> HttpResponse:
    made = print_certificates(decision, actor=request.user)
    if isinstance(made, bytes):
        return pdf_response(made, certificates_name(decision), download=True)
    return redirect(reverse("job", args=[made.pk]))
