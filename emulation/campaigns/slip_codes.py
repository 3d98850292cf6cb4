"""The code on the printed slip of a roll-out: its key, and letters that nobody makes without the secret key."""

from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.users.services import READABLE_CHARACTERS
from core.text import plain_number

SALT = "emulation.campaigns.slip"
LETTERS = 8


def slip_code(rollout: int) -> str:
    digest = salted_hmac(SALT, str(rollout), algorithm="sha256").digest()
    letters = (READABLE_CHARACTERS[byte % len(READABLE_CHARACTERS)] for byte in digest[:LETTERS])
    return f"{rollout}-{''.join(letters)}"


def rollout_of_slip(code: str) -> int | None:
    """None for a code that was not made here."""
    key = plain_number(code.partition("-")[0])
    return key if key is not None and constant_time_compare(code.lower(), slip_code(key)) else None
