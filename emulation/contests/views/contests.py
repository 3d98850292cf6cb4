from functools import partial
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django_tables2 import RequestConfig

from core.actor import SignedInRequest
from core.corrections import ways_to_mend
from core.scoping import get_visible_or_404
from core.views import CorrectionPage, DetailPage, ListPage, ObjectFormPage, refused
from core.views.actions import perform_or_refuse
from core.views.facts import Fact, day
from core.workflow import check_not_struck, is_struck
from emulation.contests import services
from emulation.contests.filters import ContestFilter
from emulation.contests.forms import (
    ContestantForm,
    CorrectContestForm,
    CorrectEntryForm,
    NewContestForm,
    PrizeForm,
)
from emulation.contests.models import Contest, ContestEntry, ContestQuerySet
from emulation.contests.rules import may_award_prize
from emulation.contests.selectors import entries_shown, entries_to_confirm, prizes_won
from emulation.contests.tables import ContestTable, EntryTable
from emulation.entry_pages import OfficerFormPage, UnitEntryPage, typed_year
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion
from unions.units.selectors import unions_as_officer, units_to_act_for


class ContestList(ListPage):
    model = Contest
    table_class = ContestTable
    filterset_class = ContestFilter
    template_name = "emulation/initiative_list.html"
    nav_key = "initiatives"
    year_field = "year"
    heading = _("Contests")
    empty_title = _("No contest in %(year)s yet")
    empty_text = _("Here stand the contests the federation holds, who entered and who won. Its officer enters them.")

    def get_queryset(self) -> QuerySet[Contest]:
        return cast(ContestQuerySet, super().get_queryset()).with_entries_of(self.request.user)

    def primary_action(self) -> dict[str, Any] | None:
        if not unions_as_officer(self.request.user).exists():
            return None
        return {"label": _("Enter a contest"), "url": reverse("emulation:contest-create")}


class ContestPage(DetailPage):
    model = Contest
    template_name = "emulation/contest.html"
    nav_key = "initiatives"

    def get_queryset(self) -> QuerySet[Contest]:
        return super().get_queryset().select_related("union", "campaign")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contest, user = self.object, self.request.user
        entries = entries_shown(user, contest).select_related("contest", "grassroots", "person")
        table = EntryTable(entries.filter(struck_at=None), user=user)
        RequestConfig(self.request).configure(table)
        return super().get_context_data(
            facts=key_facts(user, contest),
            more_facts=other_facts(contest),
            table=table,
            struck=[(entry, ways_to_mend(user, entry)) for entry in entries.exclude(struck_at=None)],
            to_confirm=entries_to_confirm(user, contest).count(),
            may_enter=not is_struck(contest) and self.units_to_enter(contest).exists(),
            **kwargs,
        )

    def units_to_enter(self, contest: Contest) -> QuerySet[GrassrootsUnion]:
        return units_to_act_for(self.request.user) & GrassrootsUnion.objects.under(contest.union)


class ConfirmEntries(View):
    http_method_names = ["post"]
    request: SignedInRequest

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        contest = get_visible_or_404(Contest.objects.all(), self.request.user, pk=pk)
        action = partial(services.confirm_entries, contest, actor=self.request.user)
        return perform_or_refuse(request, action, contest.get_absolute_url(), about=contest)


def key_facts(user: PortalUser, contest: Contest) -> list[Fact]:
    prizes = prizes_won(user, contest)
    return [
        (_("Held on"), day(contest.held_on)),
        (_("Kind"), contest.get_kind_display()),
        (_("Collective prizes"), prizes["collective"]),
        (_("Individual prizes"), prizes["individual"]),
    ]


def other_facts(contest: Contest) -> list[Fact]:
    return [
        (_("Year"), str(contest.year)),
        (_("Union"), contest.union),
        (_("Campaign"), contest.campaign),
        (_("Co-organisers"), contest.co_organisers),
        (_("Decision on the results"), contest.results_decision),
    ]


class ContestCreate(OfficerFormPage):
    list_name = "emulation:contests"
    form_class = NewContestForm
    heading = _("Enter a contest")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"unions": self.unions, "year": self.year}

    def act(self, form: NewContestForm) -> Model:
        return services.hold_contest(actor=self.request.user, year=self.year, **form.cleaned_data)


class ContestEdit(CorrectionPage):
    model = Contest
    form_class = CorrectContestForm
    nav_key = "initiatives"

    def get_form_kwargs(self) -> dict[str, Any]:
        contest = self.object
        year = typed_year(self.request, contest.year)
        return super().get_form_kwargs() | {"unions": [contest.union], "year": year}

    def act(self, form: CorrectContestForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return services.correct_contest(self.object, actor=self.request.user, expected_revision=revision, **values)


class ContestEntryCreate(UnitEntryPage):
    is_by_year = False  # an entry is of the year of its contest
    form_class = ContestantForm
    template_name = "emulation/contest_entry_form.html"
    heading = _("Enter a contestant")

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        self.contest = get_visible_or_404(Contest.objects.all(), self.request.user, pk=pk)
        try:
            check_not_struck(self.contest)
        except ValidationError as struck:
            return refused(request, struck, self.cancel_url())
        return super().dispatch(request, *args, **kwargs)

    def units(self) -> QuerySet[GrassrootsUnion]:
        return units_to_act_for(self.request.user) & GrassrootsUnion.objects.under(self.contest.union)

    def cancel_url(self) -> str:
        return self.contest.get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"grassroots": self.grassroots}

    def act(self, form: ContestantForm) -> Model:
        services.enter_contestant(
            actor=self.request.user, contest=self.contest, grassroots=self.grassroots, **form.cleaned_data
        )
        return self.contest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contest=self.contest, **kwargs)


class ContestEntryPrize(ObjectFormPage):
    nav_key = "initiatives"
    model = ContestEntry
    form_class = PrizeForm
    template_name = "emulation/contest_prize_form.html"
    heading = _("Note the prize")
    fields = ("rank",)

    def may(self, user: PortalUser) -> bool:
        return may_award_prize(user, self.object)

    def check(self) -> None:
        services.check_entry(self.object)

    def cancel_url(self) -> str:
        return str(self.object.contest.get_absolute_url())

    def act(self, form: PrizeForm) -> Model:
        values = {"rank": form.cleaned_data["rank"], "expected_revision": form.cleaned_data["revision"]}
        return services.award_prize(actor=self.request.user, entry=self.object, **values).contest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(other_ways=ways_to_mend(self.request.user, self.object), **kwargs)


class ContestEntryEdit(CorrectionPage):
    model = ContestEntry
    form_class = CorrectEntryForm
    nav_key = "initiatives"

    def get_form_kwargs(self) -> dict[str, Any]:
        entry = self.object
        units = units_to_act_for(self.request.user) & GrassrootsUnion.objects.under(entry.contest.union)
        return super().get_form_kwargs() | {"entry": entry, "units": units}

    def act(self, form: CorrectEntryForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        entry = services.correct_entry(self.object, actor=self.request.user, expected_revision=revision, **values)
        return entry.contest
