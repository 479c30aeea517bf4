"""A list on paper: landscape pages with a repeated heading, sums at the end, and who printed it when."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from msgspec import Struct, structs
from reportlab.pdfgen.canvas import Canvas

from crm_desktop.documents.list_words import drawable, money_text, written
from crm_desktop.documents.listing import Column, Group, Listing, Money
from crm_desktop.documents.listing import Row as CellRow
from crm_desktop.documents.pen import Pen
from crm_desktop.documents.phrases import page_of
from crm_desktop.documents.quote_look import HAIRLINE, INK, LABEL_STRONG, QUIET, SMALL
from crm_desktop.documents.sheet import Language
from crm_desktop.documents.typesetting import Style, clean, faces, first_line, width, wrap

WIDE, HIGH = 841.89, 595.28  # A4, landscape
LEFT, RIGHT, TOP, BOTTOM = 40.0, WIDE - 40.0, 34.0, HIGH - 42.0
GAP = 12.0
LEADING, ABOVE, BELOW, ASCENT = 11.5, 3.2, 3.6, 8.4
HEAD = 20.0
LINES = 2  # of one row at most: what is longer is read in the window
SAMPLE = 400  # rows by which the columns are measured
WIDEST, NARROWEST = 230.0, 40.0
SLACK = 0.5  # what fits must not be cut for a rounding of floats
TITLE = Style(16, 20, INK, is_bold=True)
CELL, HEAVY = Style(8.5, LEADING, INK), Style(8.5, LEADING, INK, is_bold=True)
MORE = "…"


class Paper(Struct, frozen=True):
    """What stands around a list. about: lines under the title, as its filters; printed: by whom and when.

    count: how many records; total: the word for sums; yes: what stands for yes.
    """

    company: str
    about: tuple[str, ...]
    printed: str
    count: str
    total: str
    yes: str = "✓"
    language: Language = "en"


class Place(Struct, frozen=True):
    """Where a column stands on the page."""

    column: Column
    left: float
    right: float


class Row(Struct, frozen=True):
    """One row as it is drawn: the lines of each cell."""

    cells: tuple[tuple[str, ...], ...]

    @property
    def high(self) -> float:
        """Give its height."""
        return ABOVE + max([1, *map(len, self.cells)]) * LEADING + BELOW


class Lead(Struct, frozen=True):
    """The head of a group as it is drawn: its words, how many rows, and the sums of each column, one line a currency."""

    words: str
    more: str = ""
    sums: tuple[tuple[str, ...], ...] = ()

    @property
    def high(self) -> float:
        """Give its height."""
        return 2 * ABOVE + max([1, *map(len, self.sums)]) * LEADING + BELOW


Sums = list[dict[str, Decimal]]
"""For each column the sum of each currency."""


def render_list(listing: Listing, paper: Paper) -> bytes:
    """Print a list; not in two threads at once, the fonts are shared."""
    faces(is_bold=True)
    columns = tuple(structs.replace(column, label=drawable(column.label)) for column in listing.columns)
    listing = structs.replace(listing, columns=columns)
    lines, sums = _gathered(listing, paper)
    totals = _sum_texts(sums)
    texts = [line for line in lines if isinstance(line, list)]
    widest = [
        [*total, *(text for lead in lines if isinstance(lead, Lead) for text in lead.sums[at])]
        for at, total in enumerate(totals)
    ]
    places = _places(listing.columns, texts, widest)
    rows = [line if isinstance(line, Lead) else _row(line, places) for line in lines]
    top = _head_height(paper)
    pages = _pages(rows, top, _foot_height(totals))
    target = BytesIO()
    canvas = _canvas(listing, paper, target)
    for number, page in enumerate(pages, 1):
        pen, y = Pen(canvas, HIGH), _table_top(number, top)
        if number == 1:
            _draw_heading(pen, listing, paper)
        else:
            pen.text(LEFT, TOP + 6, first_line(drawable(listing.title), QUIET, RIGHT - LEFT), QUIET)
        y = _draw_table(pen, places, page, y)
        if number == len(pages):
            _draw_totals(pen, paper, places, totals, y)
        _draw_foot(pen, paper, (number, len(pages)))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _gathered(listing: Listing, paper: Paper) -> tuple[list[list[str] | Lead], Sums]:
    """Write every row, each group under its head with its sums, a folded one as its head alone; and add all up."""
    every, here = _no_sums(listing), _no_sums(listing)
    lines, group, at = list[list[str] | Lead](), None, 0
    for row in listing.each():
        if isinstance(row, Group):
            if group is not None:
                lines[at] = _lead(group, here)
            group, at, here = row, len(lines), _no_sums(listing)
            lines.append(Lead(""))
            continue
        for sums in (every, here):
            _add(sums, row)
        if group is None or not group.is_folded:
            cells = zip(row, listing.columns, strict=True)
            lines.append([written(cell, column, paper.language, paper.yes) for cell, column in cells])
    if group is not None:
        lines[at] = _lead(group, here)
    return lines, every


def _no_sums(listing: Listing) -> Sums:
    return [{} for _ in listing.columns]


def _add(sums: Sums, row: CellRow) -> None:
    for cell, total in zip(row, sums, strict=True):
        if isinstance(cell, Money):
            total[cell.currency] = total.get(cell.currency, Decimal(0)) + cell.amount


def _sum_texts(sums: Sums) -> list[list[str]]:
    return [[money_text(Money(amount, unit)) for unit, amount in one.items()] for one in sums]


def _lead(group: Group, sums: Sums) -> Lead:
    more = "   ".join(part for part in (f"{group.count:,}", drawable(group.more)) if part)
    return Lead(drawable(group.words), more, tuple(tuple(texts) for texts in _sum_texts(sums)))


def _canvas(listing: Listing, paper: Paper, target: BytesIO) -> Canvas:
    latin, _ = faces(is_bold=False)
    canvas = Canvas(
        target,
        pagesize=(WIDE, HIGH),
        invariant=1,
        pageCompression=1,
        initialFontName=latin.name,
        lang="zh-CN" if paper.language == "zh_CN" else "en",
    )
    canvas.setTitle(listing.title)
    canvas.setAuthor(paper.company)
    canvas.setSubject("  ·  ".join(paper.about))
    canvas.setCreator("Satchel")
    canvas.setProducer("Satchel")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


# ------------------------------------------------------------------------------------------------------------ layout


def _places(columns: Sequence[Column], texts: Sequence[Sequence[str]], totals: Sequence[list[str]]) -> list[Place]:
    """Choose the widths: figures get what they need, texts share the rest by what they would like to have."""
    wishes = []
    for at, column in enumerate(columns):
        shown = [row[at] for row in texts[:SAMPLE]]
        widest = max([width(column.label, LABEL_STRONG), *(width(text, CELL if at else HEAVY) for text in shown)])
        widest = max([widest, *(width(text, HEAVY) for text in totals[at])]) + SLACK
        wishes.append(widest if column.is_number else min(max(widest, NARROWEST), WIDEST))
    room = RIGHT - LEFT - GAP * (len(columns) - 1)
    fixed = sum(wish for wish, column in zip(wishes, columns, strict=True) if column.is_number)
    free = sum(wishes) - fixed
    share = (room - fixed) / free if free else 1.0
    if fixed > room * 0.7:  # more figures than the page has room for: all give way alike
        share_of_all = min(1.0, room / (sum(wishes) or 1.0))
        widths = [wish * share_of_all for wish in wishes]
    else:
        widths = [
            wish if column.is_number else wish * min(share, 1.6) for wish, column in zip(wishes, columns, strict=True)
        ]
    places, left = [], LEFT
    for column, wide in zip(columns, widths, strict=True):
        places.append(Place(column, left, left + wide))
        left += wide + GAP
    return places


def _row(texts: Sequence[str], places: Sequence[Place]) -> Row:
    cells = list[tuple[str, ...]]()
    for at, (text, place) in enumerate(zip(texts, places, strict=True)):
        style = CELL if at else HEAVY
        room = place.right - place.left
        if not text:
            cells.append(("",))
        elif width(text, style) <= room:
            cells.append((text,))
        elif place.column.is_number:
            cells.append((_cut(text, style, room),))
        else:
            lines = wrap(text, style, room) or [""]
            kept = [_cut(line, style, room) for line in lines[:LINES]]
            if len(lines) > LINES:
                kept[-1] = _cut(kept[-1] + MORE, style, room)
            cells.append(tuple(kept))
    return Row(tuple(cells))


def _cut(text: str, style: Style, room: float) -> str:
    """Shorten a line to its room, with the sign that there is more."""
    text = clean(text)
    if width(text, style) <= room:
        return text
    bare = text.rstrip(MORE)
    while bare and width(bare + MORE, style) > room:
        bare = bare[:-1]
    return bare.rstrip() + MORE


def _pages(rows: Sequence[Row | Lead], top: float, foot: float) -> list[list[Row | Lead]]:
    """Share rows out to pages.

    The sums stand under the last row, or take it along to a page of their own. A head has its first row below it, and
    stands again over what is left of its group on the next page.
    """
    pages: list[list[Row | Lead]] = [[]]
    y, lead = _table_top(1, top) + HEAD, None
    for at, row in enumerate(rows):
        after = rows[at + 1] if at + 1 < len(rows) else None
        needed = row.high + (after.high if isinstance(row, Lead) and isinstance(after, Row) else 0)
        needed += foot if at >= len(rows) - (2 if needed > row.high else 1) else 0
        if y + needed > BOTTOM and pages[-1]:
            pages.append([])
            y = _table_top(len(pages), top) + HEAD
            if isinstance(row, Row) and lead is not None:
                pages[-1].append(Lead(lead.words))
                y += pages[-1][0].high
        lead = row if isinstance(row, Lead) else lead
        pages[-1].append(row)
        y += row.high
    return pages


def _table_top(page: int, top: float) -> float:
    return top if page == 1 else TOP + 16


def _head_height(paper: Paper) -> float:
    return TOP + 22 + len(_about(paper)) * QUIET.leading + 10


def _about(paper: Paper) -> list[str]:
    return [line for text in paper.about if text for line in wrap(drawable(text), QUIET, RIGHT - LEFT - 200)[:3]]


def _foot_height(totals: Sequence[list[str]]) -> float:
    return 8 + max(1, *map(len, totals), 1) * LEADING + 6


# ----------------------------------------------------------------------------------------------------------- drawing


def _draw_table(pen: Pen, places: Sequence[Place], page: Sequence[Row | Lead], y: float) -> float:
    """Draw the heading of the table and the rows of a page, and give where they end."""
    for place in places:
        label = _cut(place.column.label, LABEL_STRONG, place.right - place.left)
        is_number = place.column.is_number
        edge = place.right if is_number else place.left
        pen.text(edge, y + 11, label, LABEL_STRONG, "right" if is_number else "left")
    pen.rule(LEFT, y + HEAD - 3, RIGHT, INK, 0.8)
    y += HEAD
    for row in page:
        if isinstance(row, Lead):
            _draw_lead(pen, places, row, y)
        else:
            _draw_row(pen, places, row, y)
        y += row.high
    return y


def _draw_lead(pen: Pen, places: Sequence[Place], lead: Lead, y: float) -> None:
    baseline = y + 2 * ABOVE + ASCENT
    edges = [
        place.right - max(width(text, HEAVY) for text in texts)
        for place, texts in zip(places, lead.sums, strict=False)
        if texts
    ]
    room = min([RIGHT, *edges]) - GAP - LEFT
    words = _cut(lead.words, HEAVY, room)
    pen.text(LEFT, baseline, words, HEAVY)
    begun = width(words, HEAVY) + GAP / 2
    if lead.more and room - begun > NARROWEST / 2:
        pen.text(LEFT + begun, baseline, _cut(lead.more, QUIET, room - begun), QUIET)
    _draw_sums(pen, places, lead.sums, baseline)
    pen.rule(LEFT, y + lead.high, RIGHT, INK, 0.4)


def _draw_sums(pen: Pen, places: Sequence[Place], sums: Sequence[Sequence[str]], baseline: float) -> None:
    for place, texts in zip(places, sums, strict=False):  # what goes on from the page before has none
        for number, text in enumerate(texts):
            pen.text(place.right, baseline + number * LEADING, text, HEAVY, "right")


def _draw_foot(pen: Pen, paper: Paper, number: tuple[int, int]) -> None:
    foot = BOTTOM + 16
    pen.rule(LEFT, foot - 8, RIGHT, HAIRLINE)
    said = "  ·  ".join(part for part in (paper.company, paper.printed) if part)
    pen.text(LEFT, foot + 4, first_line(drawable(said), SMALL, RIGHT - LEFT - 100), SMALL)
    pen.text(RIGHT, foot + 4, page_of(*number, paper.language), SMALL, "right")


def _draw_heading(pen: Pen, listing: Listing, paper: Paper) -> None:
    pen.text(LEFT, TOP + 14, first_line(drawable(listing.title), TITLE, RIGHT - LEFT - 200), TITLE)
    pen.text(RIGHT, TOP + 14, paper.count, QUIET, "right")
    for place, line in enumerate(_about(paper)):
        pen.text(LEFT, TOP + 30 + place * QUIET.leading, line, QUIET)


def _draw_row(pen: Pen, places: Sequence[Place], row: Row, y: float) -> None:
    for at, (place, lines) in enumerate(zip(places, row.cells, strict=True)):
        style = CELL if at else HEAVY
        for number, line in enumerate(lines):
            baseline = y + ABOVE + ASCENT + number * LEADING
            if place.column.is_number:
                pen.text(place.right, baseline, line, style, "right")
            else:
                pen.text(place.left, baseline, line, style)
    pen.rule(LEFT, y + row.high, RIGHT, HAIRLINE)


def _draw_totals(pen: Pen, paper: Paper, places: Sequence[Place], totals: Sequence[list[str]], y: float) -> None:
    if not any(totals):
        return
    pen.rule(LEFT, y, RIGHT, INK, 0.8)
    first = min(at for at, texts in enumerate(totals) if texts)
    edge = places[first].left - GAP if first else LEFT
    if first:
        pen.text(edge, y + 8 + ASCENT, paper.total, HEAVY, "right")
    _draw_sums(pen, places, totals, y + 8 + ASCENT)
