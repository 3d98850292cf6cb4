from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected
from core.documents.kinds import DOCUMENT_KINDS
from core.frozen.records import FrozenRecord, LaterChange
from core.navigation import TABS, NavItem
from core.papers import PAPERS
from emulation.sheets.models import SheetVersion
from emulation.sheets.papers import KINDS, papers_of_campaign, papers_of_sheet
from emulation.sheets.rules import may_draft
from emulation.sheets.services.sheets import check_running
from unions.access import has_role

FREEZES = (FrozenRecord(SheetVersion, changes=(LaterChange("sheet.file", fields=("scan",)),)),)
LABELS = {
    "sheet.open": _("began the registration sheet"),
    "sheet.submit": _("submitted the registration sheet"),
    "sheet.file": _("filed the signed registration sheet"),
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


def register() -> None:
    rows = NavItem("registrations", _("Registrations"), "emulation:registrations", 10, has_role, is_by_year=True)
    sheets = NavItem("sheets", _("Registration sheets"), "emulation:sheets", 20, has_role, is_by_year=True)
    TABS.register(rows, to="registrations")
    TABS.register(sheets, to="registrations")
    CORRECTIONS.register(SHEET_CORRECTION, to="emulation.RegistrationSheet")
    CORRECTIONS.register(NotCorrected("what was sent; another version follows"), to="emulation.SheetVersion")
    register_labels(LABELS)
    PAPERS.register(papers_of_sheet, to="emulation.RegistrationSheet")
    PAPERS.register(papers_of_campaign, to="emulation.Campaign")
    for kind in KINDS:
        DOCUMENT_KINDS.register(kind)
