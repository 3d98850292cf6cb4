from django.db.models import TextChoices

from core.documents.description import Document
from core.documents.pdf import document_pdf


class FileFormat(TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"


def document_file(document: Document, file_format: str, *, archive: bool = False) -> bytes:
    """`archive` asks for PDF/A."""
    if file_format == FileFormat.PDF:
        return document_pdf(document, archive=archive)
    from core.documents.docx import document_docx  # the library is imported at the first DOCX of a process

    return document_docx(document)
