"""What units aimed at, and what others decided of it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from awards.received.models import ReceivedAward
from demo.context import BATCH, DemoContext, Unit, at
from emulation.campaigns.models import Campaign
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration
from unions.people.choices import Gender
from unions.units.choices import SectorKind
from unions.units.models import Enterprise

S = RegistrationState
STATE_SECTORS = (SectorKind.EDUCATION, SectorKind.ADMINISTRATIVE)
RETURN_REASONS = (
    "Đề nghị ghi rõ bộ phận công tác của người đăng ký.",
    "Đề nghị bổ sung sáng kiến gắn với danh hiệu đăng ký.",
    "Người đăng ký chuyển công tác trong năm; đề nghị kiểm tra lại.",
)
DECIDERS = {
    "LDTT": "Thủ trưởng đơn vị; Chủ tịch Ủy ban nhân dân quận",
    "CSTDCS": "Chủ tịch Ủy ban nhân dân quận",
    "TTLDTT": "Chủ tịch Ủy ban nhân dân quận",
    "CNG_CS": "Công đoàn cơ sở cùng người sử dụng lao động",
    "GVNDVN_CS": "Công đoàn cơ sở",
}
# A higher step is for those who aim at the one below in the same year, and reach it (R19, R29).
LADDER = {"CSTDCS": "LDTT", "CNG_Q": "CNG_CS", "GVNDVN_Q": "GVNDVN_CS"}
OPEN_TITLES = frozenset({"LDTT", "CSTDCS", "TTLDTT", "CNG_CS", "GVNDVN_CS", "GK_LDLD"})
# A few of each state in which a registration does not count; all others were accepted.
UNCOUNTED = (S.DRAFT, S.SUBMITTED, S.SUBMITTED, S.RETURNED, S.RETURNED, S.WITHDRAWN)

Subject = tuple[Unit, dict[str, Any]]


def subjects_for(stage: DemoContext, code: str) -> list[Subject]:
    """Return who can be registered for a title, each as its unit and the fields that name the subject."""
    if code == "GK_LDLD":
        return [(unit, {"subject_kind": SubjectKind.GRASSROOTS}) for unit in stage.units]
    if code == "TTLDTT":
        units = stage.units_of(*STATE_SECTORS)
        return [(u, {"subject_kind": SubjectKind.COLLECTIVE, "team": team}) for u in units for team in u.teams]
    if code == "DNVNLD":
        return [
            (unit, {"subject_kind": SubjectKind.ENTERPRISE, "enterprise": unit.grassroots.enterprise})
            for unit in stage.units_of(SectorKind.PRODUCTION)
            if is_old_enough(unit.grassroots.enterprise, stage.year)
        ]
    return [(unit, {"subject_kind": SubjectKind.PERSON, "person": p}) for unit, p in _people_for(stage, code)]


def is_old_enough(enterprise: Enterprise | None, year: int) -> bool:
    """R28: at least five years in operation."""
    return bool(enterprise and enterprise.founded_on and enterprise.founded_on.year <= year - 5)


def _people_for(stage: DemoContext, code: str) -> Iterator[tuple[Unit, Any]]:
    workers_only = code.startswith("CNG")
    for unit, post in stage.posts_of(*((SectorKind.PRODUCTION,) if workers_only else ())):
        if code in ("LDTT", "CSTDCS") and unit.sector == SectorKind.PRODUCTION:
            continue
        if workers_only and not post.is_direct_worker:
            continue
        if code.startswith("GVNDVN") and post.person.gender != Gender.FEMALE:
            continue
        yield unit, post.person


def register_titles(
    stage: DemoContext, campaigns: dict[str, Campaign], applied: list[Initiative]
) -> dict[str, list[Registration]]:
    """Write the registrations of the year; return the accepted ones by title."""
    accepted: dict[str, list[Registration]] = {}
    works = [(stage.unit(each.grassroots_id), {"subject_kind": SubjectKind.WORK, "initiative": each})
             for each in applied]  # fmt: skip
    for code, count in stage.plan["registrations"].items():
        campaign = next(each for each in campaigns.values() if code in {t.code for t in each.titles.all()})
        step = [_again(stage, each) for each in accepted[LADDER[code]]] if code in LADDER else None
        subjects = works if code == "SKST_Q" else step or subjects_for(stage, code)
        states = [S.ACCEPTED] * count + [*(UNCOUNTED if code in OPEN_TITLES else ())]
        stage.chance.shuffle(states)
        wanted = zip(stage.some(subjects, len(states)), states, strict=True)
        accepted[code] = write(stage, campaign, code, list(wanted))
    return accepted


def _again(stage: DemoContext, registration: Registration) -> Subject:
    named = {"subject_kind": registration.subject_kind, "person": registration.person}
    return stage.unit(registration.grassroots_id), named


def write(
    stage: DemoContext, campaign: Campaign, code: str, wanted: Sequence[tuple[Subject, str]]
) -> list[Registration]:
    """Write registrations for one title in bulk; return those that count."""
    rows = [_row(stage, campaign, code, subject, state) for subject, state in wanted]
    Registration.objects.bulk_create(rows, batch_size=BATCH)
    return [row for row in rows if row.state == S.ACCEPTED]


def _row(stage: DemoContext, campaign: Campaign, code: str, subject: Subject, state: str) -> Registration:
    unit, named = subject
    first = campaign.registration_opens or campaign.period_start
    last = campaign.registration_closes or campaign.period_end
    handed_in = stage.day(first, min(last, stage.today))
    row = Registration(
        union=stage.union,
        grassroots=unit.grassroots,
        campaign=campaign,
        title=stage.titles[code],
        year=campaign.year,
        state=state,
        created_by=unit.chair,
        **named,
    )
    if state not in (S.DRAFT, S.WITHDRAWN):
        row.submitted_by, row.submitted_at = unit.chair, at(handed_in, 14, stage.chance.randrange(60))
    if state == S.RETURNED:
        row.return_reason = stage.chance.choice(RETURN_REASONS)
    if state == S.ACCEPTED:
        row.decided_by, row.decided_at = stage.officer, at(min(last, stage.today), 16)
    return row


def receive_titles(stage: DemoContext, accepted: dict[str, list[Registration]]) -> dict[str, list[Registration]]:
    """Note what employers and the State decided; return the registrations that came through, by title."""
    through: dict[str, list[Registration]] = {}
    for code, count in stage.plan["received"].items():
        through[code] = stage.some(able(code, accepted[code], through), count)
    rows = [_received(stage, each, code) for code, registrations in through.items() for each in registrations]
    ReceivedAward.objects.bulk_create(rows, batch_size=BATCH)
    return through


def able(code: str, rows: list[Registration], through: dict[str, list[Registration]]) -> list[Registration]:
    """Return those of `rows` whose person reached the step below."""
    if code not in LADDER:
        return rows
    reached = {each.person_id for each in through[LADDER[code]]}
    return [each for each in rows if each.person_id in reached]


def _received(stage: DemoContext, registration: Registration, code: str) -> ReceivedAward:
    in_spring = code in ("CNG_CS", "GVNDVN_CS")
    return ReceivedAward(
        union=stage.union,
        title=registration.title,
        year=registration.year,
        grassroots=registration.grassroots,
        person=registration.person,
        decision_symbol=f"{stage.chance.randint(2, 9):02d}/QĐ-CĐCS" if in_spring else "2816/QĐ-UBND",
        decided_on=date(registration.year, 4, 25) if in_spring else date(registration.year, 12, 4),
        decided_by=DECIDERS[code],
        achievement=f"{registration.team}" if registration.team else "",
        created_by=stage.officer,
    )
