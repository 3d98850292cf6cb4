from typing import Any

from django.http import HttpRequest, HttpResponse

from core.text import plain_number
from core.views import FormPage
from emulation.campaigns.forms.parts import MOST_ROWS


class RowsFormPage(FormPage):
    """A button of the form adds an empty row; what was typed stays and is not judged yet."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if part := request.POST.get("add_row"):
            return self.show_again(self.form_with_row(part), 200)
        return super().post(request, *args, **kwargs)

    def form_with_row(self, part: str) -> Any:
        data = self.request.POST.copy()
        rows = plain_number(data.get(f"{part}-TOTAL_FORMS", ""), MOST_ROWS - 1)
        if rows is not None:
            data[f"{part}-TOTAL_FORMS"] = str(rows + 1)
        form = self.make_form(data=data)
        form.forget_errors()
        return form
