from django.db.models import QuerySet

from awards.decisions.choices import COUNTED_DECISION, DecisionState
from awards.decisions.models import Award, Certificate, Decision
from unions.tree.models import Union


def series_of(decision: Decision) -> str:
    """Return the series of numbers (core.sequence) of the year in which a signed decision is dated (R59)."""
    year = decision.dated_on.year if decision.dated_on else decision.year
    return f"decision/{decision.union_id}/{year}"


def decisions_that_revoke(decision: Decision) -> QuerySet[Decision]:
    """Return the issued decisions of the union that may revoke this one: those not dated before it."""
    later: QuerySet[Decision] = Decision.objects.filter(
        union=decision.union_id, state=DecisionState.ISSUED, dated_on__gte=decision.dated_on
    ).exclude(pk=decision.pk)
    return later


def certificates_of(decision: Decision, awards: QuerySet[Award] | None = None) -> QuerySet[Certificate]:
    certificates: QuerySet[Certificate] = Certificate.objects.filter(award__decision=decision)
    if awards is not None:
        certificates = certificates.filter(award__in=awards)
    return certificates.select_related("award__decision").order_by("award__golden_book_number")


def printed_title(award: Award) -> str:
    """Return the title as the decision printed it; before the signature as the catalogue calls it."""
    titles = award.decision.document_text.get("titles", {})
    printed = titles.get(str(award.title_id), {})
    return str(printed.get("name") or award.title.name)


def honoured_in(union: Union, year: int) -> QuerySet[Award]:
    board: QuerySet[Award] = Award.objects.filter(union=union, year=year, decision__state__in=COUNTED_DECISION)
    return board.select_related("title", "decision").order_by("title__position", "title", "sort_key", "pk")


def honoured_years(union: Union) -> list[int]:
    board = Award.objects.filter(union=union, decision__state__in=COUNTED_DECISION)
    return list(board.order_by("-year").values_list("year", flat=True).distinct())
