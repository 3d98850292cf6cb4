from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from django.db.models import Count, Prefetch, Q, QuerySet

from unions.access import PortalUser
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import MAX_BUCKET_SIZE, Matches, Pair, Traits, match_reasons, matching_pairs, swap_key
from unions.people.models import Employment, Person, PersonQuerySet
from unions.people.rules import Born, birth_year_of, plain_phone

# Names read at once: memory grows with the most popular name, not with the number of people.
BATCH_SIZE = 200


def traits_of(people: PersonQuerySet) -> list[Traits]:
    rows = list(
        people.not_merged()
        .order_by("search_key", "pk")
        .values_list("pk", "search_key", "marked_key", "birth_date", "birth_year", "member_number", "phone")
    )
    units: dict[int, set[int]] = defaultdict(set)
    posts = Employment.objects.filter(person__in=[pk for pk, *_rest in rows])
    for person, unit in posts.values_list("person", "grassroots"):
        units[person].add(unit)
    return [
        Traits(pk, plain_name, marked_name, day or year, number or "", plain_phone(phone), frozenset(units[pk]))
        for pk, plain_name, marked_name, day, year, number, phone in rows
    ]


def matches_among(names: Sequence[str]) -> tuple[set[int], Matches]:
    """Compare all people with these search keys; return their keys too."""
    people = traits_of(Person.objects.filter(search_key__in=names))
    matches: dict[Pair, tuple[str, ...]] = {}
    for _name, group in groupby(people, key=lambda traits: traits.plain_name):
        matches |= matching_pairs(list(group))
    return {traits.pk for traits in people}, matches


def matches_of(person: Person) -> Matches:
    own = traits_of(Person.objects.filter(pk=person.pk))
    if not own:
        return {}
    # Of many namesakes only the first are compared.
    namesakes = _comparable_namesakes(person, own[0]).values("pk")[: MAX_BUCKET_SIZE * 2]
    compared = {
        (min(person.pk, other.pk), max(person.pk, other.pk)): match_reasons(own[0], other)
        for other in traits_of(Person.objects.filter(pk__in=namesakes))
    }
    return {pair: reasons for pair, reasons in compared.items() if reasons}


def _comparable_namesakes(person: Person, traits: Traits) -> PersonQuerySet:
    shared = Q(pk__in=Employment.objects.filter(grassroots__in=traits.units).values("person"))
    if person.phone:
        shared |= ~Q(phone="")
    if traits.born:
        shared |= _possibly_born_with(traits.born)
    namesakes: PersonQuerySet = Person.objects.not_merged().filter(search_key=traits.plain_name)
    return namesakes.filter(shared).exclude(pk=person.pk).order_by("pk")


def _possibly_born_with(born: Born) -> Q:
    in_year = Q(birth_year=birth_year_of(born))
    if isinstance(born, date):
        return in_year | Q(birth_date__in=_possible_birth_dates(born))
    return in_year | Q(birth_date__year=born)


def _possible_birth_dates(birth_date: date) -> list[date]:
    year, low, high = swap_key(birth_date)
    return [date(year, low, high), *([date(year, high, low)] if high <= 12 else [])]


def repeated_names(people: PersonQuerySet) -> Iterator[list[str]]:
    """Yield batches of names that several people have."""
    last = ""
    while True:
        names = people.not_merged().filter(search_key__gt=last).order_by("search_key").values_list("search_key")
        batch = [name for (name,) in names.distinct()[:BATCH_SIZE]]
        if not batch:
            return
        last = batch[-1]
        counts = Person.objects.not_merged().filter(search_key__in=batch).values("search_key").order_by()
        yield list(counts.annotate(people=Count("pk")).filter(people__gt=1).values_list("search_key", flat=True))


def count_names(people: PersonQuerySet) -> int:
    return int(people.not_merged().order_by().values("search_key").distinct().count())


def candidates_for_list(user: PortalUser) -> QuerySet[DuplicateCandidate]:
    return with_posts(user, DuplicateCandidate.objects.visible_to(user).for_table())


def with_posts(user: PortalUser, rows: QuerySet[DuplicateCandidate]) -> QuerySet[DuplicateCandidate]:
    """Prefetch visible posts as `seen_posts`."""
    visible_posts = Employment.objects.visible_to(user).select_related("grassroots", "team")
    return rows.prefetch_related(
        *(Prefetch(f"{name}__employments", visible_posts, to_attr="seen_posts") for name in ("first", "second")),
        *(f"{name}__employments__grassroots__affiliations" for name in ("first", "second")),
    )


def count_open_candidates(user: PortalUser) -> int:
    return int(DuplicateCandidate.objects.visible_to(user).open().count())


def has_open_candidates(user: PortalUser) -> bool:
    return bool(DuplicateCandidate.objects.visible_to(user).open().exists())


def candidates_of(user: PortalUser, person: Person) -> list[DuplicateCandidate]:
    return list(DuplicateCandidate.objects.visible_to(user).open().of([person.pk]).for_table())
