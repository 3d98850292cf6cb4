"""R54 to R56 in integers, as shares of all council members."""

from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

QUORUM = Fraction(2, 3)


def has_quorum(present: int, member_total: int) -> bool:
    """R54: two thirds of all members; a written opinion does not count as presence."""
    return present * QUORUM.denominator >= member_total * QUORUM.numerator


def quorum_needed(member_total: int) -> int:
    return -(-member_total * QUORUM.numerator // QUORUM.denominator)


def reaches_threshold(votes_for: int, member_total: int, threshold: int | None) -> bool:
    """R55: percent of all members, not of those present; None means more than half."""
    if threshold is None:
        return votes_for * 2 > member_total
    return votes_for * 100 >= threshold * member_total


def votes_needed(member_total: int, threshold: int | None) -> int:
    return member_total // 2 + 1 if threshold is None else -(-threshold * member_total // 100)


def tally_errors(
    *,
    present: int,
    written: int,
    ballots_issued: int,
    ballots_returned: int,
    ballots_valid: int,
    ballots_invalid: int,
    ballots_for: int,
    written_for: int,
) -> dict[str, Words]:
    """R56: return {field: message}."""
    errors: dict[str, Words] = {}
    if ballots_issued > present:
        errors["ballots_issued"] = _("More ballots were issued than members are present.")
    if ballots_returned > ballots_issued:
        errors["ballots_returned"] = _("More ballots came back than were issued.")
    if ballots_valid + ballots_invalid != ballots_returned:
        errors["ballots_valid"] = _("Valid and invalid ballots together are not the ballots that came back.")
    if ballots_for > ballots_valid:
        errors["ballots_for"] = _("More ballots are in favour than are valid.")
    if written_for > written:
        errors["written_for"] = _("More written opinions are in favour than were given.")
    return errors
