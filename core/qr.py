import io

import segno

from core.pdf import png_data_uri

# Always the same mask. Trying all eight for the prettiest takes five times as long, and any of them can be read.
_MASK = 3


def qr_data_uri(text: str) -> str:
    """PNG, one pixel a dot (`image-rendering: pixelated`). Error correction M survives a stamp."""
    image = io.BytesIO()
    code = segno.make(text, error="m", boost_error=False, micro=False, mask=_MASK)
    code.save(image, kind="png", scale=1, border=4)
    return png_data_uri(image.getvalue())
