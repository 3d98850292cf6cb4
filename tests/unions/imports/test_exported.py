"""What the portal exports can be brought back: the headings are found below the title, the numbers are left out."""

import pytest

from tests.factories import make_person
from unions.imports.choices import ImportKind
from unions.imports.files import open_list

pytestmark = pytest.mark.one_database(on="sqlite")


@pytest.mark.parametrize(
    ("address", "kind", "field", "name"),
    [
        ("/people/", ImportKind.PEOPLE, "full_name", "Đỗ Thị Hường"),
        ("/units/?year=2024", ImportKind.UNITS, "name", "Trường Tiểu học Chu Văn An"),
    ],
)
def test_an_exported_list_is_read_by_the_import(world, address, kind, field, name):
    make_person(world.school, "Đỗ Thị Hường")
    query = "&" if "?" in address else "?"
    content = world.client("officer").get(f"{address}{query}export=xlsx").getvalue()
    opened = open_list(kind, content, "list.xlsx")
    column = next(column for column, found in opened.headings.taken().items() if found == field)
    rows = [row for row in opened.rows if not row.aside]
    assert name in [row.cells[column] for row in rows]
