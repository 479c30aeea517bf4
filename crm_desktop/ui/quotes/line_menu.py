"""The menu of the lines of a quote: what kind they are, their description, and what the keys do."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from crm_desktop.actions import line_sources
from crm_desktop.core.entities import QuoteLine
from crm_desktop.core.entities.quote_totals import PRICED
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import entity_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.quotes.line_acts import LineActs
from crm_desktop.ui.wording import core


class LineMenu(QMenu):
    """Drop down over the table by the right button or the menu key, about the lines that are chosen."""

    def __init__(self, context: Context, acts: LineActs) -> None:
        super().__init__(acts.table)
        self._context, self._acts = context, acts
        acts.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        acts.table.customContextMenuRequested.connect(self.drop)

    def drop(self, place: QPoint) -> None:
        """Open it at a place of the table; nothing where no line is chosen, or none may be changed."""
        lines = self.chosen()
        if lines and self._acts.model.may_edit:
            self.fill(lines)
            self.popup(self._acts.table.viewport().mapToGlobal(place))

    def chosen(self) -> list[QuoteLine]:
        """Give the lines it is about."""
        ids = self._acts.table.chosen()
        return [line for line in self._acts.model.lines if line.id in ids]

    def fill(self, lines: list[QuoteLine]) -> None:
        """Offer what can be done with lines."""
        self.clear()
        acts, ids, muted = self._acts, [line.id for line in lines], self._context.appearance.theme.muted
        if all(line.kind in PRICED for line in lines):
            for choice in entity_of(QuoteLine).fields["kind"].choices:
                if choice.value in PRICED:
                    action = self.addAction(core(choice.label), partial(self.turn_into, lines, choice.value))
                    action.setCheckable(True)
                    action.setChecked(all(line.kind == choice.value for line in lines))
            self.addSeparator()
        if len(lines) == 1 and line_sources.description_of(self._context.desk, lines[0], acts.model.quote):
            self.addAction(self.tr("Add the product’s description"), partial(self.describe, lines[0]))
            self.addSeparator()
        self.addAction(icon("copy", muted), self.tr("Duplicate") + "\tCtrl+D", partial(acts.double, ids))
        if len(ids) == 1:
            self.addAction(icon("arrow-up", muted), self.tr("Move up") + "\tAlt+↑", partial(acts.shift, ids[0], -1))
            self.addAction(icon("arrow-down", muted), self.tr("Move down") + "\tAlt+↓", partial(acts.shift, ids[0], 1))
        bad = self._context.appearance.theme.bad
        self.addAction(icon("trash-2", bad), self.tr("Remove") + "\tDel", partial(acts.remove, ids))

    def turn_into(self, lines: list[QuoteLine], kind: str) -> None:
        """Make lines items, optional or alternative ones: the latter stand outside the total."""
        quote = self._acts.model.quote
        if quote is None:
            return
        try:
            done = line_sources.turn_into(self._context.desk, quote, lines, kind)
        except RefusedError as error:
            self._acts.refused.emit(sentence(error))
            return
        self._acts.done.emit(done)

    def describe(self, line: QuoteLine) -> None:
        """Write the description of its product below what a line says."""
        quote = self._acts.model.quote
        more = line_sources.description_of(self._context.desk, line, quote)
        self._acts.save(line, "description", f"{line.description}\n{more}".strip())
