from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.mailing.choices import MailState
from accounts.mailing.selectors import unsettled_mails
from accounts.mailing.services import handling  # noqa: F401 registers its background jobs
from accounts.mailing.services.queueing import queue_mails
from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, NotCorrected
from core.links import list_url
from core.notifications import DELIVERIES
from core.panels import LINKS, Link
from core.text import format_number
from core.todo import TODOS, Todo
from unions.access import PortalUser, RoleKind

LABELS = {
    "account.messages": gettext_lazy("chose how notifications arrive"),
    "mail.release": gettext_lazy("had the mail sent"),
    "mail.retry": gettext_lazy("had the mail tried again"),
    "mail.cancel": gettext_lazy("decided not to send the mail"),
}
NOT_CORRECTED = {
    "accounts.OutgoingMail": "written by the portal, not typed",
    "accounts.MailLine": "written by the portal, not typed",
    "accounts.MessagePreference": "chosen anew by the owner at any time",
}


def links_of_notifications(user: PortalUser, nothing: Any) -> list[Link]:
    preferences = Link(_("How notifications reach me"), reverse("message-preferences"))
    return [preferences, *links_of_accounts(user, nothing)]


def links_of_accounts(user: PortalUser, nothing: Any) -> list[Link]:
    handles_mails = user.access.holds_any({RoleKind.OFFICER, RoleKind.ADMIN})
    return [Link(_("Outgoing mails"), reverse("accounts:mails"))] if handles_mails else []


def mail_todos(user: PortalUser, year: int) -> list[Todo]:
    if not user.access.holds_any({RoleKind.OFFICER}):
        return []
    counts = unsettled_mails(user)
    held, failed = counts.get(MailState.HELD, 0), counts.get(MailState.FAILED, 0)
    return [
        *_todo(
            ngettext(
                "%(count)s mail waits for your last look before it is sent",
                "%(count)s mails wait for your last look before they are sent",
                held,
            ),
            MailState.HELD,
            held,
        ),
        *_todo(
            ngettext("%(count)s mail could not be delivered", "%(count)s mails could not be delivered", failed),
            MailState.FAILED,
            failed,
        ),
    ]


def _todo(words: str, state: MailState, count: int) -> list[Todo]:
    if not count:
        return []
    return [Todo(words % {"count": format_number(count)}, list_url("accounts:mails", state=state), count)]


def register() -> None:
    DELIVERIES.register(queue_mails)
    LINKS.register(links_of_notifications, to="notifications")
    LINKS.register(links_of_accounts, to="accounts:users")
    TODOS.register(mail_todos)
    register_labels(LABELS)
    for label, why in NOT_CORRECTED.items():
        CORRECTIONS.register(NotCorrected(why), to=label)
