from hashlib import sha256

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from awards.certificates.services import MAX_IN_REQUEST, certificates_name, certificates_pdf, print_certificates
from awards.decisions.models import Award, Decision
from awards.decisions.selectors import certificates_of
from core.actor import SignedInRequest
from core.documents.pictures import kept_picture
from core.documents.responses import picture_response
from core.pdf_response import pdf_or_job, pdf_response
from core.scoping import get_visible_or_404
from core.views import refused


@require_http_methods(["GET", "HEAD", "POST"])
def certificates_document(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET previews what the user may see; POST prints all and records it."""
    decision = get_visible_or_404(Decision.objects.all(), request.user, pk=pk)
    handle = print_all if request.method == "POST" else preview
    try:
        return handle(request, decision)
    except ValidationError as error:
        return refused(request, error, decision.get_absolute_url())


def preview(request: SignedInRequest, decision: Decision) -> HttpResponse:
    visible = Award.objects.visible_to(request.user).filter(decision=decision)
    certificates = certificates_of(decision, visible)
    count, first = certificates.count(), certificates.values_list("award", flat=True)[:MAX_IN_REQUEST]
    extract_of = count if count > MAX_IN_REQUEST else 0
    pdf = certificates_pdf(decision, Award.objects.filter(pk__in=list(first)), extract_of=extract_of)
    return pdf_response(pdf, certificates_name(decision))


@require_safe
def certificate_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    """The signature froze what is printed, so it is drawn once."""
    decision = get_visible_or_404(Decision.objects.all(), request.user, pk=pk)
    certificate = certificates_of(decision, Award.objects.visible_to(request.user)).first()
    if certificate is None:
        raise Http404
    key = sha256(f"certificate {certificate.code}".encode()).hexdigest()
    award = Award.objects.filter(pk=certificate.award_id)
    return picture_response(kept_picture(key, lambda: certificates_pdf(decision, award)))


def print_all(request: SignedInRequest, decision: Decision) -> HttpResponse:
    return pdf_or_job(print_certificates(decision, actor=request.user), certificates_name(decision))
