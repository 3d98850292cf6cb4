"""A signed link proves one address of one account, for three days."""

from datetime import timedelta

from django.core import signing

from accounts.users.models import User

LIFETIME = timedelta(days=3)
SALT = "accounts.email_proof"


def proof_of(user: User) -> str:
    return signing.dumps([user.pk, user.email_key], salt=SALT)


def is_proof_of(user: User, proof: str) -> bool:
    """The address must still be that of the account."""
    try:
        content = signing.loads(proof, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return False
    return bool(user.email_key) and content == [user.pk, user.email_key]
