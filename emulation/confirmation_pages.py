"""Lists whose rows wait for the officer, and the act that confirms the chosen ones."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.choices import ConfirmationState
from core.closed_years import check_year_open
from core.views import ListPage
from core.views.bulk import BulkPage
from core.workflow import Workflow
from unions.access import PortalUser, RoleKind


class ConfirmableList(ListPage):
    """The officer who filters the rows that wait has boxes to confirm many at once."""

    confirm_name: str
    """The route of the act."""
    confirm_label: str | Promise = _("Confirm")
    state_filter = "state"

    @property
    def is_confirming(self) -> bool:
        is_waiting = self.request.GET.get(self.state_filter) == ConfirmationState.SUBMITTED
        return is_waiting and self.request.user.access.holds_any({RoleKind.OFFICER})

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"exclude": [] if self.is_confirming else ["chosen"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actions = [{"label": self.confirm_label, "url": reverse(self.confirm_name)}] if self.is_confirming else []
        return super().get_context_data(bulk_actions=actions, **kwargs)


class ConfirmChosen(BulkPage):
    order = ("grassroots", "pk")
    workflow: Workflow

    def may(self, user: PortalUser) -> bool:
        return user.access.holds_any({RoleKind.OFFICER})

    def check(self, row: Any, *, thoroughly: bool) -> None:
        move = self.workflow.move("confirm")
        self.workflow.check(move, row, actor=self.request.user)
        check_year_open(row, actor=self.request.user, states={move.target})
