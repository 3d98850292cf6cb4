from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.audit import history_of
from core.workflow import MoveNotAllowed, Workflow
from emulation.campaigns.choices import CampaignState, RolloutState
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.workflow import CAMPAIGN, ROLLOUT
from emulation.initiatives.choices import InitiativeState
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.initiatives.workflow import INITIATIVE
from emulation.law.choices import SubjectKind
from emulation.registrations.choices import RegistrationState
from emulation.registrations.eligibility import Judging
from emulation.registrations.models import Registration
from emulation.registrations.workflow import REGISTRATION
from tests.factories import make_campaign, make_person, make_rollout, make_title

pytestmark = [pytest.mark.one_database(on="sqlite"), pytest.mark.slow]

LAUNCHED = date(2024, 1, 1)
LOCAL = {
    "launched_on": date(2024, 2, 1),
    "participants": 40,
    "women": 30,
    "content": "100% tổ chuyên môn đăng ký",
    "document": None,
}
DATA: dict[tuple[str, str], dict[str, Any]] = {
    ("campaign", "launch"): {"launched_on": LAUNCHED, "units": 2},
    ("rollout", "launch"): LOCAL,
    ("campaign", "close"): {"closed_on": LAUNCHED},
    ("campaign", "sum_up"): {"summed_up_on": LAUNCHED},
    ("rollout", "acknowledge"): {"acknowledged_on": LAUNCHED},
    ("rollout", "report"): {"result": "Hoàn thành", "reported_on": date(2024, 12, 31)},
    ("initiative", "report"): {"reported_on": date(2024, 5, 1)},
    ("initiative", "review"): {"reviewed_on": date(2024, 5, 1)},
    ("initiative", "recognise"): {
        "level": "superior",
        "decision": "12/QĐ-LĐLĐ",
        "recognised_on": date(2024, 10, 1),
    },
    ("initiative", "note_recognition"): {
        "level": "grassroots",
        "decision": "07/QĐ-THCVA",
        "recognised_on": date(2024, 5, 20),
    },
}
ACTORS = {
    "campaign": {"return": "leader", "approve": "leader", "launch": "leader", "cancel": "leader"},
    "rollout": dict.fromkeys(("accept_launch", "return_launch", "accept_report", "return_report"), "officer"),
    "registration": {"accept": "officer", "return": "officer", "submit_late": "officer", "lock": "leader"},
    "initiative": {"register": "officer", "return": "officer", "review": "officer", "recognise": "leader"},
}
DEFAULT_ACTORS = {"campaign": "officer", "rollout": "chair", "registration": "chair", "initiative": "chair"}
ACTORS["registration"] |= {"unlock": "leader", "reopen": "officer"}
ACTORS["initiative"] |= {"decline": "leader", "note_recognition": "officer", "take_back_review": "officer"}
ACTORS["initiative"] |= {"take_back_outcome": "officer", "confirm": "officer"}


def campaign_in(world: Any, state: str) -> Campaign:
    days = {
        "launched_on": LAUNCHED if state in {"launched", "closed", "summed_up"} else None,
        "closed_on": LAUNCHED if state in {"closed", "summed_up"} else None,
        "summed_up_on": LAUNCHED if state == "summed_up" else None,
    }
    officer = world.people["officer"]
    sent = {"submitted_at": timezone.now(), "submitted_by": officer} if state == "submitted" else {}
    return make_campaign(world.union, officer, launched=False, state=state, **days, **sent)


def rollout_in(world: Any, state: str) -> Rollout:
    answered = {} if state == "sent" else {"acknowledged_on": LAUNCHED}
    launched = {"launched_on": LAUNCHED, "participants": 40} if state in {"launched", "reported"} else {}
    reported = {"reported_on": LAUNCHED} if state == "reported" else {}
    campaign = make_campaign(world.union, world.people["officer"])
    waiting = {"launch_accepted_at": None, "report_accepted_at": None}
    return make_rollout(campaign, world.school, state=state, **answered, **launched, **reported, **waiting)


def registration_in(world: Any, state: str) -> Registration:
    # The deadline was yesterday, so that the officer may submit late; what is submitted may be taken back in time.
    title, closes = make_title(), timezone.localdate() - timedelta(days=state != "submitted")
    campaign = make_campaign(world.union, world.people["officer"], registration_closes=closes)
    campaign.titles.add(title)
    make_rollout(campaign, world.school)
    return Registration.objects.create(
        campaign=campaign,
        union=world.union,
        grassroots=world.school,
        title=title,
        year=2024,
        subject_kind=SubjectKind.PERSON,
        person=make_person(world.school),
        state=state,
        return_reason="Thiếu minh chứng" if state == "returned" else "",
        decided_at=timezone.now() if state in {"accepted", "locked"} else None,
        created_by=world.people["board"],
    )


def initiative_in(world: Any, state: str, **facts: Any) -> Initiative:
    recognised = {
        "recognition_level": "superior",
        "recognised_on": date(2024, 10, 1),
        "recognition_decision": "12/QĐ-LĐLĐ",
    }
    initiative = Initiative.objects.create(
        union=world.union,
        grassroots=world.school,
        year=2024,
        name="Dạy đọc bằng tranh",
        search_key="day doc bang tranh",
        state=state,
        return_reason="Thiếu minh chứng" if state == "returned" else "",
        created_by=world.people["board"],
        **(recognised if state == "recognised" or facts else {}),
        **facts,
    )
    person = make_person(world.school)
    InitiativeAuthor.objects.create(initiative=initiative, person=person, share_percent=100, is_lead=True)
    return initiative


def made_for(world: Any, code: str, name: str, state: str) -> Any:
    """What the move is for: what was recognised outside the portal is confirmed."""
    if (code, name) == ("initiative", "confirm"):
        return initiative_in(world, state, is_history=True)
    return MAKERS[code][2](world, state)


MAKERS: dict[str, tuple[Workflow, type[Any], Callable[[Any, str], Any]]] = {
    "campaign": (CAMPAIGN, CampaignState, campaign_in),
    "rollout": (ROLLOUT, RolloutState, rollout_in),
    "registration": (REGISTRATION, RegistrationState, registration_in),
    "initiative": (INITIATIVE, InitiativeState, initiative_in),
}


def pairs() -> Iterator[tuple[str, str, str]]:
    for code, (workflow, states, _make) in MAKERS.items():
        for move in workflow.moves:
            for state in states.values:
                yield code, move.name, state


def data_for(code: str, name: str) -> dict[str, Any]:
    if code == "registration" and name in {"submit", "submit_late"}:
        received = timezone.now() - timedelta(days=0 if name == "submit_late" else 1)
        return {"judge": Judging(), "received": received}
    if (code, name) == ("registration", "reopen"):
        return {"objections_to": lambda registration: []}
    if (code, name) == ("registration", "accept"):
        return {"judge": Judging(), "decided_at": timezone.now()}
    return DATA.get((code, name), {})


Tried = tuple[bool, str, list[tuple[str, str, str, Any]]]


def tried(code: str, name: str, thing: Any, actor: Any) -> Tried:
    """Return whether the move was made, with the state and the entries of the log then; undo it."""
    workflow, _states, _make = MAKERS[code]
    made = True
    with transaction.atomic():
        try:
            workflow.perform(name, thing, actor=actor, reason="Lý do", **data_for(code, name))
        except MoveNotAllowed:
            made = False
        state = type(thing).objects.get(pk=thing.pk).state
        entries = [(entry.act, entry.before, entry.after, entry.actor) for entry in history_of(thing)]
        transaction.set_rollback(True)
    return made, state, entries


@pytest.mark.parametrize(
    ("code", "state"), [(code, state) for code, (_flow, states, _make) in MAKERS.items() for state in states.values]
)
def test_a_move_goes_from_its_own_states_and_from_no_other(world, code, state):
    workflow, got, expected = MAKERS[code][0], {}, {}
    for move in workflow.moves:
        thing = made_for(world, code, move.name, state)
        actor = world.people[ACTORS[code].get(move.name, DEFAULT_ACTORS[code])]
        got[move.name] = tried(code, move.name, thing, actor)
        entry = (f"{code}.{move.name}", state, move.target, actor)
        expected[move.name] = (True, move.target, [entry]) if state in move.sources else (False, state, [])
    assert got == expected


STRANGERS = ("stranger_officer", "stranger_chair", "viewer", "council", "clerk", "admin")


@pytest.mark.slow
@pytest.mark.parametrize(("code", "name"), sorted({(code, name) for code, name, _state in pairs()}))
def test_a_move_is_not_for_strangers_viewers_members_clerks_or_administrators(world, code, name):
    workflow = MAKERS[code][0]
    state = sorted(workflow.move(name).sources)[0]
    thing = made_for(world, code, name, state)
    for stranger in STRANGERS:
        with pytest.raises(PermissionDenied):
            workflow.perform(name, thing, actor=world.people[stranger], reason="Lý do", **data_for(code, name))
        thing.refresh_from_db()
        assert (stranger, thing.state, history_of(thing).count()) == (stranger, state, 0)


@pytest.mark.parametrize(("code", "name"), sorted({(code, name) for code, name, _state in pairs()}))
def test_every_move_has_an_audit_label(code, name):
    from core.audit_labels import labelled_actions

    assert f"{code}.{name}" in labelled_actions()
