from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.users.selectors import people_of_units
from core.notifications import News
from emulation.campaigns.choices import RolloutState
from emulation.campaigns.models import Campaign
from emulation.campaigns.selectors.deadlines import deadline
from emulation.campaigns.services.reminding import remind, rollouts_under_way
from emulation.registrations.choices import UNSENT_REGISTRATION
from emulation.registrations.models import Registration
from unions.news_groups import REMINDERS

REGISTRATION_DUE = "registration.due"
NEWS_OF_REMINDERS = {
    REGISTRATION_DUE: News(
        _("Nothing registered yet: %(name)s. Registration closes on %(reason)s"),
        _("Nothing registered yet at %(count)s units; registration closes soon"),
        people_of_units,
        lambda rollouts: rollouts[0].campaign.get_absolute_url(),
        subject=_("Registration closes soon"),
        group=REMINDERS,
    ),
}


def remind_of_registrations(day: date) -> None:
    """Units that have not even answered the plan are reminded of that."""
    sent = Registration.objects.filter(campaign=OuterRef("campaign"), grassroots=OuterRef("grassroots"))
    answered = rollouts_under_way(day).exclude(state=RolloutState.SENT)
    offering = Campaign.objects.filter(titles__isnull=False).values("pk")
    rows = answered.filter(~Exists(sent.exclude(state__in=UNSENT_REGISTRATION)), campaign__in=offering)
    remind(REGISTRATION_DUE, rows, deadline(), day)
