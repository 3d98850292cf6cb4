"""What people were awarded before the portal, or by others, as a list."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from awards.received.models import ReceivedAward
from core.choices import ConfirmationState as S
from emulation.eligibility.history import AWARD_HISTORY
from emulation.registrations.models import Registration
from tests.awards.conftest import make_own_title
from tests.awards.received.test_registration_results import Sheet
from tests.factories import make_person, make_title
from tests.shared_rows import shared
from tests.unions.imports.importing import imported
from tests.unions.imports.sheets import book
from unions.imports.services.taking_back import start_taking_back

pytestmark = pytest.mark.django_db
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
