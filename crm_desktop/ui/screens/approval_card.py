"""The card of a quote that somebody is asked to approve: what is over, what it earns, and one key for each answer."""

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton

from crm_desktop.actions import approvals
from crm_desktop.core.entities import Approval, Quote, User
from crm_desktop.core.entities.limits import GRANTED, REFUSED, RETURNED
from crm_desktop.core.errors import RefusedError
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.quotes.over import all_said, earned
from crm_desktop.ui.screens.inbox_cards import InboxCard
from crm_desktop.ui.wording import listed, moment, money, name_of, title, told

ANOTHER = "another"


class ApprovalCard(InboxCard):
    """Ask for an answer; with a no goes a note. to: whom it is passed on to."""

    keys: ClassVar[Mapping[Qt.Key, str]] = {
        Qt.Key.Key_A: GRANTED, Qt.Key.Key_R: RETURNED, Qt.Key.Key_N: REFUSED, Qt.Key.Key_P: ANOTHER,
    }  # fmt: skip

    @property
    def opens(self) -> str:
        return f"quote:{self.record.quote}" if isinstance(self.record, Approval) else ""

    def named(self) -> str:
        quote = self._quote()
        if quote is None:
            return ""
        total = money(quote.total, quote.currency, exact=True) if quote.total is not None else ""
        return listed(part for part in (name_of(quote), title(self.context, "account", quote.account), total) if part)

    def build(self) -> None:
        approval, quote, desk = self.record, self._quote(), self.context.desk
        if not isinstance(approval, Approval) or quote is None:
            return
        self.to: User | None = None
        self.head(self.tr("Asks for your approval"))
        who = title(self.context, "user", approval.asked_by)
        when = moment(self.context, approval.asked_at) if approval.asked_at else ""
        self._say(told(listed(part for part in (who, when) if part), approval.reason), "")
        found = approvals.asked_about(desk, approval, quote)
        self._say("\n".join(all_said(found.breaches, quote.currency)), "warn")
        if found.margin is not None:
            self._say(told(self.tr("Margin"), earned(found.margin, quote.currency)), "heading")
        self.note = QLineEdit(self)
        self.note.setPlaceholderText(self.tr("Note: with a no, what has to change"))
        self.note.setAccessibleName(self.tr("Note"))
        self.lines.addWidget(self.note)
        self._add_buttons()
        self._offer_others(quote, approval, found)

    def pass_on(self) -> None:
        """Open the menu of whom it may be passed on to."""
        if self.pass_button.isEnabled():
            self.pass_button.showMenu()

    def _offer_others(self, quote: Quote, approval: Approval, found: approvals.Judged) -> None:
        menu = QMenu(self.pass_button)
        for one in approvals.approvers(self.context.desk, quote, found.breaches):
            if one.id not in (approval.asked_of, approval.asked_by):
                menu.addAction(one.name).triggered.connect(lambda _checked=False, one=one: self._on_passed(one))
        self.pass_button.setMenu(menu)
        self.pass_button.setEnabled(bool(menu.actions()))
        try:
            approvals.check_may_grant(self.context.desk, approval, quote)
        except RefusedError as error:
            self.buttons[GRANTED].setEnabled(False)
            self.show_trouble(sentence(error))

    def _on_passed(self, to: User) -> None:
        self.to = to
        self.answered.emit(ANOTHER)

    def _add_buttons(self) -> None:
        words = {
            GRANTED: self.tr("Approve  (A)"), RETURNED: self.tr("Return  (R)"), REFUSED: self.tr("Refuse  (N)"),
            ANOTHER: self.tr("Pass on  (P)"),
        }  # fmt: skip
        self.buttons = {answer: QPushButton(text, self) for answer, text in words.items()}
        self.pass_button = self.buttons[ANOTHER]
        self.buttons[GRANTED].setProperty("kind", "primary")
        self.paper_button = QPushButton(self.tr("See the paper  (Enter)"), self)
        self.paper_button.setProperty("kind", "link")
        self.paper_button.clicked.connect(lambda: self.opened.emit(self.opens))
        row = QHBoxLayout()
        for answer, button in self.buttons.items():
            button.setAccessibleName(told(button.text(), self.named()))
            if answer != ANOTHER:
                button.clicked.connect(lambda _checked=False, answer=answer: self.answered.emit(answer))
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.paper_button)
        self.lines.addLayout(row)

    def _say(self, text: str, kind: str) -> None:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("kind", kind)
        label.setVisible(bool(text))
        self.lines.addWidget(label)

    def _quote(self) -> Quote | None:
        return self.context.desk.replica.get(Quote, self.record.quote) if isinstance(self.record, Approval) else None
