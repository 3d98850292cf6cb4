import io

from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, with the spaces as a reader sees them."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Return the names of the fonts, without the letters of their subset, and whether each is embedded."""
    found: dict[str, bool] = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            below = font.get_object()["/DescendantFonts"][0].get_object()
            embedded = any(f"/FontFile{kind}" in below["/FontDescriptor"] for kind in ("", "2", "3"))
            found[str(below["/BaseFont"]).split("+")[-1]] = embedded
    return found
