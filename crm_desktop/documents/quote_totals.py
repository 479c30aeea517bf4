"""The totals of a quote: its sums, the taxes by rate and the amount in words."""

from crm_desktop.core.pricing import TaxGroup
from crm_desktop.core.words import chinese_words, english_words
from crm_desktop.documents.flow import Block
from crm_desktop.documents.pen import Pen
from crm_desktop.documents.phrases import say, written_amount, written_percent
from crm_desktop.documents.quote_look import INK, MUTED, Look
from crm_desktop.documents.sheet import Sheet
from crm_desktop.documents.typesetting import Style, first_line, width, wrap

SUM_WIDTH = 246.0
LINE = 15.5
TAX_LINE = 14.0
BAND = 30.0
WORDS = Style(9.5, 14, INK, is_bold=True)
FIGURE = Style(8.5, 14, MUTED)


def total_blocks(sheet: Sheet, look: Look) -> list[Block]:
    """Set what closes the table: sums at the right, taxes at the left, the total, the amount in words."""
    return [_sums(sheet, look), _words(sheet, look)]


def _sum_rows(sheet: Sheet) -> list[tuple[str, str]]:
    priced, language = sheet.priced, sheet.language
    within = priced.prices_with_tax and _is_taxed(sheet)
    rows = [(say("sum_with_tax" if within else "sum", language), written_amount(priced.net))]
    if priced.discount:
        share = written_percent(sheet.discount_percent) if sheet.discount_percent else ""
        rows.append((f"{say('discount', language)} {share}".rstrip(), written_amount(-priced.discount)))
    if priced.freight:
        rows.append((say("freight", language), written_amount(priced.freight)))
    if len(rows) > 1 and not within:
        rows.append((say("base_total", language), written_amount(priced.base)))
    if _is_taxed(sheet):
        rows.append((say("tax_within" if within else "tax", language), written_amount(priced.tax)))
    if priced.rounding:
        rows.append((say("rounding", language), written_amount(priced.rounding)))
    return rows


def _is_taxed(sheet: Sheet) -> bool:
    return any(group.label or group.rate for group in sheet.priced.groups)


def _sums(sheet: Sheet, look: Look) -> Block:
    rows = _sum_rows(sheet)
    taxes = _tax_rows(sheet) if _is_taxed(sheet) else []
    total = f"{sheet.priced.currency} {written_amount(sheet.priced.total)}"
    total_style = look.accented(13, 16)
    label_style = look.accented(10, 14)
    sum_room = max(SUM_WIDTH, width(total, total_style) + width(say("total", sheet.language), label_style) + 40)
    right, out = look.right - look.inset, look.hang + look.inset
    left = right - sum_room
    sums_high, taxes_high = len(rows) * LINE + BAND, (len(taxes) + 1) * TAX_LINE if taxes else 0
    # Sums of very large amounts leave no room beside them: the taxes then stand below, over the whole width.
    is_beside = _tax_width(taxes, sheet) <= left - 36 - look.left
    high = (max(sums_high, taxes_high) if is_beside else sums_high + taxes_high + 14) + max(26 * look.air, 18)

    def draw(pen: Pen, y: float) -> None:
        if taxes:
            taxes_y = y + 14 if is_beside else y + sums_high + 28
            _draw_taxes(pen, taxes_y, taxes, sheet, look, left - 36 if is_beside else look.right)
        line_y = y + 22
        for label, amount in rows:
            pen.text(left, line_y, label, look.body)
            pen.text(right, line_y, amount, look.body, "right")
            line_y += LINE
        # The band stands out at both sides so that the total stands exactly under the amounts.
        band = line_y - 8
        pen.area(left - out, band, sum_room + 2 * out, BAND, look.tint)
        pen.text(left, band + 19.5, say("total", sheet.language), label_style)
        pen.text(right, band + 20, total, total_style, "right")

    return Block(high, draw)


def _tax_width(rows: list[tuple[str, str, str]], sheet: Sheet) -> float:
    """Give the least width of the taxes; long names may be cut to this many points."""
    return 70 + sum(_tax_rooms(rows, sheet)) + 28


def _tax_rooms(rows: list[tuple[str, str, str]], sheet: Sheet) -> tuple[float, float]:
    base, tax = (
        max(width(text, FIGURE) for text in (say(key, sheet.language), *(row[at] for row in rows)))
        for at, key in ((1, "tax_base"), (2, "tax"))
    )
    return base, tax


def _tax_rows(sheet: Sheet) -> list[tuple[str, str, str]]:
    return [
        (_tax_name(group, sheet), written_amount(group.base), written_amount(group.tax))
        for group in sheet.priced.groups
    ]


def _tax_name(group: TaxGroup, sheet: Sheet) -> str:
    """Give a tax's label, with its rate where the label does not say it already."""
    rate = written_percent(group.rate)
    if rate in group.label.replace(" ", "").replace("％", "%"):
        return group.label
    return f"{group.label or say('tax_kind', sheet.language)} {rate}"


def _draw_taxes(pen: Pen, y: float, rows: list[tuple[str, str, str]], sheet: Sheet, look: Look, right: float) -> None:
    heads = [say(key, sheet.language) for key in ("tax_kind", "tax_base", "tax")]
    base_room, tax_room = _tax_rooms(rows, sheet)
    edges = [look.left, right - tax_room - 16, right]
    label_room = edges[1] - base_room - 12 - look.left
    for place, (edge, text) in enumerate(zip(edges, heads, strict=True)):
        pen.text(edge, y + 8, text, look.label_strong, "right" if place else "left")
    pen.rule(look.left, y + 13, right, look.line)
    for row_place, (name, *amounts) in enumerate(rows):
        baseline = y + 25 + row_place * TAX_LINE
        shown = first_line(name, FIGURE, label_room)
        for place, (edge, text) in enumerate(zip(edges, [shown, *amounts], strict=True)):
            pen.text(edge, baseline, text, FIGURE, "right" if place else "left")


def _words(sheet: Sheet, look: Look) -> Block:
    total, currency = sheet.priced.total, sheet.priced.currency
    texts = [
        *([english_words(total, currency)] if sheet.language != "zh_CN" else []),
        *([chinese_words(total, currency)] if sheet.language != "en" else []),
    ]
    label = say("in_words", sheet.language)
    x = look.left + width(label, look.label) + 14
    lines = [line for text in texts for line in wrap(text, WORDS, look.right - x)]

    def draw(pen: Pen, y: float) -> None:
        pen.rule(look.left, y, look.right, look.line)
        pen.text(look.left, y + 17, label, look.label)
        for place, line in enumerate(lines):
            pen.text(x, y + 17 + place * WORDS.leading, line, WORDS)
        pen.rule(look.left, y + 12 + len(lines) * WORDS.leading, look.right, look.line)

    return Block(len(lines) * WORDS.leading + 12 + 12 * look.air, draw)
