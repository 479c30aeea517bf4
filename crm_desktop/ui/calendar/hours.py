"""A day or a week by the hour, in which the mouse and the keys move, make longer and plan."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.actions.planning import Slot
from crm_desktop.ui.calendar.grid import HEAD, Grip, HoursGrid
from crm_desktop.ui.calendar.items import Piece
from crm_desktop.ui.calendar.layout import DAY_MINUTES, SHORTEST, SNAP, slot_of, snapped

_EDGE = 6  # pixels at the ends of a block by which it is made longer


class HoursView(HoursGrid):
    """Let what stands in the grid be taken hold of, and empty places too."""

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        index, slot = self.indexAt(at), self.slot_at(at)
        self._grip = None
        if index.isValid():
            self.setCurrentIndex(index)
            piece = self.things.pieces[index.row()]
            if slot is not None and not piece.is_mark:
                self._grip = self._take_hold(piece, self.visualRect(index), at, slot)
        elif slot is not None and at.y() >= HEAD and not self._open_rest(at):
            self._grip = Grip("new", at, slot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        grip = self._grip
        if grip is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_cursor(at)
            return
        if (at - grip.at).manhattanLength() < QApplication.startDragDistance() and not self._is_dragging:
            return
        self._is_dragging = True
        self._scroll_at_edges(at)
        self._ghost = self._drop_slot(grip, at)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grip, ghost, was_dragging = self._grip, self._ghost, self._is_dragging
        self._let_go()
        if grip is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if grip.part == "new":
            slot = ghost if was_dragging and ghost else self._hour(grip.slot)
            self.asked.emit(slot, self.slot_rect(slot))
        elif was_dragging and ghost is not None and grip.piece is not None and ghost != grip.piece.slot:
            is_copy = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and grip.part == "whole"
            (self.copied if is_copy else self.placed).emit(grip.piece, ghost)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_dragging:
            self._let_go()
        else:
            super().keyPressEvent(event)

    def walk_from(self, current: Piece, across: int, down: int) -> None:
        if down:
            rows = [n for n, one in enumerate(self.things.pieces) if one.item.day == current.item.day]
            at = rows.index(self.currentIndex().row()) + down
            if 0 <= at < len(rows):
                self.select(rows[at])
            return
        beyond = [
            one for one in self.things.pieces if (one.item.day > current.item.day if across > 0 else one.item.day < current.item.day)
        ]  # fmt: skip
        if not beyond:
            self.stepped.emit(across)
            return
        day = min(one.item.day for one in beyond) if across > 0 else max(one.item.day for one in beyond)
        nearest = min(
            (n for n, one in enumerate(self.things.pieces) if one.item.day == day),
            key=lambda n: (
                (self.things.pieces[n].item.starts is None) != (current.item.starts is None),
                abs(self.things.pieces[n].span[0] - current.span[0]),
            ),
        )
        self.select(nearest)

    def _take_hold(self, piece: Piece, box: QRect, at: QPoint, slot: Slot) -> Grip | None:
        if not self.may_edit:
            return Grip("whole", at, slot, piece)
        part, begin = "whole", piece.span[0]
        if piece.item.day != slot.day:
            begin -= DAY_MINUTES  # it goes on from the day before
        elif piece.item.starts is not None and box.height() > 3 * _EDGE:
            part = "end" if at.y() > box.bottom() - _EDGE else "begin" if at.y() < box.top() + _EDGE else "whole"
        return Grip(part, at, slot, piece, self._minute_at(at) - begin if piece.item.starts else 0)

    def _drop_slot(self, grip: Grip, at: QPoint) -> Slot | None:
        """Give the place that letting go here would mean."""
        if grip.part == "new" and grip.slot.starts is not None:
            return self._spanned(grip.slot, at)
        under = self.slot_at(at) or self._ghost
        if under is None or grip.piece is None:
            return Slot(grip.slot.day) if grip.part == "new" else None
        begin, end = grip.piece.span
        minute = snapped(self._minute_at(at))
        day = grip.piece.item.day
        if grip.part == "end":
            return slot_of(day, begin, max(minute, begin + SHORTEST), self.zone)
        if grip.part == "begin":
            return slot_of(day, min(minute, end - SHORTEST), end, self.zone)
        if under.starts is None:
            return Slot(under.day, None, grip.piece.slot.minutes)
        first = min(snapped(self._minute_at(at) - grip.off), DAY_MINUTES - SNAP)
        return slot_of(under.day, first, first + end - begin, self.zone)

    def _spanned(self, slot: Slot, at: QPoint) -> Slot:
        """Give what was drawn over an empty place, downwards or upwards."""
        begin = slot.starts.hour * 60 + slot.starts.minute if slot.starts else 0
        minute = snapped(self._minute_at(at))
        if minute > begin:
            return slot_of(slot.day, begin, max(minute, begin + SHORTEST), self.zone)
        return slot_of(slot.day, minute, begin + SNAP, self.zone)

    def _hour(self, slot: Slot) -> Slot:
        """Make an hour of the place that was clicked; from the half hour before it."""
        if slot.starts is None:
            return slot
        begin = (slot.starts.hour * 60 + slot.starts.minute) // 30 * 30
        return slot_of(slot.day, begin, min(begin + 60, DAY_MINUTES), self.zone)

    def _let_go(self) -> None:
        self._grip, self._ghost, self._is_dragging = None, None, False
        self.viewport().update()

    def _open_rest(self, at: QPoint) -> bool:
        if not any(self._more_box(day).contains(at) for day in self._left_out):
            return False
        self._is_open = True
        self.lay()
        return True

    def _scroll_at_edges(self, at: QPoint) -> None:
        bar = self.verticalScrollBar()
        if at.y() > self.viewport().height() - 16:
            bar.setValue(bar.value() + 10)
        elif self.top < at.y() < self.top + 12:
            bar.setValue(bar.value() - 10)

    def _show_cursor(self, at: QPoint) -> None:
        index, shape = self.indexAt(at), Qt.CursorShape.ArrowCursor
        if index.isValid() and self.may_edit:
            box, piece = self.visualRect(index), self.things.pieces[index.row()]
            is_edge = at.y() > box.bottom() - _EDGE or at.y() < box.top() + _EDGE
            if piece.item.starts is not None and is_edge and box.height() > 3 * _EDGE:
                shape = Qt.CursorShape.SizeVerCursor
        self.viewport().setCursor(shape)
