from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.users.selectors import officers_of_unions
from core.approval import draft_todo
from core.audit_labels import register_labels
from core.closed_years import CLOSING_PAPERS, COUNTED
from core.corrections import CORRECTIONS, CorrectionRule
from core.documents.kinds import DOCUMENT_KINDS, DocumentKind
from core.documents.pictures import known_pages
from core.documents.storage import stored_fingerprint
from core.frozen.by_another import by_another
from core.frozen.records import FrozenRecord, LaterChange
from core.links import list_url
from core.navigation import NAVIGATION, NavItem
from core.notifications import News, register_news
from core.panels import LINKS, Link
from core.papers import PAPERS, Paper, pages_remark
from core.request_cache import read_once
from core.signed_papers import SIGNED_PAPERS
from core.todo import TODOS, YEAR_STEPS, Todo, YearStep
from reports.editions import jobs  # noqa: F401 registers its background jobs
from reports.editions.choices import EditionState
from reports.editions.closed_years import COUNTED_MODELS, issued_report
from reports.editions.models import ReportEdition
from reports.editions.selectors import beginning as selectors
from reports.editions.selectors.beginning import REPORT_TODO, unions_without_report
from reports.editions.selectors.signed import reports_worded_by
from reports.editions.services.drafting import check_draft
from reports.editions.services.issuing import edition_document
from reports.editions.workflow import EDITION, may_send
from reports.editions.year_steps import report_step
from reports.indicators.rules import may_write_report
from reports.indicators.scope import Scope
from unions.access import LEADERS, STAFF, PortalUser, RoleKind
from unions.dismissals.selectors import DISMISSIBLE, DismissibleTodo, Office, dismiss_url
from unions.news_groups import YEAR_REPORTS
from unions.tree.models import Union

DRAFT, SIGNED, ISSUED = EditionState.DRAFT.value, EditionState.SIGNED.value, EditionState.ISSUED.value
FREEZES = (
    by_another("reports_reportedition", "signed_by_id", "created_by_id", "submitted_by_id"),
    FrozenRecord(
        ReportEdition,
        since=(SIGNED, ISSUED),
        kept_since=(EditionState.SUBMITTED.value, SIGNED, ISSUED),
        documents_since=(ISSUED,),
        changes=(
            LaterChange(
                "take the signature back",
                ("signatory_name", "signed_by", "signed_at", "submitted_by", "submitted_at", "return_reason"),
                move=(SIGNED, DRAFT),
            ),
            LaterChange(
                "issue",
                ("dated_on", "number", "series_year", "symbol", "pdf", "sha256", "issued_by", "issued_at"),
                move=(SIGNED, ISSUED),
            ),
        ),
    ),
)
LABELS = {
    "closed_year.change": gettext_lazy("changed the figures after the report was issued"),
    "edition.draft": gettext_lazy("began the report"),
    "edition.write": gettext_lazy("wrote the narrative"),
    "edition.acknowledge": gettext_lazy("saw what the report lacks"),
    "edition.submit": gettext_lazy("sent the report for signature"),
    "edition.recall": gettext_lazy("took the report back to change it"),
    "edition.return": gettext_lazy("sent the report back to be changed"),
    "edition.sign": gettext_lazy("signed the report"),
    "edition.reopen": gettext_lazy("took the signature back"),
    "edition.issue": gettext_lazy("numbered and issued the report"),
}
NEWS_OF_REPORTS = {
    "edition.return": News(
        gettext_lazy("“%(name)s” was sent back to be changed: %(reason)s"),
        gettext_lazy("%(count)s reports were sent back to be changed"),
        officers_of_unions,
        subject=gettext_lazy("A report sent back to be changed"),
        group=YEAR_REPORTS,
    ),
    "edition.reopen": News(
        gettext_lazy("The signature under “%(name)s” was taken back: %(reason)s"),
        gettext_lazy("The signatures under %(count)s reports were taken back"),
        officers_of_unions,
        subject=gettext_lazy("The signature under a report taken back"),
        group=YEAR_REPORTS,
    ),
}
CORRECTION = CorrectionRule(
    fields=("as_of", "sections"),
    page="reports:edition-write",
    may=lambda user, edition: may_write_report(user, edition.union_id),
    until="the signature; then a new edition corrects it",
    check=check_draft,
    fixed={
        "union": "begin the report of the right union",
        "year": "begin the report of the right year",
        "edition": "counted by the portal",
        "dated_on": "entered when the report is issued",
        "series_year": "the year of its date",
        "number": "entered when the report is issued",
        "symbol": "made from the number",
        "signatory_name": "chosen among the leaders of the day when the report is signed",
        "payload": "counted by the portal",
        "pdf": "printed by the portal",
        "sha256": "computed by the portal",
        "issued_by": "written when the report is issued",
        "issued_at": "written when the report is issued",
    },
)
OF_DRAFT = {
    "unsent": gettext_lazy("The draft “%(draft)s” is not sent for signature yet"),
    "returned": gettext_lazy("The draft “%(draft)s” was sent back to be changed: %(reason)s"),
}
AUTHORS = LEADERS | {RoleKind.OFFICER}
CLERKS = frozenset({RoleKind.CLERK, RoleKind.OFFICER})
READERS = STAFF | {RoleKind.UPPER_VIEWER, RoleKind.ADMIN}


def may_read_reports(user: PortalUser) -> bool:
    return bool(user.is_authenticated and user.access.holds_any(READERS))


def year_steps(user: PortalUser, year: int) -> list[YearStep]:
    return [report_step(user, year)] if may_read_reports(user) else []


def todos(user: PortalUser, year: int) -> list[Todo]:
    unions = user.access.unions_where(AUTHORS | CLERKS)
    editions = [row for row in read_once(selectors.editions_of_year, user, year) if row.union_id in unions]
    by_state = {state: [row for row in editions if row.state == state] for state in EditionState}
    drafts = [edition for edition in by_state[EditionState.DRAFT] if may_send(user, edition)]
    sent = [edition for edition in by_state[EditionState.SUBMITTED] if EDITION.may("sign", user, edition)]
    signed = [edition for edition in by_state[EditionState.SIGNED] if EDITION.may("issue", user, edition)]
    to_sign = _("The year-end report %(year)s waits for your signature") % {"year": year}
    to_number = _("The year-end report %(year)s is signed and waits for its number") % {"year": year}
    return [
        *(draft_todo(edition, **OF_DRAFT) for edition in drafts),
        *(Todo(to_sign, edition.get_absolute_url(), 1) for edition in sent),
        *(Todo(to_number, edition.get_absolute_url(), 1) for edition in signed),
    ]


def reports_to_begin(user: PortalUser, year: int) -> list[Todo]:
    offices = user.access.unions_where({RoleKind.OFFICER})
    waiting = read_once(selectors.waiting_for_report, user, year) if offices else []
    return [
        Todo(
            _("The year-end report %(year)s of %(union)s has not been begun") % {"year": year, "union": union},
            list_url("reports:edition-create", union.pk, year=year),
            1,
            can_wait=True,
            dismiss_url=dismiss_url(REPORT_TODO, year, union),
        )
        for union in waiting
        if union.pk in offices
    ]


def report_of_the_figures(user: PortalUser, scope: Scope) -> list[Link]:
    if not may_write_report(user, scope.union.pk):
        return []
    if begun := selectors.unissued_edition(scope.union, scope.year):
        return [Link(gettext_lazy("Go on with the report"), begun.get_absolute_url())]
    page = list_url("reports:edition-create", scope.union.pk, year=scope.year)
    return [Link(gettext_lazy("Begin the report"), page)]


WRITE_REPORT = DismissibleTodo(
    REPORT_TODO,
    gettext_lazy("Years without a report"),
    frozenset({RoleKind.OFFICER}),
    unions_without_report,
    lambda year: Union.objects.filter(report_editions__year=year),
    lambda union: Office(union.pk),
)


def editions_of_year(editions: QuerySet[ReportEdition], union: Union, year: int) -> QuerySet[ReportEdition]:
    return editions.filter(union=union, year=year).order_by("edition")


def edition_subject(edition: ReportEdition) -> str:
    name = _("Report of %(year)s, edition %(edition)s") % {"year": edition.year, "edition": edition.edition}
    return f"{edition.symbol} – {name}" if edition.symbol else name


REPORTS = DocumentKind.of_rows(
    "report",
    gettext_lazy("Year-end report"),
    lambda: ReportEdition.objects.select_related("union"),
    editions_of_year,
    edition_document,
    edition_subject,
)


def edition_papers(user: PortalUser, edition: ReportEdition) -> list[Paper]:
    """A draft counts its figures anew, so it has no picture here."""
    if not edition.pdf:
        return []
    return [
        Paper(
            gettext_lazy("Year-end report"),
            reverse("reports:edition-file", args=[edition.pk]),
            reverse("reports:edition-picture", args=[edition.pk]),
            pages_remark(known_pages(edition.sha256)),
            reverse("reports:edition-docx", args=[edition.pk]) if stored_fingerprint(edition) else "",
        )
    ]


def register() -> None:
    DOCUMENT_KINDS.register(REPORTS)
    NAVIGATION.register(
        NavItem("reports", gettext_lazy("Reports"), "reports:entrance", 60, may_read_reports, is_by_year=True)
    )
    CLOSING_PAPERS.register(issued_report)
    for label, counted in COUNTED_MODELS.items():
        COUNTED.register(counted, to=label)
    LINKS.register(report_of_the_figures, to="reports:overview")
    TODOS.register(todos)
    TODOS.register(reports_to_begin)
    DISMISSIBLE.register(WRITE_REPORT, to=WRITE_REPORT.code)
    YEAR_STEPS.register(year_steps)
    register_labels(LABELS)
    register_news(NEWS_OF_REPORTS)
    CORRECTIONS.register(CORRECTION, to="reports.ReportEdition")
    PAPERS.register(edition_papers, to="reports.ReportEdition")
    SIGNED_PAPERS.register(reports_worded_by, to="unions.UnionProfile")
