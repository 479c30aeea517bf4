"""What every view of a calendar has: its things are walked, moved, copied and made longer by keys, and opened."""

from datetime import date
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from crm_desktop.actions.planning import Slot
from crm_desktop.ui.calendar.items import CalendarModel, Piece
from crm_desktop.ui.calendar.layout import SHORTEST, SNAP, moved, slot_of
from crm_desktop.ui.calendar.paint import Brushes
from crm_desktop.ui.look.appearance import Appearance

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIRST_HOUR = 9  # where something without a time begins when it gets one by a key
SPRING_MS = 160


class CalendarView(QListView):
    """Show the things of a calendar; a list view, so that screen readers walk it like any other.

    opened, peeked, ticked, deleted: a Piece. asked: a Slot to plan something in, and the rectangle of it in this view.
    placed: a Piece and the Slot it shall go to; copied: the same for one more. stepped: -1 or 1, the period before or
    after. day_asked: a day to be shown alone.
    """

    opened = Signal(object)
    peeked = Signal(object)
    ticked = Signal(object)
    deleted = Signal(object)
    asked = Signal(object, QRect)
    placed = Signal(object, object)
    copied = Signal(object, object)
    stepped = Signal(int)
    day_asked = Signal(object)

    def __init__(self, model: CalendarModel, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.appearance = appearance
        self.things = model
        self.days: list[date] = []
        self.today: date | None = None
        self.zone = ZoneInfo("UTC")
        self.may_edit = True
        self.brushes = Brushes(appearance.theme, self.font())
        self.springing: QRect | None = None
        self._spring = QVariantAnimation(self)
        self._spring.setDuration(SPRING_MS)
        self._spring.valueChanged.connect(self._on_spring)
        self._spring.finished.connect(self._on_sprung)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._on_double_clicked)
        appearance.changed.connect(self.dress)

    @property
    def current(self) -> Piece | None:
        """Give the thing with the keyboard."""
        row = self.currentIndex().row()
        return self.things.pieces[row] if 0 <= row < len(self.things.pieces) else None

    def dress(self) -> None:
        """Take the colours of the theme and the fonts of the language now in force."""
        self.brushes = Brushes(self.appearance.theme, self.font())
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.dress()

    def lay(self) -> None:
        """Find the place of everything; a subclass that lays it out itself says how."""

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self.visualRect(current).isEmpty():
            self.lay()  # it was among those that found no room

    def select(self, row: int) -> None:
        """Make a thing the current one."""
        if 0 <= row < len(self.things.pieces):
            self.setCurrentIndex(self.things.index(row))
            self.scrollTo(self.currentIndex())

    def next_slot(self) -> Slot:
        """Give the place at which something new is planned by a key: that of the current thing, else the first day."""
        if self.current is not None:
            return Slot(self.current.item.day)
        day = self.today if self.today in self.days else self.days[0]
        return Slot(day or self.days[0])

    def spring_back(self, dropped: QRect, home: QRect) -> None:
        """Let what was not taken go back to where it was."""
        self._spring.setStartValue(dropped)
        self._spring.setEndValue(home)
        self._spring.start()

    def slot_rect(self, slot: Slot) -> QRect:
        """Give where a place lies in the viewport; a subclass says so."""
        return self.viewport().rect().adjusted(40, 40, -40, -40) if slot else QRect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        arrow = ARROWS.get(Qt.Key(key))
        if arrow is not None and held:
            self._push(arrow, held)
        elif arrow is not None:
            self.walk(*arrow)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.stepped.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Insert:
            slot = self.next_slot()
            self.asked.emit(slot, self.slot_rect(slot))
        elif not self._act(key, held):
            if event.text().isalnum():
                event.ignore()  # single letters are commands of the page
            else:
                super().keyPressEvent(event)

    def walk(self, across: int, down: int) -> None:
        """Go to the neighbour in a direction, from nowhere to the first thing, and from an empty period to the next."""
        if (current := self.current) is not None:
            self.walk_from(current, across, down)
        elif self.things.pieces:
            self.select(0)
        else:
            self.stepped.emit(across or down)

    def walk_from(self, current: Piece, across: int, down: int) -> None:
        """Go on from a thing, or to the next period from the last one; a subclass knows a better way."""
        row = self.currentIndex().row() + (across or down)
        if 0 <= row < len(self.things.pieces):
            self.select(row)
        elif across:
            self.stepped.emit(across)

    def _act(self, key: int, held: Qt.KeyboardModifier) -> bool:
        piece = self.current
        if piece is None:
            return False
        is_kept = piece.item.activity is not None and self.may_edit
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(piece)
        elif key == Qt.Key.Key_Space:
            self.peeked.emit(piece)
        elif key == Qt.Key.Key_X and not held and is_kept:
            self.ticked.emit(piece)
        elif key == Qt.Key.Key_Delete and is_kept:
            self.deleted.emit(piece)
        elif key == Qt.Key.Key_Home and held == _CTRL and is_kept:
            self.placed.emit(piece, Slot(piece.item.day, None, piece.slot.minutes))
        else:
            return False
        return True

    def _push(self, arrow: tuple[int, int], held: Qt.KeyboardModifier) -> None:
        """Ctrl moves, Shift makes longer or shorter, both together plan the same once more."""
        piece = self.current
        if piece is None:
            return
        if held == _SHIFT and arrow[1]:
            slot = piece.slot
            if slot.starts is not None:
                longer = max((slot.minutes or 0) + arrow[1] * SNAP, SHORTEST)
                self.placed.emit(piece, msgspec.structs.replace(slot, minutes=longer))
        elif held in (_CTRL, _CTRL | _SHIFT):
            target = self._neighbour(piece, *arrow)
            if target is not None:
                (self.placed if held == _CTRL else self.copied).emit(piece, target)

    def _neighbour(self, piece: Piece, across: int, down: int) -> Slot | None:
        slot = piece.slot
        if slot.starts is None and down > 0:
            return self.timed(slot.day, FIRST_HOUR * 60, piece)
        if slot.starts is None and down:
            return None
        return moved(slot, across, down * SNAP)

    def timed(self, day: date, minute: int, piece: Piece) -> Slot:
        """Give a place with a time to something that had none."""
        return slot_of(day, minute, minute + (piece.slot.minutes or SHORTEST), self.zone)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self.things.pieces[index.row()])

    def _on_spring(self, box: QRect) -> None:
        self.springing = box
        self.viewport().update()

    def _on_sprung(self) -> None:
        self.springing = None
        self.viewport().update()
