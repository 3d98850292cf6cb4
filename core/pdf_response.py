from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_response(content: bytes, name: str, *, download: bool = False, may_be_cached: bool = True) -> HttpResponse:
    """Return a PDF that the browser shows; with `download` it saves it under `name`."""
    headers = {"Content-Disposition": content_disposition_header(download, name) or ""}
    if not may_be_cached:
        headers["Cache-Control"] = "no-store"
    return HttpResponse(content, content_type="application/pdf", headers=headers)
