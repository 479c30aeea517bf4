"""Filters over the fields of a list: what can be asked, how it is typed, and the condition it becomes."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from crm_desktop.core.access import hidden_fields
from crm_desktop.core.money import round_amount
from crm_desktop.core.schema import REGISTRY, Entity, Field, Kind, to_raw
from crm_desktop.core.store import Where
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.typed import TypedError, read_day, read_number

_BOTH = ("empty", "filled")
_OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("contains", "eq", *_BOTH),
    Kind.LONG_TEXT: ("contains", *_BOTH),
    Kind.CHOICE: ("eq", "ne", *_BOTH),
    Kind.LINK: ("contains", *_BOTH),
    Kind.TAGS: ("contains", *_BOTH),
    Kind.LABELLED: ("contains", *_BOTH),
    Kind.YES_NO: ("filled", "empty"),
    Kind.DAY: ("ge", "le", *_BOTH),
    **dict.fromkeys((Kind.WHOLE, Kind.DECIMAL, Kind.AMOUNT, Kind.PERCENT), ("ge", "le", "eq", *_BOTH)),
}
_THROUGH = frozenset({"account", "contact"})  # links over which one may ask for the fields of the other record


@dataclass(frozen=True)
class Asked:
    """One field that can be asked about: its path for `Where`, and the link before it, if any."""

    path: str
    field: Field
    through: Field | None = None

    def words(self) -> str:
        """Name it for a person."""
        own = wording.label(self.field)
        return f"{wording.label(self.through)} › {own}" if self.through else own


@dataclass(frozen=True)
class Filter:
    """One chosen filter: what is asked, how, and the value as typed."""

    asked: Asked
    op: str
    typed: str = ""

    def words(self) -> str:
        """Say the filter as a person reads it on its chip."""
        value = self.typed
        if self.asked.field.kind is Kind.CHOICE and value:
            value = wording.choice(self.asked.field, value)
        said = f"{self.asked.words()} {operator_words(self.asked.field, self.op)}"
        return f"{said} {value}" if value else said


def askable(declared: Entity, role: str) -> list[Asked]:
    """List what can be asked about a kind of record, fields of the records it links to included."""
    own = [Asked(field.name, field) for field in _fields(declared, role)]
    for field in declared.stored:
        if field.kind is Kind.LINK and field.target in _THROUGH:
            target = REGISTRY[field.target]
            own += [Asked(f"{field.name}.{f.name}", f, field) for f in _fields(target, role) if f.kind is not Kind.LINK]
    return own


def operators(field: Field) -> tuple[str, ...]:
    """List the operators a field understands."""
    return _OPERATORS.get(field.kind, _BOTH)


def operator_words(field: Field, op: str) -> str:
    """Name an operator."""
    if field.kind is Kind.YES_NO:
        yes, no = QCoreApplication.translate("Filter", "is yes"), QCoreApplication.translate("Filter", "is no")
        return yes if op == "filled" else no
    if field.kind is Kind.DAY and op in {"ge", "le"}:
        since, until = QCoreApplication.translate("Filter", "from"), QCoreApplication.translate("Filter", "until")
        return since if op == "ge" else until
    return {
        "contains": QCoreApplication.translate("Filter", "contains"),
        "eq": QCoreApplication.translate("Filter", "is"),
        "ne": QCoreApplication.translate("Filter", "is not"),
        "ge": QCoreApplication.translate("Filter", "at least"),
        "le": QCoreApplication.translate("Filter", "at most"),
        "empty": QCoreApplication.translate("Filter", "is empty"),
        "filled": QCoreApplication.translate("Filter", "is filled in"),
    }[op]


def condition(filter_: Filter, today: date, currency: str) -> Where:
    """Turn a filter into a condition. Raises TypedError where the typed value cannot be understood.

    currency: of the amounts that are compared.
    """
    field, op = filter_.asked.field, filter_.op
    if op in _BOTH:
        return Where(filter_.asked.path, op)
    if field.kind is Kind.LINK:
        return Where(f"{filter_.asked.path}.{REGISTRY[field.target].title[0]}", op, filter_.typed)
    if field.kind is Kind.DAY:
        return Where(filter_.asked.path, op, to_raw(field, read_day(filter_.typed, today)))
    if field.is_number:
        value = read_number(filter_.typed)
        value = round_amount(value, currency) if field.kind is Kind.AMOUNT else value
        return Where(filter_.asked.path, op, int(value) if field.kind is Kind.WHOLE else to_raw(field, value, currency))
    return Where(filter_.asked.path, op, filter_.typed)


class FilterPanel(QFrame):
    """Ask for one filter: field, operator, value; added: the Filter."""

    added = Signal(object)

    def __init__(self, context: Context, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._context = context
        self._asked = askable(REGISTRY[key], context.desk.role)
        self.setProperty("kind", "card")
        self.field, self.operator, self.choice = QComboBox(self), QComboBox(self), QComboBox(self)
        self.field.setMaxVisibleItems(16)
        self.value = QLineEdit(self)
        self.wrong = QLabel(self)
        self.wrong.setProperty("kind", "bad")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self.add = QPushButton(self.tr("Add filter"), self)
        self.add.setProperty("kind", "primary")
        for editor, name in (
            (self.field, self.tr("Field")),
            (self.operator, self.tr("Comparison")),
            (self.value, self.tr("Value")),
            (self.choice, self.tr("Value")),
        ):
            editor.setAccessibleName(name)
        for asked in self._asked:
            self.field.addItem(asked.words(), asked)
        self.field.currentIndexChanged.connect(self._on_field)
        self.operator.currentIndexChanged.connect(self._on_operator)
        self.value.returnPressed.connect(self._on_add)
        self.add.clicked.connect(self._on_add)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 12, 12, 12)
        grid.setSpacing(8)
        grid.addWidget(self.field, 0, 0, 1, 2)
        grid.addWidget(self.operator, 1, 0)
        grid.addWidget(self.value, 1, 1)
        grid.addWidget(self.choice, 1, 1)
        grid.addWidget(self.wrong, 2, 0, 1, 2)
        grid.addWidget(self.add, 3, 1)
        self.setFixedWidth(380)
        self._on_field()

    @property
    def _field(self) -> Asked:
        return self._asked[max(0, self.field.currentIndex())]

    def _on_field(self) -> None:
        field = self._field.field
        self.operator.clear()
        for op in operators(field):
            self.operator.addItem(operator_words(field, op), op)
        self.choice.clear()
        for one in field.choices:
            self.choice.addItem(wording.core(one.label), one.value)
        self._on_operator()

    def _on_operator(self) -> None:
        needs = self.operator.currentData() not in _BOTH
        self.choice.setVisible(needs and bool(self._field.field.choices))
        self.value.setVisible(needs and not self._field.field.choices)

    def _on_add(self) -> None:
        field, op = self._field.field, self.operator.currentData()
        typed = "" if op in _BOTH else self.choice.currentData() if field.choices else self.value.text().strip()
        filter_ = Filter(self._field, op, typed)
        try:
            condition(filter_, self._context.desk.today(), self._context.desk.organisation.base_currency)
        except TypedError as error:
            self.wrong.setText(str(error))
            self.wrong.show()
            self.adjustSize()
            return
        self.added.emit(filter_)
        self.close()


def _fields(declared: Entity, role: str) -> list[Field]:
    hidden = hidden_fields(declared, role)
    return [f for f in declared.stored if (f.section or f.column) and f.name not in hidden and f.kind in _OPERATORS]
