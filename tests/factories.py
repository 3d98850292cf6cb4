"""Things for tests, made by the services that make them in earnest. No surprises: what is not asked for is plain."""

import itertools
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.users.models import Role, User
from accounts.users.rules import account_keys
from accounts.users.services import grant_role, open_account
from emulation.campaigns.choices import LAUNCHED_LOCALLY, CampaignState, RolloutState
from emulation.campaigns.models import Campaign, Rollout
from emulation.contests.models import Contest
from emulation.contests.services import hold_contest
from emulation.eligibility.models import RuleParameter
from emulation.initiatives.models import Initiative
from emulation.initiatives.services.entering import draft_initiative
from emulation.law.models import Title, TitleTerms
from emulation.unit_campaigns.models import UnitCampaign
from emulation.unit_campaigns.services import enter_unit_campaign
from emulation.works.models import Work
from emulation.works.services import enter_work
from restructuring.models import Reorganisation, Succession
from unions.people.choices import Gender
from unions.people.models import Person
from unions.people.services import enter_person
from unions.tree.choices import Level
from unions.tree.models import Union, UnionProfile
from unions.tree.services.entering import enter_union
from unions.units.choices import Ownership, SectorKind
from unions.units.models import GrassrootsUnion, Headcount, Sector
from unions.units.selectors import union_above
from unions.units.services.entering import enter_grassroots

SINCE = date(2018, 1, 1)
_number = itertools.count(1)


def make_union(code: str, name: str = "", *, level: str = Level.DISTRICT, parent: Union | None = None) -> Union:
    union = enter_union(
        actor=None, code=code, level=level, name=name or f"Liên đoàn {code}", since=SINCE, parent=parent
    )
    UnionProfile.objects.create(
        union=union,
        name=union.name,
        level_word="thành phố" if level == Level.CITY else "quận",
        upper_line="LIÊN ĐOÀN LAO ĐỘNG TP HÀ NỘI",
        issuer_line=union.name.upper(),
        symbol="LĐLĐ",
        place="Tây Hồ",
        body=f"BAN THƯỜNG VỤ {union.name.upper()}",
        certificate_body=f"BAN CHẤP HÀNH {union.name.upper()}",
        capacity_line="TM. BAN THƯỜNG VỤ",
        chair_post="CHỦ TỊCH",
        vice_chair_post="PHÓ CHỦ TỊCH",
        valid_from=SINCE,
    )
    Sector.objects.bulk_create(
        Sector(union=union, code=kind.value, name=kind.label, kind=kind, position=position)
        for position, kind in enumerate(SectorKind)
    )
    return union


def make_grassroots(
    union: Union, name: str = "", *, sector: str = SectorKind.EDUCATION, **facts: Any
) -> GrassrootsUnion:
    number = next(_number)
    grassroots = enter_grassroots(
        actor=None,
        union=union,
        code=f"{union.code}-{number:05d}",
        name=name or f"Trường Tiểu học số {number}",
        sector=union.sectors.get(kind=sector),
        ownership=Ownership.PUBLIC_SERVICE,
        since=SINCE,
        **facts,
    )
    Headcount.objects.create(grassroots=grassroots, year=2024, workers=40, women=30, members=38, women_members=29)
    return grassroots


def make_person(grassroots: GrassrootsUnion, full_name: str = "Nguyễn Thị Ánh", **facts: Any) -> Person:
    facts = {"gender": Gender.FEMALE, "birth_date": date(1988, 5, 17), "position": "Giáo viên", **facts}
    return enter_person(actor=None, grassroots=grassroots, full_name=full_name, since=SINCE, **facts)


def make_user(username: str, kind: str, *, union: Union | None = None, grassroots: Any = None, **facts: Any) -> User:
    """An account in use: what it names as its own phone and address is proven."""
    proven = {f"{name}_proven_at": timezone.now() for name in ("email", "phone") if facts.get(name)}
    facts = {**proven, **facts}
    user = open_account(
        actor=None,
        username=username,
        full_name=facts.pop("full_name", username),
        password="mat-khau-thu-nghiem",
        **facts,
    )
    grant_role(actor=None, user=user, kind=kind, since=SINCE, union=union, grassroots=grassroots)
    return user


def make_users(*wanted: tuple[str, str, str, dict[str, Any], dict[str, Any]]) -> dict[str, User]:
    """(key, username, role, place, facts) of each: all at once, because every second test begins with them."""
    password = make_password("mat-khau-thu-nghiem")
    users = []
    for _key, username, _role, _place, facts in wanted:
        contact = {name: facts.get(name, "") for name in ("email", "phone")}
        keys = account_keys(username=username, full_name=facts.get("full_name", username), **contact)
        users.append(User(username=username, password=password, **{**facts, **keys}))
    User.objects.bulk_create(users)
    Role.objects.bulk_create(
        Role(user=user, kind=kind, valid_from=SINCE, **place)
        for user, (_key, _username, kind, place, _facts) in zip(users, wanted, strict=True)
    )
    return {key: user for user, (key, *_rest) in zip(users, wanted, strict=True)}


def make_title(code: str = "LDTT", name: str = "Lao động tiên tiến", **facts: Any) -> Title:
    """Return a title of the catalogue, or a plain one where the catalogue is not loaded."""
    defaults = {"name": name, "family": "title", "level": "grassroots", "authority": "external", "for_person": True}
    title, new = Title.objects.get_or_create(code=code, defaults={**defaults, **facts})
    if new:
        TitleTerms.objects.create(title=title, mark="ILL")
    return title


def make_rule(rule: str = "R09", **facts: Any) -> RuleParameter:
    """Return the parameters of a rule at all times."""
    defaults = {"severity": "block", "values": {"months": 6}, "condition": "Làm việc từ 06 tháng", "mark": "ILL"}
    return RuleParameter.objects.create(rule=rule, **{**defaults, "legal_basis": "Thông tư 15/2025/TT-BNV", **facts})


def make_campaign(union: Union, creator: User, *, year: int = 2024, launched: bool = True, **facts: Any) -> Campaign:
    facts = {
        "code": f"{union.code}-pt-{next(_number)}",
        "name": "Dạy tốt, Học tốt",
        "period_start": date(year, 1, 1),
        "period_end": date(year, 12, 31),
        **facts,
    }
    if launched:
        facts |= {"state": CampaignState.LAUNCHED, "launched_on": facts["period_start"]}
    return Campaign.objects.create(union=union, created_by=creator, year=year, **facts)


def make_rollout(campaign: Campaign, grassroots: GrassrootsUnion, **facts: Any) -> Rollout:
    facts = {"state": RolloutState.SENT, "sent_at": timezone.now(), **facts}
    if facts["state"] in LAUNCHED_LOCALLY:
        facts.setdefault("launch_accepted_at", timezone.now())
    if facts["state"] == RolloutState.REPORTED:
        facts.setdefault("report_accepted_at", facts["launch_accepted_at"])
    return Rollout.objects.create(campaign=campaign, union=campaign.union, grassroots=grassroots, **facts)


def make_initiative(chair: User, *, author: Person | None = None, year: int = 2024, **facts: Any) -> Initiative:
    """Return a draft of the unit `chair` heads, written by one author alone."""
    grassroots = GrassrootsUnion.objects.get(pk__in=chair.access.grassroots)
    author = author or make_person(grassroots)
    facts = {"name": f"Dạy toán lớp 4 bằng trò chơi {next(_number)}", "kind": "experience", **facts}
    return draft_initiative(
        actor=chair, grassroots=grassroots, year=year, authors=[(author, 100)], lead=author, **facts
    )


def make_work(actor: User, grassroots: GrassrootsUnion, *, year: int = 2024, **facts: Any) -> Work:
    facts = {"name": f"Vườn rau sạch số {next(_number)}", **facts}
    return enter_work(actor=actor, grassroots=grassroots, year=year, **facts)


def make_unit_campaign(actor: User, grassroots: GrassrootsUnion, *, year: int = 2024, **facts: Any) -> UnitCampaign:
    period = {"period_start": date(year, 3, 1), "period_end": date(year, 11, 30)}
    facts = {"name": f"Thi đua tiết kiệm số {next(_number)}", **period, **facts}
    return enter_unit_campaign(actor=actor, grassroots=grassroots, **facts)


def make_contest(officer: User, union: Union, *, year: int = 2024, **facts: Any) -> Contest:
    facts = {"name": f"Hội thi số {next(_number)}", "kind": "competition", "held_on": date(year, 5, 1), **facts}
    return hold_contest(actor=officer, union=union, year=year, **facts)


def panel_of(page, template):
    """Return what the panel drawn with `template` shows on a page, or None where it is not shown."""
    panels = [*page.context.get("panels", []), *page.context.get("panels_below", [])]
    return next((panel.context for panel in panels if panel.template == template), None)


def make_succession(before: GrassrootsUnion, after: GrassrootsUnion, on: date, officer: User) -> Succession:
    facts = {"decision_number": "7/QĐ", "decision_date": on, "effective_on": on}
    union = union_above(after)
    merge = Reorganisation.objects.create(union=union, kind="merge", created_by=officer, **facts)
    return Succession.objects.create(predecessor=before, successor=after, kind="merge", on=on, reorganisation=merge)
