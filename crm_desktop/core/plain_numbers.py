"""The door of the arithmetic: plain numbers alone come in, everything else is refused with a sentence."""

from decimal import Decimal

from crm_desktop.core.errors import UserError
from crm_desktop.core.words_to_translate import QT_TRANSLATE_NOOP

LIMIT = 10**18
PLACES = 12
"""Below the one and with at most the other no product of two numbers loses a digit."""

NO_NUMBER = QT_TRANSLATE_NOOP("core", "“{value}” is no number to reckon with. Type plain digits, for example 1250.50.")
NO_NUMBER_IN_LINE = QT_TRANSLATE_NOOP(
    "core", "Line {line}: “{value}” is no number to reckon with. Type plain digits, for example 1250.50."
)
NO_SHARE = QT_TRANSLATE_NOOP("core", "A discount and a tax lie between 0 and 100 percent, and this is {value}.")
NO_SHARE_IN_LINE = QT_TRANSLATE_NOOP(
    "core", "Line {line}: a discount and a tax lie between 0 and 100 percent, and this is {value}."
)
BELOW_ZERO = QT_TRANSLATE_NOOP("core", "“{value}” must not be below zero. A credit is a line with a negative quantity.")
NO_COIN = QT_TRANSLATE_NOOP(
    "core",
    "The total cannot be rounded to {value}: {currency} has no such coin. Choose a multiple of its smallest one.",
)
MIXED = QT_TRANSLATE_NOOP(
    "core",
    "Line {line} is in {other} and its quote in {currency}. A quote has one currency: enter the line in {currency}.",
)


def check_numbers(*values: Decimal, line: int = 0) -> None:
    """Refuse what is not finite, too large, too finely divided or written with an exponent. line: 0 for the whole."""
    for value in filter(None, values):  # most discounts are zero, and it costs to look at a number
        places = value.as_tuple().exponent
        if not isinstance(places, int) or not -PLACES <= places <= 0 or abs(value) >= LIMIT:
            raise _of_line(NO_NUMBER, NO_NUMBER_IN_LINE, value, line)


def check_shares(*percents: Decimal, line: int = 0) -> None:
    """Refuse percentages below 0 or above 100, and what is no number."""
    check_numbers(*percents, line=line)
    for percent in filter(None, percents):
        if not 0 <= percent <= 100:
            raise _of_line(NO_SHARE, NO_SHARE_IN_LINE, percent, line)


def check_taken(*amounts: Decimal, line: int = 0) -> None:
    """Refuse amounts below zero, and what is no number."""
    check_numbers(*amounts, line=line)
    for amount in filter(None, amounts):
        if amount < 0:
            raise UserError(BELOW_ZERO, value=str(amount))


def _of_line(sentence: str, in_line: str, value: Decimal, line: int) -> UserError:
    return UserError(in_line, value=str(value), line=line) if line else UserError(sentence, value=str(value))
