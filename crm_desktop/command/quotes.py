"""The words of the command line about quotes: `satchel quote list`, `pdf` and `xml` with NUMBER -o FILE, and `send`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crm_desktop.actions.desk import Desk
from crm_desktop.command.finding import desk_here, find_quote
from crm_desktop.command.sending import add_send
from crm_desktop.core.entities import Account, Quote
from crm_desktop.core.entities.quote_life import STATES, paper_number, state_on
from crm_desktop.core.errors import UserError
from crm_desktop.core.harmless import printable
from crm_desktop.replica.replica import Replica

NOT_WRITTEN = "{path} cannot be written: {reason}. Name another file or folder."


def add_quote(commands: Any, add_shared: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add `satchel quote` to the commands of a parser. add_shared: adds what all commands take."""
    said = "list quotes, write the paper of one to a file, send it"
    words = commands.add_parser("quote", help=said, description=said).add_subparsers(required=True, metavar="WORD")
    listed = words.add_parser("list", help="list quotes, the newest first")
    states = ", ".join(one.value for one in STATES)
    listed.add_argument("--state", choices=[one.value for one in STATES], metavar="STATE", help=f"only one of {states}")
    pdf = words.add_parser("pdf", help="write the paper of a quote to a file, as it was issued")
    xml = words.add_parser("xml", help="write an issued quote as XML (UBL 2.1), with the amounts of its paper")
    for word, ending in ((pdf, "pdf"), (xml, "xml")):
        told = "as it is on the paper: 2026-00012, or 2026-00012-R2; else the newest revision"
        word.add_argument("number", metavar="NUMBER", help=told)
        word.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=f"file.{ending}")
    send, send_quote = add_send(words)
    for word, run in ((listed, list_quotes), (pdf, write_pdf), (xml, write_xml), (send, send_quote)):
        add_shared(word)
        word.set_defaults(run=run, json=False)


def list_quotes(replica: Replica, options: argparse.Namespace) -> int:
    """Print quotes, one a line: number, state, last day, total, customer."""
    desk = desk_here(replica)
    today, found = desk.today(), replica.find(Quote, order=("-id",))
    customers = replica.by_ids(Account, {quote.account for quote in found if quote.account})
    for quote in found:
        state = state_on(quote.state, quote.valid_until, today)
        if options.state and state != options.state:
            continue
        customer = customers.get(quote.account)
        total = "" if quote.total is None else f"{quote.currency} {quote.total:,f}"
        until = quote.valid_until.isoformat() if quote.valid_until else ""
        number = paper_number(quote.number, quote.revision) or "-"
        whom = customer.name if customer else quote.subject
        print(printable(f"{number:18} {state:9} {until:10} {total:>20}  {whom}".rstrip()))
    return 0


def write_pdf(replica: Replica, options: argparse.Namespace) -> int:
    """Write the paper of a quote: the kept bytes of an issued one, a draft of a revision with its mark."""
    # The library of papers takes 0.3 s to load, and no other word needs it.
    from crm_desktop.actions.papers import paper_of

    return _write(desk_here(replica), options, paper_of)


def write_xml(replica: Replica, options: argparse.Namespace) -> int:
    """Write an issued quote as XML."""
    # With the library of papers, as the paper.
    from crm_desktop.actions.papers import xml_of

    return _write(desk_here(replica), options, xml_of)


def _write(desk: Desk, options: argparse.Namespace, make: Callable[[Desk, Quote], bytes]) -> int:
    quote = find_quote(desk, options.number.strip())
    content = make(desk, quote)
    try:
        options.output.write_bytes(content)
    except OSError as fault:
        raise UserError(NOT_WRITTEN, path=options.output, reason=fault.strerror or fault) from fault
    print(f"{paper_number(quote.number, quote.revision)} written to {options.output}")
    return 0
