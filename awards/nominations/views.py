from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from awards.nominations.choices import OPEN_NOMINATION, NominationState
from awards.nominations.eligibility import MODEL, judging_of
from awards.nominations.filters import NominationFilter
from awards.nominations.forms import NominateForm, NominateUnregisteredForm, NominationForm
from awards.nominations.models import Nomination
from awards.nominations.rules import may_correct_nomination, may_draft_nomination
from awards.nominations.selectors import OFFICE, registrations_to_nominate, titles_in_use, units_to_nominate
from awards.nominations.services import (
    check_nomination,
    edit_nomination,
    nominate_registration,
    nominate_unregistered,
    reconsider_nomination,
    reopen_nomination,
    retract_nomination,
    return_nomination,
    submit_nomination,
    withdraw_nomination,
)
from awards.nominations.tables import NominationTable
from awards.nominations.workflow import NOMINATION
from core.panels import panels_for
from core.pickers.responses import search_answer
from core.text import format_number, plain_number
from core.views import CorrectionPage, DetailPage, ListPage, MoveView, RestrictedFormPage
from core.views.facts import Fact, by_whom, day, linked
from core.workflow import MoveNotAllowed
from core.working_year import working_year
from emulation.eligibility.selectors.judging import law_applied, verdicts_to_read
from emulation.entry_pages import UnitEntryPage
from emulation.law.choices import TitleAuthority
from emulation.registrations.views.registering import subject_errors_at_whom
from unions.access import DRAFTING, PortalUser
from unions.units.forms import UnitChoice
from unions.units.models import GrassrootsUnion
from unions.units.selectors import units_to_enter_for


def may_draft_any(user: PortalUser) -> bool:
    return bool(user.access.holds_any(DRAFTING | OFFICE))


class NominationList(ListPage):
    model = Nomination
    table_class = NominationTable
    filterset_class = NominationFilter
    template_name = "awards/list.html"
    extra_context = {"tab": "nominations"}
    year_field = "year"
    heading = _("Nominations")
    counted = ngettext_lazy("%(shown)s nomination", "%(shown)s nominations", "count")
    empty_title = _("No nomination in %(year)s yet")
    empty_text = _("At the end of the year units nominate from what they registered and you accepted.")

    def primary_action(self) -> dict[str, Any] | None:
        if not may_draft_any(self.request.user):
            return None
        return {"label": _("Nominate"), "url": reverse("awards:nomination-create")}


class NominationPage(DetailPage):
    model = Nomination
    template_name = "awards/nomination.html"
    workflow = NOMINATION
    move_url_name = "awards:nomination-move"

    def get_queryset(self) -> QuerySet[Nomination]:
        rows: QuerySet[Nomination] = Nomination.objects.visible_to(self.request.user).for_table()
        return rows.select_related("registration__campaign", "registration__person", "award__decision")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        nomination: Any = self.object
        is_unanswered = nomination.state in OPEN_NOMINATION | {NominationState.SUBMITTED}
        elsewhere = nomination.title.authority != TitleAuthority.OWN
        return super().get_context_data(
            facts=facts_of(nomination),
            findings=judging_of(nomination).told(nomination, self.request.user) if is_unanswered else [],
            verdicts=[] if is_unanswered else verdicts_to_read(MODEL, nomination.pk, self.request.user),
            panels=panels_for(self.request.user, nomination, nomination.year),
            may_record_result=elsewhere and NOMINATION.may("award", self.request.user, nomination),
            **kwargs,
        )


def facts_of(nomination: Any) -> list[Fact]:
    rests_on, decision = nomination.registration, nomination.award.decision if hasattr(nomination, "award") else None
    registered = linked(rests_on, f"{rests_on.title_name}, {rests_on.year}") if rests_on else None
    return [
        (_("Registration"), registered),
        (_("Not registered, because"), nomination.unregistered_reason),
        *((_("Initiative"), linked(initiative)) for initiative in nomination.initiatives.all()),
        (_("Law applied"), law_applied(MODEL, nomination.pk)),
        (_("Dossier confirmed by"), by_whom(nomination.checked_by, nomination.checked_at)),
        *((_("Council session"), outcome_of(item)) for item in nomination.agenda_items.select_related("session")),
        *(
            (_("Awarded by the level above"), linked(row, f"{row.decision_symbol}, {day(row.decided_on)}"))
            for row in nomination.received_awards.filter(struck_at=None)
        ),
        (_("Decision"), linked(decision, decision.symbol) if decision and decision.symbol else None),
    ]


def outcome_of(item: Any) -> str:
    held = f"{item.session}, {day(item.session.held_on)}"
    return f"{held}: {item.get_outcome_display()}" if item.session.state == "closed" and item.outcome else held


class NominationCreate(RestrictedFormPage):
    list_name = "awards:nominations"
    form_class = NominateForm
    template_name = "awards/nominate.html"
    heading = _("Nominate")
    submit_label = _("Draft the nominations")
    help = _("Choose what was registered and has been achieved.")

    def may(self, user: PortalUser) -> bool:
        return may_draft_any(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asks_for_unit = request.GET.get("pick") == "grassroots"
        answer = search_answer(request, self.make_unit_form) if asks_for_unit else None
        return answer or super().get(request, *args, **kwargs)

    @cached_property
    def units(self) -> QuerySet[GrassrootsUnion]:
        return units_to_nominate(self.request.user, working_year(self.request))

    def make_unit_form(self, data: Any) -> UnitChoice:
        return UnitChoice(data, user=self.request.user, units=self.units)

    @cached_property
    def unit(self) -> GrassrootsUnion | None:
        asked = plain_number(self.request.GET.get("grassroots", ""))
        return self.units.filter(pk=asked or 0).first() or self.units.first()

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = registrations_to_nominate(self.request.user, working_year(self.request))
        return super().get_form_kwargs() | {"choices": choices.filter(grassroots=self.unit)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET if "grassroots-q" in self.request.GET else None
        several = self.unit is not None and self.units.exclude(pk=self.unit.pk).exists()
        unit_form = self.make_unit_form(asked) if several else None
        return super().get_context_data(unit=self.unit, unit_form=unit_form, **kwargs)

    def act(self, form: NominateForm) -> Model | str:
        nominations = [
            nominate_registration(
                actor=self.request.user, registration=registration, achievement=form.cleaned_data["achievement"]
            )
            for registration in form.cleaned_data["registrations"]
        ]
        count = len(nominations)
        message = ngettext("%(count)s nomination drafted.", "%(count)s nominations drafted.", count)
        messages.success(self.request, message % {"count": format_number(count)})
        return nominations[0] if count == 1 else self.cancel_url()


class NominateUnregistered(UnitEntryPage):
    list_name = "awards:nominations"
    nav_key = "awards"
    form_class = NominateUnregisteredForm
    heading = _("Nominate without a registration")
    submit_label = _("Draft the nomination")

    def units(self) -> QuerySet[GrassrootsUnion]:
        return units_to_enter_for(self.request.user)

    @property
    def help(self) -> str:  # type: ignore[override]
        return str(self.grassroots)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"grassroots": self.grassroots, "titles": titles_in_use()}

    def get_initial(self) -> dict[str, Any]:
        return {"year": working_year(self.request)}

    def act(self, form: NominateUnregisteredForm) -> Model:
        values = form.cleaned_data
        with subject_errors_at_whom():
            return nominate_unregistered(
                actor=self.request.user,
                union=self.union,
                year=values["year"],
                reason=values["reason"],
                **form.recipient,
            )


class NominationEdit(CorrectionPage):
    model = Nomination
    form_class = NominationForm

    def may(self, user: PortalUser) -> bool:
        return may_draft_nomination(user, self.object)

    def check(self) -> None:
        super().check()
        if not may_correct_nomination(self.request.user, self.object):
            raise MoveNotAllowed

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"initiatives": self.object.initiatives.all()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"nomination": self.object}

    def act(self, form: NominationForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return edit_nomination(self.object, actor=self.request.user, expected_revision=revision, **values)


class NominationMove(MoveView):
    model = Nomination
    workflow = NOMINATION
    moves = {
        "submit": submit_nomination,
        "check": check_nomination,
        "return": return_nomination,
        "withdraw": withdraw_nomination,
        "reopen": reopen_nomination,
        "retract": retract_nomination,
        "reconsider": reconsider_nomination,
    }
