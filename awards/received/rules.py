from datetime import date

from django.utils.translation import gettext as _

from awards.decisions.rules import OfUnion
from unions.access import PortalUser, is_officer_at


def may_correct_received(user: PortalUser, award: OfUnion) -> bool:
    return is_officer_at(user, award.union_id)


def day_objections(decided_on: date | None, handed_over_on: date | None, today: date) -> dict[str, str]:
    """R58: return {field: message}."""
    days = {"decided_on": decided_on, "handed_over_on": handed_over_on}
    errors = {name: _("This day lies in the future.") for name, day in days.items() if day and day > today}
    if decided_on and handed_over_on and handed_over_on < decided_on:
        errors["handed_over_on"] = _("It cannot be handed over before it was decided.")
    return errors
