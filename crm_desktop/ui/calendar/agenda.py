"""The coming days as a list: what there is to do under each day that has something."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.ui.calendar.items import CalendarModel, Piece
from crm_desktop.ui.calendar.view import CalendarView
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.theme import RADIUS
from crm_desktop.ui.wording import day as day_words

ROW = 40
DAY = 36
WIDEST = 860
WHEN = 108


class _Lines(QStyledItemDelegate):
    """Paint one thing; the first of a day under the name of the day."""

    def __init__(self, view: "AgendaView") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW + (DAY if self._view.is_first(index.row()) else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        view, brushes = self._view, self._view.brushes
        piece = view.things.pieces[index.row()]
        box = view.inner(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if view.is_first(index.row()):
            top = QRect(box.left(), box.top() + 8, box.width(), DAY - 8)
            view.paint_day(painter, top, piece.item.day)
            box.setTop(box.top() + DAY)
        is_current = index.row() == view.currentIndex().row()
        if is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(brushes.theme.selected))
            painter.drawRoundedRect(box.adjusted(0, 2, 0, -2), RADIUS, RADIUS)
        self._write(painter, box.adjusted(12, 0, -12, 0), piece)
        if is_current and view.hasFocus():
            brushes.focus(painter, box.adjusted(1, 2, -1, -2))
        painter.restore()

    def _write(self, painter: QPainter, box: QRect, piece: Piece) -> None:
        brushes, theme = self._view.brushes, self._view.brushes.theme
        if piece.when:
            brushes.write(
                painter, QRect(box.left(), box.top(), WHEN - 8, box.height()), piece.when, brushes.hours, theme.muted
            )
        sign = "check" if piece.is_done else "circle-alert" if piece.is_late else piece.icon
        colour = (
            theme.muted if piece.is_done or piece.is_mark else theme.bad if piece.is_late else theme.hues[piece.hue]
        )
        brushes.sign(painter, sign, colour, QPoint(box.left() + WHEN, box.center().y() - 7), 16)
        rest = box.adjusted(WHEN + 26, 0, 0, 0)
        if piece.owner:
            rest.setRight(rest.right() - 8 - brushes.person(painter, piece, rest.right(), rest.center().y() + 1))
        if piece.is_late and rest.width() > 300:
            room = QRect(rest.right() - 130, rest.top(), 130, rest.height())
            align = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            brushes.write(painter, room, piece.state, brushes.small, theme.bad, align)
            rest.setRight(room.left() - 8)
        name = brushes.struck if piece.is_done else brushes.text if piece.is_mark else brushes.strong
        taken = brushes.write(painter, rest, piece.title, name, brushes.colour(piece))
        if rest.width() - taken > 60:
            brushes.write(painter, rest.adjusted(taken + 12, 0, 0, 0), piece.about, brushes.text, theme.muted)


class AgendaView(CalendarView):
    """List what is in some days."""

    def __init__(self, model: CalendarModel, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(model, appearance, parent)
        self.setItemDelegate(_Lines(self))
        self.setVerticalScrollMode(CalendarView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(True)

    def show_days(self, days: Sequence[date], today: date) -> None:
        """Show some days."""
        self.days, self.today = list(days), today

    def is_first(self, row: int) -> bool:
        """Tell whether a thing is the first of its day."""
        return not row or self.things.pieces[row].item.day != self.things.pieces[row - 1].item.day

    def inner(self, box: QRect) -> QRect:
        """Give the part of a row that is written on: lines do not grow longer than can be read."""
        width = min(box.width() - 32, WIDEST)
        return QRect(box.left() + (box.width() - width) // 2, box.top(), width, box.height())

    def paint_day(self, painter: QPainter, box: QRect, day: date) -> None:
        """Write the name of a day."""
        brushes, theme = self.brushes, self.brushes.theme
        is_today = day == self.today
        brushes.write(
            painter,
            box.adjusted(12, 0, 0, 0),
            day_words(day, "week"),
            brushes.strong,
            theme.accent if is_today else theme.text,
        )
        painter.fillRect(QRect(box.left() + 12, box.bottom(), box.width() - 24, 1), QColor(brushes.grid))
