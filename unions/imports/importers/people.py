from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import record_many
from core.snapshots import plain
from core.spreadsheets.headings import Column, Headings
from core.spreadsheets.sheets import Row
from core.table_statistics import refresh_statistics
from core.text import comparison_key, short_date
from unions.access import PortalUser, is_responsible_for
from unions.duplicates.services.candidates import enqueue_refresh_for_unit
from unions.imports import cell_readers
from unions.imports.columns import PEOPLE, PEOPLE_IGNORED
from unions.imports.importers.base import (
    NEW,
    WRONG,
    Change,
    RowImporter,
    RowResult,
    SeenKeys,
    Values,
    WrittenRow,
    repeated_row_message,
)
from unions.imports.matching import KnownPeople, MemberNumberConflict, Namesakes
from unions.imports.name_columns import settle_name_columns
from unions.imports.names import NAME_PARTS, joined_name, part_of_name, whole_name
from unions.people.choices import Gender
from unions.people.models import Employment, Person
from unions.people.rules import Born, birth_fields, earliest_day, is_more_exact
from unions.people.services import Correction, change_people, keyed_person
from unions.units.models import GrassrootsUnion, Team

FACTS = ("gender", "birth_date", "member_number", "phone")
POST_FIELDS = ("position", "team", "is_leader", "is_direct_worker")
PERSON_FIELDS = ("full_name", "gender", "member_number", "phone")
BIRTH_COLUMNS = ("birth_date", "birth_male", "birth_female")
# Columns that tell the gender by being filled.
GENDER_COLUMNS = {
    "male_mark": Gender.MALE.value,
    "female_mark": Gender.FEMALE.value,
    "birth_male": Gender.MALE.value,
    "birth_female": Gender.FEMALE.value,
}


class PeopleImporter(RowImporter):
    """Finds people by member number, else by name and birth date."""

    audit_action = "grassroots.import_people"
    subject = Person
    heading = gettext_lazy("Import a list of people")
    name_fields: ClassVar[tuple[str, ...]] = ("full_name",)
    columns: ClassVar[tuple[Column, ...]] = PEOPLE
    ignored_headings = PEOPLE_IGNORED
    readers: ClassVar = {
        "full_name": whole_name,
        "family_part": part_of_name,
        "middle_part": part_of_name,
        "given_part": part_of_name,
        "birth_date": cell_readers.birth_date_or_year,
        "birth_male": cell_readers.birth_date_or_year,
        "birth_female": cell_readers.birth_date_or_year,
        "gender": cell_readers.gender,
        "male_mark": cell_readers.check_mark,
        "female_mark": cell_readers.check_mark,
        "member_number": cell_readers.member_number,
        "position": cell_readers.text_up_to(100),
        "team": cell_readers.text_up_to(200),
        "since": cell_readers.past_date,
        "phone": cell_readers.phone,
        "is_leader": cell_readers.check_mark,
        "is_direct_worker": cell_readers.check_mark,
    }
    place: GrassrootsUnion

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.member_numbers, self.targets, self.namesakes = SeenKeys(), SeenKeys(), Namesakes()
        self.written_posts: set[int] = set()
        self.has_written = False
        self.old_births: dict[int, Born | None] = {}
        self.teams = {comparison_key(team.name): team for team in Team.objects.filter(grassroots=self.place)}
        self.new_teams: dict[str, str] = {}

    @classmethod
    def displayed(cls, field: str, value: Any) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if field == "birth_date" and isinstance(value, str):
            return short_date(date.fromisoformat(value))
        return str(Gender(value).label) if field == "gender" else super().displayed(field, value)

    @classmethod
    def missing_columns(cls, fields: Iterable[str]) -> list[str]:
        present = set(fields)
        has_name = "full_name" in present or {"family_part", "given_part"} <= present
        return [] if has_name else [str(cls.columns[0].label)]

    @classmethod
    def settle_columns(cls, headings: Headings, rows: Sequence[Row], covered: AbstractSet[int]) -> None:
        settle_name_columns(headings, rows, covered)

    @classmethod
    def may_import(cls, user: PortalUser, place: GrassrootsUnion) -> bool:
        return is_responsible_for(user, place)

    def read_rows(self, rows: Sequence[Row]) -> list[RowResult]:
        return [self._read(row) for row in rows]

    def match_rows(self, results: Sequence[RowResult]) -> None:
        known = KnownPeople(self.place, results, written=self.written_posts, births=self.old_births)
        for result in results:
            if result.outcome != WRONG:
                self._check_row(result, known)

    def _read(self, row: Row) -> RowResult:
        result = self.read_row(row)
        self._join_name(result)
        self._join_gender(result)
        born, since = result.values.get("birth_date"), result.values.get("since")
        if born and since and since < earliest_day(born):
            result.add_fault(self.column_of["since"], _("This day lies before the birth date."))
        if result.outcome != WRONG:
            self._check_not_repeated(result)
        return result

    def _join_name(self, result: RowResult) -> None:
        if any(self.has_fault(result, name) for name in ("full_name", *NAME_PARTS) if name in self.column_of):
            return
        try:
            result.values["full_name"] = joined_name(result.values)
        except cell_readers.InvalidCell as error:
            result.add_fault(self._name_column(), str(error))

    def _join_gender(self, result: RowResult) -> None:
        # Lists tell the gender by a word, by an x in one of two columns, or by the column of the birth date.
        values = result.values
        genders = {"gender": values["gender"]} if "gender" in values else {}
        for name, gender in GENDER_COLUMNS.items():
            value = values.pop(name, None)
            if value:
                genders[name] = gender
            if value and name.startswith("birth"):
                values.setdefault("birth_date", value)
        if len(set(genders.values())) > 1:
            result.add_fault(self.column_of[next(iter(genders))], _("This row says both man and woman."))
        elif genders:
            values["gender"] = next(iter(genders.values()))

    def _check_not_repeated(self, result: RowResult) -> None:
        values, row = result.values, result.row
        number, name = values.get("member_number"), comparison_key(values["full_name"])
        if number and (first := self.member_numbers.earlier_row(number, row)):
            result.add_fault(self.column_of["member_number"], repeated_row_message(first))
        elif reason := self.namesakes.conflict(name, values.get("birth_date"), number, row):
            result.add_fault(self._name_column(), reason)

    def _birth_column(self) -> int:
        return min(self.column_of[name] for name in BIRTH_COLUMNS if name in self.column_of)

    def _name_column(self) -> int:
        return self.column_of.get("full_name", self.column_of.get("given_part", 0))

    def _check_row(self, result: RowResult, known: KnownPeople) -> None:
        values = result.values
        try:
            post = known.find_post(values)
        except MemberNumberConflict as error:
            result.add_fault(self.column_of["member_number"], str(error))
            return
        except cell_readers.InvalidCell as error:
            result.add_fault(self._name_column(), str(error))
            return
        if values.get("member_number") in known.merged_numbers:
            del values["member_number"]  # the number stays with the merged record
        if post and (first := self.targets.earlier_row(post.pk, result.row)):
            result.add_fault(self._name_column(), repeated_row_message(first))
        elif post and (reason := less_exact_birth(post.person.born, values.get("birth_date"))):
            result.add_fault(self._birth_column(), reason)
        elif post:
            result.set_target(post, self._changes(post, values))
        if result.outcome != WRONG:
            self._note_team(values.get("team"))

    def _note_team(self, name: str | None) -> None:
        key = comparison_key(name or "")
        if key and key not in self.teams and key not in self.new_teams:
            self.new_teams[key] = str(name)
            self.new_names.append(str(name))

    def _changes(self, post: Employment, values: Values) -> list[Change]:
        # An empty cell changes nothing.
        old = known_values(post)
        new = {name: values[name] for name in (*FACTS, *POST_FIELDS) if name in values}
        if is_more_exact(old["birth_date"], new.get("birth_date")):
            del new["birth_date"]
        if "team" in new and comparison_key(new["team"]) == comparison_key(old["team"]):
            del new["team"]
        if comparison_key(values["full_name"]) != comparison_key(old["full_name"]):
            new = {"full_name": values["full_name"], **new}
        return [Change(name, plain(old[name]), plain(value)) for name, value in new.items() if value != old[name]]

    def write(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        teams = self._create_teams()
        new = self._write_new([result for result in results if result.outcome == NEW])
        changed = self._write_changed([result for result in results if result.outcome != NEW])
        if results and not self.has_written:
            self.has_written = True
            enqueue_refresh_for_unit(self.place)
        return [*teams, *new, *changed]

    def _create_teams(self) -> list[WrittenRow]:
        teams = Team.objects.bulk_create(Team(grassroots=self.place, name=name) for name in self.new_teams.values())
        self.teams |= dict(zip(self.new_teams, teams, strict=True))
        self.new_teams = {}
        return [WrittenRow(None, team) for team in teams]

    def _write_new(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        rows = [result.values for result in results]
        people = Person.objects.bulk_create(
            keyed_person(
                full_name=values["full_name"],
                **birth_fields(values.get("birth_date")),
                gender=values.get("gender", Gender.UNKNOWN),
                member_number=values.get("member_number"),
                phone=values.get("phone", ""),
            )
            for values in rows
        )
        today = timezone.localdate()
        posts = Employment.objects.bulk_create(
            Employment(
                person=person,
                grassroots=self.place,
                valid_from=values.get("since", today),
                **self._post_fields(values),
            )
            for person, values in zip(people, rows, strict=True)
        )
        record_many("person.import", ((person, self._detail()) for person in people), actor=self.actor)
        self.written_posts.update(post.pk for post in posts)
        refresh_statistics(len(posts), Person, Employment)
        return [
            WrittenRow(result, record)
            for result, *records in zip(results, people, posts, strict=True)
            for record in records
        ]

    def _detail(self) -> dict[str, Any]:
        return {"unit": self.place.code, "import": self.import_key}

    def _write_changed(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        changes = change_people(
            actor=self.actor,
            grassroots=self.place,
            corrections=[self._correction(result.target, result.values) for result in results],
            act="person.import_change",
            detail=self._detail(),
        )
        return [
            WrittenRow(result, changed.row, changed.before)
            for result, rows in zip(results, changes, strict=True)
            for changed in rows
        ]

    def _post_fields(self, values: Values) -> Values:
        fields = {name: values[name] for name in POST_FIELDS if name in values}
        if "team" in fields:
            fields["team"] = self.teams[comparison_key(fields["team"])]
        return fields

    def _correction(self, post: Employment, values: Values) -> Correction:
        person = post.person
        self.old_births.setdefault(person.pk, person.born)
        facts = {name: getattr(person, name) for name in PERSON_FIELDS}
        facts |= {name: values[name] for name in FACTS if name in values and name != "birth_date"}
        born = values.get("birth_date")
        facts |= birth_fields(person.born if is_more_exact(person.born, born) else born or person.born)
        if comparison_key(values["full_name"]) != comparison_key(person.full_name):
            facts["full_name"] = values["full_name"]
        return Correction(post, facts, self._post_fields(values))


def known_values(post: Employment) -> Values:
    person_values = {name: getattr(post.person, name) for name in PERSON_FIELDS}
    post_values = {name: getattr(post, name) for name in POST_FIELDS}
    team = post.team.name if post.team else ""
    return {**person_values, "birth_date": post.person.born, **post_values, "team": team}


def less_exact_birth(known: Born | None, typed: Born | None) -> str:
    """A year alone cannot replace a day of another year; return the sentence, or ""."""
    if not isinstance(known, date) or not isinstance(typed, int) or known.year == typed:
        return ""
    return _("The portal has the birth date %(day)s. Please check the year, or write the whole date.") % {
        "day": short_date(known)
    }
