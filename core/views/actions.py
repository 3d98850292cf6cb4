from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from core.actor import SignedInRequest
from core.audit import watched_entries
from core.closed_years import FIELD as CLOSED_YEAR
from core.closed_years import ClosedYear, closed_year_reason
from core.editing import STALE, EditConflict
from core.form_token import SAVED_ALREADY, consume, is_used, new_token
from core.kept_forms import owner_mark, take_kept_form
from core.links import list_url
from core.models import Revised
from core.pickers.fields import chosen_rows
from core.pickers.recent import remember
from core.pickers.responses import search_answer
from core.scoping import get_visible_or_404
from core.views.closed_years import reason_field, reason_page
from core.views.confirming import Question, ask_first
from core.views.success import say_done
from core.violations import violations_in_words
from core.working_year import working_year

UNPROCESSABLE, CONFLICT = 422, 409
KEPT = _("The session had ended; what you typed is still here. Please check it, choose files again, and send it.")


def status_of(error: ValidationError) -> int:
    """409 for an outdated page or double click, 422 for what the form can mend."""
    return CONFLICT if getattr(error, "code", "") == STALE else UNPROCESSABLE


def refused(request: HttpRequest, error: ValidationError, back: str) -> HttpResponse:
    context = {"reasons": error.messages, "back": back, "here": resolve_url(back)}
    return render(request, "generic/refused.html", context, status=status_of(error))


def perform_or_refuse(
    request: HttpRequest,
    action: Callable[[], Any],
    back: str,
    *,
    about: Model | None = None,
    question: Question | None = None,
    then: str = "",
) -> HttpResponse:
    """Redirect to `then` or `back`, or show why `action` was refused.

    `question` is asked first where the action is possible; the message tells what was done to `about`.
    """
    try:
        with closed_year_reason(request.POST.get(CLOSED_YEAR, "")):
            if question and (page := ask_first(request, question, back, action)):
                return page
        typed = closed_year_reason(request.POST.get(CLOSED_YEAR, ""))
        with typed, violations_in_words(), watched_entries() as entries:
            action()
    except ClosedYear as error:
        return reason_page(request, error, back)
    except ValidationError as error:
        return refused(request, error, back)
    say_done(request, entries, about)
    return HttpResponseRedirect(resolve_url(then or back))


class FormPage(ABC, FormView):
    template_name = "generic/object_form.html"
    heading: str | Promise = ""
    submit_label: str | Promise = ""
    help: str | Promise = ""
    unchanged: str | Promise = ""  # said where nothing was done
    list_name = ""
    """The list from which the form is opened, and to which it leads back."""
    status = 200
    request: SignedInRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if answer := search_answer(request, self.make_form):
            return answer
        if kept := take_kept_form(request):
            messages.info(request, KEPT)
            return self.show_again(self.make_form(data=kept), 200)
        return super().get(request, *args, **kwargs)

    def make_form(self, **kwargs: Any) -> Any:
        return self.get_form_class()(**self.get_form_kwargs() | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with (
                closed_year_reason(self.request.POST.get(CLOSED_YEAR, "")),
                violations_in_words(),
                transaction.atomic(),
                watched_entries() as entries,
            ):
                consume(self.request.POST.get("once", ""))
                target = self.act(form)
                remember(actor=self.request.user, rows=chosen_rows(form))
        except ValidationError as error:
            if isinstance(error, ClosedYear):
                form.fields[CLOSED_YEAR] = reason_field()
            add_errors(form, error)
            self.status = status_of(error)
            return self.form_invalid(form)
        if isinstance(target, HttpResponse):
            return target
        say_done(self.request, entries, target, self.unchanged)
        return HttpResponseRedirect(resolve_url(target))

    def form_invalid(self, form: Any) -> HttpResponse:
        # What the first click saved is often no choice any more: the conflict explains the form's own errors.
        if self.status != CONFLICT and (conflict := self.conflict()):
            form.errors.clear()
            add_errors(form, conflict)
            self.status = status_of(conflict)
        return self.show_again(form, self.status if self.status >= 400 else UNPROCESSABLE)

    def show_again(self, form: Any, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def conflict(self) -> ValidationError | None:
        return EditConflict(SAVED_ALREADY) if is_used(self.request.POST.get("once", "")) else None

    @abstractmethod
    def act(self, form: Any) -> Model | str | HttpResponse:
        """Call the service; return an object with a page, an address or a response."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            heading=self.heading,
            submit_label=self.submit_label,
            help=self.help,
            cancel_url=self.cancel_url(),
            once=self.request.POST.get("once") or new_token(),
            **kwargs,
        )
        return context | {"owner": owner_mark(self.request.user, context["form"].fields.values())}

    def cancel_url(self) -> str:
        return list_url(self.list_name, year=working_year(self.request)) if self.list_name else resolve_url("home")


class RestrictedFormPage(FormPage):
    """Answers 403 where `may` is false, 409 while `check` raises.

    A posted form skips `check`, so that nothing typed is lost: its service checks again.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may(request.user):
            raise PermissionDenied
        if request.method != "POST" and (objection := self.objection()):
            return refused(request, objection, self.cancel_url())
        return super().dispatch(request, *args, **kwargs)

    @abstractmethod
    def may(self, user: Any) -> bool:
        pass

    def check(self) -> None:
        """Raise ValidationError where the action is not possible now."""

    def objection(self) -> ValidationError | None:
        try:
            self.check()
        except ValidationError as error:
            return error
        return None

    def conflict(self) -> ValidationError | None:
        return super().conflict() or self.objection()


class ObjectFormPage(RestrictedFormPage):
    """Answers 404 where the user does not see `object`."""

    model: type[Model]
    object: Any
    fields: tuple[str, ...] = ()  # initial values of the form, besides the revision; an empty one is the field's own

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = get_visible_or_404(self.rows(), request.user, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def rows(self) -> Any:
        return self.model._default_manager.all()

    @property
    def help(self) -> str | Promise:  # type: ignore[override]
        return str(self.object)

    def get_initial(self) -> dict[str, Any]:
        revision = ("revision",) if isinstance(self.object, Revised) else ()
        values = {name: getattr(self.object, name) for name in (*self.fields, *revision)}
        return {name: value for name, value in values.items() if value is not None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.object, **kwargs)

    def cancel_url(self) -> str:
        return str(self.object.get_absolute_url())


def add_errors(form: Any, error: ValidationError) -> None:
    """Errors of unknown fields stand on top of the form."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, sentences in by_field.items():
        for message in sentences:
            form.add_error(name if name in form.fields else None, message)
