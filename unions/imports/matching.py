from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.spreadsheets.reading import Row
from core.text import comparison_key, search_key
from unions.imports.cell_readers import InvalidCell
from unions.imports.importers.base import WRONG, RowResult, repeated_row_message
from unions.people.models import Employment, Person
from unions.people.selectors import survivors_by_number
from unions.units.models import GrassrootsUnion

# A full birth date, a year alone, or nothing.
BirthValue = date | int | None


class MemberNumberConflict(InvalidCell):
    """The member number belongs to somebody else."""


class Namesakes:
    """Rows with one name are different people only if each has a birth date or member number."""

    def __init__(self) -> None:
        self.first: dict[Hashable, tuple[int, bool]] = {}

    def conflict(self, name: str, birth_date: date | None, number: str | None, row: Row) -> str:
        if first := self._indistinct_row(name, row, is_distinct=bool(birth_date or number)):
            return _("Row %(number)s has the same name. Please add birth dates or member numbers.") % {
                "number": first
            }
        if birth_date and (first := self._indistinct_row((name, birth_date), row, is_distinct=bool(number))):
            return repeated_row_message(first)
        return ""

    def _indistinct_row(self, key: Hashable, row: Row, *, is_distinct: bool) -> int | None:
        first, first_is_distinct = self.first.setdefault(key, (row.number, is_distinct))
        return None if first == row.number or (is_distinct and first_is_distinct) else first


class KnownPeople:
    """Posts of the unit before this import."""

    def __init__(
        self,
        unit: GrassrootsUnion,
        results: Sequence[RowResult],
        *,
        written: set[int],
        birth_dates: Mapping[int, date | None],
    ) -> None:
        rows = [result.values for result in results if result.outcome != WRONG]
        numbers = {values["member_number"] for values in rows if "member_number" in values}
        names = {comparison_key(values["full_name"]) for values in rows}
        # `written` has the posts that earlier batches created; `birth_dates` has the dates they replaced, by person.
        self.birth_dates = birth_dates
        self.by_name: dict[str, list[Employment]] = defaultdict(list)
        self.by_number: dict[str, Employment] = {}
        # Numbers of merged records, with the key of the person who survives.
        self.merged_numbers = survivors_by_number(numbers)
        is_named = Q(person__marked_key__in=names) | Q(person__member_number__in=numbers)
        posts = Employment.objects.filter(grassroots=unit).open_ended().select_related("person", "team", "grassroots")
        for post in posts.filter(is_named | Q(person__in=self.merged_numbers.values())):
            if post.pk not in written:
                self._add(post)
        taken = Person.objects.filter(member_number__in=numbers).values_list("member_number", flat=True)
        self.numbers_elsewhere = set(taken) - set(self.by_number)

    def _add(self, post: Employment) -> None:
        self.by_name[comparison_key(post.person.full_name)].append(post)
        if post.person.member_number:
            self.by_number[post.person.member_number] = post
        self.by_number |= {number: post for number, pk in self.merged_numbers.items() if pk == post.person_id}

    def find_post(self, values: Mapping[str, Any]) -> Employment | None:
        """Return None for somebody new; raise InvalidCell if it is not clear."""
        number = values.get("member_number")
        if number in self.numbers_elsewhere:
            raise MemberNumberConflict(
                _("This member number belongs to somebody who does not work in this unit today.")
            )
        if number and (post := self.by_number.get(number)):
            if search_key(post.person.full_name) != search_key(values["full_name"]):
                raise MemberNumberConflict(_("This member number belongs to %(name)s.") % {"name": post.person})
            return post
        return self._find_by_name(values, number)

    def _find_by_name(self, values: Mapping[str, Any], number: str | None) -> Employment | None:
        namesakes = self.by_name[comparison_key(values["full_name"])]
        birth_date = values.get("birth_date")
        possible = [post for post in namesakes if may_be_born(self._birth_date(post), birth_date)]
        posts = [post for post in possible if is_born(self._birth_date(post), birth_date)] or possible
        if len(posts) > 1:
            raise InvalidCell(
                _("%(count)s people here fit this row. Please add the birth date or the member number.")
                % {"count": len(posts)}
            )
        if posts and number and posts[0].person.member_number:
            raise MemberNumberConflict(
                _("%(name)s is known here with another member number. Please check both.") % {"name": posts[0].person}
            )
        return posts[0] if posts else None

    def _birth_date(self, post: Employment) -> date | None:
        return self.birth_dates.get(post.person_id, post.person.birth_date)


def is_born(known: date | None, typed: BirthValue) -> bool:
    return known.year == typed if known and isinstance(typed, int) else known == typed


def may_be_born(known: date | None, typed: BirthValue) -> bool:
    return known is None or typed is None or is_born(known, typed)
