"""Who resembles whom, read a portion at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from django.db.models import Count, Prefetch, Q, QuerySet

from unions.access import PortalUser
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import CROWD, Pair, Traits, match_reasons, mirrored, pairs_alike
from unions.people.models import Employment, Person, PersonQuerySet
from unions.people.rules import plain_phone

PORTION = 200
"""Names read at once: memory grows with the most popular name, not with the country."""


def traits_of(people: PersonQuerySet) -> list[Traits]:
    """Return what is compared of `people`, in the order of names; records merged into another are left out."""
    rows = list(
        people.standing_alone()
        .order_by("search_key", "pk")
        .values_list("pk", "search_key", "marked_key", "birth_date", "member_number", "phone")
    )
    units: dict[int, set[int]] = defaultdict(set)
    posts = Employment.objects.filter(person__in=[pk for pk, *_rest in rows])
    for person, unit in posts.values_list("person", "grassroots"):
        units[person].add(unit)
    return [
        Traits(pk, letters, marked, born, number or "", plain_phone(phone), frozenset(units[pk]))
        for pk, letters, marked, born, number, phone in rows
    ]


def pairs_among(names: Sequence[str]) -> tuple[set[int], dict[Pair, tuple[str, ...]]]:
    """Return the people who bear one of `names` (search keys), and the pairs of them that are alike."""
    traits = traits_of(Person.objects.filter(search_key__in=names))
    found: dict[Pair, tuple[str, ...]] = {}
    for _name, group in groupby(traits, key=lambda each: each.letters):
        found |= pairs_alike(list(group))
    return {each.pk for each in traits}, found


def pairs_with(person: Person) -> dict[Pair, tuple[str, ...]]:
    """Return the pairs in which `person` stands. Of a crowd of namesakes the first are compared."""
    own = traits_of(Person.objects.filter(pk=person.pk))
    if not own:
        return {}
    others = traits_of(Person.objects.filter(pk__in=_candidates(person, own[0]).values("pk")[: CROWD * 2]))
    compared = {
        (min(person.pk, other.pk), max(person.pk, other.pk)): match_reasons(own[0], other) for other in others
    }
    return {pair: reasons for pair, reasons in compared.items() if reasons}


def _candidates(person: Person, own: Traits) -> PersonQuerySet:
    shared = Q(pk__in=Employment.objects.filter(grassroots__in=own.units).values("person"))
    if person.phone:
        shared |= ~Q(phone="")
    if own.birth_date:
        shared |= Q(birth_date__in=_readings(own.birth_date))
    namesakes: PersonQuerySet = Person.objects.standing_alone().filter(search_key=own.letters)
    return namesakes.filter(shared).exclude(pk=person.pk).order_by("pk")


def _readings(born: date) -> list[date]:
    """The day as it is written, and with day and month the other way round where that is a day."""
    year, low, high = mirrored(born)
    return [date(year, low, high), *([date(year, high, low)] if high <= 12 else [])]


def repeated_names(people: PersonQuerySet) -> Iterator[list[str]]:
    """Yield the names that several people bear, in portions, among the names of `people`."""
    last = ""
    while True:
        names = people.standing_alone().filter(search_key__gt=last).order_by("search_key").values_list("search_key")
        portion = [name for (name,) in names.distinct()[:PORTION]]
        if not portion:
            return
        last = portion[-1]
        counted = Person.objects.standing_alone().filter(search_key__in=portion).values("search_key").order_by()
        yield list(counted.annotate(people=Count("pk")).filter(people__gt=1).values_list("search_key", flat=True))


def count_names(people: PersonQuerySet) -> int:
    return int(people.standing_alone().order_by().values("search_key").distinct().count())


def candidates_for_list(user: PortalUser) -> QuerySet[DuplicateCandidate]:
    """Return the pairs `user` may see, each person with their posts in sight; as many queries at one as at twenty."""
    return with_posts(user, DuplicateCandidate.objects.visible_to(user).for_table())


def with_posts(user: PortalUser, rows: QuerySet[DuplicateCandidate]) -> QuerySet[DuplicateCandidate]:
    seen = Employment.objects.visible_to(user).select_related("grassroots", "team")
    return rows.prefetch_related(
        *(Prefetch(f"{name}__employments", seen, to_attr="seen_posts") for name in ("first", "second")),
        *(f"{name}__employments__grassroots__affiliations" for name in ("first", "second")),
    )


def count_open_candidates(user: PortalUser) -> int:
    """Return how many pairs in sight nobody has answered."""
    return int(DuplicateCandidate.objects.visible_to(user).open().count())


def candidates_of(user: PortalUser, person: Person) -> list[DuplicateCandidate]:
    """Return the open pairs in sight in which `person` stands."""
    return list(DuplicateCandidate.objects.visible_to(user).open().of([person.pk]).for_table())
