"""Lists as files: CSV that spreadsheets and imports read alike, and workbooks of typed cells."""

import csv
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from crm_desktop.core.errors import UserError
from crm_desktop.core.harmless import guarded
from crm_desktop.core.words_to_translate import QT_TRANSLATE_NOOP
from crm_desktop.documents.list_heads import fold, heads_of, money_format, outline
from crm_desktop.documents.listing import Cell, Column, Group, Listing, Money

CSV, XLSX = ".csv", ".xlsx"
MOST_ROWS = 1_048_575  # of a sheet, its heading left out
LONGEST_CELL = 32_767
PIXELS = 7  # of a character, by which a workbook measures columns

NO_ROOM = QT_TRANSLATE_NOOP("core", "There is no room left on the disk for {path}. Free some, or choose another place.")
IN_USE = QT_TRANSLATE_NOOP(
    "core", "{path} is open in another program, or protected. Close it there, or choose another name."
)
NOT_WRITTEN = QT_TRANSLATE_NOOP("core", "{path} could not be written: {reason}. Choose another place.")
UNKNOWN_KIND = QT_TRANSLATE_NOOP(
    "core", "{path} has no ending this list can be written as. End its name in .csv or .xlsx."
)
TOO_MANY = QT_TRANSLATE_NOOP("core", "A workbook holds {most} rows at most. Filter the list, or export it as CSV.")


def write_list(listing: Listing, path: Path) -> int:
    """Write a list to a file of the kind its name tells, and give how many rows; all of it, or what was there stays.

    Raises UserError where it cannot be written.
    """
    write = {CSV: _write_csv, XLSX: _write_xlsx}.get(path.suffix.lower())
    if write is None:
        raise UserError(UNKNOWN_KIND, path=path)
    with _replacing(path) as beside:
        return write(listing, beside)


def write_bytes(content: bytes, path: Path) -> None:
    """Write a paper to a file, all of it or what was there stays; raises UserError where it cannot be written."""
    with _replacing(path) as beside:
        beside.write_bytes(content)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Give a place beside a file, which takes the place of the file once all of it is written."""
    beside = path.with_name(f".{path.name}.new")
    with _told(path):
        try:
            yield beside
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Word what the system says when a file cannot be written."""
    try:
        yield
    except PermissionError as fault:
        raise UserError(IN_USE, path=path) from fault
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UserError(NO_ROOM, path=path) from fault
        raise UserError(NOT_WRITTEN, path=path, reason=fault.strerror or fault) from fault


def _write_csv(listing: Listing, path: Path) -> int:
    """Write UTF-8 with a mark at its beginning, by which a spreadsheet knows it, days and numbers as every import reads.

    A group has no row of its own: it would be read as a record.
    """
    count, lead = 0, list[str]()
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        first = [listing.grouped_by] if listing.grouped_by else []
        writer.writerow([guarded(label) for label in (*first, *(column.label for column in listing.columns))])
        for row in listing.each():
            if isinstance(row, Group):
                lead = [_plain(row.cell, listing)] if listing.grouped_by else []
                continue
            writer.writerow([*lead, *(_plain(cell, listing) for cell in row)])
            count += 1
        _keep(file)
    return count


def _keep(file: IO[str]) -> None:
    file.flush()
    os.fsync(file.fileno())  # a disk that is full says so here, not after the old file is gone


def _plain(cell: Cell, listing: Listing) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return listing.yes if cell else listing.no
        case Money():
            return f"{cell.amount:f}"
        case Decimal():
            return f"{cell:f}"
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case _:
            return guarded(str(cell).replace("\0", ""))


def _write_xlsx(listing: Listing, path: Path) -> int:
    # 0.2 s to load, for whoever writes a workbook.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(listing.title))
    for place, column in enumerate(listing.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(column.width / PIXELS, 8)
    sheet.freeze_panes = "A2"
    if listing.is_grouped:
        outline(sheet)
    heads = [WriteOnlyCell(sheet) for _ in listing.columns]
    for head, column in zip(heads, listing.columns, strict=True):
        _fill(head, column.label, column)
        head.font = Font(bold=True)
    sheet.append(heads)
    try:
        count = _append(sheet, listing, lambda: WriteOnlyCell(sheet))
    except BaseException:
        sheet.close()  # else its own temporary file stays open
        raise
    with path.open("wb") as file:
        book.save(file)
    return count


def _append(sheet: Any, listing: Listing, new_cell: Callable[[], Any]) -> int:
    count, at, is_folded = 0, 1, None
    for row in listing.each():
        if isinstance(row, Group):
            is_folded = row.is_folded
            for cells in heads_of(row, listing.columns, at + 1, new_cell):
                at += 1
                sheet.append(cells)
            continue
        count, at = count + 1, at + 1
        if at > MOST_ROWS + 1:
            raise UserError(TOO_MANY, most=f"{MOST_ROWS:,}")
        cells = [new_cell() for _ in row]
        for made, cell, column in zip(cells, row, listing.columns, strict=True):
            _fill(made, cell, column)
        if is_folded is not None:
            fold(sheet, at, is_hidden=is_folded)
        sheet.append(cells)
    return count


def _fill(made: Any, cell: Cell, column: Column) -> None:
    """Fill one cell of a workbook with a typed value; a text is never a formula, whatever it begins with."""
    match cell:
        case None:
            return
        case Money():
            made.value, made.number_format = cell.amount, money_format(cell.currency)
        case bool():
            made.value = cell
        case datetime():
            made.value, made.number_format = cell, "yyyy-mm-dd hh:mm"
        case date():
            made.value, made.number_format = cell, "yyyy-mm-dd"
        case Decimal() | int():
            # 50 and not 0.5 for 50 %: read again it is the number that was there.
            made.value, made.number_format = cell, 'General"%"' if column.kind == "percent" else "General"
        case _:
            made.value = _shown(str(cell))
            made.data_type = "s"


def _shown(text: str) -> str:
    """Leave out what a workbook cannot hold."""
    kept = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    return kept[:LONGEST_CELL]


def _sheet_name(title: str) -> str:
    """Give a title as a workbook takes it for a sheet."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31].strip("' ") or "List"
