"""What each row lacks, by which article; who else fits; what another day's law says; quotas."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.received.services.receiving import receive_award
from emulation.eligibility.rules.fact_names import fact_name
from emulation.law.models import Title
from emulation.law.services import load_reference
from emulation.registrations.models import Registration
from emulation.sheets.services.drafting import DraftRow, draft_rows
from emulation.sheets.services.sheets import open_sheet
from tests.emulation.campaigning import running
from tests.factories import make_person
from tests.shared_rows import shared
from unions.people.models import Employment

YEAR = timezone.localdate().year


@shared
def titles(db):
    load_reference()
    return {title.code: title for title in Title.objects.filter(code__in=["LDTT", "CSTDCS", "CSTD_TP", "GK_LDLD"])}


@shared
def sheet(world, titles):
    campaign = running(world, *titles.values())
    return open_sheet(
        actor=world.people["chair"], campaign=campaign, grassroots=world.school, grade_aimed="excellent"
    )


@shared
def newcomer(world):
    """Eight months of the year: enough by the law of today, too few by that of 2023."""
    person = make_person(world.school, "Lê Văn An")
    Employment.objects.filter(person=person).update(valid_from=date(YEAR, 5, 1))
    return person


def draft(world, sheet, *rows):
    return draft_rows(
        actor=world.people["chair"], sheet=sheet, rows=[DraftRow(title, person) for title, person in rows]
    )


def page(world, sheet, **query):
    return world.client("chair").get(sheet.get_absolute_url(), query)


def remarks(page):
    return [remark.finding for row in page.context["sections"]["people"].rows for remark in row.remarks]


def meters(page):
    return {meter.label: (meter.words, meter.is_over) for meter in page.context["meters"]}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_row_says_what_it_lacks_what_cures_it_and_by_which_article(world, sheet, titles, newcomer):
    draft(world, sheet, (titles["LDTT"], newcomer))
    short = next(remark for remark in remarks(page(world, sheet, law_day="31/12/2023")) if "10" in remark.words)
    assert (short.outcome, bool(short.cure), bool(short.basis)) == ("inform", True, True)
    assert short.basis in page(world, sheet, law_day="31/12/2023").content.decode()


def test_what_is_known_only_at_the_end_of_the_year_is_said_once_for_all_its_rows(world, sheet, titles, newcomer):
    people = [make_person(world.school, name) for name in ("Đỗ Thị Hường", "Bùi Thị Lan")]
    draft(world, sheet, *((titles["LDTT"], person) for person in people))
    shown = page(world, sheet)
    assert remarks(shown) == []
    grade = next(note for note in shown.context["sections"]["people"].notes if "xếp loại" in note.words)
    assert [row.subject for row in grade.rows] == sorted(people, key=lambda person: person.sort_key)
    assert (len(grade.bases), shown.content.decode().count(grade.words)) == (2, 1)


@pytest.mark.slow
def test_the_law_of_another_day_is_asked_without_storing_anything(world, sheet, titles, newcomer):
    draft(world, sheet, (titles["LDTT"], newcomer))
    now = {remark.words for remark in remarks(page(world, sheet))}
    then = {remark.words for remark in remarks(page(world, sheet, law_day="31/12/2023"))}
    assert then - now
    wrong = page(world, sheet, law_day="32/13/2023")
    assert (wrong.status_code, {remark.words for remark in remarks(wrong)}) == (200, now)


@pytest.mark.slow
def test_quotas_move_with_the_list_and_follow_the_day_of_the_law(world, sheet, titles, newcomer):
    draft(world, sheet, (titles["LDTT"], newcomer), (titles["CSTDCS"], newcomer), (titles["GK_LDLD"], newcomer))
    assert meters(page(world, sheet, law_day="31/12/2023"))["“Chiến sĩ thi đua cơ sở”"] == ("1, tối đa 0", True)
    now = meters(page(world, sheet))
    assert "“Chiến sĩ thi đua cơ sở”" not in now
    assert now["Giấy khen cá nhân"] == ("1, tối đa 1", False)
    assert (now["Nữ"], now["Lao động trực tiếp"]) == (("1 (100%)", False), ("0 (0%)", False))


def test_a_remark_shows_what_it_counted_and_leads_to_the_decisions_among_it(world, sheet, titles, newcomer):
    decided = {"decision_symbol": "12/QĐ-LĐLĐ", "decided_on": date(YEAR - 1, 6, 2), "decided_by": "Giám đốc Sở"}
    award = receive_award(
        actor=world.people["officer"],
        union=world.union,
        title=titles["CSTDCS"],
        year=YEAR - 1,
        grassroots=world.school,
        person=newcomer,
        **decided,
    )
    draft(world, sheet, (titles["CSTD_TP"], newcomer))
    rows = page(world, sheet).context["sections"]["people"].rows
    chain = next(remark for row in rows for remark in row.remarks if remark.finding.rule == "R21")
    told = {ground.name: [tuple(value) for value in ground.values] for ground in chain.grounds}
    words = f"Chiến sĩ thi đua cơ sở {YEAR - 1} (Quyết định số 12/QĐ-LĐLĐ, 02/06/{YEAR - 1})"
    assert told["danh hiệu đã đạt"] == [(words, award.get_absolute_url())]
    assert told["các năm liên tục cần có"] == [(f"{YEAR - 2}, {YEAR - 1}, {YEAR}", "")]
    assert f'<a href="{award.get_absolute_url()}">{words}</a>' in page(world, sheet).content.decode()


@pytest.mark.parametrize(("role", "told"), [("chair", True), ("board", False)])
def test_that_there_is_no_leave_is_told_only_to_whoever_reads_of_leave(world, sheet, titles, newcomer, role, told):
    draft(world, sheet, (titles["LDTT"], newcomer))
    shown = world.client(role).get(sheet.get_absolute_url(), {"law_day": "31/12/2023"}).context["sections"]
    short = next(each for row in shown["people"].rows for each in row.remarks if each.finding.rule == "R09")
    names = {ground.name for ground in short.grounds}
    assert (fact_name("months") in names, fact_name("leave") in names) == (True, told)


def test_the_criteria_of_each_title_stand_beside_the_list_in_words(world, sheet, titles):
    shown = page(world, sheet)
    assert {terms.title for terms in shown.context["terms"]} == set(titles.values())
    assert titles["LDTT"].terms.on(date(YEAR, 12, 31)).get().criteria in shown.content.decode()


@pytest.mark.slow
def test_who_fits_and_is_not_listed_is_named_and_added_with_a_tick(world, sheet, titles, newcomer):
    listed = make_person(world.school, "Đỗ Thị Hường")
    late = make_person(world.school, "Bùi Thị Lan")
    Employment.objects.filter(person=late).update(valid_from=date(YEAR, 11, 20))
    draft(world, sheet, (titles["LDTT"], listed))
    client, address = world.client("chair"), reverse("emulation:sheet-eligible", args=[sheet.pk])
    found = client.get(address, {"title": titles["LDTT"].pk}).context
    shown = [
        (str(worker.post.person), any("6" in each.words for each in worker.remarks)) for worker in found["shown"]
    ]
    assert shown == [("Lê Văn An", False), ("Bùi Thị Lan", True)]
    post = str(newcomer.employments.get().pk)
    client.post(reverse("emulation:sheet-people", args=[sheet.pk]), {"title": titles["LDTT"].pk, "people": post})
    assert Registration.objects.filter(person=newcomer, title=titles["LDTT"]).exists()


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_who_else_fits_costs_no_more_queries_for_many_workers(world, sheet, titles):
    client, address = world.client("chair"), reverse("emulation:sheet-eligible", args=[sheet.pk])
    counts = []
    for _time in range(2):
        for number in range(4):
            make_person(world.school, f"Trần Văn {chr(65 + number)}a", birth_date=None)
        with CaptureQueriesContext(connection) as queries:
            client.get(address, {"title": titles["LDTT"].pk})
        counts.append(len(queries))
    assert counts[0] == counts[1]
