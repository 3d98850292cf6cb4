"""What was registered wrongly is mended: by the unit before it is submitted, by the officer after."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from awards.nominations.services import nominate_registration, reopen_nomination, withdraw_nomination
from core.audit import history_of
from core.workflow import MoveNotAllowed
from emulation.campaigns.services.campaigns import close_campaign
from emulation.registrations import services
from tests.emulation.campaigning import client_in, drafted, running, submitted
from tests.factories import make_person

WHY = "Đơn vị ghi nhầm người"


@pytest.fixture
def other(world):
    return make_person(world.school, "Đỗ Thị Hương", birth_date=date(1990, 2, 2))


def correct(registration, user, **values):
    return services.edit_registration(actor=user, registration=registration, expected_revision=None, **values)


def another(person):
    return {"subject_kind": "person", "person": person}


def accepted(world, campaign):
    return services.accept_registration(submitted(world, campaign), actor=world.people["officer"])


@pytest.mark.slow
def test_the_officer_corrects_a_submitted_or_accepted_registration_with_a_reason(world, other):
    campaign, officer = running(world), world.people["officer"]
    for registration, user in ((submitted(world, campaign), other), (accepted(world, campaign), None)):
        values = another(user) if user else {"note": "Theo công văn"}
        with pytest.raises(ValidationError) as refused:
            correct(registration, officer, **values)
        corrected = correct(registration, officer, reason=WHY, **values)
        entry = history_of(registration).first()
        assert (list(refused.value.message_dict), corrected.state) == (["reason"], registration.state)
        assert (entry.act, entry.reason, list(entry.detail)) == ("row.correct", WHY, ["person" if user else "note"])


def test_the_rules_hold_for_a_correction_too_also_after_the_campaign_is_closed(world, other):
    registration, officer = submitted(world, running(world)), world.people["officer"]
    stranger = make_person(world.company, "Lê Văn Nam", birth_date=date(1985, 3, 3))
    close_campaign(registration.campaign, actor=officer)
    with pytest.raises(ValidationError) as refused:
        correct(registration, officer, reason=WHY, **another(stranger))
    assert list(refused.value.message_dict) == ["person"]
    assert correct(registration, officer, reason=WHY, **another(other)).person == other


@pytest.mark.parametrize("role", ["chair", "board"])
def test_the_unit_takes_what_it_submitted_back_before_it_corrects_it(world, other, role):
    registration = submitted(world, running(world))
    page = reverse("emulation:registration-edit", args=[registration.pk])
    with pytest.raises(MoveNotAllowed):
        correct(registration, world.people[role], **another(other))
    assert client_in(world, role, registration.year).get(page).status_code == 409
    recalled = services.recall_registration(registration, actor=world.people["chair"])
    assert (recalled.state, recalled.submitted_at) == ("draft", None)
    assert correct(recalled, world.people[role], **another(other)).person == other


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (-1, False)])
def test_a_registration_is_taken_back_only_while_it_can_be_submitted_again(world, days, allowed):
    registration = submitted(world, running(world))
    campaign = registration.campaign
    campaign.registration_closes = timezone.localdate() + timedelta(days=days)
    campaign.save()
    if allowed:
        services.recall_registration(registration, actor=world.people["chair"])
    else:
        with pytest.raises(ValidationError):
            services.recall_registration(registration, actor=world.people["chair"])


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("role", ["leader", "viewer", "clerk", "stranger_officer", "stranger_chair"])
def test_nobody_else_corrects_a_registration(world, role):
    with pytest.raises(PermissionDenied):
        correct(submitted(world, running(world)), world.people[role], note="x", reason=WHY)


@pytest.mark.slow
def test_a_locked_registration_is_unlocked_first_and_a_withdrawn_one_stays(world):
    officer, campaign = world.people["officer"], running(world)
    locked = services.lock_registration(accepted(world, campaign), actor=world.people["leader"])
    with pytest.raises(MoveNotAllowed):
        correct(locked, officer, note="x", reason=WHY)
    page = reverse("emulation:registration-edit", args=[locked.pk])
    assert client_in(world, "officer", campaign.year).get(page).status_code == 409
    unlocked = services.unlock_registration(locked, actor=world.people["leader"], reason=WHY)
    withdrawn = services.withdraw_registration(unlocked, actor=world.people["chair"])
    with pytest.raises(MoveNotAllowed):
        correct(withdrawn, officer, note="x", reason=WHY)


@pytest.mark.slow
def test_a_nomination_is_withdrawn_before_the_registration_is_corrected_and_then_follows_it(world, other):
    officer, registration = world.people["officer"], accepted(world, running(world))
    chair = world.people["chair"]
    nomination = nominate_registration(actor=chair, registration=registration, achievement="Đạt giải")
    for action in (
        lambda: correct(registration, officer, reason=WHY, **another(other)),
        lambda: services.reopen_registration(registration, actor=officer, reason=WHY),
    ):
        with pytest.raises(ValidationError) as refused:
            action()
        assert str(nomination) in refused.value.messages[0]
    page = client_in(world, "officer", registration.year).get(registration.get_absolute_url())
    assert str(nomination) in page.context["ways_to_mend"].objection
    withdraw_nomination(nomination, actor=chair)
    correct(registration, officer, reason=WHY, **another(other))
    assert reopen_nomination(nomination, actor=chair).person == other


def test_an_acceptance_is_taken_back_with_a_reason(world):
    registration = accepted(world, running(world))
    reopened = services.reopen_registration(registration, actor=world.people["officer"], reason=WHY)
    assert (reopened.state, reopened.decided_at, reopened.decided_by) == ("submitted", None, None)


def test_what_came_in_time_on_paper_is_entered_later_with_its_day(world):
    today, officer = timezone.localdate(), world.people["officer"]
    campaign = running(world, registration_opens=date(today.year, 1, 1), registration_closes=today)
    registration = drafted(world, campaign)
    campaign.registration_closes = today - timedelta(days=1)
    campaign.save()
    for day in (today + timedelta(days=1), date(today.year - 1, 12, 31)):
        with pytest.raises(ValidationError):
            services.submit_registration_late(registration, actor=officer, reason=WHY, received_on=day)
    day = today - timedelta(days=1)
    late = services.submit_registration_late(registration, actor=officer, reason=WHY, received_on=day)
    assert (timezone.localdate(late.submitted_at), late.late_reason) == (day, WHY)
    with pytest.raises(ValidationError) as refused:
        correct(late, officer, reason=WHY, received_on=today + timedelta(days=1))
    assert list(refused.value.message_dict) == ["received_on"]
    corrected = correct(late, officer, reason=WHY, received_on=date(today.year, 1, 1), late_reason="Bưu điện")
    assert timezone.localdate(corrected.submitted_at) == date(today.year, 1, 1)


@pytest.mark.slow
def test_the_form_of_the_officer_asks_for_the_reason_and_saves_what_is_typed(world, other):
    registration = submitted(world, running(world))
    page = reverse("emulation:registration-edit", args=[registration.pk])
    client = client_in(world, "officer", registration.year)
    form = client.get(page).context["form"]
    assert {"reason", "received_on"} <= set(form.fields)
    assert "late_reason" not in form.fields
    whom = next(key for key, subject in form.fields["whom"].subjects.items() if subject.thing == other)
    typed = {"campaign": registration.campaign_id, "title": registration.title_id, "whom": whom, "revision": 1}
    typed |= {"received_on": f"{timezone.localdate():%d/%m/%Y}"}
    assert client.post(page, typed).status_code == 422
    assert client.post(page, typed | {"reason": WHY}).status_code == 302
    registration.refresh_from_db()
    assert (registration.person, registration.state) == (other, "submitted")
