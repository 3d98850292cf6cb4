import secrets
from hashlib import sha256

TOKEN_BYTES = 32


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> str:
    # A plain hash is enough: 256 random bits cannot be guessed.
    return sha256(token.encode()).hexdigest()
