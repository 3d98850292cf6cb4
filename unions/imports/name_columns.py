"""Finds the columns of a name where headings do not tell."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from core.spreadsheets.headings import LEFT_OUT, Headings
from core.spreadsheets.sheets import Row, cell_at
from core.text import comparison_key

# A heading may stand over family, middle and given name.
PARTS = {1: ("family_part", "given_part"), 2: ("family_part", "middle_part", "given_part")}
NEARLY_ALL = 0.9
# Behind the common heading, so that a list given back is understood.
PART_NAMES = {"family_part": "họ đệm", "middle_part": "tên đệm", "given_part": "tên"}


def settle_name_columns(headings: Headings, rows: Sequence[Row], covered: AbstractSet[int]) -> None:
    """`covered` columns lie below their left neighbour's heading. The unsure ones become doubts."""
    place = {field: column for column, field in headings.taken().items()}
    if "full_name" not in place or "family_part" in place:
        return
    whole = place["full_name"]
    if "given_part" in place:
        _settle_given_name(headings, rows, whole, place["given_part"])
    elif parts := _unnamed_parts(headings, rows, whole):
        _settle_parts(headings, rows, whole, parts, is_covered=covered >= set(parts))


def _settle_given_name(headings: Headings, rows: Sequence[Row], whole: int, given: int) -> None:
    """Given names either repeat the end of the whole name or complete it."""
    pairs = [(cell_at(row, whole), cell_at(row, given)) for row in rows if cell_at(row, given)]
    repeated = sum(_ends_with(name, last) for name, last in pairs)
    if repeated == len(pairs):
        headings.fields[given] = LEFT_OUT
    elif not repeated:
        headings.fields[whole] = "family_part"
    else:
        headings.doubts |= {whole: "full_name", given: "given_part"}


def _ends_with(name: str, last: str) -> bool:
    return f" {comparison_key(name)}".endswith(f" {comparison_key(last)}")


def _unnamed_parts(headings: Headings, rows: Sequence[Row], whole: int) -> list[int]:
    """Return columns of words right of the name without a heading."""
    parts: list[int] = []
    for column in range(whole + 1, whole + 3):
        has_heading = column < len(headings.names) and headings.names[column]
        texts = [text for row in rows if cell_at(row, whole) and (text := cell_at(row, column))]
        if has_heading or not texts or sum(map(_is_words, texts)) < NEARLY_ALL * len(texts):
            break
        parts.append(column)
    return parts


def _is_words(text: str) -> bool:
    return len(text.split()) < 4 and text.replace(" ", "").isalpha()


def _settle_parts(headings: Headings, rows: Sequence[Row], whole: int, parts: list[int], *, is_covered: bool) -> None:
    named = [row for row in rows if cell_at(row, whole)]
    filled = sum(bool(cell_at(row, parts[-1])) for row in named)
    fields: Mapping[int, str] = dict(zip([whole, *parts], PARTS[len(parts)], strict=True))
    headings.names += [""] * (parts[-1] + 1 - len(headings.names))
    if is_covered:
        heading = headings.names[whole]
        headings.names[whole : parts[-1] + 1] = [f"{heading} – {PART_NAMES[field]}" for field in fields.values()]
    if is_covered and filled >= NEARLY_ALL * len(named):
        headings.fields |= fields
    else:
        headings.doubts |= fields
