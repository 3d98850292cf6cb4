"""Units with the people who work in them: thousands of plain rows, written in bulk."""

from datetime import date, timedelta
from typing import NamedTuple

from django.contrib.auth.hashers import make_password

from accounts.users.models import Role, User
from accounts.users.rules import account_keys
from demo.context import BATCH, DemoContext, Unit
from demo.federations import District
from demo.places import Place, places
from unions.access import RoleKind
from unions.people.models import Employment, Person
from unions.people.services import keyed_person
from unions.units.choices import Ownership, SectorKind
from unions.units.models import Affiliation, Cluster, Enterprise, GrassrootsUnion, Headcount, Team
from unions.units.services import keyed_grassroots

SINCE = date(2018, 1, 1)
YEARS = (2019, 2020, 2023, 2024)


class Staffing(NamedTuple):
    """How many work in a unit of a sector, and as what: (post, leader, direct worker, weight)."""

    least: int
    most: int
    women: int
    leaders: tuple[str, ...]
    posts: tuple[tuple[str, bool, int], ...]
    teams: tuple[str, ...]
    unnamed: tuple[int, int]
    """Workers whom the headcount counts beside the people entered: whole schools are entered, companies in part."""


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


def enter_units(stage: DemoContext, district: District) -> None:
    """Enter all units of the district with chairs, teams, people and headcounts."""
    plan = stage.plan
    chosen = places(
        district.code,
        district.place,
        schools=plan["schools"],
        companies=plan["companies"],
        offices=plan["offices"],
    )
    units = _grassroots(stage, district, chosen)
    staff = [_people(stage, unit) for unit in units]
    _number_members(stage, staff)
    Person.objects.bulk_create([person for people in staff for person in people], batch_size=BATCH)
    chairs = _chairs(stage, district, units, staff)
    stage.units = [Unit(unit, chair) for unit, chair in zip(units, chairs, strict=True)]
    _teams(stage)
    _employ(stage, staff)
    _count_heads(stage)


def _grassroots(stage: DemoContext, district: District, chosen: list[Place]) -> list[GrassrootsUnion]:
    names = sorted({place.cluster for place in chosen})
    clusters = {name: Cluster.objects.create(union=stage.union, name=name) for name in names}
    employers = _enterprises(stage, chosen)
    units = [
        keyed_grassroots(
            name=place.name,
            code=f"{district.code}-{number:03d}",
            sector=stage.sectors[place.sector],
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
            Affiliation(grassroots=unit, union=stage.union, valid_from=_founded(number))
            for number, unit in enumerate(units, 1)
        ],
        batch_size=BATCH,
    )
    return units


def _founded(number: int) -> date:
    return date(2015 + number % 3, 1 + number % 12, 5)


def _enterprises(stage: DemoContext, chosen: list[Place]) -> dict[str, Enterprise]:
    """The older half of the companies is old enough to be honoured for its workers (R28)."""
    companies = [place for place in chosen if place.sector == SectorKind.PRODUCTION]
    rows = [
        Enterprise(union=stage.union, name=place.name, founded_on=date(1998 + number % 16, 1 + number % 12, 15))
        for number, place in enumerate(companies)
    ]
    Enterprise.objects.bulk_create(rows, batch_size=BATCH)
    return {row.name: row for row in rows}


def _people(stage: DemoContext, unit: GrassrootsUnion) -> list[Person]:
    staffing = STAFFING[SectorKind(unit.sector.kind)]
    drawn = [
        stage.namer.anybody(staffing.women) for _place in range(stage.chance.randint(staffing.least, staffing.most))
    ]
    return [
        keyed_person(
            full_name=named.full_name,
            gender=named.gender,
            birth_date=date(1968, 1, 1) + timedelta(days=stage.chance.randrange(29 * 365)),
        )
        for named in drawn
    ]


def _number_members(stage: DemoContext, staff: list[list[Person]]) -> None:
    everybody = [person for people in staff for person in people]
    for number, person in enumerate(everybody, 1):
        person.member_number = f"{stage.plan['prefix']}{number:06d}"


def _chairs(
    stage: DemoContext, district: District, units: list[GrassrootsUnion], staff: list[list[Person]]
) -> list[User]:
    """Give each unit's third person an account as its chair; one of them is the chair who signs in."""
    starting = next(unit for unit in units if unit.name.startswith(stage.plan["chair_at"]))
    users = []
    for unit, people in zip(units, staff, strict=True):
        username = f"chair.{district.account}" if unit == starting else f"ct.{unit.code.lower()}"
        keys = account_keys(username=username, full_name=people[2].full_name)
        users.append(User(username=username, person=people[2], password=make_password(None), **keys))
    User.objects.bulk_create(users, batch_size=BATCH)
    Role.objects.bulk_create(
        [
            Role(user=user, kind=RoleKind.GRASSROOTS_CHAIR, grassroots=unit, valid_from=SINCE)
            for user, unit in zip(users, units, strict=True)
        ],
        batch_size=BATCH,
    )
    return users


def _teams(stage: DemoContext) -> None:
    for unit in stage.units:
        names = STAFFING[SectorKind(unit.sector)].teams
        unit.teams = [Team(grassroots=unit.grassroots, name=name) for name in names]
    Team.objects.bulk_create([team for unit in stage.units for team in unit.teams], batch_size=BATCH)


def _employ(stage: DemoContext, staff: list[list[Person]]) -> None:
    for unit, people in zip(stage.units, staff, strict=True):
        unit.posts = [_post(stage, unit, place, person) for place, person in enumerate(people)]
    Employment.objects.bulk_create([post for unit in stage.units for post in unit.posts], batch_size=BATCH)


def _post(stage: DemoContext, unit: Unit, place: int, person: Person) -> Employment:
    staffing = STAFFING[SectorKind(unit.sector)]
    leads = place < len(staffing.leaders)
    kinds = [(staffing.leaders[place], False, 1)] if leads else list(staffing.posts)
    if place == 2:  # the chair of the unit, elected from those who teach or produce
        kinds = [staffing.posts[0]]
    position, direct, _weight = stage.chance.choices(kinds, [kind[2] for kind in kinds])[0]
    return Employment(
        person=person,
        grassroots=unit.grassroots,
        team=unit.teams[-1] if leads else unit.teams[place % len(unit.teams)],
        position=f"{position}, Chủ tịch Công đoàn" if place == 2 else position,
        is_leader=leads,
        is_direct_worker=direct,
        valid_from=date(stage.chance.randint(2016, 2018), stage.chance.randint(1, 12), 1),
    )


def _count_heads(stage: DemoContext) -> None:
    years = sorted({*YEARS, stage.today.year})
    rows = [row for unit in stage.units for row in _headcounts(stage, unit, years)]
    Headcount.objects.bulk_create(rows, batch_size=BATCH)


def _headcounts(stage: DemoContext, unit: Unit, years: list[int]) -> list[Headcount]:
    staffing = STAFFING[SectorKind(unit.sector)]
    unnamed = stage.chance.randint(*staffing.unnamed)
    women = sum(person.gender == "female" for person in unit.people) + unnamed * staffing.women // 100
    outside = 0 if unit.grassroots.ownership in (Ownership.STATE_BODY, Ownership.PUBLIC_SERVICE) else 4
    rows = []
    for year in years:
        grown = (year - years[0]) * (len(unit.posts) + unnamed) // 60
        workers, w = len(unit.posts) + unnamed + grown, women + grown // 2
        rows.append(
            Headcount(
                grassroots=unit.grassroots,
                year=year,
                workers=workers,
                women=w,
                members=workers - outside,
                women_members=min(w, workers - outside),
            )
        )
    return rows
