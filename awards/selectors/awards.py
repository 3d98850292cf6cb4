"""Questions over awards: who holds what, and what the public may read."""

from typing import Any

from django.db.models import QuerySet

from awards.choices import COUNTED_DECISION, DecisionState
from awards.models import Award, Certificate, Decision
from unions.models import Person, Union


def awards_of_person(person: Person) -> QuerySet[Award]:
    """What a person holds by decisions in force, newest first."""
    held: QuerySet[Award] = Award.objects.in_force().filter(person=person)
    return held.select_related("title", "decision").order_by("-year", "-pk")


def certificates_of(decision: Decision, awards: QuerySet[Award] | None = None) -> QuerySet[Certificate]:
    """The certificates of a decision in the order of the golden book, cut down to `awards` if given."""
    found = Certificate.objects.filter(award__decision=decision).select_related("award__decision")
    found = found if awards is None else found.filter(award__in=awards)
    ordered: QuerySet[Certificate] = found.order_by("award__golden_book_number")
    return ordered


def certificate_by_code(typed: str) -> Certificate | None:
    """The certificate whose code was typed or scanned: spaces, dashes and small letters do not matter."""
    code = "".join(char for char in typed.upper() if char.isalnum())
    issued = Certificate.objects.filter(code=code).select_related("award__decision__revoked_by", "award__title")
    found: Certificate | None = issued.first()
    return found


def public_facts(certificate: Certificate) -> dict[str, Any]:
    """What anybody may read of a certificate: name, unit, award, number and date of the decision; nothing else."""
    award = certificate.award
    decision = award.decision
    revoked = decision.state == DecisionState.REVOKED
    return {
        "recipient": award.recipient_name,
        "unit": award.unit_name,
        "award": printed_title(award),
        "number": decision.symbol,
        "date": decision.dated_on,
        "revoked": revoked,
        "revoked_by": decision.revoked_by.symbol if revoked and decision.revoked_by else "",
        "revoked_on": decision.revoked_by.dated_on if revoked and decision.revoked_by else None,
    }


def printed_title(award: Award) -> str:
    """The title as the decision printed it; before the signature as the catalogue calls it."""
    titles = award.decision.paper.get("titles", {})
    said = titles.get(str(award.title_id), {})
    return str(said.get("name") or award.title.name)


def honoured_in(union: Union, year: int) -> QuerySet[Award]:
    """The board of honour: awards of issued decisions, by title and in the order of the lists."""
    board: QuerySet[Award] = Award.objects.filter(union=union, year=year, decision__state__in=COUNTED_DECISION)
    return board.select_related("title", "decision").order_by("title__position", "title", "sort_key", "pk")


def honoured_years(union: Union) -> list[int]:
    """The years that have a board of honour, newest first."""
    board = Award.objects.filter(union=union, decision__state__in=COUNTED_DECISION)
    return list(board.order_by("-year").values_list("year", flat=True).distinct())
