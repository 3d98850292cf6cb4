from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from core.documents.description import Document
from core.documents.formats import FileFormat, document_file
from core.documents.payload import fingerprint, to_payload
from core.documents.pdf import document_pdf
from core.documents.pictures import DRAFT_MARK, Picture, first_page, kept_picture
from core.pdf_response import file_response

CONTENT_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def document_response(document: Document, file_format: str, name: str, *, may_be_cached: bool = True) -> HttpResponse:
    """`name` is without its ending. The browser shows a PDF and saves a DOCX."""
    kind = FileFormat(file_format)
    content = document_file(document, kind)
    return file_response(
        content,
        f"{name}.{kind}",
        CONTENT_TYPES[kind],
        download=kind != FileFormat.PDF,
        may_be_cached=may_be_cached,
    )


def document_picture(
    request: HttpRequest, document: Document, *, key: str = "", is_draft: bool = False
) -> HttpResponse:
    """Show the first page of a document. A stored one passes its fingerprint as `key` and is drawn once.

    One that may still change is drawn without its annexes, which its first page does not need.
    """
    if key:
        return picture_response(request, key, lambda: kept_picture(key, lambda: document_pdf(document)))
    shown, mark = replace(document, annexes=()), DRAFT_MARK if is_draft else ""
    key = fingerprint(to_payload(shown)) + mark
    return picture_response(request, key, lambda: first_page(document_pdf(shown), mark=mark))


def picture_response(request: HttpRequest, key: str, draw: Callable[[], Picture]) -> HttpResponse:
    """`key` changes with the picture: a browser that has this one is not sent it again."""
    etag = f'"{sha256(key.encode()).hexdigest()}"'
    if (known := get_conditional_response(request, etag=etag)) is not None:
        return known
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    return HttpResponse(draw().png, content_type="image/png", headers=headers)
