import hashlib
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core.audit import history_of
from core.documents.storage import stored_document
from core.models import Job, NumberSequence
from core.sequence import take_number
from core.workflow import MoveNotAllowed
from reports.editions.models import ReportEdition
from reports.editions.selectors.figures import sums_now
from reports.editions.selectors.gaps import open_gaps
from reports.editions.services.drafting import draft_edition, write_sections
from reports.editions.services.issuing import edition_document, issue_edition
from reports.editions.services.signing import sign_edition
from tests.printed import docx_words, letters, without_repetition
from tests.reports.editions.signing import sign
from tests.reports.printed import text_of
from tests.shared_rows import shared

pytestmark = pytest.mark.slow

DATED_ON = date(2025, 1, 5)


@shared
def draft(year):
    return draft_edition(actor=year.world.people["officer"], union=year.world.union, year=2024)


@shared
def signed(year, draft):
    year.initiative("Gieo chữ mùa xuân")
    return sign(year, draft)


@shared
def issued(year, signed):
    return issue_edition(signed, actor=year.world.people["clerk"], dated_on=DATED_ON)


def _kept(edition):
    return ReportEdition.objects.filter(pk=edition.pk).values().get()


def test_a_draft_is_of_the_whole_year_and_the_first_edition(year, draft):
    assert (draft.edition, draft.as_of, draft.state, draft.number) == (1, date(2024, 12, 31), "draft", None)
    assert [entry.act for entry in history_of(draft)] == ["edition.draft"]


def test_there_is_one_draft_at_a_time(year, draft, leader):
    with pytest.raises(MoveNotAllowed):
        draft_edition(actor=year.world.people["leader"], union=year.world.union, year=2024)
    answer = leader.get(f"/reports/unions/{year.world.union.pk}/editions/new/")
    assert (answer.status_code, "đã có bản nháp" in answer.content.decode()) == (409, True)
    assert ReportEdition.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2024, 12, 5), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ],
)
def test_the_cut_off_is_a_day_of_the_year(year, draft, day, stands):
    officer = year.world.people["officer"]
    if stands:
        assert write_sections(actor=officer, edition=draft, sections={}, as_of=day).as_of == day
        return
    with pytest.raises(ValidationError) as refused:
        write_sections(actor=officer, edition=draft, sections={}, as_of=day)
    assert refused.value.message_dict == {
        "as_of": ["Số liệu của báo cáo này lấy đến một ngày từ 01/01/2024 đến 31/12/2024."]
    }


def test_the_cut_off_does_not_lie_ahead(year):
    officer, today = year.world.people["officer"], timezone.localdate()
    with pytest.raises(ValidationError):
        draft_edition(actor=officer, union=year.world.union, year=today.year, as_of=today + timedelta(days=1))
    draft = draft_edition(actor=officer, union=year.world.union, year=today.year, as_of=date(today.year, 1, 1))
    assert draft.as_of == date(today.year, 1, 1)


@pytest.mark.one_database(on="sqlite")
def test_the_cut_off_is_chosen_with_the_narrative_and_corrected_there(year, leader):
    page = f"/reports/unions/{year.world.union.pk}/editions/new/"
    assert leader.get(page).context["form"].initial["as_of"] == date(2024, 12, 31)
    edition_page = leader.post(page, {"as_of": "05/12/2024", "strengths": "Sôi nổi"}).url
    assert ReportEdition.objects.get().as_of == date(2024, 12, 5)
    assert "số liệu tính đến 05/12/2024" in " ".join(leader.get(edition_page).content.decode().split())
    write = f"{edition_page}write/"
    wrong = leader.post(write, {"as_of": "01/01/2025", "revision": 2})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["as_of"])
    leader.post(write, {"as_of": "06/12/2024", "revision": 2})
    assert ReportEdition.objects.get().as_of == date(2024, 12, 6)


def test_the_narrative_is_kept_tidied_line_by_line(year, draft):
    typed = {"strengths": "Phong  trào   sôi nổi.\nLan tỏa rộng. ", "unknown": "x"}
    written = write_sections(actor=year.world.people["officer"], edition=draft, sections=typed)
    assert {name: text for name, text in written.sections.items() if text} == {
        "strengths": "Phong trào sôi nổi.\nLan tỏa rộng."
    }


def test_a_section_may_have_eight_thousand_letters_and_no_more(year, draft):
    officer = year.world.people["officer"]
    write_sections(actor=officer, edition=draft, sections={"lessons": "a" * 8000})
    with pytest.raises(ValidationError) as refused:
        write_sections(actor=officer, edition=draft, sections={"lessons": "b" * 8001})
    assert list(refused.value.message_dict) == ["lessons"]
    assert _kept(draft)["sections"]["lessons"] == "a" * 8000


def test_an_issued_report_carries_number_symbol_signatory_file_and_fingerprint(year, issued):
    with issued.pdf.open() as kept:
        content = kept.read()
    assert (issued.state, issued.number, issued.symbol, issued.series_year) == ("issued", 1, "01/BC-LĐLĐ", 2025)
    assert (issued.signatory_name, issued.signed_by, issued.issued_by) == (
        "Phạm Quốc Bảo",
        year.world.people["leader"],
        year.world.people["clerk"],
    )
    assert content.startswith(b"%PDF-")
    assert issued.sha256 == hashlib.sha256(content).hexdigest()
    assert "01/BC-LĐLĐ" in text_of(content)
    acts = [entry.act for entry in history_of(issued)]
    assert (acts[:3], set(acts[3:-1]), acts[-1]) == (
        ["edition.issue", "edition.sign", "edition.submit"],
        {"edition.acknowledge"},
        "edition.draft",
    )


def test_what_the_paper_says_is_kept_although_the_records_go_on(year, issued):
    year.initiative("Thêm một sáng kiến")
    document = stored_document(issued)
    rows = [row for annex in document.annexes for table in annex.tables for row in table.rows]
    registered = [row for row in rows if row[1] == "Sáng kiến đăng ký"]
    assert [row[6] for row in registered] == ["1"]
    assert edition_document(ReportEdition.objects.get(pk=issued.pk)) == document


@pytest.mark.slow
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reports_reportedition SET symbol = '02/BC' WHERE id = %s",
        "UPDATE reports_reportedition SET state = 'draft' WHERE id = %s",
        "UPDATE reports_reportedition SET sha256 = 'x' WHERE id = %s",
        "DELETE FROM reports_reportedition WHERE id = %s",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_issued_report(issued, sql):
    before = _kept(issued)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [issued.pk])
    assert _kept(issued) == before


@pytest.mark.slow
def test_the_services_refuse_an_issued_report_too(year, issued):
    leader, before = year.world.people["leader"], _kept(issued)
    with pytest.raises(ValidationError) as refused:
        write_sections(actor=leader, edition=issued, sections={"lessons": "Later"})
    assert refused.value.code == "stale"
    with pytest.raises(MoveNotAllowed):
        sign_edition(issued, actor=leader)
    with pytest.raises(MoveNotAllowed):
        issue_edition(issued, actor=year.world.people["clerk"], dated_on=DATED_ON)
    assert (_kept(issued), NumberSequence.objects.get().last) == (before, 1)


@pytest.mark.slow
def test_a_correction_is_a_second_edition_with_the_next_number(year, issued):
    world = year.world
    second = draft_edition(actor=world.people["officer"], union=world.union, year=2024)
    second = issue_edition(
        sign(year, second, signatory=world.people["vice"]), actor=world.people["clerk"], dated_on=DATED_ON
    )
    assert (second.edition, second.number, second.symbol) == (2, 2, "02/BC-LĐLĐ")
    assert (second.signatory_name, ReportEdition.objects.get(pk=issued.pk).number) == ("Lê Thu Hà", 1)
    signature = stored_document(second).signatures[0][0]
    assert (signature.capacity_lines, signature.post) == (("TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH"), "PHÓ CHỦ TỊCH")


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("day", "stands"),
    [
        (date(2024, 12, 30), False),
        (date(2024, 12, 31), True),
        (timezone.localdate(), True),
        (timezone.localdate() + timedelta(days=1), False),
    ],
)
def test_it_is_dated_between_the_day_of_its_figures_and_today(year, signed, day, stands):
    clerk = year.world.people["clerk"]
    if stands:
        assert issue_edition(signed, actor=clerk, dated_on=day).dated_on == day
        return
    with pytest.raises(ValidationError) as refused:
        issue_edition(signed, actor=clerk, dated_on=day)
    assert list(refused.value.message_dict) == ["dated_on"]
    assert (_kept(signed)["state"], NumberSequence.objects.count()) == ("signed", 0)


def test_the_number_may_come_from_the_book_of_the_federation_and_is_used_once(year, signed):
    clerk = year.world.people["clerk"]
    first = issue_edition(signed, actor=clerk, dated_on=DATED_ON, number=137)
    assert (first.number, first.symbol) == (137, "137/BC-LĐLĐ")
    second = sign(year, draft_edition(actor=year.world.people["officer"], union=year.world.union, year=2024))
    with pytest.raises(ValidationError) as refused:
        issue_edition(second, actor=clerk, dated_on=DATED_ON, number=137)
    assert "137" in refused.value.message_dict["number"][0]
    assert issue_edition(second, actor=clerk, dated_on=DATED_ON).number == 138


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("role", ["leader", "vice", "council", "viewer", "admin", "chair", "stranger_officer"])
def test_the_clerk_and_the_officer_number_and_nobody_else(year, signed, role):
    with pytest.raises(PermissionDenied):
        issue_edition(signed, actor=year.world.people[role], dated_on=DATED_ON)


def test_the_clerk_reads_at_home_that_a_signed_report_waits(year, signed):
    told = "Báo cáo tổng kết năm 2024 đã ký, chờ cấp số"
    for role, is_told in (("clerk", True), ("council", False)):
        client = year.world.client(role)
        client.post("/year/", {"year": "2024"})
        assert (told in client.get("/").content.decode()) is is_told


@pytest.mark.parametrize("role", ["clerk", "council", "viewer", "admin", "chair", "stranger_officer"])
def test_only_the_officer_and_the_leaders_begin_a_report(year, role):
    with pytest.raises(PermissionDenied):
        draft_edition(actor=year.world.people[role], union=year.world.union, year=2024)
    assert not ReportEdition.objects.exists()


@pytest.fixture
def leader(world):
    client = world.client("leader")
    client.post("/year/", {"year": "2024"})
    return client


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_way_through_the_pages(year, leader, django_capture_on_commit_callbacks):
    officer = year.world.client("officer")
    officer.post("/year/", {"year": "2024"})
    begun = officer.post(f"/reports/unions/{year.world.union.pk}/editions/new/", {"strengths": "Sôi nổi"})
    edition = ReportEdition.objects.get()
    assert (begun.status_code, begun.url, edition.sections["strengths"]) == (
        302,
        edition.get_absolute_url(),
        "Sôi nổi",
    )

    page = edition.get_absolute_url()
    ticked = [gap.choice for gap, _seen in officer.get(f"{page}gaps/").context["rows"]]
    assert officer.post(f"{page}gaps/", {"gaps": ticked}).url == f"{page}gaps/"
    assert officer.post(f"{page}move/submit/").url == page
    seen = leader.get(f"{page}sign/").context["sums"].fingerprint
    assert leader.post(f"{page}sign/", {"signatory": year.world.people["leader"].pk, "seen": seen}).url == page

    clerk = year.world.client("clerk")
    with django_capture_on_commit_callbacks(execute=True):
        numbered = clerk.post(f"{page}issue/", {"dated_on": "05/01/2025", "number": "12"})
    edition.refresh_from_db()
    assert (numbered.url, edition.state, edition.symbol) == (
        Job.objects.get().get_absolute_url(),
        "issued",
        "12/BC-LĐLĐ",
    )

    printed = leader.get(f"{edition.get_absolute_url()}file/").getvalue()
    assert hashlib.sha256(printed).hexdigest() == edition.sha256
    word = leader.get(f"{edition.get_absolute_url()}file.docx")
    assert without_repetition(printed, stored_document(edition)) == letters(docx_words(word.content))


@pytest.mark.one_database(on="sqlite")
def test_a_preview_is_a_paper_without_a_number(year, draft, leader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        leader.post(f"{draft.get_absolute_url()}preview/")
    job = Job.objects.get()
    with job.result.open() as kept:
        assert "BÁO CÁO" in text_of(kept.read())
    assert (job.state, job.result_name, _kept(draft)["number"]) == ("done", "TAYHO-2024-draft.pdf", None)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("typed", ["", "31/02/2025", "30/12/2024", "01/01/2999", "yesterday", "2025-13-40"])
def test_a_wrong_day_is_told_at_its_field_and_changes_nothing(year, signed, typed):
    before, clerk = _kept(signed), year.world.client("clerk")
    answer = clerk.post(f"{signed.get_absolute_url()}issue/", {"dated_on": typed})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["dated_on"])
    assert (_kept(signed), Job.objects.count()) == (before, 0)


@pytest.mark.one_database(on="sqlite")
def test_a_number_that_is_used_is_told_at_its_field_before_anything_is_printed(year, signed):
    take_number("TAYHO/BC/2025", typed=12)
    answer = year.world.client("clerk").post(
        f"{signed.get_absolute_url()}issue/", {"dated_on": "05/01/2025", "number": "12"}
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["number"])
    assert Job.objects.count() == 0


@pytest.mark.one_database(on="sqlite")
def test_a_narrative_that_is_too_long_is_told_at_its_field(draft, leader):
    answer = leader.post(f"{draft.get_absolute_url()}write/", {"lessons": "a" * 8001})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["lessons"])


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_form_of_an_issued_report_is_too_late(year, issued, leader):
    pages = [f"{issued.get_absolute_url()}{page}/" for page in ("write", "gaps", "sign")]
    assert [leader.get(page).status_code for page in pages] == [409, 409, 409]
    assert [leader.post(page, {}).status_code for page in pages] == [409, 409, 409]
    clerk, page = year.world.client("clerk"), f"{issued.get_absolute_url()}issue/"
    assert (clerk.get(page).status_code, clerk.post(page, {"dated_on": "05/01/2025"}).status_code) == (409, 409)


def test_a_draft_has_no_file_to_hand_out(draft, leader):
    assert leader.get(f"{draft.get_absolute_url()}file/").status_code == 404


def test_the_gaps_of_counted_figures_are_those_counted_anew(draft):
    anew, counted = open_gaps(draft), open_gaps(draft, sums_now(draft).figures)
    assert [gap.key for gap in counted] == [gap.key for gap in anew] != []
