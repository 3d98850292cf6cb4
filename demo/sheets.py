"""The registration sheets on which the registrations of a year came in."""

from datetime import datetime

from django.db.models import Max

from demo.context import BATCH, DemoContext
from emulation.campaigns.models import Campaign
from emulation.classification.choices import Grade
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet, SheetVersion
from emulation.sheets.selectors.rows import sheet_rows
from emulation.sheets.services.submitting import rows_sent

AIMS = (Grade.EXCELLENT, Grade.EXCELLENT, Grade.GOOD)


def draw_up_sheets(context: DemoContext, year: int) -> None:
    """One for each unit that registered in a campaign of the year; what was submitted is its first version."""
    sent = _last_submissions(context, year)
    campaigns = Campaign.objects.in_bulk({campaign for campaign, _unit in sent})
    sheets = [_sheet(context, campaigns[campaign], unit) for campaign, unit in sent]
    RegistrationSheet.objects.bulk_create(sheets, batch_size=BATCH)
    versions = [_version(context, sheet, day) for sheet, day in zip(sheets, sent.values(), strict=True) if day]
    SheetVersion.objects.bulk_create(versions, batch_size=BATCH)


def _last_submissions(context: DemoContext, year: int) -> dict[tuple[int, int], datetime | None]:
    rows = Registration.objects.filter(union=context.union, year=year).exclude(state="withdrawn")
    places = rows.order_by("campaign", "grassroots").values_list("campaign", "grassroots")
    return {(campaign, unit): last for campaign, unit, last in places.annotate(Max("submitted_at"))}


def _sheet(context: DemoContext, campaign: Campaign, unit: int) -> RegistrationSheet:
    own = context.unit(unit)
    return RegistrationSheet(
        campaign=campaign,
        union=context.union,
        grassroots=own.grassroots,
        year=campaign.year,
        grade_aimed=AIMS[unit % len(AIMS)],
        created_by=own.chair,
    )


def _version(context: DemoContext, sheet: RegistrationSheet, submitted_at: datetime) -> SheetVersion:
    chair = context.unit(sheet.grassroots_id).chair
    rows = rows_sent(sheet_rows(sheet))
    return SheetVersion(sheet=sheet, number=1, rows=rows, submitted_by=chair, submitted_at=submitted_at)
