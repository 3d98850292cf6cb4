"""Text of the fonts before Unicode (TCVN3, VNI) read as if it were Unicode.

Such files open without an error and show `TrÇn V¨n` or `Traàn Vaên`. They are refused in plain words at import,
because once stored nobody can tell which letter was meant.
"""

import re

from core.text.normal import nfc

# Letters that only real Unicode has: no byte of the old fonts reads as one of them.
_UNICODE_VIETNAMESE = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]")
_SIGNS = (
    # TCVN3 keeps lower-case letters where Latin-1 has capitals and symbols.
    re.compile("[a-zà-öø-ÿ][À-ÖØ-Þ]"),
    re.compile("[^\\W\\d_][µ¸¶¹¨¾¼½ª¬·](?!\\d)|[^\\W\\d_][«»×÷©®][a-z]|(?<!\\w)®[a-zµ¸¶·¹]"),
    # VNI writes the mark as a second letter behind the vowel, and đ as ñ.
    re.compile("a(?:[ùøûõïáàåãäéèüâê]|ë(?!l))|e[ùøûõïáàåãäâ]|o[ùøûõïåäâ]|[uôö][ùøûõï]|y[øûõ]", re.IGNORECASE),
    re.compile("(?<!\\w)ñ\\w", re.IGNORECASE),
    # UTF-8 read one byte at a time.
    re.compile("[áà][»º]|Ä[\u2018\u0192\u0090\u0091]|Æ[°¯]|Ã[\u0080-\u00bf\u0192\u201a-\u2122]"),
)


def looks_like_legacy_encoding(text: str) -> bool:
    """A foreign name (Müller, Françoise) is not mistaken for it; text with one real Vietnamese letter never is."""
    composed = nfc(text)
    if _UNICODE_VIETNAMESE.search(composed):
        return False
    return any(sign.search(composed) for sign in _SIGNS)
