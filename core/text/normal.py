import re
import unicodedata

# Letters other keyboards and fonts give for đ; they look the same and compare as different.
_D_LOOK_ALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_DASHES_AND_SPACES = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_QUOTES = re.compile("[\"'\u2018-\u201f\u00ab\u00bb]")
_WORD = re.compile("(?:[^\\W\\d_][\u0300-\u036f]*)+")

# Huyền, hỏi, ngã, sắc, nặng: the order of the tones after ngang.
TONES = "\u0300\u0309\u0303\u0301\u0323"
_TONE = re.compile(f"[{TONES}]")


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def tidy(text: str) -> str:
    """NFC, single spaces, no invisible characters, look-alikes of đ replaced."""
    if text.isascii():
        return " ".join(text.split())
    visible = _INVISIBLE.sub("", nfc(text)).translate(_D_LOOK_ALIKES)
    return " ".join(visible.split())


def tidy_lines(text: str) -> str:
    """Each line tidied, without empty ones."""
    return "\n".join(filter(None, map(tidy, text.splitlines())))


def without_marks(text: str) -> str:
    bare = "".join(char for char in nfd(text) if not unicodedata.combining(char))
    return bare.replace("đ", "d").replace("Đ", "D")


def search_key(text: str) -> str:
    """`do thi huong` finds Đỗ Thị Hương."""
    return _folded(without_marks(tidy(text).lower()))


def comparison_key(text: str) -> str:
    """Equal for hoà and hòa, quí and quý; different for hoà and hoá."""
    return nfc(_WORD.sub(_tone_last, nfd(_folded(tidy(text).lower()))))


def _folded(text: str) -> str:
    return _DASHES_AND_SPACES.sub(" ", _QUOTES.sub("", text)).strip()


def _tone_last(word: re.Match[str]) -> str:
    """The letter that carried the tone must not matter."""
    tones = "".join(_TONE.findall(word[0]))
    letters = _TONE.sub("", word[0])
    return ("qui" if letters == "quy" else letters) + tones
