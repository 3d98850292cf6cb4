"""TCVN3 and VNI fonts: `TrÇn V¨n`, `Traàn Vaên`."""

import re

from core.text.normal import nfc

# Letters that only real Unicode has: no byte of the old fonts reads as one of them.
_UNICODE_VIETNAMESE = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]")
_SIGNS = (
    # TCVN3 keeps lower-case letters where Latin-1 has capitals and symbols.
    re.compile("[a-zà-öø-ÿ][À-ÖØ-Þ]"),
    re.compile("[^\\W\\d_][µ¸¶¹¨¾¼½ª¬·](?!\\d)|[^\\W\\d_][«»×÷©®][a-z]|(?<!\\w)®[a-zµ¸¶·¹]"),
    # The capitals of TCVN3 are the same letters in another font, so that capitals and small letters stand mixed.
    re.compile(
        "[A-Z]{2}[à-öø-þ]|[A-Z][à-öø-þ÷][A-Z]|[A-Z][¡-¦©«®»×Þ]|[¡-§µ¶¸¹¨¬®][A-Z]|[§®][ç«øÆ]|\u00ad[¬ìí]|Hå\\b"
    ),
    re.compile("[ÇÝ][BCDGHKLMNPTVX]|(?:UY|[A-FH-PR-Z]I)[ÒÔÕÖ]|UÖ"),
    # VNI writes the mark as a second letter behind the vowel, and đ as ñ.
    re.compile("a(?:[ùøûõïáàåãäéèüâê]|ë(?!l))|e[ùøûõïáàåãäâ]|o[ùøûõïåäâ]|[uôö][ùøûõï]|y[øûõ]", re.IGNORECASE),
    re.compile("(?<!\\w)ñ\\w", re.IGNORECASE),
    # UTF-8 read one byte at a time.
    re.compile("[áà][»º]|Ä[\u2018\u0192\u0090\u0091]|Æ[°¯]|Ã[\u0080-\u00bf\u0192\u201a-\u2122]"),
)


def looks_like_legacy_encoding(text: str) -> bool:
    """False for foreign names (Müller) and with any Unicode Vietnamese letter."""
    if text.isascii():
        return False
    composed = nfc(text)
    if _UNICODE_VIETNAMESE.search(composed):
        return False
    return any(sign.search(composed) for sign in _SIGNS)
