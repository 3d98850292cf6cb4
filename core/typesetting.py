from functools import cache

from django.contrib.staticfiles import finders
from PIL import ImageFont

_BOLD = "fonts/documents/LiberationSerif-Bold.ttf"
_MEASURED_AT = 100
_POINTS_PER_MM = 72 / 25.4
# Words do not fill their lines to the brim; a line of a paragraph is full on average to this share.
_FILLED = 0.9


def font_size_to_fit(text: str, *, width_mm: int, largest: int, smallest: int, lines: int = 1) -> int:
    """The largest size in points at which bold text takes `lines` lines of `width_mm`."""
    room = width_mm * _POINTS_PER_MM * lines * (1 if lines == 1 else _FILLED)
    fitting = int(room / max(_width_of_one_point(text), 0.001))
    return max(smallest, min(largest, fitting))


def fits_one_line(text: str, *, width_mm: int, size: int) -> bool:
    """`size` is in points, the text bold."""
    return _width_of_one_point(text) * size <= width_mm * _POINTS_PER_MM


def _width_of_one_point(text: str) -> float:
    return _bold().getlength(text) / _MEASURED_AT


@cache
def _bold() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(finders.find(_BOLD)), _MEASURED_AT)
