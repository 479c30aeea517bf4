"""The end of a quote: its conditions, the plan of payment, the general terms and the place to sign."""

from crm_desktop.documents.flow import Block, Group
from crm_desktop.documents.pen import Pen
from crm_desktop.documents.phrases import say, written_amount, written_day
from crm_desktop.documents.quote_look import BODY, HAIRLINE, LABEL, LABEL_STRONG, MUTED, QUIET, SMALL, STRONG, Look
from crm_desktop.documents.sheet import Instalment, Sheet
from crm_desktop.documents.typesetting import Style, first_line, width, wrap

FINE = Style(7.5, 11, MUTED)
CHUNK = 12


def term_groups(sheet: Sheet, look: Look) -> list[Group]:
    """Set the conditions, each on one page; only the general terms may run over.

    The place to sign stays with what stands before it: nobody should sign an empty page.
    """
    groups = _conditions(sheet, look)
    if sheet.terms.instalments:
        groups.append([_heading("instalments", sheet, look), *_plan(sheet, look)])
    if sheet.terms.general:
        groups += _general(sheet, look)
    before = groups.pop() if groups else []
    return [*groups, [*before, _signatures(sheet, look)]]


def _conditions(sheet: Sheet, look: Look) -> list[Group]:
    terms = sheet.terms
    day = written_day(terms.delivery_date, sheet.language) if terms.delivery_date else ""
    known = [
        (say(key, sheet.language), text)
        for key, text in (
            ("payment", terms.payment),
            ("delivery", terms.delivery),
            ("delivery_date", day),
            ("warranty", terms.warranty),
            ("remark", terms.remark),
        )
        if text
    ]
    indent = max([90.0, *(width(label, LABEL) + 16 for label, _ in known)])
    groups: list[Group] = []
    for label, text in known:
        lines = wrap(text, BODY, look.room - indent)
        starts = range(0, len(lines), CHUNK)
        groups += [[_condition("" if at else label, lines[at : at + CHUNK], indent, look)] for at in starts]
    return groups


def _condition(label: str, lines: list[str], indent: float, look: Look) -> Block:
    def draw(pen: Pen, y: float) -> None:
        pen.text(look.left, y + 12, label, LABEL)
        for place, line in enumerate(lines):
            pen.text(look.left + indent, y + 12 + place * BODY.leading, line, BODY)

    return Block(len(lines) * BODY.leading + 3, draw)


def _heading(key: str, sheet: Sheet, look: Look) -> Block:
    def draw(pen: Pen, y: float) -> None:
        pen.text(look.left, y + 20, say(key, sheet.language), STRONG)

    return Block(27, draw)


def _plan(sheet: Sheet, look: Look) -> list[Block]:
    return [_instalment(instalment, sheet, look) for instalment in sheet.terms.instalments]


def _instalment(instalment: Instalment, sheet: Sheet, look: Look) -> Block:
    label = first_line(instalment.label, BODY, look.room * 0.5)

    def draw(pen: Pen, y: float) -> None:
        pen.text(look.left, y + 11.5, label, BODY)
        if instalment.due:
            said = f"{say('due', sheet.language)} {written_day(instalment.due, sheet.language)}"
            pen.text(look.left + look.room * 0.54, y + 11.5, said, QUIET)
        pen.text(look.right, y + 11.5, written_amount(instalment.amount), BODY, "right")
        pen.rule(look.left, y + 16.5, look.right, HAIRLINE)

    return Block(16.5, draw)


def _general(sheet: Sheet, look: Look) -> list[Group]:
    lines = wrap(sheet.terms.general, FINE, look.room)
    blocks = [_fine(line, look) for line in lines]
    # No page begins or ends with a single line of the text.
    first = [_heading("general", sheet, look), *blocks[:2]]
    last = [blocks[-2:]] if len(blocks) > 3 else [blocks[2:]] if blocks[2:] else []
    return [first, *([block] for block in blocks[2:-2]), *last] if len(blocks) > 3 else [first, *last]


def _fine(line: str, look: Look) -> Block:
    def draw(pen: Pen, y: float) -> None:
        pen.text(look.left, y + 8, line, FINE)

    return Block(FINE.leading, draw)


def _signatures(sheet: Sheet, look: Look) -> Block:
    gap = 32.0
    room = (look.room - gap) / 2
    columns = [("offer", sheet.letterhead.name), ("accept", sheet.customer.name)]
    names = [first_line(name, STRONG, room) for _, name in columns]

    def draw(pen: Pen, y: float) -> None:
        for place, ((key, _), name) in enumerate(zip(columns, names, strict=True)):
            x = look.left + place * (room + gap)
            pen.text(x, y + 24, say(key, sheet.language), LABEL_STRONG)
            pen.text(x, y + 37, name, STRONG)
            pen.rule(x, y + 76, x + room * 0.66, MUTED, 0.5)
            pen.text(x, y + 86, f"{say('sign_name', sheet.language)} · {say('signature', sheet.language)}", SMALL)
            pen.rule(x + room * 0.72, y + 76, x + room, MUTED, 0.5)
            pen.text(x + room * 0.72, y + 86, say("sign_date", sheet.language), SMALL)

    return Block(90, draw)
