"""What this app knows of a unit and of a person year by year, and of a unit's answers; it shows on pages below."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.narrowing import AddedFilter
from core.panels import YearColumn
from core.text import format_percent
from core.timeline import Event
from emulation.choices import RegistrationState
from emulation.models import (
    Classification,
    ContestEntry,
    ExternalResult,
    Initiative,
    InitiativeAuthor,
    Registration,
    Rollout,
    Work,
)
from emulation.selectors.campaigns import running_campaigns, unanswered_rollouts

REGISTERED, PUT_FORWARD, COMPETED, ELSEWHERE = 10, 40, 50, 60
"""Where the kinds stand in a person's year; what was awarded comes between."""


def registrations_of(user: Any) -> QuerySet[Registration]:
    seen: QuerySet[Registration] = Registration.objects.visible_to(user)
    return seen.exclude(state=RegistrationState.WITHDRAWN)


def counted(rows: QuerySet[Any], year: str = "year") -> dict[int, int]:
    """Return how many rows each year has."""
    return dict(rows.order_by().values_list(year).annotate(Count("pk", distinct=True)))


def unit_columns(user: Any, unit: Any) -> Iterator[YearColumn]:
    """How much the unit registered, thought of, carried out and won in each year, and how it was graded."""
    entries = ContestEntry.objects.visible_to(user).filter(grassroots=unit).exclude(rank="")
    grades = Classification.objects.visible_to(user).filter(grassroots=unit)
    yield YearColumn(_("Registrations"), counted(registrations_of(user).filter(grassroots=unit)), 10)
    yield YearColumn(_("Initiatives"), counted(Initiative.objects.visible_to(user).filter(grassroots=unit)), 20)
    yield YearColumn(_("Works"), counted(Work.objects.visible_to(user).filter(grassroots=unit)), 30)
    yield YearColumn(_("Contest prizes"), counted(entries, "contest__year"), 40)
    told = {row.year: row.get_grade_display() for row in grades}
    yield YearColumn(_("Grade"), told, 90, is_number=False)


def unit_events(user: Any, unit: Any) -> Iterator[Event]:
    """Grades, prizes of the unit as a whole, plaques."""
    for grade in Classification.objects.visible_to(user).filter(grassroots=unit):
        said = _("Graded for %(year)s: %(grade)s") % {"year": grade.year, "grade": grade.get_grade_display()}
        yield Event(grade.decided_on.year, _("Grade"), said, day=grade.decided_on)
    entries = ContestEntry.objects.visible_to(user).filter(grassroots=unit, person__isnull=True).exclude(rank="")
    for entry in entries.select_related("contest"):
        contest = entry.contest
        words, prize = str(contest), entry.get_rank_display()
        url = contest.get_absolute_url()
        yield Event(contest.held_on.year, _("Contest"), words, prize, url, contest.held_on, is_honour=True)
    for work in Work.objects.visible_to(user).filter(grassroots=unit, plaque_on__isnull=False):
        yield Event(
            work.plaque_on.year, _("Plaque"), str(work), work.plaque_text, work.get_absolute_url(), work.plaque_on
        )


def person_events(user: Any, person: Any) -> Iterator[Event]:
    """Titles registered, initiatives with the share in them, contests, prizes won elsewhere."""
    mine = Registration.objects.visible_to(user).filter(person=person).select_related("title")
    for row in mine.order_by("pk"):
        yield Event(
            row.year,
            _("Registration"),
            str(row.title),
            row.get_state_display(),
            row.get_absolute_url(),
            position=REGISTERED,
        )
    yield from _put_forward(user, person)
    entries = ContestEntry.objects.visible_to(user).filter(person=person).select_related("contest")
    for entry in entries:
        contest, prize = entry.contest, entry.get_rank_display() or _("took part")
        facts: dict[str, Any] = {"position": COMPETED, "is_honour": bool(entry.rank)}
        yield Event(contest.year, _("Contest"), str(contest), prize, contest.get_absolute_url(), **facts)
    for result in ExternalResult.objects.visible_to(user).filter(person=person):
        won = ", ".join(word for word in (result.get_rank_display(), result.get_level_display()) if word)
        facts = {"position": ELSEWHERE, "is_honour": bool(result.rank)}
        yield Event(result.year, _("Result elsewhere"), result.contest_name, won, result.get_absolute_url(), **facts)


def _put_forward(user: Any, person: Any) -> Iterator[Event]:
    written = InitiativeAuthor.objects.visible_to(user).filter(person=person).select_related("initiative")
    for authorship in written.order_by("pk"):
        made = authorship.initiative
        share = _("share of %(share)s") % {"share": format_percent(authorship.share_percent, 100)}
        detail, url = f"{made.get_state_display()}, {share}", made.get_absolute_url()
        yield Event(made.year, made.get_kind_display(), str(made), detail, url, position=PUT_FORWARD)


def narrow_by_answer(units: Any, user: Any, value: str, year: int) -> Any:
    """Keep the units that have answered every running plan of the year they were sent, or those that have not."""
    asked = Rollout.objects.visible_to(user).filter(
        grassroots=OuterRef("pk"), campaign__in=running_campaigns(user, year).values("pk")
    )
    silent = unanswered_rollouts(user, year).filter(grassroots=OuterRef("pk"))
    return units.filter(Exists(silent)) if value == "silent" else units.filter(~Exists(silent), Exists(asked))


ANSWERS = AddedFilter(
    "answer",
    gettext_lazy("Answer to the plans of the year"),
    [("answered", gettext_lazy("all answered")), ("silent", gettext_lazy("not answered yet"))],
    narrow_by_answer,
)
