"""The sheet of a unit: drawn up, filled, sent, filed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.request_cache import request_cache
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet, SheetVersion
from emulation.sheets.services.drafting import DraftRow, draft_rows, save_rows, unsaved_rows
from emulation.sheets.services.sheets import open_sheet
from emulation.sheets.services.submitting import file_scan, submit_sheet, submit_sheet_late, take_off
from tests.emulation.campaigning import drafted, running, upload
from tests.factories import make_initiative, make_person, make_title
from tests.shared_rows import shared
from unions.people.models import Employment, Person
from unions.units.models import Team


@shared
def title(db):
    return make_title()


@shared
def campaign(world, title):
    return running(world, title)


@shared
def sheet(world, campaign):
    return open_sheet(actor=world.people["chair"], campaign=campaign, grassroots=world.school)


@shared
def people(world):
    return [make_person(world.school, name) for name in ("Lê Văn An", "Đỗ Thị Hường")]


def drafts(world, sheet, title, people):
    return draft_rows(actor=world.people["chair"], sheet=sheet, rows=[DraftRow(title, person) for person in people])


def many_people(world, count):
    rows = Person.objects.bulk_create(
        Person(full_name=f"Người {number}", sort_key=f"{number:05d}", search_key=f"nguoi {number}")
        for number in range(count)
    )
    since = date(2018, 1, 1)
    posts = (Employment(person=person, grassroots=world.school, valid_from=since) for person in rows)
    Employment.objects.bulk_create(posts)
    return rows


def statements(act):
    """SQLite takes only so many values in one statement: an insert in several parts counts once."""
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        request_cache(),
    ):
        act()
    texts = [query["sql"].split(" VALUES ")[0] for query in queries.captured_queries]
    return [text for place, text in enumerate(texts) if not (text.startswith("INSERT") and text == texts[place - 1])]


def test_a_sheet_is_drawn_up_once_and_opened_at_once_the_next_time(world, campaign):
    client, address = world.client("chair"), reverse("emulation:sheet-create")
    page = client.get(address, {"year": campaign.year})
    assert page.status_code == 200
    answer = client.post(f"{address}?year={campaign.year}", {"campaign": campaign.pk, "grade_aimed": "excellent"})
    sheet = RegistrationSheet.objects.get()
    assert (answer.url, sheet.grade_aimed) == (sheet.get_absolute_url(), "excellent")
    assert client.get(address, {"year": campaign.year}).url == sheet.get_absolute_url()
    assert open_sheet(actor=world.people["board"], campaign=campaign, grassroots=world.school) == sheet


@pytest.mark.slow
def test_home_leads_whoever_has_registered_nothing_to_the_sheet(world, campaign):
    campaign.registration_closes = timezone.localdate()
    campaign.save()
    todos = world.client("chair").get(reverse("home")).context["todos"]
    assert [todo.url for todo in todos if "sheets/new" in todo.url] == [
        f"{reverse('emulation:sheet-create')}?campaign={campaign.pk}&grassroots={world.school.pk}&year={campaign.year}"
    ]


@pytest.mark.slow
def test_home_leads_whoever_has_drafts_to_the_sheet_they_stand_on(world, sheet, title, people):
    drafts(world, sheet, title, people)
    client = world.client("chair")
    todo = next(todo for todo in client.get(reverse("home")).context["todos"] if "sheets/new" in todo.url)
    assert (todo.count, client.get(todo.url).url) == (2, sheet.get_absolute_url())


def test_two_people_on_one_sheet_do_not_overwrite_each_other(world, sheet):
    client, address = world.client("chair"), reverse("emulation:sheet-edit", args=[sheet.pk])
    seen = {"revision": sheet.revision}
    assert client.post(address, {"grade_aimed": "good", **seen}).status_code == 302
    answer = world.client("board").post(address, {"grade_aimed": "excellent", **seen})
    assert (answer.status_code, answer.context["form"]["grade_aimed"].value()) == (409, "excellent")
    assert RegistrationSheet.objects.get().grade_aimed == "good"


def test_the_page_shows_each_section_of_the_paper_form(world, sheet, title, people):
    drafts(world, sheet, title, people)
    make_initiative(world.people["chair"], author=people[0], year=sheet.year, campaign=sheet.campaign)
    context = world.client("officer").get(sheet.get_absolute_url()).context
    assert [str(row.subject) for row in context["rows"].people] == ["Lê Văn An", "Đỗ Thị Hường"]
    assert [(row.authors, len(row.titles)) for row in context["rows"].initiatives] == [(["Lê Văn An"], 1)]
    assert not context["may_change"]


def test_what_is_registered_already_is_refused_and_the_rest_is_drafted(world, sheet, title, people):
    drafted(world, sheet.campaign, people[0])
    outcome = drafts(world, sheet, title, [*people, people[1]])
    assert [row.person for row in outcome.done] == [people[1]]
    assert [row.person for row, _reasons in outcome.refused] == [people[0], people[1]]


def test_what_somebody_registered_since_the_rows_were_judged_is_told_and_nothing_is_drafted(
    world, sheet, title, people
):
    rows = unsaved_rows(sheet, [DraftRow(title, person) for person in people], world.people["chair"])
    drafted(world, sheet.campaign, people[1])
    with pytest.raises(ValidationError, match="vừa được đăng ký"):
        save_rows(rows)
    assert [row.person for row in Registration.objects.all()] == [people[1]]


def test_a_person_of_another_unit_is_refused(world, sheet, title):
    outcome = drafts(world, sheet, title, [make_person(world.company)])
    assert (outcome.done, len(outcome.refused)) == ([], 1)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(("few", "many"), [(3, 30), pytest.param(5, 500, marks=pytest.mark.slow)])
def test_drafting_and_sending_many_rows_takes_as_many_statements_as_few(world, sheet, title, few, many):
    first, *people = many_people(world, 1 + few + many)
    drafts(world, sheet, title, [first])  # the kinds of content are read once a process
    counts = []
    for group in (people[:few], people[few:]):
        drafting = statements(lambda group=group: drafts(world, sheet, title, group))
        sending = statements(lambda: submit_sheet(sheet, actor=world.people["chair"]))
        counts.append((len(drafting), len(sending)))
    assert counts[0] == counts[1]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_page_of_a_sheet_asks_no_more_for_many_rows(world, sheet, title):
    client, counts = world.client("chair"), []
    for _time in range(2):
        drafts(world, sheet, title, many_people(world, 5))
        counts.append(len(statements(lambda: client.get(sheet.get_absolute_url()))))
    assert counts[0] == counts[1]


@pytest.mark.slow
def test_submitting_sends_rows_and_initiatives_and_keeps_what_was_sent(world, sheet, title, people):
    drafts(world, sheet, title, people)
    initiative = make_initiative(world.people["chair"], author=people[0], year=sheet.year, campaign=sheet.campaign)
    client, address = world.client("chair"), reverse("emulation:sheet-submit", args=[sheet.pk])
    assert client.post(address).status_code == 200
    assert client.post(address, {"confirmed": "yes"}).status_code == 302
    version = SheetVersion.objects.get()
    assert (version.number, [row["subject"] for row in version.rows]) == (
        1,
        ["Lê Văn An", "Đỗ Thị Hường", initiative.name],
    )
    assert {row.state for row in Registration.objects.all()} == {RegistrationState.SUBMITTED}
    initiative.refresh_from_db()
    assert initiative.state == "submitted"
    assert client.post(address, {"confirmed": "yes"}).status_code == 409


def test_where_one_row_may_not_go_in_none_does(world, sheet, title, people):
    drafts(world, sheet, title, people)
    Employment.objects.filter(person=people[0]).update(valid_to=date(2019, 1, 1))
    with pytest.raises(ValidationError, match="Lê Văn An"):
        submit_sheet(sheet, actor=world.people["chair"])
    assert {row.state for row in Registration.objects.all()} == {RegistrationState.DRAFT}
    assert not SheetVersion.objects.exists()


def test_a_title_taken_off_the_campaign_since_the_draft_is_told_at_every_row(world, sheet, title, people):
    drafts(world, sheet, title, people)
    sheet.campaign.titles.clear()
    with pytest.raises(ValidationError) as refused:
        submit_sheet(sheet, actor=world.people["chair"])
    said = "Phong trào này không đăng ký danh hiệu đó."
    assert [message.endswith(said) for message in refused.value.messages] == [True, True]


def test_only_the_chair_submits_and_after_the_deadline_the_officer_with_a_reason(world, sheet, title, people):
    drafts(world, sheet, title, people)
    with pytest.raises(PermissionDenied):
        submit_sheet(sheet, actor=world.people["board"])
    sheet.campaign.registration_closes = timezone.localdate() - timedelta(days=1)
    sheet.campaign.save()
    with pytest.raises(ValidationError):
        submit_sheet(sheet, actor=world.people["chair"])
    version = submit_sheet_late(sheet, actor=world.people["officer"], reason="Mất điện")
    assert (version.late_reason, version.submitted_by) == ("Mất điện", world.people["officer"])
    assert {row.late_reason for row in Registration.objects.all()} == {"Mất điện"}


@pytest.mark.slow
def test_the_signed_paper_is_filed_with_what_was_sent(world, sheet, title, people):
    client = world.client("chair")
    address = reverse("emulation:sheet-scan", args=[sheet.pk])
    assert client.get(address).status_code == 409
    drafts(world, sheet, title, people)
    version = submit_sheet(sheet, actor=world.people["chair"])
    assert client.post(address, {"scan": upload("ban-dang-ky.pdf")}).status_code == 302
    file = reverse("emulation:sheet-scan-file", args=[version.pk])
    assert b"".join(world.client("officer").get(file)).startswith(b"%PDF")
    assert world.client("stranger_officer").get(file).status_code == 404
    with pytest.raises(PermissionDenied):
        file_scan(version, actor=world.people["board"], scan=upload())


def test_ticked_rows_are_taken_off_before_they_are_sent(world, sheet, title, people):
    first, second = drafts(world, sheet, title, people).done
    assert [row.pk for row in take_off(sheet, actor=world.people["chair"], keys=[first.pk]).done] == [first.pk]
    submit_sheet(sheet, actor=world.people["chair"])
    assert take_off(sheet, actor=world.people["chair"], keys=[second.pk]).done == []
    address = reverse("emulation:sheet-take-off", args=[sheet.pk])
    assert world.client("chair").post(address).status_code == 422


def test_last_year_is_copied_except_for_who_left_and_who_is_there_already(world, sheet, title, people):
    before = running(world, title, code="nam-truoc")
    Registration.objects.bulk_create(
        Registration(
            campaign=before,
            union=world.union,
            grassroots=world.school,
            title=title,
            year=sheet.year - 1,
            subject_kind="person",
            person=person,
            state="draft",
            created_by=world.people["chair"],
        )
        for person in [*people, make_person(world.company)]
    )
    drafts(world, sheet, title, people[:1])
    page = world.client("chair").post(reverse("emulation:sheet-copy", args=[sheet.pk]))
    assert [row.person for row in page.context["outcome"].done] == [people[1]]
    assert len(page.context["outcome"].refused) == 1


def test_who_held_a_title_last_year_is_registered_for_another(world, sheet, title, people):
    Registration.objects.create(
        campaign=sheet.campaign,
        union=world.union,
        grassroots=world.school,
        title=title,
        year=sheet.year - 1,
        subject_kind="person",
        person=people[0],
        state="accepted",
        decided_at=timezone.now(),
        created_by=world.people["chair"],
    )
    address = reverse("emulation:sheet-holders", args=[sheet.pk])
    world.client("chair").post(address, {"held": title.pk, "title": title.pk})
    assert [row.person for row in Registration.objects.filter(year=sheet.year)] == [people[0]]


@pytest.mark.slow
def test_people_teams_and_the_unit_are_chosen(world, sheet, title, people):
    client, wide = world.client("chair"), make_title("TT", "Tập thể", for_collective=True, for_grassroots=True)
    sheet.campaign.titles.add(wide)
    team = Team.objects.create(grassroots=world.school, name="Tổ Toán")
    posts = [str(person.employments.get().pk) for person in people]
    client.post(reverse("emulation:sheet-people", args=[sheet.pk]), {"title": title.pk, "people": posts})
    address = reverse("emulation:sheet-collectives", args=[sheet.pk])
    found = client.get(address, {"pick": "teams", "typed": "to toan"}).json()["options"]
    assert [option["key"] for option in found] == [str(team.pk)]
    client.post(address, {"title": wide.pk, "teams": [team.pk], "unit": "on"})
    kinds = Registration.objects.order_by("subject_kind").values_list("subject_kind", flat=True)
    assert [*kinds] == ["collective", "grassroots", "person", "person"]


@pytest.mark.slow
def test_a_note_is_saved_as_typed_and_an_outdated_one_is_told_without_being_lost(world, sheet, title, people):
    row = drafts(world, sheet, title, people[:1]).done[0]
    address = reverse("emulation:sheet-row-note", args=[sheet.pk, row.pk])
    client, json = world.client("chair"), {"headers": {"Accept": "application/json"}}
    saved = client.post(address, {"note": " Giáo viên dạy giỏi ", "revision": row.revision}, **json)
    assert saved.json() == {"revision": row.revision + 1}
    stale = world.client("board").post(address, {"note": "Khác", "revision": row.revision}, **json)
    assert (stale.status_code, bool(stale.json()["error"])) == (409, True)
    assert Registration.objects.get().note == "Giáo viên dạy giỏi"
    assert (
        client.post(address, {"note": "Mới", "revision": row.revision + 1}).url
        == f"{sheet.get_absolute_url()}#people"
    )
    assert world.client("officer").post(address, {"note": "", "revision": 1}).status_code == 403


def test_a_work_and_an_initiative_begin_with_the_campaign_and_the_author_of_the_row(world, sheet, people):
    client, query = world.client("chair"), {"grassroots": world.school.pk, "campaign": sheet.campaign_id}
    query |= {"year": sheet.year}
    work = client.get(reverse("emulation:work-create"), query)
    initiative = client.get(
        reverse("emulation:initiative-create"), query | {"author": people[0].pk, "kind": "research"}
    )
    assert work.context["form"]["campaign"].value() == str(sheet.campaign_id)
    values = [initiative.context["form"][name].value() for name in ("campaign", "person_1", "kind")]
    assert values == [str(sheet.campaign_id), str(people[0].pk), "research"]
