from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.spreadsheets.sheets import Row
from core.text import comparison_key, format_number, search_key
from unions.imports.cell_readers import InvalidCell
from unions.imports.importers.base import WRONG, RowResult, repeated_row_message
from unions.people.models import Employment, Person
from unions.people.rules import Born, birth_year_of, born_alike
from unions.people.selectors import survivors_by_number
from unions.units.models import GrassrootsUnion


class MemberNumberConflict(InvalidCell):
    pass


class Namesakes:
    """Rows with one name are different people only if each has a birth date or member number."""

    def __init__(self) -> None:
        self.first: dict[Hashable, tuple[str, bool]] = {}

    def conflict(self, name: str, born: Born | None, number: str | None, row: Row) -> str:
        if first := self._indistinct_row(name, row, is_distinct=bool(born or number)):
            return _("Row %(number)s has the same name. Please add birth dates or member numbers.") % {
                "number": first
            }
        if born and (first := self._born_alike(name, born, row, is_distinct=bool(number))):
            return repeated_row_message(first)
        return ""

    def _born_alike(self, name: str, born: Born, row: Row, *, is_distinct: bool) -> str:
        # A day is compared with the same day and with its year alone, a year with everything in it.
        in_year, year_alone = (name, birth_year_of(born)), (name, birth_year_of(born), "alone")
        if isinstance(born, int):
            self._indistinct_row(year_alone, row, is_distinct=is_distinct)
            return self._indistinct_row(in_year, row, is_distinct=is_distinct)
        if in_year not in self.first or not is_distinct:
            self.first[in_year] = row.label, is_distinct
        first, is_first_distinct = self.first.get(year_alone, (row.label, True))
        if first != row.label and not (is_distinct and is_first_distinct):
            return first
        return self._indistinct_row((name, born), row, is_distinct=is_distinct)

    def _indistinct_row(self, key: Hashable, row: Row, *, is_distinct: bool) -> str:
        first, first_is_distinct = self.first.setdefault(key, (row.label, is_distinct))
        return "" if first == row.label or (is_distinct and first_is_distinct) else first


class KnownPeople:
    """Posts of the unit before this import."""

    def __init__(
        self,
        unit: GrassrootsUnion,
        results: Sequence[RowResult],
        *,
        written: set[int],
        births: Mapping[int, Born | None],
    ) -> None:
        rows = [result.values for result in results if result.outcome != WRONG]
        numbers = {values["member_number"] for values in rows if "member_number" in values}
        names = {comparison_key(values["full_name"]) for values in rows}
        # `written` has the posts that earlier batches created; `births` has the births they replaced, by person.
        self.births = births
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
        """Return None for somebody new; raise InvalidCell if in doubt."""
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
        born: Born | None = values.get("birth_date")
        possible = [post for post in namesakes if may_be_born(self._born(post), born)]
        alike = [post for post in possible if born and self._born(post)] or possible
        posts = [post for post in alike if self._born(post) == born] or alike
        if len(posts) > 1:
            raise InvalidCell(
                _("%(count)s people here fit this row. Please add the birth date or the member number.")
                % {"count": format_number(len(posts))}
            )
        if posts and number and posts[0].person.member_number:
            raise MemberNumberConflict(
                _("%(name)s is known here with another member number. Please check both.") % {"name": posts[0].person}
            )
        return posts[0] if posts else None

    def _born(self, post: Employment) -> Born | None:
        return self.births.get(post.person_id, post.person.born)


def may_be_born(known: Born | None, typed: Born | None) -> bool:
    return known is None or typed is None or born_alike(known, typed)
