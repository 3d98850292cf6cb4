"""Judging and answering the rows of a sheet, beside one pass of the statements that fetch the facts."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction

from core.request_cache import request_cache
from emulation.registrations.eligibility import Judging
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.answering import waiting_on
from emulation.sheets.services.answering import RowAnswer, answer_rows
from emulation.sheets.services.drafting import DraftRow, draft_rows
from emulation.sheets.services.sheets import open_sheet
from emulation.sheets.services.submitting import submit_sheet
from tests.benchmarks.launch import in_turns_undone
from tests.benchmarks.measuring import Target
from tests.factories import make_campaign, make_grassroots, make_rollout, make_title, make_union, make_user
from unions.people.models import Employment, Person

SIZES = (50, 500, 5_000)
MOST = 3.0
MOST_GROWTH = 1.3
HEADING = f"{'rows':>6}  {'judge':>10} {'fetch':>10} {'ratio':>6} {'submit':>10} {'answer':>10}  (microseconds a row)"
YEAR = 2026
Statement = tuple[str, Any]


class Sheet:
    """One unit with so many drafts on its sheet."""

    def __init__(self, size: int) -> None:
        union = make_union(f"BENCH{size}")
        self.officer = make_user(f"officer{size}", "officer", union=union)
        unit = make_grassroots(union)
        self.chair = make_user(f"chair{size}", "grassroots_chair", grassroots=unit)
        title = make_title(f"T{size}")
        campaign = make_campaign(union, self.officer, year=YEAR)
        campaign.titles.set([title])
        make_rollout(campaign, unit)
        self.sheet: RegistrationSheet = open_sheet(actor=self.chair, campaign=campaign, grassroots=unit)
        people = workers(unit, size)
        draft_rows(actor=self.chair, sheet=self.sheet, rows=[DraftRow(title, person) for person in people])

    def submit(self) -> None:
        submit_sheet(self.sheet, actor=self.chair)

    def rows(self) -> list[Registration]:
        return list(waiting_on(self.sheet).order_by("pk"))

    def judge(self) -> None:
        with request_cache():
            Judging(self.rows())

    def answer(self) -> None:
        keys = [row.pk for row in self.rows()]
        answer_rows(self.sheet, actor=self.officer, answers=[RowAnswer(key, "return", "Thiếu") for key in keys])


def workers(unit: Any, count: int) -> list[Person]:
    people = Person.objects.bulk_create(
        Person(full_name=f"Người {number}", sort_key=f"{number:05d}", search_key=f"nguoi {number}")
        for number in range(count)
    )
    since = date(2018, 1, 1)
    Employment.objects.bulk_create(Employment(person=person, grassroots=unit, valid_from=since) for person in people)
    return people


def statements_of(act: Any) -> list[Statement]:
    asked: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return asked


def fetch(statements: Sequence[Statement]) -> None:
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def run(sizes: tuple[int, ...] = SIZES) -> Iterator[Target]:
    print(HEADING)
    judged_each = []
    for size in sizes:
        with transaction.atomic():
            sheet = Sheet(size)
            [submitted] = in_turns_undone(sheet.submit)
            sheet.submit()
            asked = statements_of(sheet.judge)
            judged, fetched = in_turns_undone(sheet.judge, lambda asked=asked: fetch(asked))
            [answered] = in_turns_undone(sheet.answer)
            transaction.set_rollback(True)
        judged_each.append(judged / size)
        micro = [seconds / size * 1e6 for seconds in (judged, fetched, submitted, answered)]
        ratio = judged / fetched
        print(f"{size:6_}  {micro[0]:10.0f} {micro[1]:10.0f} {ratio:6.2f} {micro[2]:10.0f} {micro[3]:10.0f}")
        yield Target(f"judging {size:_} rows beside one pass of its statements", ratio, MOST)
    growth = judged_each[-1] / judged_each[0]
    yield Target(f"time a row, {sizes[-1]:_} rows beside {sizes[0]:_}", growth, MOST_GROWTH)
