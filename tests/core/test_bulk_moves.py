"""Many rows move as one does, at a number of statements that does not grow with them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from core.audit import history_of
from core.bulk_moves import perform_all
from core.models import Notification
from core.workflow import Move, Workflow
from emulation.registrations.choices import RegistrationState as S
from emulation.registrations.models import Registration
from tests.factories import make_person
from unions.access import is_chair_of, is_officer_at


def _chairs(user, registration):
    return is_chair_of(user, registration.grassroots_id)


def _checks(user, registration):
    return is_officer_at(user, registration.union_id)


def _has_a_note(registration):
    return [] if registration.note else ["Please write the note."]


def _keep_reason(registration, *, actor, reason):
    registration.return_reason = reason


FLOW = Workflow(
    "registration",
    (
        Move("submit", "Submit", frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, _chairs, _has_a_note),
        Move(
            "return",
            "Return",
            frozenset({S.SUBMITTED}),
            S.RETURNED,
            _checks,
            effect=_keep_reason,
            needs_reason=True,
            not_by=("create", "submit"),
        ),
    ),
)


def _drafts(registration, count):
    """The given one and `count` copies for other people."""
    people = [make_person(registration.grassroots, f"Nguyễn Văn {number}") for number in range(count)]
    for person in people:
        Registration(
            **{
                field.attname: getattr(registration, field.attname)
                for field in Registration._meta.concrete_fields
                if field.name not in {"id", "person"}
            },
            person=person,
        ).save()
    return Registration.objects.for_table()


def test_rows_move_with_their_entries_and_are_told_of_once(world, registration):
    rows = _drafts(registration, 2)
    perform_all(FLOW, "submit", rows, actor=world.people["chair"])
    outcome = perform_all(FLOW, "return", rows, actor=world.people["officer"], reason=" Wrong title. ")

    assert (len(outcome.done), outcome.refused) == (3, [])
    assert set(Registration.objects.values_list("state", "return_reason")) == {("returned", "Wrong title.")}
    told = history_of(registration).values_list("act", "actor_name", "before", "after", "reason")
    assert told[0] == ("registration.return", "Trần Minh Đức", "submitted", "returned", "Wrong title.")
    news = Notification.objects.filter(kind="registration.return", user=world.people["chair"])
    assert [(line.count, sorted(line.rows)) for line in news] == [(3, sorted(row.pk for row in outcome.done))]


def test_a_refused_row_stays_and_says_why_while_the_others_move(world, registration):
    rows = _drafts(registration, 2)
    silent, late = rows.order_by("pk")[1:3]
    Registration.objects.filter(pk=silent.pk).update(note="")
    late.state = S.SUBMITTED
    late.save()
    outcome = perform_all(FLOW, "submit", rows, actor=world.people["chair"])

    assert [row.pk for row in outcome.done] == [registration.pk]
    no_more = gettext(
        "“%(move)s” is no longer possible: the state is now “%(state)s”. Please look at the page again."
    )
    assert {row.pk: why for row, why in outcome.refused} == {
        silent.pk: ["Please write the note."],
        late.pk: [no_more % {"move": "Submit", "state": late.get_state_display()}],
    }
    assert history_of(silent).count() == history_of(late).count() == 0


def test_whoever_made_a_row_or_sent_it_does_not_return_it(world, registration):
    rows = _drafts(registration, 1)
    Registration.objects.filter(pk=registration.pk).update(created_by=world.people["officer"])
    perform_all(FLOW, "submit", rows, actor=world.people["chair"])
    outcome = perform_all(FLOW, "return", rows, actor=world.people["officer"], reason="Wrong title.")

    assert [row.pk for row, _why in outcome.refused] == [registration.pk]
    assert len(outcome.done) == 1


def test_a_reason_that_is_missing_refuses_each_row(world, registration):
    rows = _drafts(registration, 1)
    perform_all(FLOW, "submit", rows, actor=world.people["chair"])
    outcome = perform_all(FLOW, "return", rows, actor=world.people["officer"], reason=" ")

    assert (len(outcome.done), len(outcome.refused)) == (0, 2)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("name", ["submit", "return"])
def test_thirty_rows_cost_the_statements_of_three(world, registration, name):
    costs = []
    for more in (0, 2, 27):
        rows = _drafts(registration, more)
        rows.update(state=min(FLOW.move(name).sources))
        with CaptureQueriesContext(connection) as queries:
            outcome = perform_all(FLOW, name, rows, actor=_actor_of(world, name), reason="Wrong.")
        assert len(outcome.done) == rows.count()
        costs.append(len(queries))
    # The first reads what a process keeps.
    assert costs[1] == costs[2]


def _actor_of(world, name):
    return world.people["chair" if name == "submit" else "officer"]
