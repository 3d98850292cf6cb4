from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.history import history_lines
from core.views import DetailPage, ListPage, RestrictedFormPage
from core.views.confirming import ANSWER, posted_values
from core.views.facts import Fact
from emulation.eligibility.filters import RuleFilter
from emulation.eligibility.forms import ChangeRuleForm
from emulation.eligibility.models import RuleParameter
from emulation.eligibility.rules.access import may_change_rules, may_read_rules
from emulation.eligibility.selectors.open_rows import Effect
from emulation.eligibility.services.rule_periods import CHANGED, NewPeriod, change_rule, preview_rule
from emulation.eligibility.tables import RuleTable
from emulation.eligibility.wording import (
    certainty_in_words,
    changes_in_words,
    effect_in_words,
    keys_in_words,
    period_in_words,
    rule_name,
    severity_in_words,
    values_in_words,
)


class RuleList(ListPage):
    """The law of today."""

    nav_key = "registrations"
    model = RuleParameter
    table_class = RuleTable
    filterset_class = RuleFilter
    template_name = "emulation/sheets.html"
    heading = gettext_lazy("Rules of eligibility")
    counted = ngettext_lazy("%(shown)s rule", "%(shown)s rules", "count")
    empty_title = gettext_lazy("No rule")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read_rules(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        today = RuleParameter.objects.on(timezone.localdate())
        return super().get_queryset().filter(pk__in=today)


def periods_of(code: str) -> list[RuleParameter]:
    """The newest first."""
    rows = list(RuleParameter.objects.filter(rule=code).order_by(F("valid_from").desc(nulls_last=True)))
    if not rows:
        raise Http404
    return rows


class RulePage(DetailPage):
    nav_key = "registrations"
    model = RuleParameter
    template_name = "emulation/rule.html"

    def get_object(self, queryset: QuerySet[RuleParameter] | None = None) -> RuleParameter:
        if not may_read_rules(self.request.user):
            raise PermissionDenied
        self.periods = periods_of(self.kwargs["rule"])
        return self.periods[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        history = [line for row in self.periods for line in history_lines(row, self.request.user)]
        return context | {
            "name": rule_name(self.object.rule),
            "periods": [(period_in_words(row.valid_from, row.valid_to), _facts(row)) for row in self.periods],
            "may_change": may_change_rules(self.request.user),
            "history": history,
        }


def _facts(row: RuleParameter) -> list[Fact]:
    return [
        (_("Condition"), row.condition),
        (_("Severity"), severity_in_words(row)),
        (_("Values"), values_in_words(row.values)),
        (_("Legal basis"), row.legal_basis),
        (_("Certainty"), certainty_in_words(row)),
        (_("Note"), row.note),
    ]


class RuleChange(RestrictedFormPage):
    nav_key = "registrations"
    form_class = ChangeRuleForm
    submit_label = gettext_lazy("Change from this day on")
    list_name = "emulation:rules"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.newest = periods_of(kwargs["rule"])[0]
        return super().dispatch(request, *args, **kwargs)

    def may(self, user: Any) -> bool:
        return may_change_rules(user)

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("Change rule %(rule)s: %(name)s") % {"rule": self.newest.rule, "name": rule_name(self.newest.rule)}

    @property
    def help(self) -> str:  # type: ignore[override]
        return _("What holds today stays until the day before. Whoever was judged already keeps the verdict.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.newest, name) for name in CHANGED}

    def get_form(self, form_class: Any = None) -> ChangeRuleForm:
        form: ChangeRuleForm = super().get_form(form_class)
        values = form.fields["values"]
        values.help_text, values.required = keys_in_words(self.newest.values), bool(self.newest.values)
        return form

    def cancel_url(self) -> str:
        return self.newest.get_absolute_url()

    def form_valid(self, form: ChangeRuleForm) -> HttpResponse:
        if self.request.POST.get(ANSWER) == "yes":
            return super().form_valid(form)
        try:
            effect = self.carry_out(preview_rule, form)
        except ValidationError:
            return super().form_valid(form)  # which says why at the fields
        return self.ask(form, effect)

    def act(self, form: ChangeRuleForm) -> Model:
        row: RuleParameter = self.carry_out(change_rule, form)
        return row

    def carry_out(self, service: Callable[..., Any], form: ChangeRuleForm) -> Any:
        values = {**form.cleaned_data}
        reason = values.pop("reason")
        return service(self.newest.rule, NewPeriod(**values), actor=self.request.user, reason=reason)

    def ask(self, form: ChangeRuleForm, effect: Effect) -> HttpResponse:
        context = {
            "heading": self.heading,
            "text": effect_in_words(effect, form.cleaned_data["valid_from"]),
            "items": changes_in_words(effect),
            "posted": [*posted_values(self.request.POST), (ANSWER, "yes")],
            "submit_label": self.submit_label,
            "cancel_url": self.cancel_url(),
        }
        return render(self.request, "generic/confirm.html", context)
