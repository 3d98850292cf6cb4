from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from core.corrections import (
    CorrectionRule,
    check_not_struck,
    check_strikable,
    check_struck,
    correction_of,
    declared,
    restore,
    strike,
)
from core.forms import ReasonForm
from core.models import Strikable
from core.signed_papers import signed_papers_about
from core.views.actions import ObjectFormPage


class CorrectionPage(ObjectFormPage):
    """The form that corrects what was typed; who may and until when, the model's declaration says.

    `act` checks the domain's rules and calls `core.corrections.correct`.
    """

    heading = _("Correct what was entered")

    @property
    def correction(self) -> CorrectionRule:
        return declared(self.model)

    def may(self, user: Any) -> bool:
        return self.correction.may(user, self.object)

    def check(self) -> None:
        check_not_struck(self.object)
        self.correction.check(self.object)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in self.correction.fields} | super().get_initial()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(signed_papers=signed_papers_about(self.object), **kwargs)


class StrikeFormPage(ObjectFormPage):
    """About any model whose rows can be struck out; the address names it ("emulation.contest")."""

    form_class = ReasonForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.model = strikable_model(kwargs["model"])
        return super().dispatch(request, *args, **kwargs)

    def may(self, user: Any) -> bool:
        return declared(self.model).may_strike(user, self.object)


class StrikePage(StrikeFormPage):
    heading = _("Strike this out")
    submit_label = _("Strike this out")
    template_name = "generic/strike.html"

    def check(self) -> None:
        check_strikable(self.object)

    def act(self, form: ReasonForm) -> Model:
        struck: Model = strike(self.object, actor=self.request.user, reason=form.cleaned_data["reason"])
        return struck


class RestorePage(StrikeFormPage):
    heading = _("Restore what was struck out")
    submit_label = _("Restore")

    def check(self) -> None:
        check_struck(self.object)

    def act(self, form: ReasonForm) -> Model:
        restored: Model = restore(self.object, actor=self.request.user, reason=form.cleaned_data["reason"])
        return restored


def strikable_model(label: str) -> type[Model]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as missing:
        raise Http404 from missing
    if not issubclass(model, Strikable) or correction_of(model) is None:
        raise Http404
    return model
