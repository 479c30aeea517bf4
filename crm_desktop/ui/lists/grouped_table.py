"""A table whose rows may come in groups: their heads painted over the whole row, folded and opened by click and keys."""

from collections.abc import Collection, Iterable
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu

from crm_desktop.actions.list_groups import Grouped, Head
from crm_desktop.core.money import from_minor
from crm_desktop.core.schema import REGISTRY, Field
from crm_desktop.ui import wording
from crm_desktop.ui.lists.grouping import SUMMED, Group, by_words
from crm_desktop.ui.lists.record_model import RecordModel
from crm_desktop.ui.lists.table import RecordTable
from crm_desktop.ui.look.fonts import sized, tabular
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.look.theme import SMALL_PX, Theme

PAD, SIGN = 12, 16
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class GroupedTable(RecordTable):
    """Fold a group by a click on its head, by Left, Space or Enter there; Shift with Left or Right folds or opens all."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentIndex().row(), event.key()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_sideways = key in {Qt.Key.Key_Left, Qt.Key.Key_Right}
        if is_sideways and held == Qt.KeyboardModifier.ShiftModifier and self.records.is_grouped:
            self.fold_all(is_folded=key == Qt.Key.Key_Left)
            return
        group = self.records.group_at(row)
        if group is None or held:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.fold(row, is_folded=not self.records.is_folded(group))
        elif is_sideways:
            self.fold(row, is_folded=key == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self.rowAt(int(event.position().y()))
        group = self.records.group_at(row)
        if group is not None and event.button() == Qt.MouseButton.LeftButton:
            self.fold(row, is_folded=not self.records.is_folded(group))
        super().mouseReleaseEvent(event)

    def _chosen_rows(self) -> list[tuple[int, int]]:
        """Leave out a head that is selected by itself: the keyboard merely stands there."""
        return [
            (first, last)
            for first, last in super()._chosen_rows()
            if first != last or self.records.group_at(first) is None
        ]

    def fold(self, row: int, *, is_folded: bool) -> None:
        """Hide or show the records of the group whose own row this is; the keyboard goes there."""
        self.records.fold(row, is_folded=is_folded)
        self.setCurrentIndex(self.records.index(row, 0))

    def fold_all(self, *, is_folded: bool) -> None:
        """Hide or show the records of all groups; the keyboard goes to the head of its group."""
        at = self.records.group_at(self.records.head_of(max(0, self.currentIndex().row())))
        self.records.fold_all(is_folded=is_folded)
        row = self.records.row_of_group(at.value) if at else -1
        if row >= 0:
            index = self.records.index(row, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def fill_fold_menu(self, menu: QMenu) -> None:
        """Offer to fold and open all groups."""
        for words, keys, is_folded in (
            (self.tr("Fold all groups"), "Shift+Left", True),
            (self.tr("Open all groups"), "Shift+Right", False),
        ):
            action = menu.addAction(f"{words}\t{keys}", partial(self.fold_all, is_folded=is_folded))
            action.setEnabled(self.records.is_grouped)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.records.is_grouped:
            return
        painter = QPainter(self.viewport())
        first, last = self.rowAt(event.rect().top()), self.rowAt(event.rect().bottom())
        last = self.records.rowCount() - 1 if last < 0 else last
        for row in range(max(0, first), last + 1):
            group = self.records.group_at(row)
            if group is not None:
                box = QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
                self._paint_head(painter, box, group, row)

    def _paint_head(self, painter: QPainter, box: QRect, group: Group, row: int) -> None:
        theme = self.records.context.appearance.theme
        is_chosen = self.records.is_folded(group) and any(first <= row <= last for first, last in self._chosen_rows())
        painter.fillRect(box, QColor(theme.selected if is_chosen else theme.window))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(theme.line))
        sign = "chevron-right" if self.records.is_folded(group) else "chevron-down"
        middle = box.center().y() - SIGN // 2 + 1
        painter.drawPixmap(box.left() + PAD, middle, pixmap(sign, theme.muted, SIGN, self.devicePixelRatioF()))
        room = box.adjusted(PAD + SIGN + 6, 0, -PAD, -1)
        room.setRight(room.right() - self._write_sums(painter, theme, room, group))
        font = self.font()
        font.setWeight(font.Weight.DemiBold)
        metrics = QFontMetrics(font)
        words = metrics.elidedText(group.words, Qt.TextElideMode.ElideRight, max(0, room.width() - 48))
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        painter.drawText(room, _LEFT, words)
        painter.setFont(sized(tabular(self.font()), SMALL_PX))
        painter.setPen(QColor(theme.muted))
        painter.drawText(
            room.adjusted(metrics.horizontalAdvance(words) + 8, 1, 0, 0), _LEFT, wording.number(group.records)
        )
        if row == self.currentIndex().row() and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))

    def _write_sums(self, painter: QPainter, theme: Theme, room: QRect, group: Group) -> int:
        """Write the sums at the right and give the width they took; what has no room is left to the hint."""
        text = sums_words(self.records.query.key, group)
        font = tabular(self.font())
        width = QFontMetrics(font).horizontalAdvance(text)
        if not text or width > room.width() - 160:
            return 0
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        painter.drawText(room, _RIGHT, text)
        return width + 16


def sums_words(key: str, group: Group, without: Collection[str] = ()) -> str:
    """Word the sums of a group by currency, the weighted ones after them under their own name.

    without: names of fields that are left out.
    """
    amount, weighted = SUMMED.get(key, ("", ""))
    parts = [_amounts(group.totals)] if group.totals and amount not in without else []
    if weighted and group.seconds and weighted not in without:
        parts.append(f"{wording.label(REGISTRY[key].fields[weighted])}  {_amounts(group.seconds)}")
    return "      ".join(parts)


def grouped_as(model: RecordModel, fields: Iterable[Field]) -> Grouped | None:
    """Tell how a list is grouped, for a copy of it with some columns; None where it is not."""
    query = model.query
    if not model.is_grouped:
        return None
    columns = {field.name for field in fields}
    heads = (
        Head(group.value, group.words, sums_words(query.key, group, columns), model.is_folded(group))
        for group in model.groups
    )
    return Grouped(query.group_by, by_words(model.declared, query.group_by), tuple(heads))


def _amounts(totals: tuple[tuple[str, int], ...]) -> str:
    return "  +  ".join(wording.money(from_minor(total, unit).to_integral_value(), unit) for unit, total in totals)
