"""A year from the first plan to the printed report: after each act who has what to do, and where the year stands.

At the end nothing is left to do, and nothing was called done before it was.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from awards.decisions.services.drafting import draft_decision
from awards.decisions.services.issuing import issue_decision
from awards.decisions.services.signing import sign_decision, submit_decision
from awards.nominations.services import check_nomination, nominate_registration, submit_nomination
from awards.sessions.services import open_session, put_on_agenda
from core.todo import todos_for, year_steps_for
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.services import answers, campaigns, reviews
from emulation.campaigns.services.papers import number_plan
from emulation.registrations.services import accept_registration, draft_registration, submit_registration
from reports.editions.selectors.gaps import open_gaps
from reports.editions.services.drafting import draft_edition, write_sections
from reports.editions.services.issuing import issue_edition
from reports.editions.services.signing import acknowledge_gaps, sign_edition, submit_edition
from tests.awards.conftest import Office, make_own_title, office  # noqa: F401 a fixture
from tests.conftest import World
from tests.factories import make_person
from unions.dismissals.selectors import dismissible
from unions.dismissals.services import dismiss
from unions.units.models import Headcount

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite"), pytest.mark.slow]
TODAY = timezone.localdate()
YEAR = TODAY.year
YESTERDAY, SOON = TODAY - timedelta(days=1), TODAY + timedelta(days=20)
READERS = ("officer", "leader", "clerk", "council", "chair", "board")


class Year:
    """The people of the year, and what each of them is asked for."""

    def __init__(self, world: World) -> None:
        self.world = world

    def user(self, role: str) -> Any:
        return self.world.people[role]

    def todos(self) -> dict[str, list[str]]:
        """Return what asks somebody for an act, without who has nothing to do."""
        asked = {role: sorted(todo.text for todo in todos_for(self.user(role), YEAR)) for role in READERS}
        return {role: texts for role, texts in asked.items() if texts}

    def steps(self, role: str) -> dict[str, str]:
        return {step.label: step.state for step in year_steps_for(self.user(role), YEAR)}

    def of_office(self) -> str:
        """Return the steps of the federation in one word each: all who work for it read the same states."""
        states = {role: tuple(self.steps(role).values()) for role in ("officer", "leader", "clerk")}
        assert len({*states.values()}) == 1, states
        return " ".join(states["officer"])

    def of_unit(self) -> str:
        states = {role: tuple(self.steps(role).values()) for role in ("chair", "board")}
        assert len({*states.values()}) == 1, states
        return " ".join(states["chair"])


@pytest.fixture
def year(world: World) -> Iterator[Year]:
    facts = {"workers": 40, "women": 30, "members": 38, "women_members": 29}
    for unit in (world.school, world.company):
        Headcount.objects.create(grassroots=unit, year=YEAR, **facts)
    with translation.override("en"):
        yield Year(world)


def test_nothing_stays_to_be_done_and_nothing_is_done_too_early(year: Year, office: Office) -> None:  # noqa: F811
    world, name = year.world, "Dạy tốt, Học tốt"
    officer, leader, clerk, chair = (year.user(role) for role in ("officer", "leader", "clerk", "chair"))
    assert (year.todos(), year.of_unit()) == ({}, "next next next next next next")

    title = make_own_title("BK", vote_threshold=80)
    plan = campaigns.create_campaign(
        actor=officer,
        union=world.union,
        titles=[title],
        name=name,
        period_start=date(YEAR, 1, 1),
        period_end=date(YEAR, 12, 31),
        registration_closes=SOON,
    )
    Campaign.objects.update(period_end=TODAY + timedelta(days=60))  # so that the day of the test does not matter
    assert year.todos() == {"officer": [f"The draft of the plan “{name}” is not sent for approval yet"]}
    assert year.of_office() == "now next next next next next next next"
    plan = campaigns.submit_campaign(plan, actor=officer)
    assert year.todos() == {"leader": [f"The plan “{name}” waits for your approval"]}
    plan = campaigns.approve_campaign(plan, actor=leader)
    launch = f"“{name}” is approved: launch it and send the plan to the units"
    number = f"The plan “{name}” is approved and waits for its number"
    assert year.todos() == {"officer": [launch], "clerk": [number]}
    plan = number_plan(plan, actor=clerk, dated_on=YESTERDAY)
    assert year.todos() == {"officer": [launch]}
    assert year.of_office() == "done now next next next next next next"

    plan = campaigns.launch_campaign(plan, actor=officer, launched_on=YESTERDAY)
    nothing_yet = f"Your unit has registered nothing yet in “{name}”"
    assert year.todos() == {
        "officer": [f"2 grassroots unions have not answered the plan “{name}”"],
        "chair": [f"Say that your unit has received the plan “{name}”", nothing_yet],
    }
    assert (year.of_office(), year.of_unit()) == (
        "done done now now next next next next",
        "now now now next next next",
    )
    rollout = Rollout.objects.get(grassroots=world.school)
    rollout = answers.acknowledge_rollout(rollout, actor=chair, acknowledged_on=YESTERDAY)
    assert year.todos() == {
        "officer": [f"1 grassroots union has not answered the plan “{name}”"],
        "chair": [f"Launch “{name}” at your unit and record it", nothing_yet],
    }
    assert (year.of_office(), year.of_unit()) == (
        "done done now now next next next next",
        "done now now next next next",
    )
    launch = {"launched_on": YESTERDAY, "participants": 30, "women": 20, "content": "Mỗi người một việc tốt"}
    rollout = answers.launch_locally(rollout, actor=chair, **launch)
    assert year.todos()["chair"] == [nothing_yet]
    carry_out = dismissible("rollout")
    assert carry_out
    silent = Rollout.objects.get(grassroots=world.company)
    dismiss(actor=officer, kind=carry_out, year=YEAR, rows=[silent], reason="Đơn vị đang sắp xếp lại")
    assert year.todos() == {
        "officer": ["1 report of a launch or result waits to be accepted"],
        "chair": [nothing_yet],
    }
    rollout = answers.accept_answer(rollout, actor=officer)
    assert year.todos() == {"chair": [nothing_yet]}
    assert year.of_office() == "done done done now next next next next"

    person = make_person(world.school, "Mai Kim Quế")
    registration = draft_registration(
        actor=year.user("board"),
        campaign=plan,
        grassroots=world.school,
        title=title,
        subject_kind="person",
        person=person,
    )
    assert year.todos() == {"chair": [f"1 not submitted yet on the registration sheet for “{name}”"]}
    registration = submit_registration(registration, actor=chair)
    assert year.todos() == {"officer": ["1 registration waits for your answer"]}
    assert year.of_unit() == "done done done next next next"
    registration = accept_registration(registration, actor=officer)
    Campaign.objects.update(registration_closes=YESTERDAY)
    assert year.todos()["officer"] == [f"1 grassroots union has registered nothing in “{name}”"]
    assert year.of_office() == "done done done missed now next next next"
    register = dismissible("registration")
    assert register
    dismiss(actor=officer, kind=register, year=YEAR, rows=[silent], reason="Đơn vị đang sắp xếp lại")
    assert year.todos() == {"chair": ["1 accepted registration can be nominated"]}
    assert (year.of_office(), year.of_unit()) == (
        "done done done done now next next next",
        "done done done now next next",
    )

    nomination = nominate_registration(actor=chair, registration=registration, achievement="Hoàn thành xuất sắc")
    assert year.todos() == {"chair": ["1 drafted nomination has not been submitted yet"]}
    nomination = submit_nomination(nomination, actor=chair)
    assert year.todos() == {"officer": ["1 nomination waits for your check"]}
    assert year.of_unit() == "done done done done now next"
    nomination = check_nomination(nomination, actor=officer)
    on_agenda = "1 checked nomination waits for the council's agenda or a decision"
    assert year.todos() == {"officer": [on_agenda]}
    assert year.of_office() == "done done done done done now next next"

    session = office.plan(name="Phiên cuối năm", year=YEAR, held_on=TODAY)
    prepare = {"leader": ["Prepare and open “Phiên cuối năm”"], "council": ["Prepare and open “Phiên cuối năm”"]}
    assert year.todos() == {"officer": [on_agenda], **prepare}
    put_on_agenda(actor=officer, session=session, nominations=[nomination])
    assert year.todos() == prepare
    office.attend(session)
    session = open_session(session, actor=year.user("council"))
    record = "Record the tallies of “Phiên cuối năm”"
    assert year.todos() == {"leader": [record], "council": [record]}
    office.tally(session.items.get())
    close = "The tallies of “Phiên cuối năm” are recorded: close the session"
    assert year.todos() == {"leader": [close]}
    session = office.close(session)
    assert year.todos() == {"officer": ["What “Phiên cuối năm” approved waits for a decision"]}
    assert year.of_office() == "done done done done done done now next"

    subject = "Về việc tặng Bằng khen"
    decision = draft_decision(
        actor=officer, union=world.union, year=YEAR, session=session, nominations=[nomination], subject_line=subject
    )
    assert year.todos() == {"officer": [f"The draft of the decision “{decision}” is not sent for signature yet"]}
    decision = submit_decision(decision, actor=officer)
    assert year.todos() == {"leader": [f"The decision “{subject}” waits for your signature"]}
    decision = sign_decision(decision, actor=leader, dated_on=TODAY, capacity="chair")
    number = f"The decision “{subject}” is signed and waits for its number"
    assert year.todos() == {"clerk": [number]}
    assert year.of_unit() == "done done done done now next"
    issue_decision(decision, actor=clerk)
    assert year.todos() == {}
    assert (year.of_office(), year.of_unit()) == (
        "done done done done done done done next",
        "done done done done done next",
    )

    Campaign.objects.update(period_end=YESTERDAY)
    assert year.todos() == {
        "officer": [f"The period of “{name}” is over: close the campaign"],
        "chair": [f"Report what “{name}” achieved at your unit"],
    }
    assert year.of_unit() == "done done done done done missed"
    rollout = answers.report_result(rollout, actor=chair, result="Cả trường dạy tốt, học tốt", reported_on=TODAY)
    answers.accept_answer(rollout, actor=officer)
    assert year.of_unit() == "done done done done done done"
    plan = campaigns.close_campaign(plan, actor=officer, closed_on=TODAY)
    begin = f"The year-end report {YEAR} of {world.union} has not been begun"
    assert year.todos() == {"officer": [begin, f"“{name}” is closed: sum it up"]}
    assert year.of_office().endswith("done now")
    reviews.sum_up_campaign(plan, actor=officer, held_on=TODAY, text="Các chỉ tiêu đều đạt.")
    assert year.todos() == {"officer": [begin]}

    edition = draft_edition(actor=officer, union=world.union, year=YEAR, as_of=TODAY)
    assert list(year.todos()) == ["officer"]
    edition = write_sections(actor=officer, edition=edition, sections={"strengths": "Phong trào sôi nổi"})
    gaps = [gap.choice for gap in open_gaps(edition)]
    edition = acknowledge_gaps(actor=officer, edition=edition, choices=gaps)
    edition = submit_edition(edition, actor=officer)
    assert year.todos() == {"leader": [f"The year-end report {YEAR} waits for your signature"]}
    edition = sign_edition(edition, actor=leader)
    number = f"The year-end report {YEAR} is signed and waits for its number"
    assert year.todos() == {"clerk": [number]}
    assert year.of_office().endswith("done now")
    issue_edition(edition, actor=clerk, dated_on=TODAY)
    assert year.todos() == {}
    assert set(year.steps("officer").values()) == set(year.steps("chair").values()) == {"done"}


def test_the_home_page_asks_few_questions(year: Year, django_assert_max_num_queries: Any) -> None:
    for role, most in {"officer": 29, "leader": 22, "chair": 24}.items():
        client = year.world.client(role)
        client.get("/")
        with django_assert_max_num_queries(most):
            client.get("/")
