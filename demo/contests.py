"""Contests of the federation, prizes won elsewhere, and the grades of the units."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from demo.campaign_specs import QUIZ
from demo.context import BATCH, DemoContext, dealt
from emulation.campaigns.models import Campaign
from emulation.classification.choices import Grade
from emulation.classification.models import Classification
from emulation.contests.choices import ContestKind, PrizeRank, ResultKind, ResultLevel
from emulation.contests.models import Contest, ContestEntry, ExternalResult
from emulation.contests.services import hold_contest, record_external_result
from unions.units.choices import SectorKind
from unions.units.models import GrassrootsUnion

EDUCATION = SectorKind.EDUCATION
TEACHERS = "Hội thi Giáo viên dạy giỏi cấp quận"
PUPILS = {
    ResultLevel.NATIONAL: ("Học sinh giỏi quốc gia", "Bộ Giáo dục và Đào tạo"),
    ResultLevel.PROVINCE: ("Học sinh giỏi thành phố", "Sở Giáo dục và Đào tạo Hà Nội"),
    ResultLevel.SUPERIOR: ("Học sinh giỏi cấp quận", "Phòng Giáo dục và Đào tạo quận"),
}
SCORES = {
    Grade.EXCELLENT: (90, 98),
    Grade.GOOD: (72, 89),
    Grade.COMPLETED: (52, 69),
    Grade.NOT_COMPLETED: (34, 48),
}


def ranks(stage: DemoContext, count: int) -> list[str]:
    """Return prizes as juries give them: few first ones, many consolations."""
    first, second, third = max(count // 10, 1), count // 5, count // 4
    rest = count - first - second - third
    drawn = [PrizeRank.FIRST] * first + [PrizeRank.SECOND] * second + [PrizeRank.THIRD] * third
    drawn = (drawn + [PrizeRank.CONSOLATION] * max(rest, 0))[:count]
    stage.chance.shuffle(drawn)
    return [str(rank) for rank in drawn]


def hold_contests(stage: DemoContext, campaigns: dict[str, Campaign]) -> None:
    """Hold the contests of the year. The skills contest of 2024 has no prizes: the press tells of none."""
    plan = stage.plan["contest"]
    if "cuoc-thi-tim-hieu" in campaigns:
        quiz = _hold(stage, campaigns["cuoc-thi-tim-hieu"], QUIZ, ContestKind.QUIZ, date(2024, 9, 20))
        _enter(stage, quiz, plan, [*SectorKind])
        skills = campaigns["tho-gioi"]
        _enter(
            stage,
            _hold(stage, skills, skills.name, ContestKind.SKILLED_WORKER, date(2024, 5, 18)),
            {"persons": 40, "individual": 0, "units": 0, "collective": 0},
            [SectorKind.PRODUCTION],
        )
    else:
        name = "Hội thi luyện tay nghề, thi thợ giỏi"
        held = _hold(stage, campaigns["cong-nhan-gioi"], name, ContestKind.SKILLED_WORKER, date(2020, 6, 20))
        _enter(stage, held, plan, [SectorKind.PRODUCTION])


def _hold(stage: DemoContext, campaign: Campaign, name: str, kind: str, day: date) -> Contest:
    return hold_contest(
        actor=stage.officer,
        union=stage.union,
        campaign=campaign,
        name=name,
        kind=kind,
        year=campaign.year,
        held_on=day,
        co_organisers=campaign.co_organisers,
    )


def _enter(stage: DemoContext, contest: Contest, plan: dict[str, int], kinds: Sequence[SectorKind]) -> None:
    posts = [(unit, post) for unit, post in stage.posts_of(*kinds) if not post.is_leader]
    entries = [
        ContestEntry(contest=contest, grassroots=unit.grassroots, person=post.person)
        for unit, post in stage.some(posts, plan["persons"])
    ]
    teams = [
        ContestEntry(contest=contest, grassroots=unit.grassroots)
        for unit in stage.some(stage.units_of(*kinds), plan["units"])
    ]
    for rows, prizes in ((entries, plan["individual"]), (teams, plan["collective"])):
        for entry, rank in zip(stage.some(rows, prizes), ranks(stage, prizes), strict=True):
            entry.rank = rank
    ContestEntry.objects.bulk_create([*entries, *teams], batch_size=BATCH)


def note_results(stage: DemoContext) -> None:
    """Note the prizes of teachers and pupils, and the federation's own."""
    plan = stage.plan["results"]
    rows = [*_teachers(stage, plan["teachers_superior"])]
    for level in PUPILS:
        rows += _pupils(stage, level, plan[f"pupils_{level.value}"])
    ExternalResult.objects.bulk_create(rows, batch_size=BATCH)
    if stage.union.code == "BACTULIEM":
        record_external_result(
            actor=stage.officer,
            union=stage.union,
            kind=ResultKind.FEDERATION,
            level=ResultLevel.PROVINCE,
            contest_name="Hội thi Công đoàn Hà Nội - Hành trình xây dựng và phát triển",
            organiser="Liên đoàn Lao động thành phố Hà Nội",
            cluster_name="Cụm thi đua số 2",
            rank=PrizeRank.SECOND,
            year=stage.year,
        )


def _teachers(stage: DemoContext, count: int) -> Iterator[ExternalResult]:
    posts = [(unit, post) for unit, post in stage.posts_of(EDUCATION) if post.position.startswith("Giáo viên")]
    for (unit, post), rank in zip(stage.some(posts, count), ranks(stage, count), strict=True):
        organiser = "Phòng Giáo dục và Đào tạo quận"
        yield _result(
            stage,
            kind=ResultKind.TEACHER,
            level=ResultLevel.SUPERIOR,
            contest_name=TEACHERS,
            organiser=organiser,
            grassroots=unit.grassroots,
            person=post.person,
            rank=rank,
        )


def _pupils(stage: DemoContext, level: ResultLevel, count: int) -> Iterator[ExternalResult]:
    schools = [unit for unit in stage.units_of(EDUCATION) if "THCS" in unit.grassroots.name]
    name, organiser = PUPILS[level]
    for unit, rank in zip(dealt(stage, schools, count), ranks(stage, count), strict=True):
        yield _result(
            stage,
            kind=ResultKind.PUPIL,
            level=level,
            contest_name=name,
            organiser=organiser,
            grassroots=unit.grassroots,
            holder_name=stage.namer.anybody(55).full_name,
            rank=rank,
        )


def _result(stage: DemoContext, **facts: Any) -> ExternalResult:
    return ExternalResult(union=stage.union, year=stage.year, created_by=stage.officer, **facts)


def classify(stage: DemoContext, aiming: set[int]) -> set[int]:
    """Note the grade of every unit; the excellent ones, which are returned, are among those `aiming` at it."""
    plan = stage.plan["grades"]
    best = {unit.grassroots.pk for unit in stage.some(
        [unit for unit in stage.units if unit.grassroots.pk in aiming], plan[Grade.EXCELLENT.value])}  # fmt: skip
    rest = [grade for grade in SCORES if grade != Grade.EXCELLENT for _unit in range(plan[grade.value])]
    stage.chance.shuffle(rest)
    rows = [
        _graded(stage, unit.grassroots, Grade.EXCELLENT if unit.grassroots.pk in best else rest.pop())
        for unit in stage.units
    ]
    Classification.objects.bulk_create(rows, batch_size=BATCH)
    return best


def _graded(stage: DemoContext, grassroots: GrassrootsUnion, grade: Grade) -> Classification:
    return Classification(
        union=stage.union,
        grassroots=grassroots,
        year=stage.year,
        grade=grade,
        score=Decimal(stage.chance.randint(*SCORES[grade])) + Decimal(stage.chance.randrange(4)) / 4,
        decided_on=date(stage.year, 11, 27),
    )
