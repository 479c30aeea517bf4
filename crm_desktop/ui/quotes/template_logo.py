"""A logo as it is chosen: PNG, JPEG or SVG of any size, turned into a picture that papers are printed with."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from crm_desktop.actions.paper_templates import NO_LOGO
from crm_desktop.core.attached import HEAD, MEGABYTE, PRINTED, kind_of
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

FINEST = QSize(800, 200)
"""What is printed at most 136 by 34 points needs no more: 420 dots an inch."""
COARSE = 100  # fewer rows of dots are seen one by one
LARGEST = 20 * MEGABYTE
NOT_READ = QT_TRANSLATE_NOOP("core", "{name} cannot be read: {reason}. Choose another file.")
LARGE_PICTURE = QT_TRANSLATE_NOOP("core", "{name} has {size} MB; a logo needs far less. Choose a smaller copy.")


class Logo:
    """A picture ready to be kept. rows: how many rows of dots it was drawn with; 0 for a drawing of lines."""

    def __init__(self, name: str, content: bytes, rows: int) -> None:
        self.name, self.content, self.rows = name, content, rows

    @property
    def is_coarse(self) -> bool:
        """Tell whether single dots will be seen on paper."""
        return 0 < self.rows < COARSE


def read_file(path: Path, largest: int) -> bytes:
    """Read what was chosen; raises RefusedError with what to do where it cannot be read or is far too large."""
    try:
        size = path.stat().st_size
        if size > largest:
            raise RefusedError(LARGE_PICTURE, name=path.name, size=size // MEGABYTE)
        return path.read_bytes()
    except OSError as fault:
        raise RefusedError(NOT_READ, name=path.name, reason=fault.strerror or fault) from fault


def read_logo(path: Path) -> Logo:
    """Make a logo of a file; raises RefusedError with what to do. Runs in any thread."""
    content = read_file(path, LARGEST)
    if b"<svg" in content[:4096]:
        return Logo(f"{path.stem}.png", _png(_drawn(path.name, content)), 0)
    kind = kind_of(content[:HEAD])
    if kind not in PRINTED:
        raise RefusedError(NO_LOGO, "logo", name=path.name)
    image = _decoded(path.name, content)
    rows = image.height()
    if rows > FINEST.height() or image.width() > FINEST.width():
        image = image.scaled(FINEST, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return Logo(f"{path.stem}.png", _png(image), rows)


def _drawn(name: str, content: bytes) -> QImage:
    renderer = QSvgRenderer(QByteArray(content))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        raise RefusedError(NO_LOGO, "logo", name=name)
    size = size.scaled(FINEST, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image


def _decoded(name: str, content: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        raise RefusedError(NO_LOGO, "logo", name=name)
    return image.convertToFormat(QImage.Format.Format_RGBA8888)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
