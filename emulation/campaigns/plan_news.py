"""What is told of a plan to the officers, and of a launched one to the chairs of its units."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from accounts.users.selectors import officers_of_unions, people_of_units
from core.choices import Delivery
from core.links import list_url
from core.notifications import News, audience, own_page
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors.sending import SENDING
from emulation.campaigns.services.reminding import ANSWER_DUE, REPORT_DUE
from unions.news_groups import PLANS, REMINDERS


@audience("the officers of the union, and the chairs of the units that were sent the plan")
def everybody_with_the_plan(campaigns: Iterable[Campaign]) -> Iterator[tuple[int, Campaign]]:
    campaigns = list(campaigns)
    yield from officers_of_unions(campaigns)
    sent = Rollout.objects.filter(campaign__in=campaigns).select_related("campaign")
    for user, rollout in people_of_units(sent):
        yield user, rollout.campaign


def plan_pages(rollouts: Sequence[Rollout]) -> str:
    first, *others = rollouts
    if not others:
        return own_page(first)
    return list_url("emulation:rollouts", campaign=first.campaign_id, year=first.campaign.year)


NEWS_OF_PLANS = {
    "campaign.approve": News(
        _("The plan “%(name)s” was approved"),
        _("%(count)s plans were approved"),
        officers_of_unions,
        subject=_("A plan approved"),
        group=PLANS,
    ),
    "campaign.return": News(
        _("The plan “%(name)s” was sent back to be changed: %(reason)s"),
        _("%(count)s plans were sent back to be changed"),
        officers_of_unions,
        subject=_("A plan sent back to be changed"),
        group=PLANS,
    ),
    "campaign.reopen": News(
        _("The approval of the plan “%(name)s” was taken back: %(reason)s"),
        _("The approval of %(count)s plans was taken back"),
        officers_of_unions,
        subject=_("The approval of a plan taken back"),
        group=PLANS,
    ),
    SENDING: News(
        _("Plan sent to your unit: %(name)s. Please confirm that you have received it"),
        _("%(count)s plans were sent to your units. Please confirm that you have received them"),
        people_of_units,
        plan_pages,
        subject=_("A new plan of a campaign"),
        group=PLANS,
    ),
    "campaign.extend": News(
        _("More time to register in “%(name)s”: %(reason)s"),
        _("More time to register at %(count)s units"),
        people_of_units,
        plan_pages,
        subject=_("More time to register"),
        group=PLANS,
    ),
    "campaign.withdraw_extension": News(
        _("The longer time to register in “%(name)s” is withdrawn: %(reason)s"),
        _("The longer time to register is withdrawn at %(count)s units"),
        people_of_units,
        plan_pages,
        subject=_("A longer time to register withdrawn"),
        group=PLANS,
    ),
    "campaign.add": News(
        _("Added to the plan “%(name)s”: %(reason)s"),
        _("Added to the plan of %(count)s units"),
        people_of_units,
        plan_pages,
        subject=_("A plan has changed"),
        group=PLANS,
    ),
    "campaign.correct": News(
        _("Corrected in the plan “%(name)s”: %(reason)s"),
        _("Corrected in the plan of %(count)s units"),
        people_of_units,
        plan_pages,
        subject=_("A plan has changed"),
        group=PLANS,
        delivery=Delivery.DAILY,
    ),
    "campaign.cancel": News(
        _("The campaign “%(name)s” was cancelled: %(reason)s"),
        _("%(count)s campaigns were cancelled"),
        everybody_with_the_plan,
        subject=_("A campaign cancelled"),
        group=PLANS,
    ),
    ANSWER_DUE: News(
        _("The receipt of the plan is not confirmed yet: %(name)s. Registration closes on %(reason)s"),
        _("The receipt of %(count)s plans is not confirmed yet; registration closes soon"),
        people_of_units,
        plan_pages,
        subject=_("A plan waits for your confirmation"),
        group=REMINDERS,
    ),
    REPORT_DUE: News(
        _("The result is not reported yet: %(name)s. The campaign ends on %(reason)s"),
        _("The results of %(count)s units are not reported yet; the campaign ends soon"),
        people_of_units,
        plan_pages,
        subject=_("The result of a campaign is due"),
        group=REMINDERS,
    ),
}
