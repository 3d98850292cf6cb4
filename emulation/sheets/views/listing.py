"""A list is pasted or brought, looked at, mended and entered."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.body_limits import BodyLimit
from core.bulk import counted
from core.form_token import consume, new_token
from core.kept_forms import owner_mark, take_kept_form
from core.spreadsheets.errors import FileRejected
from core.text import plain_number
from core.views.actions import refused, status_of
from core.violations import violations_in_words
from emulation.law.models import Title
from emulation.registrations.wording import DRAFTING
from emulation.sheets.forms import SheetListForm
from emulation.sheets.lists.matching import ListMatcher
from emulation.sheets.lists.opening import OpenedRows, check_length, open_rows, reopened
from emulation.sheets.lists.preview import preview_context
from emulation.sheets.lists.rows import Answers, ListedRow
from emulation.sheets.lists.titles import TitleReader
from emulation.sheets.selectors.titles import ANY_SUBJECT, titles_for
from emulation.sheets.services.lists import enter_list
from emulation.sheets.views.drafting import SheetFormPage

COLUMN, PERSON = re.compile(r"column-(\d{1,3})"), re.compile(r"person-(\d{1,5})")
CELL = re.compile(r"cell-(\d{1,5})-(\d{1,3})")


class SheetPaste(SheetFormPage):
    body_limit = BodyLimit.FILE
    form_class = SheetListForm
    template_name = "emulation/sheet_paste.html"
    heading = gettext_lazy("Paste from a spreadsheet")
    submit_label = gettext_lazy("Look at the list")

    @cached_property
    def titles(self) -> TitleReader:
        return TitleReader(self.object, titles_for(self.object, ANY_SUBJECT))

    def get_initial(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = take_kept_form(request)
        return self.look_again(kept) if kept and "text" in kept else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.look_again(request.POST) if "text" in request.POST else super().post(request, *args, **kwargs)

    def act(self, form: SheetListForm) -> HttpResponse:
        content, name = form.content
        try:
            opened = check_length(open_rows(content, name, self.titles))
        except FileRejected as rejected:
            raise ValidationError({"file" if form.cleaned_data["file"] else "pasted": rejected.messages}) from None
        return self.preview(opened, self.listed(opened, Answers()), Answers())

    def listed(self, opened: OpenedRows, answers: Answers) -> list[ListedRow]:
        return ListMatcher(self.object, opened, self.titles, answers, self.request.user).rows()

    def look_again(self, posted: QueryDict) -> HttpResponse:
        try:
            opened = reopened(str(posted.get("text", "")), columns_of(posted), mended_cells(posted))
        except FileRejected as rejected:
            return refused(self.request, rejected, self.request.path)
        answers = answers_of(posted)
        rows = self.listed(opened, answers)
        if posted.get("step") != "save":
            return self.preview(opened, rows, answers)
        try:
            with violations_in_words(), transaction.atomic():
                consume(posted.get("once", ""))
                outcome = enter_list(actor=self.request.user, sheet=self.object, rows=rows)
        except ValidationError as error:
            return self.preview(opened, rows, answers, error=error)
        drafted = counted(DRAFTING.done, len(outcome.done)) if outcome.done else _("The list is on the sheet now.")
        messages.success(self.request, drafted)
        return HttpResponseRedirect(self.object.get_absolute_url())

    def preview(
        self, opened: OpenedRows, rows: list[ListedRow], answers: Answers, *, error: ValidationError | None = None
    ) -> HttpResponse:
        context = preview_context(self.request.user, self.object, opened, rows, self.titles.offered)
        context |= {
            "sheet": self.object,
            "answers": answers,
            "reasons": error.messages if error else [],
            "once": self.request.POST.get("once") if error else new_token(),
            "owner": owner_mark(self.request.user),
        }
        return render(
            self.request, "emulation/sheet_preview.html", context, status=status_of(error) if error else 200
        )


def columns_of(posted: QueryDict) -> dict[int, str]:
    found = ((COLUMN.fullmatch(name), str(text)) for name, text in posted.items())
    return {int(match[1]): field for match, field in found if match and field}


def mended_cells(posted: QueryDict) -> dict[tuple[int, int], str]:
    found = ((CELL.fullmatch(name), str(text)) for name, text in posted.items())
    return {(int(match[1]), int(match[2])): text.replace("\0", "") for match, text in found if match}


def answers_of(posted: QueryDict) -> Answers:
    found = ((PERSON.fullmatch(name), str(text)) for name, text in posted.items())
    people = {int(match[1]): answer for match, answer in found if match}
    title = Title.objects.filter(pk=plain_number(posted.get("title", "")) or 0).first()
    return Answers(people, title)
