from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.bulk import BulkOutcome, check_each
from core.views import ListPage
from core.views.bulk import BulkPage, outcome_page
from emulation.sheets.filters import SheetQueueFilter
from emulation.sheets.forms import AssignForm
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.queue import queue, workload
from emulation.sheets.services.assigning import assign_sheets, check_assignment
from emulation.sheets.tables import SheetQueueTable
from emulation.sheets.wording import ASSIGN, ASSIGNING, TAKING
from unions.access import PortalUser, RoleKind, sees_one_unit


class SheetQueue(ListPage):
    nav_key = "registrations"
    model = RegistrationSheet
    template_name = "emulation/sheet_queue.html"
    table_class = SheetQueueTable
    filterset_class = SheetQueueFilter
    year_field = "year"
    heading = gettext_lazy("Registration sheets to be checked")
    counted = ngettext_lazy("%(shown)s registration sheet waits", "%(shown)s registration sheets wait", "count")
    empty_title = gettext_lazy("No registration sheet of %(year)s waits to be checked")
    empty_text = gettext_lazy("A sheet stands here from the day it is submitted until all its rows are answered.")

    def get_queryset(self) -> QuerySet[Any]:
        return queue(super().get_queryset())

    def get_table_kwargs(self) -> dict[str, Any]:
        exclude = [] if self.is_officer else ["chosen"]
        return {"exclude": [*exclude, "grassroots"] if sees_one_unit(self.request.user) else exclude}

    @property
    def is_officer(self) -> bool:
        is_one: bool = self.request.user.access.holds_any({RoleKind.OFFICER})
        return is_one

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        take = {"label": _("Check them myself"), "url": reverse("emulation:sheets-take")}
        assign = {"label": _("Assign"), "url": reverse("emulation:sheets-assign")}
        return super().get_context_data(
            bulk_actions=[take, assign] if self.is_officer else [],
            workload=workload(self.get_queryset()) if self.is_officer else [],
            **kwargs,
        )


class AssignChosen(BulkPage):
    list_page = SheetQueue
    list_name = "emulation:sheet-queue"
    label = ASSIGN
    words = ASSIGNING
    reason_form = AssignForm

    def may(self, user: PortalUser) -> bool:
        return user.access.holds_any({RoleKind.OFFICER})

    def check(self, row: RegistrationSheet, *, thoroughly: bool) -> None:
        check_assignment(row, actor=self.request.user, officer=None)

    def act(self, rows: list[RegistrationSheet]) -> BulkOutcome:
        return assign_sheets(actor=self.request.user, sheets=rows, officer=self.typed["officer"])

    def carry_out(self, choice: BulkOutcome) -> HttpResponse:
        """However many they are, they are few statements."""
        outcome = self.act(choice.done) + BulkOutcome(refused=choice.refused)
        return outcome_page(self.request, outcome, self.words, self.back)


class TakeChosen(AssignChosen):
    """Asks nothing: it is given on as easily."""

    words = TAKING

    def handle(self, rows: list[RegistrationSheet]) -> HttpResponse:
        return self.carry_out(check_each(rows, lambda row: self.check(row, thoroughly=True)))

    def act(self, rows: list[RegistrationSheet]) -> BulkOutcome:
        return assign_sheets(actor=self.request.user, sheets=rows, officer=self.request.user)
