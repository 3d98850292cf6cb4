"""Figures follow their records, and open to exactly the rows they count."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from core.audit import history_of
from core.corrections import strike
from emulation.campaigns.models import Campaign
from emulation.contests.models import Contest
from emulation.initiatives.models import Initiative
from reports.indicators.rules import change_in_percent, may_write_report, percent
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figure_of, figures_of, split_by_sector
from reports.indicators.selectors.groups import GROUPS
from reports.indicators.selectors.indicators import find_indicator, indicators
from reports.indicators.selectors.rows import RowSequence, rows_behind
from reports.indicators.services import remark_on_figure
from tests.factories import make_campaign, make_grassroots, make_person, make_rollout, make_title
from unions.units.models import GrassrootsUnion, Headcount

TEACHERS = "Hội thi Giáo viên dạy giỏi cấp quận"


def value(year, name):
    return find_indicator(name).value(year.scope)


@pytest.mark.slow
def test_a_year_without_records_counts_its_units_and_nothing_else(year):
    counted = {name: each.value for name, each in figures_of(year.scope).items() if each.value}
    assert counted == {"grassroots_unions": 2, "workers": 80, "members": 76, "women_members": 58}


def _shown(year, name):
    return figures_of(year.scope, [name])[name]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("initiatives_recognised", lambda year: year.initiative(state="not_recognised")),
        ("contest_prizes_collective", lambda year: year.contest()),
        ("teachers_prized_district", lambda year: year.contest(TEACHERS, kind="teacher")),
        ("pupils_prized_national", lambda year: year.result(level="province")),
        ("federation_contest_prizes", lambda year: year.result()),
        ("unions_classified_good", lambda year: year.grade(year.world.school, "excellent")),
        ("received_from_above", lambda year: year.received(make_title("CO"), grassroots=year.world.school)),
        ("outstanding_workers_honoured", lambda year: year.award()),
        ("awarded_CO", lambda year: year.award()),
        ("rewards_paid", lambda year: year.award(amount=0)),
    ],
)
def test_a_figure_is_missing_until_its_source_speaks_and_then_counts_zero(year, name, other):
    make_title("CO")
    assert (_shown(year, name).value, _shown(year, name).display) == (None, "chưa có số liệu")
    assert _shown(year, name).reason.startswith(("chưa", "trong năm chưa"))
    other(year)
    assert (_shown(year, name).value, _shown(year, name).display) == (0, "0")


@pytest.mark.parametrize("name", ["rollout_percent", "units_registering", "initiatives_registered", "works_plaqued"])
def test_without_a_campaign_nothing_could_be_registered(year, name):
    assert _shown(year, name).value == 0
    Campaign.objects.update(state="draft", launched_on=None)
    assert _shown(year, name).is_missing


def test_what_was_recorded_without_a_campaign_is_counted_all_the_same(year):
    Campaign.objects.update(state="draft", launched_on=None)
    year.initiative()
    assert (_shown(year, "initiatives_registered").value, _shown(year, "initiatives_registered").caption) == (1, "")


def test_a_sum_says_of_how_many_it_was_entered_until_all_are_there(year):
    year.world.company.headcounts.all().delete()
    figure, entered = _shown(year, "members"), year.world.school.headcounts.get(year=2024)
    assert (figure.value, figure.caption) == (entered.members, "đã có số liệu của 1/2 đơn vị")
    entered.delete()
    assert _shown(year, "members").is_missing


def test_a_benefit_of_nought_is_a_benefit(year):
    year.initiative()
    assert _shown(year, "initiatives_benefit").is_missing
    year.initiative(benefit_amount=0)
    assert (_shown(year, "initiatives_benefit").value, _shown(year, "initiatives_benefit").caption) == (
        0,
        "đã có số liệu của 1/2 sáng kiến",
    )


def test_a_missing_figure_has_no_sectors(year):
    assert figures_of(year.scope, ["pupils_prized_city"], split=True)["pupils_prized_city"].by_sector == {}


CUT_OFF = date(2024, 12, 5)


def _as_of(year, day):
    return Scope(year.world.union, 2024, day)


DATED = {
    "launch_participants": lambda year, day: _launch_on(year, day),
    "initiatives_applied": lambda year, day: year.initiative(applied_on=day, applied_where="Toàn trường"),
    "initiatives_recognised": lambda year, day: _recognised_on(year, day),
    "works_completed": lambda year, day: year.work("Sân trường", completed_on=day),
    "works_plaqued": lambda year, day: year.work("Sân trường", plaque_on=day, plaque_text="Chào mừng"),
    "contest_prizes_collective": lambda year, day: year.entry(_contest_on(year, day), rank="first"),
    "unions_classified_good": lambda year, day: year.grade(year.world.school, "good", decided_on=day),
    "received_from_above": lambda year, day: year.received(make_title("CO"), to_federation=True, decided_on=day),
    "awards_total": lambda year, day: year.award(dated_on=day),
}


def _launch_on(year, day):
    make_rollout(
        year.campaign,
        year.world.school,
        state="launched",
        acknowledged_on=day,
        launched_on=day,
        participants=1,
    )


def _recognised_on(year, day):
    facts = {"recognition_level": "grassroots", "recognition_decision": "12/QĐ"}
    year.initiative(state="recognised", recognised_on=day, **facts)


def _contest_on(year, day):
    contest = year.contest()
    Contest.objects.filter(pk=contest.pk).update(held_on=day)
    return contest


@pytest.mark.parametrize("name", DATED)
def test_what_happened_after_the_cut_off_is_not_counted_and_belongs_to_the_whole_year(year, name):
    make_title("CO")
    indicator = find_indicator(name)
    DATED[name](year, CUT_OFF)
    counted = [
        indicator.value(_as_of(year, day)) for day in (CUT_OFF - timedelta(days=1), CUT_OFF, date(2024, 12, 31))
    ]
    assert counted == [0, 1, 1]


def test_a_decision_of_january_about_the_year_counts_in_the_report_of_the_whole_year(year):
    year.award(dated_on=date(2025, 1, 20))
    assert [
        find_indicator("awards_total").value(_as_of(year, day)) for day in (date(2024, 12, 30), date(2024, 12, 31))
    ] == [0, 1]


def test_what_has_no_day_is_counted_as_of_any(year):
    year.received(make_title("CO"), to_federation=True)
    assert find_indicator("received_from_above").value(_as_of(year, CUT_OFF)) == 1


def test_a_contest_after_the_cut_off_is_not_held_yet(year):
    _contest_on(year, CUT_OFF)
    figures = [
        figures_of(_as_of(year, CUT_OFF - timedelta(days=late)), ["contest_prizes_individual"]) for late in (0, 1)
    ]
    assert [figure["contest_prizes_individual"].value for figure in figures] == [0, None]


def test_a_contest_struck_out_was_not_held_and_gave_no_prizes(year):
    year.entry(year.contest(), rank="first")
    strike(Contest.objects.get(), actor=year.world.people["officer"], reason="Nhập trùng.")
    assert _shown(year, "contest_prizes_collective").is_missing


def _initiative(year):
    return [year.initiative()]


def _applied(year):
    return [year.initiative(applied_on="2024-05-01", applied_where="Toàn trường")]


def _pupil(level):
    return lambda year: [year.result(level=level)]


def _teacher(year):
    return [year.result(kind="teacher", level="superior", holder_name="", person=make_person(year.world.school))]


def _federation(year):
    return [year.result(kind="federation", grassroots=None, holder_name="")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "add"),
    [
        ("initiatives_registered", _initiative),
        ("initiatives_applied", _applied),
        ("topics_registered", lambda year: [year.initiative(kind="research")]),
        ("works_registered", lambda year: [year.work("Sân trường")]),
        ("works_completed", lambda year: [year.work("Sân trường", completed_on="2024-06-01")]),
        ("works_plaqued", lambda year: [year.work("Sân trường", plaque_on="2024-06-01", plaque_text="Chào mừng")]),
        ("registrations_LDTT", lambda year: [year.registration()]),
        ("units_registering", lambda year: [year.registration()]),
        ("pupils_prized_national", _pupil("national")),
        ("pupils_prized_city", _pupil("province")),
        ("pupils_prized_district", _pupil("superior")),
        ("teachers_prized_district", _teacher),
        ("federation_contest_prizes", _federation),
        ("contest_prizes_collective", lambda year: [year.entry(year.contest(), rank="first")]),
        (
            "contest_prizes_individual",
            lambda year: [year.entry(year.contest(), rank="first", person=make_person(year.world.school))],
        ),
        ("unions_classified_excellent", lambda year: [year.grade(year.world.school, "excellent")]),
        ("unions_classified_not_completed", lambda year: [year.grade(year.world.school, "not_completed")]),
        ("received_from_above", lambda year: [year.received(make_title("CO"), to_federation=True)]),
    ],
)
def test_a_figure_follows_its_records_and_opens_to_them(year, name, add):
    make_title()
    assert value(year, name) == 0
    records = add(year)
    assert (value(year, name), len(rows_behind(find_indicator(name), year.scope))) == (1, 1)
    for record in records:
        record.delete()
    assert (value(year, name), list(rows_behind(find_indicator(name), year.scope))) == (0, [])


@pytest.mark.parametrize(
    "facts",
    [{"state": "draft"}, {"state": "submitted"}, {"state": "withdrawn"}, {"year": 2023}, {"year": 2025}],
)
def test_an_initiative_that_is_not_accepted_or_of_another_year_is_not_counted(year, facts):
    year.initiative(**facts)
    assert value(year, "initiatives_registered") == 0


def test_the_records_of_the_neighbour_are_not_counted(year):
    year.initiative(union=year.world.foreign_union, grassroots=year.world.foreign_school)
    assert value(year, "initiatives_registered") == 0


def test_only_issued_decisions_count_their_awards(year):
    for state in ("draft", "signed", "issued"):
        year.award(state=state, amount=350_000)
    assert (value(year, "awards_total"), value(year, "awarded_LDTT"), value(year, "rewards_paid")) == (1, 1, 350_000)


def test_what_others_awarded_is_counted_with_what_the_federation_awarded_itself(year):
    award = year.award()
    year.received(award.title, person=award.person)
    assert (value(year, "awarded_LDTT"), len(rows_behind(find_indicator("awarded_LDTT"), year.scope))) == (2, 2)


def test_a_prize_in_a_teachers_contest_counts_among_the_good_teachers_beside_the_results_of_others(year):
    contest, teacher = year.contest(TEACHERS, kind="teacher"), make_person(year.world.school)
    year.entry(contest, rank="second", person=teacher)
    year.entry(contest, person=make_person(year.world.school))  # without a prize
    year.entry(contest, rank="first")  # the team of the school
    year.entry(year.contest(), rank="first", person=teacher)  # another kind of contest
    result = year.result(
        kind="teacher",
        level="superior",
        holder_name="",
        person=make_person(year.world.school),
        contest_name="Hội giảng",
    )
    rows = [(row.name, row.url) for row in rows_behind(find_indicator("teachers_prized_district"), year.scope)]
    assert rows == [
        (str(result), result.get_absolute_url()),
        (f"{teacher}: {TEACHERS}", contest.get_absolute_url()),
    ]
    assert value(year, "teachers_prized_district") == 2
    assert split_by_sector(find_indicator("teachers_prized_district"), year.scope)["education"] == 2


def test_a_teacher_counts_once_in_a_contest_that_is_recorded_twice(year):
    teacher = make_person(year.world.school)
    year.entry(year.contest(TEACHERS, kind="teacher"), rank="second", person=teacher)
    for contest_name in (TEACHERS, TEACHERS, "Hội giảng"):
        year.result(kind="teacher", level="superior", holder_name="", person=teacher, contest_name=contest_name)
    assert value(year, "teachers_prized_district") == 2
    names = [row.name for row in rows_behind(find_indicator("teachers_prized_district"), year.scope)]
    assert names == [f"{teacher}: {TEACHERS}", f"{teacher}: Hội giảng"]


def test_shares_are_taken_of_all_units(year, reached):
    assert (value(year, "rollout_percent"), value(year, "local_launch_percent")) == (75, 50)
    assert [row.name for row in rows_behind(find_indicator("local_launch_percent"), year.scope)] == sorted(
        (unit.name for unit in reached[:2]), key=lambda name: GrassrootsUnion.objects.get(name=name).sort_key
    )
    assert value(year, "launch_participants") == 60


def test_a_unit_counts_once_however_many_plans_it_launched(year, reached):
    second = make_campaign(year.world.union, year.world.people["officer"], name="Second")
    for rollout in year.campaign.rollouts.filter(state="launched"):
        rollout.pk, rollout.campaign = None, second
        rollout.save()
    figures = {name: value(year, name) for name in ("local_launch_percent", "launch_participants", "launch_turns")}
    assert figures == {"local_launch_percent": 50, "launch_participants": 60, "launch_turns": 90}
    behind = {name: len(rows_behind(find_indicator(name), year.scope)) for name in figures}
    assert behind == {"local_launch_percent": 2, "launch_participants": 2, "launch_turns": 3}


def test_units_are_counted_as_of_the_day(year):
    late = make_grassroots(year.world.union)
    late.affiliations.update(valid_from="2025-01-01")
    GrassrootsUnion.objects.filter(pk=year.world.company.pk).update(status="dissolved", dissolved_on="2025-02-01")
    assert value(year, "grassroots_unions") == 2
    assert find_indicator("grassroots_unions").value(Scope.of_year(year.world.union, 2025)) == 2
    assert list(
        find_indicator("grassroots_unions").rows(Scope.of_year(year.world.union, 2025))[0].order_by("pk")
    ) == [
        year.world.school,
        late,
    ]


def test_members_are_added_up_from_the_numbers_of_the_year(year):
    Headcount.objects.create(grassroots=year.world.school, year=2023, workers=9, women=9, members=9, women_members=9)
    Headcount.objects.filter(grassroots=year.world.school, year=2024).update(members=40)
    assert value(year, "members") == 78


def test_a_figure_is_split_by_sector(year):
    year.initiative()
    year.initiative(grassroots=year.world.company)
    year.initiative(grassroots=year.world.company)
    split = split_by_sector(find_indicator("initiatives_registered"), year.scope)
    assert split == {"production": 2, "education": 1, "administrative": 0}


@pytest.mark.parametrize("name", ["rollout_percent", "federation_contest_prizes", "received_from_above"])
def test_a_share_and_what_belongs_to_no_unit_is_not_split(year, name):
    assert split_by_sector(find_indicator(name), year.scope) == {}


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, "0"), (0, 7, "0"), (7, 7, "100"), (1, 3, "33.33"), (2, 3, "66.67"), (1, 8, "12.5"), (1, 800, "0.13")],
)
def test_a_share_has_two_decimals_half_up(part, whole, said):
    assert percent(part, whole) == Decimal(said)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_of_a_part_lies_between_nought_and_a_hundred(part, whole):
    assert 0 <= percent(min(part, whole), whole) <= 100


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(110, 100, "10.0"), (90, 100, "-10.0"), (0, 100, "-100.0"), (1, 3, "-66.7"), (5, 0, None), (0, 0, None)],
)
def test_a_change_is_told_against_the_year_before_if_there_was_something(now, before, said):
    assert change_in_percent(now, before) == (None if said is None else Decimal(said))


def _remark(year, **said):
    remark_on_figure(
        actor=year.world.people["officer"], union=year.world.union, year=2024, name="initiatives_registered", **said
    )
    return figure_of(find_indicator("initiatives_registered"), year.scope)


def test_the_remark_stands_beside_the_count_and_never_in_its_place(year):
    year.initiative()
    figure = _remark(year, qualifier="at_least", typed_value=Decimal(90))
    assert (figure.value, figure.display) == (1, "1")
    assert "90" in figure.caption


def test_demo_data_and_a_note_are_told_beside_the_count(year):
    assert _remark(year, note="Số liệu  của phòng").caption == "Số liệu của phòng"
    assert _remark(year, is_demo=True).is_demo
    assert figures_of(year.scope)["initiatives_registered"].is_demo


def test_the_history_keeps_the_remark_that_was_there_before(year):
    _remark(year, note="Theo báo cáo quý")
    remark = _remark(year, note="Theo báo cáo năm").remark
    assert history_of(remark).first().detail == {"note": ["Theo báo cáo quý", "Theo báo cáo năm"]}


def test_a_remark_on_a_figure_nobody_knows_is_refused_at_its_name(year):
    with pytest.raises(ValidationError) as refused:
        remark_on_figure(actor=year.world.people["officer"], union=year.world.union, year=2024, name="moons")
    assert list(refused.value.message_dict) == ["name"]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("role", ["chair", "viewer", "clerk", "council", "admin", "stranger_officer"])
def test_nobody_else_remarks_on_a_figure(year, role):
    with pytest.raises(PermissionDenied):
        remark_on_figure(actor=year.world.people[role], union=year.world.union, year=2024, name="members")


def test_every_figure_of_the_groups_exists_and_the_names_of_the_design_are_there(year):
    names = set(indicators())
    assert {name for _heading, group in GROUPS for name in group} <= names
    assert {f"unions_classified_{grade}" for grade in ("excellent", "good", "completed", "not_completed")} <= names


def test_a_title_of_the_catalogue_brings_its_two_figures(year):
    make_title("TRIAL", "Danh hiệu thử")
    assert {"registrations_TRIAL", "awarded_TRIAL"} <= set(indicators())


def test_a_figure_nobody_knows_is_none(year):
    assert find_indicator("number_of_moons") is None


def test_who_writes_the_report(world):
    may = {role for role, user in world.people.items() if may_write_report(user, world.union.pk)}
    assert may == {"leader", "vice", "officer"}


@pytest.fixture
def sequence(year):
    """Rows of three sources, one of them empty."""
    for number in range(4):
        year.initiative(f"A{number}")
    for number in range(3):
        year.initiative(f"B{number}", kind="technical")
    rows = Initiative.objects.order_by("pk")
    return RowSequence([rows.filter(kind="experience"), rows.none(), rows.filter(kind="technical")])


def test_rows_of_several_sources_are_one_list(sequence):
    assert [row.name for row in sequence] == ["A0", "A1", "A2", "A3", "B0", "B1", "B2"]
    assert len(sequence) == 7


@pytest.mark.slow
def test_rows_slice_exactly_as_a_list_does(sequence):
    whole = list(sequence)
    edges = [None, *range(-9, 10)]
    for start in edges:
        for stop in edges:
            assert sequence[start:stop] == whole[start:stop]
    for step in (2, 3, -1, -2):
        assert sequence[::step] == whole[::step]
        assert sequence[5:1:step] == whole[5:1:step]
    assert [sequence[place] for place in range(-7, 7)] == [whole[place] for place in range(-7, 7)]


@pytest.mark.parametrize("place", [7, -8, 100])
def test_a_row_beyond_the_end_is_not_there(sequence, place):
    with pytest.raises(IndexError):
        sequence[place]


def _some_of_everything(year, number):
    unit = make_grassroots(year.world.union)
    facts = {"grassroots": unit}
    year.initiative(f"S{number}", **facts, applied_on="2024-05-01", applied_where="Đây")
    year.initiative(f"T{number}", kind="research", **facts)
    year.work(f"W{number}", completed_on="2024-06-01", plaque_on="2024-06-01", plaque_text="Chào mừng", **facts)
    year.registration(**facts)
    for level in ("national", "province", "superior"):
        year.result(level=level, **facts)
    year.result(kind="teacher", level="superior", holder_name="", person=make_person(unit), **facts)
    year.result(kind="federation", grassroots=None, holder_name="")
    contest = year.contest(f"Hội thi {number}")
    year.entry(contest, rank="first", **facts)
    year.entry(contest, rank="second", person=make_person(unit), **facts)
    year.grade(unit, "excellent")
    award = year.award(number=number, amount=1, **facts)
    year.received(award.title, person=award.person, grassroots=unit)
    year.received(award.title, to_federation=True)
    _local_launch(year, unit)


def _local_launch(year, unit):
    year.campaign.rollouts.create(
        union=year.world.union,
        grassroots=unit,
        state="launched",
        sent_at="2024-02-01T08:00:00+07:00",
        acknowledged_on="2024-03-01",
        launched_on="2024-03-02",
        participants=5,
    )


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_every_page_of_a_figure_costs_the_same_for_few_rows_and_for_many(year):
    client = year.world.client("officer")
    client.post("/year/", {"year": "2024"})
    costs = []
    for first, last in ((0, 2), (2, 8)):
        for number in range(first, last):
            _some_of_everything(year, number + 1)
        costs.append({name: _queries(client, year, name) for name in indicators()})
    assert {name: (before, costs[1][name]) for name, before in costs[0].items() if before != costs[1][name]} == {}


def _queries(client, year, name):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/reports/unions/{year.world.union.pk}/figures/{name}/?year=2024")
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.slow
def test_every_row_behind_every_figure_names_its_record(year):
    _some_of_everything(year, 1)
    for each in indicators().values():
        rows = rows_behind(each, year.scope)
        assert len(rows) == sum(part.count() for part in each.rows(year.scope))
        assert all(row.name for row in rows)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_more_titles_cost_no_more_queries(year):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            figures_of(year.scope)
        return len(captured)

    make_title("T0", "Danh hiệu 0")
    before = queries()
    for number in range(1, 5):
        make_title(f"T{number}", f"Danh hiệu {number}")
    assert queries() == before
