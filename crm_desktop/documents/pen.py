"""The pen: text, lines and areas on one sheet of paper, measured in points from its upper left corner."""

from functools import lru_cache
from io import BytesIO
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from crm_desktop.documents.typesetting import Style, one_line, runs, width

Align = Literal["left", "right", "center"]


def picture_width(wide: float, high: float, data: bytes) -> float:
    """Tell how wide a PNG or JPEG is drawn that fits into a room."""
    return _fitted(_decoded(data), wide, high)[0]


@lru_cache(maxsize=32)
def _decoded(data: bytes) -> ImageReader:
    """Decode a picture once: a logo stands on every page."""
    return ImageReader(BytesIO(data))


def _fitted(image: ImageReader, wide: float, high: float) -> tuple[float, float]:
    pixels_wide, pixels_high = image.getSize()
    scale = min(wide / pixels_wide, high / pixels_high)
    return float(pixels_wide * scale), float(pixels_high * scale)


class Pen:
    """Draw on the current page of a canvas; y grows downwards, text stands on its baseline."""

    def __init__(self, canvas: Canvas, page_height: float) -> None:
        self._canvas = canvas
        self._height = page_height

    def text(self, x: float, y: float, text: str, style: Style, align: Align = "left") -> float:
        """Write one line, its faces changing within it; give its width."""
        return self._write(x, y, text, style, align, opacity=1)

    def _write(self, x: float, y: float, text: str, style: Style, align: Align, *, opacity: float) -> float:
        said = one_line(text)
        room = width(said, style)
        start = x - {"left": 0.0, "right": room, "center": room / 2}[align]
        line = self._canvas.beginText(start, self._height - y)
        line.setFillColor(HexColor(style.colour).clone(alpha=opacity))
        for face, part in runs(said, is_bold=style.is_bold):
            line.setFont(face.name, style.size * face.scale)
            line.textOut(part)
        self._canvas.drawText(line)
        return room

    def rule(self, x: float, y: float, end: float, colour: str, thickness: float = 0.4) -> None:
        """Draw a level line."""
        self._canvas.setStrokeColor(HexColor(colour))
        self._canvas.setLineWidth(thickness)
        self._canvas.line(x, self._height - y, end, self._height - y)

    def upright(self, x: float, y: float, end: float, colour: str, thickness: float = 0.4) -> None:
        """Draw an upright line."""
        self._canvas.setStrokeColor(HexColor(colour))
        self._canvas.setLineWidth(thickness)
        self._canvas.line(x, self._height - y, x, self._height - end)

    def area(self, x: float, y: float, wide: float, high: float, colour: str, radius: float = 3) -> None:
        """Fill a rectangle with rounded corners."""
        self._canvas.setFillColor(HexColor(colour))
        self._canvas.roundRect(x, self._height - y - high, wide, high, radius, stroke=0, fill=1)

    def picture(self, x: float, y: float, wide: float, high: float, data: bytes) -> float:
        """Draw a PNG or JPEG as large as fits into the room, at its upper left; give its width."""
        image = _decoded(data)
        size = _fitted(image, wide, high)
        self._canvas.drawImage(image, x, self._height - y - size[1], *size, mask="auto")
        return size[0]

    def square_code(self, x: float, y: float, size: float, text: str) -> None:
        """Draw a text as a QR code, without the white edge that its reader asks for."""
        # Loads for 0.1 s, and few papers have one.
        from reportlab.graphics import renderPDF
        from reportlab.graphics.barcode.qr import QrCodeWidget
        from reportlab.graphics.shapes import Drawing

        drawing = Drawing(size, size)
        drawing.add(QrCodeWidget(text, barWidth=size, barHeight=size, barBorder=0, barLevel="M"))
        renderPDF.draw(drawing, self._canvas, x, self._height - y - size)

    def watermark(self, text: str, page_width: float, style: Style) -> None:
        """Write a pale word across the page, over what stands there, so that it comes last in reading order."""
        self._canvas.saveState()
        self._canvas.translate(page_width / 2, self._height / 2)
        self._canvas.rotate(52)
        self._write(0, self._height + style.size / 3, text, style, "center", opacity=0.07)
        self._canvas.restoreState()
