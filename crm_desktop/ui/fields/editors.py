"""One editor for each kind of field; all of them show a value, give it back, and say when the person is done."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.money import round_amount
from crm_desktop.core.schema import Field, Kind, Record
from crm_desktop.core.store.search import SEARCHED
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.editor import ENTER, Editor
from crm_desktop.ui.fields.finder import Finder
from crm_desktop.ui.fields.items_editor import ItemsEditor
from crm_desktop.ui.fields.links_editor import LinksEditor
from crm_desktop.ui.fields.options import options_of
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.parts.day_calendar import day_calendar
from crm_desktop.ui.parts.named_combo import name_combo
from crm_desktop.ui.typed import read_day, read_moment, read_number


class TextEditor(Editor):
    """One line of text."""

    def build(self) -> None:
        self.line = QLineEdit(self)
        self.line.setAccessibleName(wording.label(self.field))
        self.line.textChanged.connect(self.edited)
        self.row.addWidget(self.line)
        self.setFocusProxy(self.line)

    def show_value(self, value: Any) -> None:
        self.line.setText(self.written(value))

    def written(self, value: Any) -> str:
        """Write a value the way it is typed."""
        return str(value or "")

    def value(self) -> Any:
        return self.line.text().strip()

    def words(self) -> tuple[str, ...]:
        return (self.line.text(),)

    def show_words(self, words: Sequence[str]) -> None:
        self.line.setText("".join(words[:1]))

    def take_focus(self) -> None:
        self.line.setFocus()
        self.line.selectAll()


class NumberEditor(TextEditor):
    """A whole number, a decimal, a percentage or an amount beside its currency."""

    def build(self) -> None:
        super().build()
        unit = QLabel(self)
        unit.setProperty("kind", "muted")
        if self.field.kind is Kind.AMOUNT:
            unit.setText(str(getattr(self.record, self.field.currency, "")))
        elif self.field.kind is Kind.PERCENT:
            unit.setText("%")
        if unit.text():
            self.row.addWidget(unit)
        else:
            unit.hide()

    def written(self, value: Any) -> str:
        is_year = self.field.high is not None and self.field.high <= 9999
        return "" if value is None else wording.number(value, grouped=not is_year)

    def value(self) -> Any:
        text = self.line.text().strip()
        if not text:
            return None
        value = read_number(text)
        if self.field.kind is Kind.AMOUNT:
            return round_amount(value, str(getattr(self.record, self.field.currency, "")))
        return int(value) if self.field.kind is Kind.WHOLE else round(value, 6)


class TagsEditor(TextEditor):
    """Words apart by commas."""

    def written(self, value: Any) -> str:
        return ", ".join(value or ())

    def value(self) -> Any:
        words = self.line.text().replace("，", ",").replace("、", ",").split(",")
        return tuple(sorted({word.strip() for word in words if word.strip()}))


class DayEditor(TextEditor):
    """A day, typed or taken from a calendar."""

    def build(self) -> None:
        super().build()
        self.button = QToolButton(self)
        self.button.setIcon(icon("calendar", self.context.appearance.theme.muted))
        self.button.setAccessibleName(self.tr("Calendar of %1").replace("%1", wording.label(self.field)))
        self.button.setToolTip(self.tr("Calendar") + "  Alt+↓")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.open_calendar)
        self.row.addWidget(self.button)
        self.line.installEventFilter(self)

    def written(self, value: Any) -> str:
        return wording.day(value) if value else ""

    def show_value(self, value: Any) -> None:
        self._shown = value
        super().show_value(value)

    def value(self) -> Any:
        text = self.line.text().strip()
        if not text:
            return None
        return self._shown if text == self.written(self._shown) else read_day(text, self.context.desk.today())

    def open_calendar(self) -> QFrame:
        """Open a calendar under the field."""
        frame = QFrame(self, Qt.WindowType.Popup)
        frame.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        frame.setProperty("kind", "card")
        calendar = day_calendar(self.context.appearance.theme, frame)
        calendar.setAccessibleName(wording.label(self.field))
        day = self._shown or self.context.desk.today()
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        column = QVBoxLayout(frame)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(calendar)

        def take(chosen: QDate) -> None:
            self.line.setText(f"{chosen.year()}-{chosen.month():02}-{chosen.day():02}")
            frame.close()
            self.committed.emit()

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        frame.adjustSize()
        frame.move(self.mapToGlobal(self.rect().bottomLeft()))
        frame.show()
        calendar.setFocus()
        return frame

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_down = event.key() == Qt.Key.Key_Down
            if is_down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.open_calendar()
                return True
        return False


class MomentEditor(TextEditor):
    """A day with a time of day, in the time of the organisation."""

    def show_value(self, value: Any) -> None:
        self._shown = value
        super().show_value(value)

    def written(self, value: Any) -> str:
        return f"{value.astimezone(self.context.desk.zone):%Y-%m-%d %H:%M}" if value else ""

    def value(self) -> Any:
        text = self.line.text().strip()
        if text and text == self.written(self._shown):
            return self._shown  # with its seconds
        return read_moment(text, self.context.desk.now(), self.context.desk.zone) if text else None


class LongEditor(Editor):
    """Text of several lines; Ctrl+Enter is done, Tab goes on."""

    def build(self) -> None:
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName(wording.label(self.field))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(132)
        self.text.installEventFilter(self)
        self.text.textChanged.connect(self.edited)
        self.row.addWidget(self.text)
        self.setFocusProxy(self.text)

    def show_value(self, value: Any) -> None:
        self.text.setPlainText(value or "")

    def value(self) -> Any:
        return self.text.toPlainText().strip()

    def words(self) -> tuple[str, ...]:
        return (self.text.toPlainText(),)

    def show_words(self, words: Sequence[str]) -> None:
        self.text.setPlainText("".join(words[:1]))

    def take_focus(self) -> None:
        self.text.setFocus()
        cursor = self.text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.text.setTextCursor(cursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.cancelled.emit()
                return True
            if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.committed.emit()
                return True
        return False


class QuietCombo(QComboBox):
    """A list of choices that scrolling past does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceEditor(Editor):
    """One of the declared choices, or one record of a short list such as stages and people."""

    def build(self) -> None:
        self.combo = QuietCombo(self)
        self.combo.setMaxVisibleItems(16)
        self.combo.setMinimumContentsLength(6)  # where there is no room its longest words make none
        if not self.field.required:
            self.combo.addItem("–", "")
        for key, text in options_of(self.context, self.field, self.record):
            self.combo.addItem(text, key)
        if self.combo.count() > 8:
            self._make_typed()
        name_combo(self.combo, wording.label(self.field))
        self.combo.activated.connect(lambda _at: self.committed.emit())
        self.combo.currentTextChanged.connect(self.edited)
        self.row.addWidget(self.combo)
        self.setFocusProxy(self.combo)

    def show_value(self, value: Any) -> None:
        at = self.combo.findData(value or "")
        if at < 0 and value:
            self.combo.addItem(wording.shown(self.context, self.field, value, self.record), value)
            at = self.combo.count() - 1
        self.combo.setCurrentIndex(at)

    def value(self) -> Any:
        if self.combo.isEditable():
            at = self.combo.findText(self.combo.currentText(), Qt.MatchFlag.MatchFixedString)
            return self.combo.itemData(at) if at >= 0 else self.combo.currentData() or ""
        return self.combo.currentData() or ""

    def words(self) -> tuple[str, ...]:
        return (self.combo.currentData() or "", self.combo.currentText())

    def show_words(self, words: Sequence[str]) -> None:
        chosen, typed = words
        self.show_value(chosen)
        if self.combo.isEditable():
            self.combo.setEditText(typed)

    def take_focus(self) -> None:
        self.combo.setFocus()
        if self.combo.isEditable() and self.combo.lineEdit():
            self.combo.lineEdit().selectAll()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for key, text in options_of(self.context, self.field, self.record):
                if (at := self.combo.findData(key)) >= 0:
                    self.combo.setItemText(at, text)

    def _make_typed(self) -> None:
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = self.combo.completer()
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)


class LinkEditor(Editor):
    """One record of many, found while typing."""

    def build(self) -> None:
        self.finder = Finder(self.context, (self.field.target,), self._word, self)
        self.finder.setAccessibleName(wording.label(self.field))
        self.finder.setPlaceholderText(self.tr("Type a name"))
        self.finder.taken.connect(lambda _record: self.committed.emit())
        self.finder.given_up.connect(self.cancelled)
        self.finder.textChanged.connect(self.edited)
        self.row.addWidget(self.finder)
        self.setFocusProxy(self.finder)

    def show_value(self, value: Any) -> None:
        self.finder.show_record(wording.titles(self.context).record(self.field.target, value) if value else None)

    def value(self) -> Any:
        if not self.finder.text().strip():
            return ""
        return self.finder.record.id if self.finder.record else ""

    def words(self) -> tuple[str, ...]:
        return (self.finder.record.id if self.finder.record else "", self.finder.text())

    def show_words(self, words: Sequence[str]) -> None:
        chosen, typed = words
        self.show_value(chosen)
        self.finder.setText(typed)

    def take_focus(self) -> None:
        self.finder.setFocus()
        self.finder.selectAll()

    def _word(self, record: Record) -> Cell:
        return Cell(wording.name_of(record), secondary=self._beside(record))

    def _beside(self, record: Record) -> str:
        city = getattr(record, "city", "") or getattr(record, "sku", "")
        account = getattr(record, "account", "")
        return city or (wording.title(self.context, "account", account) if account else "")


_EDITORS: dict[Kind, type[Editor]] = {
    Kind.TEXT: TextEditor,
    Kind.LONG_TEXT: LongEditor,
    Kind.CHOICE: ChoiceEditor,
    Kind.WHOLE: NumberEditor,
    Kind.DECIMAL: NumberEditor,
    Kind.AMOUNT: NumberEditor,
    Kind.PERCENT: NumberEditor,
    Kind.DAY: DayEditor,
    Kind.MOMENT: MomentEditor,
    Kind.LABELLED: ItemsEditor,
    Kind.TAGS: TagsEditor,
    Kind.LINKS: LinksEditor,
}


def editor_for(context: Context, field: Field, record: Record, parent: QWidget) -> Editor | None:
    """Make the editor of a field, showing the record's value; None for what no editor exists (files, yes/no)."""
    made = _EDITORS.get(field.kind)
    if field.kind is Kind.LINK:
        made = LinkEditor if field.target in SEARCHED else ChoiceEditor
    if made is None:
        return None
    editor = made(context, field, record, parent)
    editor.show_value(getattr(record, field.name))
    return editor
