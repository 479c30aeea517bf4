"""A month as weeks of days: each thing one line, the rest of a full day counted."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QLocale, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from crm_desktop.actions.planning import Slot
from crm_desktop.ui.calendar.items import CalendarModel, Piece
from crm_desktop.ui.calendar.layout import in_sight, moved
from crm_desktop.ui.calendar.view import CalendarView
from crm_desktop.ui.look.appearance import Appearance

HEAD = 28
NUMBER = 27  # of a day, above its things
LINE = 20
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class MonthView(CalendarView):
    """Show whole weeks; the days of the months beside are pale."""

    def __init__(self, model: CalendarModel, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(model, appearance, parent)
        self.month = 0
        self._boxes: dict[int, QRect] = {}
        self._left_out: dict[int, int] = {}
        self._held: tuple[QPoint, Piece | None, date] | None = None
        self._over: date | None = None
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self.lay)

    def show_days(self, days: Sequence[date], today: date, month: int) -> None:
        """Show some weeks around a month."""
        self.days, self.today, self.month = list(days), today, month

    def lay(self) -> None:
        """Find the place of everything."""
        self._boxes, self._left_out = {}, {}
        rows: dict[date, list[int]] = {}
        for row, piece in enumerate(self.things.pieces):
            rows.setdefault(piece.item.day, []).append(row)
        for at, day in enumerate(self.days):
            cell = self.cell(at)
            room = max((cell.height() - NUMBER - 2) // LINE, 1)
            own = rows.get(day, [])
            shown = in_sight(own, room, self.currentIndex().row())
            for line, row in enumerate(shown):
                top = cell.top() + NUMBER + line * LINE
                self._boxes[row] = QRect(cell.left() + 3, top, cell.width() - 6, LINE - 2)
            if len(shown) < len(own):
                self._left_out[at] = len(own) - len(shown)
        self.viewport().update()

    def cell(self, at: int) -> QRect:
        """Give the place of a day."""
        weeks = max(len(self.days) // 7, 1)
        width, height = self.viewport().width(), self.viewport().height() - HEAD
        week, day = divmod(at, 7)
        left, right = width * day // 7, width * (day + 1) // 7
        top, bottom = HEAD + height * week // weeks, HEAD + height * (week + 1) // weeks
        return QRect(left, top, right - left, bottom - top)

    def day_at(self, at: QPoint) -> date | None:
        """Give the day under a point."""
        return next((day for n, day in enumerate(self.days) if self.cell(n).contains(at)), None)

    def slot_rect(self, slot: Slot) -> QRect:
        return self.cell(self.days.index(slot.day)).adjusted(2, 2, -2, -2) if slot.day in self.days else QRect()

    def visualRect(self, index: QModelIndex) -> QRect:
        return self._boxes.get(index.row(), QRect())

    def indexAt(self, at: QPoint) -> QModelIndex:
        return next((self.things.index(row) for row, box in self._boxes.items() if box.contains(at)), QModelIndex())

    def scrollTo(
        self, _index: QModelIndex, _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Do nothing: a month is seen whole."""

    def updateGeometries(self) -> None:
        self.verticalScrollBar().setRange(0, 0)

    def visualRegionForSelection(self, _selection: object) -> QRegion:
        return QRegion(self.viewport().rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay()

    # Painting.

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brushes, theme = self.brushes, self.brushes.theme
        painter.fillRect(self.viewport().rect(), QColor(theme.surface))
        for at in range(7):
            cell = self.cell(at)
            name = QLocale().dayName(at + 1, QLocale.FormatType.ShortFormat)
            box = QRect(cell.left(), 4, cell.width(), HEAD - 6)
            brushes.write(painter, box, name, brushes.small, theme.muted, _CENTRE)
        for at, day in enumerate(self.days):
            self._paint_day(painter, at, day)
        current, has_focus = self.currentIndex().row(), self.hasFocus()
        for row, box in self._boxes.items():
            piece = self.things.pieces[row]
            painter.setOpacity(0.4 if self._over and self._held and piece is self._held[1] else 1.0)
            brushes.line(painter, box, piece, is_current=row == current, has_focus=has_focus)
        painter.setOpacity(1.0)
        if self._over and self._held and self._held[1]:
            is_copy = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
            brushes.ghost(painter, self.slot_rect(Slot(self._over)), self._held[1].title, is_copy=is_copy)
        if self.springing is not None:
            brushes.ghost(painter, self.springing, "")

    def _paint_day(self, painter: QPainter, at: int, day: date) -> None:
        brushes, theme = self.brushes, self.brushes.theme
        cell = self.cell(at)
        is_other = day.month != self.month
        if is_other or day.weekday() >= 5:
            painter.fillRect(cell, QColor(brushes.quiet))
        painter.fillRect(QRect(cell.left(), cell.top(), cell.width(), 1), QColor(brushes.grid))
        if at % 7:
            painter.fillRect(QRect(cell.left(), cell.top(), 1, cell.height()), QColor(brushes.grid))
        place = QRect(cell.left() + 4, cell.top() + 4, 24, 22)
        brushes.day_number(painter, place, str(day.day), is_today=day == self.today, is_muted=is_other)
        if left_out := self._left_out.get(at):
            words = self.tr("%1 more").replace("%1", str(left_out))
            brushes.write(painter, self._more_box(at), words, brushes.small, theme.accent)

    def _more_box(self, at: int) -> QRect:
        cell = self.cell(at)
        lines = max((cell.height() - NUMBER - 2) // LINE, 1) - 1
        return QRect(cell.left() + 9, cell.top() + NUMBER + lines * LINE, cell.width() - 12, LINE - 2)

    # Keys and mouse.

    def walk_from(self, current: Piece, across: int, down: int) -> None:
        seen = sorted(self._boxes)
        row = self.currentIndex().row()
        step = across or down
        later = [n for n in seen if (n > row if step > 0 else n < row)]
        if across:  # over the rest of this day
            later = [n for n in later if self.things.pieces[n].item.day != current.item.day]
        if later:
            nearest = later[0] if step > 0 else later[-1]
            day = self.things.pieces[nearest].item.day
            self.select(min(n for n in seen if self.things.pieces[n].item.day == day) if across else nearest)
        elif across:
            self.stepped.emit(across)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        index, day = self.indexAt(at), self.day_at(at)
        self._held, self._over = None, None
        if index.isValid():
            self.setCurrentIndex(index)
            piece = self.things.pieces[index.row()]
            if day is not None and not piece.is_mark:
                self._held = (at, piece, day)
        elif day is not None:
            self._held = (at, None, day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        held = self._held
        if held is None or held[1] is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if self._over or (at - held[0]).manhattanLength() >= QApplication.startDragDistance():
            self._over = self.day_at(at) or self._over
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, over = self._held, self._over
        self._held, self._over = None, None
        self.viewport().update()
        if held is None or event.button() != Qt.MouseButton.LeftButton:
            return
        _, piece, day = held
        if piece is None:
            at = self.days.index(day)
            cell = self.cell(at)
            is_number = QRect(cell.left(), cell.top(), 32, NUMBER).contains(event.position().toPoint())
            if is_number or (at in self._left_out and self._more_box(at).contains(event.position().toPoint())):
                self.day_asked.emit(day)
            else:
                self.asked.emit(Slot(day), self.slot_rect(Slot(day)))
        elif over is not None and over != day:
            target = moved(piece.slot, (over - day).days, 0)
            is_copy = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.copied if is_copy else self.placed).emit(piece, target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._over:
            self._held, self._over = None, None
            self.viewport().update()
        else:
            super().keyPressEvent(event)
