"""The table of a quote: its columns, rows, sections and the sums carried from page to page."""

from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from crm_desktop.documents.flow import Block, Group, Table
from crm_desktop.documents.pen import Align, Pen
from crm_desktop.documents.phrases import (
    both,
    colon,
    say,
    written_amount,
    written_delivery,
    written_percent,
    written_price,
    written_quantity,
    written_unit,
)
from crm_desktop.documents.quote_look import BODY, HAIRLINE, INK, LABEL, LABEL_STRONG, MUTED, QUIET, STRONG, Look
from crm_desktop.documents.sheet import Sheet, SheetLine
from crm_desktop.documents.typesetting import Style, first_line, width, wrap

PIECE = 24
GREY_AMOUNT = Style(9, 13, MUTED)
ABOVE, BELOW = 3.5, 4.0
# From the upper edge of a line of the body to its baseline.
ASCENT = 9.2


class Column(Struct, frozen=True):
    """One column: key of its heading, edges, side its text stands on."""

    key: str
    left: float
    right: float
    align: Align

    @property
    def edge(self) -> float:
        """Give the x its texts are aligned to."""
        return self.right if self.align == "right" else self.left


class Grid(Struct, frozen=True):
    """What every row needs to know."""

    sheet: Sheet
    look: Look
    columns: dict[str, Column]


def columns_of(sheet: Sheet, look: Look) -> dict[str, Column]:
    """Choose the columns a sheet needs, each as wide as its widest figure; the description takes the rest."""
    figures = [_figures(line, sheet) for line in sheet.lines if line.kind != "note"]
    is_used = {
        "line_discount": any(line.discount_percent for line in sheet.lines),
        "tax_rate": any(group.rate or group.label for group in sheet.priced.groups),
    }
    columns: dict[str, Column] = {}
    right = look.right
    for key in ("amount", "tax_rate", "line_discount", "unit_price", "unit", "quantity"):
        if is_used.get(key, True):
            texts = [width(row[key], BODY) for row in figures]
            heads = [] if key == "unit" else [width(part, LABEL_STRONG) for part in both(key, sheet.language)]
            wide = max([*texts, *heads, 0 if key == "unit" else 26])
            gap = {"amount": 0.0, "unit": 14.0, "quantity": 4.0}.get(key, 14.0)
            columns[key] = Column(key, right - gap - wide, right - gap, "left" if key == "unit" else "right")
            right -= gap + wide
    numbers = [width(part, LABEL_STRONG) for part in both("position", sheet.language)]
    widest = max(width(str(len(sheet.lines)), BODY), *numbers)
    columns["position"] = Column("position", look.left, look.left + widest, "left")
    columns["item"] = Column("item", look.left + widest + 10, right - 16, "left")
    return columns


def _figures(line: SheetLine, sheet: Sheet) -> dict[str, str]:
    amount = written_amount(line.net)
    return {
        "quantity": written_quantity(line.quantity),
        "unit": written_unit(line.unit, sheet.language),
        "unit_price": written_price(line.unit_price, sheet.priced.currency),
        "line_discount": written_percent(line.discount_percent) if line.discount_percent else "",
        "tax_rate": written_percent(line.tax_rate),
        "amount": amount if line.kind == "normal" else f"({amount})",
    }


def table_of(sheet: Sheet, look: Look) -> Table:
    """Set what repeats on each page of the table."""
    columns = columns_of(sheet, look)
    return Table(
        head=_head(sheet, look, columns),
        carried=lambda running: _running("carried", running, sheet, look),
        brought=lambda running: _running("brought", running, sheet, look),
    )


def _head(sheet: Sheet, look: Look, columns: dict[str, Column]) -> Block:
    is_double = sheet.language == "bilingual"

    def draw(pen: Pen, y: float) -> None:
        for key in ("position", "item", "quantity", "unit_price", "line_discount", "tax_rate", "amount"):
            if column := columns.get(key):
                first, second = both(key, sheet.language)
                # The unit has no heading of its own: the quantity's stands over both.
                edge = columns["unit"].right if key == "quantity" else column.edge
                pen.text(edge, y + 12, first, LABEL_STRONG, column.align)
                pen.text(edge, y + 22, second, LABEL, column.align)
        pen.rule(look.left, y + (28 if is_double else 18), look.right, INK, 0.8)

    return Block(28.0 if is_double else 18.0, draw)


def _running(key: str, running: Decimal, sheet: Sheet, look: Look) -> Block:
    style = Style(8.5, 12, MUTED, is_bold=True)
    is_brought = key == "brought"

    def draw(pen: Pen, y: float) -> None:
        amount = written_amount(running)
        pen.text(look.right - width(amount, style) - 18, y + 13, say(key, sheet.language), style, "right")
        pen.text(look.right, y + 13, amount, style, "right")
        if is_brought:
            pen.rule(look.left, y + 19, look.right, HAIRLINE)

    return Block(19.0, draw)


def row_groups(sheet: Sheet, look: Look) -> list[Group]:
    """Set all rows; what must stay on one page is one group: a heading with its first row, a subtotal with its last."""
    grid = Grid(sheet, look, columns_of(sheet, look))
    if not sheet.lines:
        return [[_message(say("no_lines", sheet.language), look)]]
    sums = {part.section: part.net for part in sheet.priced.sections}
    groups: list[list[Block]] = []
    position = 0
    for before, line, after in _neighbours(sheet.lines):
        position += line.kind != "note"
        pieces = [[block] for block in _row(grid, line, position)]
        if line.section and (before is None or before.section != line.section):
            pieces[0].insert(0, _section_head(line.section, look))
        if line.section and (after is None or after.section != line.section):
            pieces[-1].append(_section_sum(line.section, sums.get(line.section, Decimal(0)), sheet, look))
        groups.extend(pieces)
    return list(groups)


def _neighbours(lines: tuple[SheetLine, ...]) -> list[tuple[SheetLine | None, SheetLine, SheetLine | None]]:
    padded = [None, *lines, None]
    return [
        (before, line, padded[place + 2])
        for place, (before, line) in enumerate(pairwise(padded[:-1]))
        if line is not None
    ]


def _row(grid: Grid, line: SheetLine, position: int) -> list[Block]:
    """Set one line, whole; only a text longer than half a page is cut into pieces that follow each other."""
    texts = _texts(line, grid.sheet, grid.look, grid.columns["item"])
    cut = [texts[start : start + PIECE] for start in range(0, len(texts), PIECE)] or [[]]
    ends = [BELOW * _air(grid) if place == len(cut) - 1 else 0.0 for place in range(len(cut))]
    first = _first_piece(grid, line, position, cut[0], ends[0])
    return [first, *(_piece(grid, piece, 0.0, end) for piece, end in zip(cut[1:], ends[1:], strict=True))]


def _texts(line: SheetLine, sheet: Sheet, look: Look, column: Column) -> list[tuple[str, Style]]:
    room = column.right - column.left
    main = QUIET if line.kind == "note" else BODY
    texts = [(text, main) for text in wrap(line.description, main, room)]
    texts += [(text, QUIET) for text in wrap(line.details, QUIET, room)]
    delivery = (
        f"{say('delivery_time', sheet.language)}{colon(sheet.language)}{written_delivery(line.delivery, sheet.language)}"
        if line.delivery
        else ""
    )
    small = "  ·  ".join(part for part in (line.code, delivery) if part)
    texts += [(text, LABEL) for text in wrap(small, LABEL, room)] if small else []
    if line.kind in {"optional", "alternative"}:
        accented = look.accented(7.5, 10.5)
        said = f"{say(line.kind, sheet.language)} · {say('not_counted', sheet.language)}"
        texts += [(text, accented) for text in wrap(said, accented, room)]
    return texts


def _first_piece(grid: Grid, line: SheetLine, position: int, texts: list[tuple[str, Style]], end: float) -> Block:
    """Set the figures of a line beside the beginning of its text."""
    above = ABOVE * _air(grid)
    piece = _piece(grid, texts, above, end)
    if line.kind == "note":
        return piece
    figures = _figures(line, grid.sheet)
    amount_style = BODY if line.kind == "normal" else GREY_AMOUNT

    def draw(pen: Pen, y: float) -> None:
        baseline = y + above + ASCENT
        pen.text(grid.columns["position"].edge, baseline, str(position), GREY_AMOUNT)
        piece.draw(pen, y)
        for key in ("quantity", "unit", "unit_price", "line_discount", "tax_rate", "amount"):
            if column := grid.columns.get(key):
                style = GREY_AMOUNT if key == "unit" else amount_style
                pen.text(column.edge, baseline, figures[key], style, column.align)

    return Block(piece.height, draw, line.net if line.kind == "normal" else Decimal(0))


def _air(grid: Grid) -> float:
    """Give how much of the gaps in a row stays: rules that touch the text would be hard to read."""
    return max(grid.look.air, 0.7)


def _piece(grid: Grid, texts: list[tuple[str, Style]], above: float, below: float) -> Block:
    high = above + max(sum(style.leading for _, style in texts), BODY.leading) + below

    def draw(pen: Pen, y: float) -> None:
        line_y = y + above + ASCENT
        for text, style in texts:
            pen.text(grid.columns["item"].edge, line_y, text, style)
            line_y += style.leading
        if below:
            pen.rule(grid.look.left, y + high, grid.look.right, HAIRLINE)

    return Block(high, draw)


def _section_head(section: str, look: Look) -> Block:
    style = look.accented(9.5, 13)
    lines = wrap(section, style, look.room)

    def draw(pen: Pen, y: float) -> None:
        for place, line in enumerate(lines):
            pen.text(look.left, y + 18 + place * style.leading, line, style)
        pen.rule(look.left, y + high, look.right, HAIRLINE)

    high = 11 + len(lines) * style.leading
    return Block(high, draw)


def _section_sum(section: str, net: Decimal, sheet: Sheet, look: Look) -> Block:
    def draw(pen: Pen, y: float) -> None:
        amount = written_amount(net)
        said = f"{say('section_sum', sheet.language)}  {section}"
        said = first_line(said, STRONG, look.room * 0.6)
        pen.text(look.right - width(amount, STRONG) - 18, y + 13.5, said, STRONG, "right")
        pen.text(look.right, y + 13.5, amount, STRONG, "right")

    return Block(22, draw)


def _message(text: str, look: Look) -> Block:
    def draw(pen: Pen, y: float) -> None:
        pen.text(look.left, y + 15, text, QUIET)
        pen.rule(look.left, y + 24, look.right, HAIRLINE)

    return Block(24, draw)
