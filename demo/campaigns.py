"""Campaigns planned, approved and launched by the services; the answers of the units written in bulk."""

from collections.abc import Collection
from datetime import date, timedelta

from demo.campaign_specs import PAST, CampaignSpec
from demo.context import BATCH, DemoContext, Unit, at
from emulation.campaigns.choices import RolloutState
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.services import approve_campaign, create_campaign, launch_campaign

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


def launch_past(stage: DemoContext) -> dict[str, Campaign]:
    """Launch the campaigns of the plan's year; return them by the end of their codes."""
    launched = {}
    ready = {unit.grassroots.pk for unit in stage.some(stage.units, stage.plan["launched_locally"])}
    for movement in PAST[stage.union.code]:
        campaign = launched[movement.code] = launch(stage, movement)
        answer(stage, campaign, ready)
    return launched


def launch(stage: DemoContext, movement: CampaignSpec) -> Campaign:
    """Carry one plan from the officer's draft over the chair's approval to its launch."""
    campaign = create_campaign(
        actor=stage.officer,
        union=stage.union,
        titles=[stage.titles[code] for code in movement.titles],
        sectors=[stage.sectors[kind] for kind in movement.sectors],
        code=f"{stage.union.code.lower()}-{movement.period[1].year}-{movement.code}",
        name=movement.name,
        kind=movement.kind,
        mode=movement.mode,
        theme=movement.theme,
        year=movement.period[1].year,
        is_school_year=movement.is_school_year,
        period_start=movement.period[0],
        period_end=movement.period[1],
        registration_opens=movement.window[0],
        registration_closes=movement.window[1],
        plan_number=movement.plan_number,
        plan_date=movement.launched_on - timedelta(days=5),
        co_organisers=movement.co_organisers,
        occasions=movement.occasions,
        contents="\n".join(f"- {line}" for line in movement.contents),
    )
    approved = approve_campaign(campaign, actor=stage.leader)
    return launch_campaign(approved, actor=stage.officer, launched_on=movement.launched_on)


def answer(stage: DemoContext, campaign: Campaign, ready: Collection[int], *, silent: Collection[int] = ()) -> None:
    """Let every unit but the `silent` ones acknowledge the plan, and those of `ready` hold a launch of their own."""
    rows = list(campaign.rollouts.order_by("pk"))
    for rollout in rows:
        _date_answer(stage, campaign, rollout, stage.unit(rollout.grassroots_id), ready, silent)
    # The same rows written anew: an update of ten columns of each would take four times as long.
    campaign.rollouts.all().delete()
    Rollout.objects.bulk_create(rows, batch_size=BATCH)


def _date_answer(
    stage: DemoContext,
    campaign: Campaign,
    rollout: Rollout,
    unit: Unit,
    ready: Collection[int],
    silent: Collection[int],
) -> None:
    start = campaign.launched_on or campaign.period_start
    rollout.sent_at = at(start, 8, 30)
    if rollout.grassroots_id in silent:
        return
    last = min(stage.today, start + timedelta(days=12))
    seen = stage.day(start, last)
    rollout.state, rollout.acknowledged_by = RolloutState.ACKNOWLEDGED, unit.chair
    rollout.acknowledged_at = at(seen, 10 + stage.chance.randrange(6), stage.chance.randrange(60))
    if rollout.grassroots_id in ready:
        _date_launch(stage, rollout, unit, seen)
        if campaign.period_end < stage.today and stage.chance.random() < 0.8:
            rollout.state, rollout.result = RolloutState.REPORTED, stage.chance.choice(RESULTS)
            rollout.reported_at = at(stage.day(campaign.period_end, campaign.period_end + timedelta(days=10)), 15)


def _date_launch(stage: DemoContext, rollout: Rollout, unit: Unit, moment: date) -> None:
    people = len(unit.posts)
    rollout.state = RolloutState.LAUNCHED
    rollout.launched_on = stage.day(moment, min(stage.today, moment + timedelta(days=24)))
    rollout.participants = people - stage.chance.randrange(people // 4)
    women = sum(person.gender == "female" for person in unit.people)
    rollout.women = min(rollout.participants, women)
    rollout.content = stage.chance.choice(AIMS)
