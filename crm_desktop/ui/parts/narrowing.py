"""A row of buttons with words that shows their signs alone where there is no room for the words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

_WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_SIGNS = Qt.ToolButtonStyle.ToolButtonIconOnly


class Narrowing:
    """Let the words of some buttons go while their page is narrow: `fit` is asked where either may have changed.

    buttons: with words, a sign, and a hint that says the words. beside: pixels that the rest of their row takes.
    """

    def __init__(self, page: QWidget, buttons: Sequence[QToolButton], beside: int) -> None:
        self._page, self._buttons, self._beside = page, tuple(buttons), beside

    def fit(self) -> None:
        """Show words where all of them have room, else the signs alone."""
        style = _WORDS if self._width_with_words() + self._beside <= self._page.width() else _SIGNS
        for button in self._buttons:
            if button.toolButtonStyle() != style:
                button.setToolButtonStyle(style)

    def _width_with_words(self) -> int:
        return sum(_with_words(button) + 8 for button in self._buttons if not button.isHidden())


def _with_words(button: QToolButton) -> int:
    metrics = button.fontMetrics()
    return metrics.horizontalAdvance(button.text()) + button.iconSize().width() + 22
