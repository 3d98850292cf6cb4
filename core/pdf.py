"""The same values give the same bytes.

See docs/decisions/pdf-as-a-pure-function.md and document-fonts.md.
"""

import base64
import binascii
import mimetypes
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

STATIC_SCHEME = "static:"
# Relative addresses become addresses below this one, and are refused like every other foreign address.
_NOWHERE = "https://relative-address.invalid/"
_PNG_PREFIX = "data:image/png;base64,"
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class RefusedResource(Exception):
    def __init__(self, address: str) -> None:
        super().__init__(f"A document may not read {address[:200]}")


def render_pdf(
    template: str, payload: Mapping[str, Any], *, language: str = "vi", variant: str | None = None
) -> bytes:
    """Numbers are printed bare unless the template groups them (`vnnumber`, `money`)."""
    with translation.override(language):
        html = get_template(template).template.render(Context(dict(payload), use_l10n=False))  # type: ignore[attr-defined]
    return html_to_pdf(html, variant)


def html_to_pdf(html: str, variant: str | None = None) -> bytes:
    """`variant` is one of WeasyPrint, such as "pdf/ua-1". Raises RefusedResource."""
    from weasyprint import HTML

    fetcher = _fetcher_class()()
    written = HTML(string=html, base_url=_NOWHERE, url_fetcher=fetcher).write_pdf(pdf_variant=variant)
    if fetcher.refused:
        raise RefusedResource(fetcher.refused[0])
    return bytes(written)


def png_data_uri(png: bytes) -> str:
    return _PNG_PREFIX + base64.b64encode(png).decode("ascii")


@cache
def _fetcher_class() -> type[Any]:
    """Refusals are remembered: WeasyPrint would print the document without the image."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols=())
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            try:
                body, kind = read_resource(url)
            except RefusedResource:
                self.refused.append(url)
                raise
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    return OwnFilesOnly


def read_resource(url: str) -> tuple[bytes, str]:
    """Return (content, media type) of our static file or PNG data URI; else raise RefusedResource."""
    if url.startswith(STATIC_SCHEME):
        path = _static_file(url.removeprefix(STATIC_SCHEME))
        return path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if url.startswith(_PNG_PREFIX):
        return _png(url.removeprefix(_PNG_PREFIX)), "image/png"
    raise RefusedResource(url)


def _static_file(name: str) -> Path:
    try:
        path = finders.find(name)
    except SuspiciousFileOperation:
        path = None
    if not path or Path(name).is_absolute() or ".." in Path(name).parts:
        raise RefusedResource(STATIC_SCHEME + name)
    return Path(str(path))


def _png(encoded: str) -> bytes:
    try:
        content = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        content = b""
    if not content.startswith(_PNG_SIGNATURE):
        raise RefusedResource(_PNG_PREFIX + encoded)
    return content
