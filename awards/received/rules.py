from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from core.text import search_key
from unions.access import PortalUser, UnitLike, is_chair_of, is_officer_at, may_draft_for


class ReceivedLike(Protocol):
    """`ReceivedAward` for the rules; models stand above them."""

    @property
    def union_id(self) -> int: ...
    @property
    def grassroots_id(self) -> int | None: ...
    @property
    def nomination_id(self) -> int | None: ...


def is_officer_of_received(user: PortalUser, award: ReceivedLike) -> bool:
    return is_officer_at(user, award.union_id)


class DecisionLike(Protocol):
    """Of a decision that rows of a unit name."""

    @property
    def grassroots(self) -> UnitLike: ...
    @property
    def union(self) -> Any: ...


class RegistrationLike(Protocol):
    union_id: int
    grassroots_id: int


def may_enter_result(user: PortalUser, registration: RegistrationLike) -> bool:
    return may_draft_for(user, registration.grassroots_id) or is_officer_at(user, registration.union_id)


def may_correct_received(user: PortalUser, award: ReceivedLike) -> bool:
    """A unit corrects what was given to it or its people; what a nomination led to, the officer."""
    own = award.nomination_id is None and may_draft_for(user, award.grassroots_id or 0)
    return own or is_officer_of_received(user, award)


def may_strike_received(user: PortalUser, award: ReceivedLike) -> bool:
    own = award.nomination_id is None and is_chair_of(user, award.grassroots_id or 0)
    return own or is_officer_of_received(user, award)


def may_file_copy(user: PortalUser, decision: DecisionLike) -> bool:
    return may_draft_for(user, decision.grassroots.pk) or is_officer_at(user, decision.union.pk)


def decision_key(symbol: str) -> str:
    """“12/QĐ - THCS” and “12/QĐ-THCS” are one number."""
    return search_key(symbol).replace(" ", "")


def day_objections(
    decided_on: date | None, handed_over_on: date | None, today: date, revoked_on: date | None = None
) -> dict[str, str]:
    """R58: return {field: message}."""
    days = {"decided_on": decided_on, "handed_over_on": handed_over_on, "revoked_on": revoked_on}
    errors = {name: _("This day lies in the future.") for name, day in days.items() if day and day > today}
    if decided_on and handed_over_on and handed_over_on < decided_on:
        errors["handed_over_on"] = _("It cannot be handed over before it was decided.")
    if decided_on and revoked_on and revoked_on < decided_on:
        errors["revoked_on"] = _("It cannot be revoked before it was decided.")
    return errors
