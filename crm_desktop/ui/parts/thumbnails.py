"""Pictures made small: decoded off the window's thread, and kept while the program runs."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from crm_desktop.ui.context import Context

TILE = QSize(132, 96)
KEPT_TILES = 300


def decoded(content: bytes, box: QSize) -> QImage:
    """Decode a picture no larger than its tile or window needs, turned as it was taken; runs in any thread.

    An empty image means that this system does not know the format.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid() and (whole.width() > box.width() or whole.height() > box.height()):
        reader.setScaledSize(whole.scaled(box, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return reader.read()


class Thumbnails(QObject):
    """Keep what was decoded for tiles while the program runs, the newest KEPT_TILES of them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.kept: dict[str, QImage] = {}

    def keep(self, sha256: str, image: QImage) -> None:
        """Keep one."""
        self.kept[sha256] = image
        while len(self.kept) > KEPT_TILES:
            del self.kept[next(iter(self.kept))]


def thumbnails_of(context: Context) -> Thumbnails:
    """Give the one store of thumbnails of a context."""
    found = context.findChild(Thumbnails)
    return found if isinstance(found, Thumbnails) else Thumbnails(context)
