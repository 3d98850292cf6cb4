from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from awards.received.forms import RegistrationResultsForm
from awards.received.models import ReceivedAward
from awards.received.selectors import counts_by_title, registrations_decided_elsewhere, result_titles, results_of
from awards.received.services.registration_results import (
    RecordedResults,
    Result,
    record_registration_results,
    result_field,
)
from core.links import list_url
from core.pickers.responses import search_answer
from core.scoping import get_visible_or_404
from core.text import format_number, plain_number
from core.views import ObjectFormPage
from emulation.campaigns.models import Campaign
from emulation.law.models import Title
from emulation.law.rules import naming_day
from emulation.law.selectors import title_name
from emulation.registrations.models import Registration
from unions.access import DRAFTING, PortalUser, RoleKind
from unions.units.forms import UnitChoice
from unions.units.models import GrassrootsUnion

MOST_AT_ONCE = 1000
"""More rows than a page shows at once; then a unit or a title is chosen."""


@dataclass(frozen=True)
class ResultRow:
    registration: Registration
    award: ReceivedAward | None
    """Recorded before."""
    choices: list[tuple[int, str]]
    won: bool
    chosen: str
    error: str


class RegistrationResults(ObjectFormPage):
    """`?grassroots=` or `?title=` narrows the rows."""

    model = Campaign
    nav_key = "awards"
    form_class = RegistrationResultsForm
    template_name = "awards/registration_results.html"
    heading = gettext_lazy("Record the results of registrations")
    submit_label = gettext_lazy("Save the results")
    row_errors: dict[str, list[str]] = {}

    def may(self, user: PortalUser) -> bool:
        return user.access.holds_any(DRAFTING | {RoleKind.OFFICER})

    @cached_property
    def all_registrations(self) -> Any:
        return registrations_decided_elsewhere(self.request.user, self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return search_answer(request, self.make_unit_form) or super().get(request, *args, **kwargs)

    @cached_property
    def units(self) -> QuerySet[GrassrootsUnion]:
        return GrassrootsUnion.objects.filter(pk__in=self.all_registrations.order_by().values("grassroots"))

    def make_unit_form(self, data: Any) -> UnitChoice:
        return UnitChoice(data, user=self.request.user, units=self.units)

    @property
    def unit_form(self) -> UnitChoice | None:
        """Where there are several to choose from."""
        if len(self.units[:2]) < 2:
            return None
        form = self.make_unit_form(self.request.GET if "grassroots-q" in self.request.GET else None)
        form.initial = {"grassroots": self.unit.pk} if self.unit else {}
        return form

    @cached_property
    def unit(self) -> GrassrootsUnion | None:
        asked = self.request.GET.get("grassroots")
        units = GrassrootsUnion.objects.all()
        return get_visible_or_404(units, self.request.user, pk=asked) if asked else None

    @cached_property
    def registrations(self) -> list[Registration]:
        """Too many are none."""
        rows = list(self._narrowed()[: MOST_AT_ONCE + 1])
        return rows if len(rows) <= MOST_AT_ONCE else []

    @property
    def title(self) -> int | None:
        return plain_number(self.request.GET.get("title", ""))

    def _narrowed(self) -> QuerySet[Registration]:
        rows = self.all_registrations.for_table()
        if self.unit:
            rows = rows.filter(grassroots=self.unit)
        if self.title:
            rows = rows.filter(title=self.title)
        order = ("title__position", "grassroots__sort_key", "person__sort_key", "team__name", "pk")
        ordered: QuerySet[Registration] = rows.order_by(*order)
        return ordered

    @cached_property
    def titles(self) -> dict[int, list[Title]]:
        return result_titles(self.registrations)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"registrations": self.registrations, "titles": self.titles}

    def act(self, form: RegistrationResultsForm) -> str:
        results = [Result(registration, title) for registration, title in form.given().items()]
        try:
            recorded = record_registration_results(actor=self.request.user, results=results, **form.cleaned_data)
        except ValidationError as error:
            self.row_errors = error.message_dict if hasattr(error, "error_dict") else {}
            raise
        messages.success(self.request, outcome_in_words(recorded))
        return self.cancel_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        campaign, form = self.object, context["form"]
        of_unit = self.all_registrations.filter(grassroots=self.unit) if self.unit else self.all_registrations
        counts = counts_by_title(of_unit)
        return context | {
            "titles": [self._link(key, count) for key, count in counts],
            "title": self.title,
            "unit_form": self.unit_form,
            "total": sum(count for _key, count in counts),
            "unit": self.unit,
            "most": MOST_AT_ONCE,
            "rows": self._rows(form),
            "campaign": campaign,
        }

    def _link(self, key: int, count: int) -> dict[str, Any]:
        unit = f"grassroots={self.unit.pk}&" if self.unit else ""
        return {
            "label": self._name(self._catalogue[key]),
            "count": count,
            "url": f"?{unit}title={key}",
            "is_chosen": key == self.title,
        }

    @cached_property
    def _catalogue(self) -> dict[int, Title]:
        return Title.objects.in_bulk()

    def _name(self, title: Title) -> str:
        return title_name(title, self.object.union_id, naming_day(self.object.year, timezone.localdate()))

    def _rows(self, form: RegistrationResultsForm) -> list[ResultRow]:
        known = results_of(self.registrations)
        given = form.given() if form.is_bound else {row: None if known else row.title for row in self.registrations}
        return [self._row(row, known.get(row.pk), given[row]) for row in self.registrations]

    def _row(self, row: Registration, award: ReceivedAward | None, given: Title | None) -> ResultRow:
        choices = [(title.pk, self._name(title)) for title in self.titles[row.pk]]
        error = " ".join(self.row_errors.get(result_field(row), []))
        return ResultRow(row, award, choices, given is not None, str((given or row.title).pk), error)

    def cancel_url(self) -> str:
        return list_url("awards:achieved-units", year=self.object.year)


def outcome_in_words(recorded: RecordedResults) -> str:
    entered, known = len(recorded.entered) + len(recorded.linked), len(recorded.known)
    words = [
        ngettext("%(shown)s result recorded.", "%(shown)s results recorded.", entered)
        % {"shown": format_number(entered)}
    ]
    if known:
        text = ngettext(
            "%(shown)s registration had its result already.",
            "%(shown)s registrations had their result already.",
            known,
        )
        words.append(text % {"shown": format_number(known)})
    if without := len(recorded.without):
        text = ngettext("%(shown)s without a title.", "%(shown)s without a title.", without)
        words.append(text % {"shown": format_number(without)})
    return " ".join(words)
