"""Nomination, council and decision in the line of the year, for the office and for a unit."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from awards.decisions.services.drafting import draft_decision
from awards.decisions.services.issuing import issue_decision
from awards.decisions.services.signing import sign_decision
from awards.decisions.year_steps import year_steps
from awards.nominations.services import submit_nomination
from tests.awards.conftest import DATED_ON, Office, make_own_title
from unions.dismissals.selectors import dismissible
from unions.dismissals.services import dismiss

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite"), pytest.mark.slow]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def steps(office: Office, role: str) -> list[tuple[str, str]]:
    return [(step.state, step.detail) for step in year_steps(office.user(role), 2024)]


def test_a_dossier_on_its_way(office: Office) -> None:
    assert (steps(office, "officer"), steps(office, "chair")) == ([("next", "")] * 3, [("next", "")] * 2)
    nomination = office.nominate(title=make_own_title("BK", vote_threshold=80))
    assert steps(office, "chair") == [("now", "0 of 1 sent"), ("next", "")]
    submit_nomination(nomination, actor=office.user("chair"))
    assert steps(office, "officer") == [("now", "1 of 1 units\n1 to check"), ("next", ""), ("next", "")]
    assert steps(office, "chair") == [("done", "1 of 1 sent"), ("now", "0 of 1 awarded\n1 without a result yet")]


def test_what_the_council_approved_waits_for_its_decision(office: Office) -> None:
    nomination = office.checked(title=make_own_title("BK", vote_threshold=80))
    dossiers = [("done", "1 of 1 units"), ("now", "0 of 1 dossiers")]
    assert steps(office, "officer") == [*dossiers, ("next", "")]
    session = office.closed(nomination)
    voted = [("done", "1 of 1 units"), ("done", "1 of 1 dossiers")]
    assert steps(office, "officer") == [*voted, ("now", "1 dossiers without a decision")]
    facts = {"year": 2024, "union": office.world.union, "subject_line": "Về việc tặng Bằng khen"}
    decision = draft_decision(actor=office.user("officer"), session=session, nominations=[nomination], **facts)
    assert steps(office, "officer")[2] == ("now", "0 of 1 issued")
    office.send(decision)
    assert steps(office, "leader")[2] == ("now", "0 of 1 issued\n1 for you to sign")
    decision = sign_decision(decision, actor=office.user("leader"), dated_on=DATED_ON, capacity="chair")
    assert steps(office, "clerk")[2] == ("now", "0 of 1 issued\n1 for you to number")
    issue_decision(decision, actor=office.user("clerk"))
    assert steps(office, "officer") == [*voted, ("done", "1 of 1 issued")]
    assert steps(office, "chair") == [("done", "1 of 1 sent"), ("done", "1 of 1 awarded")]


def test_a_dismissed_result_is_waited_for_no_more(office: Office) -> None:
    session = office.closed(office.checked(title=make_own_title("BK", vote_threshold=80)))
    kind = dismissible("decision")
    assert kind
    dismiss(actor=office.user("officer"), kind=kind, year=2024, rows=[session], reason="Hết quỹ")
    assert steps(office, "officer")[2] == ("next", "")
    assert steps(office, "chair")[1] == ("done", "0 of 1 awarded")
