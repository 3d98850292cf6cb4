"""What nobody would type, and what somebody sends anyway: values, files, headers, bodies and methods."""

import io
import struct
import zipfile
import zlib

from tests.security.sample_world import PDF

MANY_DIGITS = "9" * 5_000
"""Python refuses to read more than 4,300 digits as a number."""
VALUES: dict[str, str] = {
    "nothing": "",
    "a space": " ",
    "minus one": "-1",
    "zero": "0",
    "one": "1",
    "a million": "1000000",
    "beyond 32 bits": str(2**31),
    "beyond 64 bits": str(2**63),
    "thirty digits": "1" + "0" * 30,
    "4,300 digits": "9" * 4_300,
    "5,000 digits": MANY_DIGITS,
    "minus 5,000 digits": "-" + MANY_DIGITS,
    "5,000 grouped digits": "1" + ".000" * 1_700,
    "NUL": "a\0b",
    "an unpaired surrogate": "a\ud800b",
    "half a letter": "a\udcff",
    "very long": "ễ" * 20_000,
    "a quote": "'; drop table core_job; --",
    "a wildcard": "%_\\",
    "a broken escape": "%00%zz",
    "brackets": "[](){}*+?^$|",
    "wide digits": "１２",
    "a raised two": "²",
    "Arabic digits": "٣٤٥٦",
    "no number": "NaN",
    "no end": "inf",
    "beyond a float": "1e400",
    "a large exponent": "1e999999999",
    "a fraction": "1.5",
    "day zero": "0000-00-00",
    "day zero of ours": "00/00/0000",
    "the last day": "9999-12-31",
    "the last day of ours": "31/12/9999",
    "the first day of ours": "01/01/0001",
    "no leap year": "29/02/2023",
    "a large day": "01/01/" + MANY_DIGITS,
    "year 0": "0000",
    "year 1": "0001",
    "year 9999": "9999",
    "year 10000": "10000",
    "a time": "2026-01-01T99:99:99+99:99",
    "a face": "👩‍👩‍👧‍👦",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a template": "{{ request }}{% debug %}${7*7}",
    "marks without letters": "\u0301\u202e\ufeff\u200b",
    "a broken address": "http://[",
    "a foreign address": "//example.org/\r\nSet-Cookie: a=b",
    "up the folders": "../../../../etc/passwd",
    "a list": "[1, 2, 3]",
    "an object": '{"a": {"b": null}}',
    "deep brackets": "[" * 3_000,
    "lines": "\r\n\v\f\x1c\x85\u2028" * 40,
    "a pasted list": "\n".join(
        ["Họ và tên\tNgày sinh", f"Mai Kim Quế\t{MANY_DIGITS}", f"\0\t01/01/{MANY_DIGITS}", "1e400"]
    ),
    "a column too many": "\t".join(["1"] * 20_000),
    "a choice of rows": f"person:{MANY_DIGITS}:{MANY_DIGITS}",
    "a choice of text": "person:²:x",
    "a sort": "-nothing,--name,?",
    "true": "True",
}
SEVERAL: dict[str, list[str]] = {
    "twice": ["1", "2"],
    "many": [str(number) for number in range(1_200)],
    "keys without bound": [MANY_DIGITS, str(2**63), "-1", "²", "", "\0"],
}


def _zipped(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def _huge_png() -> bytes:
    """A few bytes that say they are a picture of 60,000 by 60,000 dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FILES: dict[str, tuple[str, bytes]] = {
    "an empty file": ("a.pdf", b""),
    "a program": ("a.exe", b"MZ" + b"\0" * 100),
    "a program named PDF": ("a.pdf", b"MZ" + b"\0" * 100),
    "half a PDF": ("a.pdf", PDF[: len(PDF) // 2]),
    "a PDF of nothing": ("a.pdf", b"%PDF-1.7\n%%EOF"),
    "half a picture": ("a.png", _huge_png()[:40]),
    "a picture too large": ("a.png", _huge_png()),
    "a cut JPEG": ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
    "a picture that is a script": ("a.svg", b"<svg onload='alert(1)'/>"),
    "a workbook of nothing": ("a.xlsx", _zipped(a=b"")),
    "a workbook of broken XML": ("a.xlsx", _zipped(xl__workbook=b"<") + b""),
    "a cut zip": ("a.xlsx", _zipped(a=b"b" * 1000)[:50]),
    "an old workbook of zeros": ("a.xls", OLE + b"\0" * 2_000),
    "an old workbook of ones": ("a.xls", OLE + b"\xff" * 2_000),
    "a list with NUL": ("a.csv", b"H\xe1\xbb\x8d v\xc3\xa0 t\xc3\xaan\n\0\0\n"),
    "a list of digits": ("a.csv", ("Họ và tên,Ngày sinh\nMai Kim Quế," + MANY_DIGITS).encode()),
    "a list of half letters": ("a.csv", b"\xff\xfe\xd8\x00\n"),
    "a long name": ("ễ" * 300 + ".pdf", PDF),
    "a name of dots": ("..", PDF),
    "a name with a folder": ("../../a.pdf", PDF),
    "a PDF": ("a.pdf", PDF),
}
HEADERS: dict[str, tuple[str, str]] = {
    "a broken page before": ("HTTP_REFERER", "http://["),
    "no page before": ("HTTP_REFERER", "\xff\xfe"),
    "a broken language": ("HTTP_ACCEPT_LANGUAGE", "vi;q=" + MANY_DIGITS),
    "a long browser": ("HTTP_USER_AGENT", "\0\xff" * 5_000),
    "an address that is none": ("HTTP_X_FORWARDED_FOR", "999.1.1.1, ::zz, \0"),
    "a foreign host": ("HTTP_HOST", "[example.org"),
    "a foreign origin": ("HTTP_ORIGIN", "http://["),
    "a broken date": ("HTTP_IF_MODIFIED_SINCE", "Mon, 99 Foo " + MANY_DIGITS),
    "a broken range": ("HTTP_RANGE", "bytes=-" + MANY_DIGITS),
    "a broken encoding": ("HTTP_ACCEPT_ENCODING", "gzip;q=x"),
    "a broken cookie": ("HTTP_COOKIE", 'sessionid="\\400; csrftoken=\xff; ; =; language=\0; messages=[[; theme=²'),
    "a long cookie": ("HTTP_COOKIE", "sessionid=" + "9" * 5_000 + "; django_language=" + "x" * 5_000),
}
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
BODIES: dict[str, tuple[str, bytes]] = {
    "JSON": ("application/json", b'{"a": '),
    "no kind": ("", b"a=b"),
    "a kind of nothing": ("\xff/;charset=", b"a=b"),
    "a foreign charset": (FORM + "; charset=utf-7", b"a=+AGA-"),
    "an unknown charset": (FORM + "; charset=nothing", b"a=b"),
    "too many fields": (FORM, b"a&" * 6_000),
    "only signs": (FORM, b"=&=&%&%0&;;&=%FF"),
    "no boundary": ("multipart/form-data", b"--b\r\n\r\n"),
    "a broken part": (MULTIPART, b"--b\r\nContent-Disposition: form-data\r\n\r\na\r\n--b--"),
    "a part without an end": (MULTIPART, b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\na'),
    "broken base64": (
        MULTIPART,
        b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--',
    ),
    "a file without a name": (
        MULTIPART,
        b'--b\r\nContent-Disposition: form-data; name="document"; filename="\\"\r\n\r\na\r\n--b--',
    ),
    "too many files": (
        MULTIPART,
        b"".join(
            b'--b\r\nContent-Disposition: form-data; name="a%d"; filename="a"\r\n\r\na\r\n' % number
            for number in range(120)
        )
        + b"--b--",
    ),
}
METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW")
IN_PATHS: dict[str, str] = {
    "zero": "0",
    "year 10000": "10000",
    "beyond 64 bits": str(2**63),
    "thirty digits": "1" + "0" * 30,
    "4,300 digits": "9" * 4_300,
    "5,000 digits": MANY_DIGITS,
    "a raised two": "²",
    "wide digits": "１２",
    "NUL": "\0",
    "half a letter": "%ED%A0%80",
    "a quote": "'",
    "very long": "a" * 10_000,
    "a model without rows of its own": "core.job",
}
