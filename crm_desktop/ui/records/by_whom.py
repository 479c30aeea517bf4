"""Whose doings a timeline shows: everybody's, or those of one person who did something there."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.field_history import author_of
from crm_desktop.ui.parts.named_combo import name_combo

EVERYBODY = "*"


class ByWhom(QComboBox):
    """Choose a person. changed: another one was chosen."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._ids: tuple[str, ...] = ()
        self.setProperty("kind", "quiet")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(16)
        self.activated.connect(lambda _at: self.changed.emit())
        self.hide()

    @property
    def person(self) -> str:
        """Give the id of who was chosen, EVERYBODY for no one alone; the system is ""."""
        return EVERYBODY if self.currentData() is None else str(self.currentData())

    def fits(self, by: str) -> bool:
        """Tell whether something that a person did is shown."""
        return self.person in (EVERYBODY, by)

    def offer(self, ids: Iterable[str]) -> None:
        """Offer everybody who did something; a choice that is not among them is given up, one person is no choice."""
        known = tuple(sorted(set(ids)))
        if known != self._ids:
            self._ids = known
            self.fill()
        self.setVisible(len(known) > 1)

    def fill(self) -> None:
        """Name the people anew and keep the choice."""
        chosen = self.currentData()
        named = sorted((author_of(self._context, id_), id_) for id_ in self._ids)
        self.clear()
        self.addItem(self.tr("By anybody"), EVERYBODY)
        for name, id_ in named:
            self.addItem(name, id_)
        self.setCurrentIndex(max(self.findData(chosen), 0))
        name_combo(self, self.tr("By whom"))
