"""Pages of a PDF as pictures of plain bytes, for whoever shows or prints them."""

from threading import Lock

import pypdfium2
from msgspec import Struct

POINTS_PER_INCH = 72
PDFIUM = Lock()
"""PDFium is one library for the process and falls over two threads in it: whoever is in it holds this."""


class Picture(Struct, frozen=True):
    """One page: rows from the top, each of width x 4 bytes, red, green, blue, opacity."""

    width: int
    height: int
    rgba: bytes


def page_count(pdf: bytes) -> int:
    """Count the pages of a PDF; callable from any thread."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def page_picture(pdf: bytes, page: int, dots_per_inch: float = 96) -> Picture:
    """Draw one page, counted from 0, on white; IndexError for a page that is not there. Callable from any thread."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 0 <= page < len(document):
                raise IndexError(page)
            bitmap = document[page].render(scale=dots_per_inch / POINTS_PER_INCH, rev_byteorder=True, prefer_bgrx=True)
            return Picture(bitmap.width, bitmap.height, _opaque(bytes(bitmap.buffer), bitmap.width, bitmap.stride))
        finally:
            document.close()


def _opaque(pixels: bytes, width: int, stride: int) -> bytes:
    """Drop what pads the rows and set the unused fourth byte of each pixel to opaque."""
    if stride != width * 4:
        pixels = b"".join(pixels[start : start + width * 4] for start in range(0, len(pixels), stride))
    filled = bytearray(pixels)
    filled[3::4] = b"\xff" * (len(filled) // 4)
    return bytes(filled)
