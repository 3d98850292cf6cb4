"""What the officer has done with the running plan since its launch."""

from datetime import timedelta
from typing import Any

from demo.context import DemoContext, Unit
from emulation.campaigns.choices import RolloutState
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.services.answers import launch_locally, move_answer
from emulation.campaigns.services.changes import add_to_plan, extend_registration
from emulation.monitoring.services import remind_units, rows_to_remind, set_ranking_shown
from emulation.monitoring.wording import draft_reminder
from unions.people.choices import Gender
from unions.units.choices import SectorKind

REMINDED, REPORTED = 8, 3
RETURN_REASON = "Đề nghị ghi rõ chỉ tiêu của từng tổ và gửi kèm ảnh buổi lễ phát động."


def change_plan(context: DemoContext, campaign: Campaign) -> None:
    """Registration closed a few days ago. Schools and companies got more time, of the offices one alone."""
    office = context.unit_to_try(SectorKind.ADMINISTRATIVE).grassroots
    schools, companies = (context.sectors[kind] for kind in (SectorKind.EDUCATION, SectorKind.PRODUCTION))
    extend(context, campaign, 35, "Các trường tập trung kiểm tra, đánh giá học sinh.", sector=schools)
    extend(context, campaign, 21, "Doanh nghiệp đang vào mùa sản xuất cao điểm.", sector=companies)
    extend(context, campaign, 7, "Đơn vị đang kiện toàn ban chấp hành công đoàn cơ sở.", grassroots=office)
    text = "Mỗi đơn vị gửi kèm bản đăng ký danh sách sáng kiến dự kiến áp dụng trong năm."
    reason = "Theo đề nghị của Hội đồng Thi đua - Khen thưởng."
    add_to_plan(campaign, actor=context.officer, text=text, reason=reason)


def extend(context: DemoContext, campaign: Campaign, days: int, reason: str, **units: Any) -> None:
    day = context.today + timedelta(days=days)
    extend_registration(campaign, actor=context.officer, registration_closes=day, reason=reason, **units)


def report_launches(context: DemoContext, campaign: Campaign, own: list[Unit]) -> None:
    """The chairs of some units have just reported; one report is sent back, the others wait for the officer."""
    received = campaign.rollouts.filter(state=RolloutState.ACKNOWLEDGED)
    others = received.exclude(grassroots__in=[unit.grassroots for unit in own]).order_by("grassroots__sort_key", "pk")
    returned, *_waiting = [_report_launch(context, rollout) for rollout in others[:REPORTED]]
    move_answer(returned, "return_launch", actor=context.officer, reason=RETURN_REASON)
    set_ranking_shown(campaign, actor=context.officer, shown=True)


def _report_launch(context: DemoContext, rollout: Rollout) -> Rollout:
    unit = context.unit(rollout.grassroots_id)
    women = sum(person.gender == Gender.FEMALE for person in unit.people)
    return launch_locally(
        rollout,
        actor=unit.chair,
        launched_on=context.today,
        participants=len(unit.people),
        women=women,
        content="Mỗi tổ đăng ký ít nhất một sáng kiến; hoàn thành nhiệm vụ được giao trước thời hạn.",
    )


def remind(context: DemoContext, campaign: Campaign, own: list[Unit]) -> None:
    """Late units, and the school whose chair signs in."""
    rows = rows_to_remind(Rollout.objects.visible_to(context.officer), campaign).filter(remindable=True)
    late = rows.filter(late=True).order_by("grassroots__sort_key", "pk")[:REMINDED]
    chosen = [*late, *rows.filter(grassroots=own[0].grassroots)]
    remind_units(actor=context.officer, campaign=campaign, rollouts=chosen, text=draft_reminder(campaign))
