"""What another process finds of a claim of the tour: in the server's file, in the manager's replica, on the paper.

Each check reads with means of its own and exits 0 where the claim holds, 1 with a sentence where it does not.
"""

import argparse
import sqlite3
import subprocess
import sys
from pathlib import Path

DEAL = """
SELECT opportunity.id, stage.name, account.name FROM opportunity
JOIN stage ON stage.id = opportunity.stage LEFT JOIN account ON account.id = opportunity.account
WHERE opportunity.name = ?
"""
QUOTE = """
SELECT quote.number, quote.state, quote.total, count(quote_line.id) FROM quote
JOIN opportunity ON opportunity.id = quote.opportunity LEFT JOIN quote_line ON quote_line.quote = quote.id
WHERE opportunity.name = ? GROUP BY quote.id
"""


def rows(database: Path, query: str, *values: str) -> list[tuple]:
    """Ask a plain SQLite file without any code of the product."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def deal(options: argparse.Namespace) -> str:
    """The server has the deal once, in this stage, of this account."""
    found = rows(options.database, DEAL, options.name)
    wanted = (options.stage, options.account)
    return "" if len(found) == 1 and found[0][1:] == wanted else f"the server has {found}, not one deal in {wanted}"


def no_deal(options: argparse.Namespace) -> str:
    """The server has not heard of the deal."""
    found = rows(options.database, DEAL, options.name)
    return f"the server has {found} already" if found else ""


def account(options: argparse.Namespace) -> str:
    """The server has this value in a field of the account."""
    found = rows(options.database, f'SELECT "{options.field}" FROM account WHERE name = ?', options.name)
    return "" if found == [(options.value,)] else f"the server has {found}"


def activity(options: argparse.Namespace) -> str:
    """The server has one finished activity of this kind and subject."""
    query = "SELECT kind, is_done FROM activity WHERE subject = ?"
    found = rows(options.database, query, options.subject)
    return "" if found == [(options.kind, 1)] else f"the server has {found}"


def quote(options: argparse.Namespace) -> str:
    """The server has one quote of the deal with so many lines, this state, number and total in minor units."""
    found = rows(options.database, QUOTE, options.name)
    wanted = [(options.number, options.state, options.total, options.lines)]
    return "" if found == wanted else f"the server has {found}, not {wanted}"


def paper(options: argparse.Namespace) -> str:
    """The paper shows each of the words, every font of it embedded."""
    text = subprocess.run(
        ["pdftotext", "-layout", options.file, "-"], capture_output=True, text=True, check=True
    ).stdout
    plain = "".join(text.split())
    missing = [word for word in options.words if "".join(word.split()) not in plain]
    fonts = subprocess.run(["pdffonts", options.file], capture_output=True, text=True, check=True).stdout.splitlines()[
        2:
    ]
    loose = [line for line in fonts if line.split()[-5] != "yes"]
    return f"missing on the paper: {missing}; fonts not embedded: {loose}" if missing or loose or not fonts else ""


def replica(options: argparse.Namespace) -> str:
    """The manager's replica, unlocked with the password on standard input, has the deal in this stage."""
    from crm_desktop.core.entities import Opportunity, Stage
    from crm_desktop.core.store import Where
    from crm_desktop.replica.replica import Replica

    opened = Replica.open(options.folder, sys.stdin.readline().rstrip("\n"))
    try:
        found = opened.find(Opportunity, Where("name", "eq", options.name))
        stages = opened.by_ids(Stage, (one.stage for one in found))
        faults = opened.verify()
    finally:
        opened.close()
    names = [stages[one.stage].name for one in found]
    if faults:
        return f"the replica disagrees with its journal: {faults[:3]}"
    return "" if names == [options.stage] else f"the replica has {names}"


def main() -> int:
    """Check one claim."""
    asked = argparse.ArgumentParser(description=__doc__)
    claims = asked.add_subparsers(required=True)
    for check, places in (
        (deal, ("database", "name", "stage", "account")),
        (no_deal, ("database", "name")),
        (account, ("database", "name", "field", "value")),
        (activity, ("database", "subject", "kind")),
        (quote, ("database", "name", "number", "state", "total", "lines")),
        (paper, ("file", "words")),
        (replica, ("folder", "name", "stage")),
    ):
        claim = claims.add_parser(check.__name__)
        for place in places:
            kinds = {"database": Path, "file": Path, "folder": Path, "total": int, "lines": int}
            claim.add_argument(place, type=kinds.get(place, str), nargs="+" if place == "words" else None)
        claim.set_defaults(check=check)
    options = asked.parse_args()
    fault = options.check(options)
    if fault:
        print(fault)
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
