import io
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from core.files import FileLost, is_pdf, read_kept
from core.foreign_files import refuse_broken_file
from core.models import StoredFile
from core.pictures import shrunk

WIDTH, COLOURS = 560, 64  # twice the width a page shows; a third of the bytes of all colours
MOST_HEIGHT = 10 * WIDTH
"""A page longer than ten times its width is drawn narrower: unpacked, it would take all memory."""
UNREADABLE = ValidationError("No page can be drawn.")
DRAFT_MARK = "DỰ THẢO"
_FONT = "static/fonts/documents/LiberationSerif-Bold.ttf"
_STYLE_FILES = ("static/css/documents/*.css", "templates/documents/*.html")
_pdfium = Lock()  # PDFium must not be called by two threads at once


@dataclass(frozen=True)
class Picture:
    png: bytes
    pages: int  # of the paper


def first_page(scan: bytes, *, mark: str = "") -> Picture:
    """Of a PDF or a photograph; `mark` is written across the page."""
    try:
        image, pages = _drawn(scan) if is_pdf(scan) else (shrunk(scan, (WIDTH, MOST_HEIGHT)), 1)
    except ValidationError as damaged:
        raise FileLost from damaged
    if mark:
        image = _marked(image, mark)
    facts = PngImagePlugin.PngInfo()
    facts.add_text("pages", str(pages))
    written = io.BytesIO()
    image.quantize(COLOURS).save(written, "PNG", pnginfo=facts)
    return Picture(written.getvalue(), pages)


def kept_picture(key: str, scan: Callable[[], bytes]) -> Picture:
    """Only an unchanging paper has a `key`. The folder may be emptied at any time."""
    path = _path(key)
    with suppress(OSError):
        png = path.read_bytes()
        return Picture(png, _pages(png))
    picture = first_page(scan())
    with suppress(OSError):  # a full disk keeps no picture, and still shows it
        _write(path, picture.png)
    return picture


def picture_of_scan(stored: FieldFile) -> Picture:
    """Its first page, or the photograph, drawn once: a stored file does not change."""
    kept = StoredFile.objects.filter(name=stored.name).values_list("sha256", flat=True).first()
    return kept_picture(kept, lambda: read_kept(stored)) if kept else first_page(read_kept(stored))


def known_pages(key: str) -> int | None:
    """None before the picture is drawn."""
    try:
        return _pages(_path(key).read_bytes()) if key else None
    except OSError:
        return None


def _drawn(pdf: bytes) -> tuple[Image.Image, int]:
    import pypdfium2  # the library is loaded at the first picture of a process

    with refuse_broken_file(UNREADABLE), _pdfium, closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[0]
        scale = min(WIDTH / page.get_width(), MOST_HEIGHT / page.get_height())
        image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        return image, len(document)


def _marked(image: Image.Image, mark: str) -> Image.Image:
    font = ImageFont.truetype(str(Path(settings.BASE_DIR) / _FONT), WIDTH // 6)
    layer = Image.new("L", image.size)
    middle = (image.width / 2, image.height / 2)
    ImageDraw.Draw(layer).text(middle, mark, fill=90, font=font, anchor="mm")
    image.paste((179, 38, 30), mask=layer.rotate(35, center=middle))
    return image


def _pages(png: bytes) -> int:
    with Image.open(io.BytesIO(png)) as image:
        return int(image.info["pages"])


def _path(key: str) -> Path:
    return Path(settings.DATA_DIR) / "pictures" / f"{key}-{_style_digest()}.png"


@cache
def _style_digest() -> str:
    """A release that changes style or templates draws all pictures anew."""
    files = [path for pattern in _STYLE_FILES for path in sorted(Path(settings.BASE_DIR).glob(pattern))]
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as unfinished:
        unfinished.write(content)
    Path(unfinished.name).replace(path)
