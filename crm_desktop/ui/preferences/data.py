"""Where the data are: the server they come from, the room they take, and what gave way on this laptop."""

from collections.abc import Callable

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.actions.standing import LOAD_WORDS, load_of
from crm_desktop.replica.asides import UNKNOWN, Aside, asides
from crm_desktop.sync.demo import is_demo
from crm_desktop.ui.context import Context
from crm_desktop.ui.preferences.card import Card, beside, size_told
from crm_desktop.ui.sync_state import SyncState, connection_name
from crm_desktop.ui.wording import core, moment, told


class SyncCard(Card):
    """Tell of the server and how this laptop stands to it. checked, opened, written: the person would check,
    see more, or have what waits to be sent in a table.
    """

    checked = Signal()
    opened = Signal()
    written = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._state = context, SyncState()
        self.check, self.more, self.write = (QPushButton(self) for _ in range(3))
        self.write.clicked.connect(self.written)
        self.check.clicked.connect(self.checked)
        self.more.clicked.connect(self.opened)
        lines = ((), (self.more,), (self.write,), (self.check,))
        self._server, self._last, self._waits, self._scope = (self.add_line(*controls) for controls in lines)

    def show_state(self, state: SyncState) -> None:
        """Take over how the laptop stands; fits Syncing.state_changed."""
        self._state = state
        self.retranslate()

    def retranslate(self) -> None:
        replica, last = self._context.desk.replica, self._context.desk.replica.last_sync
        self.heading.setText(self.tr("Sync"))
        self._server[0].setText(self.tr("Server"))
        self._server[1].setText(self.tr("None: a demo company") if is_demo(replica) else replica.header.address)
        self._last[0].setText(self.tr("Last sync"))
        when = moment(self._context, last) if last else self.tr("Never")
        self._last[1].setText(beside(connection_name(self._state.connection), when))
        self._waits[0].setText(self.tr("To send"))
        waiting = replica.pending()
        self._waits[1].setText(self.tr("%n change(s) to send", "", waiting) if waiting else self.tr("Nothing to send"))
        self.write.setText(self.tr("Export…"))
        self.write.setVisible(waiting > 0)
        self._scope[0].setText(self.tr("On this laptop"))
        self._scope[1].setText(core(LOAD_WORDS[load_of(self._context.desk)]))
        self.check.setText(self.tr("Check everything now"))
        self.check.setToolTip(self.tr("Read every record of this laptop again and compare it with its history"))
        self.more.setText(self.tr("More about sync"))


class Storage(Card):
    """Tell of the room on the disk, and list what was set aside. sent, exported, deleted: emitted with an Aside.

    bin_wished: the person would see what was deleted.
    """

    sent = Signal(object)
    exported = Signal(object)
    deleted = Signal(object)
    bin_wished = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.folder = QPushButton(self)
        self.folder.clicked.connect(self._on_folder)
        self._size = self.add_line(self.folder)
        self.bin = QPushButton(self)
        self.bin.clicked.connect(self.bin_wished)
        self._bin = self.add_line(self.bin)
        self._said = QLabel(self)
        self._said.setProperty("kind", "muted")
        self._said.setWordWrap(True)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.column.addWidget(self._said)
        self.column.addLayout(self._list)
        self.rows: list[AsideRow] = []

    def refresh(self) -> None:
        """Look at the disk again."""
        for row in self.rows:
            row.setParent(None)
            row.deleteLater()
        self.rows = [AsideRow(self._context, one, self) for one in asides(self._context.desk.replica.folder)]
        for row in self.rows:
            self._list.addWidget(row)
            row.send.clicked.connect(self._told_of(self.sent, row.aside))
            row.export.clicked.connect(self._told_of(self.exported, row.aside))
            row.delete.clicked.connect(self._told_of(self.deleted, row.aside))
        self.retranslate()

    def retranslate(self) -> None:
        folder = self._context.desk.replica.folder
        size = sum(path.stat().st_size for path in folder.glob("replica-*"))
        self.heading.setText(self.tr("Storage"))
        self._size[0].setText(self.tr("Your data"))
        self._size[1].setText(beside(size_told(size), str(folder)))
        self.folder.setText(self.tr("Open the folder"))
        self._bin[0].setText(self.tr("Bin"))
        self._bin[1].setText(self.tr("What was deleted, to be brought back"))
        self.bin.setText(self.tr("Look into it"))
        self._said.setText(self.tr("Set aside on this laptop; each opens with the password it had:"))
        self._said.setVisible(bool(self.rows))
        for row in self.rows:
            row.retranslate()

    @staticmethod
    def _told_of(signal: object, aside: Aside) -> Callable[[], None]:
        return lambda: signal.emit(aside)  # type: ignore[attr-defined]  # PySide6 types a bound signal as Signal

    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._context.desk.replica.folder)))


class AsideRow(QWidget):
    """Show one replica that was set aside, and what can be done with it."""

    def __init__(self, context: Context, aside: Aside, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self.aside = context, aside
        self._words, self._more = QLabel(self), QLabel(self)
        self._more.setProperty("kind", "small")
        self.send, self.export, self.delete = (QPushButton(self) for _ in range(3))
        self.delete.setProperty("kind", "danger")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._words)
        words.addWidget(self._more)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.send, self.export, self.delete):
            row.addWidget(button)

    def retranslate(self) -> None:
        """Set every text again in the language now in force."""
        aside = self.aside
        when = moment(self._context, aside.at) if aside.at else self.tr("at an unknown time")
        name = beside(aside.login or aside.folder.name, when)
        self._words.setText(name)
        waits = self.tr("It is not known whether anything waits there")
        if aside.waiting != UNKNOWN:
            waits = self.tr("%n change(s) to send", "", aside.waiting) if aside.waiting else self.tr("Nothing to send")
        self._more.setText(beside(waits, size_told(aside.size)))
        self.send.setVisible(aside.waiting != 0)
        self.export.setVisible(aside.waiting != 0)
        for button, text in (
            (self.send, self.tr("Send…")),
            (self.export, self.tr("Export…")),
            (self.delete, self.tr("Delete…")),
        ):
            button.setText(text)
            button.setAccessibleName(told(text, name))
