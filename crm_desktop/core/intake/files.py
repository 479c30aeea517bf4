"""Files of a pack read as rows of text: CSV, gzipped CSV and workbooks, their encoding and separator detected."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import msgspec
from python_calamine import CalamineError, CalamineWorkbook

from crm_desktop.core.errors import UserError
from crm_desktop.core.harmless import unguarded
from crm_desktop.core.intake.cells import Reading
from crm_desktop.core.intake.mapping import TableSpec
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

FILE_MISSING = QT_TRANSLATE_NOOP("core", "The file {file} is not in the folder {folder}.")
UNREADABLE = QT_TRANSLATE_NOOP("core", "The file {file} cannot be read: {reason}")
NOT_TEXT = QT_TRANSLATE_NOOP(
    "core", "The file {file} is neither UTF-8 nor GB18030. Save it as UTF-8, or name its encoding in the mapping."
)
UNKNOWN_ENCODING = QT_TRANSLATE_NOOP(
    "core", "The mapping names the encoding “{encoding}” for {file}, which is unknown."
)
MALFORMED = QT_TRANSLATE_NOOP(
    "core", "The file {file} is not a proper table near line {line}: {reason}. Mend it there and import again."
)
NO_SHEET = QT_TRANSLATE_NOOP("core", "The workbook {file} has no sheet named “{sheet}”.")
NO_HEADING = QT_TRANSLATE_NOOP("core", "The file {file} has no row of headings.")
TWICE = QT_TRANSLATE_NOOP("core", "The file {file} has the heading “{column}” twice.")
DELIMITERS = ",;\t|"

Cell = int | float | str | bool | time | date | datetime | timedelta


class Sheet(msgspec.Struct, frozen=True):
    """What a file holds. rows: (number of the row as a spreadsheet counts, cells); blank rows are left out."""

    file: str
    headings: tuple[str, ...]
    rows: list[tuple[int, list[str]]]


def read_file(folder: Path, spec: TableSpec, reading: Reading) -> Sheet:
    """Read the file of a table; raises UserError where it is missing or is no table."""
    path = folder / spec.file
    if not path.is_file():
        raise UserError(FILE_MISSING, file=spec.file, folder=folder.name)
    rows = _workbook(path, spec, reading) if path.suffix.lower() in (".xlsx", ".xls", ".ods") else _text(path, spec)
    numbered = ((number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 1))
    head = next((cells for number, cells in numbered if number == spec.header), None)
    if not head or not any(head):
        raise UserError(NO_HEADING, file=spec.file)
    while not head[-1]:
        head.pop()
    for column in head:
        if column and head.count(column) > 1:
            raise UserError(TWICE, file=spec.file, column=column)
    return Sheet(spec.file, tuple(head), [(number, cells) for number, cells in numbered if any(cells)])


def _workbook(path: Path, spec: TableSpec, reading: Reading) -> Iterator[list[str]]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            if spec.sheet and spec.sheet not in book.sheet_names:
                raise UserError(NO_SHEET, file=spec.file, sheet=spec.sheet)
            sheet = book.get_sheet_by_name(spec.sheet) if spec.sheet else book.get_sheet_by_index(0)
            rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise UserError(UNREADABLE, file=spec.file, reason=str(error)) from None
    return ([reading.written(cell) for cell in row] for row in rows)


def _text(path: Path, spec: TableSpec) -> Iterator[list[str]]:
    try:
        data = path.read_bytes()
        if path.suffix.lower() == ".gz":
            data = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(UNREADABLE, file=spec.file, reason=str(error)) from None
    text = decoded(data, spec.file, spec.encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=spec.delimiter or _delimiter(text), strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise UserError(MALFORMED, file=spec.file, line=reader.line_num, reason=str(error)) from None
        if row is None:
            return
        yield [unguarded(cell) for cell in row]


def decoded(data: bytes, file: str, encoding: str = "") -> str:
    """Turn bytes into text: the named encoding, a mark at the beginning, else UTF-8, else GB18030."""
    if encoding:
        tried = [encoding]
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried = ["utf-16"]
    else:
        tried = ["utf-8-sig", "gb18030"]
    for name in tried:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
        except LookupError:
            raise UserError(UNKNOWN_ENCODING, file=file, encoding=encoding) from None
    raise UserError(NOT_TEXT, file=file)


def _delimiter(text: str) -> str:
    first = text[: text.find("\n")] if "\n" in text else text
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)
