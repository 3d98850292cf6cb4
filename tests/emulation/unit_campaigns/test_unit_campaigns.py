"""A unit launches a campaign of its own, carries on one of the federation by it, and writes its result."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from core.audit import history_of
from core.corrections import restore, strike
from core.history import history_lines
from core.workflow import MoveNotAllowed
from emulation.campaigns.selectors.reviews import review_figures
from emulation.unit_campaigns.contributions import unit_columns, unit_events
from emulation.unit_campaigns.models import UnitCampaign
from emulation.unit_campaigns.rules import UnitTarget
from emulation.unit_campaigns.services import (
    correct_unit_campaign,
    launch_unit_campaign,
    report_unit_campaign,
)
from restructuring.choices import ReorganisationKind as Kind
from restructuring.services.drafting import LineInput
from tests.emulation.campaigning import client_in, errors_of
from tests.factories import make_campaign, make_rollout, make_unit_campaign, make_user
from tests.restructuring.city import make_city

DAY = date(2024, 3, 8)
TODAY = timezone.localdate()
TARGETS = (UnitTarget(2, "sáng kiến"), UnitTarget(100, "% đoàn viên đăng ký"))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def federations(world):
    """The campaign that was sent to the school."""
    campaign = make_campaign(world.union, world.people["officer"], year=2024)
    make_rollout(campaign, world.school)
    return campaign


@pytest.fixture
def own(world, federations):
    return make_unit_campaign(
        world.people["chair"], world.school, name="Lớp học hạnh phúc", parent=federations, targets=TARGETS
    )


def launch(row, actor, day=DAY, **facts):
    return launch_unit_campaign(row, actor=actor, launched_on=day, **facts)


def report(row, actor, day=DAY, result="Tốt", **facts):
    return report_unit_campaign(row, actor=actor, result=result, reported_on=day, **facts)


def test_a_unit_enters_launches_and_reports_its_own_campaign(world, own, federations):
    chair = world.people["chair"]
    assert (own.year, own.union, own.grassroots, own.parent) == (2024, world.union, world.school, federations)
    assert (own.step, [str(target) for target in own.targets.all()]) == (
        "planned",
        ["2 sáng kiến", "100% đoàn viên đăng ký"],
    )
    own = launch(own, chair)
    assert own.step == "launched"
    first, second = own.targets.all()
    own = report(own, world.people["officer"], reached={first.pk: 3, second.pk: None})
    assert (own.step, own.result, own.reported_on) == ("reported", "Tốt", DAY)
    assert [target.reached for target in own.targets.all()] == [3, None]
    acts = ["unit_campaign.report", "unit_campaign.launch", "unit_campaign.enter"]
    assert [entry.act for entry in history_of(own)] == acts


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        ("enter", {"chair", "board", "officer"}),
        ("correct", {"chair", "board", "officer"}),
        ("correct the launch", {"chair", "officer"}),
        ("launch", {"chair", "officer"}),
        ("report", {"chair", "officer"}),
        ("strike", {"chair", "officer"}),
    ],
)
def test_each_verb_belongs_to_its_persons_alone(world, own, verb, allowed):
    launched = launch(make_unit_campaign(world.people["chair"], world.school), world.people["chair"])

    def correct(row, actor, **values):
        return correct_unit_campaign(row, actor=actor, expected_revision=None, **values)

    verbs = {
        "enter": lambda actor: make_unit_campaign(actor, world.school),
        "correct": lambda actor: correct(own, actor, name="Tên mới"),
        "correct the launch": lambda actor: correct(launched, actor, launched_on=None),
        "launch": lambda actor: launch(own, actor),
        "report": lambda actor: report(launched, actor),
        "strike": lambda actor: strike(own, actor=actor, reason="Nhập nhầm."),
    }
    done = set()
    for role, actor in world.people.items():
        try:
            with transaction.atomic():
                verbs[verb](actor)
                done.add(role)
                transaction.set_rollback(True)
        except PermissionDenied:
            continue
    assert done == allowed


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"period_start": date(2024, 12, 1)}, ["period_end"]),
        ({"period_end": date(1999, 12, 31), "period_start": date(1999, 1, 1)}, ["period_end"]),
        ({"period_end": date(TODAY.year + 6, 1, 1)}, ["period_end"]),
        ({"name": " "}, ["name"]),
        ({"name": "Lớp học  hạnh phúc"}, ["__all__"]),
        ({"targets": [UnitTarget(1, "sáng kiến"), UnitTarget(2, "sáng kiến")]}, ["targets"]),
        ({"year": 2025, "parent": True}, ["parent"]),
    ],
)
def test_a_wrong_campaign_is_refused_at_its_field(world, own, federations, facts, fields):
    facts = facts | ({"parent": federations} if "parent" in facts else {})
    with pytest.raises(ValidationError) as refused:
        make_unit_campaign(world.people["chair"], world.school, **facts)
    assert list(refused.value.message_dict) == fields


def test_a_campaign_that_another_unit_received_is_not_carried_on(world, federations):
    foreign = make_campaign(world.foreign_union, world.people["stranger_officer"], year=2024)
    with pytest.raises(ValidationError) as refused:
        make_unit_campaign(world.people["chair"], world.school, parent=foreign)
    assert list(refused.value.message_dict) == ["parent"]


@pytest.mark.parametrize(
    ("day", "wrong"),
    [
        (date(2023, 12, 1), False),
        (date(2024, 11, 30), False),
        (date(2024, 12, 1), True),
        (TODAY + timedelta(days=1), True),
    ],
)
def test_a_launch_lies_before_the_end_of_the_period_and_not_in_the_future(world, own, day, wrong):
    if not wrong:
        assert launch(own, world.people["chair"], day).launched_on == day
        return
    with pytest.raises(ValidationError) as refused:
        launch(own, world.people["chair"], day)
    assert list(refused.value.message_dict) == ["launched_on"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"day": DAY - timedelta(days=1)}, "reported_on"),
        ({"day": TODAY + timedelta(days=1)}, "reported_on"),
        ({"result": " "}, "result"),
    ],
)
def test_a_result_has_words_and_a_day_from_the_launch_to_today(world, own, facts, field):
    launched = launch(own, world.people["chair"])
    with pytest.raises(ValidationError) as refused:
        report(launched, world.people["chair"], **facts)
    assert list(refused.value.message_dict) == [field]


def test_what_is_noted_is_not_noted_again_and_a_result_follows_the_launch(world, own):
    chair = world.people["chair"]
    with pytest.raises(MoveNotAllowed):
        report(own, chair)
    own = launch(own, chair)
    with pytest.raises(MoveNotAllowed):
        launch(own, chair)
    own = report(own, chair)
    with pytest.raises(MoveNotAllowed):
        report(own, chair)


def test_a_correction_keeps_the_order_of_days_and_its_words_are_in_the_history(world, own):
    chair = world.people["chair"]
    own = launch(own, chair)
    (first, _second) = own.targets.all()
    own = report(own, chair, reached={first.pk: 3})
    with pytest.raises(ValidationError) as refused:
        correct_unit_campaign(own, actor=chair, expected_revision=None, launched_on=None)
    assert list(refused.value.message_dict) == ["launched_on"]
    nothing = {"launched_on": None, "result": "", "reported_on": None}
    targets = [UnitTarget(5, "sáng kiến")]
    own = correct_unit_campaign(own, actor=chair, expected_revision=own.revision, targets=targets, **nothing)
    assert (own.step, [(target.value, target.reached) for target in own.targets.all()]) == ("planned", [(5, 3)])
    changes = {change.label: (change.old, change.new) for change in history_lines(own)[0].changes}
    assert changes["targets of units"] == ("2 sáng kiến; 100% đoàn viên đăng ký", "5 sáng kiến")
    assert changes["launched on"] == ("08/03/2024", "(nothing)")


def test_a_campaign_moved_to_another_year_leaves_the_one_it_carried_on(world, own):
    chair, days = world.people["chair"], {"period_end": date(2025, 2, 1)}
    with pytest.raises(ValidationError) as refused:
        correct_unit_campaign(own, actor=chair, expected_revision=None, **days)
    assert list(refused.value.message_dict) == ["parent"]
    own = correct_unit_campaign(own, actor=chair, expected_revision=None, parent=None, **days)
    assert own.year == 2025


@pytest.mark.parametrize(
    "facts",
    [
        {"period_end": date(2024, 2, 28)},
        {"launched_on": date(2024, 12, 1)},
        {"result": "Tốt"},
        {"reported_on": DAY},
        {"reported_on": DAY, "result": "Tốt"},
        {"launched_on": DAY, "result": "Tốt"},
        {"launched_on": DAY, "reported_on": DAY},
        {"launched_on": DAY, "reported_on": DAY - timedelta(days=1), "result": "Tốt"},
    ],
)
def test_the_database_keeps_days_and_result_in_order(own, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitCampaign.objects.filter(pk=own.pk).update(**facts)


def test_a_struck_campaign_is_counted_nowhere_and_its_name_is_free(world, own, federations):
    officer, chair = world.people["officer"], world.people["chair"]
    own = launch(own, chair)

    def counted():
        (column,) = unit_columns(officer, world.school)
        events = [event for event in unit_events(officer, world.school) if event.day == DAY]
        figures = [value for label, value in review_figures(federations) if "carry it on" in str(label)]
        return len(column.cells), len(events), figures

    assert counted() == (1, 1, [1])
    strike(own, actor=officer, reason="Nhập trùng.")
    assert counted() == (0, 0, [])
    with pytest.raises(MoveNotAllowed):
        report(own, chair)
    make_unit_campaign(chair, world.school, name=own.name)
    with pytest.raises(ValidationError):
        restore(own, actor=officer)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_officer_sees_all_in_a_list_and_counts_them_at_the_campaign_and_its_board(world, own, federations):
    officer = world.people["officer"]
    launched = launch(make_unit_campaign(officer, world.company, parent=federations), officer)
    other = make_unit_campaign(officer, world.company)
    make_unit_campaign(world.people["stranger_officer"], world.foreign_school)
    client, address = client_in(world, "officer", 2024), reverse("emulation:unit-campaigns")

    def listed(**query):
        return {row.record for row in client.get(address, {"year": 2024, **query}).context["table"].rows}

    assert listed() == {own, launched, other}
    assert listed(parent=federations.pk) == {own, launched}
    assert [listed(step=step) for step in ("planned", "launched", "reported")] == [{own, other}, {launched}, set()]
    assert listed(grassroots=world.school.pk, q="hạnh phúc") == {own}
    page = client.get(federations.get_absolute_url())
    (panel,) = [panel for panel in page.context["panels"] if "carry it on" in str(panel.title)]
    assert [row.value for row in panel.rows] == ["2", "1"]
    board = client.get(reverse("emulation:campaign-board", args=[federations.pk]))
    assert board.context["unit_campaigns"] == 2
    sheet = load_workbook(BytesIO(client.get(address, {"year": 2024, "export": "xlsx"}).getvalue())).active
    words = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {own.name, launched.name, "Launched", "Not launched yet"} <= words


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_pages_of_a_unit_offer_the_chair_a_campaign_of_its_own(world, own, federations):
    chair, viewer = (client_in(world, role, 2024) for role in ("chair", "viewer"))
    rollout = federations.rollouts.get(grassroots=world.school)
    for page in (rollout.get_absolute_url(), f"{world.school.get_absolute_url()}?year=2024"):
        for client, is_offered in ((chair, True), (viewer, False)):
            panels = [*client.get(page).context["panels"], *client.get(page).context.get("panels_below", [])]
            (panel,) = [panel for panel in panels if str(panel.title) == "The unit's own campaigns"]
            assert ([row.label for row in panel.rows], "/new/" in panel.url) == ([own.name], is_offered)


NEW = "/unit-campaigns/new/?year=2024"
TYPED = {
    "name": "Lớp học xanh",
    "kind": "drive",
    "period_start": "01/03/2024",
    "period_end": "30/11/2024",
    "aims-TOTAL_FORMS": "2",
    "aims-INITIAL_FORMS": "0",
    "aims-0-value": "1.200",
    "aims-0-text": "cây xanh",
}


@pytest.mark.slow
def test_a_chair_enters_it_once_with_its_targets(world, federations):
    client = client_in(world, "chair", 2024)
    data = {**TYPED, "parent": federations.pk, "once": "1" * 32}
    assert [client.post(NEW, data).status_code for _click in range(2)] == [302, 409]
    row = UnitCampaign.objects.get()
    assert (row.kind, row.parent, [target.aim for target in row.targets.all()]) == (
        "drive",
        federations,
        [UnitTarget(1200, "cây xanh")],
    )
    page = client.get(row.get_absolute_url()).content.decode()
    assert "1.200 cây xanh" in page


def test_another_row_of_targets_is_added_without_losing_or_judging_what_was_typed(world):
    client = client_in(world, "chair", 2024)
    page = client.post(NEW, {**TYPED, "name": "", "add_row": "aims"})
    form = page.context["form"]
    assert (page.status_code, form.errors, form.wrong_rows) == (200, {}, [])
    assert [row["text"].value() for row in form.targets.forms] == ["cây xanh", None, None]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("changes", "fields", "rows"),
    [
        ({"name": ""}, {"name"}, 0),
        ({"kind": "castle"}, {"kind"}, 0),
        ({"parent": "999999"}, {"parent"}, 0),
        ({"period_end": "31/02/2024"}, {"period_end"}, 0),
        ({"period_end": "01/02/2024"}, {"period_end"}, 0),
        ({"aims-0-value": "nhiều"}, set(), 1),
        ({"aims-0-text": ""}, set(), 1),
        ({"aims-1-value": "1", "aims-1-text": "cây xanh"}, {"__all__"}, 0),
        ({"aims-TOTAL_FORMS": "x"}, set(), 0),
    ],
)
def test_bad_input_gets_a_sentence_and_leaves_no_row(world, changes, fields, rows):
    page = client_in(world, "chair", 2024).post(NEW, {**TYPED, **changes})
    form = page.context["form"]
    assert (page.status_code, set(form.errors), len(form.wrong_rows)) == (422, fields, rows)
    assert not UnitCampaign.objects.exists()


FORMS = {
    "edit": {**TYPED, "aims-TOTAL_FORMS": "1", "launched_on": "08/03/2024"},
    "launch": {"launched_on": "08/03/2024"},
    "report": {"result": "Tốt", "reported_on": "08/03/2024"},
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_saved_and_an_old_page_of_it_noticed(world, own, name):
    if name != "launch":
        UnitCampaign.objects.filter(pk=own.pk).update(launched_on=DAY)
    client, address = client_in(world, "chair", 2024), reverse(f"emulation:unit-campaign-{name}", args=[own.pk])
    assert client.get(address).context["form"]["revision"].value() == 1
    data = {**FORMS[name], "revision": "1"}
    assert [client.post(address, data).status_code for _click in range(2)] == [302, 409]
    own.refresh_from_db()
    assert own.revision == 2


@pytest.mark.slow
def test_the_correction_shows_what_stands_and_the_board_member_no_launch(world, own):
    launch(own, world.people["chair"])
    address = reverse("emulation:unit-campaign-edit", args=[own.pk])
    form = client_in(world, "chair", 2024).get(address).context["form"]
    assert [row["text"].value() for row in form.targets.forms] == ["sáng kiến", "% đoàn viên đăng ký", None]
    assert form.fields.keys() & {"launched_on", "result", "reported_on"} == {"launched_on"}
    board = client_in(world, "board", 2024).get(address).context["form"]
    assert "launched_on" not in board.fields


def test_the_result_asks_what_was_reached_of_each_target(world, own):
    own = launch(own, world.people["chair"])
    client, address = client_in(world, "chair", 2024), reverse("emulation:unit-campaign-report", args=[own.pk])
    first, second = own.targets.all()
    data = {**FORMS["report"], "revision": "2", f"reached_{first.pk}": "1.5", f"reached_{second.pk}": "98"}
    assert list(errors_of(client.post(address, data))) == [f"reached_{first.pk}"]
    assert client.post(address, {**data, f"reached_{first.pk}": ""}).status_code == 302
    assert [target.reached for target in own.targets.all()] == [None, 98]


def test_the_next_chair_and_the_union_that_receives_the_unit_carry_on_what_was_begun(world, own):
    city = make_city(world)
    ward_officer = make_user("officer.ward", "officer", union=city.wards[0])
    next_chair = make_user("chair.next", "grassroots_chair", grassroots=world.school)
    assert not UnitCampaign.objects.visible_to(ward_officer).exists()
    city.do(Kind.TRANSFER, LineInput(world.school, to_union=city.wards[0]), on=date(2025, 7, 1))
    newer = make_unit_campaign(next_chair, world.school, year=2026)
    seen = [
        set(UnitCampaign.objects.visible_to(user)) for user in (ward_officer, next_chair, world.people["officer"])
    ]
    assert seen == [{own, newer}, {own, newer}, {own}]
    assert launch(own, next_chair).union == world.union
