# Django looks for models in this module.
from accounts.calendar.models import CalendarAddress
from accounts.invitations.models import Invitation
from accounts.lockout.models import AttemptCount
from accounts.mailing.models import MailLine, MessagePreference, OutgoingMail
from accounts.second_factor.models import RecoveryCode
from accounts.security_log.models import SecurityEvent
from accounts.sessions.models import SignedInSession
from accounts.short_links.models import ShortLink
from accounts.users.models import Role, User

__all__ = [
    "AttemptCount",
    "CalendarAddress",
    "Invitation",
    "MailLine",
    "MessagePreference",
    "OutgoingMail",
    "RecoveryCode",
    "Role",
    "SecurityEvent",
    "ShortLink",
    "SignedInSession",
    "User",
]
