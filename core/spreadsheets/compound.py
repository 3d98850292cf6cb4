"""The container of an .xls; its sector chains may be damaged or endless."""

import struct
from collections.abc import Iterator, Sequence

from core.spreadsheets.packages import not_what_it_says

HEADER = 512
END_OF_CHAIN = 0xFFFFFFFA
MINI_SIZE = 64
# Shorter streams are kept in small sectors.
CUTOFF = 4_096
ROOT, WORKBOOKS = 5, ("Workbook", "Book")


def workbook_stream(content: bytes) -> bytes:
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    file = content[size if size > HEADER else HEADER :]
    table = _allocation(content, file, size)
    entries = list(_entries(_chain(file, size, table, _number(content, 48))))
    root = next((start for _name, kind, start, _length in entries if kind == ROOT), END_OF_CHAIN)
    for name, _kind, start, length in entries:
        if name in WORKBOOKS and length < CUTOFF:
            small = _numbers(_chain(file, size, table, _number(content, 60)))
            return _chain(_chain(file, size, table, root), MINI_SIZE, small, start)[:length]
        if name in WORKBOOKS:
            return _chain(file, size, table, start)[:length]
    raise not_what_it_says()


def _number(data: bytes, place: int) -> int:
    return int(struct.unpack_from("<I", data, place)[0])


def _numbers(data: bytes) -> Sequence[int]:
    return memoryview(data[: len(data) // 4 * 4]).cast("I")


def _allocation(content: bytes, file: bytes, size: int) -> Sequence[int]:
    """Return the next sector of each sector."""
    most = len(file) // size + 1
    sectors = [each for each in struct.unpack_from("<109I", content, 76) if each < END_OF_CHAIN]
    further = _number(content, 68)
    while further < END_OF_CHAIN and len(sectors) < most:
        *listed, further = _numbers(_sector(file, size, further))
        sectors += [each for each in listed if each < END_OF_CHAIN]
    return _numbers(b"".join(_sector(file, size, each) for each in sectors[:most]))


def _sector(file: bytes, size: int, number: int) -> bytes:
    return file[number * size : (number + 1) * size]


def _chain(file: bytes, size: int, table: Sequence[int], sector: int) -> bytes:
    pieces: list[bytes] = []
    while sector < END_OF_CHAIN and len(pieces) <= len(file) // size:
        pieces.append(_sector(file, size, sector))
        sector = table[sector]
    return b"".join(pieces)


def _entries(directory: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Yield name, kind, first sector and length."""
    for place in range(0, len(directory) - 127, 128):
        entry = directory[place : place + 128]
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        yield name, entry[66], _number(entry, 116), _number(entry, 120)
