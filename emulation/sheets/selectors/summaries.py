"""What the units of a campaign registered. Only what was accepted is summed up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from emulation.campaigns.models import Campaign
from emulation.initiatives.selectors import counted_initiatives, counted_topics
from emulation.law.choices import SubjectKind, TitleAuthority
from emulation.law.models import Title
from emulation.registrations.models import RegistrationQuerySet
from emulation.registrations.selectors import accepted_registrations
from emulation.works.selectors import counted_works
from unions.units.models import GrassrootsUnion

ENTRIES = {"works": counted_works, "initiatives": counted_initiatives, "topics": counted_topics}
COLLECTIVES = (SubjectKind.COLLECTIVE, SubjectKind.GRASSROOTS)


class TitleCount(NamedTuple):
    title: Title
    by_sector: dict[int, int]


@dataclass
class UnitRegistrations:
    unit: GrassrootsUnion
    people: int = 0
    registrations: int = 0
    collectives: int = 0
    works: int = 0
    initiatives: int = 0
    topics: int = 0


def title_counts(campaign: Campaign) -> list[TitleCount]:
    """In the order of the catalogue."""
    counted: dict[int, dict[int, int]] = {}
    rows = accepted_registrations(campaign, None).order_by().values_list("title", "grassroots__sector")
    for title, sector, count in rows.annotate(Count("pk")):
        counted.setdefault(title, {})[sector] = count
    return [TitleCount(title, counted[title.pk]) for title in Title.objects.filter(pk__in=counted)]


def entry_counts(campaign: Campaign) -> dict[str, dict[int, int]]:
    """{a name of ENTRIES: {sector: count}}"""
    return {
        name: dict(rows(campaign, None).order_by().values_list("grassroots__sector").annotate(Count("pk")))
        for name, rows in ENTRIES.items()
    }


def unit_counts(campaign: Campaign) -> list[UnitRegistrations]:
    """Of units with something accepted, by name."""
    counted: dict[int, dict[str, int]] = {}
    for name, unit, count in _counts(campaign):
        counted.setdefault(unit, {})[name] = count
    units = GrassrootsUnion.objects.filter(pk__in=counted).select_related("sector").order_by("sort_key", "pk")
    return [UnitRegistrations(unit, **counted[unit.pk]) for unit in units]


def _counts(campaign: Campaign) -> Iterator[tuple[str, int, int]]:
    accepted = accepted_registrations(campaign, None)
    people = accepted.filter(subject_kind=SubjectKind.PERSON)
    groups = {
        "people": _by_unit(people, Count("person", distinct=True)),
        "registrations": _by_unit(accepted, Count("pk")),
        "collectives": _by_unit(accepted.filter(subject_kind__in=COLLECTIVES), Count("pk")),
        **{name: _by_unit(rows(campaign, None), Count("pk")) for name, rows in ENTRIES.items()},
    }
    for name, rows in groups.items():
        for unit, count in rows:
            yield name, unit, count


def _by_unit(rows: QuerySet[Any], number: Count) -> Iterable[tuple[int, int]]:
    counted: Iterable[tuple[int, int]] = rows.order_by().values_list("grassroots").annotate(number)
    return counted


def decided_elsewhere(campaign: Campaign) -> RegistrationQuerySet:
    """Accepted registrations of titles that the State or an employer confers, by title and name."""
    rows = accepted_registrations(campaign, None).filter(title__authority=TitleAuthority.EXTERNAL)
    by_name = ("person__sort_key", "team__name", "grassroots__sort_key", "pk")
    return rows.for_table().order_by("title__position", "title", *by_name)
