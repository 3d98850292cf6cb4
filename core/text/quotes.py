"""Quotation marks as documents print them: “…” outside, ‘…’ inside."""

import re

_OUTER = '"“”„'
_INSIDE = re.compile(f"[{_OUTER}]([^{_OUTER}]*)[{_OUTER}]")


def quoted(text: str) -> str:
    """Return the text in “ ”. Marks around the whole text are not doubled, marks inside it become ‘ ’."""
    whole = text.strip()
    inside = _INSIDE.fullmatch(whole)
    return f"“{inside[1] if inside else _INSIDE.sub(_single, whole)}”"


def _single(match: re.Match[str]) -> str:
    return f"‘{match[1]}’"
