import json
from hashlib import sha256
from typing import Any


def fingerprint(value: Any) -> str:
    """Return the SHA-256 (hex) of the value as canonical JSON. Stored ones depend on every byte of it."""
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
