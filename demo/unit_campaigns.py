"""What some units launched by themselves, in the year of the press and in the current one."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from demo.context import DemoContext, Unit
from emulation.campaigns.choices import CampaignKind
from emulation.campaigns.models import Campaign
from emulation.unit_campaigns.rules import UnitTarget
from emulation.unit_campaigns.services import enter_unit_campaign, launch_unit_campaign, report_unit_campaign
from unions.units.choices import SectorKind


class OwnSpec(NamedTuple):
    sector: SectorKind
    name: str
    contents: str
    targets: tuple[UnitTarget, ...]
    result: str
    kind: str = CampaignKind.MOVEMENT
    carries_on: bool = True


OWN = (
    OwnSpec(
        SectorKind.EDUCATION,
        "Mỗi thầy cô một đổi mới trong dạy học",
        "Mỗi tổ chuyên môn chọn một nội dung đổi mới, dự giờ và rút kinh nghiệm hằng tháng.",
        (UnitTarget(100, "% tổ chuyên môn có nội dung đổi mới"), UnitTarget(6, "giờ dạy tốt mỗi tháng")),
        "Các tổ chuyên môn đều có nội dung đổi mới; nhiều giờ dạy được đồng nghiệp học tập.",
    ),
    OwnSpec(
        SectorKind.PRODUCTION,
        "Năng suất cao, tai nạn bằng không",
        "Thi đua giữa các tổ sản xuất theo quý, bình xét công khai tại xưởng.",
        (UnitTarget(5, "% tăng năng suất"), UnitTarget(4, "sáng kiến được áp dụng")),
        "Năng suất tăng, cả năm không có tai nạn lao động.",
    ),
    OwnSpec(
        SectorKind.ADMINISTRATIVE,
        "Công sở xanh, sạch, không giấy tờ thừa",
        "Tiết kiệm điện, giấy; xử lý hồ sơ trên môi trường mạng.",
        (UnitTarget(90, "% hồ sơ xử lý trên mạng"),),
        "",
        CampaignKind.DRIVE,
        carries_on=False,
    ),
)


def launch_own(context: DemoContext, campaign: Campaign, *, but: Collection[Unit] = ()) -> None:
    for spec in OWN:
        unit = next(unit for unit in reversed(context.units_of(spec.sector)) if unit not in but)
        _carry_out(context, campaign, spec, unit)


def _carry_out(context: DemoContext, campaign: Campaign, spec: OwnSpec, unit: Unit) -> None:
    start = (campaign.launched_on or campaign.period_start) + timedelta(days=7)
    row = enter_unit_campaign(
        actor=unit.chair,
        grassroots=unit.grassroots,
        name=spec.name,
        kind=spec.kind,
        parent=campaign if spec.carries_on else None,
        contents=spec.contents,
        period_start=start,
        period_end=date(campaign.year, 12, 31),
        targets=spec.targets,
    )
    row = launch_unit_campaign(row, actor=unit.chair, launched_on=min(start, context.today))
    if spec.result and row.period_end < context.today:
        reached = {target.pk: target.value for target in row.targets.all()}
        report_unit_campaign(row, actor=unit.chair, result=spec.result, reported_on=row.period_end, reached=reached)
