from django.conf import settings
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.second_factor.models import RecoveryCode
from unions.access import LEADERS, PortalUser, RoleKind

MUST_HAVE_ONE = LEADERS | {RoleKind.OFFICER, RoleKind.ADMIN}  # LEADERS: a vice-chair signs in the chair's place


def has_second_factor(user: PortalUser) -> bool:
    return bool(TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists())


def must_have_second_factor(user: PortalUser) -> bool:
    return settings.SECOND_FACTOR == "required" and bool(user.access.holds_any(MUST_HAVE_ONE))


def recovery_codes_left(user: PortalUser) -> int:
    return int(RecoveryCode.objects.filter(user_id=user.pk, used_at__isnull=True).count())
