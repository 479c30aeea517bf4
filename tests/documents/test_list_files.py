"""A list becomes a file: text that comes back as it was, typed cells of a workbook, and nothing half written."""

import errno
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.core.intake.cells import Formats, Reading
from crm_desktop.core.intake.files import read_file
from crm_desktop.core.intake.mapping import TableSpec
from crm_desktop.documents import list_files
from crm_desktop.documents.list_files import write_list
from crm_desktop.documents.list_heads import money_format
from crm_desktop.documents.listing import Cell, Column, Group, Listing, Money

COLUMNS = (
    Column("名称"),
    Column("Phone"),
    Column("Amount", "amount"),
    Column("Chance", "percent"),
    Column("Close", "day"),
    Column("Seen", "moment"),
    Column("Off", "yes_no"),
)
ROW: tuple[Cell, ...] = (
    '=HYPERLINK("http://x"),\n上海',
    "+86 21 5531 3600",
    Money(Decimal("-1250.50"), "CNY"),
    Decimal(50),
    date(2026, 11, 20),
    datetime(2026, 11, 20, 9, 30),
    True,
)
EMPTY: tuple[Cell, ...] = (None,) * len(COLUMNS)


def listing(*chunks: list[tuple[Cell, ...]]) -> Listing:
    return Listing("Deals: [open]", COLUMNS, chunks)


def test_csv_begins_with_the_mark_of_its_encoding_and_is_read_back_as_it_was(tmp_path: Path) -> None:
    assert write_list(listing([ROW], [EMPTY]), tmp_path / "deals.csv") == 2
    data = (tmp_path / "deals.csv").read_bytes()
    assert data.startswith("\ufeff名称,Phone,".encode())
    assert data.count(b"\r\n") == 3
    assert b'"\'=HYPERLINK(""http://x"")' in data
    sheet = read_file(tmp_path, TableSpec(file="deals.csv"), Reading(Formats(), datetime.now().astimezone().tzinfo))
    assert sheet.rows[0][1] == [
        '=HYPERLINK("http://x"),\n上海', "+86 21 5531 3600", "-1250.50", "50", "2026-11-20", "2026-11-20 09:30", "yes",
    ]  # fmt: skip


def test_a_workbook_has_typed_cells_a_frozen_heading_and_no_formula(tmp_path: Path) -> None:
    write_list(listing([ROW, EMPTY]), tmp_path / "deals.xlsx")
    book = openpyxl.load_workbook(tmp_path / "deals.xlsx")
    (sheet,) = book.worksheets
    assert sheet.title == "Deals   open"
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == [column.label for column in COLUMNS]
    assert sheet["A1"].font.bold
    cells = list(sheet[2])
    assert [cell.data_type for cell in cells] == ["s", "s", "n", "n", "d", "d", "b"]
    assert cells[0].value == ROW[0]
    assert (cells[2].value, cells[2].number_format) == (-1250.5, "[$CNY] #,##0.00")
    assert (cells[3].value, cells[3].number_format) == (50, 'General"%"')
    assert (cells[4].value, cells[4].number_format) == (datetime(2026, 11, 20), "yyyy-mm-dd")
    assert money_format("JPY") == "[$JPY] #,##0"


def test_what_was_there_stays_where_the_rows_end_with_an_error(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("before")

    def rows() -> Iterator[list[tuple[Cell, ...]]]:
        yield [ROW]
        raise UserError("stopped")

    for name in ("deals.csv", "deals.xlsx"):
        with pytest.raises(UserError, match="stopped"):
            write_list(Listing("x", COLUMNS, rows()), tmp_path / name)
    assert path.read_text() == "before"
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no room left"),
        (PermissionError(errno.EACCES, "denied"), "open in another program"),
        (OSError(errno.EIO, "broken"), "could not be written: broken"),
    ],
)
def test_what_the_system_refuses_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, said: str
) -> None:
    def refuse(*_paths: Any) -> None:
        raise fault

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UserError, match=said):
        write_list(listing([ROW]), tmp_path / "deals.csv")
    assert list(tmp_path.iterdir()) == []


def test_another_ending_and_too_many_rows_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match=r"\.csv or \.xlsx"):
        write_list(listing([ROW]), tmp_path / "deals.ods")
    monkeypatch.setattr(list_files, "MOST_ROWS", 1)
    with pytest.raises(UserError, match="holds 1 rows"):
        write_list(listing([ROW, ROW]), tmp_path / "deals.xlsx")


GROUPED = (Column("Name"), Column("Amount", "amount", currency_at=2), Column("Currency"), Column("Off", "yes_no"))
GROUPS: list[tuple[Cell, ...] | Group] = [
    Group('=Won "twice"', "Won", 2, ("CNY", "JPY"), "Weighted  CNY 5"),
    ("A", Money(Decimal(10), "CNY"), "CNY", True),
    ("B", Money(Decimal(7), "JPY"), "JPY", False),
    Group("Stage: none", None, 1, ("CNY",), is_folded=True),
    ("C", Money(Decimal("1.50"), "CNY"), "CNY", None),
]


def test_a_workbook_heads_each_group_with_live_sums_by_currency_and_folds_what_is_folded(tmp_path: Path) -> None:
    assert write_list(Listing("Deals", GROUPED, [GROUPS], is_grouped=True), tmp_path / "deals.xlsx") == 3
    (sheet,) = openpyxl.load_workbook(tmp_path / "deals.xlsx").worksheets
    assert [[cell.value for cell in row[:2]] for row in sheet.iter_rows(min_row=2)] == [
        ['=Won "twice"   (2)   Weighted  CNY 5', '=SUMIFS(B4:B5,C4:C5,"CNY")'],
        [None, '=SUMIFS(B4:B5,C4:C5,"JPY")'],
        ["A", 10],
        ["B", 7],
        ["Stage: none   (1)", "=SUBTOTAL(9,B7:B7)"],
        ["C", 1.5],
    ]
    assert [sheet[at].data_type for at in ("A2", "B2")] == ["s", "f"]
    assert [sheet[at].number_format for at in ("B2", "B3")] == ["[$CNY] #,##0.00", "[$JPY] #,##0"]
    assert [sheet.row_dimensions[at].outlineLevel for at in range(1, 8)] == [0, 0, 0, 1, 1, 0, 1]
    assert [at for at in range(1, 8) if sheet.row_dimensions[at].hidden] == [7]
    assert not sheet.sheet_properties.outlinePr.summaryBelow


def test_csv_tells_the_group_in_a_column_and_has_no_rows_that_are_no_records(tmp_path: Path) -> None:
    made = Listing("Deals", GROUPED, [GROUPS], is_grouped=True, grouped_by="Stage", yes="是", no="否")
    assert write_list(made, tmp_path / "deals.csv") == 3
    lines = (tmp_path / "deals.csv").read_text("utf-8-sig").splitlines()
    assert lines == ["Stage,Name,Amount,Currency,Off", "Won,A,10,CNY,是", "Won,B,7,JPY,否", ",C,1.50,CNY,"]
