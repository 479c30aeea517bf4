"""The upper part of a quote: letterhead, title, dates and references, who writes to whom."""

from msgspec import structs

from crm_desktop.core.colours import contrast
from crm_desktop.documents.flow import Block
from crm_desktop.documents.pen import Pen, picture_width
from crm_desktop.documents.phrases import colon, say, titles, written_day
from crm_desktop.documents.quote_look import INK, WHITE, Look
from crm_desktop.documents.sheet import Letterhead, Party, Person, Sheet
from crm_desktop.documents.typesetting import Style, few_lines, first_line, width, wrap

PARTY_GAP = 22.0
APART = "  ·  "
NARROWEST_PARTY = 80.0
# What is longer is no name and no address: it ends in "…", or the head would fill the page.
MOST_LINES, MOST_OF_PARTY = 3, 18


def head_blocks(sheet: Sheet, look: Look) -> list[Block]:
    """Set what stands above the table of the first page."""
    is_middle = look.letterhead == "middle"
    blocks = [
        _letterhead_in_the_middle(sheet.letterhead, look) if is_middle else _letterhead(sheet.letterhead, look),
        _title_in_the_middle(sheet, look) if is_middle else _title(sheet, look),
        _parties(sheet, look),
    ]
    return [*blocks, *_opening(sheet, look)]


def title_of(sheet: Sheet) -> str:
    """Give the title on one line."""
    return " ".join(part for part in titles(sheet.kind, sheet.stationery, sheet.language) if part)


def running_head(sheet: Sheet, look: Look) -> Block:
    """Set the small head of every page but the first."""
    running = structs.replace(look.small, size=look.small.size + 1.5)

    def draw(pen: Pen, y: float) -> None:
        reach = _mark(pen, sheet.letterhead, look, y, 17)
        title = first_line(f"{title_of(sheet)}  {sheet.reference}", running, look.room * 0.6)
        if not sheet.letterhead.logo:
            after = reach + 7 if reach else 0
            name_room = look.room - after - 16 - width(title, running)
            name = first_line(sheet.letterhead.name, look.strong, name_room)
            pen.text(look.left + after, y + 12, name, look.strong)
        pen.text(look.right, y + 12, title, running, "right")
        pen.rule(look.left, y + 24, look.right, look.line)

    return Block(38, draw)


def _mark(pen: Pen, letterhead: Letterhead, look: Look, y: float, size: float) -> float:
    """Draw the logo, or where there is none and the look has colour, a mark made of the name; give its width."""
    if letterhead.logo:
        return pen.picture(look.left, y, size * 4, size, letterhead.logo)
    if look.is_plain:
        return 0
    pen.area(look.left, y, size, size, look.accent, size * 0.2)
    initial = Style(size * 0.56, size, _readable_on(look.accent), is_bold=True)
    pen.text(look.left + size / 2, y + size * 0.7, letterhead.name.strip()[:1].upper(), initial, "center")
    return size


def _readable_on(ground: str) -> str:
    return WHITE if contrast(WHITE, ground) >= contrast(INK, ground) else INK


def _online(letterhead: Letterhead) -> list[str]:
    website = letterhead.website.removeprefix("https://").removesuffix("/")
    return [part for part in (letterhead.email, website) if part]


def _letterhead(letterhead: Letterhead, look: Look) -> Block:
    quiet, seller = look.quiet, look.seller
    online = _online(letterhead)
    if width(APART.join(online), quiet) <= look.room * 0.45:
        online = [APART.join(online)]
    said = [line for line in (*letterhead.address, letterhead.phone, *online) if line]
    lines = [part for line in said for part in few_lines(line, quiet, look.room * 0.45, 2)][:10]
    logo = letterhead.logo
    mark_room = (picture_width(look.mark * 4, look.mark, logo) if logo else look.mark) + 12
    name_room = look.room - mark_room - max((width(line, quiet) for line in lines), default=0) - 16
    names = [(line, seller) for line in few_lines(letterhead.name, seller, name_room, MOST_LINES)]
    names += [(line, quiet) for line in few_lines(letterhead.tagline, quiet, name_room, MOST_LINES)]
    names_high = sum(style.leading for _, style in names)

    def draw(pen: Pen, y: float) -> None:
        x = look.left + _mark(pen, letterhead, look, y, look.mark) + look.mark * 0.35
        line_y = y + max(0.0, (look.mark - names_high) / 2)
        for line, style in names:
            pen.text(x, line_y + style.leading * 0.74, line, style)
            line_y += style.leading
        for place, line in enumerate(lines):
            pen.text(look.right, y + quiet.leading * (0.74 + place), line, quiet, "right")

    return Block(max(look.mark, names_high, len(lines) * quiet.leading) + 30 * look.air, draw)


def _letterhead_in_the_middle(letterhead: Letterhead, look: Look) -> Block:
    reach = APART.join(part for part in (letterhead.phone, *_online(letterhead)) if part)
    address = ", " if all(line.isascii() for line in letterhead.address) else "  "
    texts = [(letterhead.name, look.seller), (letterhead.tagline, look.quiet)]
    texts += [(address.join(letterhead.address), look.quiet), (reach, look.quiet)]
    # Beside a logo the same room stays free at the other side, or the middle would not be one.
    room = look.room - (look.mark * 8 + 24 if letterhead.logo else 0)
    lines = [(line, style) for text, style in texts if text for line in few_lines(text, style, room, MOST_LINES)]
    names_high = sum(style.leading for _, style in lines)

    def draw(pen: Pen, y: float) -> None:
        if letterhead.logo:
            _mark(pen, letterhead, look, y, look.mark)
        line_y = y
        for line, style in lines:
            pen.text((look.left + look.right) / 2, line_y + style.leading * 0.74, line, style, "center")
            line_y += style.leading
        for gap, thickness in ((8, 1.2), (10.5, 0.4)):
            pen.rule(look.left, y + high + gap, look.right, INK, thickness)

    high = max(names_high, look.mark if letterhead.logo else 0)
    return Block(high + 10.5 + 14 * look.air, draw)


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    language = sheet.language
    # An order holds without an end; only an offer is open for a time.
    valid_until = None if sheet.kind == "order_confirmation" else sheet.valid_until
    days = [("issued", sheet.issued), ("valid_until", valid_until)]
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
    first, second = titles(sheet.kind, sheet.stationery, sheet.language)
    reach = max((width(label, look.label) for label, _ in facts), default=0)
    values = [few_lines(value, look.body, look.room * 0.46 - reach - 14, MOST_LINES) for _, value in facts]
    large, lesser = look.title_size, look.title_size * 0.64
    natural = width(first, look.accented(large, 30)) + width(second, look.accented(lesser, 30)) + 9
    scale = min(1.0, look.room * 0.5 / natural)
    under = large * 0.88
    high = under + 8 + look.number.leading
    number = "".join(few_lines(sheet.reference, look.number, look.room * 0.4, 1))
    step = look.body.leading + 1

    def draw(pen: Pen, y: float) -> None:
        end = look.left + pen.text(look.left, y + under, first, look.accented(large * scale, 30))
        pen.text(end + 9 * scale, y + under, second, look.accented(lesser * scale, 30))
        pen.text(look.left, y + high - 1, number, look.number)
        if sheet.is_draft:
            after = width(number, look.number) + 10 if number else 0
            _draft_badge(pen, look.left + after, y + high - 12, sheet, look)
        x, line_y = look.left + look.room * 0.54, y + step * 0.78
        for (label, _), lines in zip(facts, values, strict=True):
            pen.text(x, line_y, label, look.label)
            for line in lines:
                pen.text(x + reach + 14, line_y, line, look.body)
                line_y += step

    return Block(max(high + 6, sum(map(len, values)) * step) + 18 * look.air, draw)


def _title_in_the_middle(sheet: Sheet, look: Look) -> Block:
    """Set the title in the middle and under it number, days and references in two columns."""
    title = look.accented(look.title_size, 24)
    said = "  ".join(part for part in titles(sheet.kind, sheet.stationery, sheet.language) if part)
    number = [(say("number", sheet.language), sheet.reference)] if sheet.reference else []
    facts = [*number, *_facts(sheet)]
    reach = max((width(label, look.label) for label, _ in facts), default=0) + 12
    room = (look.room - PARTY_GAP) / 2
    cells = [(label, few_lines(value, look.body, room - reach, MOST_LINES)) for label, value in facts]
    half = -(-len(cells) // 2)
    columns = [cells[:half], cells[half:]]
    step = look.body.leading + 1

    def draw(pen: Pen, y: float) -> None:
        middle = (look.left + look.right) / 2
        pen.text(middle, y + 18, said, title, "center")
        if sheet.is_draft:
            _draft_badge(pen, middle + width(said, title) / 2 + 10, y + 7, sheet, look)
        for place, column in enumerate(columns):
            x, line_y = look.left + place * (room + PARTY_GAP), y + 30 + step
            for label, lines in column:
                pen.text(x, line_y, label, look.label)
                for line in lines:
                    pen.text(x + reach, line_y, line, look.body)
                    line_y += step

    rows = max(sum(len(lines) for _, lines in column) for column in columns)
    return Block(30 + rows * step + 18 * look.air, draw)


def _draft_badge(pen: Pen, x: float, y: float, sheet: Sheet, look: Look) -> None:
    style = Style(7.5, 10, look.accent, is_bold=True)
    said = say("draft", sheet.language)
    pen.area(x, y, width(said, style) + 12, 14, "#E6EBEF", 7)
    pen.text(x + 6, y + 9.8, said, style)


def _parties(sheet: Sheet, look: Look) -> Block:
    others = [("invoice_to", sheet.invoice_to), ("deliver_to", sheet.deliver_to)]
    ordered = sheet.kind == "order_confirmation"
    parties = [
        ("ordered_by" if ordered else "customer", sheet.customer),
        *((key, party) for key, party in others if party),
    ]
    columns = [(key, _party_lines(party, sheet, look)) for key, party in parties]
    if sheet.salesperson.name:
        columns.append(("salesperson", _person_lines(sheet.salesperson, look)))
    rooms = _party_rooms([lines for _, lines in columns], look.room - PARTY_GAP * max(len(columns) - 1, 1))
    texts = [
        [(piece, style) for line, style in lines for piece in _reach(line, style, wide)][:MOST_OF_PARTY]
        for (_, lines), wide in zip(columns, rooms, strict=True)
    ]
    high = max(sum(style.leading for _, style in lines) for lines in texts)
    under = look.label_strong.leading + 4

    def draw(pen: Pen, y: float) -> None:
        x = look.left
        for (key, _), lines, wide in zip(columns, texts, rooms, strict=True):
            pen.rule(x, y, x + wide, look.accent, 0.8)
            pen.text(x, y + under, say(key, sheet.language), look.label_strong)
            line_y = y + under + 2 + look.strong.leading * 0.93
            for line, style in lines:
                pen.text(x, line_y, line, style)
                line_y += style.leading
            x += wide + PARTY_GAP

    return Block(high + under + 10 + 12 * look.air, draw)


def _party_rooms(columns: list[list[tuple[str, Style]]], room: float) -> list[float]:
    """Share the width: halves for one or two parties; of more, the short ones leave to the long what they do not need."""
    if len(columns) < 3:
        return [room / 2] * len(columns)
    needs = [max([NARROWEST_PARTY, *(width(line, style) + 1 for line, style in lines)]) for lines in columns]
    rooms, left = [0.0] * len(columns), room
    for done, place in enumerate(sorted(range(len(columns)), key=needs.__getitem__)):
        share = left / (len(columns) - done)
        rooms[place] = min(needs[place], share)
        left -= rooms[place]
    return [wide + left / len(columns) for wide in rooms]


def _party_lines(party: Party, sheet: Sheet, look: Look) -> list[tuple[str, Style]]:
    mark = colon(sheet.language)
    lines = [(party.name, look.strong), *((line, look.quiet) for line in party.address)]
    if party.tax_number:
        lines.append((f"{say('tax_number', sheet.language)}{mark}{party.tax_number}", look.quiet))
    if party.person.name:
        comma = "，" if sheet.language == "zh_CN" else ", "
        named = comma.join(part for part in (party.person.name, party.person.role) if part)
        lines.append((f"{say('attention', sheet.language)}{mark}{named}", look.quiet))
    return [*lines, *_reach_lines(party.person, look)]


def _person_lines(person: Person, look: Look) -> list[tuple[str, Style]]:
    role = [(person.role, look.quiet)] if person.role else []
    return [(person.name, look.strong), *role, *_reach_lines(person, look)]


def _reach_lines(person: Person, look: Look) -> list[tuple[str, Style]]:
    line = APART.join(part for part in (person.phone, person.email) if part)
    return [(line, look.quiet)] if line else []


def _reach(line: str, style: Style, room: float) -> list[str]:
    """Break a line of a party; phone and e-mail go below each other rather than break within."""
    parts = line.split(APART) if width(line, style) > room else [line]
    return [piece for part in parts for piece in few_lines(part, style, room, MOST_LINES)]


def _opening(sheet: Sheet, look: Look) -> list[Block]:
    """Set the subject and the words under it line by line: long ones go on over the page."""
    lines = [(line, look.strong) for line in wrap(sheet.subject, look.strong, look.room)]
    lines += [(line, look.body) for line in wrap(sheet.opening, look.body, look.room)]
    blocks = [_opening_line(line, style, look) for line, style in lines]
    return [*blocks, Block(12 * look.air, lambda _pen, _y: None)] if blocks else []


def _opening_line(line: str, style: Style, look: Look) -> Block:
    def draw(pen: Pen, y: float) -> None:
        pen.text(look.left, y + look.ascent, line, style)

    return Block(look.body.leading, draw)
