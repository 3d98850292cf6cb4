"""What a report lacks is seen before it is signed; the signature freezes what is counted that day."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.users.models import User
from core.documents.storage import stored_document
from core.todo import todos_for
from core.workflow import MoveNotAllowed
from reports.editions.choices import SECTION_LABELS
from reports.editions.models import ReportEdition
from reports.editions.selectors.figures import sums_now
from reports.editions.selectors.gaps import gaps_of, open_gaps
from reports.editions.services.drafting import check_draft, draft_edition, write_sections
from reports.editions.services.issuing import edition_document, issue_edition
from reports.editions.services.signing import (
    acknowledge_gaps,
    recall_edition,
    reopen_edition,
    return_edition,
    sign_edition,
    submit_edition,
)
from tests.factories import make_grassroots, make_rollout
from tests.reports.editions.signing import acknowledge_all, send, sign
from tests.shared_rows import shared

pytestmark = pytest.mark.slow

WHOLE = dict.fromkeys(SECTION_LABELS, "Đã viết.")


@shared
def draft(year):
    return draft_edition(actor=year.world.people["officer"], union=year.world.union, year=2024)


def gap(edition, key):
    return next((each for each in gaps_of(edition) if each.key == key), None)


def written(year, draft, **sections):
    return write_sections(actor=year.world.people["officer"], edition=draft, sections={**WHOLE, **sections})


def test_each_empty_section_is_a_gap(year, draft):
    empty = {each.key for each in gaps_of(draft) if each.key.startswith("section-")}
    assert empty == {f"section-{name}" for name in SECTION_LABELS}
    keys = {each.key: each.sentence for each in gaps_of(written(year, draft, lessons=""))}
    assert keys["section-lessons"] == "Chưa viết phần “Bài học kinh nghiệm”."
    assert "section-tasks" not in keys


def test_the_figures_missing_for_one_reason_are_one_gap_that_leads_to_each(year, draft):
    grades = gap(draft, "figures-grades")
    assert grades.sentence == "Chưa có số liệu: chưa xếp loại công đoàn cơ sở nào."
    assert (len(grades.items), len(grades.links)) == (4, 4)
    year.grade(year.world.school, "excellent")
    assert gap(draft, "figures-grades") is None


def test_units_that_did_not_answer_a_plan_register_or_enter_their_headcount_are_silent(year, reached, draft):
    year.registration()
    year.world.company.headcounts.all().delete()
    plan = gap(draft, f"plan-{year.campaign.pk}")
    assert (plan.sentence, list(plan.units)) == (
        "1 đơn vị chưa xác nhận đã nhận kế hoạch “Dạy tốt, Học tốt”.",
        [reached[3]],
    )
    assert year.world.school not in gap(draft, "registrations").units
    assert set(gap(draft, "registrations").units) == set(reached[1:])
    assert year.world.company in gap(draft, "headcounts").units


def test_a_year_in_which_no_unit_entered_a_headcount_is_one_gap_not_two(year, draft):
    for unit in (year.world.school, year.world.company):
        unit.headcounts.all().delete()
    assert gap(draft, "figures-headcounts") is not None
    assert gap(draft, "headcounts") is None


def test_each_gap_is_acknowledged_by_somebody_at_a_time(year, draft):
    officer, first = year.world.people["officer"], gaps_of(draft)[0]
    kept = acknowledge_gaps(actor=officer, edition=draft, choices=[first.choice])
    stored = kept.acknowledgements[first.key]
    assert (set(kept.acknowledgements), stored["name"], stored["by"]) == ({first.key}, officer.full_name, officer.pk)
    assert set(stored["items"]) == set(first.items)
    assert first.key not in {each.key for each in open_gaps(kept)}
    assert len(open_gaps(kept)) == len(gaps_of(kept)) - 1


def test_a_gap_that_grows_is_asked_about_again_and_one_that_shrinks_is_not(year, reached, draft):
    key = f"plan-{year.campaign.pk}"
    silent = make_rollout(year.campaign, make_grassroots(year.world.union))
    edition = acknowledge_gaps(actor=year.world.people["officer"], edition=draft, choices=[gap(draft, key).choice])
    silent.delete()
    assert key not in {each.key for each in open_gaps(edition)}
    make_rollout(year.campaign, make_grassroots(year.world.union))
    assert key in {each.key for each in open_gaps(edition)}


def test_what_changed_since_it_was_shown_is_not_acknowledged(year, reached, draft):
    shown = gap(draft, f"plan-{year.campaign.pk}").choice
    make_rollout(year.campaign, make_grassroots(year.world.union))
    with pytest.raises(ValidationError) as refused:
        acknowledge_gaps(actor=year.world.people["officer"], edition=draft, choices=[shown])
    assert list(refused.value.message_dict) == ["gaps"]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("role", ["clerk", "council", "viewer", "chair", "stranger_officer"])
def test_only_the_authors_acknowledge(year, draft, role):
    with pytest.raises(PermissionDenied):
        acknowledge_gaps(actor=year.world.people[role], edition=draft, choices=[gaps_of(draft)[0].choice])


@pytest.mark.slow
def test_a_report_is_not_signed_while_a_gap_is_open(year, draft):
    leader, officer, count = year.world.people["leader"], year.world.people["officer"], len(gaps_of(draft))
    with pytest.raises(ValidationError, match=f"Còn {count} nội dung thiếu"):
        submit_edition(draft, actor=officer)
    sent = send(year, draft)
    make_rollout(year.campaign, make_grassroots(year.world.union))
    with pytest.raises(ValidationError, match="nội dung thiếu"):
        sign_edition(sent, actor=leader)
    acknowledge_gaps(actor=leader, edition=sent, choices=[gap.choice for gap in open_gaps(sent)])
    assert sign_edition(sent, actor=leader).state == "signed"


@pytest.mark.one_database(on="sqlite")
def test_a_report_reaches_the_leaders_only_once_it_is_sent(year, draft):
    leader, waits = year.world.people["leader"], "Báo cáo tổng kết năm 2024 chờ đồng chí ký"
    acknowledge_all(year, draft)
    with pytest.raises(MoveNotAllowed):
        sign_edition(draft, actor=leader)
    before = {todo.text for todo in todos_for(leader, 2024)}
    sent = send(year, draft)
    assert (waits in before, waits in {todo.text for todo in todos_for(leader, 2024)}) == (False, True)
    with pytest.raises(MoveNotAllowed, match="rút về"):
        written(year, sent)
    assert recall_edition(sent, actor=year.world.people["officer"]).state == "draft"


@pytest.mark.one_database(on="sqlite")
def test_a_returned_report_comes_first_among_the_officers_things_to_do_with_the_reason(year, draft):
    sent, officer = send(year, draft), year.world.people["officer"]
    with pytest.raises(ValidationError):
        return_edition(sent, actor=year.world.people["leader"], reason="")
    returned = return_edition(sent, actor=year.world.people["leader"], reason="Thiếu phần tồn tại")
    first = todos_for(officer, 2024)[0].text
    assert first == "Dự thảo “Báo cáo năm 2024, lần 1” được trả lại để sửa: Thiếu phần tồn tại"
    assert (returned.state, send(year, returned).return_reason) == ("draft", "")


@pytest.mark.one_database(on="sqlite")
def test_a_leader_sends_what_that_leader_began_and_another_signs_it(year):
    leader, vice = year.world.people["leader"], year.world.people["vice"]
    own = draft_edition(actor=leader, union=year.world.union, year=2024)
    acknowledge_all(year, own)
    with pytest.raises(PermissionDenied):
        submit_edition(own, actor=vice)
    sent = submit_edition(own, actor=leader)
    with pytest.raises(PermissionDenied):
        sign_edition(sent, actor=leader)
    assert sign_edition(sent, actor=vice).signed_by == vice


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("role", ["officer", "clerk", "council", "viewer", "admin", "chair", "stranger_officer"])
def test_only_a_leader_signs(year, draft, role):
    draft = send(year, draft)
    with pytest.raises(PermissionDenied):
        sign_edition(draft, actor=year.world.people[role])


def test_the_sums_are_those_of_the_day_of_the_signature_and_stay(year, draft):
    year.initiative()
    assert [(before.display, now.display) for before, now in sums_now(draft).changes] == [("0", "1")]
    signed = sign(year, draft)
    year.initiative()
    document = edition_document(ReportEdition.objects.get(pk=signed.pk))
    rows = [row for annex in document.annexes for table in annex.tables for row in table.rows]
    assert [row[6] for row in rows if row[1] == "Sáng kiến đăng ký"] == ["1"]
    assert signed.figures["initiatives_registered"] == 1


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_what_the_signatory_did_not_see_is_not_signed(year, draft):
    draft = send(year, draft)
    seen = sums_now(draft).fingerprint
    year.initiative()
    with pytest.raises(ValidationError, match="vừa thay đổi"):
        sign_edition(draft, actor=year.world.people["leader"], seen=seen)
    assert sign_edition(draft, actor=year.world.people["leader"], seen=sums_now(draft).fingerprint).state == "signed"


@pytest.mark.one_database(on="sqlite")
def test_the_signatory_is_a_leader_of_the_day_who_neither_began_nor_sent_the_report(year, draft):
    people, page = year.world.people, f"{draft.get_absolute_url()}sign/"
    draft, client = send(year, draft), year.world.client("leader")
    field = client.get(page).context["form"].fields["signatory"]
    leaders = {"leader": "Phạm Quốc Bảo – Chủ tịch công đoàn cấp trên cơ sở",
               "vice": "Lê Thu Hà – Phó Chủ tịch công đoàn cấp trên cơ sở"}  # fmt: skip
    assert field.choices == [(people[role].pk, words) for role, words in leaders.items()]
    assert field.initial == people["leader"].pk
    assert {client.post(page, {"signatory": typed}).status_code for typed in ("Ai đó", people["clerk"].pk)} == {422}
    for stranger in ("clerk", "officer", "admin"):
        with pytest.raises(ValidationError, match="đương nhiệm"):
            sign_edition(draft, actor=people["leader"], signatory=people[stranger])
    people["vice"].roles.update(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError, match="đương nhiệm"):
        sign_edition(draft, actor=people["leader"], signatory=people["vice"])


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("leads_alone", [False, True])
def test_a_leader_who_began_a_report_does_not_sign_it_even_where_nobody_else_leads(year, leads_alone):
    people = year.world.people
    if leads_alone:
        people["vice"].roles.all().delete()
    draft = send(year, draft_edition(actor=people["leader"], union=year.world.union, year=2024))
    with pytest.raises(PermissionDenied, match="đã lập nội dung này"):
        sign_edition(draft, actor=people["leader"])
    assert not [todo for todo in todos_for(people["leader"], 2024) if "chờ đồng chí ký" in todo.text]
    if not leads_alone:
        assert sign_edition(draft, actor=people["vice"]).state == "signed"


@pytest.mark.one_database(on="sqlite")
def test_a_signed_report_is_numbered_by_the_clerk_and_by_the_officer_only_where_there_is_none(year, draft):
    people, signed, day = year.world.people, sign(year, draft), date(2025, 1, 5)
    with pytest.raises(PermissionDenied):
        issue_edition(signed, actor=people["officer"], dated_on=day)
    people["clerk"].roles.update(valid_to=timezone.localdate() - timedelta(days=1))
    officer = User.objects.get(pk=people["officer"].pk)
    assert issue_edition(signed, actor=officer, dated_on=day).state == "issued"


def test_a_figure_that_is_no_longer_missing_is_a_change_too(year, draft):
    year.result(level="national")
    changes = {now.name: (before.display, now.display) for before, now in sums_now(draft).changes}
    assert changes["pupils_prized_national"] == ("chưa có số liệu", "1")


def test_writing_the_narrative_anew_takes_the_figures_of_that_moment(year, draft):
    year.initiative()
    assert sums_now(written(year, draft)).changes == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    ["sections = '[]'", "figures = '{}'", "acknowledgements = '{}'", "as_of = '2024-01-01'", "signatory_name = 'Ai'"],
)
def test_the_database_refuses_to_change_what_is_signed(year, draft, change):
    signed = sign(year, draft)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE reports_reportedition SET {change} WHERE id = %s", [signed.pk])  # noqa: S608


@pytest.mark.slow
def test_the_signature_is_taken_back_with_a_reason_until_the_issue(year, draft):
    leader, signed = year.world.people["leader"], sign(year, draft)
    with pytest.raises(MoveNotAllowed, match="rút chữ ký"):
        check_draft(signed)
    with pytest.raises(ValidationError):
        reopen_edition(signed, actor=leader, reason=" ")
    year.initiative()
    again = reopen_edition(signed, actor=leader, reason="Sai tên đơn vị")
    # What was stored at the signature is no longer handed out.
    assert year.world.client("leader").get(f"{again.get_absolute_url()}file.docx").status_code == 404
    assert (again.state, again.signed_by, again.signatory_name, again.return_reason) == (
        "draft", None, "", "Sai tên đơn vị",
    )  # fmt: skip
    assert sign(year, again).figures["initiatives_registered"] == 1


@pytest.mark.slow
def test_an_issued_report_keeps_its_signature(year, draft):
    issued = issue_edition(sign(year, draft), actor=year.world.people["clerk"], dated_on=date(2025, 1, 5))
    with pytest.raises(MoveNotAllowed):
        reopen_edition(issued, actor=year.world.people["leader"], reason="Nhầm")


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_signed_paper_waits_for_number_and_date(year, draft):
    letterhead = stored_document(sign(year, draft)).letterhead
    assert (letterhead.number_symbol, letterhead.date) == ("/BC-LĐLĐ", None)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_page_lists_what_is_lacking_ticks_it_and_offers_to_sign(year, reached, draft):
    client = year.world.client("leader")
    page = draft.get_absolute_url()
    assert client.get(f"{page}sign/").status_code == 409
    assert f"{page}sign/" not in client.get(page).content.decode()
    gaps = f"{page}gaps/"
    assert client.post(gaps, {}).status_code == 422
    assert client.post(gaps, {"gaps": ["section-tasks:0"]}).status_code == 422
    shown = client.get(gaps).context["rows"]
    assert client.post(gaps, {"gaps": [each.choice for each, _seen in shown]}).status_code == 302
    assert "đã xem" in client.get(gaps).content.decode()
    assert f"{page}sign/" not in client.get(page).content.decode()
    assert year.world.client("officer").post(f"{page}move/submit/").status_code == 302
    assert f"{page}sign/" in client.get(page).content.decode()
    stale = client.post(f"{page}sign/", {"seen": "0" * 64})
    assert (stale.status_code, "vừa thay đổi" in stale.content.decode()) == (422, True)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_report_leads_to_the_figures_of_its_own_year(year, draft):
    client, page = year.world.client("leader"), draft.get_absolute_url()
    overview = f"/reports/unions/{year.world.union.pk}/"
    assert f'href="{overview}?year=2024"' in client.get(page).content.decode()
    gaps = client.get(f"{page}gaps/").content.decode()
    assert re.findall(f'href="{overview}figures/[a-z_]+/(.*?)"', gaps)[0] == "?year=2024"


@pytest.mark.one_database(on="sqlite")
def test_the_silent_units_are_listed_on_a_page(year, reached, draft):
    client = year.world.client("viewer")
    page = f"{draft.get_absolute_url()}gaps/plan-{year.campaign.pk}/"
    assert reached[3].name in client.get(page).content.decode()
    assert client.get(f"{draft.get_absolute_url()}gaps/section-tasks/").status_code == 404
