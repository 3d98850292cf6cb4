from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.closed_years import FIELD, ClosedYear
from core.views.confirming import posted_values


def reason_field() -> forms.CharField:
    label = gettext_lazy("Why the figures of an issued report change")
    return forms.CharField(label=label, max_length=500, widget=forms.Textarea({"rows": 3}))


class ClosedYearForm(forms.Form):
    def __init__(self, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        self.fields[FIELD] = reason_field()


def reason_page(request: HttpRequest, error: ClosedYear, back: str) -> HttpResponse:
    form = ClosedYearForm({FIELD: ""} if FIELD in request.POST else None)
    context = {
        "text": " ".join(error.messages),
        "heading": _("Change the figures of a closed year?"),
        "form": form,
        "posted": [(name, value) for name, value in posted_values(request.POST) if name != FIELD],
        "submit_label": _("Change it and keep the reason"),
        "cancel_url": resolve_url(back),
    }
    return render(request, "generic/confirm.html", context, status=422)
