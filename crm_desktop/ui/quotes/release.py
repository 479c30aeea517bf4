"""The bar of a quote that goes beyond a limit: what is over, who may release it, asking, and what was answered."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.actions import approvals
from crm_desktop.actions.desk import Done
from crm_desktop.core.entities import Quote, QuoteLine, User
from crm_desktop.core.entities.limits import REFUSED, RETURNED
from crm_desktop.core.entities.quote_life import APPROVED, DRAFT, IN_APPROVAL, UNRELEASED
from crm_desktop.core.errors import UserError
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.look.theme import RADIUS
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.named_combo import name_combo
from crm_desktop.ui.places import Place
from crm_desktop.ui.quotes.over import all_said, answered, earned, may_approve
from crm_desktop.ui.taking_back import take_back
from crm_desktop.ui.wording import moment, title, told


class ReleaseBar(QWidget):
    """Say it before anybody is asked. moved: the quote became something else, by Done; refused: why not, as a sentence."""

    moved = Signal(object)
    refused = Signal(str)

    def __init__(self, context: Context, frame: Frame, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._frame = context, frame
        self._quote: Quote | None = None
        self._people: list[User] = []
        self.is_over = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sign, self.words = QLabel(self), QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.reason, self.of = QLineEdit(self), QComboBox(self)
        self.ask_button, self.back_button, self.inbox_button = (QPushButton(self) for _ in range(3))
        self.ask_button.setProperty("kind", "primary")
        self.ask_button.clicked.connect(self._on_ask)
        self.reason.returnPressed.connect(self._on_ask)
        self.back_button.clicked.connect(self._on_back)
        self.inbox_button.clicked.connect(lambda: self._frame.go(Place("inbox")))
        self._lay_out()
        self.hide()

    def show_quote(self, quote: Quote, lines: Sequence[QuoteLine]) -> None:
        """Judge a quote as it stands here; nothing is shown of one within the limits."""
        if self._quote is None or self._quote.id != quote.id:
            self.reason.clear()
        self._quote, self.is_over = quote, False
        can_be_judged = quote.state in UNRELEASED and self._context.may_edit
        said = self._said(quote, lines) if can_be_judged else []
        self.words.setText("\n".join(said))
        self.setVisible(bool(said))

    def retranslate(self) -> None:
        """Word what does not change with the quote."""
        self.reason.setPlaceholderText(self.tr("Why, in a sentence"))
        self.reason.setToolTip(self.reason.placeholderText())
        self.reason.setAccessibleName(self.tr("Why an approval is asked for"))
        name_combo(self.of, self.tr("Who is asked"))
        self.ask_button.setText(self.tr("Ask for approval"))
        self.ask_button.setToolTip(self.tr("It travels with the next sync; nothing is changed until it is answered"))
        self.back_button.setText(self.tr("Take back"))
        self.back_button.setToolTip(self.tr("Make it a draft again, to change it"))
        self.inbox_button.setText(self.tr("Open the inbox"))
        self.inbox_button.setToolTip(self.tr("Answer it in the inbox"))

    # What is said.

    def _said(self, quote: Quote, lines: Sequence[QuoteLine]) -> list[str]:
        desk = self._context.desk
        history = approvals.of_quote(desk, quote)
        asked = next((one for one in history if not one.answer), None)
        is_waiting = quote.state == IN_APPROVAL and asked is not None
        # Whoever is asked is within her own limits: what is over is over those of the one who asked.
        person = desk.replica.get(User, asked.asked_by) if is_waiting and asked is not None else None
        found = approvals.judged(desk, quote, lines, person)
        granted = approvals.granted(desk, quote) if found.breaches else []
        self.is_over = bool(found.breaches) and quote.state == DRAFT
        is_mine = is_waiting and asked in approvals.waiting_for_me(desk)
        self._show_parts(quote, is_mine=is_mine)
        said = all_said(found.breaches, quote.currency)
        if is_waiting and asked is not None:
            self._paint("warn", "hourglass")
            who = title(self._context, "user", asked.asked_of) or self.tr("whoever may approve it")
            when = moment(self._context, asked.asked_at) if asked.asked_at else ""
            head = self.tr("Waits for %1 to approve it (%2)").replace("%1", who).replace("%2", when)
            if is_mine and found.margin is not None:
                said.append(told(self.tr("Margin"), earned(found.margin, quote.currency)))
            return [told(head, asked.reason), *said]
        if quote.state == APPROVED:
            self._paint("good", "shield-check")
            told_of = [answered(self._context, one) for one in granted or history[:1]]
            return [*told_of, self.tr("It holds for the quote as it is: to change it, take it back.")]
        last = history[0] if history and history[0].answer in (RETURNED, REFUSED) else None
        back = [answered(self._context, last)] if last is not None else []
        if not self.is_over:
            return back
        self._paint("warn", "triangle-alert")
        self._people = approvals.approvers(desk, quote, found.breaches)
        self._offer()
        if found.margin is not None:
            said.append(told(self.tr("Margin"), earned(found.margin, quote.currency)))
        return [*back, *said, may_approve(self._people)]

    def _show_parts(self, quote: Quote, *, is_mine: bool) -> None:
        for part in (self.reason, self.of, self.ask_button):
            part.setVisible(self.is_over)
        self.back_button.setVisible(quote.state in (IN_APPROVAL, APPROVED) and not is_mine)
        self.inbox_button.setVisible(is_mine)
        self._paint("warn", "info")

    def _offer(self) -> None:
        chosen = self.of.currentData()
        self.of.clear()
        for one in self._people:
            self.of.addItem(one.name, one.id)
        self.of.setCurrentIndex(max(0, self.of.findData(chosen)))
        self.of.setVisible(len(self._people) > 1)
        self.ask_button.setEnabled(bool(self._people))

    def _paint(self, tone: str, sign: str) -> None:
        theme = self._context.appearance.theme
        self.sign.setPixmap(pixmap(sign, getattr(theme, tone), 16, self.devicePixelRatioF()))
        hue = "amber" if tone == "warn" else "green"
        self.setStyleSheet(f"ReleaseBar {{ background: {theme.chips[hue]}; border-radius: {RADIUS}px; }}")

    # What is done.

    def _on_ask(self) -> None:
        if self._quote is None or not self.ask_button.isEnabled():
            return
        of = next((one for one in self._people if one.id == self.of.currentData()), None)
        quote, desk = self._quote, self._context.desk
        words = self.tr("%1 is asked with the next sync").replace("%1", of.name if of else "")
        if self._do(lambda: approvals.ask(desk, quote, self.reason.text(), of)[1], words):
            self.reason.clear()
        else:
            self.reason.setFocus()

    def _on_back(self) -> None:
        if (quote := self._quote) is not None:
            self._do(lambda: approvals.take_back(self._context.desk, quote), self.tr("It is a draft again"))

    def _do(self, act: Callable[[], Done], words: str) -> bool:
        try:
            done = act()
        except UserError as error:
            self.refused.emit(sentence(error))
            return False
        self.refused.emit("")
        self.moved.emit(done)
        self._frame.toast(words, self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change))
        return True

    def _lay_out(self) -> None:
        head, row = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.words, 1)
        for part in (self.inbox_button, self.back_button):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.reason, 1)
        row.addWidget(self.of)
        row.addWidget(self.ask_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(row)
