"""Sorting a list by one column or several: the next order after a click, and the header that shows it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from crm_desktop.core.schema import REGISTRY, Field, Kind
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.fonts import sized
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.look.theme import SMALL_PX

NEVER_SORTED = frozenset({Kind.LABELLED, Kind.TAGS, Kind.LINKS, Kind.LONG_TEXT, Kind.FILE})
ARROW, WITH_PLACE = 14, 28
Order = tuple[str, ...]
"""Names of `Reader.find`, the first decides, "-" before one for falling."""


def sort_name(field: Field) -> str:
    """Name what a column sorts by: a link by the name of its record, a stage by its place."""
    if field.kind is not Kind.LINK:
        return field.name
    declared = REGISTRY[field.target]
    return f"{field.name}.{'position' if 'position' in declared.fields else declared.title[0]}"


def turned(order: Order, name: str) -> Order:
    """Sort by a column alone; by the one that decides already, the other way round."""
    return (f"-{name}",) if order[:1] == (name,) else (name,)


def added(order: Order, name: str) -> Order:
    """Sort by a column behind the others; by one of them, the other way round, and the third time not any more."""
    if name in order:
        return tuple(f"-{name}" if one == name else one for one in order)
    if f"-{name}" in order:
        kept = tuple(one for one in order if one != f"-{name}")
        return kept or (name,)
    return (*order, name)


def place_in(order: Order, field: Field) -> tuple[int, bool]:
    """Tell at which place a column sorts, from 1, and whether falling; 0 where it does not."""
    for place, one in enumerate(order, 1):
        if one.lstrip("-") == sort_name(field):
            return place, one.startswith("-")
    return 0, False


class SortHeader(QHeaderView):
    """A header that marks each column the rows are sorted by: an arrow, and where there are several, its place.

    is_stretching: the last column takes what is left because there is another room, and nobody chose that.
    """

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._appearance = appearance
        self._marks: dict[int, tuple[int, bool]] = {}
        self.is_stretching = False
        appearance.changed.connect(self.viewport().update)

    @property
    def marks(self) -> dict[int, tuple[int, bool]]:
        """Give the place, from 1, and whether it falls, by column."""
        return self._marks

    def viewportEvent(self, event: QEvent) -> bool:
        self.is_stretching = event.type() == QEvent.Type.Resize
        try:
            return super().viewportEvent(event)
        finally:
            self.is_stretching = False

    def mark(self, fields: Sequence[Field], order: Order) -> None:
        """Show by what the rows are sorted."""
        found = {at: place_in(order, field) for at, field in enumerate(fields)}
        self._marks = {at: mark for at, mark in found.items() if mark[0]}
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        place, is_falling = self._marks.get(logicalIndex, (0, False))
        if not place:
            return
        theme = self._appearance.theme
        width = WITH_PLACE if len(self._marks) > 1 else ARROW + 4
        # The words of a number stand at its right, so its mark stands at the left.
        is_number = self.model().headerData(logicalIndex, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        left = rect.left() + 4 if is_number else rect.right() - width - 4
        box = QRect(left, rect.top() + 1, width, rect.height() - 2)
        painter.fillRect(box, QColor(theme.surface))
        sign = pixmap("arrow-down" if is_falling else "arrow-up", theme.accent, ARROW, self.devicePixelRatioF())
        painter.drawPixmap(box.left() + 2, box.center().y() - ARROW // 2 + 1, sign)
        if len(self._marks) > 1:
            painter.setFont(sized(self.font(), SMALL_PX))
            painter.setPen(QColor(theme.accent))
            painter.drawText(box.adjusted(ARROW + 3, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), str(place))
