import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

import docx
from django.utils import translation
from docx.blkcntnr import BlockItemContainer
from docx.document import Document as DocxDocument
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Length, Mm, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell as DocxCell
from docx.text.paragraph import Paragraph as DocxParagraph

from core.documents import docx_styles as styles
from core.documents import layout
from core.documents.description import (
    PORTRAIT_WIDTH,
    Annex,
    Block,
    Document,
    Heading,
    Items,
    Letterhead,
    Paragraph,
    ParagraphKind,
    Signature,
    Table,
)
from core.documents.docx_parts import add_text, printable, table_element

PARAGRAPHS = {
    ParagraphKind.BODY: styles.BODY,
    ParagraphKind.LEGAL_BASIS: styles.BASIS,
    ParagraphKind.CENTRED: styles.CENTRED,
    ParagraphKind.CENTRED_BOLD: styles.STRONG,
    ParagraphKind.BOLD: styles.BOLD,
    ParagraphKind.NOTE: styles.NOTE,
}
RIGHT_COLUMN = PORTRAIT_WIDTH - layout.LEFT_COLUMN
MOST_LETTERS = 255  # of a fact about the file
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def document_docx(document: Document) -> bytes:
    """The same description gives the same bytes."""
    target = docx.Document()
    with translation.override(document.language):
        _prepare(target, document)
        _letterhead(target, document.letterhead)
        _title(target, document)
        _addressees(target, document.addressees)
        _blocks(target, document.blocks)
        _closing(target, document)
        for annex in document.annexes:
            _annex(target, annex)
    return _file(target)


def _prepare(target: DocxDocument, document: Document) -> None:
    styles.set_styles(target, document.language)
    styles.set_page(target.sections[0], is_wide=False)
    styles.number_pages(target.sections[0])
    for name, relation in list(target.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # of the library's own template
            target.part.package.rels.pop(name)
    facts, day = target.core_properties, document.letterhead.date
    facts.title, facts.author = (printable(text)[:MOST_LETTERS] for text in (document.title, document.author))
    facts.language = f"{document.language}-VN"
    facts.comments = facts.last_modified_by = ""
    facts.created = facts.modified = datetime(day.year, day.month, day.day) if day else datetime(*LONG_AGO)  # noqa: DTZ001


def _letterhead(target: DocxDocument, letterhead: Letterhead) -> None:
    table = _invisible_table(target, 2, (layout.LEFT_COLUMN, RIGHT_COLUMN))
    (issuer, state), (number, day) = (row.cells for row in table.rows)
    _issuer_and_state(issuer, state, letterhead)
    _number_and_day(number, day, letterhead)


def _issuer_and_state(left: DocxCell, right: DocxCell, letterhead: Letterhead) -> None:
    state, motto = layout.state_and_motto()
    lines = [(letterhead.upper_line, False)] if letterhead.upper_line else []
    _lines(left, [*lines, (letterhead.issuer_line, True)], styles.LETTERHEAD)
    _rule(left.add_paragraph(style=styles.LETTERHEAD), layout.LEFT_COLUMN, 30)
    _lines(right, [(state, True), (motto, True)], styles.LETTERHEAD)
    right.paragraphs[1].runs[0].font.size = Pt(13)
    _rule(right.paragraphs[1], RIGHT_COLUMN, 58)


def _number_and_day(left: DocxCell, right: DocxCell, letterhead: Letterhead) -> None:
    number = layout.number_line(letterhead.number_symbol)
    _lines(left, [(line, False) for line in (number, letterhead.about) if line], styles.LETTERHEAD)
    _lines(right, [(layout.place_line(letterhead.place, letterhead.date), False)], styles.LETTERHEAD)
    right.paragraphs[0].runs[0].font.italic = True
    for paragraph in (left.paragraphs[0], right.paragraphs[0]):
        paragraph.paragraph_format.space_before = Pt(6)
        for run in paragraph.runs:
            run.font.size = Pt(13)


def _title(target: DocxDocument, document: Document) -> None:
    if document.type_name:
        add_text(target.add_paragraph(style=styles.TYPE), document.type_name)
        if document.subject:
            add_text(target.add_paragraph(style=styles.SUBJECT), layout.title_lines(document.subject))
        _rule(target.add_paragraph(style=styles.SUBJECT), PORTRAIT_WIDTH, 30)


def _addressees(target: DocxDocument, addressees: Sequence[str]) -> None:
    lines = layout.addressee_lines(addressees)
    if not lines:
        return
    table = _invisible_table(target, len(lines), (45, PORTRAIT_WIDTH - 45))
    for row, (label, addressee) in zip(table.rows, lines, strict=True):
        _lines(row.cells[0], [(label, False)], "Normal")
        row.cells[0].paragraphs[0].alignment = styles.RIGHT
        row.cells[0].paragraphs[0].paragraph_format.right_indent = Mm(3)
        _lines(row.cells[1], [(addressee, False)], "Normal")


def _blocks(target: DocxDocument, blocks: Iterable[Block]) -> None:
    for block in blocks:
        match block:
            case Heading():
                add_text(target.add_paragraph(style=f"Heading {block.level}"), block.text)
            case Paragraph():
                _paragraph(target, block)
            case Items():
                for mark, line in block.marked:
                    add_text(target.add_paragraph(style=styles.ITEM), f"{mark} {line}")
            case Table():
                space = target.add_paragraph(style=styles.CELL)
                space.paragraph_format.line_spacing = Pt(9)
                space._p.addnext(table_element(block))


def _paragraph(target: DocxDocument, paragraph: Paragraph) -> None:
    written = target.add_paragraph(style=PARAGRAPHS[paragraph.kind])
    if paragraph.lead:
        add_text(written, f"{paragraph.lead} ", bold=True)
    add_text(written, paragraph.text)


def _closing(target: DocxDocument, document: Document) -> None:
    for place, row in enumerate(document.signatures):
        if place == 0:  # the signatures are never alone on a page
            target.paragraphs[-1].paragraph_format.keep_with_next = True
        target.add_paragraph(style=styles.RECIPIENTS).paragraph_format.keep_with_next = True
        is_alone = len(row) == 1
        cells = _signature_cells(target, 1 if is_alone and place else 2)
        if is_alone and place == 0:
            _recipients(cells.pop(0)[0], document.recipients)
        for (upper, lower), signature in zip(cells, row, strict=True):
            _signature(upper, lower, signature)


def _signature_cells(target: DocxDocument, columns: int) -> list[tuple[DocxCell, DocxCell]]:
    """Return (above, name below) for each signature."""
    table = _invisible_table(target, 2, (PORTRAIT_WIDTH / columns,) * columns)
    return list(zip(table.rows[0].cells, table.rows[1].cells, strict=True))


def _recipients(cell: DocxCell, recipients: Sequence[str]) -> None:
    lines = layout.recipient_lines(recipients)
    _lines(cell, [(line, place == 0) for place, line in enumerate(lines)], styles.RECIPIENTS)
    if lines:
        heading = cell.paragraphs[0].runs[0].font
        heading.italic, heading.size = True, Pt(12)


def _signature(upper: DocxCell, lower: DocxCell, signature: Signature) -> None:
    _lines(upper, [(line, True) for line in (*signature.capacity_lines, signature.post)], styles.SIGNATURE)
    if signature.how:
        how = upper.add_paragraph(style=styles.SIGNATURE)
        add_text(how, signature.how, bold=False, italic=True)
    _lines(lower, [(signature.name, True)], styles.SIGNATURE)
    lower.paragraphs[0].paragraph_format.space_before = Mm(25)
    lower.paragraphs[0].paragraph_format.keep_with_next = False


def _annex(target: DocxDocument, annex: Annex) -> None:
    section = target.add_section(WD_SECTION.NEW_PAGE)
    target.paragraphs[-1].paragraph_format.line_spacing = Pt(1)  # of the break: the page before may be full
    styles.set_page(section, is_wide=annex.is_wide)
    section.different_first_page_header_footer = False
    heading = "\n".join(line for line in (annex.label, annex.title) if line)
    add_text(target.add_paragraph(style="Heading 1"), heading)
    if annex.note:
        add_text(target.add_paragraph(style=styles.CENTRED), annex.note, italic=True)
    _blocks(target, annex.blocks)


def _lines(cell: BlockItemContainer, lines: Sequence[tuple[str, bool]], style: str) -> None:
    """A new cell has an empty paragraph already."""
    for place, (line, is_bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.style = style
        add_text(paragraph, line, bold=is_bold)


def _rule(paragraph: DocxParagraph, width: int, length: int) -> None:
    """Lengths are in millimetres."""
    side = Length(Mm((width - length) / 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    if not paragraph.text:
        paragraph.paragraph_format.line_spacing = Pt(4)
    border = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(parse_xml(border), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _invisible_table(target: DocxDocument, rows: int, widths: Sequence[float]) -> DocxTable:
    """Its rows stay on one page."""
    table: DocxTable = target.add_table(rows, len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.LEFT
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    padding = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>")
    table._tbl.tblPr.insert_element_before(padding, "w:tblLook")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _file(target: DocxDocument) -> bytes:
    """The package is written anew to drop its time."""
    written, settled = io.BytesIO(), io.BytesIO()
    target.save(written)
    with zipfile.ZipFile(written) as package, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            copy.writestr(zipfile.ZipInfo(name, LONG_AGO), package.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
