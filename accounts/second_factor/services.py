"""The second factor: a phone that shows codes, and codes on paper for the day it is lost."""

import secrets
import time
from base64 import b32encode
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.second_factor.models import RecoveryCode
from accounts.users.models import User
from accounts.users.services import READABLE
from core.audit import record
from unions.access import is_administrator

CODES, LETTERS = 10, 10
WRONG_CODE = _("This code is not right, or it was used before. Please wait for the next one and type it again.")


def new_secret() -> str:
    """Return a secret for a phone, in hexadecimal as it is stored."""
    return secrets.token_hex(20)


def typed_secret(secret: str) -> str:
    """Return the secret as one types it into a phone that cannot read the picture."""
    words = b32encode(bytes.fromhex(secret)).decode()
    return " ".join(words[at : at + 4] for at in range(0, len(words), 4))


def secret_address(user: User, secret: str) -> str:
    """Return what the picture says to the application on the phone."""
    issuer = settings.OTP_TOTP_ISSUER
    said = {"secret": b32encode(bytes.fromhex(secret)).decode(), "issuer": issuer, "digits": 6, "period": 30}
    return f"otpauth://totp/{quote(issuer)}:{quote(user.username)}?{urlencode(said, quote_via=quote)}"


@transaction.atomic
def set_up_second_factor(*, actor: User, secret: str, code: str) -> list[str]:
    """Bind a phone to one's account once it shows the right code; return recovery codes, shown this once."""
    clock = TOTP(bytes.fromhex(secret))
    clock.time = time.time()
    if not code.isascii() or not code.isdecimal() or not clock.verify(int(code), tolerance=1):
        raise ValidationError({"code": WRONG_CODE})
    TOTPDevice.objects.filter(user=actor).delete()
    TOTPDevice.objects.create(
        user=actor, name="phone", key=secret, confirmed=True, drift=clock.drift, last_t=clock.t()
    )
    record("second_factor.set_up", actor, actor=actor)
    return _write_codes(actor)


@transaction.atomic
def renew_recovery_codes(*, actor: User) -> list[str]:
    """Make the old codes worthless and return new ones, shown this once."""
    if not TOTPDevice.objects.filter(user=actor, confirmed=True).exists():
        raise PermissionDenied
    record("second_factor.codes", actor, actor=actor)
    return _write_codes(actor)


def _write_codes(user: User) -> list[str]:
    codes = ["".join(secrets.choice(READABLE) for _letter in range(LETTERS)) for _code in range(CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(user: User, code: str) -> str:
    """Keyed with the secret of the portal; fifty random bits need no slow hash."""
    return salted_hmac("unions.recovery_code", f"{user.pk}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def passes_second_factor(*, user: User, code: str) -> bool:
    """Say whether `code` is the phone's of this half minute, or a recovery code; either opens once."""
    typed = "".join(char for char in code.lower() if char.isalnum())
    if typed.isascii() and typed.isdecimal() and len(typed) < LETTERS:  # a recovery code may be all digits
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        return bool(device and device.verify_token(typed))
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(user, typed), used_at__isnull=True)
    used = unused.update(used_at=timezone.now())
    if used:
        record("second_factor.recovery", user, actor=user)
    return bool(used)


@transaction.atomic
def remove_second_factor(*, actor: User, user: User, reason: str = "") -> None:
    """Take the second factor off: its owner who knows the password, or an administrator with a reason."""
    if actor != user and not is_administrator(actor):
        raise PermissionDenied
    if actor != user and not reason.strip():
        raise ValidationError({"reason": _("Please say why, for example that the phone was lost.")})
    removed, _by_model = TOTPDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    if not removed:
        raise ValidationError(_("This account has no second factor any more."), code="stale")
    record("second_factor.remove", user, actor=actor, reason=reason)
