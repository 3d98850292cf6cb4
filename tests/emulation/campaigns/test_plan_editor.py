"""The parts of a plan: waves, targets, what it says to each sector, units chosen by hand."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from core.audit import history_of
from core.history import history_lines
from core.workflow import MoveNotAllowed
from emulation.campaigns.models import Campaign
from emulation.campaigns.plan_parts import SectorPlan, Target, UnitByHand, Wave
from emulation.campaigns.selectors.parts import stored_parts
from emulation.campaigns.services.campaigns import create_campaign, edit_campaign
from tests.emulation.campaigning import client_in, running
from tests.factories import make_campaign, make_grassroots, make_title

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]
PLAN = {"name": "Lao động giỏi", "period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}
TYPED = {
    "name": "Lao động giỏi",
    "kind": "movement",
    "mode": "regular",
    "period_start": "01/01/2024",
    "period_end": "31/12/2024",
}
SPRING = Wave(date(2024, 1, 1), date(2024, 3, 31), "Mùa xuân")
AUTUMN = Wave(date(2024, 9, 1), date(2024, 12, 31), "")
LAUNCHES = Target("local_launches", 90, "share")
EMPTY = {"waves": [], "sector_plans": [], "targets": [], "units_by_hand": []}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def plan(world, **facts):
    return create_campaign(actor=world.people["officer"], union=world.union, **{**PLAN, **facts})


def refusal(world, **facts):
    with pytest.raises(ValidationError) as refused:
        plan(world, **facts)
    return refused.value.message_dict


def schools(world):
    return world.union.sectors.get(kind="education")


def rows(part, *typed):
    """What a browser sends for the rows of a part."""
    fields = {f"{part}-{row}-{name}": value for row, values in enumerate(typed) for name, value in values.items()}
    return {f"{part}-TOTAL_FORMS": len(typed), f"{part}-INITIAL_FORMS": 0, **fields}


def test_a_plan_keeps_its_parts_in_the_order_in_which_they_were_given(world):
    title = make_title()
    parts = {
        "waves": [SPRING, AUTUMN],
        "sector_plans": [SectorPlan(schools(world), "Dạy tốt", date(2024, 2, 1), (title,))],
        "targets": [LAUNCHES, Target("reports", 1, sector=schools(world))],
        "units_by_hand": [UnitByHand(world.company, False, "Mới phát động riêng")],
    }
    campaign = plan(world, mode="wave", **parts)
    assert stored_parts(campaign) == parts
    assert [(wave.number, str(wave)) for wave in campaign.waves.all()] == [(1, "Mùa xuân"), (2, "Wave 2")]


def test_what_changed_in_a_draft_is_in_its_history_and_what_was_not_given_stays(world):
    campaign = plan(world, mode="wave", waves=[SPRING], targets=[LAUNCHES])
    edit_campaign(
        actor=world.people["officer"], campaign=campaign, expected_revision=1, waves=[AUTUMN], targets=[LAUNCHES]
    )
    changes = [(change.label, change.old, change.new) for change in history_lines(campaign)[0].changes]
    assert changes == [("waves", "Mùa xuân: 01/01/2024 – 31/03/2024", "01/09/2024 – 31/12/2024")]
    assert stored_parts(campaign) == {**EMPTY, "waves": [AUTUMN], "targets": [LAUNCHES]}


def test_an_outdated_page_changes_no_part(world):
    campaign = plan(world, targets=[LAUNCHES])
    edit_campaign(actor=world.people["officer"], campaign=campaign, expected_revision=1, name="Khác")
    with pytest.raises(ValidationError):
        edit_campaign(actor=world.people["officer"], campaign=campaign, expected_revision=1, targets=[])
    assert stored_parts(campaign)["targets"] == [LAUNCHES]


def test_the_parts_of_a_launched_plan_stay(world):
    campaign = running(world)
    with pytest.raises(MoveNotAllowed):
        edit_campaign(actor=world.people["officer"], campaign=campaign, expected_revision=1, targets=[LAUNCHES])
    assert (stored_parts(campaign), history_of(campaign).count()) == (EMPTY, 0)


@pytest.mark.parametrize(
    ("facts", "part"),
    [
        ({"mode": "wave"}, "waves"),
        ({"mode": "regular", "waves": [SPRING]}, "waves"),
        ({"mode": "wave", "waves": [Wave(date(2023, 12, 31), date(2024, 1, 5))]}, "waves"),
        ({"mode": "wave", "waves": [Wave(date(2024, 12, 31), date(2025, 1, 1))]}, "waves"),
        ({"mode": "wave", "waves": [SPRING, Wave(date(2024, 3, 31), date(2024, 4, 1))]}, "waves"),
        ({"mode": "wave", "waves": [Wave(date(2024, 2, 2), date(2024, 2, 1))]}, "waves"),
        ({"targets": [Target("stars", 1)]}, "targets"),
        ({"targets": [Target("reports", 0)]}, "targets"),
        ({"targets": [Target("reports", 101, "share")]}, "targets"),
        ({"targets": [LAUNCHES, LAUNCHES]}, "targets"),
        ({"min_workers": 2, "max_workers": 1}, "max_workers"),
        ({"kind": "drive", "registration_closes": date(2024, 3, 1)}, "registration_closes"),
    ],
)
def test_what_does_not_fit_the_plan_is_refused_with_a_sentence(world, facts, part):
    assert list(refusal(world, **facts)) == [part]
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"mode": "wave", "waves": [SPRING, Wave(date(2024, 4, 1), date(2024, 4, 1))]},
        {"targets": [Target("reports", 100, "share"), Target("reports", 1)]},
        {"min_workers": 1, "max_workers": 1},
        {"kind": "drive"},
    ],
)
def test_what_fits_just_so_is_kept(world, facts):
    assert plan(world, **facts).pk


def test_sectors_units_clusters_and_parents_are_those_of_the_own_union(world):
    title, foreign_sector = make_title(), world.foreign_union.sectors.first()
    foreign = make_grassroots(world.foreign_union, "Trường Đông Ngạc")
    launched = make_campaign(world.foreign_union, world.people["stranger_officer"])
    cluster = world.foreign_union.clusters.create(name="Cụm số 1")
    production = world.union.sectors.get(kind="production")
    refused = [
        refusal(world, sector_plans=[SectorPlan(foreign_sector, "Dạy tốt")]),
        refusal(world, sector_plans=[SectorPlan(production, "Dạy tốt")], sectors=[schools(world)]),
        refusal(world, targets=[Target("reports", 1, sector=production)], sectors=[schools(world)]),
        refusal(world, targets=[Target("reports", 1, title=title)]),
        refusal(world, units_by_hand=[UnitByHand(foreign, True)]),
        refusal(world, units_by_hand=[UnitByHand(world.school, True), UnitByHand(world.school, False)]),
        refusal(world, kind="drive", titles=[title]),
        refusal(world, kind="drive", sector_plans=[SectorPlan(schools(world), titles=(title,))]),
        refusal(world, clusters=[cluster]),
        refusal(world, parent=launched),
    ]
    assert [next(iter(each)) for each in refused] == [
        *("sector_plans", "sector_plans", "targets", "targets", "units_by_hand", "units_by_hand"),
        *("titles", "sector_plans", "clusters", "parent"),
    ]


def test_the_form_saves_all_parts_and_shows_them_again(world):
    sector, client = schools(world), client_in(world, "officer", 2024)
    typed = {
        **TYPED,
        "mode": "wave",
        "occasions": " 95 năm  Công đoàn\n\n70 năm Thủ đô ",
        "left_out": [world.company.pk],
        "left_out_reason": "Mới thành lập",
        **rows("waves", {"starts_on": "01/01/2024", "ends_on": "31/03/2024", "name": "Mùa xuân"}, {}),
        **rows("targets", {"measure": "local_launches", "value": "90", "basis": "share"}, {"basis": "each_unit"}),
        f"sector-{sector.pk}-contents": "Dạy tốt",
    }
    assert client.post(reverse("emulation:campaign-create"), typed).status_code == 302
    campaign = Campaign.objects.get()
    assert stored_parts(campaign) == {
        "waves": [SPRING],
        "sector_plans": [SectorPlan(sector, "Dạy tốt")],
        "targets": [LAUNCHES],
        "units_by_hand": [UnitByHand(world.company, False, "Mới thành lập")],
    }
    assert campaign.occasions == "95 năm Công đoàn\n70 năm Thủ đô"
    form = client.get(reverse("emulation:campaign-edit", args=[campaign.pk])).context["form"]
    assert [row["name"].value() for row in form.parts.waves] == ["Mùa xuân", None]
    assert [row["value"].value() for row in form.parts.targets] == ["90", None]
    assert [row.sector for row in form.parts.by_sector if row.says_something] == [sector]
    assert ([*form["left_out"].value()], form["left_out_reason"].value()) == ([world.company.pk], "Mới thành lập")


def test_another_row_is_added_without_losing_or_judging_what_was_typed(world):
    typed = {**TYPED, "name": "", "add_row": "targets", **rows("targets", {"measure": "reports", "value": "viel"})}
    page = client_in(world, "officer", 2024).post(reverse("emulation:campaign-create"), typed)
    targets = page.context["form"].parts.targets
    assert (page.status_code, Campaign.objects.count()) == (200, 0)
    assert [row["value"].value() for row in targets] == ["viel", None]
    assert "error-summary" not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (rows("targets", {"measure": "reports", "value": "0", "basis": "each_unit"}), "value"),
        (rows("targets", {"measure": "reports", "value": "101", "basis": "share"}), "value"),
        (rows("targets", {"measure": "", "value": "1", "basis": "share"}), "measure"),
        ({"mode": "wave", **rows("waves", {"starts_on": "01/02/2024", "ends_on": "31/01/2024"})}, "ends_on"),
        ({"mode": "wave", **rows("waves", {"starts_on": "01/02/2024"})}, "ends_on"),
    ],
)
def test_a_wrong_row_gets_its_sentence_at_its_field(world, typed, wrong):
    page = client_in(world, "officer", 2024).post(reverse("emulation:campaign-create"), {**TYPED, **typed})
    assert (page.status_code, [list(row.errors) for row in page.context["form"].parts.wrong_rows]) == (422, [[wrong]])
    assert Campaign.objects.count() == 0


def test_a_row_ticked_to_be_removed_is_neither_judged_nor_kept(world):
    typed = {**TYPED, **rows("targets", {"measure": "reports", "value": "viel", "DELETE": "on"})}
    assert client_in(world, "officer", 2024).post(reverse("emulation:campaign-create"), typed).status_code == 302
    assert stored_parts(Campaign.objects.get()) == EMPTY


@pytest.mark.slow
@pytest.mark.parametrize("count", ["-1", "99999999999999999999", "x", ""])
def test_a_count_of_rows_that_no_browser_sends_is_refused_or_ignored(world, count):
    typed = {**TYPED, "targets-TOTAL_FORMS": count, "targets-INITIAL_FORMS": "0"}
    client, url = client_in(world, "officer", 2024), reverse("emulation:campaign-create")
    answers = [client.post(url, typed).status_code, client.post(url, {**typed, "add_row": "targets"}).status_code]
    assert all(answer in {200, 302, 422} for answer in answers)


@pytest.mark.slow
def test_a_unit_reads_what_concerns_its_own_sector_first(world):
    production = world.union.sectors.get(kind="production")
    campaign = running(world)
    for sector, words in ((production, "Năng suất"), (schools(world), "Dạy tốt")):
        campaign.sector_plans.create(sector=sector, contents=words)
        campaign.targets.create(sector=sector, measure="reports", value=1, position=sector.pk)
    rollout = campaign.rollouts.get(grassroots=world.school)
    for client, url, concerned in (
        (client_in(world, "chair", campaign.year), rollout.get_absolute_url(), [True, False]),
        (client_in(world, "chair", campaign.year), campaign.get_absolute_url(), [True, False]),
        (client_in(world, "officer", campaign.year), campaign.get_absolute_url(), [True, True]),
    ):
        parts = client.get(url).context["parts"]
        assert [part["concerns"] for part in parts["sectors"]] == concerned
        first = parts["sectors"][0]["sector"], parts["targets"][0]["whom"]
        assert first == (schools(world), str(schools(world))) or all(concerned)


@pytest.mark.slow
def test_a_unit_reads_the_titles_and_the_deadline_of_its_own_sector(world):
    campaign = running(world, make_title(), registration_closes=date(2024, 3, 31))
    own, last = make_title("GVDG", "Giáo viên dạy giỏi"), date(2024, 10, 15)
    campaign.sector_plans.create(sector=schools(world), registration_closes=last).titles.set([own])
    chair, officer = (client_in(world, role, campaign.year) for role in ("chair", "officer"))
    at_unit = campaign.rollouts.get(grassroots=world.school).get_absolute_url()

    def shown(client, url):
        context = client.get(url).context
        facts = dict([*context["facts"], *context["plan_facts"]])
        return context["parts"]["titles"], facts["Registration"][-10:]

    assert [shown(chair, url) for url in (campaign.get_absolute_url(), at_unit)] == [([own.name], "15/10/2024")] * 2
    assert shown(officer, campaign.get_absolute_url()) == ([campaign.titles.get().name], "31/03/2024")


def test_the_page_of_a_draft_counts_its_audience_and_opens_exactly_these_units(world):
    campaign = plan(world, units_by_hand=[UnitByHand(world.company, False)])
    client = client_in(world, "officer", 2024)
    audience = client.get(campaign.get_absolute_url()).context["audience"]
    units = client.get(audience["url"])
    assert audience["units"] == 1
    assert list(units.context["table"].data) == [world.school]
