"""Quorum, thresholds and ballots (R54 to R56): integers only, always against all members of the council."""

from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

QUORUM = Fraction(2, 3)


def has_quorum(present: int, member_total: int) -> bool:
    """R54: two thirds of all members are there; written opinions do not make a quorum."""
    return present * QUORUM.denominator >= member_total * QUORUM.numerator


def quorum_needed(member_total: int) -> int:
    """The fewest present with whom the council may vote."""
    return -(-member_total * QUORUM.numerator // QUORUM.denominator)


def reaches_threshold(votes_for: int, member_total: int, threshold: int | None) -> bool:
    """R55: of all members, not of those present. Without a threshold in percent: more than half."""
    if threshold is None:
        return votes_for * 2 > member_total
    return votes_for * 100 >= threshold * member_total


def votes_needed(member_total: int, threshold: int | None) -> int:
    """The fewest votes in favour that reach the threshold."""
    return member_total // 2 + 1 if threshold is None else -(-threshold * member_total // 100)


def ballots_at_odds(
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
    """R56: what does not add up, as a sentence at the field that is to be mended; empty when all does."""
    wrong: dict[str, Words] = {}
    if ballots_issued > present:
        wrong["ballots_issued"] = _("More ballots were issued than members are present.")
    if ballots_returned > ballots_issued:
        wrong["ballots_returned"] = _("More ballots came back than were issued.")
    if ballots_valid + ballots_invalid != ballots_returned:
        wrong["ballots_valid"] = _("Valid and invalid ballots together are not the ballots that came back.")
    if ballots_for > ballots_valid:
        wrong["ballots_for"] = _("More ballots are in favour than are valid.")
    if written_for > written:
        wrong["written_for"] = _("More written opinions are in favour than were given.")
    return wrong
