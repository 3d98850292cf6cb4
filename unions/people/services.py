from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.forms import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record, record_many
from core.corrections import Changes, correct, record_mending, row_changes
from core.dated import DatedQuerySet
from core.editing import EditConflict
from core.permissions import require
from core.registry import Registry
from core.snapshots import Columns, plain
from core.text import comparison_key, person_sort_key, search_key, split_name, tidy
from core.workflow import lock
from unions.access import PortalUser, is_responsible_for
from unions.people.choices import Gender
from unions.people.models import Employment, Person, PersonQuerySet
from unions.people.rules import Born, birth_date_error, birth_fields, period_errors
from unions.units.models import GrassrootsUnion, Team
from unions.units.services.entering import check_not_dissolved

# Called in the same transaction when a person is entered or employed, or when an IDENTITY_FIELDS value changes.
IDENTITY_CHANGED: Registry[Callable[[Person], object]] = Registry()
# Two records with the same values in these fields may be duplicates.
IDENTITY_FIELDS = frozenset({"full_name", "birth_date", "birth_year", "member_number", "phone"})
# The audit log does not list these, because they follow from the full name.
HIDDEN_KEYS = frozenset({"family_name", "middle_name", "given_name", "search_key", "marked_key", "sort_key"})
BATCH_SIZE = 250  # rows a statement: SQLite limits the number of values in one


Before = Mapping[str, Any]  # old values of changed fields


class PostFields(TypedDict, total=False):
    position: str
    team: Team | None
    is_leader: bool
    is_direct_worker: bool


def name_keys(full_name: str, born: Born | None) -> dict[str, str]:
    full_name = tidy(full_name)
    family, middle, given = split_name(full_name)
    return {
        "full_name": full_name,
        "family_name": family,
        "middle_name": middle,
        "given_name": given,
        "search_key": search_key(full_name),
        "marked_key": comparison_key(full_name),
        "sort_key": person_sort_key(family, middle, given, born),
    }


def keyed_person(
    *, full_name: str, birth_date: date | None = None, birth_year: int | None = None, **facts: str | None
) -> Person:
    keys = name_keys(full_name, birth_date or birth_year)
    return Person(**keys, birth_date=birth_date, birth_year=birth_year, **facts)


@transaction.atomic
def enter_person(
    *,
    actor: PortalUser | None,
    grassroots: GrassrootsUnion,
    full_name: str,
    since: date,
    gender: str = Gender.UNKNOWN,
    birth_date: date | None = None,
    birth_year: int | None = None,
    member_number: str | None = None,
    phone: str = "",
    **post: Unpack[PostFields],
) -> Person:
    require(actor, is_responsible_for, grassroots)
    check_not_dissolved(grassroots)
    _check_birth(birth_date or birth_year)
    person = keyed_person(
        full_name=full_name,
        birth_date=birth_date,
        birth_year=birth_year,
        gender=gender,
        member_number=member_number or None,
        phone=phone,
    )
    person.full_clean()
    person.save()
    _employ(person, grassroots, since, **post)
    _identity_changed(person)
    record("person.enter", person, actor=actor)
    return person


@transaction.atomic
def employ(
    *,
    actor: PortalUser | None,
    person: Person,
    grassroots: GrassrootsUnion,
    since: date,
    until: date | None = None,
    **post: Unpack[PostFields],
) -> Employment:
    require(actor, is_responsible_for, grassroots)
    person = lock(person)
    employment = _employ(person, grassroots, since, until, **post)
    _identity_changed(person)
    values = {name: ["", str(value)] for name, value in model_to_dict(employment).items()}
    record_mending("employment.enter", employment, actor=actor, changes=values)
    return employment


def _employ(
    person: Person,
    grassroots: GrassrootsUnion,
    since: date,
    until: date | None = None,
    **post: Unpack[PostFields],
) -> Employment:
    employment = Employment(person=person, grassroots=grassroots, valid_from=since, valid_to=until, **post)
    check_period(employment)
    employment.full_clean()
    employment.save()
    return employment


def check_period(post: Employment) -> None:
    """Raise ValidationError at `valid_from` or `valid_to`."""
    others = post.person.employments.filter(grassroots=post.grassroots).exclude(pk=post.pk)
    errors = period_errors(
        post.valid_from,
        post.valid_to,
        today=timezone.localdate(),
        dissolved_on=post.grassroots.dissolved_on,
        other_periods=others.values_list("valid_from", "valid_to"),
    )
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def correct_employment(
    employment: Employment, *, actor: PortalUser | None, expected_revision: int | None, **values: Any
) -> Employment:
    """Merged employments may overlap, so unchanged days are not checked."""
    person = lock(employment.person)
    days = {name: values.get(name, getattr(employment, name)) for name in ("valid_from", "valid_to")}
    if any(days[name] != getattr(employment, name) for name in days):
        check_period(Employment(pk=employment.pk, person=person, grassroots=employment.grassroots, **days))
    team = values.get("team")
    if team and team.grassroots_id != employment.grassroots_id:
        raise ValidationError({"team": _("This team belongs to another unit.")})
    return correct(employment, actor=actor, values=values, expected_revision=expected_revision)


@transaction.atomic
def change_person(
    *,
    actor: PortalUser | None,
    person: Person,
    expected_revision: int | None,
    facts: Mapping[str, Any],
    employment: Employment | None,
    expected_post_revision: int | None = None,
    **post: Unpack[PostFields],
) -> Person:
    """`facts` contain both birth fields or neither; `post` are fields of the employment. Raises EditConflict."""
    person = lock(person)
    before = {name: getattr(person, name) for name in IDENTITY_FIELDS}
    facts = {**before, "gender": person.gender, **facts}
    corrected = correct(person, actor=actor, values=_with_keys(facts), expected_revision=expected_revision)
    if employment:
        correct_employment(employment, actor=actor, expected_revision=expected_post_revision, **post)
    if any(getattr(corrected, name) != value for name, value in before.items()):
        _identity_changed(corrected)
    return corrected


def _identity_changed(person: Person) -> None:
    for notify in IDENTITY_CHANGED.items():
        notify(person)


def _check_birth(born: Born | None) -> None:
    if message := birth_date_error(born, timezone.localdate()):
        raise ValidationError({"birth_date": message})


class ChangedRow(NamedTuple):
    row: Model
    before: Columns  # the old values of the columns that changed


class SetRow(NamedTuple):
    row: Any  # person or employment
    before: Before  # the old values of the fields that changed


class Correction(NamedTuple):
    post: Employment  # with its person, as the caller read them
    facts: Mapping[str, Any]  # fields of the person
    held: Mapping[str, object]  # fields of the employment


@transaction.atomic
def change_people(
    *,
    actor: PortalUser | None,
    grassroots: GrassrootsUnion,
    corrections: Sequence[Correction],
    act: str = "row.correct",
    detail: Mapping[str, Any] | None = None,
) -> list[list[ChangedRow]]:
    """Return the changed rows of each correction; `act` and `detail` go to the audit log. Raises EditConflict."""
    require(actor, is_responsible_for, grassroots)
    given = [correction.post for correction in corrections]
    open_posts = Employment.objects.filter(grassroots=grassroots).open_ended().select_related("team")
    posts: dict[int, Employment] = _locked(open_posts, [post.pk for post in given])
    people: dict[int, Person] = _locked(Person.objects.all(), [post.person_id for post in given])
    corrected = [_set_values(each, posts, people, grassroots) for each in corrections]
    for rows in zip(*corrected, strict=True):
        _update_rows(rows)
    entries = [
        (person.row, {**changed, **(detail or {})})
        for person, post in corrected
        for changed in _entries(post.row, person.before, post.before)
    ]
    record_many(act, entries, actor=actor)
    return [[_changed_row(*each) for each in pair if each.before] for pair in corrected]


def _set_values(
    correction: Correction, posts: dict[int, Employment], people: dict[int, Person], grassroots: GrassrootsUnion
) -> tuple[SetRow, SetRow]:
    read, facts, held = correction
    person, post = people.get(read.person_id), posts.get(read.pk)
    if person is None or post is None or person.revision != read.person.revision:
        raise EditConflict
    post.person, post.grassroots = person, grassroots
    return SetRow(person, _set_fields(person, _with_keys(facts))), SetRow(post, _set_fields(post, held))


def _update_rows(rows: Sequence[SetRow]) -> None:
    fields = {"revision"}.union(*(each.before for each in rows))
    by_key = {each.row.pk: each.row for each in rows}
    type(rows[0].row)._base_manager.bulk_update(by_key.values(), sorted(fields), batch_size=BATCH_SIZE)


def _entries(post: Employment, before: Before, post_before: Before) -> Iterator[dict[str, Any]]:
    """Yield the changes of the person, then those of the employment."""
    if typed := {name: old for name, old in before.items() if name not in HIDDEN_KEYS}:
        yield {"changed": _old_and_new(post.person, typed)}
    if post_before:
        yield row_changes(post, _old_and_new(post, post_before))


def _old_and_new(row: Model, before: Before) -> Changes:
    return {name: [str(old), str(getattr(row, name))] for name, old in before.items()}


def _changed_row(row: Model, before: Before) -> ChangedRow:
    return ChangedRow(row, {row._meta.get_field(name).attname: plain(old) for name, old in before.items()})  # type: ignore[union-attr]


def _locked(rows: DatedQuerySet | PersonQuerySet, keys: Sequence[int]) -> dict[int, Any]:
    return {row.pk: row for row in rows.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))}


def _with_keys(facts: Mapping[str, Any]) -> dict[str, Any]:
    born = facts.get("birth_date") or facts.get("birth_year")
    _check_birth(born)
    keys = name_keys(facts["full_name"], born)
    return {**facts, **keys, **birth_fields(born), "member_number": facts.get("member_number") or None}


def _set_fields(row: Person | Employment, values: Mapping[str, object]) -> dict[str, Any]:
    """Return the old values of the changed fields."""
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    for name in before:
        setattr(row, name, values[name])
    row.revision += 1
    # Foreign keys are left to the database: validating one costs a query a row.
    row.clean_fields(exclude={column.name for column in row._meta.concrete_fields if column.is_relation})
    return before
