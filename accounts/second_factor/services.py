import time
from base64 import b32encode

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from accounts.second_factor.models import RecoveryCode
from accounts.security_log.choices import EventKind
from accounts.security_log.services import note_event
from accounts.users.models import User
from accounts.users.services import random_text
from core.audit import record
from core.reasons import check_reason
from core.workflow import MoveNotAllowed
from unions.access import is_administrator

RECOVERY_CODES, CODE_LENGTH = 10, 10
WRONG_CODE = _("This code is not right, or it was used before. Please wait for the next one and type it again.")


def new_secret() -> str:
    """Hexadecimal, as TOTPDevice stores it."""
    return str(random_hex(20))


def readable_secret(secret: str) -> str:
    """Base32, for phones that cannot scan."""
    base32 = b32encode(bytes.fromhex(secret)).decode()
    return " ".join(base32[at : at + 4] for at in range(0, len(base32), 4))


def otpauth_url(user: User, secret: str) -> str:
    return str(TOTPDevice(user=user, key=secret).config_url)


@transaction.atomic
def set_up_second_factor(*, actor: User, secret: str, code: str) -> list[str]:
    """Return the recovery codes; raise ValidationError for a wrong `code`."""
    totp = TOTP(bytes.fromhex(secret))
    totp.time = time.time()
    if not code.isascii() or not code.isdecimal() or not totp.verify(int(code), tolerance=1):
        raise ValidationError({"code": WRONG_CODE})
    TOTPDevice.objects.filter(user=actor).delete()
    TOTPDevice.objects.create(user=actor, name="phone", key=secret, confirmed=True, drift=totp.drift, last_t=totp.t())
    record("second_factor.set_up", actor, actor=actor)
    note_event(EventKind.SECOND_FACTOR, user=actor, detail="set up")
    return _replace_recovery_codes(actor)


@transaction.atomic
def renew_recovery_codes(*, actor: User) -> list[str]:
    if not TOTPDevice.objects.filter(user=actor, confirmed=True).exists():
        raise PermissionDenied
    record("second_factor.codes", actor, actor=actor)
    note_event(EventKind.SECOND_FACTOR, user=actor, detail="recovery codes renewed")
    return _replace_recovery_codes(actor)


def _replace_recovery_codes(user: User) -> list[str]:
    codes = [random_text(CODE_LENGTH) for _code in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(user: User, code: str) -> str:
    # Keyed with SECRET_KEY; a code of fifty random bits needs no slow password hash.
    return salted_hmac("unions.recovery_code", f"{user.pk}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def passes_second_factor(*, user: User, code: str) -> bool:
    """A recovery code will do; each code works once."""
    typed = "".join(char for char in code.lower() if char.isalnum())
    if typed.isascii() and typed.isdecimal() and len(typed) < CODE_LENGTH:  # a recovery code may be all digits
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        return bool(device and device.verify_token(typed))
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(user, typed), used_at__isnull=True)
    used = unused.update(used_at=timezone.now())
    if used:
        record("second_factor.recovery", user, actor=user)
        note_event(EventKind.SECOND_FACTOR, user=user, detail="recovery code used")
    return bool(used)


@transaction.atomic
def remove_second_factor(*, actor: User, user: User, reason: str = "") -> None:
    """The caller has checked an owner's password; administrators give a reason."""
    if actor != user and not is_administrator(actor):
        raise PermissionDenied
    if actor != user:
        check_reason(reason, _("Please say why, for example that the phone was lost."))
    removed, _by_model = TOTPDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    if not removed:
        raise MoveNotAllowed(_("This account has no second factor any more."))
    record("second_factor.remove", user, actor=actor, reason=reason)
    note_event(EventKind.SECOND_FACTOR, user=actor, about=user, detail="removed")
