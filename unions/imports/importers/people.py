"""The people of a unit."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _

from core.permissions import require
from core.spreadsheets.reading import Row
from core.table_statistics import refresh_statistics
from core.text import comparison_key, short_date
from unions.access import is_responsible_for
from unions.duplicates.services.candidates import enqueue_refresh_for_unit
from unions.imports import values
from unions.imports.columns import NOT_OF_PEOPLE, PEOPLE
from unions.imports.importers.base import NEW, WRONG, Change, RowImporter, RowResult, SeenKeys, same_in_file
from unions.imports.matching import KnownPeople, Namesakes, NumberTaken
from unions.people.choices import Gender
from unions.people.models import Employment, Person
from unions.people.services import Correction, change_people, keyed_person
from unions.units.models import Team

FACTS = ("gender", "birth_date", "member_number", "phone")
POST = ("position", "team", "is_leader", "is_direct_worker")
PERSONAL = ("full_name", "gender", "birth_date", "member_number", "phone")


class PeopleImporter(RowImporter):
    """A row is somebody by member number, else by name and birth date within the unit."""

    act = "grassroots.import_people"
    columns = PEOPLE
    ignored = NOT_OF_PEOPLE
    readers: ClassVar = {
        "full_name": values.name_of_person,
        "family_part": values.name_of_person,
        "given_part": values.name_of_person,
        "birth_date": values.birth,
        "birth_male": values.birth,
        "birth_female": values.birth,
        "gender": values.gender,
        "male_mark": values.mark,
        "female_mark": values.mark,
        "member_number": values.member_number,
        "position": values.words(100),
        "team": values.words(200),
        "since": values.past_day,
        "phone": values.phone,
        "is_leader": values.mark,
        "is_direct_worker": values.mark,
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.numbers, self.targets, self.namesakes = SeenKeys(), SeenKeys(), Namesakes()
        self.written: set[int] = set()
        self.is_written = False
        self.born_before: dict[int, date | None] = {}
        self.teams = {comparison_key(team.name): team for team in Team.objects.filter(grassroots=self.place)}
        self.new_teams: dict[str, str] = {}

    @classmethod
    def missing(cls, fields: Iterable[str]) -> list[str]:
        taken = set(fields)
        named = "full_name" in taken or {"family_part", "given_part"} <= taken
        return [] if named else [str(cls.columns[0].label)]

    def check_permission(self) -> None:
        require(self.actor, is_responsible_for, self.place)

    def judge(self, rows: Sequence[Row]) -> list[RowResult]:
        verdicts = [self._read(row) for row in rows]
        known = KnownPeople(self.place, verdicts, entered=self.written, born_before=self.born_before)
        for verdict in verdicts:
            if verdict.kind != WRONG:
                self._judge_one(verdict, known)
        return verdicts

    def _read(self, row: Row) -> RowResult:
        verdict = self.read(row)
        self._join_name(verdict)
        self._join_gender(verdict)
        said = verdict.values
        born = said.get("birth_date")
        if isinstance(born, date) and said.get("since") and said["since"] < born:
            verdict.refuse(self.at["since"], _("This day lies before the birth date."))
        if verdict.kind != WRONG:
            self._check_once(verdict)
        return verdict

    def _join_name(self, verdict: RowResult) -> None:
        said = verdict.values
        parts = [said.pop(name) for name in ("family_part", "given_part") if name in said]
        if parts:
            said.setdefault("full_name", " ".join(parts))
        told = [name for name in ("full_name", "family_part", "given_part") if name in self.at]
        if "full_name" not in said and not any(self.is_refused(verdict, name) for name in told):
            verdict.refuse(self.at[told[0]], _("The name is missing."))

    def _join_gender(self, verdict: RowResult) -> None:
        """Lists tell the gender by a word, by an x in one of two columns, or by which column the birth date is in."""
        said = verdict.values
        told = {"gender": said["gender"]} if "gender" in said else {}
        for name, gender in GENDERED.items():
            value = said.pop(name, None)
            if value:
                told[name] = gender
            if value and name.startswith("birth"):
                said.setdefault("birth_date", value)
        if len(set(told.values())) > 1:
            verdict.refuse(self.at[next(iter(told))], _("This row says both man and woman."))
        elif told:
            said["gender"] = next(iter(told.values()))

    def _check_once(self, verdict: RowResult) -> None:
        said, row = verdict.values, verdict.row
        number = said.get("member_number")
        if number and (first := self.numbers.seen(number, row)):
            verdict.refuse(self.at["member_number"], same_in_file(first))
        elif reason := self.namesakes.clash(comparison_key(said["full_name"]), day_or_none(said), number, row):
            verdict.refuse(self._name_column(), reason)

    def _name_column(self) -> int:
        return self.at.get("full_name", self.at.get("given_part", 0))

    def _judge_one(self, verdict: RowResult, known: "KnownPeople") -> None:
        try:
            post = known.find(verdict.values)
        except values.WrongValue as wrong:
            is_number = isinstance(wrong, NumberTaken)
            verdict.refuse(self.at["member_number"] if is_number else self._name_column(), str(wrong))
            return
        if verdict.values.get("member_number") in known.former:
            del verdict.values[
                "member_number"
            ]  # of a record merged into this one: it names the person, and stays there
        self._note_team(verdict.values.get("team"))
        if post and (first := self.targets.seen(post.pk, verdict.row)):
            verdict.refuse(self._name_column(), same_in_file(first))
        elif post:
            self.settle(verdict, post, self._changes(post, verdict.values))

    def _note_team(self, name: str | None) -> None:
        key = comparison_key(name or "")
        if key and key not in self.teams and key not in self.new_teams:
            self.new_teams[key] = str(name)
            self.opened.append(str(name))

    def _changes(self, post: Employment, said: dict[str, Any]) -> list[Change]:
        """An empty cell says nothing: what is known stays."""
        old = known_values(post)
        same_name = comparison_key(said["full_name"]) == comparison_key(old["full_name"])
        told = {name: said[name] for name in (*FACTS, *POST) if name in said}
        if isinstance(told.get("birth_date"), int):
            del told["birth_date"]
        if "team" in told and comparison_key(told["team"]) == comparison_key(old["team"]):
            del told["team"]
        if not same_name:
            told = {"full_name": said["full_name"], **told}
        return [
            Change(self.labels[name], displayed(old[name]), displayed(value))
            for name, value in told.items()
            if value != old[name]
        ]

    def write(self, verdicts: Sequence[RowResult]) -> None:
        self._open_teams()
        self._write_new([verdict.values for verdict in verdicts if verdict.kind == NEW])
        changed = [verdict for verdict in verdicts if verdict.kind != NEW]
        corrections = [self._correction(verdict.target, verdict.values) for verdict in changed]
        change_people(actor=self.actor, grassroots=self.place, corrections=corrections)
        if verdicts and not self.is_written:
            self.is_written = True
            enqueue_refresh_for_unit(self.place)

    def _open_teams(self) -> None:
        opened = Team.objects.bulk_create(Team(grassroots=self.place, name=name) for name in self.new_teams.values())
        self.teams |= dict(zip(self.new_teams, opened, strict=True))
        self.new_teams = {}

    def _write_new(self, said: Sequence[dict[str, Any]]) -> None:
        people = Person.objects.bulk_create(
            keyed_person(
                full_name=each["full_name"],
                birth_date=day_or_none(each),
                gender=each.get("gender", Gender.UNKNOWN),
                member_number=each.get("member_number"),
                phone=each.get("phone", ""),
            )
            for each in said
        )
        today = timezone.localdate()
        posts = Employment.objects.bulk_create(
            Employment(person=person, grassroots=self.place, valid_from=each.get("since", today), **self._post(each))
            for person, each in zip(people, said, strict=True)
        )
        self.written.update(post.pk for post in posts)
        refresh_statistics(len(posts), Person, Employment)

    def _post(self, said: dict[str, Any]) -> dict[str, Any]:
        told = {name: said[name] for name in POST if name in said}
        if "team" in told:
            told["team"] = self.teams[comparison_key(told["team"])]
        return told

    def _correction(self, post: Employment, said: dict[str, Any]) -> Correction:
        person = post.person
        self.born_before.setdefault(person.pk, person.birth_date)
        facts = {name: getattr(person, name) for name in PERSONAL}
        facts |= {name: said[name] for name in FACTS if name in said and name != "birth_date"}
        facts["birth_date"] = day_or_none(said) or person.birth_date
        if comparison_key(said["full_name"]) != comparison_key(person.full_name):
            facts["full_name"] = said["full_name"]
        return Correction(post, facts, self._post(said))


GENDERED = {
    "male_mark": Gender.MALE.value,
    "female_mark": Gender.FEMALE.value,
    "birth_male": Gender.MALE.value,
    "birth_female": Gender.FEMALE.value,
}


def known_values(post: Employment) -> dict[str, Any]:
    facts = {name: getattr(post.person, name) for name in PERSONAL}
    return {**facts, **{name: getattr(post, name) for name in POST}, "team": post.team.name if post.team else ""}


def day_or_none(said: dict[str, Any]) -> date | None:
    """A year alone tells namesakes apart but is not a birth date."""
    born = said.get("birth_date")
    return born if isinstance(born, date) else None


def displayed(value: Any) -> str:
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(Gender(value).label) if value in Gender.values else str(value or "")
