import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph as DocxParagraph

from core.documents.description import Align, Table
from core.documents.docx_styles import CELL
from core.documents.layout import nothing_recorded, unbroken_parts

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NO_BREAK_SPACE = "\u00a0"
TWIPS_PER_MM = 1440 / 25.4
PADDING = {"top": 30, "left": 60, "bottom": 30, "right": 60}  # twips, in the cells of a table


def add_text(paragraph: DocxParagraph, text: str, *, bold: bool | None = None, italic: bool | None = None) -> None:
    paragraph._p.append(parse_xml(run(text, bold=bold, italic=italic, namespaces=nsdecls("w"))))


def run(text: str, *, bold: bool | None = None, italic: bool | None = None, namespaces: str = "") -> str:
    content = "".join(_unbroken(part) if is_unbroken else _broken(part) for part, is_unbroken in unbroken_parts(text))
    return f"<w:r {namespaces}><w:rPr>{_switch('b', bold)}{_switch('i', italic)}</w:rPr>{content}</w:r>"


def _switch(name: str, is_on: bool | None) -> str:
    return "" if is_on is None else f'<w:{name} w:val="{int(is_on)}"/>'


def _broken(part: str) -> str:
    return "<w:br/>".join(_text(line) for line in part.split("\n"))


def _unbroken(part: str) -> str:
    """Word breaks lines at spaces and hyphens only."""
    return "<w:noBreakHyphen/>".join(_text(piece) for piece in part.replace(" ", NO_BREAK_SPACE).split("-"))


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(printable(text), quote=False)}</w:t>' if text else ""


def printable(text: str) -> str:
    return NOT_IN_XML.sub("", text)


def table_element(table: Table) -> Any:
    widths = [round(column.width * TWIPS_PER_MM) for column in table.columns]
    heading = [(column.label, Align.CENTRE) for column in table.columns]
    rows = [_row(heading, widths, is_heading=True), *(_row(row, widths) for row in table.printed_rows)]
    if not table.rows:
        rows.append(_row([(nothing_recorded(), Align.CENTRE)], [sum(widths)], span=len(widths)))
    padding = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in PADDING.items())
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{padding}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    cells: Iterable[tuple[str, Align]], widths: Sequence[int], *, is_heading: bool = False, span: int = 0
) -> str:
    content = "".join(
        _cell(text, align, width, is_heading=is_heading, span=span)
        for (text, align), width in zip(cells, widths, strict=True)
    )
    repeated = "<w:tblHeader/>" if is_heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{content}</w:tr>"


def _cell(text: str, align: Align, width: int, *, is_heading: bool, span: int) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span else ""
    style = CELL.replace(" ", "")
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{align}"/></w:pPr>'
        f"{run(text, bold=True if is_heading else None)}</w:p></w:tc>"
    )
