"""Vietnamese alphabetical order as digits, which every collation compares alike.

Two digits a letter, `00` at the end, then one digit a word for its tone. No key is a prefix of another.
"""

import re
from collections.abc import Iterator

from core.text.normal import TONES, nfc, nfd, tidy

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: f"{rank:02d}" for rank, letter in enumerate(_ALPHABET, start=20)}
_FOREIGN_RANK = "98"
_BETWEEN_WORDS = "01"
_END_OF_LETTERS = "00"
_TONE_RANK = {tone: str(rank) for rank, tone in enumerate(TONES, start=2)}
_LEVEL_TONE = "1"
_WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f])*")
_NUMBER_OR_CHAR = re.compile("[0-9]+|.")


def sort_key(text: str) -> str:
    words = _WORD.findall(nfd(tidy(text).lower()))
    letters = _BETWEEN_WORDS.join(_letters_key(word) for word in words)
    return letters + _END_OF_LETTERS + "".join(_tone_key(word) for word in words)


def _letters_key(word: str) -> str:
    without_tones = "".join(char for char in word if char not in TONES)
    return "".join(_ranks(nfc(without_tones)))


def _ranks(word: str) -> Iterator[str]:
    for piece in _NUMBER_OR_CHAR.findall(word):
        if piece.isascii() and piece.isdigit():
            yield _number_key(piece)
        else:
            yield _LETTER_RANK.get(piece) or _LETTER_RANK.get(nfd(piece)[0], _FOREIGN_RANK)


def _number_key(digits: str) -> str:
    """Numbers come before letters, by size: Cụm 2 before Cụm 10."""
    significant = digits.lstrip("0") or "0"
    return f"1{min(len(significant), 9)}" + "".join(f"1{digit}" for digit in significant)


def _tone_key(word: str) -> str:
    return next((_TONE_RANK[char] for char in word if char in _TONE_RANK), _LEVEL_TONE)
