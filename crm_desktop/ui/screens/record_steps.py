"""The buttons of a quote's or an order's page: the likeliest step, its paper, the other steps in a menu."""

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from crm_desktop.core.entities import Order, Quote
from crm_desktop.core.schema import Record
from crm_desktop.ui.context import Context
from crm_desktop.ui.lists.confirmation import ConfirmationPaper
from crm_desktop.ui.lists.steps import Steps, show_confirmation, steps_of
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.drag_out import DragOut
from crm_desktop.ui.places import place_of
from crm_desktop.ui.quotes.paper import QuotePaper
from crm_desktop.ui.quotes.paper_menu import fill_paper
from crm_desktop.ui.quotes.steps import QuoteSteps


class RecordSteps(QWidget):
    """Offer the steps of the record in front; nothing for what is neither quote nor order."""

    def __init__(self, context: Context, frame: Frame, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._frame = context, frame
        self._record: Record | None = None
        self._steps: Steps | None = None
        self.paper: ConfirmationPaper | None = None
        self.first, self.paper_button, self.more = (QPushButton(self) for _ in range(3))
        self.first.setProperty("kind", "primary")
        self.menu = QMenu(self.more)
        self.menu.setToolTipsVisible(True)
        self.more.setMenu(self.menu)
        self.first.clicked.connect(self._on_first)
        self.paper_button.clicked.connect(self._on_paper)
        DragOut(self.paper_button, self._dragged)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 10)
        row.setSpacing(8)
        for button in (self.first, self.paper_button, self.more):
            row.addWidget(button)
        row.addStretch(1)
        self.hide()

    def show_record(self, record: Record) -> None:
        """Offer what can be done with a record now."""
        self._record = record
        if self._steps is not None:
            self._steps.deleteLater()
        self._steps = steps_of(self._context, self._frame, record, self)
        self.setVisible(self._steps is not None)
        if self._steps is not None:
            self._word(self._steps)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._steps is not None:
            self._word(self._steps)

    def _word(self, steps: Steps) -> None:
        said = steps.said()
        if isinstance(steps, QuoteSteps):
            self.paper_button.setText(self.tr("Open in the editor"))
            self.paper_button.setToolTip(
                self.tr("Its lines, its totals and its paper; drag it to where the PDF shall be")
            )
        else:
            self.paper_button.setText(self.tr("Order confirmation…"))
            self.paper_button.setToolTip(self.tr("Look at it, issue, print or keep it"))
        self.first.setVisible(steps.invites)
        in_menu = 1 if steps.invites else 0
        self.more.setVisible(len(said) > in_menu or isinstance(self._record, Quote))
        if steps.invites:
            self.first.setText(said[0][0])
            self.first.setToolTip(said[0][1])
        self.more.setText(self.tr("More"))
        self.more.setToolTip(self.tr("What else can be done with it"))
        self.more.setAccessibleName(self.more.toolTip())  # the head of the page has a "More" of its own
        self.menu.clear()
        steps.fill(self.menu, since=in_menu)
        if isinstance(self._record, Quote):
            fill_paper(self.menu, self._context, self._frame, self, self._record)

    def _dragged(self) -> list[Path]:
        if not isinstance(self._record, Quote):
            return []
        return QuotePaper(self._context, self._frame, self).handed_out(self._record)

    def _on_first(self) -> None:
        if self._steps is not None:
            self._steps.do_first()

    def _on_paper(self) -> None:
        if isinstance(self._record, Quote):
            self._frame.go(place_of("quote", self._record.id))
        elif isinstance(self._record, Order):
            self.paper = show_confirmation(self._context, self._frame, self._record, self.window())
