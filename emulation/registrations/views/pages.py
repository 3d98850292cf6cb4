from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.bulk import BulkOutcome
from core.panels import panels_for
from core.views import DetailPage, ListPage, MoveView
from core.views.bulk import AT_ONCE, BulkPage
from core.views.facts import Fact, by_whom, linked
from core.working_year import working_year
from emulation.eligibility.selectors.judging import law_applied, verdicts_to_read
from emulation.registrations import services
from emulation.registrations.choices import LATE, OPEN_REGISTRATION, RegistrationState
from emulation.registrations.eligibility import MODEL, Judging, Unjudged, judging_of
from emulation.registrations.filters import RegistrationFilter
from emulation.registrations.forms import TakeInForm
from emulation.registrations.models import Registration
from emulation.registrations.rules import is_drafter, is_submitter
from emulation.registrations.selectors import own_late_drafts, registrations_to_send
from emulation.registrations.tables import RegistrationTable
from emulation.registrations.wording import ACCEPT, ACCEPTING, TAKE_IN, TAKING_IN
from emulation.registrations.workflow import REGISTRATION, Judge, submit_objection
from unions.access import CHAIRING, DRAFTING, PortalUser, RoleKind, sees_one_unit


class RegistrationList(ListPage):
    nav_key = "registrations"
    model = Registration
    template_name = "emulation/registrations.html"
    table_class = RegistrationTable
    filterset_class = RegistrationFilter
    year_field = "year"
    heading = gettext_lazy("Registrations")
    counted = ngettext_lazy("%(shown)s registration", "%(shown)s registrations", "count")
    empty_title = gettext_lazy("Nothing is registered in %(year)s yet")
    empty_text = gettext_lazy("Units register people, teams and initiatives for the titles a campaign offers.")

    def get_table_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        exclude = [] if user.access.holds_any({RoleKind.OFFICER}) else ["chosen"]
        chosen = RegistrationState.DRAFT if self.shows_late else RegistrationState.SUBMITTED
        return {"exclude": [*exclude, "grassroots"] if sees_one_unit(user) else exclude, "chosen_state": chosen}

    @property
    def shows_late(self) -> bool:
        return self.request.GET.get("state") == LATE

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.access.holds_any(DRAFTING):
            return None
        return {"label": _("Register"), "url": reverse("emulation:registration-create")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            bulk_actions=self.bulk_actions(),
            many=bool(self.primary_action()),
            **(self.own_drafts() if self.request.user.access.holds_any(CHAIRING) else {}),
            **kwargs,
        )

    def bulk_actions(self) -> list[dict[str, str]]:
        if not self.request.user.access.holds_any({RoleKind.OFFICER}):
            return []
        if self.shows_late:
            return [{"label": _("Take in late"), "url": reverse("emulation:registrations-take-in")}]
        return [{"label": _("Accept"), "url": reverse("emulation:registrations-accept")}]

    def own_drafts(self) -> dict[str, Any]:
        user, year = self.request.user, working_year(self.request)
        late, closed_on = own_late_drafts(user, year)
        in_time = registrations_to_send(user, year).filter(state=RegistrationState.DRAFT)
        return {"drafts": in_time.count(), "late_drafts": late, "closed_on": closed_on}


class JudgedPage(BulkPage):
    def handle(self, rows: list[Registration]) -> HttpResponse:
        self.judging = Judging(rows) if len(rows) <= AT_ONCE else Judging()
        return super().handle(rows)

    def judge(self, thoroughly: bool) -> Judge:
        return self.judging if thoroughly else Unjudged(self.judging)


class AcceptChosen(JudgedPage):
    list_page = RegistrationList
    list_name = "emulation:registrations"
    order = ("grassroots", "pk")  # so that a unit is told of its rows at once
    label = ACCEPT
    words = ACCEPTING
    job_kind = services.ACCEPT_JOB

    def may(self, user: PortalUser) -> bool:
        return user.access.holds_any({RoleKind.OFFICER})

    def check(self, row: Registration, *, thoroughly: bool) -> None:
        services.check_acceptance(row, actor=self.request.user, judge=self.judge(thoroughly))

    def act(self, rows: list[Registration]) -> BulkOutcome:
        return services.accept_many(actor=self.request.user, registrations=rows)


class TakeInChosen(JudgedPage):
    list_page = RegistrationList
    list_name = "emulation:registrations"
    order = ("grassroots", "pk")
    label = TAKE_IN
    words = TAKING_IN
    job_kind = services.TAKE_IN_JOB
    reason_form = TakeInForm

    def may(self, user: PortalUser) -> bool:
        return user.access.holds_any({RoleKind.OFFICER})

    def check(self, row: Registration, *, thoroughly: bool) -> None:
        services.check_late_submission(row, actor=self.request.user, judge=self.judge(thoroughly))

    def act(self, rows: list[Registration]) -> BulkOutcome:
        return services.take_in_late(actor=self.request.user, registrations=rows, reason=self.reason)


class RegistrationPage(DetailPage):
    nav_key = "registrations"
    model = Registration
    template_name = "emulation/registration.html"
    workflow = REGISTRATION
    move_url_name = "emulation:registration-move"

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        return rows.for_table().select_related(
            "grassroots__sector", "campaign__union", "submitted_by", "decided_by", "created_by"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        registration = self.object
        is_open = registration.state in OPEN_REGISTRATION
        is_unanswered = is_open or registration.state == RegistrationState.SUBMITTED
        return super().get_context_data(
            facts=key_facts(registration),
            more_facts=[*other_facts(registration), *([] if is_unanswered else [law_fact(registration)])],
            more_facts_label=_("Facts of the registration"),
            findings=judging_of(registration).told(registration, self.request.user) if is_unanswered else [],
            verdicts=[] if is_unanswered else verdicts_to_read(MODEL, registration.pk, self.request.user),
            window=self.window() if is_open else "",
            panels=panels_for(self.request.user, registration, registration.year),
            **kwargs,
        )

    def window(self) -> str:
        """Say it to the board too, which has no button that it would stand in place of."""
        user, registration = self.request.user, self.object
        is_said_here = is_drafter(user, registration) and not is_submitter(user, registration)
        return submit_objection(registration) if is_said_here else ""


def key_facts(registration: Registration) -> list[Fact]:
    return [
        (_("Campaign"), linked(registration.campaign)),
        (_("Submitted"), by_whom(registration.submitted_by, registration.submitted_at)),
        (_("Accepted"), by_whom(registration.decided_by, registration.decided_at)),
    ]


def law_fact(registration: Any) -> Fact:
    return _("Law applied"), law_applied(MODEL, registration.pk)


def other_facts(registration: Registration) -> list[Fact]:
    return [
        (_("Period"), registration.campaign.period_name),
        (_("Sector"), registration.grassroots.sector),
        (_("Note"), registration.note),
        (_("Written by"), by_whom(registration.created_by, registration.created_at)),
        (_("Why it came late"), registration.late_reason),
    ]


class RegistrationMove(MoveView):
    model = Registration
    workflow = REGISTRATION
    moves = {
        "submit": services.submit_registration,
        "submit_late": services.submit_registration_late,
        "accept": services.accept_registration,
        "return": services.return_registration,
        "recall": services.recall_registration,
        "reopen": services.reopen_registration,
        "withdraw": services.withdraw_registration,
        "lock": services.lock_registration,
        "unlock": services.unlock_registration,
    }
    days = {"submit_late": "received_on"}
