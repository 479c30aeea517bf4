"""The life of an order and of the parts it is paid in: its states, what stays as it was agreed, and what is still to be paid."""

from collections.abc import Mapping

from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Choice, Raw

OPEN_ORDER = "open"
DELIVERED = "delivered"
CLOSED = "closed"
CANCELLED = "cancelled"
STATES = (
    Choice(OPEN_ORDER, QT_TRANSLATE_NOOP("core", "To be delivered"), "blue"),
    Choice(DELIVERED, QT_TRANSLATE_NOOP("core", "Delivered"), "violet"),
    Choice(CLOSED, QT_TRANSLATE_NOOP("core", "Closed"), "green"),
    Choice(CANCELLED, QT_TRANSLATE_NOOP("core", "Cancelled"), "grey"),
)
AGREED = frozenset({"number", "quote", "day", "currency", "net", "tax", "total"})
"""What the customer ordered: it stays as it was accepted."""
PART_OF_IT = frozenset({"order", "currency", "amount"})
"""What a part of the payment keeps, so that all of them stay the total."""

AS_AGREED = QT_TRANSLATE_NOOP(
    "core", "An order stays as the customer accepted it. Cancel it, revise its quote and accept that."
)
KEPT = QT_TRANSLATE_NOOP("core", "This order was confirmed, delivered or paid, so it is kept. Cancel it instead.")
AMOUNT_STAYS = QT_TRANSLATE_NOOP(
    "core", "The parts of a payment come to the total of the order, so their amounts stay."
)
PAID_STAYS = QT_TRANSLATE_NOOP("core", "This part is paid, so it is kept. Take the payment back first.")
IS_CANCELLED = QT_TRANSLATE_NOOP("core", "This order was cancelled, so nothing is to be paid of it.")


def order_may_become(before: Mapping[str, Raw], after: Mapping[str, Raw] | None) -> None:
    """Refuse another content of an order, and to delete one on which something was done; after: None to be deleted."""
    if after is None:
        if before.get("paper") or before.get("paid") or before.get("state") in (DELIVERED, CLOSED, CANCELLED):
            raise RefusedError(KEPT)
        return
    for name in sorted(AGREED):
        if before.get(name) != after.get(name):
            raise RefusedError(AS_AGREED, name)


def part_may_become(before: Mapping[str, Raw], after: Mapping[str, Raw] | None) -> None:
    """Refuse another amount of a part of the payment, and to delete one that is paid; after: None to be deleted."""
    if after is None:
        if before.get("paid_day"):
            raise RefusedError(PAID_STAYS)
        return
    for name in sorted(PART_OF_IT):
        if before.get(name) != after.get(name):
            raise RefusedError(AMOUNT_STAYS, name)


def parts_may_change(order: Mapping[str, Raw]) -> None:
    """Refuse to change what is to be paid of a cancelled order."""
    if order.get("state") == CANCELLED:
        raise RefusedError(IS_CANCELLED)


def order_figures(raw: Mapping[str, Raw], parts: list[dict[str, Raw]]) -> dict[str, Raw]:
    """Derive what is paid of an order, what is to be paid, both in minor units, and the day the next part of it is due."""
    paid = sum(_minor(part) for part in parts if part.get("paid_day"))
    waiting = [part for part in parts if not part.get("paid_day")]
    days = sorted(str(part["due_day"]) for part in waiting if part.get("due_day"))
    if raw.get("state") == CANCELLED:
        return {"paid": paid or None, "to_pay": None, "due_day": None}
    left = sum(map(_minor, waiting))
    return {"paid": paid or None, "to_pay": left or None, "due_day": days[0] if days else None}


def order_number(prefix: str, number: str, before: int = 0) -> str:
    """Give the number of the order that comes of a quote. before: how many of that quote were cancelled."""
    return f"{prefix}{number}" + (f"-{before + 1}" if before else "")


def _minor(part: Mapping[str, Raw]) -> int:
    amount = part.get("amount")
    return amount if isinstance(amount, int) else 0
