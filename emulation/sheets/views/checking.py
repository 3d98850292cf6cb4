from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.body_limits import BodyLimit
from core.links import list_url
from core.papers import papers_of
from core.workflow import MoveNotAllowed
from emulation.sheets.forms import AnswersForm
from emulation.sheets.rules import may_check
from emulation.sheets.selectors.answering import CheckedRow, changes_since, checked_rows
from emulation.sheets.services.answering import ANSWERED, answer_rows
from emulation.sheets.views.drafting import SheetFormPage
from unions.access import PortalUser


class SheetCheck(SheetFormPage):
    body_limit = BodyLimit.TEXT
    form_class = AnswersForm
    template_name = "emulation/sheet_check.html"
    heading = gettext_lazy("Check the registration sheet")
    submit_label = gettext_lazy("Save the answers")

    def may(self, user: PortalUser) -> bool:
        return may_check(user, self.object)

    def check(self) -> None:
        if not self.checked:
            raise MoveNotAllowed(_("Every row that was submitted is answered."))

    @cached_property
    def checked(self) -> list[CheckedRow]:
        return checked_rows(self.object, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rows": self.checked}

    def act(self, form: AnswersForm) -> str | HttpResponse:
        answers = form.answers()
        if form.answers_others():
            raise MoveNotAllowed(ANSWERED)
        if not answers:
            raise ValidationError(_("Please answer at least one row."))
        answer_rows(self.object, actor=self.request.user, answers=answers)
        return list_url("emulation:sheet-queue", year=self.object.year)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = changes_since(self.object)
        return super().get_context_data(
            papers=papers_of(self.request.user, self.object),
            versions=self.object.versions.select_related("submitted_by"),
            before=before[0] if before else None,
            changes=before[1] if before else None,
            **kwargs,
        )
