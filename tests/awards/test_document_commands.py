"""`manage.py documents` and `manage.py document`, over the papers of a year."""

import io
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.documents.kinds import document_kinds
from core.management.commands.document import built
from emulation.campaigns.services.papers import number_letter, number_plan
from emulation.clusters.services.clusters import add_to_cluster, enter_cluster
from emulation.clusters.services.pacts import write_pact
from reports.editions.choices import EditionState
from reports.editions.services.drafting import draft_edition
from tests.factories import make_campaign
from tests.printed import SOFFICE, converted_by_libreoffice, docx_words, letters, without_repetition
from tests.shared_rows import shared

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]


@shared
def issued(office, law):
    return office.issue(office.draft(office.checked("Đỗ Thị Hường")))


def listed(**options: Any) -> list[list[str]]:
    out = io.StringIO()
    call_command("documents", stdout=out, **{"union": "TAYHO", "year": 2024, **options})
    return [line.split("\t") for line in out.getvalue().splitlines()]


def written(kind: str, key: Any, path: Any, *options: str) -> bytes:
    call_command("document", kind, str(key), f"--output={path}", *options, stdout=io.StringIO())
    return path.read_bytes()


@pytest.mark.slow
def test_the_documents_of_a_year_are_listed_with_kind_key_and_subject(issued):
    assert listed() == [
        ["minutes", str(issued.session_id), "Phiên xét cuối năm 2024"],
        ["decision", str(issued.pk), "01/QĐ-LĐLĐ – Về việc tặng Giấy khen năm 2024"],
    ]


@shared
def all_kinds(issued, office):
    """A year with a document of every kind."""
    world, officer = office.world, office.user("officer")
    cluster = enter_cluster(actor=officer, union=world.union, name="Cụm Tiểu học")
    add_to_cluster(actor=officer, cluster=cluster, units=[world.school, world.company])
    promise = "Dạy tốt, học tốt năm học 2024 - 2025"
    write_pact(actor=officer, cluster=cluster, year=2024, contents=promise, targets="", basis="")
    draft_edition(actor=officer, union=world.union, year=2024)
    _campaign(world, office.user("clerk"))
    kinds = document_kinds()
    return {kind: kinds[kind].build(kinds[kind].find(key)) for kind, key, _subject in listed()}


def _campaign(world, clerk):
    """A launched campaign with targets in an annex, numbered with its letter."""
    facts = {"contents": "- Viết sáng kiến", "theme": "Đoàn kết", "occasions": "95 năm Công đoàn Việt Nam"}
    campaign = make_campaign(world.union, world.people["officer"], **facts)
    education = world.union.sectors.get(kind="education")
    campaign.targets.create(measure="local_launches", basis="each_unit", value=1, sector=education)
    number_plan(campaign, actor=clerk, dated_on=campaign.launched_on)
    number_letter(campaign, actor=clerk, dated_on=campaign.launched_on)


@pytest.mark.slow
def test_every_kind_is_written_in_both_formats_with_the_same_words(all_kinds, tmp_path):
    assert list(all_kinds) == ["pact", "plan", "plan_letter", "minutes", "decision", "report"]
    keys = {kind: key for kind, key, _subject in listed()}
    for kind, document in all_kinds.items():
        pdf = written(kind, keys[kind], tmp_path / f"{kind}.pdf")
        word = written(kind, keys[kind], tmp_path / f"{kind}.docx", "--format=docx")
        assert without_repetition(pdf, document) == letters(docx_words(word))
    if SOFFICE:
        converted = converted_by_libreoffice(tmp_path.glob("*.docx"), tmp_path)
        for kind, document in all_kinds.items():
            word = (tmp_path / f"{kind}.docx").read_bytes()
            assert without_repetition(converted[kind], document) == letters(docx_words(word))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"union": "KHONG"}, "Không có công đoàn nào có mã KHONG. Các mã hiện có: BACTULIEM, HANOI, TAYHO."),
        ({"year": 2019}, "Liên đoàn Lao động quận Tây Hồ chưa có văn bản nào trong năm 2019."),
        ({"year": 99999}, "99999 không phải là một năm hợp lệ."),
    ],
)
def test_a_wrong_union_or_year_is_told_in_a_sentence(world, options, message):
    with pytest.raises(CommandError) as refused:
        listed(**options)
    assert (str(refused.value), refused.value.returncode) == (message, 1)


@pytest.mark.parametrize("key", ["999999", "không", "-1", "9" * 40, "²"])
def test_a_wrong_key_is_told_in_a_sentence(db, tmp_path, key):
    with pytest.raises(CommandError) as refused:
        written("decision", key, tmp_path / "a.pdf")
    assert str(refused.value) == (
        f"Không có văn bản “Quyết định khen thưởng” với khóa {key}. Lệnh “documents” liệt kê các khóa."
    )
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.slow
def test_a_wrong_kind_a_wrong_archive_and_a_file_that_cannot_be_written_are_told(issued, tmp_path):
    with pytest.raises(CommandError, match=r"^Không có loại văn bản “ballot”\. Các loại hiện có: pact \(.*\)\.$"):
        written("ballot", issued.pk, tmp_path / "a.pdf")
    with pytest.raises(CommandError, match=r"^Chỉ bản PDF mới có dạng lưu trữ lâu dài\.$"):
        written("decision", issued.pk, tmp_path / "a.docx", "--format=docx", "--archive")
    with pytest.raises(CommandError, match=r"^Không ghi được tệp .*\.$"):
        written("decision", issued.pk, tmp_path / "no" / "folder.docx", "--format=docx")


def test_a_report_issued_before_documents_were_stored_is_not_counted_anew(office):
    edition = draft_edition(actor=office.user("officer"), union=office.world.union, year=2024)
    edition.state = EditionState.ISSUED
    kind = replace(document_kinds()["report"], find=lambda key: edition)
    with pytest.raises(CommandError) as refused:
        built(kind, str(edition.pk))
    assert str(refused.value) == (
        "Báo cáo này ban hành trước khi hệ thống lưu văn bản gốc; bản gốc là tệp PDF đã ban hành."
    )
