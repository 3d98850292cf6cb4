"""Services launch the campaigns; answers are written in bulk."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from demo.campaign_specs import PAST, CampaignSpec, SectorSpec, TargetSpec
from demo.context import BATCH, DemoContext, Unit, local_datetime
from emulation.campaigns.choices import RolloutState
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.plan_parts import SectorPlan, Target
from emulation.campaigns.services.campaigns import approve_campaign, create_campaign, launch_campaign, submit_campaign
from emulation.campaigns.services.papers import number_letter, number_plan
from emulation.campaigns.services.sending import send_plan_now

AIMS = (
    "100% đoàn viên đăng ký thi đua; hoàn thành nhiệm vụ chuyên môn được giao.",
    "Mỗi tổ có ít nhất một sáng kiến; không để xảy ra tai nạn lao động.",
    "Phấn đấu đạt danh hiệu đã đăng ký; tham gia đầy đủ hội thi do cấp trên tổ chức.",
    "Nâng cao chất lượng công việc, giữ gìn nơi làm việc xanh, sạch, đẹp.",
)
RESULTS = (
    "Đã hoàn thành các chỉ tiêu đăng ký; đoàn viên hưởng ứng tích cực.",
    "Đạt chỉ tiêu; có sáng kiến được áp dụng tại đơn vị.",
    "Cơ bản đạt chỉ tiêu; còn hạn chế ở khâu báo cáo.",
)


def launch_past(context: DemoContext) -> dict[str, Campaign]:
    """Return {CampaignSpec.code: campaign}."""
    campaigns = {}
    launching = {unit.grassroots.pk for unit in context.sample(context.units, context.plan["launched_locally"])}
    for spec in PAST[context.union.code]:
        campaign = campaigns[spec.code] = launch(context, spec)
        answer(context, campaign, launching)
    return campaigns


def launch(context: DemoContext, spec: CampaignSpec) -> Campaign:
    campaign = create_campaign(
        actor=context.officer,
        union=context.union,
        titles=[context.titles[code] for code in spec.titles],
        sectors=[context.sectors[kind] for kind in spec.sectors],
        code=f"{context.union.code.lower()}-{spec.period[1].year}-{spec.code}",
        name=spec.name,
        kind=spec.kind,
        mode=spec.mode,
        theme=spec.theme,
        year=spec.period[1].year,
        is_school_year=spec.is_school_year,
        period_start=spec.period[0],
        period_end=spec.period[1],
        registration_opens=spec.window[0],
        registration_closes=spec.window[1],
        co_organisers=spec.co_organisers,
        occasions=spec.occasions,
        waves=spec.waves,
        slogan=spec.slogan,
        sector_plans=[_sector_plan(context, each) for each in spec.of_sectors],
        targets=[_target(context, each) for each in spec.targets],
        contents=_lines(spec.contents),
    )
    sent = submit_campaign(campaign, actor=context.officer)
    approved = approve_campaign(sent, actor=context.leader)
    number_plan(approved, actor=context.clerk, number=spec.plan_number, dated_on=spec.launched_on - timedelta(days=5))
    day = spec.launched_on
    launched = launch_campaign(approved, actor=context.officer, launched_on=day, send=send_plan_now)
    return number_letter(launched, actor=context.clerk, dated_on=day)


def _sector_plan(context: DemoContext, spec: SectorSpec) -> SectorPlan:
    return SectorPlan(context.sectors[spec.kind], _lines(spec.contents), spec.closes)


def _target(context: DemoContext, spec: TargetSpec) -> Target:
    sector, title = context.sectors.get(spec.kind or ""), context.titles.get(spec.title)
    return Target(spec.measure, spec.value, spec.basis, sector, title)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def answer(
    context: DemoContext, campaign: Campaign, launching: Collection[int], *, silent: Collection[int] = ()
) -> None:
    """All units but the `silent` ones acknowledge, the `launching` ones launch."""
    rows = list(campaign.rollouts.order_by("pk"))
    for rollout in rows:
        _date_answer(context, campaign, rollout, context.unit(rollout.grassroots_id), launching, silent)
    # Deleting and creating the rows is four times as fast as updating ten columns of each.
    campaign.rollouts.all().delete()
    Rollout.objects.bulk_create(rows, batch_size=BATCH)


def _date_answer(
    context: DemoContext,
    campaign: Campaign,
    rollout: Rollout,
    unit: Unit,
    launching: Collection[int],
    silent: Collection[int],
) -> None:
    start = campaign.launched_on or campaign.period_start
    rollout.sent_at = local_datetime(start, 8, 30)
    if rollout.grassroots_id in silent:
        return
    last = min(context.today, start + timedelta(days=12))
    acknowledged = context.random_day(start, last)
    rollout.state, rollout.acknowledged_by = RolloutState.ACKNOWLEDGED, unit.chair
    rollout.acknowledged_on = acknowledged
    if rollout.grassroots_id in launching:
        _date_launch(context, rollout, unit, acknowledged)
        if campaign.period_end < context.today and context.random.random() < 0.8:
            rollout.state, rollout.result = RolloutState.REPORTED, context.random.choice(RESULTS)
            rollout.reported_on = context.random_day(campaign.period_end, campaign.period_end + timedelta(days=10))
            rollout.report_accepted_at = local_datetime(rollout.reported_on, 15, 0)
            rollout.report_accepted_by = context.officer


def _date_launch(context: DemoContext, rollout: Rollout, unit: Unit, acknowledged: date) -> None:
    people = len(unit.employments)
    rollout.state = RolloutState.LAUNCHED
    rollout.launched_on = context.random_day(acknowledged, min(context.today, acknowledged + timedelta(days=24)))
    rollout.launch_accepted_at = local_datetime(rollout.launched_on, 15, 0)
    rollout.launch_accepted_by = context.officer
    rollout.participants = people - context.random.randrange(people // 4)
    women = sum(person.gender == "female" for person in unit.people)
    rollout.women = min(rollout.participants, women)
    rollout.content = context.random.choice(AIMS)
