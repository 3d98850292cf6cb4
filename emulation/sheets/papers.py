"""The papers of a sheet, and what a federation hands on of a campaign, beside their pages and in the lists."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.documents.kinds import DocumentKind
from core.papers import Paper, pages_remark
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign
from emulation.campaigns.rules import may_watch
from emulation.sheets.documents.sheet import sheet_document
from emulation.sheets.documents.summary import state_list_document, summary_document
from emulation.sheets.models import RegistrationSheet
from unions.access import PortalUser
from unions.tree.models import Union

SENT = (CampaignState.LAUNCHED, CampaignState.CLOSED, CampaignState.SUMMED_UP)
SUMMARY, STATE_LIST = _("Summary of registrations"), _("List for the council of the State")


def papers_of_sheet(user: PortalUser, sheet: RegistrationSheet) -> list[Paper]:
    kinds = ("paper", "picture", "docx")
    page, picture, word = (reverse(f"emulation:sheet-{kind}", args=[sheet.pk]) for kind in kinds)
    return [Paper(_("Registration sheet"), page, picture, pages_remark(None), word)]


def papers_of_campaign(user: PortalUser, campaign: Campaign) -> Iterable[Paper]:
    if campaign.state not in SENT or not may_watch(user, campaign) or not campaign.titles.exists():
        return []
    return [_summary("summary", SUMMARY, campaign), _summary("state-list", STATE_LIST, campaign)]


def _summary(paper: str, label: str | Promise, campaign: Campaign) -> Paper:
    kinds = ("paper", "picture", "docx", "xlsx")
    page, picture, word, workbook = (
        reverse(f"emulation:registration-{paper}-{kind}", args=[campaign.pk]) for kind in kinds
    )
    return Paper(label, page, picture, pages_remark(None), word, xlsx_url=workbook)


def _sheets() -> QuerySet[RegistrationSheet]:
    return RegistrationSheet.objects.select_related("grassroots", "campaign__union", "union")


def _sheets_of_year(sheets: QuerySet[RegistrationSheet], union: Union, year: int) -> QuerySet[RegistrationSheet]:
    return sheets.filter(union=union, year=year).order_by("campaign", "grassroots__sort_key", "pk")


def _campaigns() -> QuerySet[Campaign]:
    return Campaign.objects.filter(state__in=SENT, titles__isnull=False).distinct().select_related("union")


def _campaigns_of_year(campaigns: QuerySet[Campaign], union: Union, year: int) -> QuerySet[Campaign]:
    return campaigns.filter(union=union, year=year).order_by("plan_date", "pk")


KINDS = (
    DocumentKind.of_rows("registration_sheet", _("Registration sheet"), _sheets, _sheets_of_year, sheet_document),
    DocumentKind.of_rows("registration_summary", SUMMARY, _campaigns, _campaigns_of_year, summary_document),
    DocumentKind.of_rows("registration_list", STATE_LIST, _campaigns, _campaigns_of_year, state_list_document),
)
