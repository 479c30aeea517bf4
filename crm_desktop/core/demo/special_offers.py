"""What some customers of the demo company pay less, and the templates its people offer from."""

import json
from collections.abc import Sequence
from decimal import Decimal

from crm_desktop.core.changes import Entry
from crm_desktop.core.demo.catalogue import BASE, items, product_id, tidy
from crm_desktop.core.demo.deals import Customer
from crm_desktop.core.demo.people import ADMIN_LOGIN, REP_LOGIN, user_id
from crm_desktop.core.demo.story import SYSTEM, Story, created, date_of, iso
from crm_desktop.core.ids import id_from
from crm_desktop.core.money import to_scaled
from crm_desktop.core.schema import Raw

GROUP, BOOK = id_from("demo", "customer_group", "dealers"), id_from("demo", "price_book", "dealers")
_SHARES = {1: Decimal("0.88"), 20: Decimal("0.82")}
"""From which quantity on dealers pay which share of the list price."""
_AGREED = (("LCP-DN80", "0.86", None), ("LCP-DN80", "0.81", 20), ("LSK-33MM", "0.8", None))
"""What was agreed with one customer: product, share of the list price, from which quantity on."""
_DAY_US = 86_400_000_000
_TEMPLATES = (
    ("Pump, ready to run · 水泵交钥匙", ADMIN_LOGIN, True, (("section", "Pump · 水泵"), ("LCP-DN80", 1), ("LSK-33MM", 2), ("section", "On site · 现场服务"), ("LSV-COM", 2), ("LSV-TRN", 1))),
    ("Spare parts for a year · 年度备件", REP_LOGIN, False, (("LSK-33MM", 4), ("LIM-DN80", 1), ("LSV-INS", 1))),
)  # fmt: skip


def dealers(first: int, last: int) -> list[Entry]:
    """Describe the group of dealers and its price book for the goods between two days."""
    year = date_of(first).year
    values: dict[str, Raw] = {
        "name": f"Dealers {year} · 经销商价目表", "currency": BASE, "customer_group": GROUP,
        "first_day": iso(first), "last_day": iso(last),
    }  # fmt: skip
    entries = [
        created("customer_group", GROUP, {"name": "Dealers · 经销商", "note": "Sell on under their own name"}),
        created("price_book", BOOK, values),
    ]
    for item in items():
        for least, share in () if item.is_service else _SHARES.items():
            price: dict[str, Raw] = {
                "price_book": BOOK,
                "product": item.id,
                "unit_price": to_scaled(tidy(item.worth * share)),
                "from_quantity": least * 1_000_000 if least > 1 else None,
            }
            entries.append(created("price", id_from("demo", "price", "dealers", item.sku, str(least)), price))
    return entries


def templates() -> list[Entry]:
    """Describe the templates of lines: one for everybody, one of the rep of the tour."""
    names = {item.sku: item.english for item in items()}
    entries = []
    for name, login, is_shared, lines in _TEMPLATES:
        kept = [
            {"kind": "section", "text": said}
            if what == "section"
            else {"product": product_id(what), "text": names[what], "quantity": str(said)}
            for what, said in lines
        ]
        values: dict[str, Raw] = {
            "name": name, "owner": user_id(login), "is_shared": is_shared or None,
            "lines": json.dumps(kept, ensure_ascii=False),
        }  # fmt: skip
        entries.append(created("line_template", id_from("demo", "line_template", name), values))
    return entries


def tell_agreed(story: Story, customers: Sequence[Customer], until: int) -> None:
    """Tell that the first customer has prices of its own until a day, and that the second is a dealer."""
    worth = {item.sku: item.worth for item in items()}
    for customer in customers[:1]:
        for number, (sku, share, least) in enumerate(_AGREED):
            values: dict[str, Raw] = {
                "account": customer.id, "product": product_id(sku), "currency": BASE, "last_day": iso(until),
                "unit_price": to_scaled(tidy(worth[sku] * Decimal(share))),
                "from_quantity": least * 1_000_000 if least else None, "reason": "Framework agreement · 框架协议",
            }  # fmt: skip
            id_ = id_from("demo", "special_price", str(number))
            story.create(customer.since + _DAY_US // 48, SYSTEM, "special_price", values, id_)
    for customer in customers[1:2]:
        story.edit(
            customer.since + _DAY_US // 48, SYSTEM, "account", customer.id, customer.raw, {"customer_group": GROUP}
        )
