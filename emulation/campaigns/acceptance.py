"""What units report: waits for the officer or comes back to the chair."""

from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When
from django.utils.translation import gettext_lazy, ngettext

from accounts.users.selectors import people_of_units
from core.choices import ConfirmationState
from core.notifications import News
from core.todo import Todo
from emulation.campaigns.selectors import waiting
from emulation.confirmation_todos import confirmation_todos, counted_rows
from unions.access import PortalUser
from unions.news_groups import PLANS

NEWS_OF_ANSWERS = {
    "rollout.return_launch": News(
        gettext_lazy("The launch “%(name)s” was returned for correction: %(reason)s"),
        gettext_lazy("%(count)s launches were returned for correction"),
        people_of_units,
        subject=gettext_lazy("A launch returned for correction"),
        group=PLANS,
    ),
    "rollout.return_report": News(
        gettext_lazy("The result “%(name)s” was returned for correction: %(reason)s"),
        gettext_lazy("%(count)s results were returned for correction"),
        people_of_units,
        subject=gettext_lazy("A result returned for correction"),
        group=PLANS,
    ),
}


def answers_waiting(user: PortalUser, year: int) -> list[Todo]:
    return confirmation_todos(
        user,
        year,
        "emulation.Rollout",
        "emulation:rollouts",
        waiting=waiting_answers,
        returned=returned_answers,
        state_filter="acceptance",
    )


def answers_to_accept(user: PortalUser, year: int) -> QuerySet[Any, Any]:
    is_waiting = When(return_reason="", then=Value(ConfirmationState.SUBMITTED.value))
    state = Case(is_waiting, default=Value(ConfirmationState.RETURNED.value), output_field=CharField())
    return counted_rows(waiting.answers_to_accept(user, year), state=state)


def waiting_answers(count: int) -> str:
    return ngettext(
        "%(count)s report of a launch or result waits to be accepted",
        "%(count)s reports of launches or results wait to be accepted",
        count,
    )


def returned_answers(count: int) -> str:
    return ngettext(
        "%(count)s report of your unit was returned: correct it",
        "%(count)s reports of your unit were returned: correct them",
        count,
    )
