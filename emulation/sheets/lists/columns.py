"""What the columns of a list hold: told by their headings, else by their cells."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet

from django.utils.translation import gettext_lazy as _

from core.spreadsheets.headings import Headings
from core.spreadsheets.sheets import Row, cell_at
from emulation.sheets.lists.titles import TitleReader
from unions.imports import cell_readers
from unions.imports.columns import PEOPLE, PEOPLE_IGNORED, column
from unions.imports.name_columns import settle_name_columns
from unions.imports.names import FAMILY_NAMES

OF_PEOPLE = ("full_name", "family_part", "middle_part", "given_part", "birth_date", "member_number", "position")
COLUMNS = (
    *(each for each in PEOPLE if each.field in OF_PEOPLE),
    column("collective", _("Collective"), "tap the, ten tap the, to doi, ten to doi, team"),
    column(
        "title",
        _("Title"),
        "danh hieu, danh hieu thi dua, danh hieu dang ky, danh hieu thi dua dang ky, dang ky danh hieu, "
        "dang ky danh hieu thi dua, dang ky thi dua, danh hieu ca nhan, dang ky, title",
    ),
    column(
        "form",
        _("Commendation"),
        "hinh thuc, hinh thuc khen thuong, hinh thuc khen thuong dang ky, hinh thuc khen, "
        "hinh thuc de nghi khen thuong, dang ky hinh thuc khen thuong, khen thuong",
    ),
    column(
        "initiative",
        _("Initiative"),
        "ten sang kien, sang kien, ten sang kien kinh nghiem, ten skkn, skkn, ten sang kien dang ky, "
        "sang kien dang ky, ten sang kien cai tien, initiative",
    ),
    column("topic", _("Research topic"), "ten de tai, de tai, de tai khoa hoc, ten de tai khoa hoc, nckh"),
    column("kind", _("Kind"), "loai, loai sang kien, loai sang kien de tai, kind"),
    column(
        "authors",
        _("Authors"),
        "tac gia, ten tac gia, ho ten tac gia, ho va ten tac gia, nhom tac gia, dong tac gia, chu nhiem, "
        "chu nhiem de tai, authors",
    ),
    column(
        "work", _("Work or product"), "cong trinh, ten cong trinh, cong trinh san pham, ten cong trinh san pham, work"
    ),
    column("value", _("Value in đồng"), "gia tri, gia tri dong, gia tri cong trinh, value"),
    column("field", _("Field"), "linh vuc, linh vuc sang kien"),
    column("note", _("Note"), "ghi chu, note"),
    column("unit", _("Grassroots union"), "ma cdcs, ma don vi, ma cong doan co so, don vi, cong doan co so, unit"),
)
READ = {heading for each in COLUMNS for heading in each.spellings}
IGNORED = tuple(heading for heading in (*PEOPLE_IGNORED, "ong ba", "ong", "danh xung") if heading not in READ)
MOST_LOOKED_AT = 50
MOSTLY = 0.6
LONG_TEXT = 4
"""Words: the name of an initiative is longer than a position."""


class RegistrationColumns:
    columns = COLUMNS
    ignored_headings = IGNORED

    @classmethod
    def missing_columns(cls, fields: Iterable[str]) -> list[str]:
        present = set(fields)
        has_name = "full_name" in present or {"family_part", "given_part"} <= present
        return [] if has_name or present & {"collective", "authors", "work"} else [str(COLUMNS[0].label)]

    @classmethod
    def settle_columns(cls, headings: Headings, rows: Sequence[Row], covered: AbstractSet[int]) -> None:
        settle_name_columns(headings, rows, covered)


def columns_by_content(rows: Sequence[Row], titles: TitleReader) -> dict[int, str]:
    """Each field is taken by the first column whose cells mostly read as it."""
    tests: dict[str, Callable[[str], bool]] = {
        "full_name": _is_name,
        "birth_date": _is_birth,
        "title": titles.knows,
        "initiative": lambda text: len(text.split()) >= LONG_TEXT,
        "position": lambda text: not text.replace(".", "").isdigit(),
    }
    fields: dict[int, str] = {}
    for field, test in tests.items():
        for place in range(max((len(row.cells) for row in rows), default=0)):
            if place not in fields and _mostly(rows, place, test):
                fields[place] = field
                break
    return fields


def _mostly(rows: Sequence[Row], place: int, test: Callable[[str], bool]) -> bool:
    texts = [text for row in rows[:MOST_LOOKED_AT] if (text := cell_at(row, place))]
    return bool(texts) and sum(map(test, texts)) >= MOSTLY * len(texts)


def _is_name(text: str) -> bool:
    words = text.lower().split()
    return 2 <= len(words) <= 6 and words[0] in FAMILY_NAMES


def _is_birth(text: str) -> bool:
    try:
        return bool(cell_readers.birth_date_or_year(text))
    except (cell_readers.InvalidCell, cell_readers.NothingInCell):
        return False


def label_of(field: str) -> str:
    return next((str(each.label) for each in COLUMNS if each.field == field), "")
