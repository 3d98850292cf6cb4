import datetime

from core.documents.description import Letterhead, Signature
from core.documents.layout import LEFT_COLUMN
from core.typesetting import fits_one_line
from unions.tree.models import UnionProfile
from unions.tree.rules import body_in_words

ORGANISATIONS = (
    "TỔNG LIÊN ĐOÀN LAO ĐỘNG",
    "LIÊN ĐOÀN LAO ĐỘNG",
    "CÔNG ĐOÀN CƠ SỞ",
    "NGHIỆP ĐOÀN CƠ SỞ",
    "HỘI ĐỒNG",
)
"""A name too long for one line is broken after these words."""
SIZE = 12  # points


def letterhead_of(
    profile: UnionProfile, *, date: datetime.date | None, number_symbol: str = "", body: str = ""
) -> Letterhead:
    """`body` is a council or cluster printed below the union's name."""
    if not body:
        return printed_letterhead(profile.upper_line, profile.issuer_line, profile.place, date, number_symbol)
    own_name = body.upper().removesuffix(profile.issuer_line).strip()  # the union stands in the line above
    return printed_letterhead(profile.issuer_line, own_name, profile.place, date, number_symbol)


def printed_letterhead(
    upper_line: str, issuer_line: str, place: str, date: datetime.date | None = None, number_symbol: str = ""
) -> Letterhead:
    return Letterhead(in_lines(upper_line), in_lines(issuer_line), place, date, number_symbol)


def in_lines(name: str) -> str:
    if fits_one_line(name, width_mm=LEFT_COLUMN, size=SIZE):
        return name
    head = next((head for head in ORGANISATIONS if name.startswith(f"{head} ")), "")
    return f"{head}\n{name.removeprefix(head).strip()}" if head else name


def chair_signature(profile: UnionProfile, name: str = "") -> Signature:
    return Signature((profile.capacity_line,), profile.chair_post, name)


def vice_chair_signature(profile: UnionProfile, name: str = "") -> Signature:
    """A vice-chair signs in the chair's place (KT.)."""
    lines = (profile.capacity_line, kt_line(profile))
    return Signature(tuple(line for line in lines if line), profile.vice_chair_post, name)


def deciding_body(profile: UnionProfile) -> str:
    return body_in_words(profile.body, profile.name)


def kt_line(profile: UnionProfile) -> str:
    return f"KT. {profile.chair_post}" if profile.prints_kt_line else ""
