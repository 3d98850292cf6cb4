"""What was recognised before the portal, as a list: read, matched, confirmed, proven, taken back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.links import list_url
from emulation.eligibility.selectors.gathering import gather
from emulation.initiatives.contributions import to_check
from emulation.initiatives.models import Initiative
from emulation.initiatives.selectors import counted_initiatives
from emulation.initiatives.services import progress
from reports.indicators.scope import Scope
from reports.indicators.selectors import queries
from tests.emulation.eligibility.candidates import candidate_of
from tests.factories import make_campaign, make_initiative, make_person
from tests.shared_rows import shared
from tests.unions.imports.importing import imported
from tests.unions.imports.sheets import book
from unions.imports.services.taking_back import start_taking_back

pytestmark = pytest.mark.django_db
HEADINGS = [
    *("Tác giả", "Tỷ lệ", "Đồng tác giả", "Tên sáng kiến", "Loại", "Năm", "Cấp công nhận"),
    *("Số quyết định", "Ngày quyết định", "Cơ quan công nhận", "Ngày áp dụng", "Nơi áp dụng", "Giá trị làm lợi"),
]
QUE, CUC, MAI = "Mai Kim Quế", "Tô Bạch Cúc", "Đỗ Như Mai"
NAME, SCHOOL = "Thư viện lớp học mở", "Trường Tiểu học Hoa Sen"
ROW = {
    "Tác giả": QUE,
    "Tên sáng kiến": NAME,
    "Năm": "2022 - 2023",
    "Cấp công nhận": "Cơ sở",
    "Số quyết định": "12/QĐ-THHS",
    "Ngày quyết định": "02/06/2023",
    "Cơ quan công nhận": SCHOOL,
}


def row(**changes):
    values = ROW | {heading.replace("_", " "): text for heading, text in changes.items()}
    return [values.get(heading, "") for heading in HEADINGS]


@shared
def people(world):
    return [make_person(world.school, name) for name in (QUE, CUC, MAI)]


def brought(world, *rows, role="officer", **options):
    return imported(world.school, book(HEADINGS, *rows), kind="initiatives", actor=world.people[role], **options)


def authors():
    initiative = Initiative.objects.get()
    return [(author.person.full_name, author.share_percent, author.is_lead) for author in initiative.authors.all()]


def test_a_row_becomes_a_recognised_initiative_of_no_campaign(world, people):
    full = {"Loại": "SKKN", "Ngày áp dụng": "05/09/2022", "Nơi áp dụng": "Khối 4", "Giá trị làm lợi": "80.000.000 đ"}
    done = brought(world, row(**full))
    assert done.written, [wrong.faults for wrong in done.told]
    found = Initiative.objects.get()
    facts = (found.name, found.kind, found.year, found.state, found.is_history, found.campaign)
    assert facts == (NAME, "experience", 2023, "recognised", True, None)
    decided = (found.recognition_level, found.recognition_decision, found.recognised_on, found.recognised_by)
    assert decided == ("grassroots", "12/QĐ-THHS", date(2023, 6, 2), SCHOOL)
    assert (found.applied_on, found.applied_where, found.benefit_amount) == (date(2022, 9, 5), "Khối 4", 80_000_000)
    assert authors() == [(QUE, 100, True)]


@pytest.mark.parametrize(
    ("share", "others", "shares"),
    [
        ("", f"{CUC}; {MAI}", [34, 33, 33]),
        ("60%", f"{CUC} (30%), {MAI} (10%)", [60, 30, 10]),
        ("", f"{CUC} 25", [75, 25]),
        ("100", "", [100]),
    ],
)
def test_the_shares_of_the_authors_are_read_or_equal(world, people, share, others, shares):
    done = brought(world, row(Tỷ_lệ=share, Đồng_tác_giả=others))
    assert done.written, [wrong.faults for wrong in done.told]
    assert authors() == [*zip([QUE, CUC, MAI], shares, [True, False, False], strict=False)]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"Tác giả": "Lê Không Ai"}, 0),
        ({"Tỷ lệ": "60"}, 1),
        ({"Tỷ lệ": "60", "Đồng tác giả": f"{CUC} 30"}, 1),
        ({"Đồng tác giả": "Lê Không Ai"}, 2),
        ({"Đồng tác giả": QUE}, 2),
        ({"Tên sáng kiến": ""}, 3),
        ({"Loại": "phát minh"}, 4),
        ({"Năm": ""}, 5),
        ({"Cấp công nhận": "cấp vũ trụ"}, 6),
        ({"Số quyết định": ""}, 7),
        ({"Ngày quyết định": "31/02/2023"}, 8),
        ({"Ngày quyết định": "02/06/2020"}, 8),
        ({"Ngày áp dụng": "05/09/2022"}, 11),
        ({"Nơi áp dụng": "Khối 4"}, 10),
        ({"Giá trị làm lợi": "nhiều"}, 12),
    ],
)
def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_written(world, people, changes, column):
    done = brought(world, row(**changes))
    assert ([fault[0] for wrong in done.wrong for fault in wrong.faults], done.written) == ([column], False)
    assert not Initiative.objects.exists()


def test_a_list_brought_again_fills_in_what_was_missing(world, people):
    brought(world, row(**{"Cơ quan công nhận": ""}))
    again = brought(world, row())
    assert (again.counts, Initiative.objects.get().recognised_by) == ({"changed": 1}, SCHOOL)
    assert brought(world, row()).counts == {"unchanged": 1}


def test_other_authors_than_the_stored_ones_are_a_fault(world, people):
    brought(world, row())
    again = brought(world, row(Đồng_tác_giả=CUC))
    assert [fault[0] for wrong in again.wrong for fault in wrong.faults] == [2]


def test_what_the_portal_has_itself_is_not_recorded_beside_it(world, people):
    make_initiative(world.people["chair"], author=people[0], name=NAME, year=2023)
    assert [fault[0] for wrong in brought(world, row()).wrong for fault in wrong.faults] == [3]


def test_what_is_recorded_is_not_registered_beside_it(world, people):
    brought(world, row())
    twin = make_initiative(world.people["chair"], author=people[0], name=NAME, year=2023)
    progress.submit_initiative(twin, actor=world.people["chair"])
    with pytest.raises(ValidationError):
        progress.register_initiative(twin, actor=world.people["officer"])
    other = make_initiative(world.people["chair"], author=people[0], name=NAME, year=2024)
    progress.submit_initiative(other, actor=world.people["chair"])
    assert progress.register_initiative(other, actor=world.people["officer"]).state == "registered"


def told(world, person):
    candidate = candidate_of(world, person)
    return [(fact.name, fact.level, fact.share) for fact in gather([candidate])[0].subject.initiatives]


def test_what_a_unit_brings_proves_nothing_until_the_officer_confirms_it(world, people):
    brought(world, row(), role="chair")
    initiative = Initiative.objects.get()
    before = told(world, people[0])
    with pytest.raises(PermissionDenied):
        progress.confirm_initiative(initiative, actor=world.people["chair"])
    with pytest.raises(PermissionDenied):
        progress.register_initiative(initiative, actor=world.people["officer"])
    progress.confirm_initiative(initiative, actor=world.people["officer"])
    assert (initiative.state, before, told(world, people[0])) == ("submitted", [], [(NAME, "grassroots", 100)])


def test_figures_count_it_as_recognised_alone(world, people):
    scope = Scope.of_year(world.union, 2023)
    brought(world, row(Loại="SKKN"))
    campaign = make_campaign(world.union, world.people["officer"], year=2023)
    counted = [rows(scope).count() for rows in (queries.initiatives, queries.initiatives_recognised, queries.topics)]
    assert (counted, counted_initiatives(campaign, None).count()) == ([0, 1, 0], 0)


def test_a_returned_one_is_mended_by_the_unit_and_sent_again(world, people):
    brought(world, row(), role="chair")
    initiative = Initiative.objects.get()
    progress.return_initiative(initiative, actor=world.people["officer"], reason="Sai số quyết định.")
    client, page = world.client("chair"), reverse("emulation:initiative-edit", args=[initiative.pk])
    form = client.get(page).context["form"]
    assert {"reason", "campaign"}.isdisjoint(form.fields)
    typed = {name: form[name].value() or "" for name in form.fields if name != "document"}
    typed |= {"recognition_decision": "21/QĐ-THHS", "recognised_on": "02/06/2023"}
    assert client.post(page, typed).status_code == 302
    initiative.refresh_from_db()
    progress.submit_initiative(initiative, actor=world.people["chair"])
    assert (initiative.recognition_decision, initiative.is_history) == ("21/QĐ-THHS", True)


def test_a_list_is_taken_back_with_its_authors(world, people):
    done = brought(world, row(Đồng_tác_giả=CUC))
    start_taking_back(actor=world.people["officer"], sheet=done.sheet, reason="Nhầm tệp.", only_free=False)
    assert not Initiative.objects.exists()


def test_the_same_name_and_year_stand_once_in_a_list_and_in_the_database(world, people):
    assert [len(wrong.faults) for wrong in brought(world, row(), row()).wrong] == [1]
    brought(world, row())
    copy = Initiative.objects.get()
    copy.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


@pytest.mark.parametrize("role", ["leader", "stranger_chair", "viewer"])
def test_who_does_not_answer_for_the_unit_brings_no_list(world, people, role):
    with pytest.raises(PermissionDenied):
        brought(world, row(), role=role)


def test_the_page_says_what_it_is_and_the_command_enters_in_the_name_of_a_user(world, people, tmp_path):
    path = tmp_path / "sang-kien.xlsx"
    path.write_bytes(book(HEADINGS, row()))
    call_command("import_initiatives", path, grassroots=world.school.code, user=world.people["chair"].username)
    initiative = Initiative.objects.get()
    page = world.client("officer").get(initiative.get_absolute_url()).content.decode()
    assert (initiative.created_by, initiative.state) == (world.people["chair"], "submitted")
    assert all(
        text in page
        for text in ("12/QĐ-THHS", SCHOOL, reverse("emulation:initiative-move", args=[initiative.pk, "confirm"]))
    )


def test_the_officer_confirms_many_at_once_and_nothing_that_is_to_be_judged(world, people):
    brought(world, row(), row(Tên_sáng_kiến="Vườn rau lớp em"), role="chair")
    drafted = make_initiative(world.people["chair"], author=people[0], year=2023)
    progress.submit_initiative(drafted, actor=world.people["chair"])
    client, address = world.client("officer"), reverse("emulation:initiatives-confirm")
    listed = client.get(reverse("emulation:initiatives"), {"state": "submitted", "year": 2023}).content.decode()
    assert (address in listed, listed.count('name="chosen"')) == (True, 2)
    page = f"{address}?state=submitted&year=2023"
    asked = client.post(page, {"whole": "1"})
    client.post(page, {"whole": "1", "confirmed": asked.context["digest"]})
    states = Initiative.objects.order_by("pk").values_list("state", flat=True)
    assert [*states] == ["recognised", "recognised", "submitted"]


def test_what_waits_of_earlier_years_is_told_with_its_year(world, people):
    brought(world, row(), role="chair")
    officer = world.people["officer"]
    todos = {year: to_check(officer, year) for year in (2022, 2023, 2026)}
    told = {year: [(todo.url, todo.count, "(" in todo.text) for todo in own] for year, own in todos.items()}
    waiting = list_url("emulation:initiatives", state="submitted", year=2023)
    assert told == {2022: [], 2023: [(waiting, 1, False)], 2026: [(waiting, 1, True)]}
