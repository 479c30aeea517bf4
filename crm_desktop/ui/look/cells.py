"""What models hand to the painters of rows and cards: ready words, frozen, one record a cell."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
"""The place in a model that is meant where none is told."""
Tone = Literal["", "muted", "good", "warn", "bad", "accent"]


class Roles(IntEnum):
    """Name the roles of our models beside Qt's own.

    CELL: a Cell. CARD: a Card. ID: the record's id. VALUE: the raw value, for sums and editors.
    """

    CELL = Qt.ItemDataRole.UserRole + 1
    CARD = Qt.ItemDataRole.UserRole + 2
    ID = Qt.ItemDataRole.UserRole + 3
    VALUE = Qt.ItemDataRole.UserRole + 4


class Chip(msgspec.Struct, frozen=True):
    """Show a choice or tag as a small coloured plate; hue: one of theme.HUES."""

    text: str
    hue: str = "grey"


class Cell(msgspec.Struct, frozen=True):
    """Say what stands in one cell of a table.

    text: first, in tone. secondary: grey, after it. chips: after both. icon: before, in tone; warn and bad bring a sign
    of their own where there is none, for colour alone says nothing. strong: half bold, for the name of a row.
    is_number: right-aligned with figures of one width. was: the value before a change, which marks the cell and shows
    on hover. note: what tone or icon mean, in words ("Overdue by 3 days"): shown on hover, spoken. aside: small and grey
    at the right edge, as the keys of a command.
    """

    text: str = ""
    secondary: str = ""
    tone: Tone = ""
    chips: tuple[Chip, ...] = ()
    icon: str = ""
    strong: bool = False
    is_number: bool = False
    was: str = ""
    note: str = ""
    aside: str = ""


class Card(msgspec.Struct, frozen=True):
    """Say what stands on one card of the deal board.

    amount, days: ready words ("CNY 120,000", "12 d"). owner: full name, painted as initials. next_step: "" paints the
    sentence no_step instead, as a warning. step_tone: "bad" when overdue. rotting: "" fresh, "warn", "bad"; note: why,
    in words. chips: one or two at most. was: marks a card that changed.
    """

    title: str
    account: str = ""
    amount: str = ""
    days: str = ""
    owner: str = ""
    next_step: str = ""
    no_step: str = ""
    step_tone: Tone = "muted"
    rotting: Literal["", "warn", "bad"] = ""
    note: str = ""
    chips: tuple[Chip, ...] = ()
    was: str = ""


def cell_data(cell: Cell, role: int) -> Any:
    """Answer a model's data() for a cell, Qt's roles and Roles.CELL; None for what a cell has not."""
    if role == Roles.CELL:
        return cell
    if role == Qt.ItemDataRole.DisplayRole:
        return cell.text or ", ".join(chip.text for chip in cell.chips)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return spoken_cell(cell)
    if role == Qt.ItemDataRole.ToolTipRole:
        return "\n".join(part for part in (cell.note, _was(cell.was)) if part) or None
    if role == Qt.ItemDataRole.TextAlignmentRole and cell.is_number:
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    return None


def card_data(card: Card, role: int) -> Any:
    """Answer a model's data() for a card, Qt's roles and Roles.CARD; None for what a card has not."""
    if role == Roles.CARD:
        return card
    if role == Qt.ItemDataRole.DisplayRole:
        return card.title
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return spoken_card(card)
    if role == Qt.ItemDataRole.ToolTipRole:
        chips = ", ".join(chip.text for chip in card.chips)
        step = card.next_step or card.no_step
        parts = (card.title, card.account, chips, step, card.note, card.owner, _was(card.was))
        return "\n".join(part for part in parts if part)
    return None


def spoken_cell(cell: Cell) -> str:
    """Put everything a cell shows into words for a screen reader."""
    chips = (chip.text for chip in cell.chips)
    return ", ".join(
        part for part in (cell.text, cell.secondary, *chips, cell.note, _was(cell.was), cell.aside) if part
    )


def spoken_card(card: Card) -> str:
    """Put everything a card shows into words for a screen reader."""
    chips = (chip.text for chip in card.chips)
    step = card.next_step or card.no_step
    parts = (card.title, card.account, card.amount, card.days, *chips, step, card.note, card.owner, _was(card.was))
    return ", ".join(part for part in parts if part)


def _was(value: str) -> str:
    return QCoreApplication.translate("Cells", "was %1").replace("%1", value) if value else ""


class CellsModel(QAbstractListModel):
    """Hold a list of which each row is one cell."""

    def __init__(self, parent: QObject, cells: Iterable[Cell] = ()) -> None:
        super().__init__(parent)
        self.cells = list(cells)

    def show_cells(self, cells: Iterable[Cell]) -> None:
        """Take over another list."""
        self.beginResetModel()
        self.cells = list(cells)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.cells)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return cell_data(self.cells[index.row()], role) if index.isValid() else None
