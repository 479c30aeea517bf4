"""The card of templates of lines: put in, kept, renamed and deleted."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.actions import line_sources, records
from crm_desktop.core.entities import LineTemplate, QuoteLine
from crm_desktop.core.errors import UserError
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.anchored import Anchored
from crm_desktop.ui.parts.item_list import Row
from crm_desktop.ui.quotes.line_acts import LineActs
from crm_desktop.ui.quotes.lines_table import ShortTable
from crm_desktop.ui.taking_back import take_back

WIDE = 460
MOST = 7  # templates that are seen without scrolling


class TemplateLines(Anchored):
    """Show the templates a person has; below them the lines of the quote can be kept as one."""

    def __init__(self, context: Context, frame: Frame, acts: LineActs, beside: QWidget) -> None:
        super().__init__(beside, beside.rect(), WIDE)
        self._context, self._frame, self._acts = context, frame, acts
        self._templates: list[LineTemplate] = []
        self.table = ShortTable(context.appearance, self, several=False)
        self.table.setAccessibleName(self.tr("Templates"))
        self.nothing, self.wrong = (
            QLabel(self.tr("No templates yet: keep the lines of a quote as one."), self),
            QLabel(self),
        )
        self.nothing.setProperty("kind", "muted")
        self.nothing.setWordWrap(True)
        self.wrong.setProperty("kind", "bad")
        self.wrong.setWordWrap(True)
        self.insert_button, self.keep_button = QPushButton(self.tr("Insert"), self), QPushButton(self)
        self.rename_button, self.delete_button = (
            QPushButton(words, self) for words in (self.tr("Rename"), self.tr("Delete"))
        )
        self.insert_button.setProperty("kind", "primary")
        self.name, self.everyone = QLineEdit(self), QCheckBox(self.tr("For everyone"), self)
        self.name.setPlaceholderText(self.tr("Name of the template"))
        self.name.setAccessibleName(self.name.placeholderText())
        self.keep_button.setText(self.tr("Keep %n line(s)", "", len(self._kept())))
        self.keep_button.setEnabled(bool(self._kept()))
        self._lay_out()
        self.table.changed.connect(self._on_chosen)
        self.table.entered.connect(self.insert)
        self.insert_button.clicked.connect(self.insert)
        self.rename_button.clicked.connect(self.rename)
        self.delete_button.clicked.connect(self.delete)
        self.keep_button.clicked.connect(self.keep)
        self.name.returnPressed.connect(self.keep)
        self._read()

    def insert(self) -> None:
        """Put the lines of the chosen template into the quote and go."""
        quote, template = self._acts.model.quote, self._chosen()
        if quote is None or template is None:
            return
        try:
            done = line_sources.put_in(self._context.desk, quote, template)
        except UserError as error:
            self._say(error)
            return
        self.go()
        self._acts.done.emit(done)

    def keep(self) -> None:
        """Keep the chosen lines of the quote, all where less than two are chosen, as a template of the name typed."""
        try:
            made, done = line_sources.keep_template(
                self._context.desk, self.name.text(), self._kept(), is_shared=self.everyone.isChecked()
            )
        except UserError as error:
            self._say(error)
            self.name.setFocus()
            return
        self.go()
        self._context.tell(done)
        said = self.tr("Kept as a template: %1").replace("%1", made.name)
        self._frame.toast(said, self.tr("Undo"), partial(take_back, self._context, self._frame, done.change))

    def rename(self) -> None:
        """Give the chosen template the name typed."""
        template = self._chosen()
        if template is None:
            return
        try:
            self._context.tell(line_sources.rename_template(self._context.desk, template, self.name.text()))
        except UserError as error:
            self._say(error)
            self.name.setFocus()
            return
        self.name.clear()
        self._read(template.id)

    def delete(self) -> None:
        """Delete the chosen template, with a way back."""
        template = self._chosen()
        if template is None:
            return
        try:
            done = records.delete(self._context.desk, template)
        except UserError as error:
            self._say(error)
            return
        self._context.tell(done)
        said = self.tr("Deleted: %1").replace("%1", template.name)
        self._frame.toast(said, self.tr("Undo"), partial(take_back, self._context, self._frame, done.change))
        self._read()

    def _kept(self) -> list[QuoteLine]:
        chosen = self._acts.table.chosen()
        lines = self._acts.model.lines
        return [line for line in lines if line.id in chosen] if len(chosen) > 1 else list(lines)

    def _chosen(self) -> LineTemplate | None:
        rows = self.table.chosen()
        return self._templates[rows[0]] if rows else None

    def _read(self, id_: str = "") -> None:
        self._templates = line_sources.templates(self._context.desk)
        self.table.show_rows([Row("", self._cells(one)) for one in self._templates], most=MOST)
        self.table.setVisible(bool(self._templates))
        self.nothing.setVisible(not self._templates)
        at = next((row for row, one in enumerate(self._templates) if one.id == id_), 0)
        if self._templates:
            self.table.selectRow(at)
        self.wrong.hide()
        self.setFocusProxy(self.table if self._templates else self.name)
        self._on_chosen()

    def _on_chosen(self) -> None:
        template = self._chosen()
        is_own = template is not None and template.owner == self._context.desk.user.id and self._context.may_edit
        for button in (self.rename_button, self.delete_button):
            button.setEnabled(is_own)
            button.setVisible(bool(self._templates))
        self.insert_button.setVisible(bool(self._templates))
        self.insert_button.setEnabled(template is not None)
        self.settle()

    def _cells(self, template: LineTemplate) -> tuple[Cell, Cell]:
        lines = line_sources.lines_kept(template)
        words = self.tr("%n line(s)", "", len(lines))
        return Cell(template.name, icon="users" if template.is_shared else ""), Cell(
            words, tone="muted", is_number=True
        )

    def _say(self, error: UserError) -> None:
        self.wrong.setText(sentence(error))
        self.wrong.show()
        self.settle()

    def _lay_out(self) -> None:
        heading, below = QLabel(self.tr("Templates of lines"), self), QLabel(self.tr("Keep these lines"), self)
        heading.setProperty("kind", "heading")
        below.setProperty("kind", "heading")
        acts = QHBoxLayout()
        for part in (self.rename_button, self.delete_button):
            acts.addWidget(part)
        acts.addStretch(1)
        acts.addWidget(self.insert_button)
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(self.name, 0, 0, 1, 2)
        grid.addWidget(self.everyone, 1, 0)
        grid.addWidget(self.keep_button, 1, 1)
        grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        shown: tuple[QWidget, ...] = (heading, self.table, self.nothing)
        for each in shown:
            column.addWidget(each)
        column.addLayout(acts)
        column.addSpacing(4)
        column.addWidget(below)
        column.addLayout(grid)
        column.addWidget(self.wrong)
        self.wrong.hide()
