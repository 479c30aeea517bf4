"""The fields above the lines of a quote, each with its label over it, saved when it is left."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.entities import Quote
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.editor import Editor
from crm_desktop.ui.fields.editors import editor_for
from crm_desktop.ui.parts.short_label import ShortLabel
from crm_desktop.ui.typed import TypedError
from crm_desktop.ui.wording import label, told
from crm_desktop.ui.wording import shown as words_of

FIRST = ("account", "contact", "subject", "valid_until", "language", "discount")
MORE = (
    "discount_amount", "freight", "freight_tax", "freight_tax_label", "prices", "tax_by", "rounding", "total_step", "rate",
    "payment_terms", "payment_plan", "delivery_terms", "customer_reference", "paper_template", "paper_look", "paper_size", "remarks",
)  # fmt: skip
ACROSS = 3
LOWEST = 160  # of the room of a head: what is folded away needs no more


class HeadField(QWidget):
    """One field: label, its editor or plain words, and under it the sentence of a refusal."""

    def __init__(self, context: Context, name: str, record: Record, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = entity_of(record).fields[name]
        self.name = ShortLabel(self)
        self.name.setProperty("kind", "small")
        editor = editor_for(context, self.field, record, self)
        if editor is None:
            raise TypeError(f"no editor for {name}")
        self.editor: Editor = editor
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.hide()
        self.trouble = QLabel(self)
        self.trouble.setProperty("kind", "bad")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        for part in (self.name, self.editor, self.words, self.trouble):
            lines.addWidget(part)

    def show_words(self, text: str, *, may_edit: bool) -> None:
        """Show the editor, or only words where nothing can be changed."""
        self.editor.setEnabled(may_edit)
        self.editor.setVisible(may_edit)
        self.words.setText(text or "–")
        self.words.setAccessibleName(told(label(self.field), self.words.text()))
        self.words.setVisible(not may_edit)

    def show_trouble(self, text: str) -> None:
        """Say why what was typed is not taken; "" when it is."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
        self.editor.mark_wrong(bool(text))


class HeadRoom(QScrollArea):
    """The room of a head: all that it wants, and where a window is too low for all conditions they scroll."""

    def __init__(self, head: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidget(head)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for one in (self.viewport(), head):
            one.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        return self.widget().sizeHint()

    def minimumSizeHint(self) -> QSize:
        hint = self.widget().minimumSizeHint()
        return QSize(hint.width(), min(self.sizeHint().height(), LOWEST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class QuoteHead(QWidget):
    """Show and edit the head of a quote. edited: field name, new value."""

    edited = Signal(str, object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._quote: Quote | None = None
        self.fields: dict[str, HeadField] = {}
        self._is_folded = True
        self.more = QPushButton(self)
        self.more.setProperty("kind", "link")
        self.more.clicked.connect(lambda: self.show_more(is_all=self._is_folded))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        for column in range(ACROSS):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 96)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def show_quote(self, quote: Quote, *, may_edit: bool) -> None:
        """Show a quote; a field somebody is typing in keeps its text."""
        is_other = self._quote is None or self._quote.id != quote.id
        self._quote = quote
        if is_other:
            self._build(quote)
        for name, shown in self.fields.items():
            editor = shown.editor
            editor.record = quote
            shown.show_words(words_of(self._context, shown.field, getattr(quote, name), quote), may_edit=may_edit)
            if not self._has_focus(shown) and shown.trouble.isHidden():
                editor.show_value(getattr(quote, name))
                inner = editor.focusProxy()
                if isinstance(inner, QLineEdit):
                    inner.setCursorPosition(0)  # a long name is known by its beginning

    def save(self, name: str) -> None:
        """Hand over what stands in a field, if it differs."""
        shown, quote = self.fields[name], self._quote
        if quote is None or not shown.editor.isEnabled():
            return
        try:
            value: Any = shown.editor.value()
        except TypedError as error:
            shown.show_trouble(str(error))
            return
        shown.show_trouble("")
        if value != getattr(quote, name):
            self.edited.emit(name, value)

    def save_all(self) -> None:
        """Hand over what is being typed."""
        for name in list(self.fields):
            self.save(name)

    def refuse(self, name: str, text: str) -> None:
        """Show a refusal under its field; what was typed stays."""
        if name in MORE:
            self.show_more(is_all=True)
        self.fields[name].show_trouble(text)

    def show_more(self, *, is_all: bool) -> None:
        """Show all conditions, or fold those away that most quotes do without."""
        self._is_folded = not is_all
        for name in MORE:
            if name in self.fields:
                self.fields[name].setVisible(is_all)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        for shown in self.fields.values():
            shown.name.setText(label(shown.field))
            shown.words.setAccessibleName(told(label(shown.field), shown.words.text()))
        self.more.setText(self.tr("More conditions") if self._is_folded else self.tr("Fewer conditions"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _build(self, quote: Quote) -> None:
        for shown in self.fields.values():
            shown.hide()
            shown.deleteLater()
        self.fields = {}
        for at, name in enumerate((*FIRST, *MORE)):
            shown = HeadField(self._context, name, quote, self)
            shown.editor.committed.connect(lambda name=name: self.save(name))
            shown.editor.cancelled.connect(lambda name=name: self._on_cancelled(name))
            self.fields[name] = shown
            self._grid.addWidget(shown, at // ACROSS, at % ACROSS, Qt.AlignmentFlag.AlignTop)
            shown.setVisible(name in FIRST or not self._is_folded)
        self._grid.addWidget(self.more, 20, 0, 1, ACROSS, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def _on_cancelled(self, name: str) -> None:
        shown = self.fields[name]
        shown.show_trouble("")
        shown.editor.show_value(getattr(self._quote, name))

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        for name, shown in self.fields.items():
            if before is not None and shown.isAncestorOf(before) and not (now is not None and shown.isAncestorOf(now)):
                self.save(name)
                return

    def _has_focus(self, shown: HeadField) -> bool:
        here = self.window().focusWidget()
        return here is not None and shown.isAncestorOf(here) and self.isVisible()
