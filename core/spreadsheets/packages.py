"""Zip workbooks (.xlsx, .ods) are validated before reading."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from core.spreadsheets.errors import FileRejected
from core.storage import MEGABYTE

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_UNPACKED = 100 * MEGABYTE
MOST_PARTS = 2_000
PIECE = 256 * 1024
DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MAIN_PART = {".xlsx": "xl/workbook.xml", ".ods": "content.xml"}
MANIFEST = "META-INF/manifest.xml"


def not_what_it_says() -> FileRejected:
    return FileRejected(_("The file is not what its name says. Please save it again and choose it anew."))


def password_protected() -> FileRejected:
    return FileRejected(_("The file is protected by a password. Please save it without one."))


def brings_document_type() -> FileRejected:
    return FileRejected(
        _("The file brings a document type or external entities, which no list needs. It has not been read.")
    )


def check_no_password(content: bytes) -> None:
    """Excel encrypts a workbook into an old compound document."""
    if content.startswith(COMPOUND) and "EncryptedPackage".encode("utf-16-le") in content:
        raise password_protected()


@contextmanager
def open_package(content: bytes, suffix: str) -> Iterator[zipfile.ZipFile]:
    """Raise FileRejected for a password, a zip bomb, a DTD or a foreign archive."""
    check_no_password(content)
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise not_what_it_says()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_unpacked_size(archive)
        for part in sorted(archive.infolist(), key=lambda part: part.filename != MANIFEST):
            _check_part(archive, part)
        if MAIN_PART[suffix] not in archive.namelist():
            raise not_what_it_says()
        yield archive


def _check_unpacked_size(archive: zipfile.ZipFile) -> None:
    """A wrong declared size fails its checksum later."""
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise FileRejected(
            _(
                "The file unpacks to more than %(most)s MB and has not been opened. Usually very many empty rows "
                "have a format. Please copy the rows of the list to a new file, and choose that one."
            ),
            params={"most": MOST_UNPACKED // MEGABYTE},
        )


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 1:
        raise password_protected()
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            _check_piece(tail + piece, is_first=not tail, is_manifest=part.filename == MANIFEST)
            tail = piece[-32:]


def _check_piece(piece: bytes, *, is_first: bool, is_manifest: bool) -> None:
    if is_first and (b"\0" in piece[:200] or piece.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise not_what_it_says()  # XML in two bytes a letter would pass the search below unseen
    if DTD.search(piece):
        raise brings_document_type()
    if is_manifest and b"encryption-data" in piece:
        raise password_protected()
