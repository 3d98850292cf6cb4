"""Whom a row means: the same person in the file twice, somebody of the unit, or somebody new."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.spreadsheets.reading import Row
from core.text import comparison_key, search_key
from unions.imports.importers.base import WRONG, RowResult, same_in_file
from unions.imports.values import WrongValue
from unions.people.models import Employment, Person
from unions.people.selectors import surviving_by_number

BirthValue = date | int | None


class NumberTaken(WrongValue):
    """The member number is somebody else's."""


class Namesakes:
    """Two rows with one name are two people only if each says what tells it from the other."""

    def __init__(self) -> None:
        self.first: dict[Any, tuple[int, bool]] = {}

    def clash(self, name: str, born: date | None, number: str | None, row: Row) -> str:
        """Return why the row cannot be told from an earlier one, or nothing."""
        if first := self._untold(name, row, is_told=bool(born or number)):
            return _("Row %(number)s has the same name. Please add birth dates or member numbers.") % {
                "number": first
            }
        if born and (first := self._untold((name, born), row, is_told=bool(number))):
            return same_in_file(first)
        return ""

    def _untold(self, key: Any, row: Row, *, is_told: bool) -> int | None:
        first, all_told = self.first.setdefault(key, (row.number, is_told))
        return None if first == row.number or (is_told and all_told) else first


class KnownPeople:
    """Those who work in the unit today and whom these rows may mean, and who holds their member numbers.

    All as it was before this import: `entered` are posts it has written, `born_before` birth dates it has filled in.
    """

    def __init__(
        self,
        unit: Any,
        verdicts: Sequence[RowResult],
        *,
        entered: set[int],
        born_before: Mapping[int, date | None],
    ) -> None:
        said = [verdict.values for verdict in verdicts if verdict.kind != WRONG]
        numbers = {each["member_number"] for each in said if "member_number" in each}
        keys = {comparison_key(each["full_name"]) for each in said}
        self.born_before = born_before
        self.by_name: dict[str, list[Employment]] = defaultdict(list)
        self.by_number: dict[str, Employment] = {}
        self.former = surviving_by_number(numbers)
        named = Q(person__marked_key__in=keys) | Q(person__member_number__in=numbers)
        posts = Employment.objects.filter(grassroots=unit).open_ended().select_related("person", "team", "grassroots")
        for post in posts.filter(named | Q(person__in=self.former.values())):
            if post.pk not in entered:
                self.by_name[comparison_key(post.person.full_name)].append(post)
                if post.person.member_number:
                    self.by_number[post.person.member_number] = post
                self.by_number |= {number: post for number, pk in self.former.items() if pk == post.person_id}
        held = Person.objects.filter(member_number__in=numbers).values_list("member_number", flat=True)
        self.elsewhere = set(held) - set(self.by_number)

    def find(self, said: Mapping[str, Any]) -> Employment | None:
        """Return the post of whom the row means, None for somebody new; raise Wrong where that is not certain."""
        number = said.get("member_number")
        if number in self.elsewhere:
            raise NumberTaken(_("This member number belongs to somebody who does not work in this unit today."))
        if number and (post := self.by_number.get(number)):
            if search_key(post.person.full_name) != search_key(said["full_name"]):
                raise NumberTaken(_("This member number belongs to %(name)s.") % {"name": post.person})
            return post
        return self._by_name(said, number)

    def _by_name(self, said: Mapping[str, Any], number: str | None) -> Employment | None:
        namesakes = self.by_name[comparison_key(said["full_name"])]
        born = said.get("birth_date")
        fitting = [post for post in namesakes if may_be_born(self._born(post), born)]
        found = [post for post in fitting if is_born(self._born(post), born)] or fitting
        if len(found) > 1:
            raise WrongValue(
                _("%(count)s people here fit this row. Please add the birth date or the member number.")
                % {"count": len(found)}
            )
        if found and number and found[0].person.member_number:
            raise NumberTaken(
                _("%(name)s is known here with another member number. Please check both.") % {"name": found[0].person}
            )
        return found[0] if found else None

    def _born(self, post: Employment) -> date | None:
        return self.born_before.get(post.person_id, post.person.birth_date)


def is_born(known: date | None, told: BirthValue) -> bool:
    """Whether both say the same; a year alone is compared as a year."""
    return known.year == told if known and isinstance(told, int) else known == told


def may_be_born(known: date | None, told: BirthValue) -> bool:
    """Whether nothing speaks against it."""
    return known is None or told is None or is_born(known, told)
