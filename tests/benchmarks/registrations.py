"""Judging and answering the rows of a sheet, beside one pass of the queries that fetch the facts.

The pass runs the very queries that judging asks, through Django, and takes each row as a tuple of its columns. No
judgement is cheaper than that: its SQL is made, its rows are read, its days and numbers are converted. What judging
adds are the facts made of the rows, and the rules. The column "driver" has the same statements without Django.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

from core.request_cache import request_cache
from emulation.registrations.eligibility import Judging
from emulation.registrations.models import Registration
from emulation.sheets.selectors.answering import CheckedRow, checked_rows, waiting_on
from emulation.sheets.services.answering import RowAnswer, answer_rows
from emulation.sheets.services.submitting import submit_sheet
from tests.benchmarks.launch import in_turns_undone
from tests.benchmarks.measuring import Target
from tests.benchmarks.sheet import Sheet

SIZES = (50, 500, 5_000)
MOST = 3.0
MOST_GROWTH = 1.3
COLUMNS = ("judge", "fetch", "driver", "submit", "accept", "return")
HEADING = f"{'rows':>6}  {'ratio':>6} {' '.join(f'{name:>8}' for name in COLUMNS)}  (microseconds a row)"
Statement = tuple[str, Any]


class Acts:
    """What is done to the sheet, each time from the records and with what a request keeps."""

    def __init__(self, sheet: Sheet) -> None:
        self.of = sheet

    def rows(self) -> list[Registration]:
        return list(waiting_on(self.of.sheet).order_by("pk"))

    @request_cache()
    def judge(self) -> None:
        Judging(self.rows())

    @request_cache()
    def submit(self) -> None:
        submit_sheet(self.of.sheet, actor=self.of.chair)

    def answer(self, answers: Sequence[RowAnswer]) -> Callable[[], object]:
        return request_cache()(lambda: answer_rows(self.of.sheet, actor=self.of.officer, answers=answers))

    def accept(self) -> Callable[[], object]:
        """With a reason where a warning stands."""
        return self.answer([accepting(row) for row in checked_rows(self.of.sheet, self.of.officer)])

    def give_back(self) -> Callable[[], object]:
        return self.answer([RowAnswer(row.pk, "return", "Thiếu") for row in self.rows()])


def accepting(checked: CheckedRow) -> RowAnswer:
    return RowAnswer(checked.row.pk, "accept", "Đã xem hồ sơ giấy" if checked.is_looked_at else "")


def queries_of(act: Callable[[], object]) -> tuple[list[Query], list[Statement]]:
    """What it asks, as queries of Django and as statements."""
    queries: list[Query] = []
    statements: list[Statement] = []
    execute_sql = SQLCompiler.execute_sql

    def note_query(compiler: SQLCompiler, *how: Any, **more: Any) -> Any:
        queries.append(compiler.query.clone())
        return execute_sql(compiler, *how, **more)

    def note_statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note_statement), patch.object(SQLCompiler, "execute_sql", note_query):
        act()
    return queries, statements


def fetch(queries: Sequence[Query]) -> None:
    for query in queries:
        list(query.clone().get_compiler(connection=connection).results_iter(tuple_expected=True))


def fetch_by_driver(statements: Sequence[Statement]) -> None:
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def measure(size: int) -> list[float]:
    """Return the seconds of each column."""
    acts = Acts(Sheet(size))
    [submitted] = in_turns_undone(acts.submit)
    acts.submit()
    queries, statements = queries_of(acts.judge)
    assert len(queries) == len(statements)
    ways = acts.judge, lambda: fetch(queries), lambda: fetch_by_driver(statements)
    answered = in_turns_undone(acts.accept(), acts.give_back())
    return [*in_turns_undone(*ways), submitted, *answered]


def run(sizes: tuple[int, ...] = SIZES) -> Iterator[Target]:
    print(HEADING)
    judged_each = []
    for size in sizes:
        with transaction.atomic():
            seconds = measure(size)
            transaction.set_rollback(True)
        judged, fetched = seconds[:2]
        judged_each.append(judged / size)
        print(f"{size:6_}  {judged / fetched:6.2f} {' '.join(f'{each / size * 1e6:8.0f}' for each in seconds)}")
        yield Target(f"judging {size:_} rows beside one pass of its queries", judged / fetched, MOST)
    growth = judged_each[-1] / judged_each[0]
    yield Target(f"time a row, {sizes[-1]:_} rows beside {sizes[0]:_}", growth, MOST_GROWTH)
