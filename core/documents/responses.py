from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse

from core.documents.description import Document
from core.documents.formats import FileFormat, document_file
from core.documents.payload import to_payload
from core.documents.pdf import document_pdf
from core.documents.pictures import DRAFT_MARK, Picture, first_page, kept_picture
from core.fingerprints import fingerprint
from core.pdf_response import file_response

DRAFT_KEPT_SECONDS = 600
CONTENT_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def document_response(document: Document, file_format: str, name: str) -> HttpResponse:
    """`name` has no ending. The browser shows a PDF and saves a DOCX."""
    kind = FileFormat(file_format)
    content = document_file(document, kind)
    return file_response(content, f"{name}.{kind}", CONTENT_TYPES[kind], download=kind != FileFormat.PDF)


def document_picture(document: Document, *, key: str = "", is_draft: bool = False) -> HttpResponse:
    """Show the first page. A stored document passes its fingerprint as `key` and is drawn once.

    A draft is drawn without its annexes and kept for ten minutes.
    """
    if key:
        return picture_response(kept_picture(key, lambda: document_pdf(document)))
    shown, mark = replace(document, annexes=()), DRAFT_MARK if is_draft else ""
    key = sha256(f"{fingerprint(to_payload(shown))}{mark}".encode()).hexdigest()
    draw = partial(_drawn, shown, mark)
    picture: Any = cache.get_or_set(f"picture-{key}", draw, DRAFT_KEPT_SECONDS)
    return picture_response(picture)


def _drawn(document: Document, mark: str) -> Picture:
    return first_page(document_pdf(document), mark=mark)


def picture_response(picture: Picture) -> HttpResponse:
    return HttpResponse(picture.png, content_type="image/png")
