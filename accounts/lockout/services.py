"""Doors that close for a while after failures, and never for good. Why it is so: docs/decisions/lockout.md.

An attempt is counted before it is judged, so that a hundred at once are a hundred; success takes it back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.lockout.models import AttemptCount
from core.addresses import network_of

FREE = 5
"""Whoever mistypes so often waits for nothing."""
SHORTEST, LONGEST, FORGOTTEN = timedelta(minutes=1), timedelta(hours=1), timedelta(hours=24)
MOST_OF_ONE_ADDRESS, WINDOW = 100, timedelta(hours=1)
KNOWN_DEVICE, DEVICE_SALT = "known_device", "unions.known_device"
DEVICE_AGE = 365 * 24 * 3600
ACCOUNTS_OF_A_DEVICE = 5


class TooManyAttempts(Exception):
    """The door is closed; whether the attempt was right has not been looked at."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.seconds = max(1, round((until - timezone.now()).total_seconds()))

    @property
    def minutes(self) -> int:
        return -(-self.seconds // 60)


@dataclass(frozen=True)
class Attempt:
    """What was counted for one attempt."""

    keys: tuple[str, ...]

    @transaction.atomic
    def succeed(self) -> None:
        """Forget the failures of this side; an address loses only this one attempt."""
        for row in _locked(self.keys):
            if row.key.startswith("a"):
                row.count, row.closed_until = max(0, row.count - 1), None
                row.save()
            else:
                row.delete()
        AttemptCount.objects.filter(counted_since__lt=timezone.now() - 2 * FORGOTTEN).delete()


def delay_after(failures: int) -> timedelta:
    """Nothing for the first few, then a minute, doubled with each, an hour at most."""
    if failures < FREE:
        return timedelta(0)
    doubled: int = 2 ** min(failures - FREE, 10)
    return min(LONGEST, SHORTEST * doubled)


def begin_attempt(door: str, *, name: str, address: str, device: str = "") -> Attempt:
    """Count an attempt of `name` at `door` and let it through; raise TooManyAttempts while the door is closed.

    A device that signed in before has a count of its own, which no stranger can raise.
    """
    side = network_of(address)
    keys = [_key("d", door, name, device)] if device else [_key("p", door, name, side), _key("a", door, side)]
    return _begin(keys)


def begin_from_anywhere(door: str, *, address: str) -> Attempt:
    """The same where no name is tried: only the address counts."""
    return _begin([_key("a", door, network_of(address))])


@transaction.atomic
def _begin(keys: list[str]) -> Attempt:
    now = timezone.now()
    rows = _locked(sorted(keys))
    closed = [row.closed_until for row in rows if row.closed_until and row.closed_until > now]
    if closed:
        raise TooManyAttempts(max(closed))
    for row in rows:
        _count(row, now)
        row.save()
    return Attempt(tuple(row.key for row in rows))


def _locked(keys: list[str] | tuple[str, ...]) -> list[AttemptCount]:
    """In one order for all, so that two attempts never wait for each other."""
    for key in keys:
        AttemptCount.objects.get_or_create(key=key, defaults={"counted_since": timezone.now()})
    return list(AttemptCount.objects.select_for_update().filter(key__in=keys).order_by("key"))


def _count(row: AttemptCount, now: datetime) -> None:
    """An address is counted by the hour; a name from one side until a day has passed in peace."""
    of_address = row.key.startswith("a")
    quiet_since = max(row.counted_since, row.closed_until or row.counted_since)
    if (of_address and now - row.counted_since > WINDOW) or (not of_address and now - quiet_since > FORGOTTEN):
        row.count, row.counted_since = 0, now
    row.count += 1
    if of_address:
        row.closed_until = row.counted_since + WINDOW if row.count >= MOST_OF_ONE_ADDRESS else None
    else:
        row.closed_until = now + delay_after(row.count) if row.count >= FREE else None


def _key(kind: str, *parts: str) -> str:
    """Keyed with the secret of the portal: who reads the table learns no name and no address."""
    said = "\x1f".join(part.casefold() for part in parts)
    return kind + salted_hmac("unions.attempts", said, algorithm="sha256").hexdigest()[:60]


def device_of(cookie: str, user_id: int | None) -> str:
    """Return the mark that `cookie` holds for this account; "" for none, a forged or an old one."""
    return _devices(cookie).get(str(user_id), "")


def device_cookie(cookie: str, user_id: int, mark: str) -> str:
    """Return the cookie with this account added; a shared computer remembers a handful."""
    kept = {key: value for key, value in _devices(cookie).items() if key != str(user_id)}
    newest = dict(list(kept.items())[-(ACCOUNTS_OF_A_DEVICE - 1) :])
    return signing.dumps({**newest, str(user_id): mark}, salt=DEVICE_SALT)


def _devices(cookie: str) -> dict[str, str]:
    try:
        said = signing.loads(cookie, salt=DEVICE_SALT, max_age=DEVICE_AGE)
    except signing.BadSignature:
        return {}
    return {str(key): str(value) for key, value in said.items()}
