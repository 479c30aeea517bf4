"""The lists of records that hang on the one in front: contacts, deals, quotes, activities, child accounts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.entities import Account, Contact, Opportunity, Quote
from crm_desktop.core.schema import REGISTRY, Record, entity_of
from crm_desktop.core.store import Where
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.fonts import sized
from crm_desktop.ui.look.icons import icon, pixmap
from crm_desktop.ui.look.theme import RADIUS, SMALL_PX
from crm_desktop.ui.page import Frame
from crm_desktop.ui.places import place_of
from crm_desktop.ui.records.new_records import make_quote, start_new

FIRST = 5


@dataclass(frozen=True)
class Relation:
    """Records of a kind whose link points here; adds: whether a button makes a new one."""

    key: str
    link: str
    order: tuple[str, ...]
    adds: bool = True


RELATIONS: dict[str, tuple[Relation, ...]] = {
    "account": (
        Relation("contact", "account", ("name",)),
        Relation("opportunity", "account", ("stage.position", "-id")),
        Relation("quote", "account", ("-id",)),
        Relation("account", "parent", ("name",)),
    ),
    "contact": (Relation("opportunity", "contact", ("-id",)), Relation("quote", "contact", ("-id",), adds=False)),
    "opportunity": (Relation("quote", "opportunity", ("-id",)),),
    "product": (
        Relation("opportunity", "product", ("-id",), adds=False),
        Relation("price", "product", ("from_quantity",), adds=False),
    ),
}


class RelatedRow(QAbstractButton):
    """One record as a row: its name and something beside it, a second line in grey."""

    def __init__(self, context: Context, record: Record, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.record = record
        self._second, self._right, self._hue = _beside(context, record)
        self.setText(_first(context, record))
        self.setAccessibleName(", ".join(part for part in (self.text(), self._second, self._right) if part))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(46 if self._second else 32)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._context.appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        sign = pixmap(wording.icon_of(self.record), theme.hues[self._hue], 16, self.devicePixelRatioF())
        painter.drawPixmap(8, (self.height() - 16) // 2, sign)
        small = sized(self.font(), SMALL_PX)
        box = self.rect().adjusted(34, 4, -8, -4)
        taken = QFontMetrics(small).horizontalAdvance(self._right) + 8 if self._right else 0
        top = box.adjusted(0, 0, -taken, -box.height() // 2 if self._second else 0)
        painter.setPen(QColor(theme.text))
        painter.drawText(
            top, _LEFT, painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, top.width())
        )
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        painter.drawText(box.adjusted(0, 0, 0, -box.height() // 2 if self._second else 0), _RIGHT, self._right)
        under = box.adjusted(0, box.height() // 2, 0, 0)
        if self._second:
            said = painter.fontMetrics().elidedText(self._second, Qt.TextElideMode.ElideRight, under.width())
            painter.drawText(under, _LEFT, said)


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class RelatedList(QWidget):
    """One list with its heading, count and button to add. opened: a record was chosen."""

    opened = Signal(object)

    def __init__(self, context: Context, relation: Relation, add: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.relation = relation
        self._record: Record | None = None
        self._shows_all = False
        self.rows: list[RelatedRow] = []
        self.heading, self.number, self.nothing = QLabel(self), QLabel(self), QLabel(self)
        self.heading.setProperty("kind", "heading")
        self.number.setProperty("kind", "small")
        self.nothing.setProperty("kind", "small")
        self.nothing.setContentsMargins(8, 0, 0, 4)
        self.add_button, self.more = QToolButton(self), QPushButton(self)
        self._add = add
        self.add_button.clicked.connect(self._on_add)
        self.more.setProperty("kind", "link")
        self.more.clicked.connect(self._on_more)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.setSpacing(6)
        head.addWidget(self.heading)
        head.addWidget(self.number)
        head.addStretch(1)
        head.addWidget(self.add_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 10)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._column.addWidget(self.nothing)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_record(self, record: Record) -> None:
        """Show what hangs on a record."""
        relation, theme = self.relation, self._context.appearance.theme
        declared = REGISTRY[relation.key]
        self._record = record
        where = Where(relation.link, "eq", record.id)
        count = self._context.view.count(declared.record, where)
        limit = None if self._shows_all else FIRST
        found = self._context.view.find(declared.record, where, order=relation.order, limit=limit) if count else []
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for place, one in enumerate(found):
            row = RelatedRow(self._context, one, self)
            row.clicked.connect(lambda _on=False, one=one: self.opened.emit(one))
            self._column.insertWidget(1 + place, row)
            self.rows.append(row)
        name = self.tr("Parts of it") if relation.link == "parent" else wording.core(declared.plural)
        self.heading.setText(name)
        self.number.setText(wording.number(count) if count else "")
        self.nothing.setText(self.tr("None yet"))
        self.nothing.setVisible(not count)
        self.more.setVisible(count > len(found))
        self.more.setText(self.tr("Show all %n", "", count))
        self.add_button.setIcon(icon("plus", theme.muted))
        label = self.tr("Make a quote") if relation.key == "quote" else wording.new_name(relation.key)
        self.add_button.setAccessibleName(label)
        self.add_button.setToolTip(label)
        self.add_button.setVisible(relation.adds and self._context.may_edit)
        self.setVisible(bool(count) or (relation.adds and relation.link != "parent"))

    def _on_add(self) -> None:
        self._add()

    def _on_more(self) -> None:
        self._shows_all = True
        if self._record is not None:
            self.show_record(self._record)


class Related(QWidget):
    """All lists of one kind of record, with what their buttons make."""

    def __init__(self, context: Context, frame: Frame, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._frame = frame
        self._record: Record | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(6)
        self.lists = [
            RelatedList(context, relation, partial(self.add, relation), self) for relation in RELATIONS.get(key, ())
        ]
        for each in self.lists:
            each.opened.connect(self._on_opened)
            column.addWidget(each)
        column.addStretch(1)
        context.tasks.touched.connect(self._on_touched)
        context.moved_in_time.connect(self.refresh)
        context.appearance.changed.connect(self.refresh)

    def show_record(self, record: Record) -> None:
        """Show what hangs on a record."""
        self._record = record
        self.refresh()

    def refresh(self) -> None:
        """Read the lists again, unless they are kept for the next record of their kind."""
        if self._record is not None and not self.isHidden():
            for each in self.lists:
                each.show_record(self._record)

    def add(self, relation: Relation) -> None:
        """Begin a new record that hangs on this one."""
        record = self._record
        if record is None:
            return
        if relation.key == "quote":
            deal = record if isinstance(record, Opportunity) else Opportunity(id="", account=record.id)
            make_quote(self._context, self._frame, deal)
            return
        values = {relation.link: record.id}
        if relation.link == "contact" and isinstance(record, Contact):
            values["account"] = record.account
        if relation.link == "parent" and isinstance(record, Account):
            values["territory"] = record.territory
        start_new(self._context, self._frame, relation.key, **values)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()

    def _on_opened(self, record: Record) -> None:
        key = entity_of(record).key
        if key in RELATIONS or key == "quote":
            self._frame.go(place_of(key, record.id))

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if "*" in touched or any(each.relation.key in touched for each in self.lists):
            self.refresh()


def _first(context: Context, record: Record) -> str:
    if entity_of(record).key == "price":
        return wording.title(context, "price_book", getattr(record, "price_book", ""))
    return wording.name_of(record)


def _beside(context: Context, record: Record) -> tuple[str, str, str]:
    """Give the second line of a row, what stands at its right, and its hue."""
    match record:
        case Contact():
            return record.job_title, "", "grey"
        case Opportunity():
            stage = wording.title(context, "stage", record.stage)
            money = wording.money(record.amount, record.currency) if record.amount is not None else ""
            return stage, money, wording.stage_hue(context, record.stage)
        case Quote():
            state = entity_of(record).fields["state"]
            money = wording.money(record.total, record.currency, exact=True) if record.total is not None else ""
            return wording.choice(state, record.state), money, wording.hue(state, record.state)
        case Account():
            return record.city, "", "grey"
    price = getattr(record, "unit_price", None)
    return "", wording.number(price) if price is not None else "", "grey"
