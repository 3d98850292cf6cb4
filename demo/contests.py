from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from demo.campaign_specs import QUIZ
from demo.context import BATCH, DemoContext, deal_evenly
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


def ranks(context: DemoContext, count: int) -> list[str]:
    first, second, third = max(count // 10, 1), count // 5, count // 4
    rest = count - first - second - third
    result = [PrizeRank.FIRST] * first + [PrizeRank.SECOND] * second + [PrizeRank.THIRD] * third
    result = (result + [PrizeRank.CONSOLATION] * max(rest, 0))[:count]
    context.random.shuffle(result)
    return [str(rank) for rank in result]


def hold_contests(context: DemoContext, campaigns: dict[str, Campaign]) -> None:
    plan = context.plan["contest"]
    if "cuoc-thi-tim-hieu" in campaigns:
        quiz = _hold(context, campaigns["cuoc-thi-tim-hieu"], QUIZ, ContestKind.QUIZ, date(2024, 9, 20))
        _enter(context, quiz, plan, [*SectorKind])
        skills = campaigns["tho-gioi"]
        _enter(
            context,
            _hold(context, skills, skills.name, ContestKind.SKILLED_WORKER, date(2024, 5, 18)),
            # The press reports no prizes of this contest.
            {"persons": 40, "individual": 0, "units": 0, "collective": 0},
            [SectorKind.PRODUCTION],
        )
    else:
        name = "Hội thi luyện tay nghề, thi thợ giỏi"
        contest = _hold(context, campaigns["cong-nhan-gioi"], name, ContestKind.SKILLED_WORKER, date(2020, 6, 20))
        _enter(context, contest, plan, [SectorKind.PRODUCTION])


def _hold(context: DemoContext, campaign: Campaign, name: str, kind: str, day: date) -> Contest:
    return hold_contest(
        actor=context.officer,
        union=context.union,
        campaign=campaign,
        name=name,
        kind=kind,
        year=campaign.year,
        held_on=day,
        co_organisers=campaign.co_organisers,
    )


def _enter(context: DemoContext, contest: Contest, plan: dict[str, int], kinds: Sequence[SectorKind]) -> None:
    employments = [(unit, job) for unit, job in context.employments_of(*kinds) if not job.is_leader]
    entries = [
        ContestEntry(contest=contest, grassroots=unit.grassroots, person=job.person)
        for unit, job in context.sample(employments, plan["persons"])
    ]
    teams = [
        ContestEntry(contest=contest, grassroots=unit.grassroots)
        for unit in context.sample(context.units_of(*kinds), plan["units"])
    ]
    for rows, prizes in ((entries, plan["individual"]), (teams, plan["collective"])):
        for entry, rank in zip(context.sample(rows, prizes), ranks(context, prizes), strict=True):
            entry.rank = rank
    ContestEntry.objects.bulk_create([*entries, *teams], batch_size=BATCH)


def record_results(context: DemoContext) -> None:
    plan = context.plan["results"]
    rows = [*_teachers(context, plan["teachers_superior"])]
    for level in PUPILS:
        rows += _pupils(context, level, plan[f"pupils_{level.value}"])
    ExternalResult.objects.bulk_create(rows, batch_size=BATCH)
    if context.union.code == "BACTULIEM":
        record_external_result(
            actor=context.officer,
            union=context.union,
            kind=ResultKind.FEDERATION,
            level=ResultLevel.PROVINCE,
            contest_name="Hội thi Công đoàn Hà Nội - Hành trình xây dựng và phát triển",
            organiser="Liên đoàn Lao động thành phố Hà Nội",
            cluster_name="Cụm thi đua số 2",
            rank=PrizeRank.SECOND,
            year=context.year,
        )


def _teachers(context: DemoContext, count: int) -> Iterator[ExternalResult]:
    employments = context.employments_of(EDUCATION)
    teachers = [(unit, job) for unit, job in employments if job.position.startswith("Giáo viên")]
    for (unit, job), rank in zip(context.sample(teachers, count), ranks(context, count), strict=True):
        organiser = "Phòng Giáo dục và Đào tạo quận"
        yield _result(
            context,
            kind=ResultKind.TEACHER,
            level=ResultLevel.SUPERIOR,
            contest_name=TEACHERS,
            organiser=organiser,
            grassroots=unit.grassroots,
            person=job.person,
            rank=rank,
        )


def _pupils(context: DemoContext, level: ResultLevel, count: int) -> Iterator[ExternalResult]:
    schools = [unit for unit in context.units_of(EDUCATION) if "THCS" in unit.grassroots.name]
    name, organiser = PUPILS[level]
    for unit, rank in zip(deal_evenly(context, schools, count), ranks(context, count), strict=True):
        yield _result(
            context,
            kind=ResultKind.PUPIL,
            level=level,
            contest_name=name,
            organiser=organiser,
            grassroots=unit.grassroots,
            holder_name=context.names.person(55).full_name,
            rank=rank,
        )


def _result(context: DemoContext, **values: Any) -> ExternalResult:
    return ExternalResult(union=context.union, year=context.year, created_by=context.officer, **values)


def classify(context: DemoContext, aiming: set[int]) -> set[int]:
    """Return the excellent units, drawn from those `aiming` at a certificate."""
    plan = context.plan["grades"]
    best = {unit.grassroots.pk for unit in context.sample(
        [unit for unit in context.units if unit.grassroots.pk in aiming], plan[Grade.EXCELLENT.value])}  # fmt: skip
    rest = [grade for grade in SCORES if grade != Grade.EXCELLENT for _unit in range(plan[grade.value])]
    context.random.shuffle(rest)
    rows = [
        _graded(context, unit.grassroots, Grade.EXCELLENT if unit.grassroots.pk in best else rest.pop())
        for unit in context.units
    ]
    Classification.objects.bulk_create(rows, batch_size=BATCH)
    return best


def _graded(context: DemoContext, grassroots: GrassrootsUnion, grade: Grade) -> Classification:
    return Classification(
        union=context.union,
        grassroots=grassroots,
        year=context.year,
        grade=grade,
        score=Decimal(context.random.randint(*SCORES[grade])) + Decimal(context.random.randrange(4)) / 4,
        decided_on=date(context.year, 11, 27),
    )
