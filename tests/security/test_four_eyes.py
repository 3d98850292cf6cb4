"""Whoever wrote or sent something does not approve it: every move, tried by an account that holds every office."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.users.models import Role, User
from awards.council.models import Council, CouncilSeat
from awards.decisions.models import Decision
from awards.nominations.models import Nomination
from awards.sessions.models import Session
from core.audit import record
from core.audit_labels import labelled_actions
from core.earlier_acts import CREATE
from emulation.campaigns.models import Campaign, Rollout
from emulation.initiatives.models import Initiative
from emulation.registrations.models import Registration
from reports.diagrams import WORKFLOWS
from reports.editions.models import ReportEdition
from restructuring.models import Reorganisation
from tests.conftest import World
from tests.factories import make_campaign, make_title, make_user

APPROVED = {
    "accepted", "approved", "awarded", "checked", "closed", "confirmed", "decided", "issued", "locked", "recognised",
    "registered", "reviewed", "signed", "verified",
}  # fmt: skip
MODELS: dict[str, Any] = {
    "campaign": Campaign,
    "rollout": Rollout,
    "registration": Registration,
    "initiative": Initiative,
    "nomination": Nomination,
    "session": Session,
    "decision": Decision,
    "edition": ReportEdition,
    "reorganisation": Reorganisation,
}
YEAR = {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}
NEEDED: dict[str, dict[str, Any]] = {
    "campaign": {"code": "pt", "name": "Dạy tốt, Học tốt", **YEAR},
    "decision": {"subject_line": "Về việc khen thưởng", "basis_kind": "unexpected", "basis": "Tờ trình"},
    "edition": {"edition": 1, "as_of": date(2024, 12, 31)},
}
MOVES = [(workflow, move) for workflow in WORKFLOWS for move in workflow.moves]
SEPARATED = [
    pytest.param(workflow, move, act, id=f"{workflow.code}.{move.name} after {act}")
    for workflow, move in MOVES
    for act in move.not_by
]


def test_every_move_into_an_approved_state_names_the_acts_that_bar_it_or_why_none_does():
    approving = [(workflow.code, move) for workflow, move in MOVES if move.target in APPROVED]
    silent = [f"{code}.{move.name}" for code, move in approving if bool(move.not_by) == bool(move.alone_because)]
    assert (silent, len(approving), len(SEPARATED)) == ([], 30, 29)


def test_every_act_that_bars_a_move_is_one_of_the_log():
    named = {f"{workflow.code}.{act}" for workflow, move in MOVES for act in move.not_by if act != CREATE}
    assert named - labelled_actions() == set()


@pytest.mark.parametrize("code", ["campaign", "decision", "edition"])
@pytest.mark.parametrize("author", ["created_by", "submitted_by"])
def test_the_database_takes_no_author_as_the_one_who_approves(world, code, author):
    officer, leader = world.people["officer"], world.people["leader"]
    draft = {"union": world.union, "year": 2024, "created_by": officer, **NEEDED[code]}
    sent = {"state": "submitted", "submitted_at": timezone.now(), "submitted_by": officer, author: leader}
    row = MODELS[code].objects.create(**draft | sent)
    approved_by = "approved_by" if code == "campaign" else "signed_by"
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        MODELS[code].objects.filter(pk=row.pk).update(**{approved_by: leader})


Office = tuple[list[User], dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def office(lasting_world: World) -> Office:
    """Two accounts that hold every office of the federation, and the facts of a row of each kind."""
    union, since = lasting_world.union, date(2024, 1, 1)
    council = Council.objects.create(union=union, name="Hội đồng", valid_from=since)
    people = []
    for post in ("chair", "vice"):
        user = make_user(f"all.{post}", "federation_chair", union=union)
        Role.objects.bulk_create(Role(user=user, kind=k, union=union, valid_from=since) for k in ("officer", "clerk"))
        CouncilSeat.objects.create(council=council, user=user, full_name=str(user), post=post)
        people.append(User.objects.get(pk=user.pk))
    facts: dict[str, dict[str, Any]] = {code: {"union": union} for code in MODELS} | {"session": {"council": council}}
    for code in ("registration", "rollout"):
        facts[code]["campaign"] = make_campaign(union, people[0])
    for code in ("registration", "rollout", "initiative", "nomination"):
        facts[code]["grassroots"] = lasting_world.school
    for code in ("registration", "nomination"):
        facts[code] |= {"title": make_title(), "subject_kind": "grassroots", "year": 2024}
    return people, facts


@pytest.mark.parametrize(("workflow", "move", "act"), SEPARATED)
def test_who_made_an_earlier_act_is_refused_and_offered_no_button_a_colleague_is(office, workflow, move, act, db):
    (one, other), facts = office
    author = one if act == CREATE else User(pk=0)
    written_by = {} if workflow.code == "rollout" else {"created_by": author}
    row = MODELS[workflow.code](pk=1, state=min(move.sources), **written_by, **facts[workflow.code])
    if act != CREATE:
        record(f"{workflow.code}.{act}", row, actor=one)

    with pytest.raises(PermissionDenied):
        workflow.check(move, row, actor=one)
    assert [workflow.may(move.name, user, row) for user in (one, other)] == [False, True]
