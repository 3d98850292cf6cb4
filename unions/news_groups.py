"""How the news of all features is grouped, for the apps above."""

from django.utils.translation import gettext_lazy as _

from core.notifications import NewsGroup

PLANS = NewsGroup("plans", _("Plans and campaigns"))
REGISTRATIONS = NewsGroup("registrations", _("Registrations and initiatives"))
AWARDS = NewsGroup("awards", _("Nominations, decisions and awards"))
YEAR_REPORTS = NewsGroup("reports", _("Year-end reports"))
LISTS = NewsGroup("lists", _("Lists and likely duplicates"))
REMINDERS = NewsGroup("reminders", _("Reminders of deadlines"))
ACCOUNT = NewsGroup("account", _("My account"))
