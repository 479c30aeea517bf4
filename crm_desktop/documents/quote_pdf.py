"""Turn the plain data of a quote into the bytes of its PDF: the same data, the same bytes."""

from io import BytesIO

from msgspec import structs
from reportlab.pdfgen.canvas import Canvas

from crm_desktop.documents.enclosure import enclose
from crm_desktop.documents.flow import Flow, Frame, Placed, height
from crm_desktop.documents.letters import check_letters
from crm_desktop.documents.pen import Pen
from crm_desktop.documents.phrases import colon, page_of, say
from crm_desktop.documents.quote_head import head_blocks, running_head, title_of
from crm_desktop.documents.quote_look import INK, TIGHT, Look, look_of
from crm_desktop.documents.quote_table import row_groups, table_of
from crm_desktop.documents.quote_terms import term_groups
from crm_desktop.documents.quote_totals import total_blocks
from crm_desktop.documents.quote_xml import NAME
from crm_desktop.documents.sheet import Sheet
from crm_desktop.documents.typesetting import Style, faces, first_line

# The share of a page up to which totals, conditions and signatures stay together.
SHORT = 0.5
# Where the line at the top of each page stands on its baseline: above every letterhead.
HEADER = 27.0


def render(sheet: Sheet, xml: bytes = b"") -> bytes:
    """Print a sheet; not in two threads at once, the fonts are shared. xml: the same as data, put within the PDF.

    Raises UserError naming the character and its line where no embedded font can draw it; nothing is printed then.
    """
    check_letters(sheet)
    look = look_of(sheet)
    pages = _compose(sheet, look)
    if len(pages) == 2:
        pages = min(pages, _compose(sheet, structs.replace(look, air=min(look.air, TIGHT))), key=len)
    target = BytesIO()
    canvas = _canvas(sheet, look, target)
    for number, placed in enumerate(pages, 1):
        _draw_page(canvas, sheet, look, placed, (number, len(pages)))
    if xml:
        enclose(canvas, NAME, xml, "text/xml")
    canvas.save()
    return _with_appendix(target.getvalue(), sheet.stationery.appendix)


def _with_appendix(paper: bytes, appendix: bytes) -> bytes:
    if not appendix:
        return paper
    # PDFium is loaded for papers that have one alone.
    from crm_desktop.documents.appendix import with_appendix

    return with_appendix(paper, appendix)


def _compose(sheet: Sheet, look: Look) -> list[list[Placed]]:
    flow = Flow(Frame(first_top=look.top, top=look.later_top, bottom=look.bottom))
    for block in head_blocks(sheet, look):
        flow.place([block])
    rows, ends = row_groups(sheet, look), term_groups(sheet, look)
    closing = [*total_blocks(sheet, look)]
    page = look.bottom - look.later_top
    if not sheet.terms.general and height(closing) + sum(map(height, ends)) < page * SHORT:
        # Short conditions stay with the totals, or the place to sign would begin a page of its own; general terms go
        # over the page line by line, and it follows their last ones.
        closing, ends = [*closing, *(block for group in ends for block in group)], []
    kept = 2 if sum(map(height, rows[-2:])) + height(closing) < page * 0.8 else 1
    tail = [*(block for group in rows[-kept:] for block in group), *closing]
    flow.place_table(table_of(sheet, look), rows[:-kept], tail)
    for group in ends:
        flow.place(group)
    return flow.pages


def _canvas(sheet: Sheet, look: Look, target: BytesIO) -> Canvas:
    latin, _ = faces(is_bold=False)
    faces(is_bold=True)
    canvas = Canvas(
        target,
        pagesize=(look.wide, look.high),
        invariant=1,
        pageCompression=1,
        initialFontName=latin.name,
        lang={"en": "en", "zh_CN": "zh-CN", "bilingual": "zh-CN"}[sheet.language],
    )
    canvas.setTitle(f"{title_of(sheet)} {sheet.reference}")
    canvas.setAuthor(sheet.letterhead.name)
    canvas.setSubject(sheet.subject or sheet.customer.name)
    canvas.setCreator("Satchel")
    canvas.setProducer("Satchel")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _draw_page(canvas: Canvas, sheet: Sheet, look: Look, placed: list[Placed], page: tuple[int, int]) -> None:
    pen = Pen(canvas, look.high)
    if header := sheet.stationery.header:
        pen.text(look.right, HEADER, first_line(header, look.small, look.room), look.small, "right")
    if page[0] > 1:
        running_head(sheet, look).draw(pen, 34)
    for part in placed:
        part.block.draw(pen, part.top)
    _draw_foot(pen, sheet, look, page)
    if sheet.is_draft:
        style = Style(150 if sheet.language != "bilingual" else 110, 0, INK, is_bold=True)
        pen.watermark(say("draft", sheet.language), look.wide, style)
    canvas.showPage()


def _draw_foot(pen: Pen, sheet: Sheet, look: Look, page: tuple[int, int]) -> None:
    head, mark = sheet.letterhead, colon(sheet.language)
    top = look.bottom + 12
    tax = f"{say('tax_number', sheet.language)}{mark}{head.tax_number}" if head.tax_number else ""
    bank = f"{say('bank', sheet.language)}{mark}{'  '.join(head.bank)}" if head.bank else ""
    pen.rule(look.left, top, look.right, look.line)
    lines = ["  ·  ".join(part for part in (head.name, tax) if part), bank]
    if sheet.stationery.footer:
        lines = [*filter(None, lines), sheet.stationery.footer]
    for place, text in enumerate(lines):
        pen.text(
            look.left, top + 12 + place * look.small.leading, first_line(text, look.small, look.room - 70), look.small
        )
    pen.text(look.right, top + 12, page_of(*page, sheet.language), look.small, "right")
