"""A row of buttons with words that shows their signs alone where there is no room for the words."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

_WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_SIGNS = Qt.ToolButtonStyle.ToolButtonIconOnly


class Narrowing(QObject):
    """Watch a page and let the words of some buttons go while it is narrow.

    buttons: with words, a sign, and a hint that says the words. beside: pixels that the rest of their row takes.
    """

    def __init__(self, page: QWidget, buttons: Sequence[QToolButton], beside: int) -> None:
        super().__init__(page)
        self._page, self._buttons, self._beside = page, tuple(buttons), beside
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self.fit()
        return False

    def fit(self) -> None:
        """Show words where all of them have room, else the signs alone."""
        style = _WORDS if self._width_with_words() + self._beside <= self._page.width() else _SIGNS
        for button in self._buttons:
            if button.toolButtonStyle() != style:
                button.setToolButtonStyle(style)

    def _width_with_words(self) -> int:
        return sum(_with_words(button).width() + 8 for button in self._buttons if not button.isHidden())


def _with_words(button: QToolButton) -> QSize:
    metrics = button.fontMetrics()
    return QSize(metrics.horizontalAdvance(button.text()) + button.iconSize().width() + 22, 0)
