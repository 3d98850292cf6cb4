from datetime import date
from typing import Any

BODIES = {"BAN CHẤP HÀNH": "Ban Chấp hành", "BAN THƯỜNG VỤ": "Ban Thường vụ", "ĐOÀN CHỦ TỊCH": "Đoàn Chủ tịch"}
FURTHEST_YEARS = 10  # a later day is a typing error, such as 2205 for 2025
CAPACITY, CHAIR, VICE_CHAIR = "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "PHÓ CHỦ TỊCH"


def is_out_of_reach(day: date, today: date) -> bool:
    return day.year > today.year + FURTHEST_YEARS


def usual_words(name: str, upper_line: str) -> dict[str, Any]:
    """Symbol and place cannot be guessed and stay empty."""
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
    """A certificate is signed for the body it names, which may not be the deciding body."""
    body = next((body for body in BODIES if certificate_body.startswith(body)), "")
    return f"TM. {body}" if body else capacity_line
