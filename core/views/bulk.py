from abc import abstractmethod
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from core.actor import SignedInRequest
from core.bulk import BulkOutcome, BulkWords, check_each, counted, stored_refusals
from core.closed_years import FIELD, ClosedYear, closed_year_reason
from core.forms import ScopedForm
from core.jobs import enqueue
from core.next_step import with_next_step
from core.views.actions import CONFLICT, UNPROCESSABLE
from core.views.chosen import ChosenRows
from core.views.closed_years import ClosedYearForm
from core.views.confirming import ANSWER

AT_ONCE = 100
"""More rows take longer than a page may: they are the work of a job, and its rules are checked by the job alone."""
SHOWN = 50


class BulkPage(ChosenRows):
    """Asks before an act on many rows, then does it.

    The rows are read again for the answer; a change asks again.
    """

    label: Any
    """Names the act on its button and counts the rows: "Accept %(shown)s registrations"."""
    words: BulkWords
    job_kind: str
    reason_form: type[ScopedForm] | None = None
    template_name = "generic/bulk.html"
    reason = closed_year_reason = ""

    @abstractmethod
    def check(self, row: Any, *, thoroughly: bool) -> None:
        """Raise ValidationError or PermissionDenied; query the database only if `thoroughly`."""

    @abstractmethod
    def act(self, rows: list[Any]) -> BulkOutcome:
        """Call the service."""

    def handle(self, rows: list[Any]) -> HttpResponse:
        closed: list[ClosedYear] = []
        choice = check_each(rows, lambda row: self.check_but_closed(row, closed, thoroughly=len(rows) <= AT_ONCE))
        confirmed, forms = self.request.POST.get(ANSWER), self.asked_reasons(closed)
        is_answer = bool(choice.done) and confirmed == _digest(choice)
        if is_answer and all(form.is_valid() for form in forms):
            self.typed = {name: value for form in forms for name, value in form.cleaned_data.items()}
            self.reason, self.closed_year_reason = self.typed.get("reason", ""), self.typed.get(FIELD, "")
            return self.carry_out(choice)
        return self.ask(choice, forms, closed, has_changed=bool(confirmed) and not is_answer)

    def check_but_closed(self, row: Any, closed: list[ClosedYear], *, thoroughly: bool) -> None:
        """One reason is asked for all rows of closed years."""
        try:
            self.check(row, thoroughly=thoroughly)
        except ClosedYear as error:
            closed.append(error)

    def asked_reasons(self, closed: list[ClosedYear]) -> list[Form]:
        typed = self.request.POST if self.request.POST.get(ANSWER) else None
        forms: list[Form] = [self.reason_form(typed, **self.form_values())] if self.reason_form else []
        return [*forms, ClosedYearForm(typed)] if closed else forms

    def form_values(self) -> dict[str, Any]:
        return {"user": self.request.user}

    def ask(
        self, choice: BulkOutcome, forms: list[Form], closed: list[ClosedYear], *, has_changed: bool
    ) -> HttpResponse:
        refusals = choice.refused
        is_possible = choice.done and not any(form.errors for form in forms)
        context = {
            "label": counted(self.label, len(choice.done) or len(refusals)),
            "able": len(choice.done),
            "ticked": [] if self.request.POST.get("whole") else self.request.POST.getlist("chosen"),
            "digest": _digest(choice),
            "forms": forms,
            "closed_years": {message: None for error in closed for message in error.messages},
            "refused": stored_refusals(refusals[:SHOWN]),
            "refused_words": counted(self.words.refused, len(refusals)),
            "more": len(refusals) - SHOWN,
            "checked_later": len(choice.done) + len(refusals) > AT_ONCE,
            "has_changed": has_changed,
            "back": self.back,
            **self.more_context(choice),
        }
        status = CONFLICT if has_changed else 200 if is_possible else UNPROCESSABLE
        return render(self.request, self.template_name, context, status=status)

    def more_context(self, choice: BulkOutcome) -> dict[str, Any]:
        return {}

    def carry_out(self, choice: BulkOutcome) -> HttpResponse:
        if len(choice.done) <= AT_ONCE:
            with closed_year_reason(self.closed_year_reason):
                outcome = self.act(choice.done) + BulkOutcome(refused=choice.refused)
            return outcome_page(self.request, outcome, self.words, self.back)
        job = enqueue(
            self.job_kind,
            name=counted(self.label, len(choice.done)),
            actor=self.request.user,
            back=self.back if len(self.back) <= 200 else self.list_address,  # as long as a job keeps
            rows=[row.pk for row in choice.done],
            refused=stored_refusals(choice.refused),
            **{name: value for name, value in self.typed.items() if value},
        )
        return HttpResponseRedirect(job.get_absolute_url())


def _digest(choice: BulkOutcome) -> str:
    """The answer must be about the rows that were asked about."""
    return sha256(" ".join(str(row.pk) for row in choice.done).encode()).hexdigest()[:16]


def outcome_page(request: SignedInRequest, outcome: BulkOutcome, words: BulkWords, back: str) -> HttpResponse:
    """Refused rows are listed, with 422 if none succeeded."""
    done = counted(words.done, len(outcome.done))
    if not outcome.refused:
        messages.success(request, with_next_step(done, request.user, outcome.done[-1]) if outcome.done else done)
        return HttpResponseRedirect(back)
    context = {
        "outcome": outcome,
        "refused": stored_refusals(outcome.refused),
        "done": done,
        "refused_words": counted(words.refused, len(outcome.refused)),
        "back": back,
    }
    return render(request, "generic/bulk_outcome.html", context, status=200 if outcome.done else UNPROCESSABLE)
