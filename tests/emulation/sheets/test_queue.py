"""The officer's queue of sheets."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from emulation.eligibility.models import Assessment, Verdict
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.services.sheets import open_sheet
from emulation.sheets.tables import tone_of_waiting, waiting_words
from tests.emulation.campaigning import drafted, running, submitted
from tests.factories import make_person, make_title
from tests.shared_rows import shared

pytestmark = pytest.mark.one_database(on="sqlite")


@shared
def campaign(world):
    return running(world, make_title())


@shared
def sheet(world, campaign):
    """With two rows that wait, the older for nine days."""
    sheet = open_sheet(actor=world.people["chair"], campaign=campaign, grassroots=world.school)
    for days in (2, 9):
        row = drafted(world, campaign, make_person(world.school, f"Người {days}"))
        sent = timezone.now() - timedelta(days)
        Registration.objects.filter(pk=row.pk).update(state="submitted", submitted_at=sent)
    return sheet


def queue(world, sheet, role="officer", **asked):
    return world.client(role).get(reverse("emulation:sheet-queue"), {"year": sheet.year} | asked)


def shown(page):
    return [row.record for row in page.context["table"].rows]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, True),
        ({"q": "tieu hoc"}, True),
        ({"q": "may mac"}, False),
        ({"age": "7"}, True),
        ({"assigned": "nobody"}, True),
        ({"assigned": "me"}, False),
    ],
)
def test_a_sheet_with_waiting_rows_is_found_by_unit_age_and_officer(world, sheet, asked, found):
    page = queue(world, sheet, **asked)
    assert shown(page) == ([sheet] if found else [])
    if found:
        assert "9 ngày, chậm" in page.content.decode()


def test_the_queue_says_how_many_rows_must_be_looked_at(world, sheet):
    row = Registration.objects.order_by("pk").first()
    judged = {"union": row.union, "grassroots": row.grassroots, "title": row.title, "year": row.year, "act": "submit"}
    assessment = Assessment.objects.create(
        row_model="emulation.registration", row_key=row.pk, law_day=row.campaign.period_end, outcome="warn", **judged
    )
    Verdict.objects.create(assessment=assessment, rule="R02", outcome="warn", message="Nộp sau hạn")
    assert "1 cần xem" in queue(world, sheet).content.decode()


def test_a_sheet_of_which_all_is_answered_leaves_the_queue(world, sheet):
    Registration.objects.update(state="returned", return_reason="Thiếu chữ ký")
    assert shown(queue(world, sheet)) == []


@pytest.mark.slow
def test_a_row_that_waits_exactly_so_many_days_is_not_older(world, sheet):
    Registration.objects.update(submitted_at=timezone.now() - timedelta(7))
    assert shown(queue(world, sheet, age="7")) == []
    assert "7 ngày, chậm" not in queue(world, sheet).content.decode()


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, ("từ hôm nay", "neutral")),
        (3, ("3 ngày", "neutral")),
        (4, ("4 ngày", "warn")),
        (7, ("7 ngày", "warn")),
        (8, ("8 ngày, chậm", "bad")),
    ],
)
def test_the_age_of_a_sheet_is_told_in_words_and_by_colour(days, told):
    assert (waiting_words(days), tone_of_waiting(days)) == told


def test_a_row_of_the_queue_opens_the_page_that_answers_for_whoever_may_answer(world, sheet):
    rows = {role: next(iter(queue(world, sheet, role).context["table"].rows)) for role in ("officer", "leader")}
    addresses = {role: row.table.row_url(row.record) for role, row in rows.items()}
    check = reverse("emulation:sheet-check", args=[sheet.pk])
    assert addresses == {"officer": check, "leader": sheet.get_absolute_url()}


def test_an_officer_takes_ticked_sheets_at_once(world, sheet):
    client, address = world.client("officer"), reverse("emulation:sheets-take")
    assert client.post(address, {"chosen": sheet.pk}).status_code == 302
    assert RegistrationSheet.objects.get().assigned_to == world.people["officer"]
    assert client.post(address, {}).status_code == 422
    assert world.client("leader").post(address, {"chosen": sheet.pk}).status_code == 403


def test_home_counts_sheets_and_besides_them_only_what_stands_on_none(world, sheet):
    single = submitted(
        world, running(world, make_title(), name="Phong trào khác"), make_person(world.school, "Người lẻ")
    )
    client, of_year = world.client("officer"), f"union={world.union.pk}&year={sheet.year}"
    queued = f"{reverse('emulation:sheet-queue')}?{of_year}"
    listed = f"{reverse('emulation:registrations')}?state=submitted&sheet=no&{of_year}"
    todos = {todo.url: todo.count for todo in client.get(reverse("home")).context["todos"]}
    assert [todos.get(address) for address in (queued, listed)] == [1, 1]
    assert shown(client.get(listed)) == [single]


@pytest.mark.slow
def test_sheets_are_assigned_at_once_and_counted_for_their_officer(world, sheet):
    client, officer = world.client("officer"), world.people["officer"]
    address = f"{reverse('emulation:sheets-assign')}?year={sheet.year}"
    asked = client.post(address, {"chosen": sheet.pk})
    assert asked.context["forms"][0]["officer"].value() == officer.pk
    answer = {"chosen": sheet.pk, "confirmed": asked.context["digest"]}
    assert client.post(address, {**answer, "officer": world.people["leader"].pk}).status_code == 422
    assert client.post(address, {**answer, "officer": officer.pk}).status_code == 302
    assert RegistrationSheet.objects.get().assigned_to == officer
    page = queue(world, sheet, assigned="me")
    assert (shown(page), page.context["workload"]) == ([sheet], [(officer, 1, 2)])
