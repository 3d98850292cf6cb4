"""Everyday words, the field's and one's own name, with a number, are guessed first."""

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from core.text import search_key

LIST = Path(__file__).parent / "data" / "guessable_words.txt"
MOST_PIECES = 4
MOST_SIGNS = 8  # as many as a date has; more digits are no ornament
FEWEST_DIGITS = 13  # fewer alone are a phone number or a date
_LOOK_ALIKES = str.maketrans("@43105$7", "aaeiosst")
_NO_LETTERS = re.compile("[^a-z]")


@cache
def guessable_words() -> frozenset[str]:
    lines = LIST.read_text("utf-8").splitlines()
    return frozenset(letters_of(line) for line in lines if line and not line.startswith("#"))


def letters_of(text: str) -> str:
    """Mật khẩu, MATKHAU and mat-khau-1 are alike."""
    return _NO_LETTERS.sub("", search_key(text))


def spellings(password: str) -> set[str]:
    """The second spelling reads @ as a, 0 as o."""
    inner = search_key(password).strip("0123456789 .,:;!?@#$%^&*()_-+=/\\'\"<>[]{}|~`")
    return {letters_of(password), letters_of(inner.translate(_LOOK_ALIKES))} - {""}


def is_short_number(password: str) -> bool:
    return not letters_of(password) and password.isascii() and len(password) < FEWEST_DIGITS


def is_guessable(password: str, words: Collection[str], pieces: int = MOST_PIECES) -> bool:
    """Whether it consists of a few `words` and little else."""
    if len(password) - len(letters_of(password)) > MOST_SIGNS:
        return False
    return any(is_made_of(spelling, words, pieces) for spelling in spellings(password))


def is_made_of(letters: str, words: Collection[str], pieces: int) -> bool:
    if letters in words:
        return True
    ends = range(1, len(letters)) if pieces > 1 else ()
    return any(letters[:end] in words and is_made_of(letters[end:], words, pieces - 1) for end in ends)


def own_words(*names: str) -> set[str]:
    parts = {letters_of(part) for name in names for part in re.split(r"[\W\d_]+", name)}
    return {word for word in parts | {letters_of(name) for name in names} if len(word) > 1}
