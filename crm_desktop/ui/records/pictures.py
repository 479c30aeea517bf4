"""The pictures of an activity as tiles on its timeline, and one of them at its full size."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QLocale, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.attached import MEGABYTE
from crm_desktop.core.entities import File
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon, pixmap
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.parts.browse import Flow
from crm_desktop.ui.parts.thumbnails import TILE, decoded, thumbnails_of

RADIUS = 6
LOOKED_AT_BYTES = 5 * MEGABYTE
"""What is shown without bytes is asked for at once up to this size; larger ones are asked for by a click."""
FULL = QSize(1600, 1200)
NOT_WRITTEN = QT_TRANSLATE_NOOP("core", "{path} cannot be written: {reason}. Choose another folder.")


def size_in_words(size: int) -> str:
    """Write a number of bytes for people."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


class Tile(QAbstractButton):
    """One picture: a thumbnail, or a place that says how to get it."""

    def __init__(self, context: Context, file: File, parent: QWidget) -> None:
        super().__init__(parent)
        self.file = file
        self._context = context
        self._image = thumbnails_of(context).kept.get(file.sha256)
        shelf = context.desk.replica.files
        self.is_here = self._image is not None or shelf.is_whole(file.sha256)
        self.is_asked_for = False
        self.setFixedSize(TILE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if self.is_here and self._image is None:
            dots = TILE * self.devicePixelRatioF()
            context.tasks.run(lambda: decoded(shelf.read(file.sha256) or b"", dots), self._on_decoded)
        elif not self.is_here and (file.size or 0) <= LOOKED_AT_BYTES:
            self.ask_for()
        self._say()

    def ask_for(self) -> None:
        """Ask for the bytes; they come with the next round."""
        is_new = self._context.desk.replica.files.want([self.file.sha256])
        self.is_asked_for = True
        self._say()
        if is_new:
            self._context.tasks.announce({})  # nothing to show anew, and a reason to sync

    def sizeHint(self) -> QSize:
        return TILE

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._context.appearance.theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(frame, RADIUS, RADIUS)
        painter.fillPath(shape, QColor(theme.hover))
        if self._image is not None and not self._image.isNull():
            painter.setClipPath(shape)
            painter.drawImage(self.rect(), self._image, _middle(self._image.size(), self.size()))
            painter.setClipping(False)
        else:
            self._paint_place(painter)
        painter.setPen(QColor(theme.accent if self.hasFocus() else theme.line))
        painter.drawPath(shape)

    def _paint_place(self, painter: QPainter) -> None:
        theme = self._context.appearance.theme
        name = "paperclip" if self.is_here else "hourglass" if self.is_asked_for else "download"
        side = 20
        place = QRect((self.width() - side) // 2, 16, side, side)
        painter.drawPixmap(place.topLeft(), pixmap(name, theme.muted, side, self.devicePixelRatioF()))
        painter.setPen(QColor(theme.text))
        line = QRect(6, 42, self.width() - 12, 18)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._elided(self.file.name))
        painter.setPen(QColor(theme.muted))
        painter.drawText(line.translated(0, 20), Qt.AlignmentFlag.AlignCenter, self._elided(self._state()))

    def _elided(self, text: str) -> str:
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, self.width() - 12)

    def _state(self) -> str:
        if self.is_here:
            return self.tr("No preview")
        if self.is_asked_for:
            return self.tr("With the next sync")
        return self.tr("Fetch %1").replace("%1", size_in_words(self.file.size or 0))

    def _say(self) -> None:
        words = self.file.name if self.is_here else f"{self.file.name}, {self._state()}"
        self.setAccessibleName(words)
        self.setToolTip(f"{words}, {size_in_words(self.file.size or 0)}")
        self.update()

    def _on_decoded(self, image: QImage) -> None:
        thumbnails_of(self._context).keep(self.file.sha256, image)
        self._image = image
        self.update()


class Pictures(QWidget):
    """The tiles of some files, in lines."""

    def __init__(self, context: Context, files: Iterable[File], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.tiles = [Tile(context, file, self) for file in files]
        flow = Flow(self)
        for tile in self.tiles:
            tile.clicked.connect(lambda _on=False, tile=tile: self._on_clicked(tile))
            flow.addWidget(tile)

    def _on_clicked(self, tile: Tile) -> None:
        if tile.is_here:
            PictureDialog.look(self.window(), self._context, tile.file)
        else:
            tile.ask_for()


class PictureDialog(QDialog):
    """One picture as large as the window, with a way to keep a copy. It stays inside the program: nothing is unpacked."""

    def __init__(self, parent: QWidget | None, context: Context, file: File) -> None:
        super().__init__(parent)
        self._context, self._file = context, file
        self.image = QImage()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(file.name)
        self.resize(960, 720)
        self.picture = QLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumSize(200, 150)
        self.picture.setAccessibleName(file.name)
        self.words = QLabel(self)
        self.words.setProperty("kind", "muted")
        self.copy_button = QPushButton(self.tr("Save a copy…"), self)
        self.copy_button.setIcon(icon("download", context.appearance.theme.text))
        self.copy_button.clicked.connect(self._on_copy)
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        foot.addWidget(self.copy_button)
        column = QVBoxLayout(self)
        column.addWidget(self.picture, 1)
        column.addLayout(foot)
        self.words.setText(f"{file.name}  ·  {size_in_words(file.size or 0)}")
        shelf = context.desk.replica.files
        context.tasks.run(lambda: decoded(shelf.read(file.sha256) or b"", FULL), self._on_decoded)

    @classmethod
    def look(cls, parent: QWidget | None, context: Context, file: File) -> "PictureDialog":
        """Open a picture beside the window, which stays usable."""
        made = cls(parent, context, file)
        made.show()
        return made

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _on_decoded(self, image: QImage) -> None:
        self.image = image
        if image.isNull():
            self.picture.setText(self.tr("This computer shows no preview of this format. Save a copy to open it."))
        self._fit()

    def _fit(self) -> None:
        if self.image.isNull():
            return
        ratio = self.devicePixelRatioF()
        box = self.picture.size() * ratio
        how = (Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        fitted = self.image if _fits(self.image.size(), box) else self.image.scaled(box, *how)
        fitted.setDevicePixelRatio(ratio)
        self.picture.setPixmap(QPixmap.fromImage(fitted))

    def _on_copy(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save a copy"), self._file.name)
        if chosen:
            self.save_copy(Path(chosen))

    def save_copy(self, path: Path) -> None:
        """Write the bytes as they were attached."""
        shelf, sha256 = self._context.desk.replica.files, self._file.sha256

        def write() -> Path:
            try:
                path.write_bytes(shelf.read(sha256) or b"")
            except OSError as fault:
                raise RefusedError(NOT_WRITTEN, path=path, reason=fault.strerror or fault) from fault
            return path

        self._context.tasks.run(write, self._on_written, self._on_not_written)

    def _on_written(self, path: Path) -> None:
        self.words.setText(self.tr("Saved as %1").replace("%1", path.name))

    def _on_not_written(self, error: UserError) -> None:
        self.words.setText(sentence(error))


def _middle(whole: QSize, box: QSize) -> QRect:
    """Choose the middle part of a picture that fills a box without being stretched."""
    part = box.scaled(whole, Qt.AspectRatioMode.KeepAspectRatio)
    return QRect(
        (whole.width() - part.width()) // 2, (whole.height() - part.height()) // 2, part.width(), part.height()
    )


def _fits(whole: QSize, box: QSize) -> bool:
    return whole.width() <= box.width() and whole.height() <= box.height()
