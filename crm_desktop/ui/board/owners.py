"""Whose deals a board shows: one's own, everyone's, or those of one other person."""

from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.actions.desk import Desk
from crm_desktop.core.entities import Opportunity, User
from crm_desktop.core.entities.people import LEADS
from crm_desktop.ui.parts.named_combo import name_combo

EVERYONE = 1


class Owners(QComboBox):
    """Offer the people who have deals; who leads others begins with everyone's."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "quiet")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    @property
    def owner(self) -> str:
        """Give the user whose deals are chosen, "" for everyone's."""
        return str(self.currentData() or "")

    def fill(self) -> None:
        """Read anew who there is and keep the choice, without a word of it."""
        desk, chosen = self._desk, self.currentData()
        self.blockSignals(True)
        self.clear()
        self.addItem(self.tr("Mine"), desk.user.id)
        self.addItem(self.tr("Everyone"), "")
        groups = desk.replica.sum_by(Opportunity, "owner", "amount")
        others = desk.replica.by_ids(User, {str(one.by) for one in groups if one.by} - {desk.user.id}).values()
        for user in sorted(others, key=lambda one: one.name):
            self.addItem(user.name, user.id)
        at = self.findData(chosen) if chosen is not None else EVERYONE * (desk.role in LEADS)
        self.setCurrentIndex(max(at, 0))
        self.blockSignals(False)

    def take_up(self, owner: str) -> None:
        """Choose as it was left, without a word of it."""
        self.blockSignals(True)
        self.setCurrentIndex(max(self.findData(owner), 0))
        self.blockSignals(False)

    def retranslate(self) -> None:
        """Name the choices in the language now in force."""
        for at, name in enumerate((self.tr("Mine"), self.tr("Everyone"))):
            self.setItemText(at, name)
        name_combo(self, self.tr("Whose deals"))
