from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from accounts.passwords import services  # noqa: F401 registers its background task
from accounts.users.models import User
from core.audit_labels import register_labels
from core.choices import Delivery
from core.notifications import News, audience, register_news
from unions.news_groups import ACCOUNT

LABELS = {
    "account.password": _("changed the password"),
    "account.reset": _("set a new password through a link"),
    "account.password_given": _("set a new password for the owner"),
}


@audience("the owner of the account")
def owners(accounts: Sequence[User]) -> Iterable[tuple[int, User]]:
    return [(account.pk, account) for account in accounts]


NEWS_OF_ACCOUNTS = {
    "account.password_given": News(
        _(
            "The administrator set a new password for your account: %(reason)s. "
            "If you did not ask for it, object at once."
        ),
        _("The administrator set new passwords for %(count)s of your accounts"),
        owners,
        subject=_("A new password for your account"),
        group=ACCOUNT,
        delivery=Delivery.INBOX,  # `give_password` sends a mail of its own
    ),
    "account.reset_by_slip": News(
        _("A new password was set for your account with the slip of %(reason)s. If it was not you, object at once."),
        _("New passwords were set for %(count)s of your accounts"),
        owners,
        subject=_("A new password for your account"),
        group=ACCOUNT,
    ),
}


def register() -> None:
    register_labels(LABELS)
    register_news(NEWS_OF_ACCOUNTS)
