"""One door for every change of state: what stands before it, what happens behind it, all or nothing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext

from core.audit import history_of
from core.editing import EditConflict
from core.workflow import Move, MoveNotAllowed, Workflow, lock
from emulation.registrations.choices import RegistrationState as S
from emulation.registrations.models import Registration
from unions.access import is_chair_of, is_officer_at


def _chairs(user, registration):
    return is_chair_of(user, registration.grassroots_id)


def _checks(user, registration):
    return is_officer_at(user, registration.union_id)


def _needs_a_note(registration):
    return [] if registration.note else ["Please write the note.", "Without it nobody knows why."]


def _stamp(registration, *, actor):
    registration.submitted_at, registration.submitted_by = timezone.now(), actor


def _keep_reason(registration, *, actor, reason):
    registration.return_reason = reason


def _forget_the_reason(registration, *, actor):
    """The database and the model both demand a reason of what was returned."""


def _break_off(registration, *, actor):
    Registration.objects.filter(pk=registration.pk).update(note="half done")
    raise ValidationError("The printer is on fire.")


FLOW = Workflow(
    "trial",
    (
        Move("submit", "Submit", frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, _chairs, _needs_a_note, _stamp),
        Move(
            "return", "Return", frozenset({S.SUBMITTED}), S.RETURNED, _checks, effect=_keep_reason, needs_reason=True
        ),
        Move("return_in_silence", "Return", frozenset({S.SUBMITTED}), S.RETURNED, _checks, effect=_forget_the_reason),
        Move("break", "Break", frozenset({S.DRAFT}), S.SUBMITTED, _chairs, effect=_break_off),
        Move("withdraw", "Withdraw", frozenset({S.DRAFT, S.SUBMITTED}), S.WITHDRAWN, _chairs),
    ),
)


def _stored(registration):
    return Registration.objects.values("state", "note", "submitted_by", "return_reason").get(pk=registration.pk)


def test_a_move_changes_the_state_sets_the_facts_and_writes_one_line_of_the_trail(world, registration):
    moved = FLOW.perform("submit", registration, actor=world.people["chair"])

    assert (moved.state, moved.submitted_by, registration.state) == (S.SUBMITTED, world.people["chair"], S.DRAFT)
    told = history_of(registration).values_list("act", "actor_name", "before", "after", "reason", "object_name")
    assert list(told) == [
        ("trial.submit", "Ngô Thị Yến", "draft", "submitted", "", "Nguyễn Thị Ánh – Lao động tiên tiến")
    ]


def test_a_reason_goes_to_the_effect_and_to_the_trail_without_its_edges(world, registration):
    FLOW.perform("submit", registration, actor=world.people["chair"])
    returned = FLOW.perform("return", registration, actor=world.people["officer"], reason="  The title is wrong.\n")

    assert returned.return_reason == "The title is wrong."
    assert history_of(registration).first().reason == "The title is wrong."


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_move_that_needs_a_reason_refuses_to_go_without(world, registration, reason):
    FLOW.perform("submit", registration, actor=world.people["chair"])
    with pytest.raises(ValidationError) as refused:
        FLOW.perform("return", registration, actor=world.people["officer"], reason=reason)

    assert list(refused.value.message_dict) == ["reason"]
    assert _stored(registration)["state"] == S.SUBMITTED


def test_the_guard_says_all_that_stands_against_the_move(world, registration):
    Registration.objects.update(note="")
    with pytest.raises(ValidationError) as refused:
        FLOW.perform("submit", registration, actor=world.people["chair"])

    assert refused.value.messages == ["Please write the note.", "Without it nobody knows why."]
    assert (_stored(registration)["state"], history_of(registration).count()) == (S.DRAFT, 0)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    "role", ["officer", "leader", "board", "admin", "stranger_chair", "stranger_officer", "viewer"]
)
def test_nobody_else_may_make_the_move(world, registration, role):
    with pytest.raises(PermissionDenied):
        FLOW.perform("submit", registration, actor=world.people[role])
    assert (_stored(registration)["state"], history_of(registration).count()) == (S.DRAFT, 0)


def test_the_state_is_read_anew_so_that_a_stale_page_cannot_move_twice(world, registration):
    stale = Registration.objects.get(pk=registration.pk)
    FLOW.perform("submit", registration, actor=world.people["chair"])
    with pytest.raises(MoveNotAllowed) as refused:
        FLOW.perform("submit", stale, actor=world.people["chair"])

    assert refused.value.code == "stale"
    assert (stale.state, history_of(registration).count()) == (S.DRAFT, 1)


def test_a_row_that_has_gone_meanwhile_is_a_stale_page(registration):
    Registration.objects.filter(pk=registration.pk).delete()
    with pytest.raises(EditConflict):
        lock(registration)


def test_what_the_caller_changed_on_an_old_copy_is_not_saved_with_the_move(world, registration):
    registration.note = "smuggled"
    FLOW.perform("submit", registration, actor=world.people["chair"])
    assert _stored(registration)["note"] == "As agreed"


def test_an_effect_that_fails_leaves_nothing_behind(world, registration):
    before = _stored(registration)
    with pytest.raises(ValidationError, match="on fire"):
        FLOW.perform("break", registration, actor=world.people["chair"])
    assert (_stored(registration), history_of(registration).count()) == (before, 0)


def test_a_state_without_its_facts_is_refused_by_the_model_and_leaves_nothing_behind(world, registration):
    FLOW.perform("submit", registration, actor=world.people["chair"])
    with pytest.raises(ValidationError) as refused:
        FLOW.perform("return_in_silence", registration, actor=world.people["officer"])
    assert refused.value.messages == [gettext("A returned registration carries the reason.")]
    assert (_stored(registration)["state"], history_of(registration).count()) == (S.SUBMITTED, 1)


@pytest.mark.slow
def test_every_state_and_move_the_table_does_not_join_is_refused(world, registration):
    both = {"chair": world.people["chair"], "officer": world.people["officer"]}
    moved = set()
    for move in FLOW.moves:
        for state in S.values:
            facts = {"decided_at": timezone.now()} if state in (S.ACCEPTED, S.LOCKED) else {"decided_at": None}
            Registration.objects.filter(pk=registration.pk).update(state=state, return_reason="because", **facts)
            for actor in both.values():
                try:
                    FLOW.perform(move.name, registration, actor=actor, reason="because")
                except MoveNotAllowed:
                    assert state not in move.sources
                except (PermissionDenied, ValidationError):
                    assert state in move.sources
                else:
                    moved.add((move.name, state))
                    Registration.objects.filter(pk=registration.pk).update(state=state, **facts)

    assert moved == {
        (name, state)
        for name, states in {
            "submit": {S.DRAFT, S.RETURNED},
            "return": {S.SUBMITTED},
            "return_in_silence": {S.SUBMITTED},
            "withdraw": {S.DRAFT, S.SUBMITTED},
        }.items()
        for state in states
    }


def test_the_buttons_are_the_moves_this_person_may_make_now(world, registration):
    def shown(role):
        return [move.name for move in FLOW.available(world.people[role], registration)]

    assert {role: shown(role) for role in ("chair", "officer", "stranger_chair")} == {
        "chair": ["submit", "break", "withdraw"],
        "officer": [],
        "stranger_chair": [],
    }
    assert FLOW.may("submit", world.people["chair"], registration)
    assert not FLOW.may("return", world.people["officer"], registration)


def test_a_move_that_is_in_no_table_is_a_mistake_of_ours(registration):
    with pytest.raises(KeyError):
        FLOW.perform("teleport", registration, actor=None)
