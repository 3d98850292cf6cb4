"""What a unit enters into counted results waits for the officer; only what is confirmed is counted."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.audit import history_of
from core.closed_years import CHANGED, FIELD
from core.todo import todos_for
from core.workflow import MoveNotAllowed
from emulation.contests.models import ContestEntry, ExternalResult
from emulation.contests.services import (
    award_prize,
    confirm_entries,
    correct_external_result,
    enter_contestant,
    move_external_result,
    record_external_result,
)
from emulation.works.models import Work
from emulation.works.services import complete_work, correct_work, enter_work, move_work
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figures_of
from tests.factories import make_contest

YEAR = 2024


def enter_works(actor, world):
    work = enter_work(actor=actor, grassroots=world.school, year=YEAR, name="Sân chơi")
    return work, move_work, "works_registered"


def enter_results(actor, world):
    result = record_external_result(
        actor=actor,
        union=world.union,
        grassroots=world.school,
        kind="pupil",
        level="province",
        contest_name="Học sinh giỏi",
        holder_name="Nguyễn Văn Bé",
        year=YEAR,
    )
    return result, move_external_result, "pupils_prized_city"


def counted(world, name):
    (figure,) = figures_of(Scope.of_year(world.union, YEAR), [name]).values()
    return figure.value or 0


@pytest.mark.parametrize("enter", [enter_works, enter_results])
class TestWhatAUnitEntered:
    def test_it_counts_once_the_officer_has_confirmed_it_and_no_longer_when_it_is_returned(self, world, enter):
        officer, chair = world.people["officer"], world.people["chair"]
        row, move, figure = enter(chair, world)
        assert (row.state, counted(world, figure)) == ("submitted", 0)
        assert (move(row, "confirm", actor=officer).state, counted(world, figure)) == ("confirmed", 1)
        with pytest.raises(ValidationError):
            move(row, "return", actor=officer, reason=" ")
        returned = move(row, "return", actor=officer, reason="Thiếu quyết định.")
        assert (returned.state, returned.return_reason, counted(world, figure)) == (
            "returned",
            "Thiếu quyết định.",
            0,
        )
        again = move(row, "submit", actor=chair)
        assert (again.state, again.return_reason) == ("submitted", "")
        with pytest.raises(MoveNotAllowed):
            move(row, "submit", actor=chair)

    def test_the_officer_alone_confirms_and_returns(self, world, enter):
        row, move, _figure = enter(world.people["chair"], world)
        for role in set(world.people) - {"officer"}:
            for name in ("confirm", "return"):
                with pytest.raises(PermissionDenied):
                    move(row, name, actor=world.people[role], reason="Không đúng.")

    def test_what_the_officer_enters_counts_at_once(self, world, enter):
        row, _move, figure = enter(world.people["officer"], world)
        assert (row.state, counted(world, figure)) == ("confirmed", 1)

    @pytest.mark.one_database(on="sqlite")
    @pytest.mark.slow
    def test_the_officer_is_told_what_waits_and_the_chair_what_came_back(self, world, enter):
        officer, chair = world.people["officer"], world.people["chair"]
        row, move, _figure = enter(chair, world)

        def told(user):
            return [todo for todo in todos_for(user, YEAR) if "state=" in todo.url]

        address = reverse("emulation:works" if isinstance(row, Work) else "emulation:external-results")
        (todo,) = [todo for todo in told(officer) if todo.url.startswith(address)]
        page = world.client("officer").get(todo.url)
        assert (todo.count, [line.record for line in page.context["table"].rows]) == (1, [row])
        move(row, "return", actor=officer, reason="Thiếu quyết định.")
        (todo,) = [todo for todo in told(chair) if todo.url.startswith(address)]
        assert (todo.count, todo.returned) == (1, True)
        assert [todo for todo in told(officer) if todo.url.startswith(address)] == []

    @pytest.mark.one_database(on="sqlite")
    def test_the_page_has_the_buttons_of_its_reader(self, world, enter):
        row, _move, _figure = enter(world.people["chair"], world)
        pages = {
            role: world.client(role).get(row.get_absolute_url()).context["moves"] for role in ("officer", "chair")
        }
        names = {role: [move.name for move in moves] for role, moves in pages.items()}
        assert names == {"officer": ["confirm", "return"], "chair": []}
        route = "emulation:work-move" if isinstance(row, Work) else "emulation:external-result-move"
        answer = world.client("officer").post(reverse(route, args=[row.pk, "confirm"]))
        row.refresh_from_db()
        assert (answer.status_code, row.state) == (302, "confirmed")

    @pytest.mark.slow
    def test_the_officer_confirms_many_at_once_where_the_list_is_of_those_that_wait(self, world, enter):
        row, _move, _figure = enter(world.people["chair"], world)
        name = "works" if isinstance(row, Work) else "external-results"
        officer, lists = world.client("officer"), f"{reverse(f'emulation:{name}')}?year={YEAR}"
        offered = {
            query: bool(officer.get(lists + query).context["bulk_actions"]) for query in ("", "&state=submitted")
        }
        assert offered == {"": False, "&state=submitted": True}
        assert world.client("chair").get(f"{lists}&state=submitted").context["bulk_actions"] == []
        act = f"{reverse(f'emulation:{name}-confirm')}?state=submitted&year={YEAR}"
        question = officer.post(act, {"whole": "yes"})
        row.refresh_from_db()
        assert (question.context["able"], row.state) == (1, "submitted")
        assert officer.post(act, {"whole": "yes", "confirmed": question.context["digest"]}).status_code == 302
        row.refresh_from_db()
        assert row.state == "confirmed"

    @pytest.mark.parametrize("at_once", [1, 2])
    def test_rows_of_a_closed_year_are_confirmed_with_one_reason(
        self, world, enter, at_once, monkeypatch, django_capture_on_commit_callbacks
    ):
        first, *_rest = enter(world.people["chair"], world)
        other = type(first).objects.get(pk=first.pk)
        other.pk, other.grassroots, other.name = None, world.company, "Vườn rau"
        other.save()
        rows = [first, other]
        monkeypatch.setattr("core.closed_years.closing_paper", lambda union, year: world.union)
        monkeypatch.setattr("core.views.bulk.AT_ONCE", at_once)  # more rows are the work of a job
        act = reverse(f"emulation:{'works' if isinstance(rows[0], Work) else 'external-results'}-confirm")
        client, chosen = world.client("officer"), {"chosen": [row.pk for row in rows]}
        question = client.post(act, chosen)
        assert (question.status_code, question.context["able"], question.context["refused"]) == (200, 2, [])
        yes = chosen | {"confirmed": question.context["digest"]}
        with django_capture_on_commit_callbacks(execute=True):
            statuses = [
                client.post(act, yes | {FIELD: why}).status_code for why in ("", "a" * 501, "Đơn vị gửi muộn")
            ]
        assert statuses == [422, 422, 302]
        assert [type(row).objects.get(pk=row.pk).state for row in rows] == ["confirmed"] * 2
        noted = [entry.reason for entry in history_of(world.union) if entry.act == CHANGED]
        assert noted == ["Đơn vị gửi muộn"] * 2


def test_what_the_chair_changes_of_a_confirmed_row_waits_again(world):
    officer, chair = world.people["officer"], world.people["chair"]
    work, *_rest = enter_works(officer, world)
    assert correct_work(work, actor=officer, expected_revision=None, name="Sân chơi mới").state == "confirmed"
    assert correct_work(work, actor=chair, expected_revision=None, name="Sân chơi xanh").state == "submitted"
    move_work(work, "confirm", actor=officer)
    done = {"value": 5, "completed_on": date(YEAR, 5, 1)}
    assert complete_work(actor=chair, work=work, **done).state == "submitted"
    assert (counted(world, "works_completed"), Work.objects.get().state) == (0, "submitted")
    result, *_rest = enter_results(officer, world)
    changed = correct_external_result(result, actor=chair, expected_revision=None, rank="first")
    assert (changed.state, ExternalResult.objects.get().state) == ("submitted", "submitted")


@pytest.mark.slow
def test_contestants_of_a_chair_are_confirmed_together_or_by_their_prize(world):
    officer, chair = world.people["officer"], world.people["chair"]
    contest = make_contest(officer, world.union)
    entry = enter_contestant(actor=chair, contest=contest, grassroots=world.school)
    other = enter_contestant(actor=officer, contest=contest, grassroots=world.company)
    assert (entry.state, other.state) == ("submitted", "confirmed")
    (todo,) = [todo for todo in todos_for(officer, YEAR) if todo.url == contest.get_absolute_url()]
    page = world.client("officer").get(todo.url)
    assert (todo.count, page.context["to_confirm"]) == (1, 1)
    assert world.client("chair").get(todo.url).context["to_confirm"] == 0
    with pytest.raises(PermissionDenied):
        confirm_entries(contest, actor=chair)
    assert (
        world.client("officer").post(reverse("emulation:contest-entries-confirm", args=[contest.pk])).status_code
        == 302
    )
    assert set(ContestEntry.objects.values_list("state", flat=True)) == {"confirmed"}
    ContestEntry.objects.filter(pk=entry.pk).update(state="submitted", rank="first")
    assert counted(world, "contest_prizes_collective") == 0
    assert award_prize(actor=officer, entry=entry, rank="second").state == "confirmed"
    assert counted(world, "contest_prizes_collective") == 1
