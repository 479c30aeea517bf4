"""The fields of a paper template by section, English beside Chinese; each saved when it is left."""

from typing import Any

import msgspec
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.actions.paper_templates import hard_to_read
from crm_desktop.core.entities import PaperTemplate
from crm_desktop.core.entities.paper_templates import COLOURS, LAYOUT, WORDS
from crm_desktop.core.schema import Field, Kind, entity_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.editors import LongEditor
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.quotes.head import HeadField
from crm_desktop.ui.quotes.template_colour import ColourField
from crm_desktop.ui.quotes.template_files import TemplateFile
from crm_desktop.ui.typed import TypedError
from crm_desktop.ui.wording import core, label
from crm_desktop.ui.wording import shown as words_of

ACROSS = 2
WHOLE = frozenset({"name", "logo", "appendix"})
"""What has a line of its own, as has what is ticked, whose words are long."""
FILES = {"logo": LAYOUT, "appendix": WORDS}
"""The sections of what no other page can show."""
LONG_PX = 84


class TemplateFields(QWidget):
    """Show and edit a template. edited: field name, new value; typed: something stands there that is not saved yet."""

    edited = Signal(str, object)
    typed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._template = PaperTemplate(id="")
        self.fields: dict[str, HeadField] = {}
        self.flags: dict[str, QCheckBox] = {}
        self.files: dict[str, TemplateFile] = {}
        self._headings: dict[str, QLabel] = {}
        self.warning = QLabel(self)
        self.warning.setProperty("kind", "warn")
        self.warning.setWordWrap(True)
        self.warning.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 4, 20, 20)
        self._column.setSpacing(6)
        for section in dict.fromkeys(field.section for field in entity_of(PaperTemplate).stored if field.section):
            self._lay_out(section)
        self._column.addStretch(1)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def show_template(self, template: PaperTemplate, *, may_edit: bool) -> None:
        """Show a template; a field somebody is typing in keeps its text."""
        is_other = self._template.id != template.id
        self._template = template
        for name, shown in self.fields.items():
            shown.editor.record = template
            value = getattr(template, name)
            # A style sheet takes the least height of what is typed in, so the room around it has to hold it.
            is_long = may_edit and isinstance(shown.editor, LongEditor)
            shown.setMinimumHeight(LONG_PX + shown.fontMetrics().lineSpacing() + 4 if is_long else 0)
            shown.show_words(words_of(self._context, shown.field, value, template), may_edit=may_edit)
            if is_other or (not self._has_focus(shown) and shown.trouble.isHidden()):
                shown.show_trouble("")
                shown.editor.show_value(value)
                inner = shown.editor.focusProxy()
                if isinstance(inner, QLineEdit):
                    inner.setCursorPosition(0)
        for name, flag in self.flags.items():
            flag.setChecked(getattr(template, name))
            flag.setEnabled(may_edit)
        for file in self.files.values():
            file.show_template(template, may_edit=may_edit)
        self._warn()

    def as_typed(self) -> PaperTemplate:
        """Give the template with what stands in the fields; what cannot be read yet is as it was saved."""
        values: dict[str, Any] = {}
        for name, shown in self.fields.items():
            try:
                values[name] = shown.editor.value()
            except TypedError:
                continue
        return msgspec.structs.replace(self._template, **values)

    def save(self, name: str) -> None:
        """Hand over what stands in a field, if it differs."""
        shown = self.fields[name]
        if not self._template.id or not shown.editor.isEnabled():
            return
        shown.show_trouble("")
        value = getattr(self.as_typed(), name)
        if value != getattr(self._template, name):
            self.edited.emit(name, value)

    def save_all(self) -> None:
        """Hand over what is being typed."""
        for name in self.fields:
            self.save(name)

    def refuse(self, name: str, text: str) -> None:
        """Show a refusal under its field; what was typed stays."""
        (self.fields.get(name) or self.files.get(name) or self.fields["name"]).show_trouble(text)

    def retranslate(self) -> None:
        """Set every text again."""
        for section, heading in self._headings.items():
            heading.setText(core(section))
        for shown in self.fields.values():
            shown.name.setText(label(shown.field))
            shown.setToolTip(core(shown.field.help) if shown.field.help else "")
            if isinstance(shown, ColourField):
                shown.retranslate()
        for name, flag in self.flags.items():
            field = entity_of(PaperTemplate).fields[name]
            flag.setText(label(field))
            flag.setToolTip(core(field.help) if field.help else "")
        for file in self.files.values():
            file.retranslate()
        self._warn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self, section: str) -> None:
        heading = self._headings[section] = QLabel(self)
        heading.setProperty("kind", "heading")
        heading.setContentsMargins(0, 12, 0, 0)
        self._column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for column in range(ACROSS):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 140)
        self._column.addLayout(grid)
        at = 0
        for field in entity_of(PaperTemplate).stored:
            if FILES.get(field.name, field.section) != section:
                continue
            made = self._made(field)
            is_whole = field.name in WHOLE or field.kind is Kind.YES_NO
            at += at % ACROSS if is_whole else 0
            grid.addWidget(made, at // ACROSS, at % ACROSS, 1, ACROSS if is_whole else 1, Qt.AlignmentFlag.AlignTop)
            at += ACROSS if is_whole else 1
            if field.name == COLOURS[-1]:
                grid.addWidget(self.warning, at // ACROSS, 0, 1, ACROSS)
                at += ACROSS

    def _made(self, field: Field) -> QWidget:
        name = field.name
        if field.kind is Kind.YES_NO:
            flag = self.flags[name] = QCheckBox(self)
            flag.clicked.connect(lambda is_on: self.edited.emit(name, is_on))
            return flag
        if field.kind is Kind.FILE:
            file = self.files[name] = TemplateFile(self._context, field, self)
            return file
        kind = ColourField if name in COLOURS else HeadField
        shown = self.fields[name] = kind(self._context, name, self._template, self)
        if isinstance(shown.editor, LongEditor):
            shown.editor.text.setFixedHeight(LONG_PX)
        shown.editor.committed.connect(lambda: self.save(name))
        shown.editor.cancelled.connect(lambda: self._on_cancelled(name))
        shown.editor.edited.connect(self._on_typed)
        return shown

    def _on_typed(self) -> None:
        self._warn()
        self.typed.emit()

    def _warn(self) -> None:
        found = hard_to_read(self.as_typed())
        self.warning.setText(sentence(found) if found else "")
        self.warning.setVisible(found is not None)

    def _on_cancelled(self, name: str) -> None:
        shown = self.fields[name]
        shown.show_trouble("")
        shown.editor.show_value(getattr(self._template, name))

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        for name, shown in self.fields.items():
            if before is not None and shown.isAncestorOf(before) and not (now is not None and shown.isAncestorOf(now)):
                self.save(name)
                return

    def _has_focus(self, shown: HeadField) -> bool:
        here = self.window().focusWidget()
        return here is not None and shown.isAncestorOf(here) and self.isVisible()
