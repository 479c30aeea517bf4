"""The columns of a quote's table: which ones a sheet needs, how wide they are and the lines around them."""

from itertools import pairwise

from msgspec import Struct

from crm_desktop.documents.line_pictures import GAP, SIZE
from crm_desktop.documents.pen import Align, Pen
from crm_desktop.documents.phrases import (
    both,
    written_amount,
    written_percent,
    written_price,
    written_quantity,
    written_unit,
)
from crm_desktop.documents.quote_look import BODY, INK, Look
from crm_desktop.documents.sheet import Sheet, SheetLine
from crm_desktop.documents.typesetting import first_line, width

LEAST_FIGURE = 26.0
# Item codes get a column of their own up to this width, where so much stays for the descriptions.
WIDEST_CODE, LEAST_ITEM = 84.0, 130.0
WIDEST_UNIT = 66.0
_LEFT = frozenset({"position", "code", "item", "unit"})
_GAPS = {("position", "item"): 10.0, ("item", "quantity"): 16.0, ("quantity", "unit"): 4.0}


class Column(Struct, frozen=True):
    """One column: key of its heading, edges of its text, side its text stands on."""

    key: str
    left: float
    right: float
    align: Align

    @property
    def edge(self) -> float:
        """Give the x its texts are aligned to."""
        return self.right if self.align == "right" else self.left


class Grid(Struct, frozen=True):
    """What every row needs to know.

    bounds: where lines stand between the columns, of a table that has them; item_left: where descriptions begin, behind
    the pictures where there are any.
    """

    sheet: Sheet
    look: Look
    columns: dict[str, Column]
    bounds: tuple[float, ...]
    item_left: float

    @property
    def left(self) -> float:
        """Give the left edge of the table's text."""
        return self.look.left + self.look.inset

    @property
    def right(self) -> float:
        """Give the right edge of the table's text."""
        return self.look.right - self.look.inset

    def box(self, pen: Pen, top: float, high: float, *, is_divided: bool) -> None:
        """Draw the lines at the sides of a row, with those between its columns."""
        if self.look.is_boxed:
            inner = self.bounds if is_divided else ()
            for x in (self.look.left, *inner, self.look.right):
                pen.upright(x, top, top + high, self.look.line)

    def shade(self, pen: Pen, top: float, high: float) -> None:
        """Tint what heads a table with lines and close it above."""
        if self.look.is_boxed:
            pen.area(self.look.left, top, self.look.room, high, self.look.tint, 0)
            pen.rule(self.look.left, top, self.look.right, INK, 0.8)


def grid_of(sheet: Sheet, look: Look) -> Grid:
    """Choose the columns a sheet needs, each as wide as its widest figure; the description takes the rest."""
    rooms = _rooms(sheet, look)
    if "code" in rooms and _item_room(rooms, look) < LEAST_ITEM:
        del rooms["code"]
    rooms["item"] = _item_room(rooms, look)
    columns: dict[str, Column] = {}
    x, before = look.left + look.inset, ""
    for key, room in rooms.items():
        x += _gap(before, key, look)
        columns[key] = Column(key, x, x + room, "left" if key in _LEFT else "right")
        x, before = x + room, key
    bounds = tuple((one.right + other.left) / 2 for one, other in pairwise(columns.values()))
    pictured = SIZE + GAP if any(line.picture for line in sheet.lines) else 0
    return Grid(sheet, look, columns, bounds if look.is_boxed else (), columns["item"].left + pictured)


def figures(line: SheetLine, sheet: Sheet) -> dict[str, str]:
    """Write the figures of a line by column."""
    amount = written_amount(line.net)
    return {
        "quantity": written_quantity(line.quantity),
        "unit": first_line(written_unit(line.unit, sheet.language), BODY, WIDEST_UNIT),
        "unit_price": written_price(line.unit_price, sheet.priced.currency),
        "line_discount": " ".join(_discounts(line, sheet.priced.currency)),
        "tax_rate": " + ".join(map(written_percent, (line.tax_rate, *line.more_taxes))),
        "amount": amount if line.kind == "normal" else f"({amount})",
    }


def heading(key: str, sheet: Sheet) -> str:
    """Name the phrase over a column."""
    return "unit_price_with_tax" if key == "unit_price" and sheet.priced.prices_with_tax else key


def _discounts(line: SheetLine, currency: str) -> list[str]:
    percent = [written_percent(line.discount_percent)] if line.discount_percent else []
    return [*percent, *([written_price(-line.discount_amount, currency)] if line.discount_amount else [])]


def _rooms(sheet: Sheet, look: Look) -> dict[str, float]:
    """Measure every column but the description's, in the order they stand in."""
    written = [figures(line, sheet) for line in sheet.lines if line.kind != "note"]
    codes = [width(line.code, look.quiet) for line in sheet.lines if line.code]
    is_used = {
        "code": bool(codes) and max(codes) <= WIDEST_CODE,
        "unit": any(row["unit"] for row in written),
        "line_discount": any(line.discount_percent or line.discount_amount for line in sheet.lines),
        "tax_rate": any(group.rate or group.label for group in sheet.priced.groups),
    }
    rooms: dict[str, float] = {}
    for key in look.columns:
        if is_used.get(key, True) and key not in sheet.stationery.hidden:
            # The unit has no heading of its own in a table without lines: the quantity's stands over both.
            is_headed = look.is_boxed or key != "unit"
            heads = (
                [width(part, look.label_strong) for part in both(heading(key, sheet), sheet.language)]
                if is_headed
                else []
            )
            texts = [width(row[key], look.body) for row in written] if key not in {"position", "code", "item"} else []
            least = 0 if key in _LEFT else LEAST_FIGURE
            rooms[key] = max([*texts, *heads, least])
    rooms["position"] = max(rooms["position"], width(str(len(sheet.lines)), look.body))
    if "code" in rooms:
        rooms["code"] = max(rooms["code"], *codes)
    return rooms


def _item_room(rooms: dict[str, float], look: Look) -> float:
    gaps = sum(_gap(before, key, look) for before, key in pairwise(rooms))
    used = sum(room for key, room in rooms.items() if key != "item")
    return look.room - 2 * look.inset - gaps - used


def _gap(before: str, key: str, look: Look) -> float:
    if not before:
        return 0.0
    return 2 * look.inset if look.is_boxed else _GAPS.get((before, key), 14.0)
