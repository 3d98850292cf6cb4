from typing import NamedTuple, cast

from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

FONT, METRIC_TWIN = "Times New Roman", "Liberation Serif"
A4 = Mm(210), Mm(297)
LEFT, CENTRE, RIGHT, JUSTIFIED = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
BODY, BASIS, CENTRED, STRONG, NOTE = "Body Text", "Legal Basis", "Centred", "Centred Bold", "Note"
BOLD, ITEM, CELL, HEADER, LETTERHEAD = "Bold Text", "List Paragraph", "Table Text", "Header", "Letterhead"
TYPE, SUBJECT, SIGNATURE, RECIPIENTS = "Title", "Subtitle", "Signature", "Recipients"


class TextStyle(NamedTuple):
    based_on: str = "Normal"
    size: int = 14
    bold: bool = False
    italic: bool = False
    alignment: WD_ALIGN_PARAGRAPH = CENTRE
    indent: int = 0  # millimetres, of the first line
    before: int = 0  # points
    keeps_with_next: bool = False


STYLES = {
    BODY: TextStyle(alignment=JUSTIFIED, indent=10, before=6),
    BASIS: TextStyle(BODY, italic=True, alignment=JUSTIFIED, indent=10, before=6),
    ITEM: TextStyle(BODY, alignment=JUSTIFIED, indent=10, before=6),
    NOTE: TextStyle(BODY, italic=True, alignment=JUSTIFIED, before=6),
    BOLD: TextStyle(BODY, bold=True, alignment=LEFT, before=6),
    CENTRED: TextStyle(before=6),
    STRONG: TextStyle(CENTRED, bold=True, before=12, keeps_with_next=True),
    TYPE: TextStyle(bold=True, before=18, keeps_with_next=True),
    SUBJECT: TextStyle(bold=True, keeps_with_next=True),
    "Heading 1": TextStyle(bold=True, before=9, keeps_with_next=True),
    "Heading 2": TextStyle(bold=True, before=9, keeps_with_next=True),
    "Heading 3": TextStyle(bold=True, alignment=LEFT, indent=10, before=9, keeps_with_next=True),
    HEADER: TextStyle(size=13),
    LETTERHEAD: TextStyle(size=12),
    SIGNATURE: TextStyle(bold=True, keeps_with_next=True),
    RECIPIENTS: TextStyle(size=11, alignment=LEFT),
    CELL: TextStyle(size=12, alignment=LEFT),
}


def set_styles(target: DocxDocument, language: str) -> None:
    normal = _style(target, "Normal")
    _set_font(normal, 14, bold=False, italic=False)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.15
    normal.paragraph_format.widow_control = True
    for name, look in STYLES.items():
        style = _style(target, name)
        style.base_style = target.styles[look.based_on]
        _set_font(style, look.size, bold=look.bold, italic=look.italic)
        layout = style.paragraph_format
        layout.alignment, layout.first_line_indent, layout.left_indent = look.alignment, Mm(look.indent), Mm(0)
        layout.space_before, layout.space_after, layout.keep_with_next = Pt(look.before), Pt(0), look.keeps_with_next
    _set_language(target, language)
    name_metric_twin(target)


def name_metric_twin(target: DocxDocument) -> None:
    """A font of equal widths keeps lines and pages without Times New Roman."""
    for relation in target.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            named = f'w:name="{FONT}">'
            twin = f'{named}<w:altName w:val="{METRIC_TWIN}"/>'
            relation.target_part._blob = relation.target_part.blob.replace(named.encode(), twin.encode())


def _style(target: DocxDocument, name: str) -> ParagraphStyle:
    if name not in target.styles:
        target.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = cast(ParagraphStyle, target.styles[name])
    for spare in style.element.xpath("w:pPr/w:numPr | w:pPr/w:pBdr | w:pPr/w:contextualSpacing"):
        spare.getparent().remove(spare)
    return style


def _set_font(style: ParagraphStyle, size: int, *, bold: bool, italic: bool) -> None:
    """Remove the theme font, colour and spacing of Word's template."""
    for spare in style.element.xpath("w:rPr"):
        style.element.remove(spare)
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def _set_language(target: DocxDocument, language: str) -> None:
    for default in target.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang"):
        default.set(qn("w:val"), f"{language}-VN")
        default.set(qn("w:eastAsia"), f"{language}-VN")


def set_page(section: Section, *, is_wide: bool) -> None:
    """Margins follow Decree 30/2020, on a turned page too."""
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = reversed(A4) if is_wide else A4
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = section.footer_distance = Mm(10)


def number_pages(section: Section) -> None:
    """From the second page on, above the text."""
    section.different_first_page_header_footer = True
    run = section.header.paragraphs[0].add_run()
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "begin":
            field = OxmlElement("w:instrText")
            field.text = "PAGE"
            run._r.append(field)
