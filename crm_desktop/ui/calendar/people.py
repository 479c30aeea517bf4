"""Whose calendar is looked at: one's own, that of a team, or a colleague's."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.analysis.agenda import team_of
from crm_desktop.core.entities import User
from crm_desktop.core.entities.people import LEADS
from crm_desktop.ui.context import Context
from crm_desktop.ui.parts.named_combo import name_combo

MINE, TEAM = "mine", "team"


class People(QComboBox):
    """Choose whose calendar it is. changed: another one was chosen."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("kind", "quiet")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(16)
        self.fill()
        self.currentIndexChanged.connect(lambda _at: self.changed.emit())
        context.tasks.touched.connect(self._on_touched)

    @property
    def owners(self) -> list[str]:
        """List the ids of the people whose calendar it is."""
        user, chosen = self._context.desk.user.id, str(self.currentData() or MINE)
        if chosen == TEAM:
            return [user, *(one.id for one in team_of(self._context.desk.replica, user))]
        return [user if chosen == MINE else chosen]

    def choose(self, whose: str) -> None:
        """Choose a calendar without telling; one that is not offered any more leaves the choice as it is."""
        self.blockSignals(True)
        self.setCurrentIndex(max(self.findData(whose), 0))
        self.blockSignals(False)

    def fill(self) -> None:
        """List the people anew and keep the choice."""
        desk, chosen = self._context.desk, self.currentData()
        team = {one.id for one in team_of(desk.replica, desk.user.id)}
        everyone = [one for one in desk.replica.find(User, order=("name",)) if not one.is_inactive]
        self.blockSignals(True)
        self.clear()
        self.addItem(self.tr("My calendar"), MINE)
        if team and desk.role in LEADS:
            self.addItem(self.tr("My team"), TEAM)
        for one in sorted(everyone, key=lambda one: one.id not in team):  # those of the team first
            if one.id != desk.user.id:
                self.addItem(one.name, one.id)
        self.setCurrentIndex(max(self.findData(chosen), 0))
        name_combo(self, self.tr("Whose calendar"))
        self.blockSignals(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.fill()

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if touched.keys() & {"*", "user"}:
            self.fill()
