"""The orders of the demo company: what came of accepted quotes, when it was delivered, and who has paid."""

from datetime import date
from random import Random
from typing import NamedTuple

from crm_desktop.core.changes import Entry
from crm_desktop.core.demo.story import Story, created, iso, moment_at, number_of
from crm_desktop.core.entities.order_life import CLOSED, DELIVERED, OPEN_ORDER, order_number
from crm_desktop.core.entities.quote_terms import plan_of
from crm_desktop.core.entities.quote_totals import quote_figures
from crm_desktop.core.ids import id_from
from crm_desktop.core.money import from_minor, to_minor
from crm_desktop.core.payment import instalments
from crm_desktop.core.schema import Raw

PREFIX = "SO-"
_HOUR_US = 3_600 * 1_000_000


class Accepted(NamedTuple):
    """A quote that the customer accepted: its id and values, the raw values of its lines, and when that was."""

    id: str
    raw: dict[str, Raw]
    lines: list[dict[str, Raw]]
    owner: str
    day: int
    when: int


class _Part(NamedTuple):
    id: str
    raw: dict[str, Raw]


def ordered(story: Story, quote: Accepted) -> list[Entry]:
    """Give the entries of the order that an acceptance makes, and tell what became of it afterwards.

    It has dice of its own, so that the rest of the story is the same with orders as it was without them.
    """
    chance, id_ = Random(f"order of {quote.id}"), id_from("demo", "order", quote.id)
    figures, currency = quote_figures(quote.raw, quote.lines), str(quote.raw["currency"])
    delivery = story.workday(quote.day + chance.randint(18, 60))
    raw: dict[str, Raw] = {
        "number": order_number(PREFIX, str(quote.raw["number"])),
        "state": OPEN_ORDER,
        "day": iso(quote.day),
        "customer_reference": f"PO-{chance.randrange(100_000):05}" if chance.random() < 0.6 else None,
        "delivery_day": iso(delivery),
        "quote": quote.id,
        **{name: quote.raw.get(name) for name in ("account", "contact", "opportunity", "owner")},
        "currency": currency,
        **{name: figures[name] for name in ("net", "tax", "total")},
    }
    parts = _parts(quote, id_, figures["total"], currency)
    _tell_after(story, quote, chance, _Part(id_, raw), parts, delivery)
    return [created("order", id_, raw), *(created("instalment", part.id, part.raw) for part in parts)]


def _parts(quote: Accepted, order: str, total: Raw, currency: str) -> list[_Part]:
    plan = plan_of(quote.raw.get("payment_plan"))
    shares = instalments(from_minor(int(str(total)), currency), currency, [part for _, part in plan])
    issued, found = _day(quote.raw["issue_day"]), []
    for at, share in enumerate(shares, 1):
        label, part = plan[share.part] if share.part is not None else ("", None)
        said = f"{label} {part.size:f} %" if part else ""
        due = iso(issued + part.days) if part and part.days is not None else None
        values: dict[str, Raw] = {
            "order": order, "position": at, "label": said, "due_day": due, "amount": to_minor(share.amount, currency),
            "currency": currency,
        }  # fmt: skip
        found.append(_Part(id_from("demo", "instalment", f"{order} {at}"), values))
    return found


def _tell_after(story: Story, quote: Accepted, chance: Random, order: _Part, parts: list[_Part], delivery: int) -> None:
    """Tell the delivery and the payments; some customers are late, and a few have not paid yet."""
    first, raw = quote.when + _HOUR_US, dict(order.raw)
    delivered = story.workday(delivery + chance.choice((0, 0, 0, 1, 4)))
    paid = []
    for part in parts:
        due = _day(part.raw["due_day"]) if part.raw.get("due_day") else delivery
        day = story.workday(max(due + chance.choice((-2, -1, 0, 0, 1, 3, 9)), quote.day + 1))
        if day < story.today and chance.random() < 0.92:
            paid.append(day)
            story.edit(
                max(_noon(day), first), quote.owner, "instalment", part.id, dict(part.raw), {"paid_day": iso(day)}
            )
    if delivered < story.today:
        story.edit(max(_noon(delivered), first), quote.owner, "order", order.id, raw, {"state": DELIVERED})
        if len(paid) == len(parts):
            closed = max(delivered, *paid) if paid else delivered
            story.edit(max(_noon(closed), first) + _HOUR_US, quote.owner, "order", order.id, raw, {"state": CLOSED})


def _noon(day: int) -> int:
    return moment_at(day, 12)


def _day(raw: Raw) -> int:
    return number_of(date.fromisoformat(str(raw)))
