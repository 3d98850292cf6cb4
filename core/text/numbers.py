import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

_SWAP = str.maketrans({",": ".", ".": ","})
_WHOLE_NUMBER = re.compile(r"[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+")
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_UNIT_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_SCALES = ("", "nghìn", "triệu")
_BILLION = 10**9
LARGEST_STORED = 2**63 - 1
"""SQLite fails on a number beyond it instead of finding nothing."""
MOST_DIGITS = len(str(LARGEST_STORED))
NOTHING_TO_DIVIDE = "–"
SMALLEST_SHARE = Decimal("0.1")


def format_number(number: int | Decimal) -> str:
    return f"{number:,f}".translate(_SWAP) if isinstance(number, Decimal) else f"{number:,d}".replace(",", ".")


def format_percent(numerator: int | Decimal, denominator: int | Decimal, digits: int = 2) -> str:
    """Rounded half up; a whole percentage has no decimals."""
    if not denominator:
        return NOTHING_TO_DIVIDE
    percent = Decimal(numerator) * 100 / Decimal(denominator)
    places = 0 if percent == percent.to_integral_value() else digits
    return format_number(percent.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)) + "%"


def format_share(part: int, whole: int) -> str:
    """Rounded down, so that 100% are all; below one percent with a decimal, so that one of 120 is not 0%."""
    if not whole:
        return NOTHING_TO_DIVIDE
    if not 0 < part * 100 < whole:
        return f"{format_number(100 * part // whole)}%"
    percent = max(100 * Decimal(part) / whole, SMALLEST_SHARE)
    return f"{format_number(percent.quantize(SMALLEST_SHARE, ROUND_HALF_UP))}%"


def format_money(dong: int, short: bool = False) -> str:
    return f"{format_number(dong)} {'đ' if short else 'đồng'}"


def count_in_prose(count: int) -> str:
    """Counts below ten get a zero (08 giải tập thể)."""
    return f"{count:02d}" if 0 < count < 10 else format_number(count)


def parse_whole_number(text: str) -> int:
    """1520000 or 1.520.000; ambiguous text (1.52, 1,520,000) raises ValueError."""
    if not _WHOLE_NUMBER.fullmatch(text.strip()):
        raise ValueError(text)
    return int(text.strip().replace(".", ""))


def plain_number(typed: str, most: int = LARGEST_STORED) -> int | None:
    """None for anything but ASCII digits up to `most`; int() accepts all scripts and fails on long ones."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS
    number = int(typed) if is_number else None
    return number if number is not None and number <= most else None


def money_in_words(dong: int) -> str:
    """`Một triệu năm trăm hai mươi nghìn đồng`; up to 10^15."""
    if not 0 <= dong < 10**15:
        raise ValueError(dong)
    words = " ".join(_number_words(dong)) or _DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def _number_words(number: int) -> Iterator[str]:
    billions, rest = divmod(number, _BILLION)
    if billions:
        yield from _below_a_billion(billions, after_more=False)
        yield "tỷ"
    yield from _below_a_billion(rest, after_more=billions > 0)


def _below_a_billion(number: int, *, after_more: bool) -> Iterator[str]:
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            yield from _group_words(group, after_more=after_more)
            if power:
                yield _SCALES[power]
            after_more = True


def _group_words(group: int, *, after_more: bool) -> Iterator[str]:
    """Hundreds are spoken after a higher group: một triệu không trăm năm mươi nghìn."""
    hundreds, rest = divmod(group, 100)
    tens, units = divmod(rest, 10)
    if hundreds or after_more:
        yield from (_DIGITS[hundreds], "trăm")
    if tens:
        yield from ("mười",) if tens == 1 else (_DIGITS[tens], "mươi")
    elif units and (hundreds or after_more):
        yield "linh"
    if units:
        yield _unit_word(tens, units)


def _unit_word(tens: int, units: int) -> str:
    if tens > 1:
        return _UNIT_AFTER_TENS.get(units, _DIGITS[units])
    return "lăm" if tens == 1 and units == 5 else _DIGITS[units]
