"""Printed documents and the public pages."""

import io
import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from awards.certificates.services import certificates_pdf, print_certificates
from awards.decisions.documents import decision_document
from awards.decisions.models import Certificate
from awards.decisions.services.issuing import revoke_decision
from awards.sessions.documents import minutes_document
from core.choices import JobState
from core.documents.pdf import document_pdf
from core.models import Job
from tests.awards.conftest import make_own_title
from tests.printed import pdf_pages, pdf_words

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database(on="sqlite")]

NAMES = ["Nguyễn Thị Ánh Nguyệt", "Đỗ Thị Hường", "Trần Văn Ước", "Ngô Ỷ Lan"]


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def fonts_of(pdf: bytes) -> set[bool]:
    """Whether each font carries its letters with it."""
    fonts = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            fonts.add(any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3")))
    return fonts


def test_a_certificate_prints_the_name_with_all_tone_marks_in_fonts_of_its_own(office, law):
    issued = office.issue(office.honour(*NAMES))
    pdf = certificates_pdf(issued)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
    printed = [award.recipient_name for award in issued.awards.order_by("golden_book_number")]
    assert [name in page for name, page in zip(printed, pages, strict=True)] == [True] * 4
    assert set(printed) == set(NAMES)
    assert fonts_of(pdf) == {True}
    for words in ("GIẤY KHEN", "BAN CHẤP HÀNH LIÊN ĐOÀN LAO ĐỘNG QUẬN TÂY HỒ", "01/QĐ-LĐLĐ", "TM. BAN CHẤP HÀNH"):
        assert words in pages[0]


def test_a_certificate_is_a_turned_sheet_of_a4(office, law):
    page = PdfReader(io.BytesIO(certificates_pdf(office.issue(office.honour("Lê An"))))).pages[0]
    assert [round(float(side) / 72 * 25.4) for side in (page.mediabox.width, page.mediabox.height)] == [297, 210]


def test_the_decision_prints_grounds_articles_lists_and_signature(office, law):
    issued = office.issue(office.draft(office.checked("Đỗ Thị Hường")))
    text = text_of(document_pdf(decision_document(issued)))
    for words in (
        "LIÊN ĐOÀN LAO ĐỘNG QUẬN TÂY HỒ", "01/QĐ-LĐLĐ", "Tây Hồ, ngày 20 tháng 12 năm 2024",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
        "Căn cứ Biên bản họp Hội đồng Thi đua - Khen thưởng ngày 05 tháng 12 năm 2024;", "01 cá nhân",
        "Đỗ Thị Hường", "710.000", "TM. BAN THƯỜNG VỤ", "Phạm Quốc Bảo", "Danh sách này có 01 cá nhân.",
        "của Ban Thường vụ Liên đoàn Lao động quận Tây Hồ",
    ):  # fmt: skip
        assert words in text


def test_a_renamed_union_and_a_renamed_person_do_not_change_an_old_paper(office, law):
    issued = office.issue(office.honour("Đỗ Thị Hường"))
    before = certificates_pdf(issued)
    person = issued.awards.get().person
    person.full_name = "Tên Mới"
    person.save()
    office.world.union.profiles.update(certificate_body="CÔNG ĐOÀN PHƯỜNG TÂY HỒ", chair_post="KHÁC")
    assert certificates_pdf(issued) == before


@pytest.mark.slow
def test_the_minutes_print_presence_votes_and_shares(office):
    closed = office.closed(office.checked("Đỗ Thị Hường"), votes=4)
    text = text_of(document_pdf(minutes_document(closed)))
    for words in ("Phạm Quốc Bảo", "Hoàng Thị Dung", "Đỗ Thị Hường", "80%", "Nhất trí."):
        assert words in text


@pytest.mark.slow
def test_up_to_ten_certificates_are_printed_at_once_and_more_by_a_job(
    office, law, django_capture_on_commit_callbacks
):
    few = office.issue(office.honour("Lê An"))
    assert isinstance(print_certificates(few, actor=office.user("officer")), bytes)
    letters = "ABCDEGHIKLM"
    many = office.issue(office.honour(*[f"Lê Văn {letter}" for letter in letters]))
    with django_capture_on_commit_callbacks(execute=True):
        started = print_certificates(many, actor=office.user("officer"))
    job = Job.objects.get(pk=started.pk)
    with job.result.open("rb") as made:
        pages = len(PdfReader(io.BytesIO(made.read())).pages)
    assert (job.state, job.result_name, pages) == (JobState.DONE, "giay-khen-2024-02.pdf", 11)
    assert list(many.prints.values_list("count", flat=True)) == [11]


@pytest.mark.parametrize(
    ("most", "marks"), [(2, [False, False]), (1, ["Xem trước: tờ 1 trong 2 tờ"])], ids=["whole", "an extract"]
)
def test_each_sheet_of_a_preview_says_that_it_is_an_extract(office, law, monkeypatch, most, marks):
    monkeypatch.setattr("awards.certificates.views.MAX_IN_REQUEST", most)
    issued = office.issue(office.honour("Lê An", "Lê Bình"))
    shown = office.world.client("officer").get(reverse("awards:decision-certificates", args=[issued.pk]))
    pages = pdf_pages(b"".join(shown))
    found = [re.search(r"Xem trước: tờ \S+ trong \S+ tờ", page) for page in pages]
    assert [mark is not None and mark[0] for mark in found] == marks
    assert "Xem trước" not in pdf_words(certificates_pdf(issued))


def test_a_title_without_a_certificate_prints_none(office):
    issued = office.issue(office.honour("Lê An", title=make_own_title("KC", certificate="none")))
    assert not Certificate.objects.exists()
    answer = office.world.client("officer").post(reverse("awards:decision-certificates", args=[issued.pk]))
    assert answer.status_code == 422


def test_verification_shows_name_unit_award_number_and_date_to_anybody_and_nothing_else(office, law, client):
    issued = office.issue(office.honour("Đỗ Thị Hường"))
    code = Certificate.objects.get().code
    for typed in (code, code.lower(), f"{code[:4]}-{code[4:8]}-{code[8:]}"):
        answer = client.get(reverse("verify", args=[typed]))
        text = answer.content.decode()
        assert answer.status_code == 200
        for words in ("Đỗ Thị Hường", "Trường Tiểu học Chu Văn An", "Giấy khen GK", "01/QĐ-LĐLĐ", "20/12/2024"):
            assert words in text
        for secret in ("Giáo viên", "17/05/1988", "710.000", issued.awards.get().achievement):
            assert secret not in text


def test_a_code_nobody_issued_is_answered_calmly(client, db):
    for code in ("AAAABBBBCCCC", "x", "a" * 500, "Ệ" * 12, "%00"):
        assert client.get(reverse("verify", args=[code])).status_code == 404
    assert client.get(reverse("verify-entry")).status_code == 200
    response = client.get(reverse("verify-entry"), {"code": "AAAA BBBB"})
    assert (response.status_code, response["Location"]) == (302, "/verify/AAAA%20BBBB/")


def test_a_revoked_certificate_says_so(office, client):
    first = office.issue(office.honour("Lê An"))
    later = office.issue(office.honour("Lê Ân"), date(2024, 12, 22))
    revoke_decision(first, actor=office.user("leader"), by=later, reason="Thành tích không đúng.")
    code = Certificate.objects.get(award__decision=first).code
    text = client.get(reverse("verify", args=[code])).content.decode()
    assert ("02/QĐ-LĐLĐ" in text, "Thành tích không đúng." in text) == (True, False)
    board = client.get(reverse("honours", args=["TAYHO"])).content.decode()
    assert ("Lê Ân" in board, "Lê An<" in board) == (True, False)


def test_the_board_of_honour_names_issued_awards_only(office, client):
    office.sign(office.honour("Lê Chưa Ban Hành"))
    office.issue(office.honour("Lê Đã Ban Hành"))
    text = client.get(reverse("honours", args=["TAYHO"]), {"year": "2024"}).content.decode()
    assert ("Lê Đã Ban Hành" in text, "Lê Chưa Ban Hành" in text) == (True, False)
    assert client.get(reverse("honours", args=["TAYHO"]), {"year": "x", "page": "y"}).status_code == 200
    assert client.get(reverse("honours", args=["KHONG-CO"])).status_code == 404


def test_commands_list_decisions_and_write_certificates(office, law, tmp_path, capsys):
    office.issue(office.honour("Đỗ Thị Hường"))
    call_command("decisions", union="TAYHO", year=2024)
    assert capsys.readouterr().out == "01/QĐ-LĐLĐ\t20/12/2024\tVề việc biểu dương\n"
    output = tmp_path / "giay-khen.pdf"
    options = {"union": "TAYHO", "year": 2024, "decision": "01/QĐ-LĐLĐ", "output": output}
    call_command("certificates", **options)
    assert "Đỗ Thị Hường" in text_of(output.read_bytes())
    wrong = [{"union": "KHONG"}, {"decision": "99/QĐ-LĐLĐ"}, {"year": 2019}, {"output": tmp_path / "không" / "a.pdf"}]
    for part in wrong:
        with pytest.raises(CommandError, match=re.compile(r"\.$")):
            call_command("certificates", **options | part)
