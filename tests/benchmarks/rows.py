"""Many people, employments and registrations, written by the database from a few thousand written by Python."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max, Model

from core.table_statistics import refresh_statistics
from emulation.campaigns.models import Campaign
from emulation.law.models import Title
from emulation.registrations.models import Registration
from tests.factories import make_campaign, make_grassroots, make_title, make_union, make_user
from unions.people.models import Employment, Person
from unions.people.services import name_keys
from unions.units.models import GrassrootsUnion

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương"]
MIDDLE = ["Thị", "Văn", "Thị Hồng", "Đức", "Minh", "Thị Thanh", "Quốc", "Thu", "Ngọc", "Xuân"]
GIVEN = ["Ánh", "Bình", "Cường", "Dung", "Hà", "Hương", "Lan", "Mai", "Nam", "Phương", "Quân", "Yến"]
BORN = date(1985, 1, 1)
UNITS = 300
YEARS = range(2017, 2027)


class Federation:
    """One federation with units, people who work there and a registration for each."""

    def __init__(self) -> None:
        self.union = make_union("BENCH", "Liên đoàn Lao động quận Thử Nghiệm")
        self.officer = make_user("officer", "officer", union=self.union)
        self.admin = make_user("admin", "admin", is_staff=True)
        self.units = [make_grassroots(self.union, f"Trường Tiểu học số {number}") for number in range(1, UNITS + 1)]
        self.titles = [make_title(f"B{number}") for number in range(8)]
        self.campaigns = [
            make_campaign(self.union, self.officer, year=year, name=f"Phong trào thi đua năm {year}")
            for year in YEARS
        ]
        self.people = 0

    def grow_to(self, people: int) -> None:
        """Bring the tables to `people` rows each."""
        if self.people == 0:
            self._first_people(min(people, 10_000))
        while self.people < people:
            self._copy_people(min(self.people, people - self.people))
        refresh_statistics(people, Person, Employment, Registration)

    def _first_people(self, number: int) -> None:
        names = [
            f"{FAMILY[i % 10]} {MIDDLE[i // 10 % 10]} {GIVEN[i // 100 % 12]} {i // 1200 or ''}".strip()
            for i in range(number)
        ]
        Person.objects.bulk_create(
            [Person(gender="female", birth_date=BORN, **name_keys(name, BORN)) for name in names],
            batch_size=1000,
        )
        self._place(after=0)
        self.people = number

    def _copy_people(self, number: int) -> None:
        last = Person.objects.aggregate(last=Max("pk"))["last"]
        _insert_copies(Person, f"id <= (SELECT min(id) FROM {_table(Person)}) + {number - 1}")
        self._place(after=last)
        self.people += number

    def _place(self, after: int) -> None:
        """Give each person above the key `after` an employment and a registration."""
        first_unit, first_title = _lowest(GrassrootsUnion), Title.objects.get(code="B0").pk
        first_campaign = _lowest(Campaign)
        person = _table(Person)
        _insert(
            Employment,
            f"FROM {person} person WHERE person.id > {after}",
            person_id="person.id",
            grassroots_id=f"{first_unit} + person.id % {UNITS}",
            position="'Giáo viên'",
            is_leader="FALSE",
            is_direct_worker="TRUE",
            valid_from="'2018-01-01'",
            revision="1",
        )
        _insert(
            Registration,
            f"FROM {person} person WHERE person.id > {after}",
            union_id=str(self.union.pk),
            grassroots_id=f"{first_unit} + person.id % {UNITS}",
            subject_kind="'person'",
            person_id="person.id",
            title_id=f"{first_title} + person.id % {len(self.titles)}",
            year=f"{YEARS[0]} + person.id % {len(YEARS)}",
            campaign_id=f"{first_campaign} + person.id % {len(YEARS)}",
            note="''",
            state="CASE person.id % 3 WHEN 0 THEN 'submitted' WHEN 1 THEN 'accepted' ELSE 'draft' END",
            submitted_at="CASE WHEN person.id % 3 < 2 THEN '2026-03-01 08:00:00' ELSE NULL END"
            if connection.vendor == "sqlite"
            else "CASE WHEN person.id % 3 < 2 THEN timestamptz '2026-03-01 08:00:00' END",
            submitted_by_id=f"CASE WHEN person.id % 3 < 2 THEN {self.officer.pk} END",
            return_reason="''",
            decided_at="CASE WHEN person.id % 3 = 1 THEN "
            + ("" if connection.vendor == "sqlite" else "timestamptz ")
            + "'2026-04-01 08:00:00' END",
            decided_by_id=f"CASE WHEN person.id % 3 = 1 THEN {self.officer.pk} END",
            late_reason="''",
            created_by_id=str(self.officer.pk),
            created_at="CURRENT_TIMESTAMP",
            revision="1",
        )


def _table(model: type[Model]) -> str:
    return model._meta.db_table


def _lowest(model: Any) -> int:
    lowest: int = model.objects.order_by("pk").values_list("pk", flat=True)[0]
    return lowest


def _insert(model: type[Model], source: str, **expressions: str) -> None:
    columns = ", ".join(expressions)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_table(model)} ({columns}) SELECT {', '.join(expressions.values())} {source}")


def _insert_copies(model: type[Model], condition: str) -> None:
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    values = ["NULL" if column == "member_number" else column for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_table(model)} ({', '.join(columns)}) "
            f"SELECT {', '.join(values)} FROM {_table(model)} WHERE {condition}"
        )
