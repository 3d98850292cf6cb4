from collections import Counter
from collections.abc import Iterable
from typing import Any

from core.spreadsheets.delimited import legacy_font_file
from core.text import looks_like_legacy_encoding

ENOUGH = 3


def check_fonts(rows: Iterable[Any]) -> None:
    """Raise FileRejected where legacy cells outnumber Unicode ones."""
    old: Counter[int] = Counter()
    true: Counter[int] = Counter()
    for row in rows:
        for column, cell in enumerate(row.cells):
            if not cell.isascii():
                (old if looks_like_legacy_encoding(cell) else true)[column] += 1
    if old.total() > true.total() or any(count >= ENOUGH and count > true[column] for column, count in old.items()):
        raise legacy_font_file()
