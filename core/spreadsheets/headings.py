import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from core.spreadsheets.sheets import Row
from core.text import search_key

LOOK_AT = 40
ALIKE = 0.82
LEFT_OUT = ""
ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
NO_WORD = re.compile(r"[^a-z0-9]+")
NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s*=.*)?")


@dataclass(frozen=True)
class Column:
    """`spellings` are headings without marks."""

    field: str
    label: str | Promise
    spellings: tuple[str, ...]


@dataclass
class Headings:
    row: int
    """Place of the first row of data among the rows given."""
    names: list[str]
    fields: dict[int, str] = field(default_factory=dict)
    """Column to field; a column that is known and left out has an empty field."""
    doubts: dict[int, str] = field(default_factory=dict)
    """Column to the field it resembles, or which another column has too."""

    def taken(self) -> dict[int, str]:
        return {column: name for column, name in self.fields.items() if name and column not in self.doubts}

    def left_out(self) -> list[str]:
        """Unread headings, except common ones (STT)."""
        known = {column for column in self.fields if column not in self.doubts}
        return [name for column, name in enumerate(self.names) if name and column not in known]


def plain_heading(text: str) -> str:
    """Họ và tên (*) and HỌ VÀ TÊN are one heading."""
    return NO_WORD.sub(" ", search_key(ASIDE.sub(" ", text))).strip()


def find_headings(rows: Sequence[Row], columns: Sequence[Column], ignored: Sequence[str]) -> Headings | None:
    """Most recognised columns win; a heading may take two rows. None without any."""
    known = _known_headings(columns, ignored)
    best, best_score = None, 0
    for headings in _candidates(rows[:LOOK_AT]):
        headings.fields = _recognised(headings.names, known)
        score = sum(2 if name else 1 for name in headings.fields.values())
        if score > best_score and any(headings.fields.values()):
            best, best_score = headings, score
    if best:
        _note_doubts(best, known)
        best.row += _numbering_below(rows[best.row : best.row + 1])
    return best


def named_headings(names: list[str], columns: Sequence[Column], ignored: Sequence[str]) -> Headings:
    known = _known_headings(columns, ignored)
    headings = Headings(0, names, _recognised(names, known))
    _note_doubts(headings, known)
    return headings


def _known_headings(columns: Sequence[Column], ignored: Sequence[str]) -> dict[str, str]:
    known = {plain_heading(word): column.field for column in columns for word in column.spellings}
    return known | {plain_heading(word): LEFT_OUT for word in ignored}


def _recognised(names: Sequence[str], known: dict[str, str]) -> dict[int, str]:
    return {place: known[plain] for place, name in enumerate(names) if (plain := plain_heading(name)) in known}


def _candidates(rows: Sequence[Row]) -> Iterator[Headings]:
    for place, row in enumerate(rows):
        yield Headings(place + 1, list(row.cells))
        if place + 1 < len(rows):
            yield Headings(place + 2, _joined(row.cells, rows[place + 1].cells))


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    names, last = [], ""
    for place in range(max(len(above), len(below))):
        upper = above[place] if place < len(above) else ""
        lower = below[place] if place < len(below) else ""
        last = upper or last
        names.append(f"{last} {lower}" if lower and lower != last else upper)
    return names


def _note_doubts(headings: Headings, known: dict[str, str]) -> None:
    times = Counter(name for name in headings.fields.values() if name)
    headings.doubts = {at: name for at, name in headings.fields.items() if times[name] > 1}
    for at, name in enumerate(headings.names):
        if at not in headings.fields and (near := _nearest(plain_heading(name), known)):
            headings.doubts[at] = near


def _nearest(heading: str, known: dict[str, str]) -> str:
    close = difflib.get_close_matches(heading, [word for word, name in known.items() if name], 1, ALIKE)
    return known[close[0]] if close and len(heading) > 3 else ""


def _numbering_below(rows: Sequence[Row]) -> int:
    """Official forms number their columns below: (1) (2) (3), or A B 1 2."""
    return int(any(numbers_columns(row) for row in rows))


def numbers_columns(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell]
    return len(filled) > 2 and all(NUMBERING.fullmatch(cell) for cell in filled)
