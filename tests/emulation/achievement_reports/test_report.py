"""Báo cáo thành tích of whoever is registered for a title (domain handbook 5.9)."""

from datetime import date

import pytest
from django.urls import reverse

from awards.received.services.receiving import receive_award
from core.documents.description import Heading, Items, Table
from core.documents.docx import document_docx
from core.documents.kinds import document_kinds
from core.documents.pdf import document_pdf
from emulation.achievement_reports.documents import ROOM, report_document
from emulation.initiatives.models import Initiative
from emulation.registrations.models import Registration
from tests.emulation.campaigning import running
from tests.factories import make_initiative, make_person, make_title
from tests.printed import docx_words, pdf_words
from tests.shared_rows import shared
from unions.units.models import Headcount

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]


def awarded(world, title, year, **facts):
    decision = {"decision_symbol": "12/QĐ-THCS", "decided_on": date(year, 6, 2), "decided_by": "Hiệu trưởng"}
    facts = {"title": title, "year": year, **decision, **facts}
    return receive_award(actor=world.people["officer"], union=world.union, grassroots=world.school, **facts)


@shared
def registration(world):
    """Of a person with three awards, one of them for the title registered, and two initiatives."""
    form = make_title("GK_LDLD", "Giấy khen của Liên đoàn Lao động", family="form", authority="upper")
    campaign = running(world, make_title(), form)
    person = make_person(world.school, "Nguyễn Thị Ánh", gender="female", birth_date=date(1985, 3, 8))
    awarded(world, make_title(), campaign.year - 2, person=person)
    awarded(world, form, campaign.year - 1, person=person, decision_symbol="", decided_on=None)
    awarded(world, make_title(), campaign.year, person=person)
    chair = world.people["chair"]
    known = make_initiative(chair, author=person, year=campaign.year - 1, name="Dạy học theo dự án")
    make_initiative(chair, author=person, year=campaign.year, name="Chưa được công nhận")
    Initiative.objects.filter(pk=known.pk).update(
        state="recognised",
        recognition_level="grassroots",
        recognised_on=date(campaign.year - 1, 5, 20),
        recognition_decision="45/QĐ-THCS",
    )
    return registered(world, campaign, "person", person=person)


def registered(world, campaign, kind, **facts):
    return Registration.objects.create(
        campaign=campaign,
        union=world.union,
        grassroots=world.school,
        title=make_title(for_grassroots=True),
        year=campaign.year,
        subject_kind=kind,
        created_by=world.people["chair"],
        **facts,
    )


def parts_of(document):
    """{heading: lines, rows without numbers, or sentences}"""
    found, heading = {}, ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            found[heading] = [row[1:] for row in block.rows]
        else:
            found.setdefault(heading, []).extend(block.lines if isinstance(block, Items) else [block.text])
    return {heading: [line for line in lines if line[0] != "…"] for heading, lines in found.items()}


def test_life_initiatives_and_earlier_commendations_of_a_person_are_filled_in(world, registration):
    paper, year = report_document(registration), registration.year
    left, right = paper.signatures[0]

    assert (paper.type_name, paper.subject) == ("BÁO CÁO THÀNH TÍCH", f"Đề nghị tặng: Lao động tiên tiến năm {year}")
    assert parts_of(paper) == {
        "I. SƠ LƯỢC LÝ LỊCH": [
            "Họ và tên: Nguyễn Thị Ánh",
            "Giới tính: Nữ",
            "Ngày sinh: 08/03/1985",
            f"Quê quán: {ROOM}",
            f"Nơi thường trú: {ROOM}",
            f"Đơn vị: Công đoàn cơ sở {world.school}",
            "Chức vụ: Giáo viên",
            f"Trình độ chuyên môn, nghiệp vụ: {ROOM}",
        ],
        "1. Chức năng, nhiệm vụ được giao": [],
        "2. Kết quả đạt được": [],
        "3. Sáng kiến được công nhận": [
            (str(year - 1), "Dạy học theo dự án", f"45/QĐ-THCS, 20/05/{year - 1}", "Cấp cơ sở"),
        ],
        "1. Danh hiệu thi đua": [
            (str(year - 2), "Lao động tiên tiến", f"12/QĐ-THCS, 02/06/{year - 2}", "Hiệu trưởng")
        ],
        "2. Hình thức khen thưởng": [(str(year - 1), "Giấy khen của Liên đoàn Lao động", "", "Hiệu trưởng")],
    }
    assert (left.capacity_lines, left.post) == (("THỦ TRƯỞNG ĐƠN VỊ",), "XÁC NHẬN")
    assert (right.capacity_lines, right.name) == (("NGƯỜI BÁO CÁO THÀNH TÍCH",), "Nguyễn Thị Ánh")


def test_a_unit_tells_its_situation_and_the_initiatives_of_all(world, registration):
    campaign = registration.campaign
    Headcount.objects.create(
        grassroots=world.school, year=campaign.year, workers=1250, women=1100, members=1200, women_members=1080
    )
    paper = report_document(registered(world, campaign, "grassroots"))

    parts = parts_of(paper)
    assert parts["I. ĐẶC ĐIỂM, TÌNH HÌNH"][2:] == [
        "Tổng số công nhân, viên chức, lao động: 1.250, trong đó nữ: 1.100.",
        "Đoàn viên công đoàn: 1.200, trong đó nữ: 1.080.",
    ]
    assert len(parts["3. Sáng kiến được công nhận"]) == 1
    assert parts["1. Danh hiệu thi đua"] == ["Chưa có."]
    assert [each.post for each in paper.signatures[0]] == ["CHỦ TỊCH"]


@pytest.mark.slow
def test_pdf_and_docx_print_the_same_words(registration):
    paper = report_document(registration)
    expected = {"BÁO CÁO THÀNH TÍCH", "Nguyễn Thị Ánh", "08/03/1985", "Dạy học theo dự án", "12/QĐ-THCS"}
    for words in (pdf_words(document_pdf(paper)), docx_words(document_docx(paper))):
        assert {each for each in expected if each in words} == expected


@pytest.mark.parametrize(("role", "papers"), [("chair", 1), ("officer", 1), ("board", 0), ("leader", 0)])
def test_the_report_stands_beside_the_registration_for_who_may_read_it(world, registration, role, papers):
    page = world.client(role).get(registration.get_absolute_url())
    address = reverse("emulation:achievement-report-paper", args=[registration.pk])
    assert [paper.url for paper in page.context["papers"]] == [address] * papers


def test_a_withdrawn_registration_has_no_report(world, registration):
    address = reverse("emulation:achievement-report-docx", args=[registration.pk])
    Registration.objects.filter(pk=registration.pk).update(state="withdrawn")
    assert world.client("chair").get(address).status_code == 404


def test_the_command_lists_the_reports_of_the_year(world, registration):
    listed = document_kinds()["achievement_report"].of_year(world.union, registration.year)
    assert [key for key, _subject in listed] == [str(registration.pk)]
