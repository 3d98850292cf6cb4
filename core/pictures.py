"""Pictures are redrawn without metadata on place and time."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, JpegImagePlugin

from core.foreign_files import refuse_broken_file

FORMATS = ("PNG", "JPEG", "MPO")
MOST_PIXELS = 50_000_000
"""A page of A4 at 600 dots an inch has 35 million; unpacked, 50 million take 150 MB."""
DRAWN_SIDE = 480
"""Pixels; enough for twice the size a logo is printed in."""


@contextmanager
def opened_picture(content: bytes) -> Iterator[Image.Image]:
    """Raise ValidationError for other files, damage, or too many pixels."""
    refusal = ValidationError(_("The file is not what its name says. Please save it again and choose it anew."))
    with refuse_broken_file(refusal), _small_enough(content) as picture:
        yield picture


@contextmanager
def _small_enough(content: bytes) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged below, more strictly
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _too_large()
                yield picture
    except Image.DecompressionBombError as bomb:
        raise _too_large() from bomb


def _too_large() -> ValidationError:
    return ValidationError(
        _("The picture has more than %(most)s million pixels. Please take or scan it at a lower resolution."),
        params={"most": MOST_PIXELS // 1_000_000},
    )


def check_picture(content: bytes) -> None:
    with opened_picture(content) as picture:
        picture.verify()


def without_metadata(content: bytes) -> bytes:
    """Colours and resolution stay, and the picture is turned upright."""
    with opened_picture(content) as picture:
        is_png = picture.format == "PNG"
        options = _png_options(picture) if is_png else _jpeg_options(picture)
        ImageOps.exif_transpose(picture, in_place=True)
        picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
        written = io.BytesIO()
        picture.save(written, "PNG" if is_png else "JPEG", **options)
    return written.getvalue()


def _png_options(picture: Image.Image) -> dict[str, Any]:
    return _kept(picture)


def _jpeg_options(picture: Image.Image) -> dict[str, Any]:
    """The same quantization tables lose next to nothing."""
    sampling = JpegImagePlugin.get_sampling(picture)
    tables = getattr(picture, "quantization", None)
    quality = {"qtables": tables} if tables else {"quality": 95}
    return _kept(picture) | quality | ({"subsampling": sampling} if sampling >= 0 else {})


def _kept(picture: Image.Image) -> dict[str, Any]:
    kept = {name: picture.info[name] for name in ("icc_profile", "dpi") if picture.info.get(name)}
    return kept | {"exif": b""}


def redrawn_png(content: bytes) -> bytes:
    """Nothing else of the file is kept."""
    with opened_picture(content) as given:
        picture = _in_eight_bits(ImageOps.exif_transpose(given)).convert("RGBA")
    picture.thumbnail((DRAWN_SIDE, DRAWN_SIDE))
    written = io.BytesIO()
    clean = Image.new("RGBA", picture.size)
    clean.paste(picture)
    clean.save(written, "PNG", optimize=True)
    return written.getvalue()


def shrunk(content: bytes, most: tuple[int, int]) -> Image.Image:
    """At most so wide and high."""
    with opened_picture(content) as given:
        given.draft("RGB", most)
        picture = _in_eight_bits(given).convert("RGB")
    picture.thumbnail(most)
    return picture


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Pillow would turn nearly all 16-bit grey white."""
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("I").point(lambda grey: grey * (1 / 257) + 0).convert("L")
