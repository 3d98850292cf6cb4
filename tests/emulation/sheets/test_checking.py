"""The officer answers the rows of a sheet."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.history import history_lines
from core.models import Notification
from core.workflow import MoveNotAllowed
from emulation.registrations.eligibility import Judging
from emulation.registrations.models import Registration
from emulation.registrations.rules import Finding
from emulation.registrations.services import edit_registration
from emulation.sheets.rules import compare
from emulation.sheets.selectors.answering import checked_rows
from emulation.sheets.services.answering import RowAnswer, answer_rows
from emulation.sheets.services.drafting import DraftRow, draft_rows
from emulation.sheets.services.sheets import open_sheet
from emulation.sheets.services.submitting import submit_sheet, take_off
from tests.emulation.campaigning import running
from tests.emulation.sheets.test_sheets import many_people, statements
from tests.factories import make_person, make_title
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
def test_rows_without_remarks_are_accepted_after_their_names_were_shown_and_the_unit_is_told_once(world, sheet):
    client, (first, second, third) = world.client("officer"), keys_of(sheet)
    groups = client.get(address(sheet)).context["form"].groups
    assert [len(groups.clear), len(groups.looked_at), groups.unknown] == [3, 0, []]
    typed = {f"answer_{second}": "return", "step": "ask"}
    refused = client.post(address(sheet), typed)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [f"reason_{second}"])
    asked = client.post(address(sheet), typed | {"reason": "Ghi sai chức vụ"})
    assert (names(asked.context["left"].clear), asked.context["others"]) == ([first, third], 1)
    assert {state for state, _reason in states()} == {"submitted"}
    answer = dict(asked.context["posted"]) | {"together": [first, third]}
    again = client.post(address(sheet), answer | {"step": "back"})
    assert (again.status_code, again.context["form"][f"answer_{second}"].value()) == (200, "return")
    assert client.post(address(sheet), answer).url.startswith(reverse("emulation:sheet-queue"))
    assert states() == [("accepted", ""), ("returned", "Ghi sai chức vụ"), ("accepted", "")]
    told = Notification.objects.get(user=world.people["chair"], created_at__gte=sheet.versions.get().submitted_at)
    assert (told.kind, told.reason) == ("sheet.answer", "2 được chấp nhận, 1 trả lại")
    assert history_lines(sheet, world.people["chair"])[0].reason == told.reason
    page = world.client("chair").get(told.url)
    assert (told.url.endswith("#returned"), [row.pk for row in page.context["returned"]]) == (True, [second])
    assert Notification.objects.get(pk=told.pk).read_at


def names(lines):
    return [line.checked.row.pk for line in lines]


@pytest.mark.one_database(on="sqlite")
def test_what_is_not_known_is_said_once_for_all_its_rows_and_ticked_at_once(world, sheet, monkeypatch):
    first, second, third = keys_of(sheet)
    words = {first: "Chưa rõ", second: "Chưa rõ"}
    monkeypatch.setattr(
        Judging,
        "findings",
        lambda self, row, *_outcomes: [Finding("title", words[row.pk], "unknown", "R14")] if row.pk in words else [],
    )
    client = world.client("officer")
    left = client.post(address(sheet), {"step": "ask"}).context["left"]
    assert [(group.words, names(group.lines)) for group in left.unknown] == [(("Chưa rõ",), [first, second])]
    assert names(left.clear) == [third]
    client.post(address(sheet), {"together": [str(third), left.unknown[0].keys]})
    assert {state for state, _reason in states()} == {"accepted"}


@pytest.mark.one_database(on="sqlite")
def test_a_row_against_which_something_stands_meanwhile_waits_on_and_is_named(world, sheet, monkeypatch):
    first, second, third = keys_of(sheet)
    warned = [Finding("title", "Nộp sau hạn", "warn", "R02")]
    monkeypatch.setattr(Judging, "findings", lambda self, row, *_outcomes: warned if row.pk == second else [])
    page = world.client("officer").post(address(sheet), {"together": f"{first},{second},{third}"})
    assert [name for name, _url, _reasons in page.context["refused"]] == [str(Registration.objects.get(pk=second))]
    assert [state for state, _reason in states()] == ["accepted", "submitted", "accepted"]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("typed", [{}, {"together": "x"}, {"together": ""}])
def test_without_an_answer_nothing_is_saved(world, sheet, typed):
    assert world.client("officer").post(address(sheet), typed).status_code == 422
    assert {state for state, _reason in states()} == {"submitted"}


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


@pytest.mark.one_database(on="sqlite")
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
    def row(key, note="", title="Lao động tiên tiến"):
        return {"key": key, "subject": key.upper(), "title": title, "note": note}

    before = [row("a"), row("b"), row("c"), row("d", title="Chiến sĩ thi đua cơ sở"), row("e")]
    changes = compare(before, [row("b"), row("c", "Tổ trưởng"), row("d"), row("e"), row("f")])
    assert changes == (
        {"f": "F – Lao động tiên tiến"},
        {"c": ("C – Lao động tiên tiến", ""), "d": ("D – Lao động tiên tiến", "Chiến sĩ thi đua cơ sở")},
        ["A – Lao động tiên tiến"],
    )


@pytest.mark.one_database(on="sqlite")
def test_what_changed_since_the_version_before_is_marked_at_its_row_and_listed(world, sheet, title):
    first, second, third = keys_of(sheet)
    officer = world.people["officer"]
    answers = [RowAnswer(key, "return", "Ghi sai chức vụ") for key in (first, second, third)]
    answer_rows(sheet, actor=officer, answers=answers)
    rows, chair = {row.pk: row for row in Registration.objects.all()}, world.people["chair"]
    edit_registration(actor=chair, registration=rows[first], expected_revision=None, note="Tổ trưởng")
    take_off(sheet, actor=chair, keys=[third])
    draft_rows(actor=chair, sheet=sheet, rows=[DraftRow(title, make_person(world.school, "Lê Thị Mới"))])
    submit_sheet(sheet, actor=chair)
    page = world.client("officer").get(address(sheet))
    marks = {row.row.pk: (row.is_new, row.change and row.change.before) for row in page.context["form"].rows}
    new = Registration.objects.latest("pk").pk
    assert marks == {first: (False, ""), second: (False, None), new: (True, None)}
    assert "thêm 1, sửa 1, bỏ 1" in page.content.decode()
