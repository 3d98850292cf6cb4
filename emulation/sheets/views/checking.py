from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.body_limits import BodyLimit
from core.links import list_url, object_url
from core.papers import papers_of
from core.text import plain_number
from core.views.bulk import outcome_page
from core.views.confirming import posted_values
from core.workflow import MoveNotAllowed
from emulation.sheets.forms import AnswersForm
from emulation.sheets.models import SheetVersion
from emulation.sheets.rules import VersionChanges, may_check
from emulation.sheets.selectors.answering import CheckedRow, changes_since, checked_rows, waiting_on
from emulation.sheets.services.answering import ANSWERED, answer_rows
from emulation.sheets.views.drafting import SheetFormPage
from emulation.sheets.wording import ANSWERING, answers_in_words, changes_in_words
from unions.access import PortalUser

STEP, TOGETHER = "step", "together"
ASK, BACK = "ask", "back"


class SheetCheck(SheetFormPage):
    """Accepting what nothing stands against is asked in a second step, which carries all that was typed."""

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
        return checked_rows(self.object, self.request.user, self.changes)

    @cached_property
    def before(self) -> tuple[SheetVersion, VersionChanges] | None:
        return changes_since(self.object)

    @property
    def changes(self) -> VersionChanges | None:
        return self.before[1] if self.before else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rows": self.checked}

    def form_valid(self, form: AnswersForm) -> HttpResponse:
        step = self.request.POST.get(STEP)
        if step == BACK:
            return self.show_again(form, 200)
        return self.ask(form) if step == ASK else super().form_valid(form)

    def ask(self, form: AnswersForm) -> HttpResponse:
        context = {
            "left": form.unanswered,
            "others": len(form.answers()),
            "posted": [pair for pair in posted_values(self.request.POST) if pair[0] not in (STEP, TOGETHER)],
            "object": self.object,
        }
        return render(self.request, "emulation/sheet_accept.html", context)

    def act(self, form: AnswersForm) -> str | HttpResponse:
        answers, together = form.answers(), self.together()
        if form.answers_others():
            raise MoveNotAllowed(ANSWERED)
        if not answers and not together:
            raise ValidationError(_("Please answer at least one row."))
        outcome = answer_rows(self.object, actor=self.request.user, answers=answers, together=together)
        if outcome.refused:
            return outcome_page(self.request, outcome, ANSWERING, self.next_page())
        told = {"answers": answers_in_words(outcome.done)}
        messages.success(self.request, _("Saved, and the unit is told: %(answers)s.") % told)
        return self.next_page()

    def together(self) -> list[int]:
        """What the officer agreed to after it was listed."""
        keys = (plain_number(key) for keys in self.request.POST.getlist(TOGETHER) for key in keys.split(","))
        return [key for key in keys if key is not None]

    def next_page(self) -> str:
        if waiting_on(self.object).exists():
            return object_url("emulation:sheet-check", self.object.pk)
        return list_url("emulation:sheet-queue", year=self.object.year)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            papers=papers_of(self.request.user, self.object),
            versions=self.object.versions.select_related("submitted_by"),
            since=changes_in_words(*self.before) if self.before else "",
            changes=self.changes,
            **kwargs,
        )
