"""A PDF with scripts or files is refused, not rewritten: an electronic signature needs its bytes."""

import io
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, PdfObject

from core.foreign_files import refuse_broken_file
from core.storage import MEGABYTE

MOST_OBJECTS = 50_000
MOST_VALUES = 2_000_000
MOST_PACKED = 16 * MEGABYTE
"""Objects kept packed together in streams, unpacked; two thousand pages need about one."""

SCRIPT = _("a script")
OTHER_FILE = _("another file inside it")
PROGRAM = _("a command that opens a program or another file")
SENDS = _("a form that sends itself")
MOVES = _("sound, film or a moving picture")

KEYS: dict[str, Promise | str] = {
    "/JS": SCRIPT,
    "/JavaScript": SCRIPT,
    "/EmbeddedFiles": OTHER_FILE,
    "/EF": OTHER_FILE,
    "/XFA": SENDS,
    "/RichMediaContent": MOVES,
}
VALUES: dict[tuple[str, str], Promise | str] = {
    ("/S", "/JavaScript"): SCRIPT,
    ("/S", "/Launch"): PROGRAM,
    ("/S", "/GoToE"): PROGRAM,
    ("/S", "/GoToR"): PROGRAM,
    ("/S", "/ImportData"): PROGRAM,
    ("/S", "/SubmitForm"): SENDS,
    ("/S", "/Rendition"): MOVES,
    ("/S", "/RichMediaExecute"): MOVES,
    ("/Subtype", "/FileAttachment"): OTHER_FILE,
    ("/Subtype", "/RichMedia"): MOVES,
    ("/Subtype", "/3D"): MOVES,
}


def check_pdf(content: bytes) -> None:
    """Raise ValidationError for active content, a password or an unreadable file."""
    damaged = ValidationError(_("The PDF is damaged or too complicated. Please print or scan it anew."))
    bounds = apply_configuration(zlib_maximum_output_length=MOST_PACKED, lzw_maximum_output_length=MOST_PACKED)
    with refuse_broken_file(damaged), bounds:
        reader = PdfReader(io.BytesIO(content))
        found = _("a password") if reader.is_encrypted else next(_active_content(reader), None)
    if found:
        raise ValidationError(
            _("The PDF contains %(what)s, which a paper does not need. Please print it to PDF, or scan it, anew."),
            params={"what": found},
        )


def _active_content(reader: PdfReader) -> Iterator[Promise | str]:
    left = MOST_VALUES
    for stored in _objects(reader):
        waiting: list[PdfObject | None] = [stored]
        while waiting:
            value = waiting.pop()
            left -= 1
            if left < 0:
                raise OverflowError
            if isinstance(value, DictionaryObject):
                yield from _active_entries(value)
                waiting.extend(value.raw_get(key) for key in value)
            elif isinstance(value, ArrayObject):
                waiting.extend(value)


def _objects(reader: PdfReader) -> Iterator[PdfObject | None]:
    """Objects that no page leads to are included."""
    listed = {(number, generation) for generation, numbers in reader.xref.items() for number in numbers}
    packed = set(reader.xref_objStm)
    if len(listed) + len(packed) > MOST_OBJECTS:
        raise OverflowError
    _check_packed(reader)
    yield reader.trailer
    for number, generation in sorted(listed | {(number, 0) for number in packed}):
        yield reader.get_object(IndirectObject(number, generation, reader))


def _check_packed(reader: PdfReader) -> None:
    left = MOST_PACKED
    for stream in sorted({stream for stream, _place in reader.xref_objStm.values()}):
        left -= len(reader.get_object(IndirectObject(stream, 0, reader)).get_data())  # type: ignore[union-attr]
        if left < 0:
            raise OverflowError


def _active_entries(value: DictionaryObject) -> Iterator[Promise | str]:
    for key in value:
        entry = value.raw_get(key)
        if key in KEYS and not isinstance(entry, NullObject):
            yield KEYS[key]
        elif found := VALUES.get((key, str(entry))):
            yield found
