"""One record on paper: its fields by section, what hangs on it, and what happened last."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from msgspec import Struct
from reportlab.pdfgen.canvas import Canvas

from crm_desktop.documents.flow import Block, Flow, Frame
from crm_desktop.documents.list_words import drawable
from crm_desktop.documents.pen import Pen
from crm_desktop.documents.phrases import page_of
from crm_desktop.documents.quote_look import BODY, HAIRLINE, INK, PAGE_SIZES, QUIET, SMALL, STRONG
from crm_desktop.documents.sheet import Language
from crm_desktop.documents.typesetting import Style, faces, first_line, width, wrap

WIDE, HIGH = PAGE_SIZES["A4"]
LEFT, RIGHT, TOP, BOTTOM = 51.0, WIDE - 51.0, 44.0, HIGH - 54.0
TITLE = Style(18, 23, INK, is_bold=True)
GAP, LABEL_ROOM, COLUMNS = 18.0, 96.0, 2
ABOVE_HEADING, BELOW_ENTRY = 10.0, 5.0
TEXT_LINES = 6
"""Of what was written about one happening; the rest is read in the window."""


class Fact(Struct, frozen=True):
    """One field with its value in words; is_long: takes the whole width."""

    label: str
    value: str
    is_long: bool = False


class Facts(Struct, frozen=True):
    """The fields of one section."""

    heading: str
    facts: tuple[Fact, ...]


class Related(Struct, frozen=True):
    """One record that hangs on it: its name, something about it, and what stands at the right."""

    name: str
    about: str = ""
    right: str = ""


class RelatedList(Struct, frozen=True):
    """Records of one kind that hang on it; more: how many are left out, in words."""

    heading: str
    rows: tuple[Related, ...]
    more: str = ""


class Happened(Struct, frozen=True):
    """One thing that happened or is planned."""

    title: str
    when: str
    lines: tuple[str, ...] = ()


class RecordSheet(Struct, frozen=True):
    """A record as its paper shows it, all in words. about: under the name; printed: by whom and when."""

    title: str
    kind: str
    about: tuple[str, ...]
    sections: tuple[Facts, ...]
    related: tuple[RelatedList, ...]
    happened_heading: str
    happened: tuple[Happened, ...]
    company: str
    printed: str
    language: Language = "en"


def render_record(sheet: RecordSheet) -> bytes:
    """Print a record; not in two threads at once, the fonts are shared. The same sheet gives the same bytes."""
    latin, _ = faces(is_bold=False)
    faces(is_bold=True)
    head = list(_head(sheet))
    flow = Flow(Frame(TOP, TOP + 18, BOTTOM))
    flow.place(head)
    for section in sheet.sections:
        rows = list(_fact_rows(section.facts))
        _place(flow, section.heading, rows)
    for one in sheet.related:
        rows = [_related(row) for row in one.rows]
        _place(flow, one.heading, [*rows, *([_line(one.more, QUIET)] if one.more else [])])
    _place(flow, sheet.happened_heading, [_happened(one) for one in sheet.happened])
    target = BytesIO()
    canvas = _canvas(sheet, target, latin.name)
    for number, page in enumerate(flow.pages, 1):
        pen = Pen(canvas, HIGH)
        if number > 1:
            pen.text(LEFT, TOP + 4, first_line(drawable(sheet.title), QUIET, RIGHT - LEFT), QUIET)
        for placed in page:
            placed.block.draw(pen, placed.top)
        _foot(pen, sheet, number, len(flow.pages))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _canvas(sheet: RecordSheet, target: BytesIO, face: str) -> Canvas:
    spoken = "zh-CN" if sheet.language == "zh_CN" else "en"
    canvas = Canvas(target, (WIDE, HIGH), invariant=1, pageCompression=1, initialFontName=face, lang=spoken)
    canvas.setTitle(sheet.title)
    canvas.setAuthor(sheet.company)
    canvas.setSubject(sheet.kind)
    canvas.setCreator("Satchel")
    canvas.setProducer("Satchel")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _place(flow: Flow, heading: str, rows: Sequence[Block]) -> None:
    """Set a heading with its first row, and the others one by one."""
    if rows:
        flow.place([_heading(heading), rows[0]])
        for row in rows[1:]:
            flow.place([row])


def _head(sheet: RecordSheet) -> Iterator[Block]:
    yield _line(sheet.kind, QUIET)
    for line in wrap(drawable(sheet.title), TITLE, RIGHT - LEFT)[:3]:
        yield _line(line, TITLE)
    for line in wrap(drawable("  ·  ".join(sheet.about)), QUIET, RIGHT - LEFT)[:3]:
        yield _line(line, QUIET)


def _line(text: str, style: Style) -> Block:
    said = drawable(text)

    def draw(pen: Pen, top: float) -> None:
        pen.text(LEFT, top + style.size + 1, first_line(said, style, RIGHT - LEFT), style)

    return Block(style.leading, draw)


def _heading(text: str) -> Block:
    def draw(pen: Pen, top: float) -> None:
        pen.text(LEFT, top + ABOVE_HEADING + STRONG.size, drawable(text), STRONG)
        pen.rule(LEFT, top + ABOVE_HEADING + STRONG.leading, RIGHT, INK, 0.6)

    return Block(ABOVE_HEADING + STRONG.leading + 4, draw)


def _fact_rows(facts: Sequence[Fact]) -> Iterator[Block]:
    """Lay short fields side by side, long ones across the page."""
    waiting: list[Fact] = []
    for fact in facts:
        if fact.is_long:
            if waiting:
                yield _facts(waiting, COLUMNS)
                waiting = []
            yield from _long(fact)
            continue
        waiting.append(fact)
        if len(waiting) == COLUMNS:
            yield _facts(waiting, COLUMNS)
            waiting = []
    if waiting:
        yield _facts(waiting, COLUMNS)


def _facts(facts: Sequence[Fact], columns: int) -> Block:
    wide = (RIGHT - LEFT - GAP * (columns - 1)) / columns
    cells = [
        (wrap(drawable(fact.label), QUIET, LABEL_ROOM - 6), wrap(drawable(fact.value), BODY, wide - LABEL_ROOM))
        for fact in facts
    ]
    lines = max(len(part) for cell in cells for part in cell)

    def draw(pen: Pen, top: float) -> None:
        for at, (labels, said) in enumerate(cells):
            left = LEFT + at * (wide + GAP)
            for number, line in enumerate(labels):
                pen.text(left, top + BODY.size + number * BODY.leading, line, QUIET)
            for number, line in enumerate(said):
                pen.text(left + LABEL_ROOM, top + BODY.size + number * BODY.leading, line, BODY)

    return Block(lines * BODY.leading + 2, draw)


def _long(fact: Fact) -> Iterator[Block]:
    """Set a long text under its label, line by line, so that it may go on to the next page."""
    for number, line in enumerate(wrap(drawable(fact.value), BODY, RIGHT - LEFT - LABEL_ROOM)):

        def draw(pen: Pen, top: float, line: str = line, *, is_first: bool = number == 0) -> None:
            if is_first:
                pen.text(LEFT, top + BODY.size, drawable(fact.label), QUIET)
            pen.text(LEFT + LABEL_ROOM, top + BODY.size, line, BODY)

        yield Block(BODY.leading, draw)


def _related(row: Related) -> Block:
    right = drawable(row.right)
    room = RIGHT - LEFT - (width(right, BODY) + GAP if right else 0)
    name = first_line(drawable(row.name), BODY, room)

    def draw(pen: Pen, top: float) -> None:
        used = pen.text(LEFT, top + BODY.size, name, BODY)
        rest = room - used - GAP / 2
        if row.about and rest > LABEL_ROOM / 2:
            pen.text(LEFT + used + GAP / 2, top + BODY.size, first_line(drawable(row.about), QUIET, rest), QUIET)
        pen.text(RIGHT, top + BODY.size, right, BODY, "right")
        pen.rule(LEFT, top + BODY.leading + 1.5, RIGHT, HAIRLINE)

    return Block(BODY.leading + 4, draw)


def _happened(one: Happened) -> Block:
    when = drawable(one.when)
    title = first_line(drawable(one.title), STRONG, RIGHT - LEFT - width(when, QUIET) - GAP)
    lines = [line for text in one.lines for line in wrap(drawable(text), BODY, RIGHT - LEFT)][:TEXT_LINES]

    def draw(pen: Pen, top: float) -> None:
        pen.text(LEFT, top + STRONG.size, title, STRONG)
        pen.text(RIGHT, top + STRONG.size, when, QUIET, "right")
        for number, line in enumerate(lines, 1):
            pen.text(LEFT, top + STRONG.size + number * BODY.leading, line, BODY)

    return Block((len(lines) + 1) * BODY.leading + BELOW_ENTRY, draw)


def _foot(pen: Pen, sheet: RecordSheet, number: int, pages: int) -> None:
    foot = BOTTOM + 18
    pen.rule(LEFT, foot - 8, RIGHT, HAIRLINE)
    said = "  ·  ".join(part for part in (sheet.company, sheet.printed) if part)
    pen.text(LEFT, foot + 4, first_line(drawable(said), SMALL, RIGHT - LEFT - 100), SMALL)
    pen.text(RIGHT, foot + 4, page_of(number, pages, sheet.language), SMALL, "right")
