from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.documents.kinds import DOCUMENT_KINDS, DocumentKind
from core.papers import PAPERS, Paper, pages_remark
from emulation.achievement_reports.documents import report_document
from emulation.achievement_reports.selectors import may_read_report, reported_registrations
from emulation.registrations.models import Registration
from unions.access import PortalUser
from unions.tree.models import Union

LABEL = _("Report of achievements")


def papers_of_registration(user: PortalUser, registration: Registration) -> list[Paper]:
    if not may_read_report(user, registration):
        return []
    kinds = ("paper", "picture", "docx")
    page, picture, word = (reverse(f"emulation:achievement-report-{kind}", args=[registration.pk]) for kind in kinds)
    return [Paper(LABEL, page, picture, pages_remark(None), word)]


def _of_year(rows: QuerySet[Registration], union: Union, year: int) -> QuerySet[Registration]:
    return rows.filter(union=union, year=year).order_by("grassroots__sort_key", "pk")


KIND = DocumentKind.of_rows("achievement_report", LABEL, reported_registrations, _of_year, report_document)


def register() -> None:
    PAPERS.register(papers_of_registration, to="emulation.Registration")
    DOCUMENT_KINDS.register(KIND)
