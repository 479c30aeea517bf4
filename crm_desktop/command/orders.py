"""The words of the command line about orders: `satchel order list`, and `pdf` with NUMBER -o FILE."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crm_desktop.actions.desk import desk_of
from crm_desktop.command.quotes import NOT_WRITTEN
from crm_desktop.core.entities import Account, Order
from crm_desktop.core.entities.order_life import STATES
from crm_desktop.core.errors import UserError
from crm_desktop.core.store import Where
from crm_desktop.replica.replica import Replica

NO_ORDER = "There is no order {number} on this laptop. List them with: satchel order list"


def add_order(commands: Any, add_shared: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add `satchel order` to the commands of a parser. add_shared: adds what all commands take."""
    said = "list orders, and write the confirmation of one to a file"
    words = commands.add_parser("order", help=said, description=said).add_subparsers(required=True, metavar="WORD")
    listed = words.add_parser("list", help="list orders, the newest first")
    states = ", ".join(one.value for one in STATES)
    listed.add_argument("--state", choices=[one.value for one in STATES], metavar="STATE", help=f"only one of {states}")
    pdf = words.add_parser("pdf", help="write the confirmation of an order to a file, as it was issued")
    pdf.add_argument("number", metavar="NUMBER", help="as it is on the paper: SO-2026-00012")
    pdf.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="file.pdf")
    for word, run in ((listed, list_orders), (pdf, write_confirmation)):
        add_shared(word)
        word.set_defaults(run=run, json=False)


def list_orders(replica: Replica, options: argparse.Namespace) -> int:
    """Print orders, one a line: number, state, day, next payment due, what is to be paid, total, customer."""
    states = (Where("state", "eq", options.state),) if options.state else ()
    found = replica.find(Order, *states, order=("-day", "-id"))
    customers = replica.by_ids(Account, {order.account for order in found if order.account})
    for order in found:
        customer = customers.get(order.account)
        days = [day.isoformat() if day else "" for day in (order.day, order.due_day)]
        left, total = (f"{amount:,f}" if amount is not None else "" for amount in (order.to_pay, order.total))
        said = f"{order.number:18} {order.state:9} {days[0]:10} {days[1]:10} {left:>16} {order.currency} {total:>16}"
        print(f"{said}  {customer.name if customer else ''}".rstrip())
    return 0


def write_confirmation(replica: Replica, options: argparse.Namespace) -> int:
    """Write the confirmation of an order: the kept bytes of an issued one, else one with the mark of a draft."""
    # The library of papers takes 0.3 s to load, and no other word needs it.
    from crm_desktop.actions.confirming import confirmation_of

    number = options.number.strip()
    order = next(iter(replica.find(Order, Where("number", "eq", number))), None) if number else None
    if order is None:
        raise UserError(NO_ORDER, number=number)
    content = confirmation_of(desk_of(replica, lambda: datetime.now(UTC)), order)
    try:
        options.output.write_bytes(content)
    except OSError as fault:
        raise UserError(NOT_WRITTEN, path=options.output, reason=fault.strerror or fault) from fault
    print(f"{order.number} written to {options.output}")
    return 0
