"""Slips of A6, four to a sheet of A4, cut and handed out one by one."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.pdf import render_pdf

MOST_AT_ONCE = 40  # ten sheets; more slips are printed by a job
PER_SHEET = 4


def slips_pdf(template: str, title: str, slips: Sequence[Mapping[str, Any]]) -> bytes:
    """`template` extends documents/slips.html."""
    sheets = [slips[at : at + PER_SHEET] for at in range(0, len(slips), PER_SHEET)]
    return render_pdf(template, {"title": title, "sheets": sheets})
