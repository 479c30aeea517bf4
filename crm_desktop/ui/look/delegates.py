"""Painters of table rows and board cards: whole views in a few milliseconds, whatever lies behind them."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.cells import Card, Cell, Chip, Roles
from crm_desktop.ui.look.fonts import sized, tabular
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.look.initials import paint_initials
from crm_desktop.ui.look.theme import RADIUS, ROW, SMALL_PX, Theme

CARD_HEIGHT = 104
CARD_GAP = 8
_NARROWEST = 160
_PAD = 12
_ICON = 16
_SIGNS = {"warn": "triangle-alert", "bad": "circle-alert"}
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
# Numbers: flags cost ten times as much to look at.
_SELECTED, _FOCUSED = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_HasFocus.value
_MEASURED = 8_000  # texts whose widths are kept


class _Pens:
    """Keep fonts, metrics and colours of one view, made anew when theme or language change."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self.theme = theme
        self.text = QFont(font)
        self.strong = QFont(font)
        self.strong.setWeight(QFont.Weight.DemiBold)
        self.number = tabular(self.text)
        self.amount = tabular(self.strong)
        self.small = sized(font, SMALL_PX)
        self.metrics = {id(f): QFontMetrics(f) for f in (self.text, self.strong, self.number, self.amount, self.small)}
        self.colours: dict[str, QColor] = {}
        self.measured: dict[tuple[int, str, int], tuple[str, int]] = {}

    def colour(self, value: str) -> QColor:
        made = self.colours.get(value)
        if made is None:
            made = self.colours[value] = QColor(value)
        return made

    def fitted(self, text: str, font: QFont, room: int) -> tuple[str, int]:
        """Shorten a text to its room, and give it with its width; measuring it costs as much as painting it."""
        known = (id(font), text, room)
        found = self.measured.get(known)
        if found is None:
            if len(self.measured) >= _MEASURED:
                self.measured.clear()
            metrics = self.metrics[id(font)]
            width = metrics.horizontalAdvance(text)
            is_short = width <= room
            found = (text, width) if is_short else (metrics.elidedText(text, Qt.TextElideMode.ElideRight, room), room)
            self.measured[known] = found
        return found

    def write(self, painter: QPainter, box: QRect, text: str, font: QFont, colour: str, align: int = _LEFT) -> int:
        """Write one line, shortened to its box, and give the width it took."""
        text, width = self.fitted(text, font, box.width())
        painter.setFont(font)
        painter.setPen(self.colour(colour))
        painter.drawText(box, align, text)
        return width

    def width_of(self, chip: Chip) -> int:
        """Give the pixels that a chip needs for all of its words."""
        return self.metrics[id(self.small)].horizontalAdvance(chip.text) + 16

    def chip(
        self, painter: QPainter, left: int, middle: int, room: int, chip: Chip, *, is_selected: bool = False
    ) -> int:
        """Paint one chip, if at least a few letters of it fit, and give the width it took."""
        width = min(self.width_of(chip), room)
        if width < 36:
            return 0
        box = QRect(left, middle - 9, width, 20)
        if is_selected:  # its plate was mixed for another ground
            painter.setPen(self.colour(self.theme.hues[chip.hue]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colour(self.theme.chips[chip.hue]))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 9.5, 9.5)
        self.write(painter, box.adjusted(8, 0, -7, 0), chip.text, self.small, self.theme.hues[chip.hue])
        return width


class _Delegate(QStyledItemDelegate):
    """Hold what both painters need: pens of the present theme and language, and where the mouse is."""

    def __init__(self, appearance: Appearance, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.appearance = appearance
        self.view = view
        self._pens: _Pens | None = None
        self._under_mouse = QPersistentModelIndex()
        view.viewport().setMouseTracking(True)
        watch = _Watch(self)
        view.viewport().installEventFilter(watch)
        view.installEventFilter(watch)
        appearance.changed.connect(self.forget)

    def pens(self) -> _Pens:
        if self._pens is None:
            self._pens = _Pens(self.appearance.theme, self.view.font())
        return self._pens

    def is_hovered(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        raise NotImplementedError

    def forget(self) -> None:
        """Make the pens anew at the next paint."""
        self._pens = None
        self.view.viewport().update()

    def hover(self, index: QModelIndex) -> None:
        """Note what the mouse is over and repaint it and what it left."""
        before, self._under_mouse = self._under_mouse, QPersistentModelIndex(index)
        for each in (before, self._under_mouse):
            if each.isValid():
                self._update(each)

    def _update(self, index: QPersistentModelIndex) -> None:
        self.view.viewport().update(self.view.visualRect(index))


class _Watch(QObject):
    """Tell a delegate of mouse and font; apart from it, for Qt takes what a delegate filters for its editor's events."""

    def __init__(self, delegate: _Delegate) -> None:
        super().__init__(delegate)
        self._delegate = delegate

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The kind first: while a view is being destroyed its last events find it half gone.
        kind = event.type()
        if kind == QEvent.Type.FontChange:
            self._delegate.forget()
        elif kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._delegate.hover(self._delegate.view.indexAt(event.position().toPoint()))
        elif kind == QEvent.Type.Leave:
            self._delegate.hover(QModelIndex())
        return False


class RowDelegate(_Delegate):
    """Paint the cells of a table from Roles.CELL."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        pens = self.pens()
        theme = pens.theme
        box, state = option.rect, option.state.value
        if state & _SELECTED:
            painter.fillRect(box, pens.colour(theme.selected))
        elif self.is_hovered(index):
            painter.fillRect(box, pens.colour(theme.hover))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, pens.colour(theme.line))
        cell = index.data(Roles.CELL)
        if cell is not None:
            inside = box.adjusted(_PAD, 0, -_PAD, 0)
            self._paint_cell(painter, pens, inside, cell, is_selected=bool(state & _SELECTED))
            if cell.was:
                _paint_mark(painter, pens, box)
        if state & _FOCUSED:
            _paint_focus(painter, pens, box)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Fit the content, so that a double click on the header's border does."""
        cell = index.data(Roles.CELL) or Cell()
        pens = self.pens()
        plain, strong = (pens.number, pens.amount) if cell.is_number else (pens.text, pens.strong)
        font = strong if cell.strong else plain
        width = 2 * _PAD + 1 + pens.metrics[id(font)].horizontalAdvance(cell.text)
        small = pens.metrics[id(pens.small)]
        width += sum(small.horizontalAdvance(chip.text) + 20 for chip in cell.chips)
        width += pens.metrics[id(pens.text)].horizontalAdvance(cell.secondary) + 8 if cell.secondary else 0
        return QSize(width + (_ICON + 6 if cell.icon or cell.tone in _SIGNS else 0), ROW)

    def is_cut(self, index: QModelIndex) -> bool:
        """Tell whether less than all of a cell has room."""
        return self.sizeHint(QStyleOptionViewItem(), index).width() > self.view.visualRect(index).width()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Say on hover what has no room in its cell, with what its colour and sign mean."""
        here = view.model().index(index.row(), index.column())
        cell = here.data(Roles.CELL) if here.isValid() else None
        if event.type() != QEvent.Type.ToolTip or cell is None or not self.is_cut(here):
            return super().helpEvent(event, view, option, index)
        shown = (cell.text, cell.secondary, ", ".join(chip.text for chip in cell.chips))
        lines = [part for part in (*shown, here.data(Qt.ItemDataRole.ToolTipRole)) if part]
        QToolTip.showText(event.globalPos(), "\n".join(lines), view)
        return True

    def is_hovered(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        return self._under_mouse.row() == index.row() and self._under_mouse.isValid()

    def _update(self, index: QPersistentModelIndex) -> None:
        row = self.view.visualRect(index)
        self.view.viewport().update(0, row.top(), self.view.viewport().width(), row.height())

    @staticmethod
    def _paint_cell(painter: QPainter, pens: _Pens, box: QRect, cell: Cell, *, is_selected: bool) -> None:
        theme = pens.theme
        colour = theme.tone(cell.tone)
        sign = cell.icon or _SIGNS.get(cell.tone, "")
        if cell.is_number:
            width = pens.write(painter, box, cell.text, pens.amount if cell.strong else pens.number, colour, _RIGHT)
            if sign:
                _paint_icon(painter, sign, colour, box.right() - width - _ICON - 5, box.center().y())
            return
        left = box.left()
        if cell.aside:
            box = box.adjusted(0, 0, -pens.write(painter, box, cell.aside, pens.small, theme.muted, _RIGHT) - 12, 0)
        if sign:
            _paint_icon(painter, sign, colour if cell.tone else theme.muted, left, box.center().y())
            left += _ICON + 6
        if cell.text:
            font = pens.strong if cell.strong else pens.text
            left += pens.write(
                painter, QRect(left, box.top(), box.right() - left, box.height()), cell.text, font, colour
            )
            left += 8
        if cell.secondary and box.right() - left > 24:
            space = QRect(left, box.top(), box.right() - left, box.height())
            left += pens.write(painter, space, cell.secondary, pens.text, theme.muted) + 8
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, bool(cell.chips))
        for chip in cell.chips:
            width = pens.chip(painter, left, box.center().y(), box.right() - left, chip, is_selected=is_selected)
            if not width:
                break
            left += width + 4


class CardDelegate(_Delegate):
    """Paint the cards of a board column from Roles.CARD, each as wide as its view."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(_NARROWEST, CARD_HEIGHT + CARD_GAP)

    def is_hovered(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        return self._under_mouse == index

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        card = index.data(Roles.CARD)
        if card is not None:
            self.paint_card(painter, option.rect, card, bool(option.state.value & _SELECTED), self.is_hovered(index))

    def paint_card(self, painter: QPainter, place: QRect, card: Card, is_selected: bool, is_hovered: bool) -> None:
        """Paint one card; also for the picture that follows the mouse while it is dragged."""
        pens = self.pens()
        theme = pens.theme
        box = place.adjusted(CARD_GAP // 2, 0, -CARD_GAP // 2, -CARD_GAP)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = theme.accent if is_selected else theme.edge if is_hovered else theme.line
        painter.setPen(QPen(pens.colour(border), 2 if is_selected else 1))
        painter.setBrush(pens.colour(theme.selected if is_selected and self.view.hasFocus() else theme.surface))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        if card.rotting:
            painter.fillRect(
                box.left() + 1, box.top() + 10, 3, box.height() - 20, pens.colour(theme.tone(card.rotting))
            )
        if card.was:
            _paint_mark(painter, pens, box.adjusted(0, 4, -4, 0))
        self._write_card(painter, pens, box.adjusted(_PAD, 8, -_PAD, -8), card)

    def _write_card(self, painter: QPainter, pens: _Pens, box: QRect, card: Card) -> None:
        theme = pens.theme
        line = QRect(box.left(), box.top(), box.width(), 20)
        pens.write(painter, line, card.title, pens.strong, theme.text)
        line.translate(0, 20)
        taken = self._write_days(painter, pens, line, card) if card.days else 0
        pens.write(painter, line.adjusted(0, 0, -taken, 0), card.account, pens.small, theme.muted)
        line.translate(0, 21)
        step, tone = (card.next_step, card.step_tone) if card.next_step else (card.no_step, "warn")
        if step:
            sign = _SIGNS.get(tone, "arrow-right")
            _paint_icon(painter, sign, theme.tone(tone), line.left(), line.center().y(), 14)
            pens.write(painter, line.adjusted(20, 0, 0, 0), step, pens.small, theme.tone(tone))
        self._write_foot(painter, pens, QRect(box.left(), box.bottom() - 22, box.width(), 22), card)

    @staticmethod
    def _write_days(painter: QPainter, pens: _Pens, line: QRect, card: Card) -> int:
        """Write the days in the stage at the right, with their sign, and give the width they took."""
        tone = card.rotting or "muted"
        width = pens.write(painter, line, card.days, pens.small, pens.theme.tone(tone), _RIGHT)
        left = line.right() - width - 17
        _paint_icon(painter, _SIGNS.get(tone, "clock"), pens.theme.tone(tone), left, line.center().y(), 14)
        return width + 26

    def _write_foot(self, painter: QPainter, pens: _Pens, foot: QRect, card: Card) -> None:
        right = foot.right()
        # An amount cut off would be read as another one: where there is no room for both, the owner gives way.
        has_room = pens.metrics[id(pens.amount)].horizontalAdvance(card.amount) + 30 <= foot.width()
        if card.owner and has_room:
            disc = QRect(right - 21, foot.top() + 1, 22, 22)
            paint_initials(painter, disc, card.owner, self.appearance, pens.text)
            right -= 30
        room = foot.adjusted(0, 0, right - foot.right(), 0)
        left = foot.left() + pens.write(painter, room, card.amount, pens.amount, pens.theme.text) + 8
        for chip in card.chips:
            if pens.width_of(chip) <= right - left:  # a day cut off says nothing; the hint has it
                left += pens.chip(painter, left, foot.center().y(), right - left, chip) + 4


def dress_table(view: QTableView, appearance: Appearance) -> RowDelegate:
    """Give a table our rows, painter, header and ways of selecting; the model must answer Roles.CELL."""
    delegate = RowDelegate(appearance, view)
    view.setItemDelegate(delegate)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setFrameShape(QTableView.Shape.NoFrame)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    rows = view.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(ROW)
    dress_header(view.horizontalHeader())
    return delegate


def dress_header(columns: QHeaderView) -> None:
    """Give the header of a table our height and ways."""
    columns.setHighlightSections(False)
    columns.setSectionsMovable(True)
    columns.setStretchLastSection(True)
    columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    columns.setFixedHeight(ROW)


def dress_column(view: QListView, appearance: Appearance) -> CardDelegate:
    """Give one column of a board our cards and ways of scrolling; the model must answer Roles.CARD."""
    delegate = CardDelegate(appearance, view)
    view.setItemDelegate(delegate)
    view.setFrameShape(QListView.Shape.NoFrame)
    view.setProperty("kind", "column")
    view.setUniformItemSizes(True)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    return delegate


def _paint_icon(painter: QPainter, name: str, colour: str, left: int, middle: int, size: int = _ICON) -> None:
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPoint(left, middle - size // 2 + 1), pixmap(name, colour, size, ratio))


def _paint_mark(painter: QPainter, pens: _Pens, box: QRect) -> None:
    """Paint the folded corner of a value that changed."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pens.colour(pens.theme.accent))
    corner = QPointF(box.right() + 1, box.top())
    painter.drawPolygon(QPolygonF([corner, corner + QPointF(-8, 0), corner + QPointF(0, 8)]))


def _paint_focus(painter: QPainter, pens: _Pens, box: QRect) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(pens.colour(pens.theme.accent), 2))
    painter.drawRect(box.adjusted(1, 1, -1, -2))
