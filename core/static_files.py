from functools import lru_cache
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class GzipStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Brotli would make collecting eight times as long."""

    @lru_cache(maxsize=256)  # noqa: B019 - one storage a process, and the names of its files never change
    def url(self, name: str | None, force: bool = False) -> str:
        address: str = super().url(name, force)
        return address

    def create_compressor(self, **options: Any) -> Compressor:
        return super().create_compressor(use_brotli=False, **options)
