"""Acts on the rows chosen in a list: asked about with their number, done to exactly these rows."""

import pytest
from django.urls import reverse

from core import bulk
from core.jobs import run_job
from core.models import Job
from core.views import bulk as bulk_pages
from core.views import chosen
from core.views.objects import ListPage
from emulation.registrations.models import Registration
from tests.emulation.campaigning import drafted, running, submitted
from tests.factories import make_person
from tests.shared_rows import shared

ACCEPT = reverse("emulation:registrations-accept")

pytestmark = pytest.mark.slow


@shared
def campaign(world):
    return running(world)


@shared
def rows(world, campaign):
    names = ("Lê Văn An", "Lê Văn Bình", "Đỗ Thị Hường")
    return [submitted(world, campaign, make_person(world.school, name)) for name in names]


def states(*rows):
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def whole(campaign, query=""):
    return f"{ACCEPT}?year={campaign.year}{query}"


def asked_then_answered(client, address, **posted):
    question = client.post(address, posted)
    return question, client.post(address, {**posted, "confirmed": question.context["digest"]})


def test_the_whole_list_is_what_fits_the_filters_of_its_address(world, campaign, rows):
    address = whole(campaign, "&q=le van&sort=title")
    question, answer = asked_then_answered(world.client("officer"), address, whole="yes")
    page = question.content.decode()
    assert "Chấp nhận 2 bản đăng ký?" in page
    assert 'name="chosen"' not in page
    assert answer.url == f"{reverse('emulation:registrations')}?year={campaign.year}&q=le+van&sort=title"
    assert states(*rows) == ["accepted", "accepted", "submitted"]
    told = world.client("officer").get(answer.url)
    assert told.context["count"] == 2


def test_nothing_is_done_before_the_answer_and_the_harmless_choice_has_the_focus(world, campaign, rows):
    question = world.client("officer").post(whole(campaign), {"whole": "yes"})
    assert states(*rows) == ["submitted"] * 3
    back = f"{reverse('emulation:registrations')}?year={campaign.year}"
    assert f'href="{back}" autofocus' in question.content.decode()


def test_the_question_names_what_stays_as_it_is_and_why(world, campaign, rows):
    draft = drafted(world, campaign, make_person(world.school, "Ngô Thị Mai"))
    question, answer = asked_then_answered(world.client("officer"), whole(campaign), whole="yes")
    assert [name for name, _address, _reasons in question.context["refused"]] == [str(draft)]
    assert "Chấp nhận 3 bản đăng ký" in question.content.decode()
    assert (answer.status_code, answer.context["done"]) == (200, "Đã chấp nhận 3 bản đăng ký không có lưu ý.")
    assert [row for row, _reasons in answer.context["outcome"].refused] == [draft]
    assert states(*rows, draft) == ["accepted"] * 3 + ["draft"]


@pytest.mark.one_database(on="sqlite")
def test_where_nothing_can_be_done_there_is_no_button(world, campaign):
    drafted(world, campaign)
    question = world.client("officer").post(whole(campaign), {"whole": "yes"})
    assert (question.status_code, question.context["able"]) == (422, 0)


def test_rows_that_changed_since_the_question_are_asked_about_again(world, campaign, rows):
    client, address = world.client("officer"), whole(campaign)
    asked = client.post(address, {"whole": "yes"}).context["digest"]
    submitted(world, campaign, make_person(world.school, "Ngô Thị Mai"))
    again = client.post(address, {"whole": "yes", "confirmed": asked})
    assert (again.status_code, again.context["able"], states(*rows)) == (409, 4, ["submitted"] * 3)


def test_the_whole_list_of_a_stranger_holds_nothing_of_ours(world, campaign, rows):
    answer = world.client("stranger_officer").post(whole(campaign), {"whole": "yes"})
    assert (answer.status_code, states(*rows)) == (422, ["submitted"] * 3)


def test_too_many_rows_are_refused_with_a_sentence(world, campaign, rows, monkeypatch):
    monkeypatch.setattr(chosen, "MOST_COUNTED", 2)
    answer = world.client("officer").post(whole(campaign), {"whole": "yes"})
    assert (answer.status_code, "nhiều nhất 2 dòng" in answer.content.decode()) == (422, True)


def test_many_rows_are_the_work_of_a_job_which_says_what_it_did(
    world, campaign, rows, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(bulk_pages, "AT_ONCE", 2)
    monkeypatch.setattr(bulk, "BATCH", 2)
    draft, client = drafted(world, campaign, make_person(world.school, "Ngô Thị Mai")), world.client("officer")
    with django_capture_on_commit_callbacks(execute=True):
        question, answer = asked_then_answered(client, whole(campaign), whole="yes")
    job = Job.objects.get()
    assert question.context["checked_later"]
    assert (answer.url, job.state, job.message) == (
        job.get_absolute_url(),
        "done",
        "Đã chấp nhận 3 bản đăng ký không có lưu ý.",
    )
    assert (job.done, job.total, states(*rows, draft)) == (3, 3, ["accepted"] * 3 + ["draft"])
    page = client.get(answer.url).content.decode()
    assert str(draft) in page
    assert "Còn 1 bản đăng ký cần đồng chí xem:" in page


def test_a_job_that_runs_again_goes_on_where_it_stopped(world, campaign, rows):
    arguments = {"rows": [row.pk for row in rows], "refused": [], "at": 2, "succeeded": 2}
    officer = world.people["officer"]
    job = Job.objects.create(kind="accept_registrations", name="Chấp nhận", created_by=officer, arguments=arguments)
    run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.message, states(*rows)) == (
        "Đã chấp nhận 3 bản đăng ký không có lưu ý.",
        ["submitted", "submitted", "accepted"],
    )


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(("per_page", "words"), [(3, ""), (2, "3 bản đăng ký")])
def test_the_list_offers_all_rows_where_a_page_does_not_show_them(
    world, campaign, rows, monkeypatch, per_page, words
):
    monkeypatch.setattr(ListPage, "per_page", per_page)
    page = world.client("officer").get(f"{reverse('emulation:registrations')}?year={campaign.year}&q=")
    assert page.context["whole_list"] == words
    text = page.content.decode()
    assert f'formaction="{ACCEPT}?year={campaign.year}&amp;q="' in text
    assert ("Chọn tất cả 3 bản đăng ký" in text) == bool(words)
