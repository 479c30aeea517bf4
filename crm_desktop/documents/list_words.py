"""The cells of a list as paper says them."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from crm_desktop.core.money import round_amount
from crm_desktop.documents.listing import Cell, Column, Money
from crm_desktop.documents.phrases import written_amount, written_percent, written_quantity
from crm_desktop.documents.sheet import Language
from crm_desktop.documents.typesetting import clean, missing

NO_SHAPE = "□"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def written(cell: Cell, column: Column, language: Language, yes: str) -> str:
    """Write one cell."""
    match cell:
        case None:
            return ""
        case Money():
            return money_text(cell)
        case bool():
            return yes if cell else ""
        case datetime():
            return f"{_day(cell.date(), language)} {cell:%H:%M}"
        case date():
            return _day(cell, language)
        case Decimal() | int():
            number = Decimal(cell)
            is_year = column.kind == "number" and isinstance(cell, int) and 1000 <= cell <= 2999
            if is_year:
                return str(cell)  # nobody groups the figures of a year
            return written_percent(number) if column.kind == "percent" else written_quantity(number)
        case _:
            return drawable(" ".join(str(cell).split()))


def money_text(money: Money) -> str:
    """Write an amount with all its figures."""
    return f"{money.currency} {written_amount(round_amount(money.amount, money.currency))}".strip()


def _day(day: date, language: Language) -> str:
    if language == "zh_CN":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=8192)
def drawable(text: str) -> str:
    """Put a box in the place of each character that no embedded face has: a list is printed all the same."""
    text = clean(text)
    while character := missing(text):
        text = text.replace(character, NO_SHAPE if not missing(NO_SHAPE) else "?")
    return text
