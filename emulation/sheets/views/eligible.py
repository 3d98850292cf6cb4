from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.form_token import new_token
from emulation.sheets.forms import TitleForm
from emulation.sheets.rules import may_draft
from emulation.sheets.selectors.eligible import workers_not_listed
from emulation.sheets.views.submitting import visible_sheet

MOST_SHOWN = 50


@require_safe
def eligible_workers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who fits a title and is not on the sheet; the boxes are those of the form that adds people."""
    sheet = visible_sheet(request, pk)
    if not may_draft(request.user, sheet):
        raise PermissionDenied
    form = TitleForm(request.GET if "title" in request.GET else None, user=request.user, sheet=sheet)
    title = form.cleaned_data["title"] if form.is_valid() else None
    judged = workers_not_listed(sheet, title, request.user) if title else []
    fitting = [worker for worker in judged if worker.is_eligible]
    context = {
        "sheet": sheet,
        "form": form,
        "chosen": title,
        "shown": fitting[:MOST_SHOWN],
        "fitting": len(fitting),
        "others": len(judged) - len(fitting),
        "once": new_token(),
    }
    return render(request, "emulation/sheet_eligible.html", context)
