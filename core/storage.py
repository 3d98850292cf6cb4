"""A file whose SHA-256 has changed is not served."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.core.files.storage import FileSystemStorage

from core.models import StoredFile

MEGABYTE = 1024 * 1024


class HashedFileStorage(FileSystemStorage):
    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        digest = digest_of(content.chunks())
        stored_name: str = super().save(name, content, max_length)
        keep_digest(stored_name, digest, self.size(stored_name))
        return stored_name

    def delete(self, name: str) -> None:
        super().delete(name)
        StoredFile.objects.filter(name=name).delete()


def digest_of(chunks: Iterable[bytes]) -> str:
    """SHA-256 (hex)."""
    digest = sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def keep_digest(name: str, digest: str, size: int) -> None:
    """A row never changes; a reused name gets a new one."""
    StoredFile.objects.filter(name=name).delete()
    StoredFile.objects.create(name=name, sha256=digest, size=size)
