from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.approval import draft_todo
from core.audit_labels import register_labels
from core.calendar import CALENDAR_EVENTS
from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected
from core.documents.kinds import DOCUMENT_KINDS
from core.frozen.by_another import by_another
from core.frozen.one_document import one_document
from core.frozen.records import FrozenRecord
from core.frozen.triggers import Freeze
from core.links import list_url
from core.list_filters import EXTRA_FILTERS, ExtraFilter
from core.navigation import NAVIGATION, NavItem
from core.next_step import NEXT_STEPS, NextStep, next_in_queue
from core.notifications import DUE_MESSAGES, register_news
from core.panels import PANELS, Panel, PanelRow
from core.papers import PAPERS
from core.pickers.searching import SEARCHES, Search
from core.request_cache import read_once
from core.search_box import SEARCH_GROUPS, SearchGroup
from core.text import format_number
from core.todo import TODOS, YEAR_STEPS, Todo, is_close
from emulation.campaigns.acceptance import NEWS_OF_ANSWERS, answers_to_accept, answers_waiting
from emulation.campaigns.attachments import ATTACHMENT_CORRECTION, FROZEN_ATTACHMENT
from emulation.campaigns.calendar_events import campaign_events
from emulation.campaigns.choices import CampaignState, ReviewKind, RolloutState
from emulation.campaigns.measures import MEASURES, Measure
from emulation.campaigns.models import Campaign, CampaignChange, CampaignLetter, CampaignReview, Rollout
from emulation.campaigns.papers import LETTER_DOCUMENTS, PLAN_DOCUMENTS, papers_of_campaign, papers_of_rollout
from emulation.campaigns.plan_news import NEWS_OF_PLANS
from emulation.campaigns.rules import (
    ANSWERED,
    AUDIENCE,
    OFFER,
    PERIOD,
    WORDS,
    is_accepted,
    is_planner,
    may_correct_answer,
)
from emulation.campaigns.selectors import progress, searching, waiting
from emulation.campaigns.services import answers, sending, slips  # noqa: F401 - the imports register background jobs
from emulation.campaigns.services.reminding import remind_of_answers, remind_of_reports
from emulation.campaigns.views.counted import counted_panel
from emulation.campaigns.workflow import check_correctable
from emulation.campaigns.year_steps import REPORT_DAYS, year_steps
from emulation.confirmation_todos import CONFIRMABLE
from unions.access import CHAIRING, LEADERS, PortalUser, RoleKind, has_role
from unions.dismissals.selectors import DISMISSIBLE, DismissibleTodo, Office, dismiss_url, undismissed
from unions.units.models import GrassrootsUnion

NUMBERED = "{row}.plan_numbered_at IS NOT NULL"
NUMBER = "({row}.plan_numbered_at, {row}.plan_number, {row}.plan_date)"
RENUMBERED = f"{NUMBERED} AND {NUMBER}".format(row="OLD") + f" IS DISTINCT FROM {NUMBER}".format(row="NEW")
INTERIM = f"{{row}}.kind = '{ReviewKind.INTERIM.value}'"
FREEZES = (
    by_another("emulation_campaign", "approved_by_id", "created_by_id", "submitted_by_id"),
    Freeze("emulation_campaign_numbered", "emulation_campaign", "UPDATE", RENUMBERED),
    one_document("emulation.Campaign"),
    FrozenRecord(CampaignLetter),
    one_document("emulation.CampaignLetter"),
    FrozenRecord(
        CampaignChange, beside={"emulation.CampaignChange.withdraws": "the extension itself stands as it was told"}
    ),
    FROZEN_ATTACHMENT,
    FrozenRecord(CampaignReview, kept_since=INTERIM),  # a final one is taken back with a reason
)
LABELS = {
    "campaign.create": gettext_lazy("wrote the plan"),
    "campaign.copy": gettext_lazy("copied the plan of an earlier year"),
    "campaign.edit": gettext_lazy("changed the plan"),  # before corrections had an entry of their own
    "campaign.submit": gettext_lazy("sent the plan for approval"),
    "campaign.recall": gettext_lazy("took the plan back to change it"),
    "campaign.return": gettext_lazy("sent the plan back to be changed"),
    "campaign.approve": gettext_lazy("approved the plan"),
    "campaign.reopen": gettext_lazy("sent the plan back to be changed"),
    "campaign.launch": gettext_lazy("launched the campaign and sent the plan to the units"),
    "campaign.send": gettext_lazy("sent the plan to units that came later"),
    "campaign.extend": gettext_lazy("gave more time to register"),
    "campaign.withdraw_extension": gettext_lazy("withdrew a longer time to register"),
    "campaign.add": gettext_lazy("added to the plan"),
    "campaign.attach": gettext_lazy("attached a document to the plan"),
    "campaign.number": gettext_lazy("numbered the plan"),
    "campaign.number_letter": gettext_lazy("numbered the letter to the units"),
    "campaign.print_slips": gettext_lazy("printed slips for the units"),
    "campaign.file": gettext_lazy("filed the signed original of the plan"),
    "campaign.close": gettext_lazy("closed the campaign"),
    "campaign.open_again": gettext_lazy("opened the campaign again"),
    "campaign.review": gettext_lazy("held the interim review"),
    "campaign.sum_up": gettext_lazy("summed the campaign up"),
    "campaign.take_back_summing_up": gettext_lazy("took the summing-up back"),
    "campaign.cancel": gettext_lazy("cancelled the campaign"),
    "rollout.acknowledge": gettext_lazy("confirmed that the plan was received"),
    "rollout.launch": gettext_lazy("recorded the launch at the unit"),
    "rollout.report": gettext_lazy("reported the result"),
    "rollout.accept_launch": gettext_lazy("accepted the launch"),
    "rollout.return_launch": gettext_lazy("returned the launch for correction"),
    "rollout.accept_report": gettext_lazy("accepted the result"),
    "rollout.return_report": gettext_lazy("returned the result for correction"),
    "rollout.send_again": gettext_lazy("sent the corrected answer again"),
    "rollout.take_back_receipt": gettext_lazy("took the receipt back"),
    "rollout.take_back_launch": gettext_lazy("took the launch back"),
    "rollout.take_back_report": gettext_lazy("took the report back"),
    "rollout.read": gettext_lazy("read what changed in the plan"),
}

CAMPAIGN_CORRECTION = CorrectionRule(
    fields=tuple(sorted(WORDS | OFFER | PERIOD | AUDIENCE | {"launched_on", "closed_on"})),
    page="emulation:campaign-edit",
    may=is_planner,
    until="a draft: all of it; launched: period, titles offered and audience stay, titles and sectors may be added, "
    "the deadline is shortened with a reason only and each change is announced to the units; closed: words and days; "
    "cancelled: nothing",
    check=check_correctable,
    fixed={
        "union": "the owner of the campaign; write the plan anew for the other union",
        "code": "the name of the campaign in files and commands",
        "year": "the year in which the period ends",
        "plan_number": "given once the plan is approved; the numbered paper does not change",
        "plan_date": "the day of the numbered paper",
        "plan_scan": "filing another scan replaces it",
        "summed_up_on": "the day of the final review, which is taken back and held anew",
        "shows_ranking": "switched on the page of the progress",
        "approved_by": "set by the approval",
        "approved_at": "set by the approval",
    },
)
ROLLOUT_CORRECTION = CorrectionRule(
    fields=ANSWERED[RolloutState.REPORTED],
    page="emulation:rollout-edit",
    may=may_correct_answer,
    until="the unit's chair: until the campaign is closed, and it waits for the officer again; the officer: always, "
    "with a reason; "
    "a whole answer is taken back with a reason",
    fixed={
        "campaign": "made when the plan is sent",
        "union": "made when the plan is sent",
        "grassroots": "made when the plan is sent; an answer entered for the wrong unit is taken back",
        "sent_at": "stamped when the plan is sent",
        "acknowledged_by": "whoever confirmed the receipt",
        "informant": "entered with the answer that came on paper",
    },
)
OWN_MEASURES = {
    "local_launches": Measure(gettext_lazy("Launch at the unit"), progress.local_launches, is_answer=True),
    "reports": Measure(gettext_lazy("Report of the result"), progress.reports, is_answer=True),
}
PART_OF_PLAN = NotCorrected("changed with the plan while it is a draft, by a numbered change once it is launched")
PARTS = ("CampaignSector", "CampaignWave", "CampaignTarget", "CampaignUnit")
KEPT = {
    "CampaignLetter": NotCorrected("the numbered letter went to the units; another letter corrects it"),
    "CampaignChange": NotCorrected("told to the units as it stands; a wrong one is followed by another"),
    "CampaignReview": NotCorrected(
        "a wrong final review is taken back with the summing-up, an interim one is followed by another"
    ),
}
MOST_ROWS = 20
TODO_OF_STATE = {
    RolloutState.SENT.value: gettext_lazy("Say that your unit has received the plan “%(campaign)s”"),
    RolloutState.ACKNOWLEDGED.value: gettext_lazy("Launch “%(campaign)s” at your unit and record it"),
    RolloutState.LAUNCHED.value: gettext_lazy("Report what “%(campaign)s” achieved at your unit"),
}
TODO_OF_CAMPAIGN = {
    CampaignState.APPROVED.value: gettext_lazy(
        "“%(campaign)s” is approved: launch it and send the plan to the units"
    ),
    CampaignState.LAUNCHED.value: gettext_lazy("The period of “%(campaign)s” is over: close the campaign"),
    CampaignState.CLOSED.value: gettext_lazy("“%(campaign)s” is closed: sum it up"),
}
OF_DRAFT = {
    "unsent": gettext_lazy("The draft of the plan “%(draft)s” is not sent for approval yet"),
    "returned": gettext_lazy("The draft of the plan “%(draft)s” was sent back to be changed: %(reason)s"),
}
CARRY_OUT = DismissibleTodo(
    progress.ROLLOUT_TODO,
    gettext_lazy("Units that do not carry a campaign out"),
    CHAIRING | {RoleKind.OFFICER},
    waiting.rollouts_to_dismiss,
    lambda year: Rollout.objects.filter(state=RolloutState.REPORTED),
    lambda rollout: Office(rollout.union_id, rollout.grassroots_id),
    lambda rollout: f"{rollout.grassroots} – {rollout.campaign}",
)


def campaign_todos(user: PortalUser, year: int) -> list[Todo]:
    todos: list[Todo] = []
    if user.access.holds_any({RoleKind.OFFICER}):
        todos += [*silent_units(user, year), *campaigns_to_run(user, year)]
    if user.access.holds_any(CHAIRING | {RoleKind.OFFICER}):
        todos += answers_waiting(user, year)
    if user.access.holds_any(LEADERS):
        todos += plans_to_approve(user, year)
    if user.access.numbering:
        todos += plans_to_number(user, year)
    if user.access.holds_any(CHAIRING):
        todos += [*plans_to_answer(user, year), *changed_plans(user, year)]
    return todos


def silent_units(user: PortalUser, year: int) -> list[Todo]:
    return [
        Todo(
            ngettext(
                "%(count)s grassroots union has not answered the plan “%(campaign)s”",
                "%(count)s grassroots unions have not answered the plan “%(campaign)s”",
                silent.units,
            )
            % {"count": format_number(silent.units), "campaign": silent.campaign},
            list_url("emulation:rollouts", campaign=silent.campaign.pk, answered="no", year=year),
            silent.units,
            urgent=is_close(silent.closes),
            due=silent.closes,
            dismiss_url=dismiss_url(progress.ROLLOUT_TODO, year),
        )
        for silent in waiting.campaigns_with_silent_units(user, year)
    ]


def plans_to_approve(user: PortalUser, year: int) -> list[Todo]:
    return [
        Todo(
            _("The plan “%(campaign)s” waits for your approval") % {"campaign": campaign},
            campaign.get_absolute_url(),
            1,
        )
        for campaign in read_once(waiting.plans_awaiting_approval, user, year)
    ]


def plans_to_number(user: PortalUser, year: int) -> list[Todo]:
    text = gettext_lazy("The plan “%(campaign)s” is approved and waits for its number")
    return [
        Todo(text % {"campaign": campaign}, campaign.get_absolute_url(), 1)
        for campaign in waiting.plans_awaiting_number(user, year)
    ]


def plans_to_answer(user: PortalUser, year: int) -> list[Todo]:
    return [
        Todo(
            TODO_OF_STATE[rollout.state] % {"campaign": rollout.campaign},
            rollout.get_absolute_url(),
            1,
            urgent=rollout.state == RolloutState.SENT or is_close(_report_due(rollout)),
            due=_report_due(rollout),
            dismiss_url=dismiss_url(progress.ROLLOUT_TODO, year, rollout),
        )
        for rollout in waiting.rollouts_to_answer(user, year)
        if rollout.state != RolloutState.LAUNCHED or is_close(_report_due(rollout), REPORT_DAYS)
    ]


def _report_due(rollout: Rollout) -> date | None:
    """The result is reported at the end of the period."""
    return rollout.campaign.period_end if rollout.state == RolloutState.LAUNCHED else None


def campaigns_to_run(user: PortalUser, year: int) -> list[Todo]:
    campaigns = waiting.campaigns_to_run(user, year)
    closed = [campaign for campaign in campaigns if campaign.state == CampaignState.CLOSED]
    if len(closed) < 2:
        return [campaign_todo(campaign) for campaign in campaigns]
    others = [campaign_todo(campaign) for campaign in campaigns if campaign not in closed]
    return [*others, campaigns_to_sum_up(len(closed), year)]


def campaign_todo(campaign: Campaign) -> Todo:
    if campaign.state == CampaignState.DRAFT:
        return draft_todo(campaign, **OF_DRAFT)
    text = TODO_OF_CAMPAIGN[campaign.state] % {"campaign": campaign}
    return Todo(text, campaign.get_absolute_url(), 1, can_wait=campaign.state == CampaignState.CLOSED)


def campaigns_to_sum_up(count: int, year: int) -> Todo:
    text = ngettext(
        "%(count)s campaign is closed and waits to be summed up",
        "%(count)s campaigns are closed and wait to be summed up",
        count,
    )
    url = list_url("emulation:campaigns", state=CampaignState.CLOSED, year=year)
    return Todo(text % {"count": format_number(count)}, url, count, can_wait=True)


def changed_plans(user: PortalUser, year: int) -> list[Todo]:
    text = gettext_lazy("Read what changed in the plan “%(campaign)s”")
    return [
        Todo(text % {"campaign": rollout.campaign}, rollout.get_absolute_url(), 1)
        for rollout in waiting.rollouts_with_changed_plan(user, year)
    ]


def unit_panel(user: PortalUser, unit: GrassrootsUnion, year: int) -> Panel | None:
    rollouts = Rollout.objects.visible_to(user).filter(grassroots=unit, campaign__year=year)
    rows = rollouts.select_related("campaign")[:MOST_ROWS]
    return Panel(
        _("Campaigns of %(year)s") % {"year": year},
        [PanelRow(str(row.campaign), row.get_state_display(), row.get_absolute_url()) for row in rows],
        url=list_url("emulation:registrations", grassroots=unit.pk, year=year),
        url_label=_("Registrations of the unit"),
        empty=_("No plan was sent to this unit in %(year)s.") % {"year": year},
        position=20,
    )


def filter_by_answer(
    units: QuerySet[GrassrootsUnion], user: PortalUser, value: str, year: int
) -> QuerySet[GrassrootsUnion]:
    """ "answered": at least one running plan was received, and all are answered."""
    received = Rollout.objects.visible_to(user).filter(
        grassroots=OuterRef("pk"), campaign__in=waiting.running_campaigns(user, year).values("pk")
    )
    silent = waiting.unanswered_rollouts(user, year).filter(grassroots=OuterRef("pk"))
    return units.filter(Exists(silent)) if value == "silent" else units.filter(~Exists(silent), Exists(received))


ANSWERS = ExtraFilter(
    "answer",
    gettext_lazy("Answer to the plans of the year"),
    [("answered", gettext_lazy("all answered")), ("silent", gettext_lazy("not answered yet"))],
    filter_by_answer,
)


def next_rollout(user: PortalUser, done: Rollout) -> NextStep | None:
    """For the officer the next answer to accept, else the next silent unit; for the chair her next plan."""
    year = done.campaign.year
    if not user.access.holds({RoleKind.OFFICER}, union=done.union_id):
        return next_in_queue(waiting.rollouts_to_answer(user, year).exclude(state=RolloutState.LAUNCHED), done)
    answered = waiting.answers_to_accept(user, year).filter(union=done.union_id, return_reason="")
    if (is_accepted(done) or done.return_reason) and (step := next_in_queue(answered, done)):
        return step
    silent = waiting.rollouts_to_carry_out(user, year).filter(
        campaign=done.campaign_id, union=done.union_id, state=RolloutState.SENT
    )
    return next_in_queue(undismissed(silent, progress.ROLLOUT_TODO, year), done)


def register() -> None:
    CALENDAR_EVENTS.register(campaign_events)
    NEXT_STEPS.register(next_rollout, to="emulation.Rollout")
    CORRECTIONS.register(CAMPAIGN_CORRECTION, to="emulation.Campaign")
    CORRECTIONS.register(ROLLOUT_CORRECTION, to="emulation.Rollout")
    CORRECTIONS.register(ATTACHMENT_CORRECTION, to="emulation.CampaignAttachment")
    for name, rule in {**dict.fromkeys(PARTS, PART_OF_PLAN), **KEPT}.items():
        CORRECTIONS.register(rule, to=f"emulation.{name}")
    label = gettext_lazy("Campaigns")
    NAVIGATION.register(
        NavItem("campaigns", label, "emulation:campaigns", 10, has_role, on_phone=True, is_by_year=True)
    )
    TODOS.register(campaign_todos)
    SEARCHES.register(Search(searching.campaigns_matching, searching.years_of), to="emulation.Campaign")
    SEARCH_GROUPS.register(SearchGroup(Campaign, gettext_lazy("Campaigns"), 30, Campaign.objects.visible_to))
    DISMISSIBLE.register(CARRY_OUT, to=CARRY_OUT.code)
    YEAR_STEPS.register(year_steps)
    PAPERS.register(papers_of_campaign, to="emulation.Campaign")
    PAPERS.register(papers_of_rollout, to="emulation.Rollout")
    DOCUMENT_KINDS.register(PLAN_DOCUMENTS)
    DOCUMENT_KINDS.register(LETTER_DOCUMENTS)
    PANELS.register(unit_panel, to="unions.GrassrootsUnion")
    PANELS.register(counted_panel, to="emulation.Rollout")
    EXTRA_FILTERS.register(ANSWERS, to="unions.GrassrootsUnion")
    for code, measure in OWN_MEASURES.items():
        MEASURES.register(measure, to=code)
    register_labels(LABELS)
    register_news(NEWS_OF_PLANS | NEWS_OF_ANSWERS)
    DUE_MESSAGES.register(remind_of_answers)
    DUE_MESSAGES.register(remind_of_reports)
    CONFIRMABLE.register(answers_to_accept)
