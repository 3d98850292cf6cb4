from django.http import HttpResponse

from core.documents.description import Document
from core.documents.formats import FileFormat, document_file
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
