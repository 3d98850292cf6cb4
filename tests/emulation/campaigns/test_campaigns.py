"""A campaign from its plan to its summing-up: who may do what, what is refused, what the pages show."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.users.services import grant_role
from core.audit import history_of
from core.models import AuditEntry
from core.notifications import sentence_of, unread_news
from core.todo import todos_for
from core.workflow import MoveNotAllowed
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors.progress import rollout_progress
from emulation.campaigns.selectors.waiting import plans_awaiting_approval
from emulation.campaigns.services import campaigns as services
from emulation.campaigns.workflow import CAMPAIGN
from tests.confirming import YES
from tests.emulation.campaigning import client_in, errors_of, running
from tests.factories import make_campaign, make_grassroots, make_rollout, make_title

PLAN = {
    "name": "Thi đua Lao động giỏi",
    "period_start": date(2024, 1, 1),
    "period_end": date(2024, 12, 31),
    "registration_closes": date(2024, 3, 31),
}
TYPED = {
    "name": "Thi đua  Lao động giỏi",
    "kind": "movement",
    "mode": "regular",
    "period_start": "01/01/2024",
    "period_end": "31/12/2024",
    "registration_closes": "31/03/2024",
}


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def plan(world: Any, **facts: Any) -> Campaign:
    return services.create_campaign(actor=world.people["officer"], union=world.union, **{**PLAN, **facts})


def sent(world: Any, campaign: Campaign | None = None) -> Campaign:
    return services.submit_campaign(campaign or plan(world), actor=world.people["officer"])


def approved(world: Any, campaign: Campaign | None = None) -> Campaign:
    return services.approve_campaign(sent(world, campaign), actor=world.people["leader"])


@pytest.mark.slow
def test_a_campaign_walks_from_plan_to_summing_up_with_all_its_statuses(world):
    officer, leader = client_in(world, "officer", 2024), client_in(world, "leader", 2024)
    title = make_title()
    created = officer.post(reverse("emulation:campaign-create"), {**TYPED, "titles": [title.pk]})
    campaign = Campaign.objects.get()
    assert (created.status_code, created["Location"]) == (302, campaign.get_absolute_url())
    moves = [
        (officer, "submit", "submitted"),
        (leader, "approve", "approved"),
        (officer, "launch", "launched"),
        (officer, "close", "closed"),
    ]
    walked = []
    for client, move, _state in moves:
        response = client.post(reverse("emulation:campaign-move", args=[campaign.pk, move]), YES)
        campaign.refresh_from_db()
        walked.append((response.status_code, campaign.state))
    sum_up = reverse("emulation:campaign-sum-up", args=[campaign.pk])
    final = {"held_on": f"{campaign.closed_on:%d/%m/%Y}", "text": "Các chỉ tiêu đều đạt."}
    seen = officer.post(sum_up, final).context["seen"]
    summed_up = officer.post(sum_up, {**final, "confirm": "yes", "seen": seen})
    campaign.refresh_from_db()
    assert (summed_up.status_code, campaign.state) == (302, "summed_up")
    assert walked == [(302, state) for _client, _move, state in moves]
    assert (campaign.year, campaign.name, list(campaign.titles.all())) == (2024, "Thi đua Lao động giỏi", [title])
    acts = list(history_of(campaign).order_by("pk").values_list("act", flat=True))
    assert acts == [
        "campaign.create",
        "campaign.submit",
        "campaign.approve",
        "campaign.launch",
        "campaign.close",
        "campaign.sum_up",
    ]


def test_launching_sends_the_plan_to_every_active_unit_of_the_union_on_that_day_and_to_no_other(world):
    make_grassroots(world.union, "Công ty đã tạm dừng", sector="production", status="suspended")
    make_grassroots(world.union, "Đã giải thể", status="dissolved", dissolved_on=date(2024, 1, 5))
    gone_later = make_grassroots(world.union, "Giải thể sau", status="dissolved", dissolved_on=date(2024, 9, 1))
    campaign = approved(world)
    entries = AuditEntry.objects.count()
    services.launch_campaign(campaign, actor=world.people["officer"], launched_on=date(2024, 1, 20))
    sent = Rollout.objects.filter(campaign=campaign)
    assert {row.grassroots for row in sent} == {world.school, world.company, gone_later}
    assert {(row.state, row.union_id) for row in sent} == {("sent", world.union.pk)}
    assert AuditEntry.objects.count() - entries == 1


def test_a_campaign_for_one_sector_is_sent_to_that_sector_only(world):
    campaign = plan(world, sectors=world.union.sectors.filter(kind="education"))
    campaign = approved(world, campaign)
    services.launch_campaign(campaign, actor=world.people["leader"])
    assert [row.grassroots for row in campaign.rollouts.all()] == [world.school]


def test_a_campaign_that_reaches_no_unit_is_not_launched(world):
    campaign = plan(world, sectors=world.union.sectors.filter(kind="administrative"))
    campaign = approved(world, campaign)
    with pytest.raises(ValidationError) as refused:
        services.launch_campaign(campaign, actor=world.people["officer"])
    campaign.refresh_from_db()
    assert (campaign.state, list(refused.value.message_dict)) == ("approved", ["sectors"])


@pytest.mark.parametrize(("days", "launched"), [(0, True), (1, False)])
def test_a_launch_lies_not_in_the_future(world, days, launched):
    campaign = approved(world)
    day = timezone.localdate() + timedelta(days=days)
    if launched:
        assert services.launch_campaign(campaign, actor=world.people["officer"], launched_on=day).launched_on == day
    else:
        with pytest.raises(ValidationError):
            services.launch_campaign(campaign, actor=world.people["officer"], launched_on=day)
    assert Rollout.objects.count() == (2 if launched else 0)


def test_a_leader_does_not_approve_a_plan_of_their_own_but_another_leader_does(world):
    own = make_campaign(
        world.union,
        world.people["vice"],
        launched=False,
        state="submitted",
        submitted_at=timezone.now(),
        submitted_by=world.people["officer"],
    )
    with pytest.raises(PermissionDenied):
        services.approve_campaign(own, actor=world.people["vice"])
    approved = services.approve_campaign(own, actor=world.people["leader"])
    assert (approved.state, approved.approved_by) == ("approved", world.people["leader"])


@pytest.mark.parametrize("role", ["officer", "clerk", "council", "chair", "board", "cluster_lead", "viewer", "admin"])
def test_nobody_but_a_leader_approves(world, role):
    with pytest.raises(PermissionDenied):
        services.approve_campaign(sent(world), actor=world.people[role])


def test_a_plan_reaches_the_leaders_only_once_it_is_sent(world):
    campaign, leader = plan(world), world.people["leader"]
    with pytest.raises(MoveNotAllowed):
        services.approve_campaign(campaign, actor=leader)
    before = plans_awaiting_approval(leader, 2024)
    campaign = sent(world, campaign)
    assert (before, plans_awaiting_approval(leader, 2024)) == ([], [campaign])
    assert (campaign.submitted_by, campaign.submitted_at is not None) == (world.people["officer"], True)


def test_whoever_sent_a_plan_does_not_approve_it_and_is_not_asked_to(world):
    vice = world.people["vice"]
    grant_role(actor=None, user=vice, kind="officer", since=date(2024, 1, 1), union=world.union)
    campaign = services.submit_campaign(plan(world), actor=vice)
    assert (plans_awaiting_approval(vice, 2024), plans_awaiting_approval(world.people["leader"], 2024)) == (
        [],
        [campaign],
    )
    with pytest.raises(PermissionDenied):
        services.approve_campaign(campaign, actor=vice)


@pytest.mark.parametrize(
    ("move", "role"),
    [
        ("submit", "leader"),
        ("submit", "clerk"),
        ("recall", "leader"),
        ("recall", "stranger_officer"),
        ("return", "officer"),
        ("return", "viewer"),
    ],
)
def test_the_officer_sends_and_takes_back_and_a_leader_returns(world, move, role):
    campaign = plan(world) if move == "submit" else sent(world)
    with pytest.raises(PermissionDenied):
        CAMPAIGN.perform(move, campaign, actor=world.people[role], reason="Thiếu chỉ tiêu")


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_returned_plan_comes_first_among_the_officers_things_to_do_with_the_reason(world):
    officer, campaign = world.people["officer"], plan(world)
    unsent = [(todo.text, todo.can_wait) for todo in todos_for(officer, 2024)]
    assert unsent == [(f"The draft of the plan “{campaign}” is not sent for approval yet", True)]
    campaign = services.return_campaign(
        sent(world, campaign), actor=world.people["leader"], reason=" Thiếu chỉ tiêu "
    )
    assert (campaign.state, campaign.submitted_at, campaign.submitted_by) == ("draft", None, None)
    first = todos_for(officer, 2024)[0]
    assert (first.text, first.urgent) == (
        f"The draft of the plan “{campaign}” was sent back to be changed: Thiếu chỉ tiêu",
        True,
    )
    page = client_in(world, "officer", 2024).get(campaign.get_absolute_url())
    assert "Thiếu chỉ tiêu" in page.content.decode()
    assert sent(world, campaign).return_reason == ""


@pytest.mark.one_database(on="sqlite")
def test_an_approved_plan_is_told_to_the_officers_besides_whoever_approved_it(world):
    campaign = approved(world)
    told = [sentence_of(each) for each in unread_news(world.people["officer"]).latest]
    assert told == [f"The plan “{campaign}” was approved"]
    assert unread_news(world.people["leader"]).latest == []


def test_a_plan_is_not_returned_without_a_reason(world):
    with pytest.raises(ValidationError):
        services.return_campaign(sent(world), actor=world.people["leader"], reason=" ")


def test_a_sent_plan_is_changed_only_after_it_was_taken_back(world):
    officer, campaign = world.people["officer"], sent(world)
    with pytest.raises(MoveNotAllowed, match="Take it back"):
        services.edit_campaign(actor=officer, campaign=campaign, expected_revision=1, name="Khác")
    campaign = services.recall_campaign(campaign, actor=officer)
    edited = services.edit_campaign(actor=officer, campaign=campaign, expected_revision=1, name="Khác")
    assert (edited.name, edited.state, edited.return_reason) == ("Khác", "draft", "")


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "submitted"},
        {"submitted_at": timezone.now()},
        {"state": "submitted", "submitted_at": timezone.now()},
    ],
)
def test_the_database_ties_sending_to_who_sent_it(world, facts):
    campaign = plan(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(**facts)


@pytest.mark.parametrize("role", ["leader", "clerk", "chair", "viewer", "admin", "stranger_officer"])
def test_nobody_but_the_officer_of_the_union_writes_its_plan(world, role):
    with pytest.raises(PermissionDenied):
        services.create_campaign(actor=world.people[role], union=world.union, **PLAN)
    assert Campaign.objects.count() == 0


def test_an_approved_plan_is_changed_only_after_it_was_sent_back_and_is_then_approved_anew(world):
    campaign = approved(world)
    with pytest.raises(ValidationError):
        services.edit_campaign(actor=world.people["officer"], campaign=campaign, expected_revision=1, name="Khác")
    campaign = services.reopen_campaign(campaign, actor=world.people["leader"], reason="Thiếu chỉ tiêu")
    assert (campaign.state, campaign.approved_by, campaign.approved_at) == ("draft", None, None)
    changed = services.edit_campaign(
        actor=world.people["officer"], campaign=campaign, expected_revision=1, name="Khác"
    )
    assert (changed.name, changed.revision) == ("Khác", 2)
    assert history_of(changed).first().detail == {"name": ["Thi đua Lao động giỏi", "Khác"]}


@pytest.mark.parametrize(
    ("state", "role", "allowed"),
    [
        ("draft", "officer", True),
        ("submitted", "officer", True),
        ("approved", "officer", True),
        ("launched", "officer", False),
        ("launched", "leader", True),
        ("draft", "leader", True),
    ],
)
def test_the_officer_cancels_until_the_launch_and_a_leader_after_it(world, state, role, allowed):
    officer = world.people["officer"]
    launched = date(2024, 1, 1) if state == "launched" else None
    facts = {"submitted_at": timezone.now(), "submitted_by": officer} if state == "submitted" else {}
    campaign = make_campaign(world.union, officer, launched=False, state=state, launched_on=launched, **facts)
    if allowed:
        assert services.cancel_campaign(campaign, actor=world.people[role], reason="Gộp").state == "cancelled"
    else:
        with pytest.raises(PermissionDenied):
            services.cancel_campaign(campaign, actor=world.people[role], reason="Gộp")


def test_a_campaign_is_not_cancelled_without_a_reason(world):
    campaign = plan(world)
    url = reverse("emulation:campaign-move", args=[campaign.pk, "cancel"])
    response = client_in(world, "officer", 2024).post(url, {"reason": "  "})
    campaign.refresh_from_db()
    assert (response.status_code, campaign.state) == (422, "draft")


@pytest.mark.slow
def test_units_that_joined_after_the_launch_receive_the_plan_on_request_and_only_once(world):
    campaign = approved(world)
    campaign = services.launch_campaign(campaign, actor=world.people["officer"])
    newcomer = make_grassroots(world.union, "Trường mới")
    url = reverse("emulation:campaign-move", args=[campaign.pk, "send"])
    client = client_in(world, "officer", 2024)
    page = client.get(campaign.get_absolute_url())
    assert page.context["newcomers"] == 1
    assert [client.post(url).status_code, client.post(url).status_code] == [302, 409]
    assert campaign.rollouts.get(grassroots=newcomer).state == "sent"
    assert history_of(campaign).filter(act="campaign.send").get().detail == {"units": [newcomer.code]}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 251}, "name"),
        ({"period_start": "31/02/2024"}, "period_start"),
        ({"period_end": "31/12/2023"}, "period_end"),
        ({"registration_opens": "01/04/2024"}, "registration_closes"),
        ({"kind": "party"}, "kind"),
        ({"titles": ["999999"]}, "titles"),
        ({"titles": ["abc"]}, "titles"),
        ({"sectors": ["FOREIGN"]}, "sectors"),
        ({"contents": "x" * 10_001}, "contents"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_a_wrong_plan_gets_a_sentence_at_the_field_and_changes_nothing(world, wrong, field):
    foreign = world.foreign_union.sectors.first().pk
    typed = {**TYPED, **wrong}
    if typed.get("sectors") == ["FOREIGN"]:
        typed["sectors"] = [foreign]
    response = client_in(world, "officer", 2024).post(reverse("emulation:campaign-create"), typed)
    assert (response.status_code, list(errors_of(response)), Campaign.objects.count()) == (422, [field], 0)


@pytest.mark.slow
def test_the_second_click_of_a_double_click_saves_nothing(world):
    client, url = client_in(world, "officer", 2024), reverse("emulation:campaign-create")
    once = client.get(url).context["once"]
    statuses = [client.post(url, {**TYPED, "once": once}).status_code for _click in range(2)]
    assert (statuses, Campaign.objects.count()) == ([302, 409], 1)


@pytest.mark.slow
def test_a_stale_page_does_not_overwrite_what_another_saved(world):
    campaign = plan(world)
    client, url = client_in(world, "officer", 2024), reverse("emulation:campaign-edit", args=[campaign.pk])
    seen = client.get(url).context["form"]["revision"].value()
    assert client.post(url, {**TYPED, "name": "Một", "revision": seen}).status_code == 302
    assert client.post(url, {**TYPED, "name": "Hai", "revision": seen}).status_code == 409
    campaign.refresh_from_db()
    assert campaign.name == "Một"


def test_the_form_of_a_plan_shows_what_was_saved(world):
    title = make_title()
    campaign = plan(world, titles=[title], sectors=world.union.sectors.filter(kind="education"))
    client, url = client_in(world, "officer", 2024), reverse("emulation:campaign-edit", args=[campaign.pk])
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    values = {name: ([*value] if name in {"titles", "sectors"} else value) for name, value in typed.items()}
    assert (values["name"], values["period_end"], values["titles"], len(values["sectors"])) == (
        "Thi đua Lao động giỏi",
        date(2024, 12, 31),
        [title.pk],
        1,
    )


def test_a_move_on_a_page_that_is_no_longer_true_is_a_conflict(world):
    campaign = approved(world)
    url = reverse("emulation:campaign-move", args=[campaign.pk, "approve"])
    assert client_in(world, "leader", 2024).post(url).status_code == 409
    with pytest.raises(MoveNotAllowed):
        services.close_campaign(campaign, actor=world.people["officer"])


def test_an_unknown_move_is_nowhere_and_a_get_moves_nothing(world):
    campaign, client = plan(world), client_in(world, "leader", 2024)
    unknown = client.post(reverse("emulation:campaign-move", args=[campaign.pk, "explode"]))
    got = client.get(reverse("emulation:campaign-move", args=[campaign.pk, "approve"]))
    campaign.refresh_from_db()
    assert (unknown.status_code, got.url, campaign.state) == (404, campaign.get_absolute_url(), "draft")


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("role", ["stranger_officer", "stranger_chair"])
def test_a_foreign_campaign_does_not_exist(world, role):
    campaign = running(world)
    client = client_in(world, role, campaign.year)
    assert [
        client.get(campaign.get_absolute_url()).status_code,
        client.get(reverse("emulation:campaign-edit", args=[campaign.pk])).status_code,
        client.post(reverse("emulation:campaign-move", args=[campaign.pk, "close"])).status_code,
        campaign.name in client.get(reverse("emulation:campaigns"), follow=True).content.decode(),
    ] == [404, 404, 404, False]


def test_a_chair_does_not_see_a_plan_before_it_is_sent_to_her_unit(world):
    campaign, client = plan(world), client_in(world, "chair", 2024)
    before = client.get(campaign.get_absolute_url()).status_code
    make_rollout(campaign, world.school)
    assert (before, client.get(campaign.get_absolute_url()).status_code) == (404, 200)


@pytest.mark.slow
def test_progress_counts_each_sector_and_each_figure_opens_exactly_its_rows(world):
    campaign = running(world)
    day = campaign.launched_on
    make_rollout(campaign, world.company, state="acknowledged", acknowledged_on=day)
    other = make_grassroots(world.union, "Trường Mầm non Quảng An")
    done = {"acknowledged_on": day, "launched_on": day, "participants": 12, "reported_on": day}
    make_rollout(campaign, other, state="reported", **done)
    whole, sectors = rollout_progress(campaign)
    assert (whole.units, whole.answered, whole.launched, whole.reported, whole.unanswered) == (3, 2, 1, 1, 1)
    counted = {part.name: (part.units, part.answered, part.launched) for part in sectors}
    assert list(counted.values()) == [(1, 1, 0), (2, 1, 1)]
    client = client_in(world, "officer", campaign.year)
    for query, expected in [("", 3), ("answered=yes", 2), ("answered=no", 1), ("launched=yes", 1), ("state=sent", 1)]:
        rows = client.get(f"{reverse('emulation:rollouts')}?campaign={campaign.pk}&{query}", follow=True)
        assert (query, rows.context["count"]) == (query, expected)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_page_of_a_campaign_costs_the_same_at_1_and_20_units(world):
    campaign = running(world)
    client = client_in(world, "officer", campaign.year)
    client.get(campaign.get_absolute_url())
    queries = []
    for units in (1, 20):
        for _row in range(units - campaign.rollouts.count()):
            make_rollout(campaign, make_grassroots(world.union))
        with CaptureQueriesContext(connection) as asked:
            page = client.get(campaign.get_absolute_url())
        assert sum(sector.received for sector in page.context["sectors"].data) == units
        queries.append(len(asked))
    assert queries[0] == queries[1] < 40


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_each_person_is_asked_for_what_is_theirs_to_do(world):
    year = timezone.localdate().year
    closes = timezone.localdate() + timedelta(days=4)
    campaign = running(world, registration_closes=closes)
    officer = world.people["officer"]
    draft = make_campaign(world.union, officer, year=year, launched=False, name="Xanh - Sạch - Đẹp")
    services.submit_campaign(draft, actor=officer)
    asked = {
        role: [
            (todo.text, todo.due, todo.urgent) for todo in todos_for(world.people[role], year) if todo.url[1] in "rc"
        ]
        for role in ("officer", "leader", "chair", "viewer", "stranger_officer")
    }
    assert asked["officer"] == [
        ("1 grassroots union has not answered the plan “Dạy tốt, Học tốt”", closes, True),
        ("1 grassroots union has registered nothing in “Dạy tốt, Học tốt”", closes, True),
    ]
    assert asked["leader"] == [(f"The plan “{draft}” waits for your approval", None, False)]
    assert asked["chair"] == [
        ("Your unit has registered nothing yet in “Dạy tốt, Học tốt”", closes, True),
        ("Say that your unit has received the plan “Dạy tốt, Học tốt”", None, True),
    ]
    assert (asked["viewer"], asked["stranger_officer"]) == ([], [])
    leads_to = next(todo.url for todo in todos_for(world.people["officer"], year) if "plan" in todo.text)
    rows = client_in(world, "officer", year).get(leads_to)
    assert [row.campaign for row in rows.context["table"].data] == [campaign]


@pytest.mark.slow
def test_the_list_of_campaigns_counts_what_its_page_counts_and_sorts_by_it(world):
    officer, client = world.people["officer"], client_in(world, "officer", 2025)
    draft = make_campaign(world.union, officer, year=2025, launched=False)
    quiet, lively = (
        make_campaign(world.union, officer, year=2025, launched_on=date(2025, 2, 1)) for _campaign in "ab"
    )
    launched = {
        "state": "launched",
        "acknowledged_on": date(2025, 2, 1),
        "launched_on": date(2025, 2, 1),
        "participants": 1,
    }
    make_rollout(quiet, world.school)
    for unit in (world.school, world.company):
        make_rollout(lively, unit, **launched)

    def listed(sort):
        page = client.get(reverse("emulation:campaigns"), {"year": 2025, "sort": sort})
        table = page.context["table"]
        table.prepare([row.record for row in table.rows])
        return [(row.record, table.render_launched(row.record)) for row in table.rows]

    words = [(lively, "2 of 2 units"), (quiet, "0 of 2 units"), (draft, "–")]
    assert dict(listed("-launched")) == dict(words)
    assert listed("-launched")[0] == words[0]
    assert listed("launched")[-1] == words[0]
    world.company.status = "suspended"
    world.company.save()
    assert dict(listed("launched")) == dict([(lively, "1 of 1 units"), (quiet, "0 of 1 units"), words[2]])
