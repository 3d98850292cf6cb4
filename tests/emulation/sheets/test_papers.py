"""The registration sheet on paper (domain handbook 5.7), and what the federation hands on of all sheets."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from core.documents.description import Heading, Paragraph, Table
from core.documents.docx import document_docx
from core.documents.kinds import document_kinds
from core.documents.pdf import document_pdf
from emulation.registrations.models import Registration
from emulation.sheets.documents.sheet import sheet_document
from emulation.sheets.documents.summary import state_list_document, summary_document
from emulation.sheets.services.sheets import edit_sheet, open_sheet
from emulation.works.models import Work
from tests.emulation.campaigning import running
from tests.factories import make_initiative, make_person, make_title, make_work
from tests.printed import docx_words, pdf_words
from tests.shared_rows import shared
from unions.units.models import Headcount, Team

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]


def register(world, campaign, title, kind="person", **facts):
    return Registration.objects.create(
        campaign=campaign,
        union=world.union,
        grassroots=world.school,
        title=title,
        year=campaign.year,
        subject_kind=kind,
        created_by=world.people["chair"],
        **facts,
    )


@shared
def campaign(world):
    form = make_title("GK_LDLD", "Giấy khen của Liên đoàn Lao động", family="form", authority="own")
    return running(world, make_title(), make_title("CSTDCS", "Chiến sĩ thi đua cơ sở"), form, is_school_year=True)


@shared
def sheet(world, campaign):
    chair = world.people["chair"]
    sheet = open_sheet(actor=chair, campaign=campaign, grassroots=world.school)
    Headcount.objects.create(
        grassroots=world.school, year=campaign.year, workers=1250, women=1100, members=1200, women_members=1080
    )
    person = make_person(world.school, "Nguyễn Thị Ánh", gender="female")
    for code in ("LDTT", "CSTDCS", "GK_LDLD"):
        register(world, campaign, campaign.titles.get(code=code), person=person, note="Tổ trưởng")
    team = Team.objects.create(grassroots=world.school, name="Tổ Văn - Sử")
    register(
        world,
        campaign,
        make_title("TTLDTT", "Tập thể lao động tiên tiến", for_collective=True),
        "collective",
        team=team,
    )
    register(
        world,
        campaign,
        campaign.titles.get(code="LDTT"),
        person=make_person(world.school, "Lê An"),
        state="withdrawn",
    )
    make_work(chair, world.school, year=campaign.year, campaign=campaign, name="Vườn thuốc nam", value=15_000_000)
    make_initiative(chair, author=person, year=campaign.year, campaign=campaign, name="Dạy học theo dự án")
    return edit_sheet(sheet, actor=chair, expected_revision=None, grade_aimed="excellent")


def tables_of(document):
    """{heading: rows without numbers}; of an empty table its sentence."""
    found, heading = {}, ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            found[heading] = [row[1:] for row in block.rows]
        elif heading[0].isdigit():
            found[heading] = block.text
    return found


def test_the_paper_has_the_parts_of_the_form_in_its_order(world, campaign, sheet):
    paper = sheet_document(sheet)

    assert paper.type_name == f"BẢN ĐĂNG KÝ THI ĐUA NĂM HỌC {campaign.year - 1} - {campaign.year}"
    assert [block.text for block in paper.blocks if isinstance(block, Paragraph)][:3] == [
        "Tổng số công nhân, viên chức, lao động: 1.250, trong đó nữ: 1.100.",
        "Đoàn viên công đoàn: 1.200, trong đó nữ: 1.080.",
        "Xếp loại đăng ký: Hoàn thành xuất sắc nhiệm vụ.",
    ]
    assert tables_of(paper) == {
        "1. Danh hiệu cá nhân": [
            ("Bà", "Nguyễn Thị Ánh", "Giáo viên", "Lao động tiên tiến; Chiến sĩ thi đua cơ sở",
             "Giấy khen của Liên đoàn Lao động", "Tổ trưởng"),
        ],
        "2. Danh hiệu tập thể": [("Tổ Văn - Sử", "Tập thể lao động tiên tiến", "")],
        "3. Công trình, sản phẩm": [("Vườn thuốc nam", str(world.school), "", 15_000_000, "")],
        "4. Sáng kiến": [
            ("Nguyễn Thị Ánh", "Giáo viên", "Dạy học theo dự án", "",
             "Lao động tiên tiến; Chiến sĩ thi đua cơ sở; Giấy khen của Liên đoàn Lao động"),
        ],
        "5. Đề tài khoa học": "Không đăng ký.",
    }  # fmt: skip
    left, right = paper.signatures[0]
    assert (left.post or left.capacity_lines, right.capacity_lines, right.post, right.name) == (
        ("THỦ TRƯỞNG ĐƠN VỊ",),
        ("TM. BAN CHẤP HÀNH",),
        "CHỦ TỊCH",
        str(world.people["chair"]),
    )


@pytest.mark.slow
def test_pdf_and_docx_print_the_same_words(sheet):
    paper = sheet_document(sheet)
    expected = {"BẢN ĐĂNG KÝ THI ĐUA", "Nguyễn Thị Ánh", "15.000.000", "THỦ TRƯỞNG ĐƠN VỊ"}
    for words in (pdf_words(document_pdf(paper)), docx_words(document_docx(paper))):
        assert {each for each in expected if each in words} == expected


def accept_all():
    Registration.objects.exclude(state="withdrawn").update(state="accepted", decided_at=timezone.now())
    Work.objects.update(state="confirmed")


def test_the_summary_counts_what_was_accepted_by_title_sector_and_unit(world, campaign, sheet):
    before = [("Công trình, sản phẩm", 0), ("Sáng kiến", 0), ("Đề tài khoa học", 0)]
    assert table_in(summary_document(campaign)) == before
    accept_all()
    summary = summary_document(campaign)

    assert summary.type_name == f"BẢNG TỔNG HỢP ĐĂNG KÝ THI ĐUA NĂM HỌC {campaign.year - 1} - {campaign.year}"
    assert "01 công đoàn cơ sở đã đăng ký" in next(b.text for b in summary.blocks if isinstance(b, Paragraph))
    assert table_in(summary) == [
        ("Chiến sĩ thi đua cơ sở", 1, 1),
        ("Giấy khen của Liên đoàn Lao động", 1, 1),
        ("Lao động tiên tiến", 1, 1),
        ("Tập thể lao động tiên tiến", 1, 1),
        ("Công trình, sản phẩm", 1, 1),
        ("Sáng kiến", 0, 0),
        ("Đề tài khoa học", 0, 0),
    ]
    annex = summary.annexes[0].tables[0]
    assert [row[3:] for row in annex.rows] == [(1, 1, 4, 1, 0, 0)]


def table_in(document):
    return next([row[1:] for row in block.rows] for block in document.blocks if isinstance(block, Table))


def test_the_list_for_the_council_of_the_state_names_whom_others_decide_on(world, campaign, sheet):
    accept_all()
    listed = tables_of(state_list_document(campaign))

    unit = f"Công đoàn cơ sở {world.school}"
    assert listed == {
        "1. Chiến sĩ thi đua cơ sở (1)": [("Bà", "Nguyễn Thị Ánh", unit)],
        "2. Lao động tiên tiến (1)": [("Bà", "Nguyễn Thị Ánh", unit)],
        "3. Tập thể lao động tiên tiến (1)": [("", "Tổ Văn - Sử", unit)],
    }


def test_the_workbook_has_a_sheet_a_table_with_numbers_as_numbers(world, campaign, sheet):
    accept_all()
    answer = world.client("officer").get(reverse("emulation:registration-summary-xlsx", args=[campaign.pk]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))

    first = book.worksheets[0]
    assert [cell.value for cell in first[2]][1:] == ["Chiến sĩ thi đua cơ sở", 1, 1]
    assert len(book.worksheets) == 2


@pytest.mark.parametrize("role", ["chair", "board", "stranger_officer"])
def test_who_does_not_see_all_units_gets_no_summary(world, campaign, sheet, role):
    answer = world.client(role).get(reverse("emulation:registration-summary-paper", args=[campaign.pk]))
    assert answer.status_code == 404


def test_the_command_lists_sheet_and_summaries_of_the_year(world, campaign, sheet):
    kinds = document_kinds()
    names = ("registration_sheet", "registration_summary", "registration_list")
    listed = {name: [key for key, _subject in kinds[name].of_year(world.union, campaign.year)] for name in names}
    assert listed == {names[0]: [str(sheet.pk)], names[1]: [str(campaign.pk)], names[2]: [str(campaign.pk)]}
