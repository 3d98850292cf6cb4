"""What the officer has done with the running plan since its launch."""

from datetime import timedelta
from typing import Any

from demo.context import DemoContext, Unit
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.services.changes import add_to_plan, extend_registration
from emulation.monitoring.services import remind_units, rows_to_remind
from emulation.monitoring.wording import draft_reminder
from unions.units.choices import SectorKind

REMINDED = 8


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


def remind(context: DemoContext, campaign: Campaign, own: list[Unit]) -> None:
    """Late units, and the school whose chair signs in."""
    rows = rows_to_remind(Rollout.objects.visible_to(context.officer), campaign).filter(remindable=True)
    late = rows.filter(late=True).order_by("grassroots__sort_key", "pk")[:REMINDED]
    chosen = [*late, *rows.filter(grassroots=own[0].grassroots)]
    remind_units(actor=context.officer, campaign=campaign, rollouts=chosen, text=draft_reminder(campaign))
