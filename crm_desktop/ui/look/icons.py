"""Line icons of resources/icons in the colours of the theme, sharp at every scale."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from crm_desktop.core.resources import resource

# Device pixels of 16, 18, 20 and 24 at 100, 125, 150 and 200 %: Qt takes the nearest larger one.
_SIZES = (16, 18, 20, 24, 27, 30, 32, 36, 40, 48)


@lru_cache(maxsize=512)
def icon(name: str, colour: str) -> QIcon:
    """Make the icon `resources/icons/<name>.svg` in one colour; needs the QGuiApplication."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(pixmap(name, colour, size))
        made.addPixmap(_faded(pixmap(name, colour, size)), QIcon.Mode.Disabled)
    return made


def two_state_icon(name: str, colour: str, active: str) -> QIcon:
    """Make an icon that takes a second colour while its button is checked."""
    made = QIcon(icon(name, colour))
    for size in _SIZES:
        made.addPixmap(pixmap(name, active, size), QIcon.Mode.Normal, QIcon.State.On)
    return made


@lru_cache(maxsize=2048)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw one icon for a painter; size in logical pixels, ratio the device's pixels per logical one."""
    side = round(size * ratio)
    drawn = QPixmap(QSize(side, side))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(_source(name, colour))).render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def _faded(drawn: QPixmap) -> QPixmap:
    faint = QPixmap(drawn.size())
    faint.fill(Qt.GlobalColor.transparent)
    painter = QPainter(faint)
    painter.setOpacity(0.4)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return faint


@lru_cache(maxsize=512)
def _source(name: str, colour: str) -> bytes:
    """Colour the drawing; 24-unit line icons look heavy at 16 px with their 2-unit stroke, so it is thinned."""
    text = resource(f"icons/{name}.svg").read_text("utf-8")
    return text.replace("currentColor", colour).replace('stroke-width="2"', 'stroke-width="1.75"').encode()
