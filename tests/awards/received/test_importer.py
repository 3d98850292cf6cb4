"""What a unit, its people and teams were awarded before the portal, or by others, as a list."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from awards.received.importer import AwardsImporter
from awards.received.models import ReceivedAward
from core.choices import ConfirmationState as S
from emulation.eligibility.history import AWARD_HISTORY
from emulation.law.models import Title
from emulation.registrations.models import Registration
from tests.awards.conftest import make_own_title
from tests.awards.received.test_registration_results import Sheet
from tests.factories import make_initiative, make_person, make_title
from tests.shared_rows import shared
from tests.unions.imports.importing import imported
from tests.unions.imports.sheets import book
from unions.imports.services import writing
from unions.imports.services.taking_back import start_taking_back
from unions.units.models import Enterprise, GrassrootsUnion, Team

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]
HEADINGS = ["Họ và tên", "Năm", "Danh hiệu", "Số quyết định", "Ngày quyết định", "Cấp quyết định"]
QUE = "Mai Kim Quế"
DECISION = ["12/QĐ-THCS", "02/06/2022", "Hiệu trưởng"]


@shared
def person(world):
    make_title("LDTT", "Lao động tiên tiến")
    make_title("CSTDCS", "Chiến sĩ thi đua cơ sở")
    make_title("TTLDTT", "Tập thể lao động tiên tiến", for_person=False, for_collective=True)
    return make_person(world.school, QUE)


def brought(world, *rows, role="officer", **options):
    return imported(world.school, book(HEADINGS, *rows), kind="awards", actor=world.people[role], **options)


@pytest.mark.parametrize(("role", "state", "proven"), [("officer", S.CONFIRMED, 3), ("chair", S.SUBMITTED, 0)])
def test_past_titles_prove_a_chain_once_they_are_checked(world, person, role, state, proven):
    rows = [[QUE, str(year), "Chiến sĩ thi đua cơ sở", *DECISION] for year in (2020, 2021)]
    done = brought(world, *rows, [QUE, "2021 - 2022", "cstdcs", *DECISION], role=role)
    assert done.written, [row.faults for row in done.told]
    held = [award for each in AWARD_HISTORY.items() for award in each.awards_of([("person", person.pk)])]
    assert {award.state for award in ReceivedAward.objects.all()} == {state}
    assert [award.year for award in held] == [2020, 2021, 2022][:proven]


@pytest.mark.slow
def test_a_list_brought_again_fills_in_what_was_missing_and_is_taken_back(world, person):
    brought(world, [QUE, "2022", "Lao động tiên tiến", "", "", ""])
    again = brought(world, [QUE, "2022", "LDTT", *DECISION])
    award = ReceivedAward.objects.get()
    assert (again.counts, award.decided_on) == ({"changed": 1}, date(2022, 6, 2))
    start_taking_back(actor=world.people["officer"], sheet=again.sheet, reason="Nhầm tệp.", only_free=False)
    award.refresh_from_db()
    assert (award.decided_on, award.decision_symbol) == (None, "")


def test_a_list_answers_the_registrations_of_its_people(world, person):
    registration = Sheet(world).register()
    Registration.objects.update(person=person)
    brought(world, [QUE, "2024", "Lao động tiên tiến", *DECISION])
    assert ReceivedAward.objects.get().registration == registration


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ([QUE, "2022", "Không có danh hiệu này", *DECISION], 2),
        ([QUE, "2022", "Tập thể lao động tiên tiến", *DECISION], 2),
        ([QUE, "2022", "GK_LDLD", "", "", ""], 2),
        ([QUE, "", "Lao động tiên tiến", *DECISION], 1),
        (["Lê Không Ai", "2022", "Lao động tiên tiến", *DECISION], 0),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(world, person, row, column):
    make_own_title("GK_LDLD")
    done = brought(world, row)
    assert ([fault[0] for wrong in done.wrong for fault in wrong.faults], done.written) == ([column], False)


def test_a_stranger_brings_no_list(world, person):
    with pytest.raises(PermissionDenied):
        brought(world, [QUE, "2022", "LDTT", *DECISION], role="stranger_chair")


def test_the_command_enters_in_the_name_of_a_user(world, person, tmp_path):
    path = tmp_path / "khen-thuong.xlsx"
    path.write_bytes(book(HEADINGS, [QUE, "2022", "LDTT", *DECISION]))
    officer = world.people["officer"]
    call_command("import_awards", path, grassroots=world.school.code, user=officer.username)
    assert ReceivedAward.objects.get().created_by == officer


SUBJECTS = [*HEADINGS, "Tập thể", "Tên sáng kiến", "Đối tượng"]


@shared
def subjects(world, person):
    make_title("DVXS", "Đơn vị xuất sắc", for_person=False, for_grassroots=True)
    make_title("DNVNLD", "Doanh nghiệp vì người lao động", for_person=False, for_enterprise=True)
    make_title("SKST", "Sáng kiến sáng tạo", for_person=False, for_work=True)
    team = Team.objects.create(grassroots=world.school, name="Tổ 1")
    return {"person": person, "team": team, "initiative": make_initiative(world.people["chair"], name="Vườn rau")}


def of_subjects(world, *rows, role="officer", year="2022"):
    lines = [[name, year, title, *DECISION, *whom] for name, title, *whom in rows]
    return imported(world.school, book(SUBJECTS, *lines), kind="awards", actor=world.people[role])


def test_rows_are_about_people_teams_the_unit_itself_and_its_initiatives(world, subjects):
    done = of_subjects(
        world,
        (QUE, "LDTT", "", "", ""),
        ("", "Tập thể lao động tiên tiến", "tổ 1", "", ""),
        ("", "DVXS", "", "", "CĐCS"),
        ("", "SKST", "", "vườn rau", ""),
    )
    assert done.written, [row.faults for row in done.told]
    awards = ReceivedAward.objects.order_by("pk")
    assert [award.recipient for award in awards] == [
        subjects["person"],
        subjects["team"],
        world.school,
        subjects["initiative"],
    ]
    asked = [
        ("collective", subjects["team"].pk),
        ("grassroots", world.school.pk),
        ("work", subjects["initiative"].pk),
    ]
    held = [award for each in AWARD_HISTORY.items() for award in each.awards_of(asked)]
    assert [(award.subject, award.code) for award in held] == [*zip(asked, ["TTLDTT", "DVXS", "SKST"], strict=True)]
    names = [row.name for row in done.sheet.rows.filter(outcome="new").order_by("pk")]
    assert names == [QUE, "tổ 1", world.school.name, "vườn rau"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((QUE, "TTLDTT", "", "", ""), 2),
        (("", "LDTT", "Tổ 1", "", ""), 2),
        (("", "TTLDTT", "", "", "CĐCS"), 2),
        (("", "DVXS", "", "Vườn rau", ""), 2),
        (("", "TTLDTT", "Tổ 9", "", ""), 6),
        (("", "SKST", "", "Vườn hoa", ""), 7),
        (("", "DNVNLD", "", "", "Doanh nghiệp"), 8),
        ((QUE, "LDTT", "Tổ 1", "", ""), 6),
        (("", "TTLDTT", "Tổ 1", "", "CĐCS"), 8),
        (("", "TTLDTT", "Tổ 1", "", "Vũ trụ"), 8),
        (("", "LDTT", "", "", ""), 0),
        (("", "LDTT", "", "", "Cá nhân"), 8),
    ],
)
def test_each_title_is_given_to_its_kind_of_subject_alone(world, subjects, row, column):
    done = of_subjects(world, row)
    assert ([fault[0] for wrong in done.wrong for fault in wrong.faults], done.written) == ([column], False)


def test_the_employer_is_that_of_the_unit(world, subjects):
    company = Enterprise.objects.create(
        union=world.union, name="Công ty May Sao Mai", search_key="cong ty may sao mai"
    )
    GrassrootsUnion.objects.filter(pk=world.school.pk).update(enterprise=company)
    world.school.refresh_from_db()
    of_subjects(world, ("", "DNVNLD", "", "", "Doanh nghiệp"))
    assert ReceivedAward.objects.get().recipient == company


def test_a_teams_row_answers_its_registration_and_a_list_brought_again_changes_nothing(world, subjects):
    row = ("", "TTLDTT", "Tổ 1", "", "")
    sheet = Sheet(world)
    registration = sheet.register(Title.objects.get(code="TTLDTT"), team=subjects["team"])
    of_subjects(world, row, year="2024")
    assert ReceivedAward.objects.get().registration == registration
    assert of_subjects(world, row, year="2024").counts == {"unchanged": 1}


def test_what_a_decision_of_the_portal_gave_is_not_entered_once_more(world, person, monkeypatch):
    make_own_title("GK_LDLD")
    monkeypatch.setattr(AwardsImporter, "decisions_here", lambda *_given: {(DECISION[0], 2022)})
    done = brought(world, [QUE, "2022", "GK_LDLD", *DECISION])
    assert [fault[0] for wrong in done.wrong for fault in wrong.faults] == [3]


def test_a_list_longer_than_a_batch_keeps_its_rows_apart(world, person, monkeypatch):
    brought(world, [QUE, "2020", "LDTT", *DECISION])
    monkeypatch.setattr(writing, "BATCH_SIZE", 1)
    rows = [[QUE, str(year), "LDTT", "13/QĐ-THCS", *DECISION[1:]] for year in range(2020, 2025)]
    assert brought(world, *rows).counts == {"changed": 1, "new": 4}
    assert [*ReceivedAward.objects.order_by("year").values_list("year", flat=True)] == [2020, 2021, 2022, 2023, 2024]
