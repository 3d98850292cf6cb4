"""How the rows of a list are drawn."""

import re

import django_tables2 as tables
import pytest

from core.table_rows import draw
from core.tables import NUMBER, ListTable, ShortColumn


class PrizeTable(ListTable):
    name = tables.Column()
    prize = ShortColumn()
    members = tables.Column(attrs=NUMBER)
    unit = tables.Column(visible=False)

    def row_url(self, record):
        return f"/prizes/{record['name']}/"

    def detail_name(self, record):
        return record["unit"]


def rows_of(*rows):
    names = ("name", "prize", "members", "unit")
    return draw(PrizeTable([dict(zip(names, row, strict=True)) for row in rows]))


def words(page):
    """The cells of each row, a detail after its text."""
    rows = re.findall(r"<tr.*?</tr>", page.rows)
    cells = [re.findall(r"<td.*?>(.*?)</td>", row) for row in rows]
    return [[re.sub(r"<.*?>", "|", cell).strip("|") for cell in row] for row in cells]


@pytest.mark.parametrize("asked", ["unit.name", "nothing", "--prize", "a\0b", ["nothing", "na.me"]])
def test_a_column_that_the_list_does_not_have_leaves_the_order_as_it_is(asked):
    table = PrizeTable([], order_by="-prize")
    table.order_by = asked
    assert table.order_by == ("-prize",)
    table.order_by = ["nothing", "name"]
    assert table.order_by == ("name",)


def test_an_order_by_no_column_of_the_table_is_that_of_the_rows():
    assert PrizeTable([], order_by="-created_at").order_by == ()


def test_the_first_column_opens_the_row_over_its_second_line():
    page = rows_of(("An", "Nhất", 1234, "Trường Mai"))
    assert '<a class="row-link" href="/prizes/An/">An</a><span class="cell-detail">Trường Mai</span>' in page.rows
    assert words(page) == [["An||Trường Mai", "Nhất", "1.234"]]


@pytest.mark.parametrize(
    ("count", "said"), [(2, []), (3, [("Prize", "Nhất"), ("", "Trường Mai")])], ids=["two rows", "three rows"]
)
def test_what_three_rows_say_alike_is_said_once_above_them(count, said):
    page = rows_of(*[(f"Người {number}", "Nhất", number, "Trường Mai") for number in range(count)])
    assert page.alike == said
    assert ("prize" in [column.name for column in page.columns]) is not bool(said)
    assert ("Trường Mai" in page.rows) is not bool(said)


def test_what_is_missing_leaves_the_cell_empty():
    assert words(rows_of(("An", None, None, "Trường Mai"))) == [["An||Trường Mai", "", ""]]


def test_a_column_empty_in_every_row_is_left_out_without_a_word():
    page = rows_of(*[(f"Người {number}", None, number, f"Trường {number}") for number in range(3)])
    assert (page.alike, [column.name for column in page.columns]) == ([], ["name", "members"])


def test_what_was_typed_is_text_in_both_lines():
    page = rows_of(("<b>", "Nhất", 1, "<i>"))
    assert "&lt;b&gt;" in page.rows
    assert "&lt;i&gt;" in page.rows


def test_a_hidden_column_is_in_the_spreadsheet():
    table = PrizeTable([{"name": "An", "prize": "Nhất", "members": 3, "unit": "Trường Mai"}])
    assert list(table.as_values()) == [["Name", "Prize", "Members", "Unit"], ["An", "Nhất", 3, "Trường Mai"]]


def prizes(number, **facts):
    rows = [{"name": f"Người {each}", "prize": "Nhất", "members": each, "unit": ""} for each in range(number)]
    return PrizeTable(rows, **facts)


def test_rows_are_numbered_on_from_the_page_before():
    table = prizes(5)
    table.paginate(page=2, per_page=3)
    assert re.findall(r'data-row="(\d)"', draw(table).rows) == ["4", "5"]


def test_the_column_by_which_the_list_is_ordered_stays():
    assert "prize" in [column.name for column in draw(prizes(3, order_by="prize")).columns]


def test_what_a_chip_says_is_not_said_again():
    table = prizes(3)
    table.filtered_by = frozenset({"prize"})
    assert draw(table).alike == []
