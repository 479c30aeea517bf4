"""How the rows of the page of today are worded: what is due, which deals wait and why, what others changed."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QObject

from crm_desktop.analysis import today as daily
from crm_desktop.analysis.untouched import Untouched
from crm_desktop.core.entities import Activity, Approval, Instalment, Opportunity, Order, Quote
from crm_desktop.core.schema import entity_of, moment_of
from crm_desktop.core.store import Where
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.cells import Cell, Tone
from crm_desktop.ui.parts.item_list import Row
from crm_desktop.ui.wording import (
    clock,
    day,
    day_in_view,
    due_cell,
    icon_of,
    kind_name,
    label,
    listed,
    local,
    moment,
    money,
    name_of,
    near_day,
    number,
    title,
)


class HomeRows(QObject):
    """Make rows of records."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def when(self, activity: Activity, today: date) -> Cell:
        """Say when something of the list is due: today by its hour."""
        due = activity.due_day or today
        if due != today or activity.starts is None:
            return due_cell(self._context, due)
        return Cell(clock(local(self._context, activity.starts)))

    def activity(self, activity: Activity, due: Cell) -> Row:
        about = title(self._context, "account", activity.account)
        sign = Cell(icon="circle", note=self.tr("Mark as done") + "  Space")
        text = Cell(name_of(activity), secondary=about, icon=icon_of(activity), note=activity.text)
        hint = self.tr("Move to another day") + "  R"
        due = Cell(due.text, tone=due.tone, note="\n".join(part for part in (due.note, hint) if part))
        return Row(f"activity:{activity.id}", (sign, text, due))

    def need(self, need: daily.Need) -> Row:
        deal = need.deal
        words, tone = self._reason(need)
        amount = money(deal.amount, deal.currency) if deal.amount is not None else ""
        about = title(self._context, "account", deal.account)
        cells = (Cell(name_of(deal), secondary=about), Cell(words, tone=tone), Cell(amount, is_number=True))
        return Row(f"opportunity:{deal.id}", cells)

    def untouched(self, one: Untouched, *, has_owner: bool = False) -> Row:
        deal = one.deal
        about = title(self._context, "account", deal.account)
        owner = title(self._context, "user", deal.owner) if has_owner else ""
        words = self.tr("Untouched for %1 d").replace("%1", number(one.days))
        amount = money(deal.amount, deal.currency) if deal.amount is not None else ""
        note = self.tr("Nobody did anything since %1: %2 working days").replace("%1", day(one.since))
        note = note.replace("%2", number(one.days))
        secondary = " · ".join(part for part in (owner, about) if part)
        cells = (
            Cell(name_of(deal), secondary=secondary), Cell(words, tone="warn", note=note), Cell(amount, is_number=True),
        )  # fmt: skip
        return Row(f"opportunity:{deal.id}", cells)

    def _reason(self, need: daily.Need) -> tuple[str, Tone]:
        days = number(need.days)
        match need.reason:
            case "late_close":
                return self.tr("Closing %1 d late").replace("%1", days), "bad"
            case "late_step":
                return self.tr("Next step %1 d late").replace("%1", days), "warn"
            case "no_step":
                return self.tr("No next step"), "warn"
            case _:
                return self.tr("%1 d in its stage").replace("%1", days), "warn"

    def closing(self, deal: Opportunity) -> Row:
        amount = money(deal.amount, deal.currency) if deal.amount is not None else ""
        when = near_day(self._context, deal.close_day) if deal.close_day else ""
        return Row(f"opportunity:{deal.id}", (Cell(name_of(deal), secondary=amount), Cell(when)))

    def expiring(self, quote: Quote) -> Row:
        total = money(quote.total, quote.currency) if quote.total is not None else ""
        about = " · ".join(part for part in (title(self._context, "account", quote.account), total) if part)
        when = near_day(self._context, quote.valid_until) if quote.valid_until else ""
        return Row(f"quote:{quote.id}", (Cell(name_of(quote), secondary=about), Cell(when, tone="warn")))

    def paying(self, order: Order) -> Row:
        """Say which payment of an order comes next: what is due on that day, and when that is."""
        day_ = order.due_day or day_in_view(self._context)
        where = (Where("order", "eq", order.id), Where("due_day", "eq", day_.isoformat()), Where("paid_day", "empty"))
        parts = self._context.view.find(Instalment, *where)
        due = sum((one.amount for one in parts if one.amount is not None), Decimal(0))
        amount = money(due, order.currency, exact=True)
        who = title(self._context, "account", order.account) or order.number
        what = Cell(who, secondary=amount, note=f"{order.number}\n{who}\n{amount}")
        return Row(f"order:{order.id}", (what, due_cell(self._context, day_)))

    def asked(self, approval: Approval) -> Row:
        quote = self._context.desk.replica.get(Quote, approval.quote)
        total = money(quote.total, quote.currency) if quote and quote.total is not None else ""
        known = [title(self._context, "account", quote.account) if quote else "", total]
        about = " · ".join(part for part in (*known, title(self._context, "user", approval.asked_by)) if part)
        since = moment(self._context, approval.asked_at) if approval.asked_at else ""
        cells = Cell(name_of(quote) if quote else "", secondary=about, note=approval.reason), Cell(since, tone="warn")
        return Row(f"approval:{approval.id}", cells)

    def news(self, one: daily.News) -> Row:
        declared = entity_of(one.record)
        who = title(self._context, "user", one.author)
        if one.is_new:
            what = self.tr("%1: new %2").replace("%2", kind_name(declared.key))
        else:
            names = [label(declared.fields[name]) for name in one.fields if name in declared.fields]
            more = "…" if len(names) > 2 else ""
            what = self.tr("%1: %2").replace("%2", listed(names[:2]) + more)
        what = what.replace("%1", who)
        note = f"{name_of(one.record)}\n{what}\n{moment(self._context, moment_of(one.happened))}"
        cells = (
            Cell(icon=icon_of(one.record), note=kind_name(declared.key)),
            Cell(name_of(one.record), secondary=what, note=note),
        )
        return Row(f"{declared.key}:{one.record.id}", cells)
