"""The plan by which a quote, and the order that comes of it, is paid."""

from datetime import date, timedelta
from decimal import Decimal

from crm_desktop.core.entities import Quote
from crm_desktop.core.entities.quote_terms import plan_of
from crm_desktop.core.payment import instalments
from crm_desktop.core.schema import raw_of
from crm_desktop.documents.sheet import Instalment


def payment_plan(quote: Quote, total: Decimal, issued: date) -> tuple[Instalment, ...]:
    """Divide a quote's total into the instalments agreed; what they leave is the balance, which has no label."""
    plan = plan_of(raw_of(quote).get("payment_plan"))
    found = []
    for due in instalments(total, quote.currency, [part for _, part in plan]):
        label, part = plan[due.part] if due.part is not None else ("", None)
        said = " ".join(word for word in (label, f"{part.size:f} %" if part and part.is_percent else "") if word)
        days = part.days if part else None
        found.append(
            Instalment(label=said, amount=due.amount, due=issued + timedelta(days=days) if days is not None else None)
        )
    return tuple(found)
