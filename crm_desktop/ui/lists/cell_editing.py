"""Editing in the cells of a list: the form's own editor over a cell saves when it is left and goes on to the next."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QVBoxLayout, QWidget

from crm_desktop.actions import deals, editing
from crm_desktop.actions.desk import Done
from crm_desktop.core.entities import Opportunity, Stage
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Field, Kind, Record
from crm_desktop.ui import wording
from crm_desktop.ui.board.asks import LostReason
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.begun import FIELDS, Begun, as_seen, begun_in, place_in, record_of
from crm_desktop.ui.fields.editor import Editor
from crm_desktop.ui.fields.editors import editor_for
from crm_desktop.ui.fields.field_row import is_within
from crm_desktop.ui.lists.table import RecordTable
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.taking_back import take_back
from crm_desktop.ui.typed import TypedError

PAST = QT_TRANSLATE_NOOP("core", "This is how it was: the past cannot be changed. Go back to now first.")
NARROWEST, OF_A_SENTENCE = 150, 240
WIDE = 320  # of editors that hold more than a line
_WIDE_KINDS = frozenset({Kind.LABELLED, Kind.LONG_TEXT, Kind.LINKS, Kind.TAGS})


class CellEditor(QFrame):
    """Lie over a cell with the editor of its field, and a sentence under it where its value was refused.

    went_on: Tab leaves it for the next cell (1) or the one before (-1). is_waiting: what is in it was begun before the last
    start, and neither a key nor Enter has said since that it is meant.
    """

    went_on = Signal(int)

    def __init__(self, context: Context, record: Record, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.seen, self.field = record, field
        self.is_waiting = False
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.editor: Editor | None = editor_for(context, field, record, self)
        self.trouble = QLabel(self)
        self.trouble.setProperty("kind", "bad")
        self.trouble.setWordWrap(True)
        self.trouble.setContentsMargins(8, 4, 8, 6)
        self.trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.editor is not None:
            is_beside = field.kind in {Kind.AMOUNT, Kind.PERCENT}
            self.editor.setContentsMargins(0, 0, 8 if is_beside else 0, 0)  # what stands behind the number
            column.addWidget(self.editor)
        column.addWidget(self.trouble)

    def say(self, text: str, *, is_wrong: bool = True) -> None:
        """Show a sentence under the editor and mark it."""
        self.trouble.setProperty("kind", "bad" if is_wrong else "small")
        self.trouble.style().unpolish(self.trouble)
        self.trouble.style().polish(self.trouble)
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
        if self.editor is not None:
            self.editor.mark_wrong(bool(text) and is_wrong)
            self.editor.setAccessibleDescription(text)

    def lie_over(self, cell: QRect) -> None:
        """Take the place of a cell, wider and higher where the editor needs it, within the table."""
        room = self.parentWidget().rect()
        least = WIDE if self.field.kind in _WIDE_KINDS else NARROWEST
        wide = max(cell.width(), least, OF_A_SENTENCE if self.trouble.isVisibleTo(self) else 0)
        wide = min(wide, room.width())
        self.setFixedWidth(wide)
        self.layout().activate()
        high = max(self.layout().totalHeightForWidth(wide), self.layout().totalSizeHint().height(), cell.height())
        left = max(0, min(cell.left(), room.width() - wide))
        top = max(0, min(cell.top(), room.height() - high))
        self.setGeometry(left, top, wide, high)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        # Within an editor of several fields Tab walks those first.
        at = QApplication.focusWidget()
        while at is not None:
            at = at.nextInFocusChain() if is_next else at.previousInFocusChain()
            if at is QApplication.focusWidget() or not is_within(at, self):
                break
            if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisible() and at.focusProxy() is None:
                reason = Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason
                at.setFocus(reason)
                return True
        self.went_on.emit(1 if is_next else -1)
        return True


class CellEditing(QObject):
    """Open the editor of one cell of a table at a time, save it when it is left, say why where it may not be."""

    def __init__(self, context: Context, frame: Frame, table: RecordTable) -> None:
        super().__init__(table)
        self._context, self._frame, self._table = context, frame, table
        self.open: CellEditor | None = None
        self.asks: LostReason | None = None
        self._column = ""
        table.edit_asked.connect(self.start)
        table.records.refreshed.connect(self.take_up)
        table.records.refreshed.connect(self._place)
        for bar in (table.verticalScrollBar(), table.horizontalScrollBar()):
            bar.valueChanged.connect(self._place)
        table.horizontalHeader().sectionResized.connect(self._place)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)

    def start(self) -> None:
        """Edit the cell with the keyboard, or say why it may not be."""
        index = self._table.currentIndex()
        shown = self._table.records.record(index.row())
        if shown is None or not self.leave():
            return
        if self.open is not None:  # it waits to be gone on with
            self._shut()
        field = self._table.records.fields[index.column()]
        # Fresh from the replica: what was saved a moment ago has not come to the list yet.
        record = self._context.desk.replica.get(type(shown), shown.id)
        if reason := self.why_not(record or shown, field):
            self._frame.toast(reason)
        elif record is not None and field.kind is Kind.YES_NO:
            self._saved(record, field, not getattr(record, field.name), self._frame.toast)
        elif record is not None:
            begun = self._context.drafts.read(place_in(record, field.name), Begun)
            self._open(record if begun is None else as_seen(record, field.name, begun), field, begun)
            if begun is not None and self.open is not None and self.open.editor is not None:
                self.open.editor.go_on()

    def why_not(self, record: Record, field: Field) -> str:
        """Say why a field of a record cannot be edited now, "" where it can."""
        if not self._context.may_edit:
            return sentence(UserError(PAST))
        try:
            editing.check_may_edit(self._context.desk, record, field)
        except RefusedError as error:
            return sentence(error)
        return ""

    def leave(self) -> bool:
        """Save what stands in the open editor; tell whether it is gone. What is refused stays in it."""
        cell = self.open
        if cell is None or cell.editor is None or cell.is_waiting:
            return True
        try:
            value = cell.editor.value()
        except TypedError as error:
            self._refuse(cell, str(error))
            return False
        before = getattr(cell.seen, cell.field.name)
        if value == before or (wording.is_empty(value) and wording.is_empty(before)):
            self._close()
            return True
        if self._saved(cell.seen, cell.field, value, lambda text: self._refuse(cell, text)):
            self._close()
            return True
        return False

    def give_up(self) -> None:
        """Leave without saving."""
        self._close()

    def take_up(self) -> None:
        """Open again the cell that somebody was typing in when the program ended, once its row is here."""
        drafts, model = self._context.drafts, self._table.records
        if self.open is not None or not self._context.may_edit:
            return
        left, columns = (
            drafts.left(f"{FIELDS}{model.query.key}:"),
            {one.name: at for at, one in enumerate(model.fields)},
        )
        if left:
            model.record(0)  # the rows in front: pages are read when they are looked at
        for place in left:
            _, id_, name = record_of(place)
            row, begun = model.row_of(id_), drafts.read(place, Begun)
            record = self._context.desk.replica.get(model.declared.record, id_)
            if begun is None or not begun.in_cell or row < 0 or name not in columns or record is None:
                continue
            drafts.claim(place)
            self._table.setCurrentIndex(model.index(row, columns[name]))
            self._open(as_seen(record, name, begun), model.fields[columns[name]], begun)
            return

    def _open(self, record: Record, field: Field, begun: Begun | None = None) -> None:
        cell = CellEditor(self._context, record, field, self._table.viewport())
        if cell.editor is None:
            return
        self.open, self._column = cell, field.name
        first = cell.editor.words()
        cell.editor.edited.connect(lambda: self._keep(cell, first))
        if begun is not None:
            cell.editor.show_words(begun.words)
            cell.say(self.tr("This was not saved yet: Enter saves it, Esc throws it away."), is_wrong=False)
            cell.is_waiting = True
        cell.editor.committed.connect(self._on_committed)
        cell.editor.cancelled.connect(self.give_up)
        cell.went_on.connect(self._on_went_on)
        self._table.on_cell = True
        self._table.scrollTo(self._table.currentIndex())
        self._place()
        cell.show()
        if begun is None:
            cell.editor.take_focus()

    def _saved(self, seen: Record, field: Field, value: Any, refused: Callable[[str], object]) -> bool:
        desk = self._context.desk
        try:
            self._tell(editing.change(desk, seen, field.name, value), field)
        except RefusedError as error:
            if isinstance(seen, Opportunity) and error.field == "lost_reason" and field.name == "stage":
                self._ask_why(seen, desk.fetch(Stage, value), field)
                return True
            refused(sentence(error))
            return False
        return True

    def _tell(self, done: Done, field: Field) -> None:
        if done.change:
            self._context.tell(done)
            text = self.tr("%1 saved").replace("%1", wording.label(field))
            self._frame.toast(text, self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change))

    def _ask_why(self, deal: Opportunity, stage: Stage, field: Field) -> None:
        """Ask in place why a deal was lost, as the board does; without an answer it stays where it is."""
        asks = LostReason(self._context, deal, self._table)
        asks.setWindowFlags(Qt.WindowType.Popup)
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.done.connect(asks.close)

        def give(reason: str, note: str) -> None:
            asks.close()
            try:
                self._tell(deals.move(self._context.desk, deal, stage, reason, note), field)
            except RefusedError as error:
                self._frame.message("warn", sentence(error))

        asks.given.connect(give)
        asks.adjustSize()
        cell = self._table.visualRect(self._table.currentIndex())
        asks.move(self._table.viewport().mapToGlobal(cell.bottomLeft()))
        self.asks = asks
        asks.show()
        asks.take_focus()

    def _refuse(self, cell: CellEditor, text: str) -> None:
        cell.say(text)
        self._place()

    def _keep(self, cell: CellEditor, first: tuple[str, ...]) -> None:
        """Keep what is being typed in a cell."""
        cell.is_waiting = False
        words, record, name = cell.editor.words() if cell.editor else first, cell.seen, cell.field.name
        begun = begun_in(record, name, words, in_cell=True) if words != first else None
        self._context.drafts.keep(place_in(record, name), begun)

    def _close(self) -> None:
        """Take the editor away; what was typed is saved, or nobody wants it."""
        if self.open is not None:
            self._context.drafts.keep(place_in(self.open.seen, self.open.field.name), None)
        self._shut()

    def _shut(self) -> None:
        cell, self.open = self.open, None
        if cell is None:
            return
        if is_within(QApplication.focusWidget(), cell):
            self._table.setFocus()  # first: hidden with the keyboard in it, it would pass it on as Tab does
        cell.hide()
        cell.deleteLater()

    def _on_committed(self) -> None:
        if self.open is not None:
            self.open.is_waiting = False
        self.leave()

    def _on_went_on(self, step: int) -> None:
        if self.leave() and (index := self._beside(step)).isValid():
            self._table.go_to_cell(index)
            self.start()

    def _beside(self, step: int) -> QModelIndex:
        """Find the next cell that can be edited, or the one before, in the order the columns stand in."""
        table, model = self._table, self._table.records
        header = table.horizontalHeader()
        count = model.columnCount()
        at = table.currentIndex()
        place = at.row() * count + header.visualIndex(at.column()) + step
        last = min(model.rowCount() * count, place + 3 * count)  # where three rows have nothing, none has
        while 0 <= place < last if step > 0 else place >= max(0, (at.row() - 2) * count):
            index = model.index(place // count, header.logicalIndex(place % count))
            record = model.record(index.row())
            field = model.fields[index.column()]
            if record is not None and field.kind is not Kind.YES_NO and not self.why_not(record, field):
                return index
            place += step
        return QModelIndex()

    def _place(self, *_moved: object) -> None:
        if self.open is None:
            return
        model = self._table.records
        row = model.row_of(self.open.seen.id)
        column = next((at for at, field in enumerate(model.fields) if field.name == self._column), -1)
        if row >= 0 and column >= 0:
            self.open.lie_over(self._table.visualRect(model.index(row, column)))
        else:  # it went elsewhere, what is being typed stays where it is
            self.open.lie_over(self.open.geometry())

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        # A window that closes asked its pages to keep what is typed; nothing is saved from what is left of it.
        if self.open is None or not self._table.isVisible():
            return
        if QApplication.activePopupWidget() is None and not is_within(now, self.open):
            self.leave()  # also when another program takes the keyboard: the light may go out meanwhile
