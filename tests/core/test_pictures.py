"""A photograph is kept upright and sharp, without what the camera wrote about place and owner."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from PIL import Image, ImageChops, ImageStat

from core.pictures import MOST_PIXELS, check_picture, shrunk, without_metadata
from tests.papers import SECRET, photograph

pytestmark = pytest.mark.one_database(on="sqlite")


def opened(content):
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_place_camera_and_comment_are_removed_and_the_picture_stands_upright(kind):
    given = photograph(kind)
    cleaned = without_metadata(given)
    picture, upright = opened(cleaned), opened(given).transpose(Image.Transpose.ROTATE_270)
    assert (SECRET in given, SECRET in cleaned, b"Exif" in cleaned, b"eXIf" in cleaned) == (True, False, False, False)
    assert (picture.size, dict(picture.getexif()), round(picture.info["dpi"][0])) == ((48, 64), {}, 300)
    assert max(ImageStat.Stat(ImageChops.difference(picture.convert("RGB"), upright.convert("RGB"))).mean) < 1


def test_a_photograph_is_compressed_no_harder_than_it_was():
    given = opened(photograph(orientation=1))
    assert opened(without_metadata(photograph(orientation=1))).quantization == given.quantization


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_a_scanner_writes_keeps_its_pixels(mode):
    written = io.BytesIO()
    drawn = (
        Image.new("I;16", (9, 7), 4000) if mode == "I;16" else Image.linear_gradient("L").resize((9, 7)).convert(mode)
    )
    drawn.save(written, "PNG", **({"transparency": 3} if mode == "P" else {}))
    kept = opened(without_metadata(written.getvalue()))
    assert (kept.mode, kept.tobytes(), kept.info) == (drawn.mode, drawn.tobytes(), opened(written.getvalue()).info)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_a_picture_of_any_kind_is_shrunk_in_proportion(mode):
    written = io.BytesIO()
    grey = Image.linear_gradient("L").resize((90, 60))
    drawn = Image.new("I;16", (90, 60), 30000) if mode == "I;16" else grey.convert(mode)
    drawn.save(written, "JPEG" if mode == "CMYK" else "PNG")
    small = shrunk(written.getvalue(), (45, 1000))
    assert (small.mode, small.size, 60 < ImageStat.Stat(small).mean[0] < 200) == ("RGB", (45, 30), True)


def test_a_scan_in_the_colours_of_print_stays_one():
    written = io.BytesIO()
    Image.new("CMYK", (16, 16), (10, 20, 30, 40)).save(written, "JPEG", quality=95)
    assert opened(without_metadata(written.getvalue())).mode == "CMYK"


def empty_png(width, height):
    """Return a PNG that says it has so many pixels, in a hundred bytes."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0")),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("act", [check_picture, without_metadata])
@pytest.mark.parametrize(
    ("width", "height"), [(MOST_PIXELS // 1000 + 1, 1000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_picture_that_would_unpack_to_too_much_is_refused_before_it_does(act, width, height):
    with pytest.raises(ValidationError) as refused:
        act(empty_png(width, height))
    sentence = gettext(
        "The picture has more than %(most)s million pixels. Please take or scan it at a lower resolution."
    )
    assert refused.value.messages == [sentence % {"most": 50}]


def test_a_picture_of_just_so_many_pixels_is_taken():
    check_picture(empty_png(MOST_PIXELS // 1000, 1000))


@pytest.mark.parametrize("cut", [10, 60, 0.5])
def test_a_picture_that_is_cut_short_is_refused_with_a_sentence(cut):
    given = photograph()
    with pytest.raises(ValidationError) as refused:
        without_metadata(given[: cut if cut > 1 else int(len(given) * cut)])
    assert refused.value.messages == [
        gettext("The file is not what its name says. Please save it again and choose it anew.")
    ]
