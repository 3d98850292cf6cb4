from django.utils.translation import gettext_lazy as _

from core import app_config  # the module, so that Django finds one configuration here


class AccountsConfig(app_config.FeatureAppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    features = (
        "users",
        "mailing",
        "sessions",
        "second_factor",
        "invitations",
        "passwords",
        "contact",
        "impersonation",
        "calendar",
        "short_links",
        "security_log",
    )
