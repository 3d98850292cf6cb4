from abc import ABC, abstractmethod
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from core.actor import SignedInRequest
from core.bulk import BulkOutcome, BulkWords, check_each, counted, stored_refusals
from core.closed_years import FIELD, ClosedYear, closed_year_reason
from core.forms import ScopedForm
from core.jobs import enqueue
from core.next_step import with_next_step
from core.paging import MOST_COUNTED
from core.text import format_number, plain_number
from core.views.actions import CONFLICT, UNPROCESSABLE, refused
from core.views.closed_years import ClosedYearForm
from core.views.confirming import ANSWER
from core.views.objects import ListPage

AT_ONCE = 100
"""More rows take longer than a page may: they are the work of a job, and its rules are checked by the job alone."""
SHOWN = 50


class BulkPage(ABC, View):
    """Asks before an act on many rows, then does it.

    The rows, ticked ones or all of the list's query, are read again for the answer; a change asks again.
    """

    http_method_names = ["post"]
    request: SignedInRequest
    list_page: type[ListPage]
    list_name: str
    order: tuple[str, ...] = ("pk",)
    label: Any
    """Names the act on its button and counts the rows: "Accept %(shown)s registrations"."""
    words: BulkWords
    job_kind: str
    reason_form: type[ScopedForm] | None = None
    template_name = "generic/bulk.html"
    reason = closed_year_reason = ""

    @abstractmethod
    def may(self, user: Any) -> bool: ...

    @abstractmethod
    def check(self, row: Any, *, thoroughly: bool) -> None:
        """Raise ValidationError or PermissionDenied; query the database only if `thoroughly`."""

    @abstractmethod
    def act(self, rows: list[Any]) -> BulkOutcome:
        """Call the service."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may(request.user):
            raise PermissionDenied
        rows = list(self.chosen_rows()[: MOST_COUNTED + 1])
        if objection := _objection_to(len(rows)):
            return refused(request, ValidationError(objection), self.back)
        closed: list[ClosedYear] = []
        choice = check_each(rows, lambda row: self.check_but_closed(row, closed, thoroughly=len(rows) <= AT_ONCE))
        confirmed, forms = request.POST.get(ANSWER), self.asked_reasons(closed)
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

    def chosen_rows(self) -> QuerySet[Any]:
        page = self.list_page()
        page.setup(self.request, **self.kwargs)
        visible = self.visible_rows(page).order_by(*self.order)
        if self.request.POST.get("whole"):
            fitting = page.get_filterset(page.get_filterset_class()).qs
            return visible.filter(pk__in=fitting.order_by().values("pk"))
        return self.ticked(visible)

    def visible_rows(self, page: ListPage) -> QuerySet[Any]:
        rows: QuerySet[Any] = page.model._default_manager.visible_to(self.request.user).for_table()
        return rows

    def ticked(self, visible: QuerySet[Any]) -> QuerySet[Any]:
        """One invisible row makes the request a 404."""
        ticked = set(self.request.POST.getlist("chosen"))
        keys = {number for key in ticked if (number := plain_number(key)) is not None}
        rows = visible.filter(pk__in=keys)
        if len(keys) != len(ticked) or rows.count() != len(keys):
            raise Http404
        return rows

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

    @property
    def back(self) -> str:
        query = self.request.GET.urlencode()
        return self.list_address + (f"?{query}" if query else "")

    @property
    def list_address(self) -> str:
        return reverse(self.list_name, kwargs=self.kwargs)


def _objection_to(count: int) -> str:
    if not count:
        return _("Tick at least one row in the list.")
    if count > MOST_COUNTED:
        return _("At most %(count)s rows at once. Please filter the list.") % {"count": format_number(MOST_COUNTED)}
    return ""


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
