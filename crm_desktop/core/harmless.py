"""Texts that other programs would take for commands made harmless: formulas in a CSV file, which come back, and signs to a terminal."""

import re

MARK = "'"
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_FIGURES = re.compile(r"[+-]?[\d\s().,/\-]*\d[\d\s().,/\-]*")
"""Numbers and telephone numbers: without a letter there is nothing that a formula could call."""


def guarded(text: str) -> str:
    """Put an apostrophe before what would be a formula; figures, as +86 21 5531 3600 and -5, stay what they are."""
    return f"{MARK}{text}" if _FORMULA.match(text) and not _FIGURES.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Take that apostrophe away again; an apostrophe before anything else was typed by somebody."""
    return text[1:] if text.startswith(MARK) and _FORMULA.match(text) else text


def printable(text: str) -> str:
    """Put a space for whatever a terminal obeys instead of showing it, ends of lines too."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
