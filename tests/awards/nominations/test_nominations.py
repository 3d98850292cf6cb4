from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from awards.nominations.choices import NominationState
from awards.nominations.models import Nomination
from awards.nominations.services import (
    check_nomination,
    edit_nomination,
    nominate_registration,
    nominate_unregistered,
    reopen_nomination,
    return_nomination,
    submit_nomination,
    withdraw_nomination,
)
from awards.received.services.receiving import receive_award
from core.editing import EditConflict
from core.history import history_lines
from core.workflow import MoveNotAllowed
from emulation.law.models import Title
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration
from tests.awards.conftest import ACHIEVEMENT, make_own_title
from tests.factories import make_campaign, make_person
from tests.shared_rows import shared

pytestmark = pytest.mark.django_db


@shared
def registration(world):
    return Registration.objects.create(
        union=world.union,
        grassroots=world.school,
        campaign=make_campaign(world.union, world.people["officer"]),
        subject_kind="person",
        person=make_person(world.school),
        title=make_own_title(),
        year=2024,
        state=RegistrationState.ACCEPTED,
        decided_at=timezone.now(),
        created_by=world.people["chair"],
    )


def test_a_registration_becomes_a_nomination_in_one_step(world, registration):
    nomination = nominate_registration(
        actor=world.people["chair"], registration=registration, achievement=f"  {ACHIEVEMENT} "
    )
    taken_over = (nomination.person, nomination.title, nomination.year, nomination.union, nomination.achievement)
    assert taken_over == (registration.person, registration.title, 2024, world.union, ACHIEVEMENT)
    assert nomination.state == NominationState.DRAFT


def test_the_officer_chooses_the_unit_by_typing_and_then_all_that_it_registered(world, registration):
    other = Registration.objects.get(pk=registration.pk)
    other.pk, other.grassroots, other.person = None, world.company, make_person(world.company)
    other.save()
    client, url = world.client("officer"), reverse("awards:nomination-create")
    client.post(reverse("set-year"), {"year": 2024})
    found = client.get(url, {"pick": "grassroots", "typed": "may ho"}).json()["options"]
    assert [each["key"] for each in found] == [str(world.company.pk)]
    page = client.get(url, {"grassroots": world.company.pk})
    assert (page.context["unit"], f'value="{other.pk}"' in page.content.decode()) == (world.company, True)
    client.post(f"{url}?grassroots={world.company.pk}", {"registrations": [other.pk], "achievement": ACHIEVEMENT})
    assert Nomination.objects.get().registration == other


def test_a_registration_has_one_nomination(world, registration):
    facts = {"actor": world.people["chair"], "registration": registration, "achievement": ACHIEVEMENT}
    nominate_registration(**facts)
    with pytest.raises(ValidationError, match="registration"):
        nominate_registration(**facts)


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_what_was_not_accepted_cannot_be_nominated(world, registration, state):
    Registration.objects.filter(pk=registration.pk).update(state=state, decided_at=None)
    with pytest.raises(ValidationError):
        nominate_registration(actor=world.people["chair"], registration=registration, achievement=ACHIEVEMENT)
    assert not Nomination.objects.exists()


@pytest.mark.parametrize(
    "role", ["viewer", "leader", "clerk", "council", "stranger_officer", "stranger_chair", "admin"]
)
def test_only_the_unit_and_the_officer_nominate(world, registration, role):
    with pytest.raises(PermissionDenied):
        nominate_registration(actor=world.people[role], registration=registration, achievement=ACHIEVEMENT)


def test_an_unregistered_nomination_says_why(office):
    with pytest.raises(ValidationError) as refused:
        nominate_unregistered(
            actor=office.user("chair"), union=office.world.union, grassroots=office.world.school,
            title=make_own_title(), year=2024, subject_kind="grassroots", achievement=ACHIEVEMENT, reason="  ",
        )  # fmt: skip
    assert set(refused.value.message_dict) == {"reason"}


def test_a_person_of_another_unit_cannot_be_nominated_by_this_one(office):
    elsewhere = make_person(office.world.company, "Lê Văn Tám")
    with pytest.raises(ValidationError) as refused:
        office.nominate(subject=elsewhere)
    assert set(refused.value.message_dict) == {"person"}


def test_a_title_for_persons_is_not_given_to_a_unit(office):
    title = make_own_title("CN")
    title.for_grassroots = False
    title.save()
    with pytest.raises(ValidationError) as refused:
        office.nominate(title=title, subject_kind="grassroots", subject=office.world.school)
    assert set(refused.value.message_dict) == {"title"}


def test_the_same_subject_is_nominated_for_a_title_once_a_year(office):
    person = make_person(office.world.school)
    office.nominate(subject=person)
    with pytest.raises(ValidationError):
        office.nominate(subject=person)


def test_a_board_member_drafts_and_the_chair_submits(office):
    nomination = office.nominate()
    with pytest.raises(PermissionDenied):
        submit_nomination(nomination, actor=office.user("board"))
    assert submit_nomination(nomination, actor=office.user("chair")).state == NominationState.SUBMITTED


def test_whoever_entered_a_nomination_does_not_check_it(office):
    person = make_person(office.world.school)
    officer = office.user("officer")
    nomination = nominate_unregistered(
        actor=officer, union=office.world.union, grassroots=office.world.school, title=make_own_title(), year=2024,
        subject_kind="person", subject=person, achievement=ACHIEVEMENT, reason="Đơn vị chưa có tài khoản",
    )  # fmt: skip
    submit_nomination(nomination, actor=officer)
    with pytest.raises(PermissionDenied):
        check_nomination(nomination, actor=officer)
    checked = check_nomination(nomination, actor=office.user("leader"))
    assert (checked.state, checked.checked_by) == (NominationState.CHECKED, office.user("leader"))


def test_a_returned_nomination_carries_the_reason_until_it_comes_again(office):
    nomination = submit_nomination(office.nominate(), actor=office.user("chair"))
    with pytest.raises(ValidationError):
        return_nomination(nomination, actor=office.user("officer"), reason=" ")
    returned = return_nomination(nomination, actor=office.user("officer"), reason="Thiếu báo cáo.")
    assert (returned.state, returned.return_reason) == (NominationState.RETURNED, "Thiếu báo cáo.")
    again = submit_nomination(returned, actor=office.user("chair"))
    assert (again.state, again.return_reason) == (NominationState.SUBMITTED, "")


def test_a_stale_page_changes_nothing(office):
    nomination = office.nominate()
    edit_nomination(nomination, actor=office.user("chair"), achievement="Thành tích mới", expected_revision=1)
    with pytest.raises(EditConflict):
        edit_nomination(nomination, actor=office.user("chair"), achievement="Thành tích cũ", expected_revision=1)
    nomination.refresh_from_db()
    assert nomination.achievement == "Thành tích mới"


@pytest.mark.slow
def test_the_unit_corrects_until_it_submits_the_officer_until_a_decision_has_it(office):
    chair, officer = office.user("chair"), office.user("officer")
    nomination = edit_nomination(office.nominate(), actor=chair, achievement="Một", unregistered_reason="Đột xuất")
    submit_nomination(nomination, actor=chair)
    with pytest.raises(MoveNotAllowed):
        edit_nomination(nomination, actor=chair, achievement="Khác")
    edit_nomination(nomination, actor=officer, achievement="Hai")
    changes = {change.label: (change.old, change.new) for change in history_lines(nomination)[0].changes}
    assert changes == {"thành tích (ghi đúng như sẽ in)": ("Một", "Hai")}
    checked = check_nomination(nomination, actor=office.user("leader"))
    office.draft(checked)
    with pytest.raises(MoveNotAllowed) as refused:
        edit_nomination(checked, actor=officer, achievement="Ba")
    assert refused.value.messages == [
        "Đề nghị này đã có trong quyết định. Nội dung in được sửa tại dự thảo quyết định."
    ]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("role", ["leader", "clerk", "viewer", "stranger_officer", "stranger_chair", "admin"])
def test_others_correct_nothing(office, role):
    with pytest.raises(PermissionDenied):
        edit_nomination(office.nominate(), actor=office.user(role), achievement="Khác")


def test_whoever_has_an_accepted_registration_is_nominated_from_it(office, registration):
    with pytest.raises(ValidationError) as refused:
        office.nominate(subject=registration.person, title=registration.title)
    assert set(refused.value.message_dict) == {"title"}


def test_the_conditions_of_the_title_hold_without_a_registration_too(office, law):
    title, world = Title.objects.get(code="CNG_Q"), office.world
    for unit, field in ((world.school, {"title", "person"}), (world.company, {"person"})):
        with pytest.raises(ValidationError) as refused:
            nominate_unregistered(
                actor=office.user("officer"), union=world.union, grassroots=unit, title=title, year=2024,
                subject_kind="person", subject=make_person(unit), achievement=ACHIEVEMENT, reason="Đột xuất",
            )  # fmt: skip
        assert set(refused.value.message_dict) == field


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_chair_and_officer_nominate_on_the_page_whom_nobody_registered(office):
    person, title, world = make_person(office.world.school, "Lê Thị Tư"), make_own_title(), office.world
    url = reverse("awards:nomination-unregistered")
    typed = {"title": title.pk, "whom": f"person:{person.pk}:{world.school.pk}", "achievement": ACHIEVEMENT}
    answer = world.client("chair").post(url, {**typed, "year": 2024, "reason": ""})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"reason"})
    officer = world.client("officer")
    address = f"{url}?grassroots={world.school.pk}"
    found = officer.get(f"{address}&pick=whom&typed=tu").json()["options"]
    assert [option["label"] for option in found] == ["Lê Thị Tư – Giáo viên"]
    answer = officer.post(address, {**typed, "year": 2024, "reason": "Thành tích đột xuất"})
    made = Nomination.objects.get()
    assert (answer.url, made.person, made.unregistered_reason) == (
        made.get_absolute_url(),
        person,
        "Thành tích đột xuất",
    )
    again = officer.post(address, {**typed, "year": 2024, "reason": "Thành tích đột xuất"})
    assert (again.status_code, Nomination.objects.count()) == (422, 1)


def test_a_withdrawn_nomination_may_be_taken_up_again(office):
    nomination = withdraw_nomination(office.nominate(), actor=office.user("chair"))
    assert reopen_nomination(nomination, actor=office.user("chair")).state == NominationState.DRAFT
    with pytest.raises(MoveNotAllowed):
        reopen_nomination(nomination, actor=office.user("chair"))


def test_an_award_received_says_who_received_it(world):
    upper = make_own_title("CTD")
    upper.authority = "upper"
    upper.save()
    officer = world.people["officer"]
    with pytest.raises(ValidationError):
        receive_award(actor=officer, union=world.union, title=upper, year=2024)
    entered = receive_award(
        actor=officer, union=world.union, title=upper, year=2024, to_federation=True, decided_on=date(2025, 1, 6)
    )
    assert str(entered) == f"{world.union} – {upper}"
    with pytest.raises(ValidationError):
        receive_award(actor=officer, union=world.union, title=make_own_title(), year=2024, to_federation=True)
    with pytest.raises(PermissionDenied):
        receive_award(actor=world.people["chair"], union=world.union, title=upper, year=2024)
