"""The cards of one stage of the deal board: read page by page, dragged from it and dropped on it."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QEvent,
    QMimeData,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from crm_desktop.core.entities import Opportunity, Stage
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.core.store import Where
from crm_desktop.replica.view import View
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.cells import NOWHERE, Card, Index, Roles, card_data
from crm_desktop.ui.look.delegates import CARD_HEIGHT, dress_column
from crm_desktop.ui.look.theme import RADIUS

PAGE = 24  # cards read at once: what a tall screen shows
DRAGGED = "application/x-satchel-deal"
_CTRL = Qt.KeyboardModifier.ControlModifier


class Asked(msgspec.Struct, frozen=True):
    """What a column shows: its deals in a view that meet the conditions. order: field sorted by, "-" before it falling."""

    view: View
    where: tuple[Where, ...]
    order: str
    count: int

    def page(self, first: int) -> tuple[Opportunity, ...]:
        """Read one page of deals."""
        return tuple(self.view.find(Opportunity, *self.where, order=(self.order,), limit=PAGE, offset=first))

    def place_of(self, id_: str) -> int | None:
        """Tell the row of a deal, None where it is not in the column."""
        found = self.view.find(Opportunity, *self.where, Where("id", "eq", id_))
        if not found:
            return None
        falling, field = self.order.startswith("-"), self.order.lstrip("-")
        value = getattr(found[0], field)
        same = Where(field, "empty") if value is None else Where(field, "eq", value.isoformat())
        before = self._count(same, Where("id", "lt", id_))
        if value is not None:
            before += self._count(Where(field, "gt" if falling else "lt", value.isoformat()))
            before += 0 if falling else self._count(Where(field, "empty"))
        elif falling:
            before += self._count(Where(field, "filled"))
        return before

    def _count(self, *where: Where) -> int:
        return self.view.count(Opportunity, *self.where, *where)


class ColumnModel(QAbstractListModel):
    """Hold the cards of one stage; rows are read when they come into view.

    word: makes the card of a deal. learn: told the deals of a page before they are worded, to read their names at once.
    """

    def __init__(
        self,
        word: Callable[[Opportunity], Card],
        learn: Callable[[Sequence[Opportunity]], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.may_drag = True
        self._word = word
        self._learn = learn
        self._asked: Asked | None = None
        self._deals: dict[int, Opportunity] = {}
        self._cards: dict[int, Card] = {}

    def ask(self, asked: Asked, first: Sequence[Opportunity]) -> None:
        """Show other deals; first: their first page, read already."""
        self.beginResetModel()
        self._asked = asked
        self._deals = dict(enumerate(first))
        self._cards = {}
        self._learn(first)
        self.endResetModel()

    def deal(self, row: int) -> Opportunity | None:
        """Give the deal of a row, None where it left since the rows were counted."""
        if row not in self._deals and self._asked:
            start = row - row % PAGE
            page = self._asked.page(start)
            self._learn(page)
            self._deals.update(enumerate(page, start))
        return self._deals.get(row)

    def row_of(self, id_: str) -> int | None:
        """Find the row of a deal."""
        for row, deal in self._deals.items():
            if deal.id == id_:
                return row
        return self._asked.place_of(id_) if self._asked else None

    def reword(self) -> None:
        """Word the cards again, as in another language."""
        self._cards.clear()
        self.dataChanged.emit(self.index(0), self.index(max(self.rowCount() - 1, 0)))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self._asked is None else self._asked.count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        deal = self.deal(index.row()) if index.isValid() else None
        if deal is None:
            return None
        if role == Roles.ID:
            return deal.id
        if role == Roles.VALUE:
            return deal
        card = self._cards.get(index.row())
        if card is None:
            card = self._cards[index.row()] = self._word(deal)
        return card_data(card, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        drop = Qt.ItemFlag.ItemIsDropEnabled if self.may_drag else Qt.ItemFlag.NoItemFlags
        if not index.isValid():
            return drop
        drag = Qt.ItemFlag.ItemIsDragEnabled if self.may_drag else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | drag | drop

    def mimeTypes(self) -> list[str]:
        return [DRAGGED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(DRAGGED, QByteArray(str(indexes[0].data(Roles.ID)).encode()))
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction


class ColumnView(QListView):
    """Show the cards of one stage.

    opened: id of a deal, by Enter or double click. dropped: id of a deal let go over this column. pushed: -1 or 1, the
    current card shall go to the column at the left or right. walked: -1 or 1, the focus shall. new_asked: Ctrl+N.
    """

    opened = Signal(str)
    dropped = Signal(str)
    pushed = Signal(int)
    walked = Signal(int)
    new_asked = Signal()

    def __init__(self, stage: Stage, model: ColumnModel, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.stage = stage
        self.empty_text = ""
        self.is_target = False
        self._appearance = appearance
        self.setModel(model)
        self.cards = model
        self.painter = dress_column(self, appearance)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)
        self.setMinimumHeight(CARD_HEIGHT)
        self.doubleClicked.connect(self._on_double_clicked)
        self.verticalScrollBar().rangeChanged.connect(self._keep_width)
        self._keep_width(0, self.verticalScrollBar().maximum())

    def _keep_width(self, _least: int, most: int) -> None:
        # Cards are as wide in every column, whether it has a bar to scroll or not.
        self.setViewportMargins(0, 0, 0 if most else self.verticalScrollBar().sizeHint().width(), 0)

    def select_none(self) -> None:
        """Make no card the current one."""
        self.clearSelection()
        self.setCurrentIndex(QModelIndex())

    def current_id(self) -> str:
        """Give the id of the current card, "" without one."""
        return str(self.currentIndex().data(Roles.ID) or "") if self.currentIndex().isValid() else ""

    def select_row(self, row: int) -> None:
        """Make a card the current one, the nearest where the row is beyond the end."""
        if self.cards.rowCount():
            self.setCurrentIndex(self.cards.index(min(row, self.cards.rowCount() - 1)))

    def event(self, event: QEvent) -> bool:
        # The window has Ctrl+N too; with the keyboard on a column it means a new deal in this stage.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() == _CTRL
            and event.key() == Qt.Key.Key_N
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key))
        if side and modifiers & _CTRL:
            self.pushed.emit(side)
        elif side and not modifiers & ~Qt.KeyboardModifier.KeypadModifier:
            self.walked.emit(side)
        elif key == Qt.Key.Key_N and modifiers == _CTRL:
            self.new_asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id():
            self.opened.emit(self.current_id())
        else:
            super().keyPressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        index = self.currentIndex()
        card = index.data(Roles.CARD)
        if not index.isValid() or card is None:
            return
        drag = QDrag(self)
        drag.setMimeData(self.cards.mimeData([index]))
        drag.setPixmap(self._picture(card, index))
        drag.setHotSpot(self.viewport().mapFromGlobal(self.cursor().pos()) - self.visualRect(index).topLeft())
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(DRAGGED) and self.cards.may_drag:
            event.acceptProposedAction()
            self._mark(event.source() is not self)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(DRAGGED) and self.cards.may_drag:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(False)
        if event.mimeData().hasFormat(DRAGGED):
            event.acceptProposedAction()
            self.dropped.emit(bytes(event.mimeData().data(DRAGGED).data()).decode())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = self._appearance.theme
        painter = QPainter(self.viewport())
        box = self.viewport().rect()
        if self.is_target:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(box.adjusted(2, 1, -2, -2), RADIUS, RADIUS)
        if not self.cards.rowCount() and self.empty_text:
            painter.setPen(QColor(theme.muted))
            place = QRect(box.left() + 8, box.top() + 24, box.width() - 16, 80)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self.empty_text)

    def _mark(self, is_target: bool) -> None:
        self.is_target = is_target
        self.viewport().update()

    def _picture(self, card: Card, index: QModelIndex) -> QPixmap:
        box = self.visualRect(index)
        ratio = self.devicePixelRatioF()
        picture = QPixmap(box.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setOpacity(0.92)
        self.painter.paint_card(painter, QRect(QPoint(), box.size()), card, True, False)
        painter.end()
        return picture

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(str(index.data(Roles.ID)))


def order_of(stage: Stage) -> str:
    """Say how a column is sorted: open deals by their expected close, closed ones the latest first."""
    return "close_day" if stage.outcome == OPEN else "-closed_day"
