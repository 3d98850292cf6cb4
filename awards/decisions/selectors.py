"""What may be chosen on the pages of this app, already cut down to who asks."""

from django.db.models import QuerySet

from awards.decisions.choices import COUNTED_DECISION, DecisionState
from awards.decisions.models import Award, Certificate, Decision
from unions.people.models import Person
from unions.tree.models import Union


def decisions_that_revoke(decision: Decision) -> QuerySet[Decision]:
    """Later issued decisions of the same union."""
    later: QuerySet[Decision] = Decision.objects.filter(
        union=decision.union_id, state=DecisionState.ISSUED, dated_on__gte=decision.dated_on
    ).exclude(pk=decision.pk)
    return later


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
