"""Quotes reckoned by Tryton's module `sale`, for comparison: to be run by the Python of an environment that has it.

JSON by standard input: a list of quotes, each a list of (quantity, unit price, rate of its tax), as decimal texts. JSON by
standard output: for each (nets of its lines, net, tax, total). The module is used as it comes: half-even, tax by document.
"""

import json
import sys
from decimal import Decimal
from typing import Any

from trytond.modules.account.tests.test_module import create_chart
from trytond.modules.company.tests.test_module import create_company, set_company
from trytond.pool import Pool
from trytond.tests.test_tryton import activate_module, with_transaction


def _taxes(rates: set[str]) -> dict[str, Any]:
    account = Pool().get("account.account").search([("type", "!=", None), ("closed", "!=", True)], limit=1)[0]
    made = {}
    for rate in sorted(rates):
        tax = Pool().get("account.tax")()
        tax.name = tax.description = f"{rate} %"
        tax.type, tax.rate = "percentage", Decimal(rate).scaleb(-2)
        tax.invoice_account = tax.credit_note_account = account
        tax.save()
        made[rate] = tax
    return made


def _reckoned(sale: Any, lines: list[list[str]], taxes: dict[str, Any]) -> tuple[list[str], str, str, str]:
    made = []
    for quantity, price, rate in lines:
        line = Pool().get("sale.line")()
        line.sale, line.type, line.taxes = sale, "line", [taxes[rate]]
        line.quantity, line.unit_price = float(quantity), Decimal(price)  # its quantities are floats
        line.amount = line.on_change_with_amount()
        made.append(line)
    sale.lines = made
    sale.on_change_lines()
    return [str(line.amount) for line in made], str(sale.untaxed_amount), str(sale.tax_amount), str(sale.total_amount)


@with_transaction()
def reckon(quotes: list[list[list[str]]]) -> list[tuple[list[str], str, str, str]]:
    """Reckon quotes in a company of their own."""
    company = create_company()
    with set_company(company):
        create_chart(company)
        taxes = _taxes({line[2] for quote in quotes for line in quote})
        found = []
        for quote in quotes:
            sale = Pool().get("sale.sale")()
            sale.company, sale.currency, sale.party, sale.sale_date = company, company.currency, company.party, None
            found.append(_reckoned(sale, quote, taxes))
    return found


if __name__ == "__main__":
    activate_module("sale")
    json.dump(reckon(json.load(sys.stdin)), sys.stdout)
