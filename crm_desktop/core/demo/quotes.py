"""The quotes of the demo company: drafted with their lines, issued, sent, and what became of them."""

from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.changes import Act, Entry
from crm_desktop.core.demo.catalogue import BOOKS, EXPORT, TAXES, Item, book_id, list_price
from crm_desktop.core.demo.deals import Deal
from crm_desktop.core.demo.orders import Accepted, ordered
from crm_desktop.core.demo.story import Story, created, date_of, iso
from crm_desktop.core.entities.quote_life import ACCEPTED
from crm_desktop.core.money import exponent, to_scaled
from crm_desktop.core.schema import Raw

_VALID_DAYS = 45
_PAUSE_US = 600 * 1_000_000
_UNITS_ZH = {"pc": "台", "set": "套", "day": "天"}
_DELIVERY_ZH = {"2-4 weeks": "2-4周", "6-8 weeks": "6-8周", "by appointment": "另行约定"}
_PLANS = {True: ("预付款", "余款"), False: ("Deposit", "Balance")}
_TERMS = {
    True: ("预付30%，发货前付清", "上海工厂交货（EXW）", "报价含一年质保，以书面订单为准。"),
    False: ("30 % with order, balance before shipment", "FCA Shanghai", "One year of warranty is included. Subject to written order confirmation."),
}  # fmt: skip


class Waiting(NamedTuple):
    """A quote that will be issued and has no number yet; drafted: the moment; fate: (day, state) after its issue."""

    issued: int
    drafted: int
    id: str
    deal: Deal
    raw: dict[str, Raw]
    lines: list[dict[str, Raw]]
    fate: tuple[tuple[int, str], ...]


def draft(deal: Deal, items: list[Item], day: int) -> Waiting | None:
    """Tell the drafting of a quote and its lines; None where it stays a draft to this day."""
    story, when = deal.story, deal.at(day)
    is_zh = deal.customer.is_zh
    payment, delivery, remarks = _TERMS[is_zh]
    raw: dict[str, Raw] = {
        "subject": deal.raw["name"],
        "revision": 1,
        "account": deal.customer.id,
        "contact": deal.contact.id if deal.contact else None,
        "opportunity": deal.id,
        "owner": deal.owner,
        "state": "draft",
        "language": "zh_CN" if is_zh else "en",
        "currency": deal.currency,
        "price_book": book_id(deal.currency) if deal.currency in BOOKS else None,
        "discount": story.chance.choice((None, None, None, 2_000_000, 3_000_000)),
        "payment_terms": payment,
        "payment_plan": [["deposit", _PLANS[is_zh][0], "30 % +14"], ["balance", _PLANS[is_zh][1], "70 % +75"]],
        "delivery_terms": delivery,
        "customer_reference": f"RFQ-{story.chance.randrange(10_000):04}" if story.chance.random() < 0.4 else None,
        "remarks": remarks,
    }
    id_ = story.make_id(when)
    lines = _lines(deal, id_, when, items)
    story.tell(when, deal.owner, created("quote", id_, raw), *lines)
    issued = min(story.workday(day + story.chance.randint(0, 3)), deal.course.closed or story.today)
    if issued >= story.today - 1 or (deal.course.closed is None and story.chance.random() < 0.3):
        return None
    return Waiting(issued, when, id_, deal, raw, [_values(one) for one in lines], _fate(deal, issued))


def _values(line: Entry) -> dict[str, Raw]:
    return {"id": line.record, **{name: value for name, (_, value) in line.fields.items()}}


def _fate(deal: Deal, issued: int) -> tuple[tuple[int, str], ...]:
    story, closed = deal.story, deal.course.closed
    states = [(story.workday(issued + story.chance.choice((0, 0, 1, 2, 5))), "sent")]
    if closed is not None and closed > states[0][0]:
        states.append((closed, "accepted" if deal.course.is_won else "declined"))
    elif closed is None:
        states.append((story.workday(issued + _VALID_DAYS + 1), "expired"))
    return tuple(state for state in states if state[0] < story.today)


def _lines(deal: Deal, quote: str, when: int, items: list[Item]) -> list[Entry]:
    chance, is_zh = deal.story.chance, deal.customer.is_zh
    goods, services = [item for item in items if not item.is_service], [item for item in items if item.is_service]
    chosen = [deal.item, *chance.sample(_beside(deal, goods), chance.randint(1, 4))]
    parts = [0.6, *(0.35 / (len(chosen) - 1) for _ in chosen[1:])]
    amounts = [max(1, round(deal.worth * part / float(item.worth))) for item, part in zip(chosen, parts, strict=True)]
    if chance.random() < 0.6:
        chosen.append(chance.choice(services))
        amounts.append(chance.randint(1, 3))
    is_old = date_of(deal.day).year < date_of(deal.story.today).year
    entries = []
    for position, (item, quantity) in enumerate(zip(chosen, amounts, strict=True), 1):
        tax = item.tax if deal.currency == "CNY" else EXPORT
        discount = chance.choice((None, None, 3, 5, 8, 10)) if quantity > 2 else None
        values: dict[str, Raw] = {
            "quote": quote,
            "position": position,
            "kind": "item",
            "product": item.id,
            "sku": item.sku,
            "description": item.chinese if is_zh else item.english,
            "quantity": quantity * 1_000_000,
            "unit": _UNITS_ZH[item.unit] if is_zh else item.unit,
            "unit_price": to_scaled(price := _price(item, deal.currency, quantity, is_old=is_old)),
            "list_price": to_scaled(price),
            "discount": discount * 1_000_000 if discount else None,
            "tax_label": tax,
            "tax_percent": TAXES[tax] * 1_000_000,
            "delivery_time": _DELIVERY_ZH[item.delivery] if is_zh else item.delivery,
            "currency": deal.currency,
        }
        entries.append(created("quote_line", deal.story.make_id(when), values))
    return entries


def _beside(deal: Deal, goods: list[Item]) -> list[Item]:
    """Find what is small enough to be bought along with the main item."""
    others = sorted((item for item in goods if item is not deal.item), key=lambda item: item.worth)
    return [item for item in others if float(item.worth) < deal.worth / 6] or others[:4]


def _price(item: Item, currency: str, quantity: int, *, is_old: bool) -> Decimal:
    price = list_price(item, currency, quantity=1 if item.is_service else quantity, is_old=is_old)
    return price.quantize(Decimal(1)) if exponent(currency) == 0 else price


def tell_issued(story: Story, waiting: list[Waiting]) -> None:
    """Tell the issuing of all quotes, numbered year by year in the order of their days, and what came after."""
    numbers: dict[int, int] = {}
    for quote in sorted(waiting, key=lambda quote: (quote.issued, quote.id)):
        year = date_of(quote.issued).year
        numbers[year] = numbers.get(year, 0) + 1
        deal, day = quote.deal, quote.issued
        new: dict[str, Raw] = {
            "state": "issued",
            "number": f"LT{year % 100:02}-{numbers[year]:04}",
            "issue_day": iso(day),
            "valid_until": iso(day + _VALID_DAYS),
        }
        when = max(story.moment(day), quote.drafted + _PAUSE_US)
        story.edit(when, deal.owner, "quote", quote.id, quote.raw, new)
        for after, state in quote.fate:
            when = max(story.moment(after), when + _PAUSE_US)
            if state == ACCEPTED:
                _tell_accepted(story, quote, after, when)
            else:
                story.edit(when, deal.owner, "quote", quote.id, quote.raw, {"state": state})


def _tell_accepted(story: Story, quote: Waiting, day: int, when: int) -> None:
    """Tell in one save how the customer accepted, and the order that came of it."""
    new: dict[str, Raw] = {"state": ACCEPTED, "decided_day": iso(day)}
    entry = Entry("quote", quote.id, Act.EDIT, {name: (quote.raw.get(name), value) for name, value in new.items()})
    quote.raw.update(new)
    order = ordered(story, Accepted(quote.id, quote.raw, quote.lines, quote.deal.owner, day, when))
    story.tell(when, quote.deal.owner, entry, *order)
