"""The count beside the inbox in the rail."""

from PySide6.QtCore import QObject

from crm_desktop.actions import inbox
from crm_desktop.ui.context import Context
from crm_desktop.ui.page import Frame

KEY = "inbox"


class InboxBadge(QObject):
    """Keep the count beside the inbox in the rail, also before its page was ever opened; belongs to the frame."""

    def __init__(self, context: Context, frame: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._frame = context, frame
        context.tasks.touched.connect(self._on_touched)
        self.refresh()

    def refresh(self) -> None:
        """Count anew."""
        self._frame.set_badge(KEY, inbox.waiting(self._context.desk))

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if touched.keys() & inbox.CONCERNING:
            self.refresh()
