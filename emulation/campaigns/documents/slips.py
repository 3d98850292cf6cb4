"""The slip that goes to a unit with a plan: what to do, by when, and the address that confirms the receipt."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.links import absolute_url
from core.qr import qr_data_uri
from core.slips import slips_pdf
from core.text import short_date
from emulation.campaigns.documents import wording
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors.deadlines import Deadlines, deadlines_of
from emulation.campaigns.selectors.offers import offers_to
from emulation.campaigns.slip_codes import slip_code

Slip = dict[str, str | list[str]]


def plan_slips_pdf(campaign: Campaign, rollouts: Iterable[Rollout]) -> bytes:
    with override("vi"):
        return slips_pdf("documents/plan_slips.html", str(campaign), plan_slips(campaign, rollouts))


def plan_slips(campaign: Campaign, rollouts: Iterable[Rollout]) -> list[Slip]:
    days, rows = deadlines_of(campaign), list(rollouts)
    offers = {sector: offers_to(campaign, sector) for sector in {row.grassroots.sector_id for row in rows}}
    common: Slip = {
        "issuer": campaign.union.profile_on(timezone.localdate()).name,
        "plan": wording.capitalised(wording.movement(campaign)),
        "number": _number(campaign),
    }
    return [common | _of_unit(row, days, registers=offers[row.grassroots.sector_id]) for row in rows]


def _of_unit(rollout: Rollout, days: Deadlines, *, registers: bool) -> Slip:
    address = absolute_url(reverse("emulation:plan-slip", args=[slip_code(rollout.pk)]))
    return {
        "unit": str(rollout.grassroots),
        "tasks": list(_tasks(rollout, days, registers=registers)),
        "address": address,
        "qr": qr_data_uri(address),
    }


def _number(campaign: Campaign) -> str:
    if not campaign.plan_number or campaign.plan_date is None:
        return ""
    return _("Plan no. %(number)s of %(day)s") % {
        "number": campaign.plan_number,
        "day": short_date(campaign.plan_date),
    }


def _tasks(rollout: Rollout, days: Deadlines, *, registers: bool) -> Iterator[str]:
    ends = rollout.campaign.period_end
    last = short_date(days.of(rollout.grassroots) or ends)
    yield _("Confirm that the plan was received: one button.")
    yield _("Launch it at the unit and record the day and how many took part, by %(day)s.") % {"day": last}
    if registers:
        yield _("Register titles by %(day)s.") % {"day": last}
    yield _("Report the result by %(day)s.") % {"day": short_date(ends)}
