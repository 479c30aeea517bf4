"""The square code of a paper: its number, revision, total and a value that changes with anything it offers."""

import base64
import hashlib

from crm_desktop.documents.sheet import Sheet

_APART = "\x1f"
LETTERS = 8


def check_value(sheet: Sheet) -> str:
    """Give eight letters and digits, in two groups, that follow from whom, what and for how much a paper offers.

    Looks, languages, conditions and addresses are not in it: the same offer printed another way has the same value.
    """
    priced = sheet.priced
    said = [sheet.number, str(sheet.revision), sheet.customer.name, priced.currency, f"{priced.total:f}"]
    for line in sheet.lines:
        figures = (line.quantity.normalize(), line.unit_price.normalize(), line.net)
        said += [line.kind, line.code, line.description, *(f"{figure:f}" for figure in figures)]
    digest = hashlib.sha256(_APART.join(said).encode(errors="replace")).digest()
    letters = base64.b32encode(digest).decode()[:LETTERS]
    return f"{letters[:4]}-{letters[4:]}"


def check_text(sheet: Sheet) -> str:
    """Give what the code says to whoever reads it with a telephone: number, total, check value."""
    return f"{sheet.reference} {sheet.priced.currency} {sheet.priced.total:f} {check_value(sheet)}"
