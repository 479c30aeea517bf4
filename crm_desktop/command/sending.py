"""Sending a quote from the command line: by the mail server of this laptop, or as a file for a mail program."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from crm_desktop.actions import mailing, posting
from crm_desktop.actions.desk import Desk
from crm_desktop.actions.mail_settings import courier_of
from crm_desktop.actions.mailing import Writing
from crm_desktop.command.finding import desk_here, find_quote
from crm_desktop.core.entities import Account, Quote
from crm_desktop.core.entities.quote_life import paper_number
from crm_desktop.core.errors import UserError
from crm_desktop.core.harmless import printable
from crm_desktop.replica.handed_out import file_name
from crm_desktop.replica.post import Fate, Letter
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.demo import is_demo

SENT, STOPPED, WAITING = 0, 1, 5
NOT_READ = "{path} cannot be read: {reason}. Name another file."
NOT_WRITTEN = "{path} cannot be written: {reason}. Name another file or folder."
IN_DEMO = "This is the demo company: it sends nothing. With --eml FILE the mail is written to a file."
ALL_GONE = "Every mail has gone."


def add_send(words: Any) -> tuple[argparse.ArgumentParser, Callable[[Replica, argparse.Namespace], int]]:
    """Add `send` to the words about quotes; gives its parser and what runs it."""
    said = "send the paper of a quote by mail; without a number, let the mails go that wait"
    send: argparse.ArgumentParser = words.add_parser("send", help=said, description=said)
    send.add_argument("number", metavar="NUMBER", nargs="?", default="", help="as it is on the paper")
    send.add_argument(
        "--to", metavar="ADDRESS", help="instead of the contact of the quote; several with commas between"
    )
    send.add_argument("--subject", metavar="WORDS", help="instead of the usual one")
    send.add_argument("--text", type=Path, metavar="FILE", help="a file with the text, instead of the usual one")
    send.add_argument(
        "--eml", type=Path, metavar="FILE", help="write the mail to file.eml, for a mail program; nothing is sent"
    )
    return send, send_quote


def send_quote(replica: Replica, options: argparse.Namespace) -> int:
    """Send the paper of a quote, or write the mail to a file; 0 where it went, 5 where it waits, 1 where a person is asked."""
    desk = desk_here(replica)
    if options.number.strip():
        quote = find_quote(desk, options.number.strip())
        written = _written(desk, quote, options)
        if options.eml is not None:
            return _write(options.eml, mailing.as_file(desk, quote, written, _name(desk, quote)))
    if is_demo(replica):
        raise UserError(IN_DEMO)
    courier = courier_of(desk)
    if options.number.strip():
        mailing.put_in_post(desk, quote, written, _name(desk, quote))
    posting.take_up(desk)
    for one in posting.let_go(desk, courier, is_now=True):
        for letter in one.gone:
            print(printable(f"Sent to {', '.join(letter.to)}: {letter.subject}"))
        if one.trouble:
            print(printable(one.trouble))
    return _told(posting.waiting(desk))


def _told(left: list[Letter]) -> int:
    for letter in left:
        state = "waits" if letter.fate is Fate.WAITING else "did not go"
        why = UserError(letter.why, **letter.values) if letter.why else ""
        print(printable(f"{', '.join(letter.to)}: {letter.subject} {state}. {why}".rstrip()))
    if any(letter.fate in posting.ASKED_FOR for letter in left):
        return STOPPED
    if not left:
        print(ALL_GONE)
    return WAITING if left else SENT


def _written(desk: Desk, quote: Quote, options: argparse.Namespace) -> Writing:
    written = mailing.first_words(desk, quote)
    if options.text is not None:
        try:
            written = msgspec.structs.replace(written, text=options.text.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as fault:
            raise UserError(NOT_READ, path=options.text, reason=getattr(fault, "strerror", "") or fault) from fault
    said = {name: value for name in ("to", "subject") if (value := getattr(options, name)) is not None}
    return msgspec.structs.replace(written, **said)


def _write(path: Path, content: bytes) -> int:
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise UserError(NOT_WRITTEN, path=path, reason=fault.strerror or fault) from fault
    print(f"The mail is written to {path}. Open it in your mail program, look at it, send it.")
    return SENT


def _name(desk: Desk, quote: Quote) -> str:
    account = desk.replica.get(Account, quote.account) if quote.account else None
    number = paper_number(quote.number, quote.revision)
    return file_name(f"{number} {account.name if account else ''}".strip() + ".pdf")
