"""The day goes on: pages that show what is due today notice when it is another."""

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.ui.context import Context

EVERY_MS = 30_000


class DayTurn(QObject):
    """Look at the clock now and then; a laptop that slept looks when it wakes. turned: it is another day."""

    turned = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._day = context.desk.today()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY_MS)

    def look(self) -> None:
        """Tell if the day is another than when it was looked at last."""
        today = self._context.desk.today()
        if today != self._day:
            self._day = today
            self.turned.emit()
