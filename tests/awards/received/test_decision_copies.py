"""One copy of a decision serves all awards and recognised initiatives of the unit that name it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.received.decision_copies import decision_named_by, rows_naming
from awards.received.models import DecisionCopy, ReceivedAward
from awards.received.services.decision_copies import file_copy
from emulation.initiatives.models import Initiative
from tests.factories import make_initiative, make_person, make_title
from tests.papers import PDF
from tests.shared_rows import shared

pytestmark = pytest.mark.django_db
DAY = date(2023, 6, 2)


def received(world, symbol="12/QĐ-THCS", day=DAY, **facts):
    facts = {"union": world.union, "grassroots": world.school, "year": 2023, "state": "confirmed"} | facts
    person = make_person(world.school, "Lê Thị Bến", birth_date=date(1980, 1, 1 + ReceivedAward.objects.count()))
    return ReceivedAward.objects.create(
        title=make_title(),
        person=person,
        decision_symbol=symbol,
        decided_on=day,
        created_by=world.people["officer"],
        **facts,
    )


@shared
def award(world):
    return received(world)


def scan(name="qd.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


def attach(world, row, role="chair"):
    return file_copy(decision_named_by(row), actor=world.people[role], file=scan())


def test_the_copy_is_shown_at_every_row_that_names_the_decision(world, award):
    second, other = received(world, "12/QĐ – THCS"), received(world, day=date(2022, 6, 2))
    history = make_initiative(world.people["chair"], year=2023)
    recognised = {"recognition_level": "grassroots", "recognition_decision": "12/qđ-thcs", "recognised_on": DAY}
    Initiative.objects.filter(pk=history.pk).update(is_history=True, state="recognised", **recognised)
    history.refresh_from_db()
    copy = attach(world, award)
    assert rows_naming(decision_named_by(award), world.people["chair"]) == [award, second, history]
    address = reverse("awards:decision-copy", args=[copy.pk])
    pages = [world.client("chair").get(row.get_absolute_url()).content.decode() for row in (second, history, other)]
    assert [address in page for page in pages] == [True, True, False]
    assert b"".join(world.client("chair").get(address).streaming_content) == PDF


def test_a_second_copy_takes_the_place_of_the_first(world, award):
    first, second = attach(world, award), attach(world, award, "officer")
    assert (first.pk, DecisionCopy.objects.count(), first.file.name == second.file.name) == (second.pk, 1, False)


@pytest.mark.parametrize("role", ["leader", "viewer", "stranger_chair", "stranger_officer"])
def test_who_does_not_answer_for_the_unit_attaches_none(world, award, role):
    with pytest.raises(PermissionDenied):
        attach(world, award, role)


def test_the_page_says_how_many_rows_it_is_for_and_takes_the_file(world, award):
    received(world)
    client, page = world.client("chair"), reverse("awards:award-decision-copy", args=[award.pk])
    assert page in client.get(award.get_absolute_url()).content.decode()
    assert "2 " in str(client.get(page).context["help"])
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"file": scan()}).url == award.get_absolute_url()
    assert DecisionCopy.objects.get().decided_on == DAY


def test_without_number_or_day_the_page_says_what_comes_first(world):
    page = reverse("awards:award-decision-copy", args=[received(world, symbol="").pk])
    answers = [world.client("chair").get(page), world.client("chair").post(page, {"file": scan()})]
    assert ([answer.status_code for answer in answers], DecisionCopy.objects.exists()) == ([422, 422], False)


def test_a_stranger_opens_no_copy(world, award):
    address = reverse("awards:decision-copy", args=[attach(world, award).pk])
    assert world.client("stranger_chair").get(address).status_code == 404
