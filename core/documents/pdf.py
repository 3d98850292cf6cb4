from core.documents.description import Document
from core.pdf import render_pdf

TAGGED, ARCHIVE = "pdf/ua-1", "pdf/a-2a"
"""PDF/UA: tagged for readers that speak; PDF/A: tagged as well, and kept for decades."""


def document_pdf(document: Document, *, archive: bool = False) -> bytes:
    variant = ARCHIVE if archive else TAGGED
    return render_pdf("documents/document.html", {"document": document}, language=document.language, variant=variant)
