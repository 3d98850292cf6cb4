from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.mailing.services.queueing import queue_mails
from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, NotCorrected
from core.notifications import DELIVERIES
from core.panels import LINKS, Link
from unions.access import PortalUser

LABELS = {
    "account.messages": gettext_lazy("chose how notifications arrive"),
}
NOT_CORRECTED = {
    "accounts.OutgoingMail": "written by the portal, not typed",
    "accounts.MailLine": "written by the portal, not typed",
    "accounts.MessagePreference": "chosen anew by the owner at any time",
}


def links_of_notifications(user: PortalUser, nothing: Any) -> list[Link]:
    return [Link(_("How notifications reach me"), reverse("message-preferences"))]


def register() -> None:
    DELIVERIES.register(queue_mails)
    LINKS.register(links_of_notifications, to="notifications")
    register_labels(LABELS)
    for label, why in NOT_CORRECTED.items():
        CORRECTIONS.register(NotCorrected(why), to=label)
