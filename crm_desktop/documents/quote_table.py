"""The table of a quote: its rows, sections and the sums carried from page to page."""

from decimal import Decimal
from itertools import pairwise

from msgspec import structs

from crm_desktop.documents.flow import Block, Group, Table
from crm_desktop.documents.line_pictures import SIZE
from crm_desktop.documents.pen import Pen
from crm_desktop.documents.phrases import both, colon, say, written_amount, written_delivery
from crm_desktop.documents.quote_columns import Grid, figures, grid_of, heading
from crm_desktop.documents.quote_look import INK, MUTED, Look
from crm_desktop.documents.sheet import Sheet, SheetLine
from crm_desktop.documents.typesetting import Style, few_lines, first_line, width, wrap

PIECE = 24
FIGURES = ("unit", "quantity", "unit_price", "line_discount", "tax_rate", "amount")


def table_of(sheet: Sheet, look: Look) -> Table:
    """Set what repeats on each page of the table."""
    grid = grid_of(sheet, look)
    return Table(
        head=_head(grid),
        carried=lambda running: _running("carried", running, grid),
        brought=lambda running: _running("brought", running, grid),
    )


def _head(grid: Grid) -> Block:
    look, language = grid.look, grid.sheet.language
    line = look.label_strong.leading - 0.5
    high = line + 8 + (line if language == "bilingual" else 0)

    def draw(pen: Pen, y: float) -> None:
        grid.shade(pen, y, high)
        grid.box(pen, y, high, is_divided=True)
        for key, column in grid.columns.items():
            if key == "unit" and not look.is_boxed:
                continue
            first, second = both(heading(key, grid.sheet), language)
            over = grid.columns["unit"].right if key == "quantity" and "unit" in grid.columns else column.edge
            edge = column.edge if look.is_boxed else over
            pen.text(edge, y + line + 2, first, look.label_strong, column.align)
            pen.text(edge, y + 2 * line + 2, second, look.label, column.align)
        pen.rule(look.left, y + high, look.right, INK, 0.8)

    return Block(high, draw)


def _running(key: str, running: Decimal, grid: Grid) -> Block:
    look = grid.look
    style = structs.replace(look.quiet, size=look.quiet.size + 0.5, is_bold=True)

    def draw(pen: Pen, y: float) -> None:
        amount = written_amount(running)
        grid.box(pen, y, 19, is_divided=False)
        pen.text(grid.right - width(amount, style) - 18, y + 13, say(key, grid.sheet.language), style, "right")
        pen.text(grid.right, y + 13, amount, style, "right")
        if key == "carried" and look.is_boxed:  # a text that goes on over the page has no line under it
            pen.rule(look.left, y, look.right, look.line)
        if key == "brought" or look.is_boxed:
            pen.rule(look.left, y + 19, look.right, look.line)

    return Block(19.0, draw)


def row_groups(sheet: Sheet, look: Look) -> list[Group]:
    """Set all rows; what must stay on one page is one group: a heading with its first row, a subtotal with its last."""
    grid = grid_of(sheet, look)
    if not sheet.lines:
        return [[_message(say("no_lines", sheet.language), grid)]]
    sums = {part.section: part.net for part in sheet.priced.sections}
    groups: list[list[Block]] = []
    position = 0
    for before, line, after in _neighbours(sheet.lines):
        position += line.kind != "note"
        pieces = [[block] for block in _row(grid, line, position)]
        if line.section and (before is None or _section(before) != _section(line)):
            pieces[0].insert(0, _section_head(line.section, grid))
        if line.section and (after is None or _section(after) != _section(line)):
            pieces[-1].append(_section_sum(line.section, sums.get(_section(line), Decimal(0)), grid))
        groups.extend(pieces)
    return list(groups)


def _section(line: SheetLine) -> str:
    return line.section_id or line.section


def _neighbours(lines: tuple[SheetLine, ...]) -> list[tuple[SheetLine | None, SheetLine, SheetLine | None]]:
    padded = [None, *lines, None]
    return [
        (before, line, padded[place + 2])
        for place, (before, line) in enumerate(pairwise(padded[:-1]))
        if line is not None
    ]


def _row(grid: Grid, line: SheetLine, position: int) -> list[Block]:
    """Set one line, whole; only a text longer than half a page is cut into pieces that follow each other."""
    texts = _texts(line, grid)
    cut = [texts[start : start + PIECE] for start in range(0, len(texts), PIECE)] or [[]]
    ends = [grid.look.below * _air(grid) if place == len(cut) - 1 else 0.0 for place in range(len(cut))]
    first = _first_piece(grid, line, position, cut[0], ends[0])
    return [first, *(_piece(grid, piece, 0.0, end) for piece, end in zip(cut[1:], ends[1:], strict=True))]


def _texts(line: SheetLine, grid: Grid) -> list[tuple[str, Style]]:
    look, language = grid.look, grid.sheet.language
    room = grid.columns["item"].right - grid.item_left
    main = look.quiet if line.kind == "note" else look.body
    texts = [(text, main) for text in wrap(line.description, main, room)]
    hidden = grid.sheet.stationery.hidden
    # On a paper in two languages the second name stands on the first line below.
    kept = line.details.partition("\n")[0] if language == "bilingual" else ""
    details = kept if "details" in hidden else line.details
    texts += [(text, look.quiet) for text in wrap(details, look.quiet, room)]
    delivery = (
        f"{say('delivery_time', language)}{colon(language)}{written_delivery(line.delivery, language)}"
        if line.delivery and "delivery" not in hidden
        else ""
    )
    code = "" if "code" in grid.columns or "code" in hidden else line.code
    small = "  ·  ".join(part for part in (code, delivery) if part)
    texts += [(text, look.label) for text in wrap(small, look.label, room)] if small else []
    if line.kind in {"optional", "alternative"}:
        accented = look.accented(look.label.size, look.label.leading)
        said = f"{say(line.kind, language)} · {say('not_counted', language)}"
        texts += [(text, accented) for text in wrap(said, accented, room)]
    return texts


def _first_piece(grid: Grid, line: SheetLine, position: int, texts: list[tuple[str, Style]], end: float) -> Block:
    """Set the figures of a line beside the beginning of its text."""
    above = grid.look.above * _air(grid)
    piece = _piece(grid, texts, above, end, SIZE if line.picture else 0)
    if line.kind == "note":
        return piece
    written = figures(line, grid.sheet)
    grey = structs.replace(grid.look.body, colour=MUTED)
    amount_style = grid.look.body if line.kind == "normal" else grey

    def draw(pen: Pen, y: float) -> None:
        baseline = y + above + grid.look.ascent
        pen.text(grid.columns["position"].edge, baseline, str(position), grey)
        if column := grid.columns.get("code"):
            pen.text(column.edge, baseline, line.code, grid.look.quiet)
        piece.draw(pen, y)
        if line.picture:
            pen.picture(grid.columns["item"].left, y + above, SIZE, SIZE, line.picture)
        for key, column in grid.columns.items():
            if key in FIGURES:
                style = grey if key == "unit" else amount_style
                pen.text(column.edge, baseline, written[key], style, column.align)

    return Block(piece.height, draw, line.net if line.kind == "normal" else Decimal(0))


def _air(grid: Grid) -> float:
    """Give how much of the gaps in a row stays: rules that touch the text would be hard to read."""
    return max(grid.look.air, 0.7)


def _piece(grid: Grid, texts: list[tuple[str, Style]], above: float, below: float, least: float = 0) -> Block:
    look = grid.look
    high = above + max(sum(style.leading for _, style in texts), look.body.leading, least) + below

    def draw(pen: Pen, y: float) -> None:
        grid.box(pen, y, high, is_divided=True)
        line_y = y + above + look.ascent
        for text, style in texts:
            pen.text(grid.item_left, line_y, text, style)
            line_y += style.leading
        if below:
            pen.rule(look.left, y + high, look.right, look.line)

    return Block(high, draw)


def _section_head(section: str, grid: Grid) -> Block:
    look = grid.look
    style = look.accented(look.body.size + 0.5, look.body.leading)
    lines = few_lines(section, style, grid.right - grid.left, 3)
    above = 5 if look.is_boxed else 8
    high = above + 3 + len(lines) * style.leading

    def draw(pen: Pen, y: float) -> None:
        grid.box(pen, y, high, is_divided=False)
        for place, line in enumerate(lines):
            pen.text(grid.left, y + above + look.ascent + place * style.leading, line, style)
        pen.rule(look.left, y + high, look.right, look.line)

    return Block(high, draw)


def _section_sum(section: str, net: Decimal, grid: Grid) -> Block:
    look = grid.look
    high = look.body.leading + 8

    def draw(pen: Pen, y: float) -> None:
        amount = written_amount(net)
        said = f"{say('section_sum', grid.sheet.language)}  {section}"
        said = first_line(said, look.strong, look.room * 0.6)
        grid.box(pen, y, high, is_divided=False)
        pen.text(grid.right - width(amount, look.strong) - 18, y + high - 7.5, said, look.strong, "right")
        pen.text(grid.right, y + high - 7.5, amount, look.strong, "right")
        if look.is_boxed:
            pen.rule(look.left, y + high, look.right, look.line)

    return Block(high, draw)


def _message(text: str, grid: Grid) -> Block:
    look = grid.look

    def draw(pen: Pen, y: float) -> None:
        grid.box(pen, y, 24, is_divided=False)
        pen.text(grid.left, y + 15, text, look.quiet)
        pen.rule(look.left, y + 24, look.right, look.line)

    return Block(24, draw)
