from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from awards.received.models import ReceivedAward
from demo.context import BATCH, DemoContext, Unit, local_datetime
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


def subjects_for(context: DemoContext, code: str) -> list[Subject]:
    """Return (unit, fields of the subject) pairs."""
    if code == "GK_LDLD":
        return [(unit, {"subject_kind": SubjectKind.GRASSROOTS}) for unit in context.units]
    if code == "TTLDTT":
        units = context.units_of(*STATE_SECTORS)
        return [(u, {"subject_kind": SubjectKind.COLLECTIVE, "team": team}) for u in units for team in u.teams]
    if code == "DNVNLD":
        return [
            (unit, {"subject_kind": SubjectKind.ENTERPRISE, "enterprise": unit.grassroots.enterprise})
            for unit in context.units_of(SectorKind.PRODUCTION)
            if is_old_enough(unit.grassroots.enterprise, context.year)
        ]
    return [(unit, {"subject_kind": SubjectKind.PERSON, "person": p}) for unit, p in _people_for(context, code)]


def is_old_enough(enterprise: Enterprise | None, year: int) -> bool:
    """R28: the enterprise has operated for at least five years."""
    return bool(enterprise and enterprise.founded_on and enterprise.founded_on.year <= year - 5)


def _people_for(context: DemoContext, code: str) -> Iterator[tuple[Unit, Any]]:
    workers_only = code.startswith("CNG")
    for unit, job in context.employments_of(*((SectorKind.PRODUCTION,) if workers_only else ())):
        if code in ("LDTT", "CSTDCS") and unit.sector == SectorKind.PRODUCTION:
            continue
        if workers_only and not job.is_direct_worker:
            continue
        if code.startswith("GVNDVN") and job.person.gender != Gender.FEMALE:
            continue
        yield unit, job.person


def register_titles(
    context: DemoContext, campaigns: dict[str, Campaign], applied: list[Initiative]
) -> dict[str, list[Registration]]:
    accepted: dict[str, list[Registration]] = {}
    works: list[Subject] = [
        (context.unit(initiative.grassroots_id), {"subject_kind": SubjectKind.WORK, "initiative": initiative})
        for initiative in applied
    ]
    for code, count in context.plan["registrations"].items():
        campaign = next(c for c in campaigns.values() if code in {title.code for title in c.titles.all()})
        lower = [_same_subject(context, row) for row in accepted[LADDER[code]]] if code in LADDER else None
        subjects = works if code == "SKST_Q" else lower or subjects_for(context, code)
        states = [S.ACCEPTED] * count + [*(UNCOUNTED if code in OPEN_TITLES else ())]
        context.random.shuffle(states)
        chosen = zip(context.sample(subjects, len(states)), states, strict=True)
        accepted[code] = write(context, campaign, code, list(chosen))
    return accepted


def _same_subject(context: DemoContext, registration: Registration) -> Subject:
    fields = {"subject_kind": registration.subject_kind, "person": registration.person}
    return context.unit(registration.grassroots_id), fields


def write(
    context: DemoContext, campaign: Campaign, code: str, chosen: Sequence[tuple[Subject, str]]
) -> list[Registration]:
    rows = [_row(context, campaign, code, subject, state) for subject, state in chosen]
    Registration.objects.bulk_create(rows, batch_size=BATCH)
    return [row for row in rows if row.state == S.ACCEPTED]


def _row(context: DemoContext, campaign: Campaign, code: str, subject: Subject, state: str) -> Registration:
    unit, fields = subject
    first = campaign.registration_opens or campaign.period_start
    last = campaign.registration_closes or campaign.period_end
    submitted = context.random_day(first, min(last, context.today))
    row = Registration(
        union=context.union,
        grassroots=unit.grassroots,
        campaign=campaign,
        title=context.titles[code],
        year=campaign.year,
        state=state,
        created_by=unit.chair,
        **fields,
    )
    if state not in (S.DRAFT, S.WITHDRAWN):
        row.submitted_by, row.submitted_at = unit.chair, local_datetime(submitted, 14, context.random.randrange(60))
    if state == S.RETURNED:
        row.return_reason = context.random.choice(RETURN_REASONS)
    if state == S.ACCEPTED:
        row.decided_by, row.decided_at = context.officer, local_datetime(min(last, context.today), 16)
    return row


def receive_titles(context: DemoContext, accepted: dict[str, list[Registration]]) -> dict[str, list[Registration]]:
    """Return {code: awarded registrations}."""
    awarded: dict[str, list[Registration]] = {}
    for code, count in context.plan["received"].items():
        awarded[code] = context.sample(eligible(code, accepted[code], awarded), count)
    rows = [_received(context, row, code) for code, registrations in awarded.items() for row in registrations]
    ReceivedAward.objects.bulk_create(rows, batch_size=BATCH)
    return awarded


def eligible(code: str, rows: list[Registration], awarded: dict[str, list[Registration]]) -> list[Registration]:
    """Only people with the title one step below."""
    if code not in LADDER:
        return rows
    people = {row.person_id for row in awarded[LADDER[code]]}
    return [row for row in rows if row.person_id in people]


def _received(context: DemoContext, registration: Registration, code: str) -> ReceivedAward:
    in_spring = code in ("CNG_CS", "GVNDVN_CS")
    return ReceivedAward(
        union=context.union,
        title=registration.title,
        year=registration.year,
        grassroots=registration.grassroots,
        person=registration.person,
        team=registration.team,
        registration=registration,
        decision_symbol=f"{context.random.randint(2, 9):02d}/QĐ-CĐCS" if in_spring else "2816/QĐ-UBND",
        decided_on=date(registration.year, 4, 25) if in_spring else date(registration.year, 12, 4),
        decided_by=DECIDERS[code],
        created_by=context.officer,
    )
