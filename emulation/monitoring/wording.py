from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.bulk import BulkWords
from core.text import nfc, short_date
from emulation.campaigns.models import Campaign
from emulation.monitoring.rules import StepFacts, in_words, missing_steps

REMIND = ngettext_lazy("Remind this unit", "Remind these %(shown)s units", "count")
REMINDING = BulkWords(
    ngettext_lazy("%(shown)s unit reminded.", "%(shown)s units reminded.", "count"),
    ngettext_lazy("%(shown)s unit is not reminded, because:", "%(shown)s units are not reminded, because:", "count"),
)
UNIT, STEPS, DAY = gettext_lazy("[unit]"), gettext_lazy("[what is missing]"), gettext_lazy("[last day]")
"""What a reminder says of each unit."""


def draft_reminder(campaign: Campaign) -> str:
    words = _("%(unit)s: for the campaign “%(campaign)s” please %(steps)s. Last day: %(day)s.")
    return words % {"unit": UNIT, "campaign": campaign, "steps": STEPS, "day": DAY}


def reminder_of(text: str, row: StepFacts, day: date) -> str:
    facts = {
        str(UNIT): str(row.grassroots),
        str(STEPS): in_words(missing_steps(row, day)),
        str(DAY): short_date(last_day(row, day)),
    }
    for mark, value in facts.items():
        text = text.replace(mark, value)
    return nfc(text).strip()


def last_day(row: StepFacts, day: date) -> date:
    """Of the registration, or of the result where all else is done."""
    is_about_result = missing_steps(row, day) == ["reported"]
    return row.campaign.period_end if is_about_result else row.last_day


def group_reminder(campaign: Campaign, rows: list[StepFacts], day: date) -> str:
    """One text for a group of Zalo."""
    head = _("Campaign “%(campaign)s”: these units still have something to do.") % {"campaign": campaign}
    lines = [
        f"{number}. {row.grassroots}: {in_words(missing_steps(row, day))} ({short_date(last_day(row, day))})"
        for number, row in enumerate(rows, 1)
    ]
    return "\n".join([head, *lines])
