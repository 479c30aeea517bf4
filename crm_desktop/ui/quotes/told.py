"""What is said of a quote under its head: what a revision changed, and the order that came of it with its payments."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QWidget

from crm_desktop.actions import posting, quote_life
from crm_desktop.actions.orders import instalments_of, order_of
from crm_desktop.core.entities import Quote
from crm_desktop.core.entities.quote_life import ACCEPTED, DECLINED, paper_number
from crm_desktop.core.errors import UserError
from crm_desktop.core.quote_difference import Difference, LineStep, Step
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.replica.post import Letter
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.wording import choice, day, label, listed, money, name_of, number, shown, told

MOST = 4
LOW = 640
"""Height of a page on which the lines of a quote need the room more."""


class QuoteTold(QLabel):
    """Say it in a few lines; all of it on hover."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = _Words(context, self)
        self._lines: list[str] = []
        self._most = MOST
        self.setProperty("kind", "muted")
        self.setWordWrap(True)
        self.hide()

    def show_quote(self, quote: Quote) -> None:
        """Say what there is to say of a quote; nothing for most."""
        self._lines = self._words.lines(quote)
        self._show()

    def fit(self, height: int) -> None:
        """Say less where a page is low: how it begins, and how much more there is."""
        self._most = MOST if height >= LOW else 1
        self._show()

    def _show(self) -> None:
        more = len(self._lines) - self._most
        shown_ = self._lines[: self._most]
        if more > 0:
            shown_.append(self.tr("and %1 more").replace("%1", number(more)))
        self.setText("\n".join(shown_))
        self.setToolTip("\n".join(self._lines) if more > 0 else "")
        # The layout asks once, before the lines are there: it would cut the first and the last off.
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * len(shown_))
        self.setVisible(bool(self._lines))


class _Words(QObject):
    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def lines(self, quote: Quote) -> list[str]:
        found = [self._letter(one) for one in posting.waiting(self._context.desk, quote)]
        if quote.state == ACCEPTED and quote.decided_day:
            found += self._order(quote)
        if quote.state == DECLINED and quote.declined_because:
            why = choice(entity_of(Quote).fields["declined_because"], quote.declined_because)
            found.append(told(self.tr("Declined"), listed(part for part in (why, quote.declined_note) if part)))
        difference = quote_life.against_before(self._context.desk, quote)
        if difference is not None:
            found += self._difference(quote, difference)
        return found

    def _letter(self, letter: Letter) -> str:
        to = ", ".join(letter.to)
        if letter.fate in posting.ASKED_FOR:
            said = self.tr("The mail to %1 did not go. %2").replace("%1", to)
            return said.replace("%2", sentence(UserError(letter.why, **letter.values)))
        return self.tr("The mail to %1 waits for a network.").replace("%1", to)

    def _order(self, quote: Quote) -> list[str]:
        order = order_of(self._context.desk, quote)
        if order is None or order.day is None:
            return []
        lines = [self.tr("Order %1 of %2").replace("%1", order.number).replace("%2", day(order.day))]
        for one in instalments_of(self._context.desk, order):
            amount = money(one.amount, one.currency, exact=True) if one.amount is not None else ""
            due = self.tr("due %1").replace("%1", day(one.due_day)) if one.due_day else ""
            due = self.tr("paid on %1").replace("%1", day(one.paid_day)) if one.paid_day else due
            lines.append(told(name_of(one), " ".join(part for part in (amount, due) if part)))
        return lines

    def _difference(self, quote: Quote, found: Difference) -> list[str]:
        was = paper_number(quote.number, (quote.revision or 1) - 1)
        head = self.tr("Replaces %1").replace("%1", was)
        totals = [
            money(one, quote.currency, exact=True) for one in (found.total_before, found.total_after) if one is not None
        ]
        if len(totals) == 2 and totals[0] != totals[1]:
            head = told(head, self.tr("total %1 → %2").replace("%1", totals[0]).replace("%2", totals[1]))
        elif not found.lines and not found.steps:
            head = told(head, self.tr("nothing changed yet"))
        return [head, *(self._line(one) for one in found.lines), *(self._step(one, quote) for one in found.steps)]

    def _line(self, one: LineStep) -> str:
        name = one.line.description.partition("\n")[0] or one.line.sku
        if one.sort == "added":
            return self.tr("Added: %1").replace("%1", name)
        if one.sort == "removed":
            return self.tr("Removed: %1").replace("%1", name)
        return told(name, listed(self._step(step, one.line) for step in one.steps))

    def _step(self, step: Step, record: Record) -> str:
        field = entity_of(record).fields[step.name]
        words = [shown(self._context, field, value, record) or "–" for value in (step.before, step.after)]
        return f"{label(field)} {words[0]} → {words[1]}"
