from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EventKind(TextChoices):
    SIGNED_IN = "signed_in", _("Signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    CODE_FAILED = "code_failed", _("Wrong code of the second factor")
    PASSWORD_FAILED = "password_failed", _("Wrong password on a page that asks again")
    LOCKED_OUT = "locked_out", _("Too many attempts")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    SECOND_FACTOR = "second_factor", _("Second factor changed")
    SESSIONS_ENDED = "sessions_ended", _("Sessions ended")
    IMPERSONATION = "impersonation", _("Viewed as another user")
    DOWNLOADED = "downloaded", _("File downloaded")
    REFUSED = "refused", _("Refused")
    FILE_ALTERED = "file_altered", _("Stored file altered")
    LOG_BROKEN = "log_broken", _("Audit log broken")
    VIRUS_FOUND = "virus_found", _("Virus in a file handed in")


DETAILS = {
    "password": _("at sign-in"),
    "code": _("at the second factor"),
    "own password": _("on a page that asks for the password again"),
    "forgotten": _("at the forgotten password"),
    "by a slip": _("with a printed slip"),
    "by an administrator": _("by an administrator"),
    "set up": _("set up"),
    "removed": _("switched off"),
    "recovery codes renewed": _("recovery codes made anew"),
    "recovery code used": _("recovery code used"),
    "short-link": _("at a short link"),
    "begun": _("begun"),
    "ended": _("ended"),
}
METHODS = {"GET": _("when opening the page"), "POST": _("when sending the form")}
FOUND_BY_THE_PORTAL = {EventKind.FILE_ALTERED, EventKind.LOG_BROKEN}
REPEATED = {EventKind.LOCKED_OUT, EventKind.REFUSED, EventKind.FILE_ALTERED}
"""Whoever asks again and again fills no table: the same within a minute is one row."""
