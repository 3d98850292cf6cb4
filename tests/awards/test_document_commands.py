"""`manage.py documents` and `manage.py document`, over the papers of a year."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from awards.decisions.documents import decision_document
from awards.sessions.documents import minutes_document
from tests.printed import docx_words, letters, without_repetition

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]


@pytest.fixture
def issued(office, law):
    return office.issue(office.draft(office.checked("Đỗ Thị Hường")))


def listed(**options: Any) -> list[list[str]]:
    out = io.StringIO()
    call_command("documents", stdout=out, **{"union": "TAYHO", "year": 2024, **options})
    return [line.split("\t") for line in out.getvalue().splitlines()]


def written(kind: str, key: Any, path: Any, *options: str) -> bytes:
    call_command("document", kind, str(key), f"--output={path}", *options, stdout=io.StringIO())
    return path.read_bytes()


def test_the_documents_of_a_year_are_listed_with_kind_key_and_subject(issued):
    assert listed() == [
        ["minutes", str(issued.session_id), "Phiên xét cuối năm 2024"],
        ["decision", str(issued.pk), "01/QĐ-LĐLĐ – Về việc tặng Giấy khen năm 2024"],
    ]


@pytest.mark.slow
def test_a_document_is_written_in_both_formats_with_the_same_words(issued, tmp_path):
    for kind, obj, document in (
        ("decision", issued, decision_document(issued)),
        ("minutes", issued.session, minutes_document(issued.session)),
    ):
        pdf = written(kind, obj.pk, tmp_path / "a.pdf")
        word = written(kind, obj.pk, tmp_path / "a.docx", "--format=docx")
        assert without_repetition(pdf, document) == letters(docx_words(word))
        assert "Đỗ Thị Hường" in docx_words(word)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"union": "KHONG"}, "Không có công đoàn nào có mã KHONG. Các mã hiện có: BACTULIEM, HANOI, TAYHO."),
        ({"year": 2019}, "Liên đoàn Lao động quận Tây Hồ chưa có văn bản nào trong năm 2019."),
        ({"year": 99999}, "99999 không phải là một năm hợp lệ."),
    ],
)
def test_a_wrong_union_or_year_is_told_in_a_sentence(issued, options, message):
    with pytest.raises(CommandError) as refused:
        listed(**options)
    assert (str(refused.value), refused.value.returncode) == (message, 1)


@pytest.mark.parametrize("key", ["999999", "không", "-1", "9" * 40, "²"])
def test_a_wrong_key_is_told_in_a_sentence(issued, tmp_path, key):
    with pytest.raises(CommandError) as refused:
        written("decision", key, tmp_path / "a.pdf")
    assert str(refused.value) == (
        f"Không có văn bản “Quyết định khen thưởng” với khóa {key}. Lệnh “documents” liệt kê các khóa."
    )
    assert not (tmp_path / "a.pdf").exists()


def test_a_wrong_kind_a_wrong_archive_and_a_file_that_cannot_be_written_are_told(issued, tmp_path):
    with pytest.raises(CommandError, match=r"^Không có loại văn bản “ballot”\. Các loại hiện có: pact \(.*\)\.$"):
        written("ballot", issued.pk, tmp_path / "a.pdf")
    with pytest.raises(CommandError, match=r"^Chỉ bản PDF mới có dạng lưu trữ lâu dài\.$"):
        written("decision", issued.pk, tmp_path / "a.docx", "--format=docx", "--archive")
    with pytest.raises(CommandError, match=r"^Không ghi được tệp .*\.$"):
        written("decision", issued.pk, tmp_path / "no" / "folder.docx", "--format=docx")
