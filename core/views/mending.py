from abc import abstractmethod
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from core.corrections import (
    CorrectionRule,
    WaysToMend,
    check_removable,
    check_strikable,
    check_struck,
    correction_of,
    declared,
    has_page,
    nobody,
    objection_to_mending,
    remove,
    restore,
    shown_on,
    strike,
    ways_to_mend,
)
from core.forms import ReasonForm
from core.models import Strikable
from core.signed_papers import signed_papers_about
from core.views.actions import ObjectFormPage
from core.workflow import MoveNotAllowed, check_not_struck


class CorrectionPage(ObjectFormPage):
    """`act` checks the domain's rules and calls `core.corrections.correct`."""

    heading = _("Correct what was entered")
    unchanged = _("Nothing was changed.")

    @property
    def correction(self) -> CorrectionRule:
        return declared(self.model)

    def may(self, user: Any) -> bool:
        return self.correction.may(user, self.object)

    def check(self) -> None:
        check_not_struck(self.object)
        self.correction.check(self.object)
        if objection := objection_to_mending(self.request.user, self.object):
            raise MoveNotAllowed(objection)

    def get_initial(self) -> dict[str, Any]:
        return model_to_dict(self.object, fields=self.correction.fields) | super().get_initial()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            signed_papers=signed_papers_about(self.object), other_ways=self.other_ways(), **kwargs
        )

    def other_ways(self) -> WaysToMend | None:
        """A row without a page is struck or removed from its form."""
        return None if has_page(self.object) else replace(ways_to_mend(self.request.user, self.object), edit_url="")

    def cancel_url(self) -> str:
        return str(shown_on(self.object).get_absolute_url())


class NamedModelPage(ObjectFormPage):
    """The address names the model ("emulation.contest")."""

    form_class = ReasonForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.model = model_named(kwargs["model"])
        if not self.suits():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @abstractmethod
    def suits(self) -> bool:
        pass

    def cancel_url(self) -> str:
        return str(shown_on(self.object).get_absolute_url())


class StrikeFormPage(NamedModelPage):
    def suits(self) -> bool:
        return issubclass(self.model, Strikable)

    def may(self, user: Any) -> bool:
        return declared(self.model).may_strike(user, self.object)


class StrikePage(StrikeFormPage):
    extra_context = {"danger": True}
    heading = _("Strike this out")
    submit_label = _("Strike this out")
    template_name = "generic/strike.html"

    def check(self) -> None:
        check_strikable(self.object)

    def act(self, form: ReasonForm) -> str:
        struck = strike(self.object, actor=self.request.user, reason=form.cleaned_data["reason"])
        return str(shown_on(struck).get_absolute_url())


class RestorePage(StrikeFormPage):
    heading = _("Restore what was struck out")
    submit_label = _("Restore")

    def check(self) -> None:
        check_struck(self.object)

    def act(self, form: ReasonForm) -> str:
        restored = restore(self.object, actor=self.request.user, reason=form.cleaned_data["reason"])
        return str(shown_on(restored).get_absolute_url())


class RemovePage(NamedModelPage):
    extra_context = {"danger": True}
    heading = _("Remove what was entered by mistake")
    submit_label = _("Remove")
    template_name = "generic/remove.html"

    def suits(self) -> bool:
        return declared(self.model).may_remove is not nobody

    def may(self, user: Any) -> bool:
        return declared(self.model).may_remove(user, self.object)

    def check(self) -> None:
        check_removable(self.object)

    def act(self, form: ReasonForm) -> Model:
        owner: Model = remove(self.object, actor=self.request.user, reason=form.cleaned_data["reason"])
        return owner


def model_named(label: str) -> type[Model]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as missing:
        raise Http404 from missing
    if correction_of(model) is None:
        raise Http404
    return model
