"""Unions above the grassroots until 30 June 2025, with their staff."""

from datetime import date
from typing import Any, NamedTuple

from accounts.users.models import User
from accounts.users.services import grant_role, open_account
from demo.context import DemoContext, seeded_random
from demo.names import NameGenerator
from emulation.law.models import Title
from unions.access import RoleKind
from unions.people.choices import Gender
from unions.tree.choices import Level
from unions.tree.models import Union, UnionProfile
from unions.tree.services.entering import enter_union
from unions.units.choices import SectorKind
from unions.units.models import Sector

CONFEDERATION = "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM"
CITY = "LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HÀ NỘI"
CITY_SHORT = "LIÊN ĐOÀN LAO ĐỘNG TP HÀ NỘI"
SECTORS = (
    ("SXKD", "Khối sản xuất kinh doanh", SectorKind.PRODUCTION),
    ("GD", "Khối giáo dục", SectorKind.EDUCATION),
    ("HCSN", "Khối hành chính sự nghiệp", SectorKind.ADMINISTRATIVE),
)


class District(NamedTuple):
    code: str
    name: str
    place: str
    since: date
    account: str  # suffix of the user names: "officer.tayho"


DISTRICTS = (
    District("TAYHO", "Liên đoàn Lao động quận Tây Hồ", "Tây Hồ", date(1996, 1, 1), "tayho"),
    District("BACTULIEM", "Liên đoàn Lao động quận Bắc Từ Liêm", "Bắc Từ Liêm", date(2014, 4, 1), "bactuliem"),
)
STAFF = (
    ("leader", RoleKind.FEDERATION_CHAIR, Gender.MALE),
    ("officer", RoleKind.OFFICER, Gender.FEMALE),
    ("council", RoleKind.COUNCIL_MEMBER, Gender.FEMALE),
    ("clerk", RoleKind.CLERK, Gender.FEMALE),
)
CHAIRS = {
    SectorKind.EDUCATION: "chair",
    SectorKind.PRODUCTION: "chair.company",
    SectorKind.ADMINISTRATIVE: "chair.office",
}
BOARD = "board"
SIGN_IN = (
    "admin",
    "viewer.hanoi",
    *(
        f"{post}.{district.account}"
        for district in DISTRICTS
        for post in (*(post for post, _kind, _gender in STAFF), *CHAIRS.values(), BOARD)
    ),
)


def enter_upper_unions(seed: int) -> Union:
    """Confederation and city, administrator and viewer; return the city."""
    top = _union("TLD", Level.NATIONAL, "Tổng Liên đoàn Lao động Việt Nam", date(1929, 7, 28))
    _profile(top, date(1929, 7, 28), place="Hà Nội", symbol="TLĐ", upper_line="", issuer_line=CONFEDERATION,
             capacity_line="TM. ĐOÀN CHỦ TỊCH", body=f"ĐOÀN CHỦ TỊCH {CONFEDERATION}",
             certificate_body=f"ĐOÀN CHỦ TỊCH {CONFEDERATION}")  # fmt: skip
    name = "Liên đoàn Lao động thành phố Hà Nội"
    city = _union("HANOI", Level.CITY, name, date(1954, 10, 10), top)
    _profile(city, date(1954, 10, 10), place="Hà Nội", symbol="LĐLĐ", upper_line=CONFEDERATION, issuer_line=CITY,
             level_word="thành phố",
             body=f"BAN THƯỜNG VỤ {CITY}", certificate_body=f"BAN CHẤP HÀNH {CITY}")  # fmt: skip
    names = NameGenerator(seeded_random(seed))
    admin = _account("admin", names.full_name(Gender.MALE), is_staff=True, is_superuser=True)
    grant_role(actor=None, user=admin, kind=RoleKind.ADMIN, since=date(2018, 1, 1))
    viewer = _account("viewer.hanoi", names.full_name(Gender.FEMALE))
    grant_role(actor=None, user=viewer, kind=RoleKind.UPPER_VIEWER, since=date(2018, 1, 1), union=city)
    return city


def enter_district(district: District, city: Union, plan: dict[str, Any], *, seed: int, today: date) -> DemoContext:
    random = seeded_random(f"{seed} {district.code}")
    names = NameGenerator(random)
    union = _union(district.code, Level.DISTRICT, district.name, district.since, city)
    name = district.name.upper()
    _profile(union, district.since, place=district.place, symbol="LĐLĐ", upper_line=CITY_SHORT,
             issuer_line=name,
             level_word="quận", body=f"BAN THƯỜNG VỤ {name}", certificate_body=f"BAN CHẤP HÀNH {name}")  # fmt: skip
    staff = {post: _staff(f"{post}.{district.account}", kind, names.full_name(gender), union)
             for post, kind, gender in STAFF}  # fmt: skip
    return DemoContext(
        union=union,
        plan=plan,
        random=random,
        names=names,
        today=today,
        sectors={kind: _sector(union, code, name, kind) for code, name, kind in SECTORS},
        titles={title.code: title for title in Title.objects.all()},
        officer=staff["officer"],
        leader=staff["leader"],
        council=staff["council"],
        clerk=staff["clerk"],
    )


def _union(code: str, level: str, name: str, since: date, parent: Union | None = None) -> Union:
    existing = Union.objects.filter(code=code).first()
    return existing or enter_union(actor=None, code=code, level=level, name=name, since=since, parent=parent)


def _profile(union: Union, since: date, **lines: str) -> None:
    values = {"name": union.name, "capacity_line": "TM. BAN THƯỜNG VỤ", "chair_post": "CHỦ TỊCH"}
    UnionProfile.objects.get_or_create(
        union=union,
        valid_from=since,
        defaults={"vice_chair_post": "PHÓ CHỦ TỊCH", **values, **lines},
    )


def _sector(union: Union, code: str, name: str, kind: SectorKind) -> Sector:
    return Sector.objects.create(union=union, code=code, name=name, kind=kind, position=len(union.sectors.all()))


def _account(username: str, full_name: str, **flags: Any) -> User:
    return open_account(actor=None, username=username, full_name=full_name, password=None, **flags)


def _staff(username: str, kind: str, full_name: str, union: Union) -> User:
    user = _account(username, full_name)
    grant_role(actor=None, user=user, kind=kind, since=date(2018, 1, 1), union=union)
    return user
