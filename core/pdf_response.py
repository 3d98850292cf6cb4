from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_response(content: bytes, name: str, *, download: bool = False) -> HttpResponse:
    return file_response(content, name, "application/pdf", download=download)


def file_response(content: bytes, name: str, content_type: str, *, download: bool) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(download, name) or ""}
    return HttpResponse(content, content_type=content_type, headers=headers)
