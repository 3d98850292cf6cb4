"""PDF files as they come from outside, written by hand so that each holds what its name says and no more."""

import io
import zlib

from PIL import Image


def pdf(*objects, trailer=b""):
    """Return a PDF whose first object is its catalogue; one of a page without anything on it is added."""
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", *objects] if not objects else list(objects)
    if len(parts) == 1:
        parts += [b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
        parts += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"]
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, trailer, start)
    return bytes(written)


def catalogue(entry):
    """Return a PDF with `entry` in its catalogue."""
    return pdf(b"<< /Type /Catalog /Pages 2 0 R %s >>" % entry)


def packed(objects, *, size=None):
    """Return a PDF whose `objects` (by number, from 4) are packed in a stream, blown up by blanks to `size` bytes."""
    places, body = [], b""
    for number, value in objects.items():
        places.append(b"%d %d" % (number, len(body)))
        body += value + b" "
    head = b" ".join(places) + b" "
    unpacked = (head + body).ljust(size or 0)
    stream = zlib.compress(unpacked, 9)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(objects), len(head), len(stream), stream),
    ]
    written, rows = bytearray(b"%PDF-1.7\n"), [b"\0\0\0\0\0\0"]
    for number, part in enumerate(parts, start=1):
        rows.append(b"\1" + len(written).to_bytes(4, "big") + b"\0")
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    rows += [b"\2" + (3).to_bytes(4, "big") + bytes([place]) for place in range(len(objects))]
    start, table = len(written), zlib.compress(b"".join([*rows, b"\1" + len(written).to_bytes(4, "big") + b"\0"]))
    last = 4 + len(objects)
    written += b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>\n" % (
        last,
        last + 1,
        len(table),
    )
    written += b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, start)
    return bytes(written)


PDF = pdf()
SECRET = b"Samsung of Tran Thi Binh"
TURNED = 6  # the camera was held upright


def photograph(kind="JPEG", size=(64, 48), orientation=TURNED):
    """Return a picture with the place, the camera and a comment in it."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, SECRET.decode()
    exif[0x8825] = {1: "N", 2: (21.0, 3.0, 30.0), 3: "E", 4: (105.0, 49.0, 12.0)}
    written, picture = io.BytesIO(), Image.linear_gradient("L").resize(size).convert("RGB")
    more = {"comment": SECRET, "quality": 90} if kind == "JPEG" else {}
    picture.save(written, kind, exif=exif, dpi=(300, 300), **more)
    return written.getvalue()
