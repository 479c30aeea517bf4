"""The end of a quote: its conditions, the plan of payment, the general terms and the place to sign."""

from crm_desktop.documents.check_code import check_text, check_value
from crm_desktop.documents.flow import Block, Group
from crm_desktop.documents.pen import Pen
from crm_desktop.documents.phrases import say, written_amount, written_day
from crm_desktop.documents.quote_look import MUTED, Look
from crm_desktop.documents.sheet import Instalment, Sheet
from crm_desktop.documents.typesetting import first_line, width, wrap

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
    indent = max([90.0, *(width(label, look.label) + 16 for label, _ in known)])
    groups: list[Group] = []
    for label, text in known:
        lines = wrap(text, look.body, look.room - indent)
        starts = range(0, len(lines), CHUNK)
        groups += [[_condition("" if at else label, lines[at : at + CHUNK], indent, look)] for at in starts]
    return groups


def _condition(label: str, lines: list[str], indent: float, look: Look) -> Block:
    def draw(pen: Pen, y: float) -> None:
        pen.text(look.left, y + look.ascent + 2.8, label, look.label)
        for place, line in enumerate(lines):
            pen.text(look.left + indent, y + look.ascent + 2.8 + place * look.body.leading, line, look.body)

    return Block(len(lines) * look.body.leading + 3, draw)


def _heading(key: str, sheet: Sheet, look: Look) -> Block:
    def draw(pen: Pen, y: float) -> None:
        pen.text(look.left, y + 20, say(key, sheet.language), look.strong)

    return Block(27, draw)


def _plan(sheet: Sheet, look: Look) -> list[Block]:
    return [_instalment(instalment, sheet, look) for instalment in sheet.terms.instalments]


def _instalment(instalment: Instalment, sheet: Sheet, look: Look) -> Block:
    label = first_line(instalment.label or say("balance", sheet.language), look.body, look.room * 0.5)

    def draw(pen: Pen, y: float) -> None:
        pen.text(look.left, y + 11.5, label, look.body)
        if instalment.due:
            said = f"{say('due', sheet.language)} {written_day(instalment.due, sheet.language)}"
            pen.text(look.left + look.room * 0.54, y + 11.5, said, look.quiet)
        pen.text(look.right, y + 11.5, written_amount(instalment.amount), look.body, "right")
        pen.rule(look.left, y + 16.5, look.right, look.line)

    return Block(16.5, draw)


def _general(sheet: Sheet, look: Look) -> list[Group]:
    lines = wrap(sheet.terms.general, look.fine, look.room)
    blocks = [_fine(line, look) for line in lines]
    # No page begins or ends with a single line of the text.
    first = [_heading("general", sheet, look), *blocks[:2]]
    last = [blocks[-2:]] if len(blocks) > 3 else [blocks[2:]] if blocks[2:] else []
    return [first, *([block] for block in blocks[2:-2]), *last] if len(blocks) > 3 else [first, *last]


def _fine(line: str, look: Look) -> Block:
    def draw(pen: Pen, y: float) -> None:
        pen.text(look.left, y + look.fine.leading * 0.73, line, look.fine)

    return Block(look.fine.leading, draw)


def _signatures(sheet: Sheet, look: Look) -> Block:
    code = look.sign_room - 26 if sheet.stationery.has_check and sheet.reference else 0.0
    gap = 20.0 if code else 32.0
    room = (look.room - gap - (code + gap if code else 0)) / 2
    columns = [("offer", sheet.letterhead.name)]
    if sheet.kind != "order_confirmation":  # the customer signed when she ordered
        columns.append(("accept", sheet.customer.name))
    names = [first_line(name, look.strong, room) for _, name in columns]
    said = f"{say('sign_name', sheet.language)} · {say('signature', sheet.language)}"
    name_room = max(room * 0.66, width(said, look.small) + 10)
    day_at = name_room + room * 0.06

    def draw(pen: Pen, y: float) -> None:
        for place, ((key, _), name) in enumerate(zip(columns, names, strict=True)):
            x = look.left + place * (room + gap)
            pen.text(x, y + 24, say(key, sheet.language), look.label_strong)
            pen.text(x, y + 37, name, look.strong)
            pen.rule(x, y + look.sign_room - 14, x + name_room, MUTED, 0.5)
            pen.text(x, y + look.sign_room - 4, said, look.small)
            pen.rule(x + day_at, y + look.sign_room - 14, x + room, MUTED, 0.5)
            pen.text(x + day_at, y + look.sign_room - 4, say("sign_date", sheet.language), look.small)
        if code:
            pen.square_code(look.right - code, y + 12, code, check_text(sheet))
            pen.text(look.right, y + look.sign_room - 4, check_value(sheet), look.small, "right")

    return Block(look.sign_room, draw)
