"""Counting the demo gives the figures of the press; every other figure is marked as demo data."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count, Max
from django.utils import timezone

from accounts.users.models import Role, User
from awards.decisions.choices import DecisionState
from awards.decisions.models import Award, Certificate, Decision
from awards.received.models import ReceivedAward
from awards.sessions.choices import Outcome
from awards.sessions.models import AgendaItem
from awards.sessions.rules import has_quorum, reaches_threshold, votes_needed
from core.audit_chain import broken_links
from core.text import comparison_key
from demo.context import read_plan
from demo.federations import SIGN_IN
from emulation.campaigns.choices import CampaignKind
from emulation.campaigns.models import Campaign, Rollout
from emulation.clusters.models import ClusterYear
from emulation.contests.choices import PrizeRank
from emulation.contests.models import Contest, ExternalResult
from emulation.eligibility.models import Verdict
from emulation.eligibility.selectors.judging import judge_all
from emulation.initiatives.choices import COUNTED_INITIATIVE, InitiativeState
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.law.selectors import terms_on
from emulation.monitoring.choices import STATES, Step
from emulation.monitoring.selectors.board import with_steps
from emulation.monitoring.selectors.targets import progress_of, units_of
from emulation.monitoring.tables.board import StepColumn
from emulation.personal_records.choices import DisciplineLevel
from emulation.personal_records.models import Discipline, Leave, YearlyGrade
from emulation.registrations.choices import RegistrationState
from emulation.registrations.eligibility import OF_UNIT, Judging
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet
from tests.our_apps import APPS
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.selectors.merging import links_to_people
from unions.people.choices import Gender
from unions.people.models import Employment, Person
from unions.tree.models import Union
from unions.units.models import Cluster, GrassrootsUnion, Headcount

PRESS = json.loads(Path(__file__).with_name("figures.json").read_text("utf-8"))
TAYHO, BACTULIEM = PRESS["federations"]
ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PASSWORD = "mat-khau-trinh-dien"


@pytest.fixture(scope="module")
def demo(django_db_setup: Any, django_db_blocker: Any) -> Iterator[str]:
    """Load it inside a transaction that is rolled back when the module is done; return what the command said."""
    stdout = StringIO()
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as environment:
        environment.setenv("DEMO_PASSWORD", PASSWORD)
        call_command("demo", stdout=stdout)
        yield stdout.getvalue()
        transaction.set_rollback(True)


def report_of(federation: dict[str, Any], folder: Path) -> dict[str, Any]:
    output = folder / f"{federation['code']}.json"
    call_command("year_end_report", union=federation["code"], year=federation["year"], output=output,
                 format="json", stdout=StringIO())  # fmt: skip
    return json.loads(output.read_text("utf-8"))


def named(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(row for row in rows if row["name"] == name)


def rows_of_all_models() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for label in APPS
            for model in apps.get_app_config(label).get_models()}  # fmt: skip


def test_every_figure_of_tay_ho_2020_comes_out_by_counting(demo: str, tmp_path: Path) -> None:
    contests, counted = TAYHO["contests"], report_of(TAYHO, tmp_path)["indicators"]
    expected = {
        "rollout_percent": TAYHO["rollout_percent_of_grassroots_unions"],
        "initiatives_registered": TAYHO["initiatives"]["registered"],
        "initiatives_applied": TAYHO["initiatives"]["applied_in_practice"],
        "teachers_prized_district": named(contests, "Hội thi Giáo viên dạy giỏi cấp quận")["prizes_individual"],
        "pupils_prized_national": named(contests, "Học sinh giỏi quốc gia")["outcome_count"],
        "pupils_prized_city": named(contests, "Học sinh giỏi thành phố")["outcome_count"],
        "pupils_prized_district": named(contests, "Học sinh giỏi cấp quận")["outcome_count"],
    }
    assert {name: counted[name] for name in expected} == expected
    assert counted["local_launch_percent"] > TAYHO["local_launch_percent_of_grassroots_unions"]["more_than"]
    assert counted["local_launch_percent"] < 100


def test_every_figure_of_bac_tu_liem_2024_comes_out_by_counting(demo: str, tmp_path: Path) -> None:
    honours, contests = BACTULIEM["honours"], BACTULIEM["contests"]
    quiz, counted = contests[0], report_of(BACTULIEM, tmp_path)["indicators"]
    expected = {
        "outstanding_workers_honoured": honours[0]["count"],
        "initiatives_commended": honours[1]["count"],
        "enterprises_for_workers": honours[2]["count"],
        "contest_prizes_collective": quiz["prizes_collective"],
        "contest_prizes_individual": quiz["prizes_individual"],
        "federation_contest_prizes": 1,
        "received_from_above": len(BACTULIEM["received_from_above"]),
        "awarded_CTD_LDLDTP": 1,
    }
    assert {name: counted[name] for name in expected} == expected


def test_the_contests_and_awards_of_the_press_are_there_by_name(demo: str) -> None:
    quiz, city = BACTULIEM["contests"]
    assert Contest.objects.filter(union__code="BACTULIEM", year=2024, name=quiz["name"]).count() == 1
    prize = ExternalResult.objects.get(union__code="BACTULIEM", contest_name=city["name"])
    assert (prize.organiser, prize.cluster_name, prize.rank) == (city["organiser"], city["cluster"], PrizeRank.SECOND)
    flag = ReceivedAward.objects.get(union__code="BACTULIEM", to_federation=True)
    assert (flag.title.name, flag.year) == (
        BACTULIEM["received_from_above"][0]["name"],
        BACTULIEM["received_from_above"][0]["year"],
    )
    workers, trip = (
        Award.objects.filter(union__code="BACTULIEM", title__code="CNG_Q"),
        "báo công Bác tại làng Sen - Nghệ An",
    )
    assert trip in BACTULIEM["honours"][0]["name"]
    assert workers.filter(achievement__contains=trip).count() == BACTULIEM["honours"][0]["count"]
    names = {contest["name"] for contest in TAYHO["contests"]}
    assert set(ExternalResult.objects.filter(union__code="TAYHO").values_list("contest_name", flat=True)) == names


@pytest.mark.parametrize("federation", [TAYHO, BACTULIEM], ids=["TAYHO", "BACTULIEM"])
def test_the_campaigns_of_the_press_are_launched_in_their_sectors(demo: str, federation: dict[str, Any]) -> None:
    launched = Campaign.objects.filter(
        union__code=federation["code"], year=federation["year"], launched_on__isnull=False
    )
    by_name = {comparison_key(campaign.name): campaign for campaign in launched}
    for published in federation["campaigns"]:
        campaign = by_name[comparison_key(published["name"])]
        kinds = set(campaign.sectors.values_list("kind", flat=True))
        assert kinds == {published["sector"]} if "sector" in published else kinds
        assert campaign.co_organisers == published.get("co_organiser", campaign.co_organisers)
        assert campaign.kind == published.get("kind", campaign.kind)
        assert all(line.lower() in campaign.contents.lower() for line in published.get("content", []))
    for occasion in federation.get("anniversaries", []):
        assert all(occasion in campaign.occasions for campaign in launched)


@pytest.mark.parametrize("federation", [TAYHO, BACTULIEM], ids=["TAYHO", "BACTULIEM"])
def test_every_cluster_of_the_demo_has_its_lead_and_a_pact_all_signed_in_the_year_of_the_press(
    demo: str, federation: dict[str, Any]
) -> None:
    clusters = Cluster.objects.filter(union__code=federation["code"]).annotate(units=Count("grassroots_unions"))
    rows = ClusterYear.objects.filter(cluster__in=clusters, year=federation["year"])
    signed = dict(rows.annotate(signed=Count("signatures")).values_list("cluster", "signed"))
    assert signed == {cluster.pk: cluster.units for cluster in clusters}
    assert all(row.lead and row.lead.cluster_id == row.cluster_id for row in rows.select_related("lead"))
    before = ClusterYear.objects.filter(cluster__in=clusters, year=federation["year"] - 1)
    assert not set(rows.values_list("lead", flat=True)) & set(before.values_list("lead", flat=True))  # it rotates
    chair = User.objects.get(username=f"chair.{federation['code'].lower()}")
    assert chair.roles.filter(kind="cluster_lead", valid_to__year=timezone.localdate().year).count() == 1


def test_each_officer_has_two_pairs_to_answer_of_which_nothing_hangs_on_the_second_record(demo):
    for code in ("tayho", "bactuliem"):
        pairs = DuplicateCandidate.objects.visible_to(User.objects.get(username=f"officer.{code}")).open()
        reasons = {reason for pair in pairs for reason in pair.codes}
        assert {"in_unit", "name_birth"} <= reasons
        links = [link for link in links_to_people() if link.label != "unions.Employment"]
        second = [max(pair.people, key=lambda each: each.pk) for pair in pairs]
        assert len([each for each in second if not any(link.rows(each).exists() for link in links)]) >= 2


def test_postgresql_has_looked_at_what_the_demo_wrote_before_anybody_reads_it(demo: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'unions_person'")
        else:  # SQLite plans by its indexes alone
            cursor.execute("SELECT count(*) FROM unions_person")
        assert cursor.fetchone()[0] == Person.objects.count()


def test_taking_one_record_away_changes_its_figure(demo: str, tmp_path: Path) -> None:
    before = report_of(TAYHO, tmp_path)["indicators"]
    initiative = Initiative.objects.filter(
        union__code="TAYHO", year=2020, applied_on__isnull=False, state__in=COUNTED_INITIATIVE
    ).earliest("pk")
    Registration.objects.filter(initiative=initiative).delete()
    initiative.delete()
    ExternalResult.objects.filter(union__code="TAYHO", kind="teacher").earliest("pk").delete()
    after = report_of(TAYHO, tmp_path)["indicators"]
    changed = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    changed.pop("initiatives_recognised")
    assert changed == {
        "initiatives_registered": (248, 247),
        "initiatives_applied": (89, 88),
        "teachers_prized_district": (33, 32),
    }


@pytest.mark.parametrize("federation", [TAYHO, BACTULIEM], ids=["TAYHO", "BACTULIEM"])
def test_what_the_press_does_not_tell_is_marked_as_demo_data(
    demo: str, tmp_path: Path, federation: dict[str, Any]
) -> None:
    report = report_of(federation, tmp_path)
    published = set(read_plan()["press"][federation["code"]])
    marked = {name for name, remark in report["remarks"].items() if remark["demo"]}
    assert marked == {name for name, value in report["indicators"].items() if value} - published


def test_the_certificates_of_merit_nobody_counted_are_demo_data(demo: str, tmp_path: Path) -> None:
    assert TAYHO["awards"][0]["count"] is None
    report = report_of(TAYHO, tmp_path)
    assert report["indicators"]["awarded_GK_LDLD"] == 34
    assert report["remarks"]["awarded_GK_LDLD"]["demo"] is True


def test_more_than_ninety_percent_is_kept_beside_the_counted_share(demo: str, tmp_path: Path) -> None:
    remark = report_of(TAYHO, tmp_path)["remarks"]["local_launch_percent"]
    assert (remark["qualifier"], remark["typed_value"], remark["demo"]) == ("at_least", 90, False)


def test_a_second_run_changes_nothing(demo: str) -> None:
    before, stdout = rows_of_all_models(), StringIO()
    passwords = dict(User.objects.values_list("pk", "password"))
    call_command("demo", stdout=stdout)
    assert rows_of_all_models() == before
    assert dict(User.objects.values_list("pk", "password")) == passwords
    assert stdout.getvalue() == "The demo is already there; nothing was changed.\n"


def test_all_sign_in_names_open_with_the_chosen_password(demo: str) -> None:
    users = User.objects.in_bulk(SIGN_IN, field_name="username")
    assert set(users) == set(SIGN_IN)
    assert all(user.check_password(PASSWORD) for user in users.values())
    others = User.objects.exclude(username__in=SIGN_IN)
    assert not any(user.has_usable_password() for user in others)
    assert PASSWORD not in demo


@pytest.mark.parametrize("federation", ["tayho", "bactuliem"])
def test_a_chair_of_each_sector_and_a_board_member_of_the_school_can_be_tried(demo: str, federation: str) -> None:
    of_unit = Role.objects.filter(user__username__in=SIGN_IN, user__username__endswith=f".{federation}")
    held = of_unit.exclude(grassroots=None).exclude(kind="cluster_lead")
    assert set(held.values_list("user__username", "kind", "grassroots__sector__kind")) == {
        (f"board.{federation}", "grassroots_board", "education"),
        (f"chair.{federation}", "grassroots_chair", "education"),
        (f"chair.company.{federation}", "grassroots_chair", "production"),
        (f"chair.office.{federation}", "grassroots_chair", "administrative"),
    }
    assert len(set(held.filter(grassroots__sector__kind="education").values_list("grassroots"))) == 1


@pytest.mark.parametrize("name", ["chair", "chair.company", "chair.office"])
def test_each_chair_to_try_has_a_plan_to_acknowledge_and_registrations_to_go_on_with(demo: str, name: str) -> None:
    unit = Role.objects.get(user__username=f"{name}.tayho", kind="grassroots_chair").grassroots
    year = timezone.localdate().year
    assert Rollout.objects.filter(grassroots=unit, campaign__year=year, state="sent").exists()
    states = Registration.objects.filter(grassroots=unit, year=year).values_list("state", flat=True)
    assert {"draft", "submitted", "accepted", "returned"} <= set(states)


@pytest.mark.parametrize("code", ["TAYHO", "BACTULIEM"])
def test_the_running_campaign_shows_every_state_of_the_board(demo: str, code: str) -> None:
    campaign = Campaign.objects.get(union__code=code, state="launched")
    board = list(with_steps(Rollout.objects.all(), campaign, timezone.localdate()).select_related("grassroots"))
    shown = {step: {str(StepColumn(step).state_of(row)[0]) for row in board} for step in Step}
    expected = {step: {str(word) for word in words} for step, words in STATES.items()}
    assert shown == expected | {Step.ACCEPTED: shown[Step.ACCEPTED], Step.REPORTED: {str(STATES[Step.REPORTED][1])}}
    assert shown[Step.ACCEPTED] >= expected[Step.ACCEPTED]
    assert sum(bool(row.return_reason) for row in board) == 1
    assert {change.kind for change in campaign.plan_changes.all()} == {"extension", "addition"}
    targets = progress_of(campaign, units_of(campaign))
    assert {target.target.sector_id for target in targets} >= {row.grassroots.sector_id for row in board}


def test_something_is_reached_of_every_target_of_the_years_that_are_over(demo: str) -> None:
    over = Campaign.objects.filter(state="closed")
    totals = {(each.name, row.label): row.total for each in over for row in progress_of(each, units_of(each))}
    assert totals
    assert {key: str(total) for key, total in totals.items() if total.reached * 2 < total.aimed} == {}


def test_a_new_password_reaches_an_older_demo(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "mot-mat-khau-khac")
    call_command("demo", stdout=StringIO())
    assert User.objects.get(username="chair.tayho").check_password("mot-mat-khau-khac")


def test_without_a_chosen_password_a_second_run_leaves_it_alone(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD")
    call_command("demo", stdout=StringIO())
    assert User.objects.get(username="officer.tayho").check_password(PASSWORD)


def test_no_two_people_share_a_member_number(demo: str) -> None:
    numbers = list(Person.objects.values_list("member_number", flat=True))
    entered_twice = numbers.count(None)
    assert (entered_twice, len(numbers) >= 2500) == (4, True)
    assert len(set(numbers)) == len(numbers) - entered_twice + 1
    assert all(number.isdecimal() for number in numbers if number)


def test_units_and_people_are_as_many_as_planned(demo: str) -> None:
    plan = read_plan()
    for code in ("TAYHO", "BACTULIEM"):
        union = Union.objects.get(code=code)
        sectors = GrassrootsUnion.objects.under(union).values_list("sector__kind").annotate(Count("pk")).order_by()
        assert dict(sectors) == {
            "education": plan[code]["schools"],
            "production": plan[code]["companies"],
            "administrative": plan[code]["offices"],
        }
    assert not GrassrootsUnion.objects.annotate(staff=Count("employments")).filter(staff__lt=6).exists()


def test_everybody_works_somewhere_within_the_headcount(demo: str) -> None:
    assert Employment.objects.count() == Person.objects.count()
    for headcount in Headcount.objects.annotate(named=Count("grassroots__employments")):
        assert headcount.named <= headcount.workers


def test_shares_of_every_initiative_make_a_hundred_under_one_lead(demo: str) -> None:
    totals: dict[int, list[int]] = {}
    for initiative, share, lead in InitiativeAuthor.objects.values_list("initiative", "share_percent", "is_lead"):
        sums = totals.setdefault(initiative, [0, 0])
        sums[0] += share
        sums[1] += lead
    assert len(totals) == Initiative.objects.count()
    assert set(map(tuple, totals.values())) == {(100, 1)}


def test_every_decision_with_a_vote_kept_quorum_and_threshold_of_all_members(demo: str) -> None:
    items = AgendaItem.objects.exclude(outcome="").select_related("session", "nomination__title")
    for item in items:
        total = item.session.member_total
        assert total == 9
        assert has_quorum(item.session.count_of("present"), total)
        reached = reaches_threshold(
            item.votes_for, total, terms_on(item.nomination.title, item.session.held_on).vote_threshold
        )
        assert item.outcome == (Outcome.APPROVED if reached else Outcome.REJECTED)
    voted = Award.objects.filter(nomination__isnull=False)
    outcomes = set(voted.values_list("nomination__agenda_items__outcome", flat=True))
    assert outcomes == {Outcome.APPROVED}
    assert voted.count() == 34 + 22
    assert votes_needed(9, None) == 5


def test_titles_that_need_a_secret_ballot_are_decided_by_no_demo_decision_without_one(demo: str) -> None:
    plain = Award.objects.filter(decision__session__isnull=True).select_related("title", "decision")
    for title, day in set(plain.exclude(decision__dated_on=None).values_list("title_id", "decision__dated_on")):
        award = plain.filter(title=title).first()
        assert terms_on(award.title, day).vote_threshold is None


def test_decisions_are_numbered_in_the_order_of_their_days_and_carry_certificates(demo: str) -> None:
    issued = Decision.objects.filter(state=DecisionState.ISSUED)
    for code, numbers in {"TAYHO": [26, 45], "BACTULIEM": [14, 26, 27, 61, 87]}.items():
        mine = issued.filter(union__code=code)
        assert list(mine.order_by("dated_on", "number").values_list("number", flat=True)) == numbers
        assert [symbol for (symbol,) in mine.order_by("number").values_list("symbol")] == [
            f"{number}/QĐ-LĐLĐ" for number in numbers
        ]
    assert Certificate.objects.count() == Award.objects.filter(decision__in=issued).count()


def test_workers_honoured_work_directly_in_production_and_reached_the_step_below(demo: str) -> None:
    honoured = Award.objects.filter(title__code="CNG_Q")
    assert set(honoured.values_list("sector_code", "is_direct_worker")) == {("SXKD", True)}
    below = ReceivedAward.objects.filter(title__code="CNG_CS")
    assert set(honoured.values_list("person", "year")) <= set(below.values_list("person", "year"))
    assert set(Award.objects.filter(title__code="GVNDVN_Q").values_list("gender", flat=True)) == {Gender.FEMALE}


def test_commended_initiatives_are_recognised_applied_and_commended_once(demo: str) -> None:
    commended = Initiative.objects.filter(awards__title__code="SKST_Q")
    assert set(commended.values_list("state", flat=True)) == {InitiativeState.RECOGNISED}
    assert not commended.filter(applied_on=None).exists()
    assert commended.count() == commended.distinct().count() == 255


def test_lists_show_registrations_in_every_state(demo: str) -> None:
    for code in ("TAYHO", "BACTULIEM"):
        states = set(Registration.objects.filter(union__code=code).values_list("state", flat=True))
        assert states == set(RegistrationState.values) - {RegistrationState.LOCKED}


def test_the_trail_of_the_demo_is_whole(demo: str) -> None:
    assert list(broken_links()) == []


def test_contest_campaigns_are_contests(demo: str) -> None:
    quiz = Campaign.objects.get(union__code="BACTULIEM", year=2024, name=BACTULIEM["contests"][0]["name"])
    assert quiz.kind == CampaignKind.CONTEST


def test_what_is_known_of_people_shows_every_kind_of_it_and_chains_with_and_without_a_gap(demo: str) -> None:
    assert set(Discipline.objects.values_list("level", flat=True)) == set(DisciplineLevel.values)
    assert {"maternity", "training_short", "other"} == set(Leave.objects.values_list("kind", flat=True))
    assert {"excellent", "good", "completed"} <= set(YearlyGrade.objects.values_list("grade", flat=True))
    fighters = ReceivedAward.objects.filter(title__code="CSTDCS", union__code="TAYHO")
    years: dict[int, set[int]] = defaultdict(set)
    earlier = fighters.filter(year=2018).values("person")
    for person, year in fighters.filter(person__in=earlier).values_list("person", "year"):
        years[person].add(year)
    assert {frozenset(held) for held in years.values()} == {frozenset({2018, 2020}), frozenset({2018, 2019, 2020})}


def test_every_unit_that_registered_has_its_sheet_with_what_it_sent(demo: str) -> None:
    rows = Registration.objects.exclude(state="withdrawn")
    places = set(rows.values_list("campaign", "grassroots"))
    sheets = RegistrationSheet.objects.all()
    assert {(sheet.campaign_id, sheet.grassroots_id) for sheet in sheets} == places

    sent = sheets.annotate(sent=Max("versions__submitted_at")).values_list("campaign", "grassroots", "sent")
    last = rows.values_list("campaign", "grassroots").annotate(Max("submitted_at"))
    assert set(sent) == set(last)


def test_the_years_show_every_outcome_of_a_rule_and_a_warning_that_was_passed(demo: str) -> None:
    """What is fulfilled or not in force is no verdict, and a block keeps a draft from being submitted."""
    drafts = Registration.objects.filter(state=RegistrationState.DRAFT).for_table()
    judging = Judging(list(drafts.select_related("grassroots__sector")))
    for code in ("TAYHO", "BACTULIEM"):
        stored = Verdict.objects.filter(assessment__union__code=code)
        assert set(stored.values_list("outcome", flat=True)) == {"warn", "inform", "unknown"}
        passed = stored.current().exclude(passed_at=None)
        assert set(passed.values_list("rule", "assessment__act")) == {("R13", "accept")}
        assert all(passed.values_list("pass_reason", flat=True))
        judged = [ruling for row in drafts if row.union.code == code for ruling in judging.of(row).rulings]
        assert {"block", "pass", "not_in_force"} <= {ruling.outcome for ruling in judged}


def test_no_rule_lacks_a_fact_in_more_than_a_tenth_of_what_it_judges(demo: str) -> None:
    """Judged as the years ended. Who was nominated beside a unit is known of nominations alone (R41)."""
    rows = (
        Registration.objects.filter(year__in=(TAYHO["year"], BACTULIEM["year"])).for_table().select_related(*OF_UNIT)
    )
    judging, outcomes = Judging(), defaultdict[tuple[str, str], list[str]](list)
    for judged in judge_all([replace(judging.candidate_of(row), is_aim=False) for row in rows]):
        for ruling in judged.rulings:
            outcomes[ruling.rule, judged.candidate.kind].append(ruling.outcome)
    lacking = {key for key, found in outcomes.items() if found.count("unknown") * 10 > len(found)}
    assert lacking == {("R41", "grassroots")}
