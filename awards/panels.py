"""What awards add to the pages of a unit, a person and a reorganisation."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from awards.models import Award, ReceivedAward
from awards.selectors.awards import printed_title
from core.panels import Panel, PanelRow, YearColumn
from core.timeline import Event
from emulation.choices import SubjectKind

MOST = 20
AWARDED, RECEIVED = 20, 30
"""Where both stand in a person's year: after what was registered, before initiatives."""


def in_force(user: Any) -> QuerySet[Award]:
    held: QuerySet[Award] = Award.objects.visible_to(user).in_force()
    return held.select_related("title", "decision")


def received(user: Any) -> QuerySet[ReceivedAward]:
    seen: QuerySet[ReceivedAward] = ReceivedAward.objects.visible_to(user).select_related("title")
    return seen


def of_the_unit_itself(user: Any, unit: Any) -> tuple[QuerySet[Award], QuerySet[ReceivedAward]]:
    """The awards of the unit, its teams and its employer: not those of its people and their initiatives."""
    people = Q(subject_kind__in=[SubjectKind.PERSON, SubjectKind.WORK])
    own = in_force(user).filter(grassroots=unit).exclude(people)
    return own, received(user).filter(grassroots=unit, person__isnull=True)


def of_unit(user: Any, unit: Any, year: int) -> Panel:
    """What the unit itself was awarded by its federation and by others, newest first."""
    own, from_above = of_the_unit_itself(user, unit)
    rows = [
        *((award.year, _award_row(award)) for award in own.order_by("-year", "-pk")[:MOST]),
        *((award.year, _received_row(award)) for award in from_above.order_by("-year", "-pk")[:MOST]),
    ]
    newest = sorted(rows, key=lambda row: -row[0])[:MOST]
    return Panel(
        _("Awards of the unit"), [row for _year, row in newest], empty=_("No award on record yet."), position=30
    )


def _award_row(award: Award) -> PanelRow:
    name = award.recipient_name if award.subject_kind == SubjectKind.COLLECTIVE else ""
    facts = " · ".join(word for word in (str(award.year), award.decision.symbol, name) if word)
    return PanelRow(printed_title(award), facts, award.decision.get_absolute_url())


def _received_row(award: ReceivedAward) -> PanelRow:
    facts = " · ".join(word for word in (str(award.year), award.decision_symbol, award.decided_by) if word)
    return PanelRow(str(award.title), facts, award.get_absolute_url())


def unit_columns(user: Any, unit: Any) -> Iterator[YearColumn]:
    """How many awards came to the unit and its people in each year: from its federation, and from others."""
    for heading, rows, position in (
        (_("Awards"), Award.objects.visible_to(user).in_force(), 60),
        (_("Decided elsewhere"), ReceivedAward.objects.visible_to(user), 70),
    ):
        counted = rows.filter(grassroots=unit).order_by().values_list("year").annotate(Count("pk", distinct=True))
        yield YearColumn(heading, dict(counted), position)


def unit_events(user: Any, unit: Any) -> Iterator[Event]:
    own, from_above = of_the_unit_itself(user, unit)
    for award in own:
        yield _award_event(award, award.decision.dated_on.year if award.decision.dated_on else award.year)
    for other in from_above:
        yield _received_event(other, other.decided_on.year if other.decided_on else other.year)


def person_events(user: Any, person: Any) -> Iterator[Event]:
    """What the person holds, and what their initiatives were honoured with."""
    theirs = Q(person=person) | Q(initiative__authors__person=person)
    for award in in_force(user).filter(theirs).distinct().order_by("pk"):
        yield _award_event(award, award.year, position=AWARDED)
    for other in received(user).filter(person=person).order_by("pk"):
        yield _received_event(other, other.year, position=RECEIVED)


def _award_event(award: Award, year: int, position: int = 0) -> Event:
    decision = award.decision
    name = "" if award.subject_kind in {SubjectKind.PERSON, SubjectKind.GRASSROOTS} else award.recipient_name
    detail = ", ".join(word for word in (name, decision.symbol) if word)
    facts: dict[str, Any] = {"day": decision.dated_on, "position": position, "is_honour": True}
    return Event(year, _("Award"), printed_title(award), detail, decision.get_absolute_url(), **facts)


def _received_event(award: ReceivedAward, year: int, position: int = 0) -> Event:
    detail = ", ".join(word for word in (award.decided_by, award.decision_symbol) if word)
    facts: dict[str, Any] = {"day": award.decided_on, "position": position, "is_honour": True}
    return Event(year, _("Decided elsewhere"), str(award.title), detail, award.get_absolute_url(), **facts)


def of_reorganisation(user: Any, reorganisation: Any, year: int) -> Panel:
    """What was awarded in the units so far: it stays as it was printed."""
    units = reorganisation.lines.values("grassroots")
    held = Award.objects.visible_to(user).in_force().filter(grassroots__in=units)
    rows = [PanelRow(_("Awards in force"), held.count())]
    return Panel(_("Awards that stay as they were printed"), rows, position=40)
