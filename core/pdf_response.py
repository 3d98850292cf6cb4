from django.http import HttpResponse


def pdf_response(content: bytes, name: str, *, download: bool = False) -> HttpResponse:
    disposition = "attachment" if download else "inline"
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
