"""The groups of a list in a workbook: a head over its rows with sums that go on counting, and rows that fold under it."""

from collections.abc import Callable, Sequence
from typing import Any

from crm_desktop.core.money import exponent
from crm_desktop.documents.listing import Column, Group

UNDER = 1  # the level of outline on which the rows of a group lie
SHADE = "FFF1F3F5"


def outline(sheet: Any) -> None:
    """Let rows fold under the head above them; before the first row is written."""
    sheet.sheet_properties.outlinePr.summaryBelow = False
    sheet.sheet_format.outlineLevelRow = UNDER


def fold(sheet: Any, at: int, *, is_hidden: bool) -> None:
    """Lay the row that is written next under its head; at: its number."""
    sheet.row_dimensions.pop(at - 1, None)  # written already: a long list is never whole in memory
    row = sheet.row_dimensions[at]
    row.outlineLevel, row.hidden = UNDER, is_hidden


def heads_of(group: Group, columns: Sequence[Column], at: int, new_cell: Callable[[], Any]) -> list[list[Any]]:
    """Make the rows that head a group: its words and number, and the sums of each currency in a row of their own.

    at: the number of the first of these rows.
    """
    # As the workbook itself they are for whoever writes one.
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    letters = [get_column_letter(place) for place in range(1, len(columns) + 1)]
    units = group.currencies if any(column.kind == "amount" for column in columns) else ()
    heads = [[new_cell() for _ in columns] for _ in units or ("",)]
    first, last = at + len(heads), at + len(heads) + group.count - 1
    heads[0][0].value = "   ".join(part for part in (group.words, f"({group.count})", group.more) if part)
    heads[0][0].data_type = "s"  # whatever it begins with
    for cells, unit in zip(heads, units, strict=False):
        for place, column in enumerate(columns):
            if column.kind == "amount" and group.count:
                rows, named = (f"{letters[one]}{first}:{letters[one]}{last}" for one in (place, column.currency_at))
                is_apart = len(units) > 1 and column.currency_at >= 0
                cells[place].value = f'=SUMIFS({rows},{named},"{unit}")' if is_apart else f"=SUBTOTAL(9,{rows})"
                cells[place].number_format = money_format(unit)
    for cell in (cell for cells in heads for cell in cells):
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=SHADE)
    return heads


def money_format(currency: str) -> str:
    """Word how a workbook shows amounts of a currency."""
    places = exponent(currency)
    figures = f"#,##0.{'0' * places}" if places else "#,##0"
    return f"[${currency}] {figures}" if currency else figures
