from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.body_limits import BodyLimit
from core.corrections import ways_to_mend
from core.documents.description import Document
from core.documents.responses import document_picture, document_response
from core.files import private_response
from core.scoping import get_visible_or_404
from core.text import format_number, short_date
from core.views import CorrectionPage, DetailPage, ObjectFormPage
from emulation.clusters.documents import pact_document, split_lines
from emulation.clusters.forms import CorrectSignatureForm, PactForm, PactScanForm, SignPactForm
from emulation.clusters.models import ClusterYear, ClusterYearQuerySet, PactSignature
from emulation.clusters.rules import may_write_pact
from emulation.clusters.selectors import is_open_to, pages_open_to, units_to_sign
from emulation.clusters.services.pacts import (
    check_open,
    check_signed,
    check_written,
    correct_signature,
    file_pact,
    sign_pact,
    write_pact,
)
from emulation.clusters.views.clusters import ClusterYearFormPage, default_day
from unions.access import PortalUser, is_officer_at


def words_of(pact: ClusterYear) -> dict[str, Any]:
    words = {name: getattr(pact, f"pact_{name}") for name in ("basis", "contents", "targets")}
    return words | {"revision": pact.revision}


class WritePact(ClusterYearFormPage):
    nav_key = "clusters"
    form_class = PactForm

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("The pact of %(year)s") % {"year": self.year}

    def check(self) -> None:
        if row := self.row():
            check_open(row)

    def row(self) -> ClusterYear | None:
        return self.object.years.filter(year=self.year).first()

    def get_initial(self) -> dict[str, Any]:
        row = self.row()
        return words_of(row) if row else {"revision": 0}

    def act(self, form: PactForm) -> Model:
        values = dict(form.cleaned_data)
        revision = values.pop("revision")
        return write_pact(
            actor=self.request.user, cluster=self.object, year=self.year, expected_revision=revision, **values
        )


class EditPact(CorrectionPage):
    nav_key = "clusters"
    model = ClusterYear
    form_class = PactForm

    def rows(self) -> ClusterYearQuerySet:
        return pacts_with_cluster()

    def get_initial(self) -> dict[str, Any]:
        return words_of(self.object)

    def act(self, form: PactForm) -> Model:
        values = dict(form.cleaned_data)
        pact, revision = self.object, values.pop("revision")
        return write_pact(
            actor=self.request.user, cluster=pact.cluster, year=pact.year, expected_revision=revision, **values
        )


def pacts_with_cluster() -> ClusterYearQuerySet:
    pacts: ClusterYearQuerySet = ClusterYear.objects.select_related("cluster__union", "lead")
    return pacts


class PactPage(DetailPage):
    nav_key = "clusters"
    model = ClusterYear
    template_name = "emulation/pact.html"

    def get_queryset(self) -> QuerySet[ClusterYear]:
        return super().get_queryset().select_related("cluster__union", "lead")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pact, user = self.object, self.request.user
        rows = pact.signatures.select_related("grassroots").order_by("signed_on", "grassroots__sort_key")
        signatures = list(rows.not_struck())
        is_officer = is_officer_at(user, pact.cluster.union_id)
        return super().get_context_data(
            facts=pact_facts(pact),
            contents=split_lines(pact.pact_contents),
            targets=split_lines(pact.pact_targets),
            signatures=signatures,
            struck=[(row, ways_to_mend(user, row)) for row in rows.filter(struck_at__isnull=False)],
            unsigned=list(units_to_sign(pact)) if is_open_to(user, pact.cluster) else [],
            open_units=pages_open_to(user, [signature.grassroots for signature in signatures]),
            may_write=is_officer and not pact.pact_contents,
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
    nav_key = "clusters"
    model = ClusterYear

    def rows(self) -> ClusterYearQuerySet:
        return pacts_with_cluster()

    def may(self, user: PortalUser) -> bool:
        return may_write_pact(user, self.object)


class SignPact(PactFormPage):
    form_class = SignPactForm
    heading = gettext_lazy("Record signatures under the pact")
    submit_label = gettext_lazy("Record the signatures")

    def check(self) -> None:
        check_written(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"pact": self.object}

    def get_initial(self) -> dict[str, Any]:
        return {"signed_on": self.object.pact_signed_on or default_day(self.object.year)}

    def act(self, form: SignPactForm) -> Model:
        units = list(form.cleaned_data["units"])
        signatures = sign_pact(
            actor=self.request.user, pact=self.object, units=units, signed_on=form.cleaned_data["signed_on"]
        )
        count = len(signatures)
        message = ngettext(
            "%(count)s signature has been recorded.", "%(count)s signatures have been recorded.", count
        )
        messages.success(self.request, message % {"count": format_number(count)})
        return self.object


class FilePact(PactFormPage):
    body_limit = BodyLimit.FILE
    form_class = PactScanForm
    heading = gettext_lazy("File the signed paper")

    def check(self) -> None:
        check_signed(self.object)

    def act(self, form: PactScanForm) -> Model:
        return file_pact(actor=self.request.user, pact=self.object, scan=form.cleaned_data["pact_scan"])


class SignatureEdit(CorrectionPage):
    nav_key = "clusters"
    model = PactSignature
    form_class = CorrectSignatureForm

    def rows(self) -> QuerySet[PactSignature]:
        return PactSignature.objects.select_related("cluster_year__cluster__union", "cluster_year__lead")

    def act(self, form: CorrectSignatureForm) -> Model:
        values = dict(form.cleaned_data)
        corrected = correct_signature(
            self.object, actor=self.request.user, expected_revision=values.pop("revision"), **values
        )
        return corrected.cluster_year


@require_safe
def scan(request: SignedInRequest, pk: int) -> FileResponse:
    pact = get_visible_or_404(pacts_with_cluster(), request.user, pk=pk)
    if not pact.pact_scan:
        raise Http404
    return private_response(pact.pact_scan, f"giao-uoc-{pact.year}{Path(pact.pact_scan.name).suffix}")


@require_safe
def pact_paper(request: SignedInRequest, pk: int, file_format: str) -> HttpResponse:
    pact = written_pact_or_404(request.user, pk)
    return document_response(document_for(request.user, pact), file_format, f"giao-uoc-thi-dua-{pact.year}")


@require_safe
def pact_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    pact = written_pact_or_404(request.user, pk)
    return document_picture(document_for(request.user, pact), is_draft=pact.pact_signed_on is None)


def written_pact_or_404(user: PortalUser, pk: int) -> ClusterYear:
    pact: ClusterYear = get_visible_or_404(pacts_with_cluster(), user, pk=pk)
    if not pact.pact_contents:
        raise Http404
    return pact


def document_for(user: PortalUser, pact: ClusterYear) -> Document:
    return pact_document(pact, names_unsigned=is_open_to(user, pact.cluster))
