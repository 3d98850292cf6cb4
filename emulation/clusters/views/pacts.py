"""The pact of a cluster's year: its page, its words, its signatures and its papers."""

from functools import partial
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.actor import SignedInRequest
from core.files import private_response
from core.pdf import render_pdf
from core.pdf_response import pdf_response
from core.scoping import get_visible_or_404
from core.text import format_number, short_date
from core.views import DetailPage
from core.views.actions import ObjectFormPage, perform_or_refuse
from emulation.clusters.documents import lines_of, pact_document
from emulation.clusters.forms import PactForm, PactScanForm, SignForm
from emulation.clusters.models import ClusterYear, PactSignature
from emulation.clusters.rules import may_write_pact
from emulation.clusters.selectors import is_open_to, pages_open_to, units_to_sign
from emulation.clusters.services.pacts import file_pact, sign_pact, strike_signature, write_pact
from emulation.clusters.views.clusters import ClusterYearFormPage, likely_day
from unions.access import PortalUser, is_officer_at


class WritePact(ClusterYearFormPage):
    nav_key = "clusters"
    form_class = PactForm

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("The pact of %(year)s") % {"year": self.year}

    def get_initial(self) -> dict[str, Any]:
        row = self.object.years.filter(year=self.year).first()
        if row is None:
            return {"revision": 0}
        words = {name: getattr(row, f"pact_{name}") for name in ("basis", "contents", "targets")}
        return words | {"revision": row.revision}

    def act(self, form: PactForm) -> Model:
        said = dict(form.cleaned_data)
        seen = said.pop("revision")
        return write_pact(
            actor=self.request.user, cluster=self.object, year=self.year, expected_revision=seen, **said
        )


def pacts() -> Any:
    return ClusterYear.objects.select_related("cluster__union", "lead")


class PactPage(DetailPage):
    nav_key = "clusters"
    model = ClusterYear
    template_name = "emulation/pact.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("cluster__union", "lead")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pact, user = self.object, self.request.user
        signatures = list(pact.signatures.select_related("grassroots").order_by("signed_on", "grassroots__sort_key"))
        is_officer = is_officer_at(user, pact.cluster.union_id)
        return super().get_context_data(
            facts=pact_facts(pact),
            contents=lines_of(pact.pact_contents),
            targets=lines_of(pact.pact_targets),
            signatures=signatures,
            unsigned=list(units_to_sign(pact)) if is_open_to(user, pact.cluster) else [],
            open_units=pages_open_to(user, [each.grassroots for each in signatures]),
            may_write=is_officer and pact.pact_signed_on is None,
            may_record=bool(pact.pact_contents) and may_write_pact(user, pact),
            **kwargs,
        )


def pact_facts(pact: ClusterYear) -> list[tuple[str, Any]]:
    since = _("since %(day)s") % {"day": short_date(pact.lead_from)} if pact.lead_from else ""
    return [
        (_("Lead of the year"), f"{pact.lead}, {since}" if pact.lead else ""),
        (_("What the pact is based on"), pact.pact_basis),
        (_("Signed on"), short_date(pact.pact_signed_on) if pact.pact_signed_on else ""),
    ]


class PactFormPage(ObjectFormPage):
    """What the officer and the lead of the year enter."""

    nav_key = "clusters"
    model = ClusterYear

    def rows(self) -> Any:
        return pacts()

    def may(self, user: PortalUser) -> bool:
        return may_write_pact(user, self.object)


class SignPact(PactFormPage):
    form_class = SignForm
    heading = gettext_lazy("Record signatures under the pact")
    submit_label = gettext_lazy("Record the signatures")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"pact": self.object}

    def get_initial(self) -> dict[str, Any]:
        return {"signed_on": self.object.pact_signed_on or likely_day(self.object.year)}

    def act(self, form: SignForm) -> Model:
        units = list(form.cleaned_data["units"])
        signed = sign_pact(
            actor=self.request.user, pact=self.object, units=units, signed_on=form.cleaned_data["signed_on"]
        )
        said = ngettext(
            "%(count)s signature has been recorded.", "%(count)s signatures have been recorded.", len(signed)
        )
        messages.success(self.request, said % {"count": format_number(len(signed))})
        return self.object


class FilePact(PactFormPage):
    form_class = PactScanForm
    heading = gettext_lazy("File the signed paper")

    def act(self, form: PactScanForm) -> Model:
        return file_pact(actor=self.request.user, pact=self.object, scan=form.cleaned_data["pact_scan"])


@require_POST
def strike_signature_view(request: SignedInRequest, pk: int) -> HttpResponse:
    """Strike out a signature entered by mistake."""
    signatures = PactSignature.objects.select_related("cluster_year__cluster", "cluster_year__lead", "grassroots")
    signature = get_visible_or_404(signatures, request.user, pk=pk)
    pact = signature.cluster_year
    deed = partial(strike_signature, actor=request.user, signature=signature)
    return perform_or_refuse(request, deed, pact.get_absolute_url())


@require_safe
def scan(request: SignedInRequest, pk: int) -> FileResponse:
    """The signed paper, for whoever sees the pact."""
    pact = get_visible_or_404(pacts(), request.user, pk=pk)
    if not pact.pact_scan:
        raise Http404
    return private_response(pact.pact_scan, f"giao-uoc-{pact.year}{Path(pact.pact_scan.name).suffix}")


@require_safe
def pact_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The pact as it is signed; one that is not written yet is no paper."""
    pact = get_visible_or_404(pacts(), request.user, pk=pk)
    if not pact.pact_contents:
        raise Http404
    payload = pact_document(pact, names_unsigned=is_open_to(request.user, pact.cluster))
    content = render_pdf("documents/emulation_pact.html", payload)
    return pdf_response(content, f"giao-uoc-thi-dua-{pact.year}.pdf")
