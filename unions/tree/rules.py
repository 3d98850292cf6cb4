"""The words with which the documents of a new union begin."""

from datetime import date
from typing import Any

BODIES = {"BAN CHẤP HÀNH": "Ban Chấp hành", "BAN THƯỜNG VỤ": "Ban Thường vụ", "ĐOÀN CHỦ TỊCH": "Đoàn Chủ tịch"}
FURTHEST_YEARS = 10
CAPACITY, CHAIR, VICE_CHAIR = "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "PHÓ CHỦ TỊCH"


def is_out_of_reach(day: date, today: date) -> bool:
    """Say whether nobody plans for that day: 2205 was to be 2025."""
    return day.year > today.year + FURTHEST_YEARS


def first_words(name: str, upper_line: str) -> dict[str, Any]:
    """Return how a union's papers are usually written; symbol and place name cannot be guessed from the name."""
    capitals = name.upper()
    return {
        "name": name,
        "level_word": "",
        "upper_line": upper_line,
        "issuer_line": capitals[:200],
        "symbol": "",
        "place": "",
        "body": f"BAN THƯỜNG VỤ {capitals}"[:100],
        "certificate_body": f"BAN CHẤP HÀNH {capitals}"[:200],
        "capacity_line": CAPACITY,
        "chair_post": CHAIR,
        "vice_chair_post": VICE_CHAIR,
        "prints_kt_line": True,
    }


def certificate_capacity(certificate_body: str, capacity_line: str) -> str:
    """A certificate is signed for the body it names, which need not be the one that issues the decision."""
    body = next((body for body in BODIES if certificate_body.startswith(body)), "")
    return f"TM. {body}" if body else capacity_line
