"""Spreadsheets in: whatever an office sends, as rows of text, or a sentence that says why not.

The file is judged before a library opens it. Every cell comes out as the text an officer would read in it, so that a
workbook, a text file and a pasted table go the same way from here on.
"""

from core.intake.headings import Column, Headings, find_headings
from core.intake.reading import KINDS, MOST_ROWS, Row, column_letter, read_rows
from core.intake.refusal import Refused

__all__ = [
    "KINDS",
    "MOST_ROWS",
    "Column",
    "Headings",
    "Refused",
    "Row",
    "column_letter",
    "find_headings",
    "read_rows",
]
