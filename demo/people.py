"""Units and their people, written in bulk."""

from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from django.contrib.auth.hashers import make_password

from accounts.users.models import Role, User
from accounts.users.rules import account_keys
from core.search import name_and_key
from demo.context import BATCH, DemoContext, Unit
from demo.federations import BOARD, CHAIRS, District
from demo.places import Place, places
from unions.access import RoleKind
from unions.people.models import Employment, Person
from unions.people.services import keyed_person
from unions.units.choices import Ownership, SectorKind
from unions.units.models import Affiliation, Cluster, Enterprise, GrassrootsUnion, Headcount, Team
from unions.units.services.entering import keyed_grassroots

SINCE = date(2018, 1, 1)
YEARS = (2019, 2020, 2023, 2024)


class Staffing(NamedTuple):
    least: int
    most: int
    percent_women: int
    leaders: tuple[str, ...]
    posts: tuple[tuple[str, bool, int], ...]  # (position, is direct worker, weight)
    teams: tuple[str, ...]
    unnamed: tuple[int, int]  # least and most workers that only the headcount counts


STAFFING = {
    SectorKind.EDUCATION: Staffing(
        14, 24, 86, ("Hiệu trưởng", "Phó Hiệu trưởng"),
        (("Giáo viên", True, 17), ("Nhân viên kế toán", False, 1), ("Nhân viên y tế", False, 1),
         ("Nhân viên thư viện", False, 1)),
        ("Tổ chuyên môn 1", "Tổ chuyên môn 2", "Tổ Văn phòng"), (8, 30),
    ),
    SectorKind.PRODUCTION: Staffing(
        7, 13, 46, ("Quản đốc", "Trưởng phòng Hành chính"),
        (("Công nhân vận hành máy", True, 6), ("Công nhân lắp ráp", True, 5), ("Công nhân kỹ thuật", True, 4),
         ("Nhân viên kinh doanh", False, 2), ("Kế toán viên", False, 1)),
        ("Tổ sản xuất 1", "Tổ sản xuất 2", "Phòng Nghiệp vụ"), (20, 240),
    ),
    SectorKind.ADMINISTRATIVE: Staffing(
        6, 11, 52, ("Thủ trưởng đơn vị", "Phó Thủ trưởng đơn vị"),
        (("Chuyên viên", False, 6), ("Cán sự", False, 2), ("Văn thư", False, 1), ("Kế toán viên", False, 1)),
        ("Bộ phận Chuyên môn", "Bộ phận Hành chính"), (4, 20),
    ),
}  # fmt: skip


def enter_units(context: DemoContext, district: District) -> None:
    plan = context.plan
    chosen = places(
        district.code,
        district.place,
        schools=plan["schools"],
        companies=plan["companies"],
        offices=plan["offices"],
    )
    units = _grassroots(context, district, chosen)
    staff = [_people(context, unit) for unit in units]
    _number_members(context, staff)
    Person.objects.bulk_create([person for people in staff for person in people], batch_size=BATCH)
    chairs = _chairs(context, district, units, staff)
    context.units = [Unit(unit, chair) for unit, chair in zip(units, chairs, strict=True)]
    _teams(context)
    _employ(context, staff)
    _count_heads(context)


def _grassroots(context: DemoContext, district: District, chosen: list[Place]) -> list[GrassrootsUnion]:
    names = sorted({place.cluster for place in chosen})
    clusters = {name: Cluster.objects.create(union=context.union, name=name) for name in names}
    employers = _enterprises(context, chosen)
    units = [
        keyed_grassroots(
            name=place.name,
            code=f"{district.code}-{number:03d}",
            sector=context.sectors[place.sector],
            ownership=place.ownership,
            cluster=clusters[place.cluster],
            enterprise=employers.get(place.name),
            address=f"Phường {place.ward}, quận {district.place}, Hà Nội",
            founded_on=_founded(number),
        )
        for number, place in enumerate(chosen, 1)
    ]
    GrassrootsUnion.objects.bulk_create(units, batch_size=BATCH)
    Affiliation.objects.bulk_create(
        [
            Affiliation(grassroots=unit, union=context.union, valid_from=_founded(number))
            for number, unit in enumerate(units, 1)
        ],
        batch_size=BATCH,
    )
    return units


def _founded(number: int) -> date:
    return date(2015 + number % 3, 1 + number % 12, 5)


def _enterprises(context: DemoContext, chosen: list[Place]) -> dict[str, Enterprise]:
    # Founded between 1998 and 2013: old enough for the title "Doanh nghiệp vì người lao động" (R28).
    companies = [place for place in chosen if place.sector == SectorKind.PRODUCTION]
    rows = [
        Enterprise(
            union=context.union,
            founded_on=date(1998 + number % 16, 1 + number % 12, 15),
            **name_and_key(place.name),
        )
        for number, place in enumerate(companies)
    ]
    Enterprise.objects.bulk_create(rows, batch_size=BATCH)
    return {row.name: row for row in rows}


def _people(context: DemoContext, unit: GrassrootsUnion) -> list[Person]:
    staffing = STAFFING[SectorKind(unit.sector.kind)]
    count = context.random.randint(staffing.least, staffing.most)
    drawn = [context.names.person(staffing.percent_women) for _number in range(count)]
    return [
        keyed_person(
            full_name=person.full_name,
            gender=person.gender,
            birth_date=date(1968, 1, 1) + timedelta(days=context.random.randrange(29 * 365)),
        )
        for person in drawn
    ]


def _number_members(context: DemoContext, staff: list[list[Person]]) -> None:
    for number, person in enumerate(chain.from_iterable(staff), 1):
        person.member_number = f"{context.plan['prefix']}{number:06d}"


def _chairs(
    context: DemoContext, district: District, units: list[GrassrootsUnion], staff: list[list[Person]]
) -> list[User]:
    """The third person of a unit is its chair; one of each sector signs in by a simple name.

    The fourth person of the school is a board member who signs in.
    """
    to_try = _units_to_try(units, context.plan["chair_at"])
    names = {unit.pk: f"{CHAIRS[kind]}.{district.account}" for kind, unit in to_try.items()}
    chairs = [
        _user(names.get(unit.pk, f"ct.{unit.code.lower()}"), people[2])
        for unit, people in zip(units, staff, strict=True)
    ]
    school = to_try[SectorKind.EDUCATION]
    board = _user(f"{BOARD}.{district.account}", staff[units.index(school)][3])
    User.objects.bulk_create([*chairs, board], batch_size=BATCH)
    roles = [
        Role(user=user, kind=RoleKind.GRASSROOTS_CHAIR, grassroots=unit, valid_from=SINCE)
        for user, unit in zip(chairs, units, strict=True)
    ]
    roles.append(Role(user=board, kind=RoleKind.GRASSROOTS_BOARD, grassroots=school, valid_from=SINCE))
    Role.objects.bulk_create(roles, batch_size=BATCH)
    return chairs


def _units_to_try(units: list[GrassrootsUnion], school: str) -> dict[SectorKind, GrassrootsUnion]:
    """The first unit of each sector; of schools the first named `school`."""
    first: dict[SectorKind, GrassrootsUnion] = {}
    for unit in units:
        kind = SectorKind(unit.sector.kind)
        if kind != SectorKind.EDUCATION or unit.name.startswith(school):
            first.setdefault(kind, unit)
    return first


def _user(username: str, person: Person) -> User:
    keys = account_keys(username=username, full_name=person.full_name)
    return User(username=username, person=person, password=make_password(None), **keys)


def _teams(context: DemoContext) -> None:
    for unit in context.units:
        names = STAFFING[SectorKind(unit.sector)].teams
        unit.teams = [Team(grassroots=unit.grassroots, name=name, added_on=SINCE) for name in names]
    Team.objects.bulk_create([team for unit in context.units for team in unit.teams], batch_size=BATCH)


def _employ(context: DemoContext, staff: list[list[Person]]) -> None:
    for unit, people in zip(context.units, staff, strict=True):
        unit.employments = [_employment(context, unit, place, person) for place, person in enumerate(people)]
    Employment.objects.bulk_create([row for unit in context.units for row in unit.employments], batch_size=BATCH)


def _employment(context: DemoContext, unit: Unit, place: int, person: Person) -> Employment:
    staffing = STAFFING[SectorKind(unit.sector)]
    is_leader = place < len(staffing.leaders)
    posts = [(staffing.leaders[place], False, 1)] if is_leader else list(staffing.posts)
    if place == 2:  # the chair of the unit, elected from those who teach or produce
        posts = [staffing.posts[0]]
    position, is_direct_worker, _weight = context.random.choices(posts, [weight for *_post, weight in posts])[0]
    return Employment(
        person=person,
        grassroots=unit.grassroots,
        team=unit.teams[-1] if is_leader else unit.teams[place % len(unit.teams)],
        position=f"{position}, Chủ tịch Công đoàn" if place == 2 else position,
        is_leader=is_leader,
        is_direct_worker=is_direct_worker,
        valid_from=date(context.random.randint(2016, 2018), context.random.randint(1, 12), 1),
    )


def _count_heads(context: DemoContext) -> None:
    years = sorted({*YEARS, context.today.year})
    rows = [row for unit in context.units for row in _headcounts(context, unit, years)]
    Headcount.objects.bulk_create(rows, batch_size=BATCH)


def _headcounts(context: DemoContext, unit: Unit, years: list[int]) -> list[Headcount]:
    staffing = STAFFING[SectorKind(unit.sector)]
    unnamed = context.random.randint(*staffing.unnamed)
    women = sum(person.gender == "female" for person in unit.people) + unnamed * staffing.percent_women // 100
    outside = 0 if unit.grassroots.ownership in (Ownership.STATE_BODY, Ownership.PUBLIC_SERVICE) else 4
    rows = []
    for year in years:
        grown = (year - years[0]) * (len(unit.employments) + unnamed) // 60
        workers, women_then = len(unit.employments) + unnamed + grown, women + grown // 2
        rows.append(
            Headcount(
                grassroots=unit.grassroots,
                year=year,
                workers=workers,
                women=women_then,
                members=workers - outside,
                women_members=min(women_then, workers - outside),
            )
        )
    return rows
