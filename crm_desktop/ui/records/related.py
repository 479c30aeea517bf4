"""The lists of records that hang on the one in front: contacts, deals, quotes, activities, child accounts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.entities import Account, Contact, Opportunity
from crm_desktop.core.schema import REGISTRY, Record, entity_of
from crm_desktop.core.store import Where
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.page import Frame
from crm_desktop.ui.places import place_of
from crm_desktop.ui.records.new_records import make_quote, may_create, start_new
from crm_desktop.ui.records.payments import Payments
from crm_desktop.ui.records.price_rows import PRICES, in_force
from crm_desktop.ui.records.product_picture import ProductPicture
from crm_desktop.ui.records.related_row import RelatedRow

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
        Relation("order", "account", ("-id",), adds=False),
        Relation("special_price", "account", ("id",)),
        Relation("account", "parent", ("name",)),
    ),
    "contact": (Relation("opportunity", "contact", ("-id",)), Relation("quote", "contact", ("-id",), adds=False)),
    "opportunity": (
        Relation("quote", "opportunity", ("-id",)),
        Relation("order", "opportunity", ("-id",), adds=False),
    ),
    "quote": (Relation("order", "quote", ("-id",), adds=False),),
    "order": (Relation("instalment", "order", ("position",), adds=False),),
    "product": (
        Relation("opportunity", "product", ("-id",), adds=False),
        Relation("special_price", "product", ("id",)),
        Relation("price", "product", ("id",)),
    ),
}


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
        count, found = self._found(record)
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for place, one in enumerate(found):
            row = RelatedRow(self._context, one, self, page=record)
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
        adds = relation.adds and may_create(self._context, relation.key)
        self.add_button.setVisible(adds and self._context.may_edit)
        self.setVisible(bool(count) or (adds and relation.link != "parent"))

    def _found(self, record: Record) -> tuple[int, list[Record]]:
        """Count what hangs on a record, and read what is shown of it; of prices what holds on the day looked at."""
        relation, limit = self.relation, None if self._shows_all else FIRST
        kind, where = REGISTRY[relation.key].record, Where(relation.link, "eq", record.id)
        if relation.key in PRICES:
            holding = in_force(self._context, self._context.view.find(kind, where))
            return len(holding), holding[:limit]
        count = self._context.view.count(kind, where)
        return count, self._context.view.find(kind, where, order=relation.order, limit=limit) if count else []

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
        self._key = key
        self._record: Record | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(6)
        of_it = [one for one in RELATIONS.get(key, ()) if one.key != "instalment"]
        self.lists = [RelatedList(context, relation, partial(self.add, relation), self) for relation in of_it]
        self.payments = Payments(context, frame, self) if key == "order" else None
        self.picture = ProductPicture(context, frame, self) if key == "product" else None
        if self.picture is not None:
            column.addWidget(self.picture)
        if self.payments is not None:
            column.addWidget(self.payments)
        for each in self.lists:
            each.opened.connect(self._on_opened)
            column.addWidget(each)
        column.addStretch(1)
        context.tasks.touched.connect(self._on_touched)
        context.moved_in_time.connect(self.refresh)
        context.appearance.changed.connect(self.refresh)

    @property
    def has_any(self) -> bool:
        """Tell whether anything can hang on records of this kind."""
        return bool(self.lists or self.payments)

    def show_record(self, record: Record) -> None:
        """Show what hangs on a record."""
        self._record = record
        self.refresh()

    def refresh(self) -> None:
        """Read the lists again, unless they are kept for the next record of their kind."""
        if self._record is not None and not self.isHidden():
            if self.picture is not None:
                self.picture.show_product(self._record.id)
            for each in (self.payments, *self.lists):
                if each is not None:
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
        if key in RELATIONS or key in PRICES:
            self._frame.go(place_of(key, record.id))

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        keys = {one.key for one in RELATIONS.get(self._key, ())} | ({"product", "file"} if self.picture else set())
        if "*" in touched or touched.keys() & keys:
            self.refresh()
