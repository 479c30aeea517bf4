"""Dragging a file out of a window into another program: a folder, a mail, a chat."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

PICTURE = 96


class FileDrag:
    """Carry files to where they are dropped; a class of its own, so that a test lets them go."""

    @classmethod
    def carry(cls, source: QWidget, files: Sequence[Path], picture: QPixmap | None = None) -> None:
        """Drag files away from a widget; each stays where it lies, and a copy goes."""
        drag, carried = QDrag(source), QMimeData()
        carried.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        drag.setMimeData(carried)
        if picture is not None and not picture.isNull():
            size = Qt.AspectRatioMode.KeepAspectRatio
            drag.setPixmap(picture.scaled(PICTURE, PICTURE, size, Qt.TransformationMode.SmoothTransformation))
        drag.exec(Qt.DropAction.CopyAction)


class DragOut(QObject):
    """Let files be dragged out of a widget.

    files: what is dragged, none where there is nothing; picture: what follows the mouse; begins: tells whether a drag may
    begin at a place, None for everywhere.
    """

    def __init__(
        self, widget: QWidget, files: Callable[[], Sequence[Path]], picture: Callable[[], QPixmap] | None = None,
        begins: Callable[[QPoint], bool] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(widget)
        self._widget, self._files, self._picture, self._begins = widget, files, picture, begins
        self._pressed: QPoint | None = None
        widget.installEventFilter(self)
        if begins is None:
            widget.setCursor(Qt.CursorShape.OpenHandCursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and watched is self._widget:
            at = event.position().toPoint()
            if event.type() == QEvent.Type.MouseButtonPress:
                is_meant = event.button() == Qt.MouseButton.LeftButton and (self._begins is None or self._begins(at))
                self._pressed = at if is_meant else None
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self._pressed = None
            elif event.type() == QEvent.Type.MouseMove and self._is_away(at):
                self._pressed = None
                if files := self._files():
                    FileDrag.carry(self._widget, files, self._picture() if self._picture else None)
                return True
        return False

    def _is_away(self, at: QPoint) -> bool:
        far = QApplication.startDragDistance()
        return self._pressed is not None and (at - self._pressed).manhattanLength() >= far
