"""What a board asks in place, at the top of a column: a new deal, why a deal was lost, why a drop was refused."""

from decimal import Decimal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.entities import Account, Opportunity
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.drafts import KeptLines
from crm_desktop.ui.fields.finder import Finder
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.typed import TypedError, read_number
from crm_desktop.ui.wording import core, name_of


class Question(QFrame):
    """Stand at the top of a column until answered; done: it can go."""

    done = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 8, 12, 10)
        self.column.setSpacing(6)
        self.trouble = QLabel(self)
        self.trouble.setProperty("kind", "bad")
        self.trouble.setWordWrap(True)
        self.trouble.hide()

    def take_focus(self) -> None:
        """Put the keyboard where the answer is given."""
        self.setFocus()

    def show_trouble(self, text: str) -> None:
        """Say under the fields why the answer was not taken."""
        self.trouble.setText(text)
        self.trouble.setMinimumHeight(max(self.trouble.heightForWidth(self.width() - 24), 0) if text else 0)
        self.trouble.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for label in self.findChildren(QLabel):
            if label.wordWrap():
                # A column is so narrow that the layout, which asked at another width, would cut a line off.
                label.setMinimumHeight(max(label.heightForWidth(self.width() - 24), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)


class NewDeal(Question):
    """Ask for name, account and amount of a new deal; given: name, Account or None, Decimal or None."""

    given = Signal(str, object, object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._currency = context.desk.organisation.base_currency
        self.name = QLineEdit(self)
        self.account = Finder(context, ("account",), account_cell, self)
        self.amount = QLineEdit(self)
        self.kept = KeptLines(context.drafts, "new deal", {"name": self.name, "amount": self.amount}, self)
        self.add_button, self.cancel_button = QPushButton(self), QPushButton(self)
        self.add_button.setProperty("kind", "primary")
        self.cancel_button.setProperty("kind", "link")
        for each in (self.name, self.account, self.amount, self.trouble):
            self.column.addWidget(each)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.account.taken.connect(self._on_account_taken)
        for editor in (self.name, self.amount):
            editor.returnPressed.connect(self._on_return)
        self.add_button.clicked.connect(self.give)
        self.cancel_button.clicked.connect(self.done)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.amount.setPlaceholderText(self.tr("Amount (%1)").replace("%1", self._currency))
        self.name.setPlaceholderText(self.tr("Name of the deal"))
        self.account.setPlaceholderText(self.tr("Account: name or pinyin"))
        for editor in (self.name, self.account, self.amount):
            editor.setAccessibleName(editor.placeholderText())
        self.add_button.setText(self.tr("Add deal"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.setAccessibleName(self.tr("New deal"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def take_focus(self) -> None:
        """Begin with the name."""
        self.name.setFocus()

    def give(self) -> None:
        """Hand the answer over, unless the amount is no number."""
        text = self.amount.text().strip()
        try:
            amount: Decimal | None = read_number(text) if text else None
        except TypedError as error:
            self.show_trouble(str(error))
            self.amount.setFocus()
            return
        self.given.emit(self.name.text().strip(), self.account.record, amount)

    def _on_return(self) -> None:
        if self.sender() is self.name and self.account.record is None:
            self.account.setFocus()
        else:
            self.give()

    def _on_account_taken(self, record: Record | None) -> None:
        if isinstance(record, Account) and record.currency:
            self._currency = record.currency
            self.retranslate()
        if record is not None:
            self.amount.setFocus()


class LostReason(Question):
    """Ask why a deal was lost, one click or one figure; given: value of the reason, note."""

    given = Signal(str, str)

    def __init__(self, context: Context, deal: Opportunity, parent: QWidget) -> None:
        super().__init__(parent)
        self._deal, self._context = deal, context
        self._choices = entity_of(Opportunity).fields["lost_reason"].choices
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setProperty("kind", "heading")
        self.note = QLineEdit(deal.lost_note, self)
        self._kept = KeptLines(context.drafts, f"lost/{deal.id}", {"note": self.note}, self)
        self.column.addWidget(self._words)
        self.buttons = [QPushButton(self) for _ in self._choices]
        for number, button in enumerate(self.buttons):
            button.setStyleSheet("text-align: left; padding: 0 6px;")
            button.clicked.connect(lambda _checked=False, number=number: self._on_chosen(number))
            self.column.addWidget(button)
        self.cancel_button = QPushButton(self)
        self.cancel_button.setProperty("kind", "link")
        self.cancel_button.clicked.connect(self.done)
        for each in (self.note, self.trouble, self.cancel_button):
            self.column.addWidget(each)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._words.setText(self.tr("Why was “%1” lost?").replace("%1", name_of(self._deal)))
        self.setAccessibleName(self._words.text())
        self.note.setPlaceholderText(self.tr("What happened (optional)"))
        self.note.setToolTip(self.note.placeholderText())
        self.note.setAccessibleName(self.note.placeholderText())
        for number, (button, choice) in enumerate(zip(self.buttons, self._choices, strict=True), 1):
            button.setText(f"{number}  {core(choice.label)}")
        self.cancel_button.setText(self.tr("Leave it where it was"))

    def take_focus(self) -> None:
        """Begin with the reasons."""
        self.buttons[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(self.buttons):
            self._on_chosen(number)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def _on_chosen(self, number: int) -> None:
        self.given.emit(self._choices[number].value, self.note.text().strip())
        saved = self._context.desk.replica.get(Opportunity, self._deal.id)
        if saved is not None and saved.lost_reason == self._choices[number].value:
            self._kept.drop()


class Refused(Question):
    """Say why a deal stays where it was; opened: the person wants to mend the record."""

    opened = Signal()

    def __init__(self, reason: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.column.addWidget(self.trouble)
        self.show_trouble(reason)
        self.open_button, self.close_button = QPushButton(self.tr("Open the deal"), self), QPushButton(self)
        self.close_button.setText(self.tr("Close"))
        for button, answer in ((self.open_button, self.opened), (self.close_button, self.done)):
            button.setProperty("kind", "link")
            button.clicked.connect(answer)
            self.column.addWidget(button)
        self.setAccessibleName(reason)

    def take_focus(self) -> None:
        """Begin with the way to mend it."""
        self.open_button.setFocus()


def account_cell(record: Record) -> Cell:
    """Word an account in a list of finds."""
    return Cell(name_of(record), secondary=record.city) if isinstance(record, Account) else Cell(name_of(record))
