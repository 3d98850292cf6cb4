from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from core.models import Job


def pdf_or_job(paper: bytes | Job, name: str) -> HttpResponse:
    """Send the paper, or lead to the job that makes it."""
    if isinstance(paper, Job):
        return redirect(paper.get_absolute_url())
    return pdf_response(paper, name, download=True)


def pdf_response(content: bytes, name: str, *, download: bool = False) -> HttpResponse:
    return file_response(content, name, "application/pdf", download=download)


def file_response(content: bytes, name: str, content_type: str, *, download: bool) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(download, name) or ""}
    return HttpResponse(content, content_type=content_type, headers=headers)
