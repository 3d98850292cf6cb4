"""Reasons: docs/decisions/lockout.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.lockout.models import AttemptCount
from core.addresses import network_of
from core.cookies import A_YEAR

FREE_ATTEMPTS = 5
MIN_DELAY, MAX_DELAY = timedelta(minutes=1), timedelta(hours=1)
FORGET_AFTER = timedelta(hours=24)
MAX_PER_ADDRESS, ADDRESS_WINDOW = 100, timedelta(hours=1)
KNOWN_DEVICE, DEVICE_SALT = "known_device", "unions.known_device"
MAX_ACCOUNTS_PER_DEVICE = 5
# The first letter of AttemptCount.key: a known device, a name tried from an address, an address.
DEVICE, NAME_AND_ADDRESS, ADDRESS = "d", "p", "a"


class TooManyAttempts(Exception):
    """The attempt was not checked."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.seconds = max(1, round((until - timezone.now()).total_seconds()))

    @property
    def minutes(self) -> int:
        return -(-self.seconds // 60)


@dataclass(frozen=True)
class Attempt:
    keys: tuple[str, ...]

    @transaction.atomic
    def succeed(self) -> None:
        # The count of the address goes down by this attempt only.
        for row in _lock_rows(self.keys):
            if row.key.startswith(ADDRESS):
                row.count, row.closed_until = max(0, row.count - 1), None
                row.save()
            else:
                row.delete()
        AttemptCount.objects.filter(counted_since__lt=timezone.now() - 2 * FORGET_AFTER).delete()


def delay_after(failures: int) -> timedelta:
    if failures < FREE_ATTEMPTS:
        return timedelta(0)
    factor: int = 2 ** min(failures - FREE_ATTEMPTS, 10)
    return min(MAX_DELAY, MIN_DELAY * factor)


def begin_attempt(purpose: str, *, name: str, address: str, device: str = "") -> Attempt:
    """Raise TooManyAttempts while attempts are refused."""
    network = network_of(address)
    if device:  # a known device has its own count, which strangers cannot raise
        return _begin([_key(DEVICE, purpose, name, device)])
    return _begin([_key(NAME_AND_ADDRESS, purpose, name, network), _key(ADDRESS, purpose, network)])


def begin_nameless_attempt(purpose: str, *, address: str) -> Attempt:
    return _begin([_key(ADDRESS, purpose, network_of(address))])


@transaction.atomic
def _begin(keys: list[str]) -> Attempt:
    now = timezone.now()
    rows = _lock_rows(sorted(keys))
    closed = [row.closed_until for row in rows if row.closed_until and row.closed_until > now]
    if closed:
        raise TooManyAttempts(max(closed))
    # Counted before the attempt is checked, so that concurrent attempts all count; succeed() takes it back.
    for row in rows:
        _increment(row, now)
        row.save()
    return Attempt(tuple(row.key for row in rows))


def _lock_rows(keys: list[str] | tuple[str, ...]) -> list[AttemptCount]:
    # The order of the keys prevents deadlocks.
    for key in keys:
        AttemptCount.objects.get_or_create(key=key, defaults={"counted_since": timezone.now()})
    return list(AttemptCount.objects.select_for_update().filter(key__in=keys).order_by("key"))


def _increment(row: AttemptCount, now: datetime) -> None:
    # An address is counted by the hour, other keys until FORGET_AFTER without a failure.
    is_address = row.key.startswith(ADDRESS)
    quiet_since = max(row.counted_since, row.closed_until or row.counted_since)
    if (is_address and now - row.counted_since > ADDRESS_WINDOW) or (
        not is_address and now - quiet_since > FORGET_AFTER
    ):
        row.count, row.counted_since = 0, now
    row.count += 1
    if is_address:
        row.closed_until = row.counted_since + ADDRESS_WINDOW if row.count >= MAX_PER_ADDRESS else None
    else:
        row.closed_until = now + delay_after(row.count) if row.count >= FREE_ATTEMPTS else None


def _key(kind: str, *parts: str) -> str:
    # Keyed with SECRET_KEY, so that the table reveals no names and no addresses.
    value = "\x1f".join(part.casefold() for part in parts)
    return kind + salted_hmac("unions.attempts", value, algorithm="sha256").hexdigest()[:60]


def device_mark(cookie: str, user_id: int | None) -> str:
    """Return "" for a forged or expired cookie, or one without this account."""
    return _read_device_cookie(cookie).get(str(user_id), "")


def device_cookie(cookie: str, user_id: int, mark: str) -> str:
    marks = {key: value for key, value in _read_device_cookie(cookie).items() if key != str(user_id)}
    newest = dict(list(marks.items())[-(MAX_ACCOUNTS_PER_DEVICE - 1) :])
    return signing.dumps({**newest, str(user_id): mark}, salt=DEVICE_SALT)


def _read_device_cookie(cookie: str) -> dict[str, str]:
    try:
        marks = signing.loads(cookie, salt=DEVICE_SALT, max_age=A_YEAR)
    except signing.BadSignature:
        return {}
    return {str(key): str(value) for key, value in marks.items()}
