"""The officer answers the rows of a sheet."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.models import Notification
from core.workflow import MoveNotAllowed
from emulation.registrations.models import Registration
from emulation.sheets.rules import compare
from emulation.sheets.selectors.answering import checked_rows
from emulation.sheets.services.answering import RowAnswer, answer_rows
from emulation.sheets.services.drafting import DraftRow, draft_rows
from emulation.sheets.services.sheets import open_sheet
from emulation.sheets.services.submitting import submit_sheet
from tests.emulation.campaigning import running
from tests.emulation.sheets.test_sheets import many_people, statements
from tests.factories import make_title
from tests.shared_rows import shared


@shared
def title(db):
    return make_title()


@shared
def sheet(world, title):
    campaign = running(world, title)
    return sent(world, open_sheet(actor=world.people["chair"], campaign=campaign, grassroots=world.school), title, 3)


def sent(world, sheet, title, count):
    chair = world.people["chair"]
    draft_rows(actor=chair, sheet=sheet, rows=[DraftRow(title, person) for person in many_people(world, count)])
    submit_sheet(sheet, actor=chair)
    return sheet


def keys_of(sheet):
    return list(Registration.objects.filter(campaign=sheet.campaign).order_by("pk").values_list("pk", flat=True))


def states():
    return list(Registration.objects.order_by("pk").values_list("state", "return_reason"))


def address(sheet):
    return reverse("emulation:sheet-check", args=[sheet.pk])


@pytest.mark.one_database(on="sqlite")
def test_one_act_accepts_what_has_no_remark_and_returns_the_rest_and_the_unit_is_told_once_of_each(world, sheet):
    client, (first, second, third) = world.client("officer"), keys_of(sheet)
    page = client.get(address(sheet))
    assert [len(page.context["form"].clear), len(page.context["form"].looked_at)] == [3, 0]
    answers = {f"answer_{first}": "accept", f"answer_{second}": "return", f"answer_{third}": "return"}
    refused = client.post(address(sheet), {**answers, f"reason_{second}": "Thiếu biên bản"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [f"reason_{third}"])
    told = {f"reason_{second}": "Thiếu biên bản", "reason": "Ghi sai chức vụ"}
    assert client.post(address(sheet), answers | told).status_code == 302
    assert states() == [("accepted", ""), ("returned", "Thiếu biên bản"), ("returned", "Ghi sai chức vụ")]
    kinds = Notification.objects.filter(user=world.people["chair"]).order_by("kind").values_list("kind", "count")
    assert list(kinds) == [("registration.accept", 1), ("registration.return", 2)]


@pytest.mark.one_database(on="sqlite")
def test_of_two_officers_on_one_page_the_second_is_told_and_saves_nothing(world, sheet):
    client, (first, second, _third) = world.client("officer"), keys_of(sheet)
    assert client.post(address(sheet), {f"answer_{first}": "accept"}).status_code == 302
    late = client.post(address(sheet), {f"answer_{first}": "accept", f"answer_{second}": "accept"})
    assert (late.status_code, [state for state, _reason in states()]) == (409, ["accepted", "submitted", "submitted"])
    with pytest.raises(MoveNotAllowed):
        answer_rows(
            sheet, actor=world.people["officer"], answers=[RowAnswer(first, "accept"), RowAnswer(second, "accept")]
        )


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("role", ["chair", "leader"])
def test_only_the_officer_of_the_union_answers(world, sheet, role):
    with pytest.raises(PermissionDenied):
        answer_rows(sheet, actor=world.people[role], answers=[RowAnswer(keys_of(sheet)[0], "accept")])


@pytest.mark.one_database(on="sqlite")
def test_a_return_without_a_reason_leaves_every_row_as_it_is(world, sheet):
    first, second, _third = keys_of(sheet)
    answers = [RowAnswer(first, "accept"), RowAnswer(second, "return")]
    with pytest.raises(ValidationError) as refused:
        answer_rows(sheet, actor=world.people["officer"], answers=answers)
    assert list(refused.value.message_dict) == [f"reason_{second}"]
    assert {state for state, _reason in states()} == {"submitted"}


@pytest.mark.parametrize("most", [50, pytest.param(500, marks=pytest.mark.slow)])
def test_checking_and_answering_cost_the_same_at_five_rows_and_at_many(world, title, most):
    costs, officer = [], world.people["officer"]
    for number, count in enumerate((2, 5, most)):
        campaign = running(world, title, name=f"Phong trào {number}")
        sheet = open_sheet(actor=world.people["chair"], campaign=campaign, grassroots=world.school)
        sent(world, sheet, title, count)
        keys = keys_of(sheet)
        answers = [RowAnswer(keys[0], "return", "Thiếu chữ ký"), *(RowAnswer(key, "accept") for key in keys[1:])]
        checking = statements(partial(checked_rows, sheet, officer))
        answering = statements(
            lambda sheet=sheet, answers=answers: answer_rows(sheet, actor=officer, answers=answers)
        )
        costs.append((len(checking), len(answering)))
    assert costs[1] == costs[2]  # the first asks what is asked once a process


def test_two_versions_are_compared_row_by_row():
    def row(key, note=""):
        return {"key": key, "subject": key.upper(), "title": "Lao động tiên tiến", "note": note}

    changes = compare([row("a"), row("b"), row("c")], [row("b"), row("c", "Tổ trưởng"), row("d")])
    assert (changes.added, changes.changed, changes.removed) == ({"d"}, {"c"}, ["A – Lao động tiên tiến"])
