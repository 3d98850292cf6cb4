import re

_OUTER = '"“”„'
_DOUBLED = re.compile("““([^“”]*)””")
_INNER = {"“": "‘", "”": "’"}
_INSIDE = re.compile(f"[{_OUTER}]([^{_OUTER}]*)[{_OUTER}]")


def quoted(text: str) -> str:
    """Put “ ” around the text; marks inside become ‘ ’."""
    whole = text.strip()
    inside = _INSIDE.fullmatch(whole)
    return f"“{inside[1] if inside else _INSIDE.sub(_single, whole)}”"


def nested_quotes(sentence: str) -> str:
    """Turn “ ” inside “ ” into ‘ ’."""
    letters, depth = [], 0
    for letter in _DOUBLED.sub(r"“\1”", sentence):
        depth += letter == "“"
        letters.append(_INNER[letter] if letter in _INNER and depth > 1 else letter)
        depth = max(0, depth - (letter == "”"))
    return "".join(letters)


def is_balanced(text: str) -> bool:
    return text.count("“") == text.count("”")


def _single(match: re.Match[str]) -> str:
    return f"‘{match[1]}’"
