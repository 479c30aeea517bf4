"""One column of the deal board: its head, the question asked in place, and its cards."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.entities import Opportunity, Stage
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.ui.board.asks import Question
from crm_desktop.ui.board.cards import ColumnModel, ColumnView
from crm_desktop.ui.board.head import ColumnHead
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.cells import Card

NARROWEST = {OPEN: 172, "won": 148, "lost": 148}
WIDEST = 340
ASKING = 264  # pixels that a question needs for its words


class Column(QWidget):
    """Hold the head, the question asked in place and the cards of one stage."""

    def __init__(
        self,
        stage: Stage,
        context: Context,
        word: Callable[[Opportunity], Card],
        learn: Callable[[Sequence[Opportunity]], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.stage = stage
        self.head = ColumnHead(stage, context.desk.organisation.base_currency, context.appearance, self)
        self.model = ColumnModel(word, learn, self)
        self.cards = ColumnView(stage, self.model, context.appearance, self)
        self.question: Question | None = None
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        self._lines.addWidget(self.head)
        self._place = QVBoxLayout()
        self._place.setContentsMargins(4, 0, 4, 0)  # as wide as the cards below
        self._lines.addLayout(self._place)
        self._lines.addWidget(self.cards, 1)
        self.setMinimumWidth(NARROWEST[stage.outcome])
        self.setMaximumWidth(WIDEST)

    def ask(self, question: Question) -> None:
        """Put a question above the cards; the one before goes."""
        self.close_question()
        self.question = question
        question.done.connect(self.close_question)
        self.setMinimumWidth(ASKING)
        self._place.addWidget(question)
        question.show()
        question.take_focus()

    def close_question(self) -> None:
        """Take the question away; the keyboard goes back to the cards."""
        question, self.question = self.question, None
        if question:
            self.setMinimumWidth(NARROWEST[self.stage.outcome])
            question.hide()
            question.deleteLater()
            self.cards.setFocus()
