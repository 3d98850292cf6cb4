from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.actor import SignedInRequest
from core.documents.responses import document_response
from core.files import FileLost, private_response
from core.panels import links_for, panels_around
from core.pdf import render_pdf
from core.pdf_response import pdf_response
from core.scoping import get_visible_or_404
from core.views import DetailPage
from core.working_year import working_year
from unions.access import PortalUser, is_administrator, is_officer_at, may_edit_unions_below
from unions.tree.documents import CERTIFICATE, LETTER, sample_certificate, sample_letter
from unions.tree.models import Union, UnionLogo, UnionProfile
from unions.tree.selectors import (
    branches_for,
    dissolved_unions,
    logo_data_uri,
    neighbours,
    profiles_of,
    unions_above,
    words_of,
)

SAMPLE_NAME = "mau-van-ban"


class UnionTree(TemplateView):
    template_name = "unions/tree.html"
    request: SignedInRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            branches=branches_for(user),
            ended=dissolved_unions(user),
            may_enter=is_administrator(user),
            **kwargs,
        )


class UnionPage(DetailPage):
    model = Union
    template_name = "unions/union.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        union, year = self.object, working_year(self.request)
        visible = Union.objects.visible_to(user)
        parents = union.links_up.filter(parent__in=visible).select_related("parent")
        below = union.links_down.filter(union__in=visible).select_related("union")
        return super().get_context_data(
            is_dissolved=bool(union.dissolved_on and union.dissolved_on <= timezone.localdate()),
            profiles=profiles_of(union),
            profile=union.profile_on(timezone.localdate()),
            parents=neighbours(parents, "parent__name"),
            below=neighbours(below, "union__name"),
            year=year,
            is_officer=is_officer_at(user, union.pk),
            links=links_for(user, "unions.Union", union),
            **panels_around(user, union, year),
            **allowed_actions(user, union),
            **kwargs,
        )


def allowed_actions(user: PortalUser, union: Union) -> dict[str, bool]:
    above = unions_above(union)
    lives = union.dissolved_on is None
    return {
        "may_write": lives and may_edit_unions_below(user, above),
        "may_enter_below": lives and may_edit_unions_below(user, {union.pk, *above}),
        "may_move": lives and is_administrator(user),
    }


@require_safe
def union_logo(request: SignedInRequest, pk: int) -> FileResponse:
    logo = get_visible_or_404(UnionLogo.objects.all(), request.user, pk=pk)
    return private_response(logo.file, f"{logo.union.code.lower()}.png", as_attachment=False)


@require_safe
def profile_sample(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    profile = get_visible_or_404(UnionProfile.objects.all(), request.user, pk=pk)
    if kind == CERTIFICATE:
        return certificate_response(profile)
    if kind == LETTER:
        return letter_response(words_of(profile))
    raise Http404


@require_safe
def profile_sample_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    profile = get_visible_or_404(UnionProfile.objects.all(), request.user, pk=pk)
    return letter_response(words_of(profile), "docx")


def letter_response(words: dict[str, Any], file_format: str = "pdf") -> HttpResponse:
    return document_response(sample_letter(words), file_format, SAMPLE_NAME)


def certificate_response(profile: UnionProfile) -> HttpResponse:
    try:
        emblem = logo_data_uri(profile.logo_id)
    except FileLost:
        emblem = ""  # a sample is no official document and may lack its logo
    pdf = render_pdf("documents/certificate.html", sample_certificate(words_of(profile), emblem=emblem))
    return pdf_response(pdf, f"{SAMPLE_NAME}.pdf")
