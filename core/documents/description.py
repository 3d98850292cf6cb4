"""Plain values, which payload.py stores as JSON."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from core.text import format_number

PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 160, 247
"""Millimetres between the margins: the columns of a table share them."""


class ParagraphKind(StrEnum):
    BODY = "body"
    LEGAL_BASIS = "legal_basis"  # italic
    CENTRED = "centred"
    CENTRED_BOLD = "centred_bold"
    BOLD = "bold"
    NOTE = "note"  # italic, without the indent of a first line


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Letterhead:
    upper_line: str  # capitals; empty at the top of the tree
    issuer_line: str  # capitals; "\n" breaks it
    place: str
    date: datetime.date | None = None  # None leaves room for it
    number_symbol: str = ""  # "12/BC-LĐLĐ"; "/BC-LĐLĐ" leaves room for the number, "" prints none
    about: str = ""  # "V/v …" of a letter


@dataclass(frozen=True)
class Signature:
    capacity_lines: tuple[str, ...]  # "TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH"
    post: str  # capitals
    name: str = ""  # empty leaves it to the pen
    how: str = ""  # "(Ký, ghi rõ họ tên)"


@dataclass(frozen=True)
class Heading:
    text: str
    level: Literal[1, 2, 3]
    type: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Paragraph:
    text: str
    kind: ParagraphKind = ParagraphKind.BODY
    lead: str = ""  # bold, before the text: "Điều 1."
    type: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Items:
    lines: tuple[str, ...]
    is_numbered: bool = False
    type: str = field(default="items", init=False)

    @property
    def marked(self) -> list[tuple[str, str]]:
        return [(f"{number}." if self.is_numbered else "-", line) for number, line in enumerate(self.lines, 1)]


@dataclass(frozen=True)
class TableColumn:
    label: str
    width: int  # millimetres
    align: Align = Align.LEFT


Cell = str | int  # an integer is printed with dots between its thousands


@dataclass(frozen=True)
class Table:
    """The heading is repeated on every page, rows are not split."""

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    type: str = field(default="table", init=False)

    @property
    def printed_rows(self) -> Iterator[list[tuple[str, Align]]]:
        aligns = [column.align for column in self.columns]
        for row in self.rows:
            yield [(_printed(cell), align) for cell, align in zip(row, aligns, strict=True)]


def _printed(cell: Cell) -> str:
    return cell if isinstance(cell, str) else format_number(cell)


Block = Heading | Paragraph | Items | Table


@dataclass(frozen=True)
class Annex:
    title: str  # capitals; "\n" breaks it
    blocks: tuple[Block, ...]
    label: str = ""  # "PHỤ LỤC I"
    note: str = ""  # "(Kèm theo Quyết định số … ngày … của …)"
    is_wide: bool = False  # landscape

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]


@dataclass(frozen=True)
class Document:
    title: str  # of the file
    author: str  # the body that issues it
    letterhead: Letterhead
    type_name: str = ""  # "BÁO CÁO"; a letter (công văn) has none
    subject: str = ""  # below the type; "\n" breaks it
    addressees: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    signatures: tuple[tuple[Signature, ...], ...] = ()  # rows of one or two; one alone stands at the right
    recipients: tuple[str, ...] = ()  # beside the first signature, without dash and punctuation
    annexes: tuple[Annex, ...] = ()
    language: str = "vi"
