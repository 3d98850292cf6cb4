"""Letterhead and signature of a printed document: plain values for templates/documents/."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from unions.tree.models import UnionProfile


@dataclass(frozen=True)
class Letterhead:
    upper_line: str  # capitals; empty at the top of the tree
    issuer_line: str  # capitals
    place: str
    date: datetime.date | None = None  # None leaves room for it
    number_symbol: str = ""  # "12/BC-LĐLĐ"; "/BC-LĐLĐ" leaves room for the number, "" prints none
    about: str = ""  # "V/v …" of a letter


@dataclass(frozen=True)
class Signature:
    capacity_lines: Sequence[str]  # "TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH"
    post: str  # capitals
    name: str = ""  # empty leaves it to the pen
    how: str = ""  # "(Ký, ghi rõ họ tên)"


def letterhead_of(
    profile: UnionProfile, *, date: datetime.date | None, number_symbol: str = "", body: str = ""
) -> Letterhead:
    """Return the letterhead of a union, or of a body of it (a council, a cluster) printed below its name."""
    upper, issuer = (profile.issuer_line, body.upper()) if body else (profile.upper_line, profile.issuer_line)
    return Letterhead(upper, issuer, profile.place, date, number_symbol)


def chair_signature(profile: UnionProfile, name: str = "") -> Signature:
    return Signature([profile.capacity_line], profile.chair_post, name)
