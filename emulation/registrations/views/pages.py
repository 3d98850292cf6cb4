from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.bulk import BulkOutcome
from core.views import DetailPage, ListPage, MoveView
from core.views.bulk import BulkPage
from core.views.facts import Fact, by_whom, linked
from core.working_year import working_year
from emulation.registrations import services
from emulation.registrations.choices import OPEN_REGISTRATION, RegistrationState
from emulation.registrations.filters import RegistrationFilter
from emulation.registrations.models import Registration
from emulation.registrations.rules import window_objection
from emulation.registrations.selectors import findings_on, open_registrations
from emulation.registrations.tables import RegistrationTable
from emulation.registrations.wording import ACCEPT, ACCEPTING
from emulation.registrations.workflow import REGISTRATION
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
        return {"exclude": [*exclude, "grassroots"] if sees_one_unit(user) else exclude}

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.access.holds_any(DRAFTING):
            return None
        return {"label": _("Register"), "url": reverse("emulation:registration-create")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            bulk_actions=self.bulk_actions(),
            drafts=self.draft_count(),
            many=bool(self.primary_action()),
            **kwargs,
        )

    def bulk_actions(self) -> list[dict[str, str]]:
        if not self.request.user.access.holds_any({RoleKind.OFFICER}):
            return []
        return [{"label": _("Accept"), "url": reverse("emulation:registrations-accept")}]

    def draft_count(self) -> int:
        if not self.request.user.access.holds_any(CHAIRING):
            return 0
        registrations = open_registrations(self.request.user, working_year(self.request))
        return registrations.filter(state=RegistrationState.DRAFT).count()


class AcceptChosen(BulkPage):
    list_page = RegistrationList
    list_name = "emulation:registrations"
    order = ("grassroots", "pk")  # so that a unit is told of its rows at once
    label = ACCEPT
    words = ACCEPTING
    job_kind = services.ACCEPT_JOB

    def may(self, user: PortalUser) -> bool:
        return user.access.holds_any({RoleKind.OFFICER})

    def check(self, row: Registration, *, thoroughly: bool) -> None:
        services.check_acceptance(row, actor=self.request.user, thoroughly=thoroughly)

    def act(self, rows: list[Registration]) -> BulkOutcome:
        return services.accept_many(actor=self.request.user, registrations=rows)


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
            more_facts=other_facts(registration),
            more_facts_label=_("Facts of the registration"),
            findings=findings_on(registration) if is_unanswered else [],
            window=self.window() if is_open else "",
            **kwargs,
        )

    def window(self) -> str:
        campaign = self.object.campaign
        return window_objection(campaign.registration_opens, campaign.registration_closes, timezone.localdate())


def key_facts(registration: Registration) -> list[Fact]:
    return [
        (_("Campaign"), linked(registration.campaign)),
        (_("Submitted"), by_whom(registration.submitted_by, registration.submitted_at)),
        (_("Accepted"), by_whom(registration.decided_by, registration.decided_at)),
    ]


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
