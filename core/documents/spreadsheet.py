from collections.abc import Iterable, Iterator, Mapping

from core.documents.description import Block, Document, Heading, Table
from core.spreadsheets.writing import write_sheets
from core.text import parse_whole_number


def tables_xlsx(tables: Mapping[str, Table]) -> bytes:
    """One sheet for each table; numbers stay numbers."""
    with write_sheets({label: sheet_rows(table) for label, table in tables.items()}) as book:
        return book.read()


def tables_of(document: Document) -> dict[str, Table]:
    """Each by the heading above it, else by the title of its document or annex."""
    tables = dict(_under_headings(document.title, document.blocks))
    for annex in document.annexes:
        tables |= dict(_under_headings(annex.title, annex.blocks))
    return tables


def _under_headings(title: str, blocks: Iterable[Block]) -> Iterator[tuple[str, Table]]:
    for block in blocks:
        if isinstance(block, Heading):
            title = block.text
        elif isinstance(block, Table):
            yield title, block


def sheet_rows(table: Table) -> Iterator[list[str | int]]:
    yield [column.label for column in table.columns]
    for row in table.rows:
        yield [_as_number(cell) if isinstance(cell, str) else cell for cell in row]


def _as_number(cell: str) -> str | int:
    try:
        return parse_whole_number(cell)
    except ValueError:
        return cell
