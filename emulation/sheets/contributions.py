from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.users.selectors import people_of_units
from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected
from core.documents.kinds import DOCUMENT_KINDS
from core.frozen.records import FrozenRecord, LaterChange
from core.links import list_url
from core.list_filters import EXTRA_FILTERS, ExtraFilter
from core.navigation import TABS, NavItem
from core.notifications import News, register_news
from core.papers import PAPERS
from core.text import format_number
from core.todo import TODOS, Todo
from emulation.registrations.choices import RegistrationState
from emulation.sheets.models import SheetVersion
from emulation.sheets.papers import KINDS, papers_of_campaign, papers_of_sheet
from emulation.sheets.rules import may_draft
from emulation.sheets.selectors.queue import WaitingCount, filter_by_sheet, waiting_of
from emulation.sheets.services.sheets import check_running
from unions.access import PortalUser, RoleKind, has_role
from unions.news_groups import REGISTRATIONS

FREEZES = (FrozenRecord(SheetVersion, changes=(LaterChange("sheet.file", fields=("scan",)),)),)
LABELS = {
    "sheet.open": _("began the registration sheet"),
    "sheet.submit": _("submitted the registration sheet"),
    "sheet.answer": _("answered the registration sheet"),
    "sheet.assign": _("assigned the registration sheet"),
    "sheet.file": _("filed the signed registration sheet"),
}
RETURNED_ROWS = "#returned"
NEWS_OF_SHEETS = {
    "sheet.answer": News(
        _("Registration sheet “%(name)s”: %(reason)s"),
        _("%(count)s registration sheets were answered"),
        people_of_units,
        lambda sheets: f"{sheets[0].get_absolute_url()}{RETURNED_ROWS}",
        subject=_("Registration sheets answered"),
        group=REGISTRATIONS,
    ),
}
OF_THE_CAMPAIGN = "open the sheet of the right campaign"
SHEET_CORRECTION = CorrectionRule(
    fields=("grade_aimed",),
    page="emulation:sheet-edit",
    may=may_draft,
    until="the campaign ends",
    check=check_running,
    fixed={
        **dict.fromkeys(("campaign", "union", "grassroots", "year"), OF_THE_CAMPAIGN),
        "assigned_to": "the page of the sheet assigns it",
    },
)


def is_officer(user: PortalUser) -> bool:
    return user.access.holds_any({RoleKind.OFFICER})


def todos(user: PortalUser, year: int) -> list[Todo]:
    waiting = waiting_of(user, year) if is_officer(user) else []
    found = [todo(year, each) for each in waiting for todo in (sheets_to_check, single_registrations)]
    return [todo for todo in found if todo.count]


def sheets_to_check(year: int, waiting: WaitingCount) -> Todo:
    words = ngettext(
        "%(count)s registration sheet waits to be checked",
        "%(count)s registration sheets wait to be checked",
        waiting.sheets,
    )
    url = list_url("emulation:sheet-queue", union=waiting.union, year=year)
    return Todo(words % {"count": format_number(waiting.sheets)}, url, waiting.sheets)


def single_registrations(year: int, waiting: WaitingCount) -> Todo:
    words = ngettext(
        "%(count)s registration waits for your answer", "%(count)s registrations wait for your answer", waiting.single
    )
    submitted = {"state": RegistrationState.SUBMITTED, "sheet": "no"}
    url = list_url("emulation:registrations", **submitted, union=waiting.union, year=year)
    return Todo(words % {"count": format_number(waiting.single)}, url, waiting.single)


ON_SHEET = ExtraFilter(
    "sheet",
    _("Registration sheet"),
    [("yes", _("On a registration sheet")), ("no", _("Registered singly"))],
    filter_by_sheet,
)


def register() -> None:
    rows = NavItem("registrations", _("Registrations"), "emulation:registrations", 10, has_role, is_by_year=True)
    sheets = NavItem("sheets", _("Registration sheets"), "emulation:sheets", 20, has_role, is_by_year=True)
    TABS.register(rows, to="registrations")
    TABS.register(sheets, to="registrations")
    queued = NavItem("sheet-queue", _("To be checked"), "emulation:sheet-queue", 30, is_officer, is_by_year=True)
    TABS.register(queued, to="registrations")
    TODOS.register(todos)
    EXTRA_FILTERS.register(ON_SHEET, to="emulation.Registration")
    CORRECTIONS.register(SHEET_CORRECTION, to="emulation.RegistrationSheet")
    CORRECTIONS.register(NotCorrected("what was sent; another version follows"), to="emulation.SheetVersion")
    register_labels(LABELS)
    register_news(NEWS_OF_SHEETS)
    PAPERS.register(papers_of_sheet, to="emulation.RegistrationSheet")
    PAPERS.register(papers_of_campaign, to="emulation.Campaign")
    for kind in KINDS:
        DOCUMENT_KINDS.register(kind)
