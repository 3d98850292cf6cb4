from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core import jobs
from core.actor import SignedInRequest
from core.body_limits import BodyLimit
from core.documents.pictures import kept_picture
from core.documents.responses import document_picture, document_response, picture_response
from core.documents.storage import stored_document
from core.files import private_response, read_kept
from core.links import list_url
from core.scoping import get_visible_or_404
from core.views import DetailPage, ListPage, ObjectFormPage
from reports.editions.choices import SECTION_LABELS, UNSIGNED, EditionState
from reports.editions.filters import EditionFilter
from reports.editions.forms import SectionsForm
from reports.editions.jobs import PREVIEW
from reports.editions.models import ReportEdition
from reports.editions.selectors.figures import sums_now, was_changed_since_issued
from reports.editions.selectors.gaps import open_gaps
from reports.editions.services.drafting import check_draft, check_no_draft, draft_edition, write_sections
from reports.editions.services.issuing import edition_document
from reports.editions.tables import EditionTable
from reports.editions.workflow import EDITION
from reports.indicators.rules import may_write_report
from reports.indicators.views import WriterPage
from unions.access import PortalUser


class EditionList(ListPage):
    model = ReportEdition
    table_class = EditionTable
    filterset_class = EditionFilter
    heading = _("Report editions")
    empty_title = _("No report has been begun")
    empty_text = _("Begin the year's report from the page of its figures.")


class EditionPage(DetailPage):
    model = ReportEdition
    template_name = "reports/edition.html"
    workflow = EDITION
    move_url_name = "reports:edition-move"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, edition = self.request.user, self.object
        is_author = may_write_report(user, edition.union_id)
        is_counted = edition.state in UNSIGNED and is_author
        sections = [(label, edition.sections.get(name, "")) for name, label in SECTION_LABELS.items()]
        is_compared = edition.state == EditionState.ISSUED and (
            "compare" in self.request.GET or was_changed_since_issued(edition)
        )
        context = super().get_context_data(
            **(draft_facts(edition) if is_counted else {}),
            is_compared=is_compared,
            moved=sums_now(edition).changes if is_compared else [],
            sections=sections,
            is_counted=is_counted,
            may_write=edition.state == EditionState.DRAFT and is_author,
            **kwargs,
        )
        if context.get("open_gaps"):
            context["moves"] = [move for move in context["moves"] if move.name != "submit"]
        return context


def draft_facts(edition: ReportEdition) -> dict[str, Any]:
    sums = sums_now(edition)
    return {"open_gaps": len(open_gaps(edition, sums.figures)), "changes": sums.changes}


class EditionCreate(WriterPage):
    body_limit = BodyLimit.TEXT
    form_class = SectionsForm
    heading = _("Begin the year-end report")
    help = _("Write what no record can tell; you may leave it empty and come back. The figures are counted.")

    def check(self) -> None:
        check_no_draft(self.union, self.scope.year)

    def get_initial(self) -> dict[str, Any]:
        return {"as_of": self.scope.as_of}

    def act(self, form: SectionsForm) -> ReportEdition:
        as_of = form.cleaned_data["as_of"]
        edition = draft_edition(actor=self.request.user, union=self.union, year=self.scope.year, as_of=as_of)
        return write_sections(actor=self.request.user, edition=edition, sections=form.sections, as_of=as_of)

    def cancel_url(self) -> str:
        return list_url("reports:overview", self.union.pk, year=self.scope.year)


class EditionWrite(ObjectFormPage):
    body_limit = BodyLimit.TEXT
    model = ReportEdition
    form_class = SectionsForm
    fields = ("as_of",)
    heading = _("Narrative of the report")

    def may(self, user: PortalUser) -> bool:
        return may_write_report(user, self.object.union_id)

    def check(self) -> None:
        check_draft(self.object)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | self.object.sections

    def act(self, form: SectionsForm) -> ReportEdition:
        return write_sections(
            actor=self.request.user,
            edition=self.object,
            sections=form.sections,
            as_of=form.cleaned_data["as_of"],
            expected_revision=form.cleaned_data["revision"],
        )


@require_POST
def edition_preview(request: SignedInRequest, pk: int, file_format: str) -> HttpResponse:
    edition = get_visible_or_404(ReportEdition.objects.all(), request.user, pk=pk)
    job = jobs.enqueue(
        PREVIEW,
        name=str(_("Preview of the year-end report %(year)s") % {"year": edition.year}),
        actor=request.user,
        edition=edition.pk,
        file_format=file_format,
        back=edition.get_absolute_url(),
    )
    return HttpResponseRedirect(job.get_absolute_url())


@require_safe
def edition_file(request: SignedInRequest, pk: int) -> FileResponse:
    edition = get_visible_or_404(ReportEdition.objects.all(), request.user, pk=pk)
    if not edition.pdf:
        raise Http404
    name = f"{edition.symbol.replace('/', '-')}.pdf"
    return private_response(edition.pdf, name, as_attachment=False)


@require_safe
def edition_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    edition = get_visible_or_404(ReportEdition.objects.all(), request.user, pk=pk)
    if edition.pdf:
        key = edition.sha256
        return picture_response(kept_picture(key, lambda: read_kept(edition.pdf)))
    document = edition_document(edition, with_annexes=False)
    return document_picture(document, is_draft=edition.state == EditionState.DRAFT)


@require_safe
def edition_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    """An edition issued before documents were stored has only its PDF."""
    edition = get_visible_or_404(ReportEdition.objects.all(), request.user, pk=pk)
    document = stored_document(edition) if edition.state == EditionState.ISSUED else None
    if document is None:
        raise Http404
    return document_response(document, "docx", edition.symbol.replace("/", "-"))
