"""The upper part of a quote: letterhead, title, dates and references, who writes to whom."""

from crm_desktop.documents.flow import Block
from crm_desktop.documents.pen import Pen
from crm_desktop.documents.phrases import both, colon, say, written_day
from crm_desktop.documents.quote_look import BODY, HAIRLINE, INK, LABEL, LABEL_STRONG, MUTED, QUIET, STRONG, WHITE, Look
from crm_desktop.documents.sheet import Letterhead, Party, Person, Sheet
from crm_desktop.documents.typesetting import Style, first_line, width, wrap

MARK = 34.0
PARTY_GAP = 22.0
SELLER = Style(13.5, 17, INK, is_bold=True)
RUNNING = Style(8.5, 12, MUTED)
NUMBER = Style(11, 15, INK, is_bold=True)


def head_blocks(sheet: Sheet, look: Look) -> list[Block]:
    """Set what stands above the table of the first page."""
    blocks = [_letterhead(sheet.letterhead, look), _title(sheet, look), _parties(sheet, look)]
    return [*blocks, _opening(sheet, look)] if sheet.subject or sheet.opening else blocks


def running_head(sheet: Sheet, look: Look) -> Block:
    """Set the small head of every page but the first."""

    def draw(pen: Pen, y: float) -> None:
        _mark(pen, sheet.letterhead, look.left, y, 17)
        title = f"{say(sheet.kind, sheet.language)}  {sheet.reference}"
        if not sheet.letterhead.logo:
            name_room = look.room - 40 - width(title, RUNNING)
            pen.text(look.left + 24, y + 12, first_line(sheet.letterhead.name, STRONG, name_room), STRONG)
        pen.text(look.right, y + 12, title, RUNNING, "right")
        pen.rule(look.left, y + 24, look.right, HAIRLINE)

    return Block(38, draw)


def _mark(pen: Pen, letterhead: Letterhead, x: float, y: float, size: float) -> float:
    if letterhead.logo:
        return pen.picture(x, y, size * 4, size, letterhead.logo)
    pen.area(x, y, size, size, letterhead.accent, size * 0.2)
    initial = Style(size * 0.56, size, WHITE, is_bold=True)
    pen.text(x + size / 2, y + size * 0.7, letterhead.name.strip()[:1].upper(), initial, "center")
    return size


def _letterhead(letterhead: Letterhead, look: Look) -> Block:
    website = letterhead.website.removeprefix("https://").removesuffix("/")
    online = [part for part in (letterhead.email, website) if part]
    if width("  ·  ".join(online), QUIET) <= look.room * 0.45:
        online = ["  ·  ".join(online)]
    said = [line for line in (*letterhead.address, letterhead.phone, *online) if line]
    lines = [part for line in said for part in wrap(line, QUIET, look.room * 0.45)]
    mark_room = MARK * (4 if letterhead.logo else 1) + 12
    name_room = look.room - mark_room - max((width(line, QUIET) for line in lines), default=0) - 16
    names = [(line, SELLER) for line in wrap(letterhead.name, SELLER, name_room)]
    names += [(line, QUIET) for line in wrap(letterhead.tagline, QUIET, name_room)]
    names_high = sum(style.leading for _, style in names)

    def draw(pen: Pen, y: float) -> None:
        x = look.left + _mark(pen, letterhead, look.left, y, MARK) + 12
        line_y = y + max(0.0, (MARK - names_high) / 2)
        for line, style in names:
            pen.text(x, line_y + style.leading * 0.74, line, style)
            line_y += style.leading
        for place, line in enumerate(lines):
            pen.text(look.right, y + 8.5 + place * QUIET.leading, line, QUIET, "right")

    return Block(max(MARK, names_high, len(lines) * QUIET.leading) + 30 * look.air, draw)


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    language = sheet.language
    days = [("issued", sheet.issued), ("valid_until", sheet.valid_until)]
    texts = [
        ("customer_reference", sheet.customer_reference),
        ("our_reference", sheet.our_reference),
        ("project", sheet.project),
        ("replaces", sheet.replaces),
        ("approval", "" if sheet.is_draft else sheet.approval),
    ]
    known = [(key, written_day(day, language)) for key, day in days if day]
    return [(say(key, language), text) for key, text in [*known, *texts] if text]


def _title(sheet: Sheet, look: Look) -> Block:
    facts = _facts(sheet)
    first, second = both(sheet.kind, sheet.language)
    reach = max((width(label, LABEL) for label, _ in facts), default=0)
    fact_room = look.room * 0.46 - reach - 14
    values = [wrap(value, BODY, fact_room) for _, value in facts]
    natural = width(first, look.accented(25, 30)) + width(second, look.accented(16, 30)) + 9
    scale = min(1.0, look.room * 0.5 / natural)

    def draw(pen: Pen, y: float) -> None:
        end = look.left + pen.text(look.left, y + 22, first, look.accented(25 * scale, 30))
        pen.text(end + 9 * scale, y + 22, second, look.accented(16 * scale, 30))
        pen.text(look.left, y + 44, sheet.reference, NUMBER)
        if sheet.is_draft:
            after = width(sheet.reference, NUMBER) + 10 if sheet.reference else 0
            _draft_badge(pen, look.left + after, y + 33, sheet, look)
        x, line_y = look.left + look.room * 0.54, y + 11
        for (label, _), lines in zip(facts, values, strict=True):
            pen.text(x, line_y, label, LABEL)
            for line in lines:
                pen.text(x + reach + 14, line_y, line, BODY)
                line_y += 14

    return Block(max(52, sum(map(len, values)) * 14) + 18 * look.air, draw)


def _draft_badge(pen: Pen, x: float, y: float, sheet: Sheet, look: Look) -> None:
    style = Style(7.5, 10, look.accent, is_bold=True)
    said = say("draft", sheet.language)
    pen.area(x, y, width(said, style) + 12, 14, "#E6EBEF", 7)
    pen.text(x + 6, y + 9.8, said, style)


def _parties(sheet: Sheet, look: Look) -> Block:
    others = [("invoice_to", sheet.invoice_to), ("deliver_to", sheet.deliver_to)]
    parties = [("customer", sheet.customer), *((key, party) for key, party in others if party)]
    count = len(parties) + bool(sheet.salesperson.name)
    room = (look.room - PARTY_GAP * max(count - 1, 1)) / max(count, 2)
    columns = [(key, _party_lines(party, sheet, room)) for key, party in parties]
    if sheet.salesperson.name:
        columns.append(("salesperson", _person_lines(sheet.salesperson, room)))
    texts = [[(piece, style) for line, style in lines for piece in wrap(line, style, room)] for _, lines in columns]
    high = max(sum(style.leading for _, style in lines) for lines in texts)

    def draw(pen: Pen, y: float) -> None:
        for place, ((key, _), lines) in enumerate(zip(columns, texts, strict=True)):
            x = look.left + place * (room + PARTY_GAP)
            pen.rule(x, y, x + room, look.accent, 0.8)
            pen.text(x, y + 14, say(key, sheet.language), LABEL_STRONG)
            line_y = y + 28
            for line, style in lines:
                pen.text(x, line_y, line, style)
                line_y += style.leading

    return Block(high + 24 + 12 * look.air, draw)


def _party_lines(party: Party, sheet: Sheet, room: float) -> list[tuple[str, Style]]:
    mark = colon(sheet.language)
    lines = [(party.name, STRONG), *((line, QUIET) for line in party.address)]
    if party.tax_number:
        lines.append((f"{say('tax_number', sheet.language)}{mark}{party.tax_number}", QUIET))
    if party.person.name:
        comma = "，" if sheet.language == "zh_CN" else ", "
        named = comma.join(part for part in (party.person.name, party.person.role) if part)
        lines.append((f"{say('attention', sheet.language)}{mark}{named}", QUIET))
    return [*lines, *_reach_lines(party.person, room)]


def _person_lines(person: Person, room: float) -> list[tuple[str, Style]]:
    role = [(person.role, QUIET)] if person.role else []
    return [(person.name, STRONG), *role, *_reach_lines(person, room)]


def _reach_lines(person: Person, room: float) -> list[tuple[str, Style]]:
    parts = [part for part in (person.phone, person.email) if part]
    line = "  ·  ".join(parts)
    return [(part, QUIET) for part in ([line] if line and width(line, QUIET) <= room else parts)]


def _opening(sheet: Sheet, look: Look) -> Block:
    lines = [(line, STRONG) for line in wrap(sheet.subject, STRONG, look.room)] if sheet.subject else []
    lines += [(line, BODY) for line in wrap(sheet.opening, BODY, look.room)] if sheet.opening else []

    def draw(pen: Pen, y: float) -> None:
        for place, (line, style) in enumerate(lines):
            pen.text(look.left, y + 9 + place * BODY.leading, line, style)

    return Block(len(lines) * BODY.leading + 12 * look.air, draw)
