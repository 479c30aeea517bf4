"""The live picture of a paper: drawn off the window's thread, the last good page standing until the next one is there."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.look.theme import blend

SOON_MS = 30  # after the last change: several fields of one save are drawn once
INCHES = 8.27  # an A4 page is so wide; other sizes are scaled to the same width
ZOOMS = (0.6, 0.8, 1.0, 1.25, 1.5, 2.0)
_EDGE = 16


class Drawn(msgspec.Struct, frozen=True):
    """A paper with one of its pages as a picture."""

    pdf: bytes
    pages: int
    page: int
    width: int
    height: int
    rgba: bytes


def draw(make: Callable[[], bytes], page: int, dots_per_inch: float) -> Drawn:
    """Make a paper and draw one page, the last where there are fewer; runs in the lane of long work only."""
    # PDFium loads with the first paper, not with the window.
    from crm_desktop.documents.preview import page_count, page_picture

    pdf = make()
    pages = page_count(pdf)
    at = min(page, pages - 1)
    picture = page_picture(pdf, at, dots_per_inch)
    return Drawn(pdf, pages, at, picture.width, picture.height, picture.rgba)


class Sheet(QWidget):
    """Paint one page with a soft edge, in the width it was given."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.image = QImage()
        self._kept: bytes = b""
        self.wide = 400
        context.appearance.changed.connect(self.update)

    def show_drawn(self, drawn: Drawn) -> None:
        """Take over another picture."""
        self._kept = drawn.rgba  # QImage does not copy what it shows
        self.image = QImage(self._kept, drawn.width, drawn.height, drawn.width * 4, QImage.Format.Format_RGBA8888)
        self.set_width(self.wide)

    def set_width(self, wide: int) -> None:
        """Show the page this wide, in logical pixels."""
        self.wide = wide
        share = self.image.height() / self.image.width() if self.image.width() else 1.414
        self.setFixedSize(wide + 2 * _EDGE, round(wide * share) + 2 * _EDGE)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._context.appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(_EDGE, _EDGE, self.wide, self.height() - 2 * _EDGE)
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(4, 0, -1):
            painter.setBrush(QColor(blend(theme.shadow, theme.window, 0.012 * (5 - step))))
            painter.drawRoundedRect(box.adjusted(-step, -step + 1, step, step + 1), 3, 3)
        painter.fillRect(box, QColor("#FFFFFF"))  # paper is white in every theme
        if self.image.isNull():
            painter.setPen(QColor("#5A5F6B"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tr("Drawing the paper…"))
        else:
            painter.drawImage(box, self.image)


class PaperView(QFrame):
    """Show the pages of a paper. PgUp and PgDown turn them, Ctrl+wheel and the buttons zoom; 0 fits the width."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.drawn: Drawn | None = None
        self._context = context
        self._make: Callable[[], bytes] | None = None
        self._page, self._zoom, self._is_drawing, self._is_stale = 0, 0.0, False, False
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._draw)
        self.sheet = Sheet(context, self)
        self.trouble, self.place = QLabel(self), QLabel(self)
        self.trouble.setProperty("kind", "warn")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.place.setProperty("kind", "small")
        self.back, self.on, self.smaller, self.larger, self.fit = (QToolButton(self) for _ in range(5))
        self.back.clicked.connect(lambda: self.turn(-1))
        self.on.clicked.connect(lambda: self.turn(1))
        self.smaller.clicked.connect(lambda: self.zoom(-1))
        self.larger.clicked.connect(lambda: self.zoom(1))
        self.fit.clicked.connect(self.fit_width)
        self._lay_out()
        context.appearance.changed.connect(self.retranslate)

    @property
    def pdf(self) -> bytes:
        """Give the bytes of the paper shown, empty before the first."""
        return self.drawn.pdf if self.drawn else b""

    @property
    def is_busy(self) -> bool:
        """Tell whether a newer picture than the one shown is on its way."""
        return self._soon.isActive() or self._is_drawing or self._is_stale

    def show_paper(self, make: Callable[[], bytes], *, is_other: bool = False) -> None:
        """Draw a paper soon; make: gives its bytes, on another thread. is_other: begin at its first page."""
        self._make = make
        self._resize()
        if is_other:
            self._page = 0
            self.drawn = None
            self.sheet.image = QImage()
            self.sheet.update()
        self._soon.start(0 if is_other else SOON_MS)

    def turn(self, by: int) -> None:
        """Turn some pages on or back."""
        pages = self.drawn.pages if self.drawn else 1
        page = min(max(self._page + by, 0), pages - 1)
        if page != self._page:
            self._page = page
            self._scroll.verticalScrollBar().setValue(0)
            self._redraw()

    def zoom(self, by: int) -> None:
        """Go to the next larger or smaller zoom."""
        now = self.sheet.wide / self._fitting()
        steps = [each for each in ZOOMS if (each > now + 0.01 if by > 0 else each < now - 0.01)]
        if steps:
            self._zoom = steps[0] if by > 0 else steps[-1]
            self._resize()

    def fit_width(self) -> None:
        """Show the page as wide as the room there is."""
        self._zoom = 0.0
        self._resize()

    def retranslate(self) -> None:
        """Set every text and icon again."""
        for button, sign, name, keys in (
            (self.back, "chevron-left", self.tr("Previous page"), "PgUp"),
            (self.on, "chevron-right", self.tr("Next page"), "PgDown"),
            (self.smaller, "minus", self.tr("Smaller"), "Ctrl+-"),
            (self.larger, "plus", self.tr("Larger"), "Ctrl++"),
            (self.fit, "panel-right", self.tr("Fit the width"), "Ctrl+0"),
        ):
            button.setIcon(icon(sign, self._context.appearance.theme.text))
            button.setAccessibleName(name)
            button.setToolTip(f"{name}  {keys}")
        self.setAccessibleName(self.tr("Preview of the paper"))
        self._scroll.setAccessibleName(self.tr("Preview of the paper"))
        self._show_place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The room of the page is known when the scroll area has been laid out, which is after this widget has.
        if event.type() == QEvent.Type.Resize and self._make is not None:
            self._resize()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in _ZOOM_KEYS:
            self.zoom(_ZOOM_KEYS[key]) if _ZOOM_KEYS[key] else self.fit_width()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _fitting(self) -> int:
        return max(self._scroll.viewport().width() - 2 * _EDGE, 120)

    def _resize(self) -> None:
        wide = round(self._fitting() * (self._zoom or 1.0))
        if wide != self.sheet.wide:
            self.sheet.set_width(wide)
            self._redraw()

    def _redraw(self) -> None:
        if self._make:
            self._soon.start(SOON_MS)

    def _draw(self) -> None:
        if self._make is None:
            return
        if self._is_drawing:
            self._is_stale = True
            return
        self._is_drawing, self._is_stale = True, False
        make, page = self._make, self._page
        dots = self.sheet.wide * self.devicePixelRatioF() / INCHES
        self._context.tasks.run(lambda: draw(make, page, dots), self._on_drawn, self._on_failed)

    def _on_drawn(self, drawn: Drawn) -> None:
        self.trouble.hide()
        self.drawn, self._page = drawn, drawn.page
        self.sheet.show_drawn(drawn)
        self._show_place()
        self._finish()

    def _on_failed(self, error: UserError) -> None:
        self.trouble.setText(sentence(error))
        self.trouble.show()
        self._finish()

    def _finish(self) -> None:
        self._is_drawing = False
        if self._is_stale:
            self._draw()

    def _show_place(self) -> None:
        pages = self.drawn.pages if self.drawn else 0
        words = self.tr("Page %1 of %2").replace("%1", str(self._page + 1)).replace("%2", str(pages))
        self.place.setText(words if pages else "")
        self.back.setEnabled(self._page > 0)
        self.on.setEnabled(self._page + 1 < pages)

    def _lay_out(self) -> None:
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self.sheet)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.viewport().setAutoFillBackground(False)
        self.sheet.setAutoFillBackground(False)
        self._scroll.viewport().installEventFilter(self)
        self.setFocusProxy(self._scroll)
        top = QHBoxLayout()
        top.setContentsMargins(12, 6, 8, 0)
        top.setSpacing(2)
        top.addWidget(self.place)
        top.addStretch(1)
        for button in (self.back, self.on, self.smaller, self.larger, self.fit):
            button.setIconSize(QSize(16, 16))
            top.addWidget(button)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        self.trouble.setContentsMargins(12, 4, 12, 4)
        lines.addLayout(top)
        lines.addWidget(self.trouble)
        lines.addWidget(self._scroll, 1)


_ZOOM_KEYS: dict[int, int] = {
    Qt.Key.Key_Plus: 1,
    Qt.Key.Key_Equal: 1,
    Qt.Key.Key_Minus: -1,
    Qt.Key.Key_0: 0,
}
