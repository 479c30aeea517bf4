"""The small panel that asks for one filter, or changes one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from crm_desktop.core.schema import REGISTRY, Kind
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.lists.asking import (
    FEW,
    ME,
    Asked,
    askable,
    needs_days,
    needs_nothing,
    operator_words,
    operators,
    standpoint,
)
from crm_desktop.ui.lists.filters import DAYS_AT_FIRST, MOST_DAYS, Filter, conditions
from crm_desktop.ui.parts.anchored import Anchored
from crm_desktop.ui.parts.named_combo import name_combo
from crm_desktop.ui.typed import TypedError

WIDE = 400


class FilterPanel(Anchored):
    """Ask for one filter: field, operator, value. chosen: the Filter. removed: the one to change is not wanted any more.

    seen: the filter to change, None for a new one.
    """

    chosen = Signal(object)
    removed = Signal()

    def __init__(self, context: Context, key: str, beside: QWidget, seen: Filter | None = None) -> None:
        super().__init__(beside, beside.rect(), WIDE)
        self._context = context
        self._asked = askable(REGISTRY[key], context.desk.role)
        self.field, self.operator, self.choice = QComboBox(self), QComboBox(self), QComboBox(self)
        self.value, self.days = QLineEdit(self), QSpinBox(self)
        self.days.setRange(0, MOST_DAYS)
        self.days.setValue(DAYS_AT_FIRST)
        if isinstance(edit := self.days.lineEdit(), QLineEdit):
            edit.setTextMargins(8, 0, 0, 0)
        self.wrong = QLabel(self)
        self.wrong.setProperty("kind", "bad")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self.add = QPushButton(self.tr("Change filter") if seen else self.tr("Add filter"), self)
        self.add.setProperty("kind", "primary")
        self.remove = QPushButton(self.tr("Remove"), self)
        self.remove.setVisible(seen is not None)
        self._make_searchable()
        self._name()
        for asked in self._asked:
            self.field.addItem(asked.words(), asked)
        self._lay_out()
        self._on_field()
        if seen is not None:
            self._show(seen)
        self._connect()

    @property
    def _chosen(self) -> Asked:
        return self._asked[max(0, self.field.currentIndex())]

    def open(self) -> None:
        super().open()
        first: QWidget = self.field
        if not self.remove.isHidden():
            editors = (self.value, self.days, self.choice)
            first = next((one for one in editors if one.isVisibleTo(self)), self.operator)
        first.setFocus()
        if isinstance(edit := self.field.lineEdit(), QLineEdit) and first is self.field:
            edit.selectAll()

    def _make_searchable(self) -> None:
        """Let a part of the words find the field: there are many, with those of other records."""
        self.field.setMaxVisibleItems(16)
        self.field.setEditable(True)
        self.field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        found = self.field.completer()
        if isinstance(found, QCompleter):
            found.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            found.setFilterMode(Qt.MatchFlag.MatchContains)
            found.setMaxVisibleItems(12)

    def _name(self) -> None:
        for combo, name in (
            (self.field, self.tr("Field")),
            (self.operator, self.tr("Comparison")),
            (self.choice, self.tr("Compared with")),
        ):
            name_combo(combo, name)
        self.value.setAccessibleName(self.tr("Compared with"))
        self.days.setAccessibleName(self.tr("Days"))

    def _connect(self) -> None:
        self.field.currentIndexChanged.connect(self._on_field)
        self.operator.currentIndexChanged.connect(self._on_operator)
        self.value.returnPressed.connect(self._on_add)
        edit = self.days.lineEdit()
        if edit is not None:
            edit.returnPressed.connect(self._on_add)
        self.add.clicked.connect(self._on_add)
        self.remove.clicked.connect(self._on_remove)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 12, 12, 12)
        grid.setSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.field, 0, 0, 1, 2)
        grid.addWidget(self.operator, 1, 0)
        for editor in (self.value, self.choice, self.days):
            grid.addWidget(editor, 1, 1)
        grid.addWidget(self.wrong, 2, 0, 1, 2)
        grid.addWidget(self.remove, 3, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.add, 3, 1)

    def _show(self, seen: Filter) -> None:
        self.field.setCurrentIndex(next((i for i, one in enumerate(self._asked) if one.path == seen.asked.path), 0))
        self._on_field()
        self.operator.setCurrentIndex(max(0, self.operator.findData(seen.op)))
        self._on_operator()
        if needs_days(seen.op) and seen.typed.isdecimal():
            self.days.setValue(int(seen.typed))
        self.choice.setCurrentIndex(max(0, self.choice.findData(seen.typed)))
        self.value.setText(seen.typed)

    def _on_field(self) -> None:
        asked = self._chosen
        self.operator.clear()
        for op in operators(asked):
            self.operator.addItem(operator_words(asked, op), op)
        self.choice.clear()
        for value, words in self._choices(asked):
            self.choice.addItem(words, value)
        self._on_operator()

    def _choices(self, asked: Asked) -> list[tuple[str, str]]:
        field = asked.field
        if asked.question:
            return []
        if field.kind is Kind.LINK and field.target in FEW:
            declared = REGISTRY[field.target]
            order = ("position",) if "position" in declared.fields else (declared.title[0],)
            found = self._context.view.find(declared.record, order=order)
            mine = [(ME, self.tr("Me"))] if field.target == "user" else []
            return [*mine, *((one.id, wording.name_of(one)) for one in found)]
        return [(one.value, wording.core(one.label)) for one in field.choices]

    def _on_operator(self) -> None:
        op = str(self.operator.currentData())
        needs, has_choices = not needs_nothing(self._chosen, op), bool(self.choice.count())
        self.days.setVisible(needs_days(op))
        self.choice.setVisible(needs and has_choices and not needs_days(op))
        self.value.setVisible(needs and not has_choices and not needs_days(op))

    def _typed(self, op: str) -> str:
        if needs_days(op):
            return str(self.days.value())
        if needs_nothing(self._chosen, op):
            return ""
        return str(self.choice.currentData()) if self.choice.count() else self.value.text().strip()

    def _on_add(self) -> None:
        op = str(self.operator.currentData())
        filter_ = Filter(self._chosen, op, self._typed(op))
        try:
            conditions(filter_, standpoint(self._context))
        except TypedError as error:
            self.wrong.setText(str(error))
            self.wrong.show()
            self.settle()
            return
        self.chosen.emit(filter_)
        self.go()

    def _on_remove(self) -> None:
        self.removed.emit()
        self.go()
