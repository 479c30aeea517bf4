"""A page that is one column of cards, scrolled as a whole."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget


def lay_in_column(page: QWidget, parts: Iterable[QWidget], widest: int) -> None:
    """Lay parts one under another in the middle of an empty page; widest: pixels of the column."""
    inside = QWidget(page)
    inside.setProperty("kind", "bar")
    inside.setMaximumWidth(widest)
    column = QVBoxLayout(inside)
    column.setContentsMargins(24, 20, 24, 24)
    column.setSpacing(16)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    scroll = QScrollArea(page)
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    scroll.setWidget(inside)
    around = QVBoxLayout(page)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(scroll)
