"""The line that says how old everything here is, where the last exchange with the server is long ago."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from crm_desktop.core.schema import micros
from crm_desktop.sync.demo import is_demo
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.page import Frame
from crm_desktop.ui.places import Place

STALE_HOURS = 24
_HOUR_US = 3_600_000_000


class StaleBar(QWidget):
    """Stand above what may be stale, and lead to the page of sync."""

    def __init__(self, context: Context, frame: Frame, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._frame = context, frame
        self.sign, self.words, self.button = QLabel(self), QLabel(self), QPushButton(self)
        self.words.setProperty("kind", "warn")
        self.words.setWordWrap(True)
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(lambda: self._frame.go(Place("sync")))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 10)
        row.addWidget(self.sign)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()

    def refresh(self) -> None:
        """Look at the age again."""
        replica, now = self._context.desk.replica, self._context.desk.now()
        hours = (micros(now) - replica.last_sync) // _HOUR_US
        is_known = bool(replica.last_sync) and not is_demo(replica)
        self.setVisible(is_known and hours >= STALE_HOURS and self._context.may_edit)
        words = self.tr(
            "Last exchange with the server %n day(s) ago: what others did since is not here yet.", "", hours // 24
        )
        self.words.setText(words)

    def retranslate(self) -> None:
        """Word everything again."""
        theme = self._context.appearance.theme
        self.sign.setPixmap(pixmap("triangle-alert", theme.warn, 16, self.devicePixelRatioF()))
        self.button.setText(self.tr("Show sync status"))
        self.refresh()
