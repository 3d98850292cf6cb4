"""Reads as much of an .xls container (Excel 97 to 2003) as validation needs."""

import struct
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.spreadsheets.errors import FileRejected
from core.spreadsheets.packages import COMPOUND, not_what_it_says

END_OF_CHAIN = 0xFFFFFFFA
BOUND_SHEET, FORMULA, FILE_PASS, END = 0x85, 0x06, 0x2F, 0x0A


def check_compound(content: bytes) -> None:
    """Raise FileRejected for a password and for a container without a workbook."""
    if not content.startswith(COMPOUND):
        raise not_what_it_says()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileRejected(_("The file is protected by a password. Please save it without one."))
    for kind, _place, _data in _records(_workbook(content), 0):
        if kind == FILE_PASS:
            raise FileRejected(_("The file is protected by a password. Please save it without one."))


def formulas_in_xls(content: bytes, position: int) -> Iterator[tuple[int, int]]:
    """Yield (row, column), from 0, of each formula of the sheet at `position`."""
    book = _workbook(content)
    starts = [struct.unpack_from("<I", data)[0] for kind, _at, data in _records(book, 0) if kind == BOUND_SHEET]
    for kind, _at, data in _records(book, starts[position]):
        if kind == FORMULA:
            row, column = struct.unpack_from("<HH", data)
            yield row, column


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield (kind, offset, data) until the end of that part of the stream."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, place, stream[place + 4 : place + 4 + length]
        if kind == END:
            return
        place += 4 + length


def _workbook(content: bytes) -> bytes:
    try:
        size = 1 << struct.unpack_from("<H", content, 30)[0]
        table = _allocation(content, size)
        directory = _chain(content, size, table, struct.unpack_from("<I", content, 48)[0])
        for place in range(0, len(directory) - 127, 128):
            entry = directory[place : place + 128]
            name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
            if name in ("Workbook", "Book"):
                return _chain(content, size, table, struct.unpack_from("<I", entry, 116)[0])
    except (struct.error, IndexError) as broken:
        raise not_what_it_says() from broken
    raise not_what_it_says()


def _allocation(content: bytes, size: int) -> list[int]:
    """The table that names the sector behind each sector."""
    sectors = [each for each in struct.unpack_from("<109I", content, 76) if each < END_OF_CHAIN]
    more, count = struct.unpack_from("<II", content, 68)
    for _part in range(min(count, 1_000)):
        listed = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        sectors += [each for each in listed[:-1] if each < END_OF_CHAIN]
        more = listed[-1]
    table: list[int] = []
    for sector in sectors:
        table += struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size)
    return table


def _chain(content: bytes, size: int, table: list[int], sector: int) -> bytes:
    pieces: list[bytes] = []
    while sector < END_OF_CHAIN and len(pieces) <= len(table):
        pieces.append(content[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(pieces)
