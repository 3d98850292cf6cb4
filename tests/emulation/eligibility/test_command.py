"""`manage.py eligibility`: cases told as plain facts, judged by the law that the portal holds."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from emulation.law.services import load_reference
from tests.emulation.eligibility.cases import changed, fulfilled, rulings
from tests.shared_rows import shared

pytestmark = pytest.mark.one_database(on="sqlite")


@shared
def law(db):
    load_reference()


@pytest.fixture
def judged(tmp_path):
    def judge(cases):
        file, out = tmp_path / "cases.json", StringIO()
        file.write_text(cases if isinstance(cases, str) else json.dumps(cases), "utf-8")
        call_command("eligibility", file, stdout=out)
        return json.loads(out.getvalue())

    return judge


def test_cases_are_judged_in_order_without_records(law, judged):
    cases = [fulfilled("CSTD_TLD"), {**changed("LDTT", subject__months_worked=5), "name": "mới tuyển"}]
    answers = judged(cases)
    assert [[(row["rule"], row["outcome"]) for row in rows] for rows in answers] == [
        [(ruling.rule, ruling.outcome) for ruling in rulings(case).values()] for case in cases
    ]
    [months] = [row for row in answers[1] if row["rule"] == "R09"]
    assert (months["message"], months["cure"], months["parameters"]["months"]) == (
        "Chưa đủ 06 tháng công tác trong kỳ xét.",
        "Được tính 5 tháng, cần 6 tháng.",
        6,
    )


@pytest.mark.parametrize(
    ("cases", "sentence"),
    [
        ("{", "Tệp không đúng định dạng JSON: "),
        ('[{"year": NaN}]', "Tệp không đúng định dạng JSON: NaN"),
        ("[" * 100_000, "Tệp không đúng định dạng JSON: "),
        ("{}", "Tệp phải là một danh sách các trường hợp"),
        ("[1]", "trường hợp 1: cần ghi một đối tượng {…}."),
        ([{"year": 2024}], "trường hợp 1, title: null không có trong danh mục danh hiệu."),
        ([{"title": "LDTT", "year": 2024}], "trường hợp 1: thiếu subject."),
        ([changed("LDTT", luck=1)], 'trường hợp 1: không có mục "luck"'),
        ([changed("LDTT", subject__age=1)], 'trường hợp 1, subject: không có mục "age"'),
        ([changed("LDTT", year="2024")], "trường hợp 1, year: cần ghi số nguyên."),
        ([changed("LDTT", year=True)], "trường hợp 1, year: cần ghi số nguyên."),
        ([changed("LDTT", year=20240)], "trường hợp 1, year: cần ghi 1950–2100."),
        ([changed("LDTT", received_on="20/11/2024")], "trường hợp 1, received_on: cần ghi ngày, ví dụ 2024-12-31."),
        ([changed("LDTT", subject__grades=["good"])], "trường hợp 1, subject, grades: cần ghi một đối tượng {…}."),
        ([changed("LDTT", subject__grades={"năm": "good"})], "trường hợp 1, subject, grades: cần ghi các năm"),
        ([changed("LDTT", subject__kind="dog")], "trường hợp 1, subject, kind: cần ghi person, collective"),
        ([changed("LDTT", subject__member="yes")], "trường hợp 1, subject, member: cần ghi true, false."),
        (
            [changed("LDTT", subject__titles=[{"code": "X", "year": 2024}])],
            'trường hợp 1, subject, titles/forms 1, code: "X" không có trong danh mục danh hiệu.',
        ),
    ],
)
def test_a_bad_file_is_refused_by_one_sentence(law, judged, cases, sentence):
    with pytest.raises(CommandError) as refusal:
        judged(cases)
    assert sentence in str(refusal.value)
    assert refusal.value.returncode == 1


def test_a_file_that_cannot_be_read_is_refused(law, tmp_path):
    (tmp_path / "latin.json").write_bytes("[é]".encode("latin-1"))
    for name in ("none.json", "latin.json"):
        with pytest.raises(CommandError, match="Không đọc được tệp"):
            call_command("eligibility", tmp_path / name)
