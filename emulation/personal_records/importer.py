"""The list of what is known of a unit's people: grades, discipline, leave."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import record_many
from core.snapshots import plain
from emulation.classification.choices import Grade
from emulation.personal_records.choices import DisciplineLevel, LeaveKind
from emulation.personal_records.models import Discipline, Leave, PersonalRecord, YearlyGrade
from emulation.personal_records.rules import may_keep_private_record
from emulation.personal_records.services import OBJECTIONS
from unions.access import PortalUser
from unions.imports import cell_readers
from unions.imports.columns import PEOPLE_IGNORED, column
from unions.imports.importers.base import Change, RowResult, SeenKeys, WrittenRow, repeated_row_message
from unions.imports.importers.person_rows import (
    WHO_COLUMNS,
    WHO_READERS,
    PersonRowsImporter,
    differences,
)
from unions.imports.importers.spellings import choice_reader
from unions.people.models import Person
from unions.units.models import GrassrootsUnion
from unions.units.selectors import union_above

GRADES = {
    "htxsnv": Grade.EXCELLENT,
    "xuat sac": Grade.EXCELLENT,
    "httnv": Grade.GOOD,
    "tot": Grade.GOOD,
    "htnv": Grade.COMPLETED,
    "khtnv": Grade.NOT_COMPLETED,
}
LEVELS = {
    "dang xem xet": DisciplineLevel.PENDING,
    **dict.fromkeys(("ha bac luong", "giang chuc", "cach chuc", "buoc thoi viec", "sa thai"), DisciplineLevel.ABOVE),
}
LEAVES = {
    "thai san": LeaveKind.MATERNITY,
    "dao tao duoi 1 nam": LeaveKind.TRAINING_SHORT,
    "dao tao tu 1 nam": LeaveKind.TRAINING_LONG_FAIR,
}
OWN_COLUMNS = (
    column("year", gettext_lazy("Year"), "nam, nam xep loai, year"),
    column("grade", gettext_lazy("Grade"), "xep loai, muc xep loai, ket qua xep loai, danh gia xep loai, grade"),
    column("level", gettext_lazy("Discipline"), "hinh thuc ky luat, ky luat, discipline"),
    column("first_day", gettext_lazy("Disciplined from"), "ky luat tu ngay, ngay ky luat, disciplined from"),
    column("last_day", gettext_lazy("Disciplined until"), "ky luat den ngay, het han ky luat, disciplined until"),
    column("leave_kind", gettext_lazy("Kind of leave"), "loai nghi, ly do nghi, kind of leave"),
    column("leave_from", gettext_lazy("On leave from"), "nghi tu ngay, on leave from"),
    column("leave_to", gettext_lazy("On leave until"), "nghi den ngay, on leave until"),
    column("absent_days", gettext_lazy("Working days absent"), "so ngay nghi, so ngay lam viec da nghi, days"),
    column("decision", gettext_lazy("Decision"), "so quyet dinh, quyet dinh, so qd, decision"),
)
MOST_DAYS = 366


def _year(text: str) -> int:
    value = cell_readers.whole_number(text)
    if not 2000 <= value <= 2100:
        raise cell_readers.InvalidCell(_("Please write the year with four digits."))
    return value


def _days(text: str) -> int:
    value = cell_readers.whole_number(text)
    if value > MOST_DAYS:
        raise cell_readers.InvalidCell(_("A year has at most 366 days."))
    return value


@dataclass
class Wanted:
    """`stored` is None for a record that is not in the portal yet; `columns` says in which column a field stands."""

    record: PersonalRecord
    facts: dict[str, Any]
    columns: Mapping[str, str]
    stored: PersonalRecord | None = None

    def changes(self) -> list[Change]:
        return [
            change._replace(field=self.columns.get(change.field, change.field))
            for change in differences(self.stored, self.facts)
        ]


class YearsImporter(PersonRowsImporter):
    audit_action = "grassroots.import_years"
    columns = (*WHO_COLUMNS, *OWN_COLUMNS)
    ignored_headings = tuple(heading for heading in PEOPLE_IGNORED if heading != "nam")
    subject: ClassVar[type[Person]] = Person
    heading = gettext_lazy("Import personal records")
    blank_headings: ClassVar = {
        "full_name": "Họ và tên",
        "birth_date": "Ngày sinh",
        "member_number": "Mã đoàn viên",
        "year": "Năm",
        "grade": "Xếp loại",
        "level": "Hình thức kỷ luật",
        "first_day": "Kỷ luật từ ngày",
        "last_day": "Kỷ luật đến ngày",
        "leave_kind": "Loại nghỉ",
        "leave_from": "Nghỉ từ ngày",
        "leave_to": "Nghỉ đến ngày",
        "absent_days": "Số ngày nghỉ",
        "decision": "Số quyết định",
    }
    readers: ClassVar = {
        **WHO_READERS,
        "year": _year,
        "grade": choice_reader(GRADES, Grade),
        "level": choice_reader(LEVELS, DisciplineLevel),
        "first_day": cell_readers.past_date,
        "last_day": cell_readers.any_date,
        "leave_kind": choice_reader(LEAVES, LeaveKind),
        "leave_from": cell_readers.any_date,
        "leave_to": cell_readers.any_date,
        "absent_days": _days,
        "decision": cell_readers.text_up_to(100),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.wanted: dict[int, list[Wanted]] = {}
        self.seen = SeenKeys()

    @classmethod
    def blank_choices(cls, place: GrassrootsUnion) -> dict[str, list[str]]:
        words = {"grade": Grade.labels, "level": DisciplineLevel.labels, "leave_kind": LeaveKind.labels}
        return {name: [str(label) for label in labels] for name, labels in words.items()}

    @classmethod
    def displayed(cls, field: str, value: Any) -> str:
        return str(Grade(value).label) if field == "grade" and value else super().displayed(field, value)

    @classmethod
    def may_import(cls, user: PortalUser, place: GrassrootsUnion) -> bool:
        return may_keep_private_record(user, _Unit(place))

    def match_people(self, rows: Sequence[tuple[RowResult, Person]]) -> None:
        union, stored = union_above(self.place), stored_records(person for _row, person in rows)
        for result, person in rows:
            wanted = list(_wanted(result.values, {"union": union, "grassroots": self.place, "person": person}))
            self._check(result, wanted)
            for each in wanted:
                each.stored = stored.get(key_of(each.record))
            self.wanted[id(result)] = wanted
            changes = [change for each in wanted if each.stored for change in each.changes()]
            self.settle(result, is_new=any(each.stored is None for each in wanted), changes=changes)

    def _check(self, result: RowResult, wanted: Sequence[Wanted]) -> None:
        for name, needed, words in NEEDED:
            if name in result.values and needed not in result.values:
                self.fault_at(result, name, str(words))
        if not result.faults and not wanted:
            self.fault_at(result, "full_name", _("This row says neither a grade nor a discipline nor a leave."))
        for each in wanted:
            self._check_record(result, each)

    def _check_record(self, result: RowResult, wanted: Wanted) -> None:
        record = wanted.record
        if first_row := self.seen.earlier_row(key_of(record), result.row):
            self.fault_at(result, "full_name", repeated_row_message(first_row))
        for name, reason in OBJECTIONS[type(record)](record).items():
            self.fault_at(result, wanted.columns.get(name, name), reason)
        first, last = getattr(record, "valid_from", None), getattr(record, "valid_to", None)
        if first and last and last < first:
            self.fault_at(result, wanted.columns["valid_to"], _("The last day lies before the first."))

    def write(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        written: list[WrittenRow] = []
        for model in (YearlyGrade, Discipline, Leave):
            rows = [
                (result, each)
                for result in results
                for each in self.wanted[id(result)]
                if isinstance(each.record, model)
            ]
            written += self._create(model, [(result, each) for result, each in rows if each.stored is None])
            written += self._change(model, [(result, each) for result, each in rows if each.stored is not None])
        return written

    def _create(self, model: type[PersonalRecord], rows: Sequence[tuple[RowResult, Wanted]]) -> list[WrittenRow]:
        records = model._default_manager.bulk_create(each.record for _result, each in rows)
        self._note(model, "enter", records)
        return [WrittenRow(result, record) for (result, _each), record in zip(rows, records, strict=True)]

    def _change(self, model: type[PersonalRecord], rows: Sequence[tuple[RowResult, Wanted]]) -> list[WrittenRow]:
        written = []
        for result, each in rows:
            names = [change.field for change in differences(each.stored, each.facts)]
            before = {name: plain(getattr(each.stored, name)) for name in names}
            for name in names:
                setattr(each.stored, name, each.facts[name])
            if names and each.stored:
                each.stored.revision += 1
                written.append(WrittenRow(result, each.stored, before))
        changed = [row.record for row in written]
        fields = ["revision", *{name for _result, each in rows for name in each.facts}]
        if changed:
            model._default_manager.bulk_update(changed, fields)  # type: ignore[arg-type]
        self._note(model, "enter", changed)
        return written

    def _note(self, model: type[PersonalRecord], act: str, records: Iterable[Any]) -> None:
        details = ((record, {"import": self.import_key}) for record in records)
        record_many(f"{model._meta.model_name}.{act}", details, actor=self.actor)


@dataclass(frozen=True)
class _Unit:
    grassroots: GrassrootsUnion


NEEDED = (
    ("grade", "year", gettext_lazy("Please write the year of the grade.")),
    ("level", "first_day", gettext_lazy("Please write since when.")),
    ("leave_kind", "leave_from", gettext_lazy("Please write since when.")),
)
DISCIPLINE_COLUMNS = {"valid_from": "first_day", "valid_to": "last_day"}
LEAVE_COLUMNS = {"valid_from": "leave_from", "valid_to": "leave_to"}


def _wanted(values: Mapping[str, Any], of: dict[str, Any]) -> Iterator[Wanted]:
    decision = values.get("decision", "")
    if "grade" in values and "year" in values:
        facts = {"grade": values["grade"], "decision": decision}
        yield Wanted(YearlyGrade(year=values["year"], **of, **facts), facts, {})
    if "level" in values and "first_day" in values:
        facts = {"valid_to": values.get("last_day"), "decision": decision}
        row = Discipline(level=values["level"], valid_from=values["first_day"], **of, **facts)
        yield Wanted(row, facts, DISCIPLINE_COLUMNS)
    if "leave_kind" in values and "leave_from" in values:
        facts = {"valid_to": values.get("leave_to"), "absent_days": values.get("absent_days")}
        leave = Leave(kind=values["leave_kind"], valid_from=values["leave_from"], **of, **facts)
        yield Wanted(leave, facts, LEAVE_COLUMNS)


def key_of(record: PersonalRecord) -> tuple[Any, ...]:
    """What the database keeps once."""
    if isinstance(record, YearlyGrade):
        return YearlyGrade, record.person_id, record.grassroots_id, record.year
    if isinstance(record, Discipline):
        return Discipline, record.person_id, record.level, record.valid_from
    return Leave, record.person_id, record.kind, record.valid_from  # type: ignore[attr-defined]


def stored_records(people: Iterable[Person]) -> dict[tuple[Any, ...], PersonalRecord]:
    keys = {person.pk for person in people}
    return {
        key_of(row): row
        for model in (YearlyGrade, Discipline, Leave)
        for row in model.objects.not_struck().filter(person__in=keys)
    }
