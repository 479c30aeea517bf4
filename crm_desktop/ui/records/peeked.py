"""One record in the side panel: its fields, and what happened, beside the list it was chosen in."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.core.schema import Record
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.form import Form
from crm_desktop.ui.page import Frame
from crm_desktop.ui.records.timeline import Timeline


class PeekedRecord(QScrollArea):
    """Show the form of a record with its timeline under it."""

    def __init__(self, context: Context, frame: Frame, record: Record, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self)
        inside.setProperty("kind", "surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.form = Form(context, frame, record, inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        line = QFrame(inside)
        line.setProperty("kind", "line")
        column.addWidget(line)
        self.timeline = Timeline(context, frame, inside)
        self.timeline.show_record(record)
        column.addWidget(self.timeline)
        self.setWidget(inside)


def peek_record(context: Context, frame: Frame, record: Record, open_full: Callable[[], None]) -> PeekedRecord:
    """Show a record in the side panel of the window."""
    peeked = PeekedRecord(context, frame, record)
    frame.peek(peeked, wording.called(context, record), open_full)
    return peeked
