"""Letterhead and signature of a union, as its documents print them."""

import datetime

from core.documents.description import Letterhead, Signature
from core.typesetting import fits_one_line
from unions.tree.models import UnionProfile

ORGANISATIONS = (
    "TỔNG LIÊN ĐOÀN LAO ĐỘNG",
    "LIÊN ĐOÀN LAO ĐỘNG",
    "CÔNG ĐOÀN CƠ SỞ",
    "NGHIỆP ĐOÀN CƠ SỞ",
    "HỘI ĐỒNG",
)
"""A name too long for one line is broken after these words."""
COLUMN, SIZE = 72, 12  # millimetres and points of the left column


def letterhead_of(
    profile: UnionProfile, *, date: datetime.date | None, number_symbol: str = "", body: str = ""
) -> Letterhead:
    """Return the letterhead of a union, or of a body of it (a council, a cluster) printed below its name."""
    upper, issuer = (profile.issuer_line, body.upper()) if body else (profile.upper_line, profile.issuer_line)
    return printed_letterhead(upper, issuer, profile.place, date, number_symbol)


def printed_letterhead(
    upper_line: str, issuer_line: str, place: str, date: datetime.date | None = None, number_symbol: str = ""
) -> Letterhead:
    return Letterhead(in_lines(upper_line), in_lines(issuer_line), place, date, number_symbol)


def in_lines(name: str) -> str:
    if fits_one_line(name, width_mm=COLUMN, size=SIZE):
        return name
    head = next((head for head in ORGANISATIONS if name.startswith(f"{head} ")), "")
    return f"{head}\n{name.removeprefix(head).strip()}" if head else name


def chair_signature(profile: UnionProfile, name: str = "") -> Signature:
    return Signature((profile.capacity_line,), profile.chair_post, name)
