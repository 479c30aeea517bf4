"""Where lines of a quote come from beside the search: an earlier quote, a template, a heading or note typed by hand."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.quotes import check_draft, is_named_by, line_for, next_position
from crm_desktop.actions.records import create, edit, edit_entry_of
from crm_desktop.core.entities import LineTemplate, Product, Quote, QuoteLine
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.product_texts import description_in, name_in
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.core.store import Where

NO_NAME = QT_TRANSLATE_NOOP("core", "Give the template a name.")
NO_LINES = QT_TRANSLATE_NOOP("core", "There are no lines to keep. Add some first.")
OTHER_CURRENCY = QT_TRANSLATE_NOOP(
    "core", "Those prices are in {other}, and this quote is in {currency}. Take the lines at the prices of today."
)
TEXTS = ("section", "note")


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a template as its JSON text holds it.

    text: what it says where there is no such product any more, and where somebody typed it (is_typed).
    """

    kind: str = "item"
    product: str = ""
    text: str = ""
    is_typed: bool = False
    quantity: str = ""
    unit: str = ""
    discount: str = ""


def add_text(desk: Desk, quote: Quote, kind: str, text: str) -> tuple[QuoteLine, Done]:
    """Add a heading of a section or a note below the last line. kind: one of TEXTS."""
    check_draft(quote)
    line = _text_line(desk, quote, kind, text, next_position(desk, quote))
    return line, create(desk, line)


def turn_into(desk: Desk, quote: Quote, lines: Sequence[QuoteLine], kind: str) -> Done:
    """Make lines items, or optional or alternative ones, which stand outside the total; in one save."""
    check_draft(quote)
    entries = [edit_entry_of(line, kind=kind) for line in lines]
    told = [entry for entry in entries if entry is not None]
    return desk.save(*told) if told else Done({})


def description_of(desk: Desk, line: QuoteLine, quote: Quote | None) -> str:
    """Give the description of a line's product in the language of the quote; "" where there is none or it is said."""
    product = desk.replica.get(Product, line.product) if line.product and quote is not None else None
    said = description_in(product, quote.language) if product is not None and quote is not None else ""
    return "" if said in line.description else said


def copy_lines(desk: Desk, quote: Quote, lines: Sequence[QuoteLine], *, as_they_were: bool = False) -> Done:
    """Add copies of another quote's lines below the last one, in one save.

    They are priced as of today, with the discounts they had; as they were, they keep every figure. What products are
    called follows the language of the quote unless somebody typed another text. Raises RefusedError for figures in
    another currency.
    """
    check_draft(quote)
    first = next_position(desk, quote)
    copies = []
    for position, line in enumerate(lines, first):
        if as_they_were and line.currency != quote.currency and line.kind not in TEXTS:
            raise RefusedError(OTHER_CURRENCY, other=line.currency, currency=quote.currency)
        copies.append(_copy(desk, quote, line, position, as_they_were=as_they_were))
    return create(desk, *copies) if copies else Done({})


def templates(desk: Desk) -> list[LineTemplate]:
    """List the templates that a person has, by name."""
    return desk.replica.find(LineTemplate, order=("name",))


def keep_template(
    desk: Desk, name: str, lines: Sequence[QuoteLine], *, is_shared: bool = False
) -> tuple[LineTemplate, Done]:
    """Keep lines as a template of one's own, for everybody where it is shared; prices are not kept.

    Raises RefusedError without a name, and without lines.
    """
    if not name.strip():
        raise RefusedError(NO_NAME, "name")
    if not lines:
        raise RefusedError(NO_LINES)
    text = msgspec.json.encode([_kept(desk, line) for line in lines]).decode()
    made = LineTemplate(id=desk.new_id(), name=name.strip(), owner=desk.user.id, is_shared=is_shared, lines=text)
    return made, create(desk, made)


def rename_template(desk: Desk, template: LineTemplate, name: str) -> Done:
    """Give a template another name. Raises RefusedError for none, and for a colleague's."""
    if not name.strip():
        raise RefusedError(NO_NAME, "name")
    return edit(desk, template, name=name.strip())


def lines_kept(template: LineTemplate) -> list[Kept]:
    """Read the lines of a template; what a newer version wrote otherwise reads as none."""
    try:
        return msgspec.json.decode(template.lines or "[]", type=list[Kept])
    except msgspec.DecodeError:
        return []


def put_in(desk: Desk, quote: Quote, template: LineTemplate) -> Done:
    """Add the lines of a template below the last one, at the prices of today, in one save.

    A product that is not sold any more stands there as a line without a price, for the author to decide.
    """
    check_draft(quote)
    first = next_position(desk, quote)
    made = [_from_kept(desk, quote, one, position) for position, one in enumerate(lines_kept(template), first)]
    return create(desk, *made) if made else Done({})


def _kept(desk: Desk, line: QuoteLine) -> Kept:
    product = desk.replica.get(Product, line.product) if line.product else None
    return Kept(
        kind=line.kind, product=line.product, text=line.description, is_typed=not is_named_by(product, line),
        quantity=_written(line.quantity), unit=line.unit, discount=_written(line.discount),
    )  # fmt: skip


def _from_kept(desk: Desk, quote: Quote, kept: Kept, position: int) -> QuoteLine:
    if kept.kind in TEXTS:
        return _text_line(desk, quote, kept.kind, kept.text, position)
    quantity, discount = _read(kept.quantity), _read(kept.discount)
    product = desk.replica.get(Product, kept.product) if kept.product else None
    if product is None or product.is_inactive:
        return QuoteLine(
            id=desk.new_id(), quote=quote.id, position=position, kind=kept.kind, description=kept.text,
            quantity=quantity, unit=kept.unit, discount=discount, rounding=quote.rounding, currency=quote.currency,
        )  # fmt: skip
    line = line_for(desk, quote, product, position, Decimal(1) if quantity is None else quantity)
    said = kept.text if kept.is_typed else line.description
    return msgspec.structs.replace(line, kind=kept.kind, discount=discount, description=said)


def _copy(desk: Desk, quote: Quote, line: QuoteLine, position: int, *, as_they_were: bool) -> QuoteLine:
    alike = msgspec.structs.replace(
        line, id=desk.new_id(), quote=quote.id, position=position, rounding=quote.rounding, currency=quote.currency
    )
    product = desk.replica.get(Product, line.product) if line.product else None
    said = name_in(product, quote.language) if product and is_named_by(product, line) else line.description
    if line.kind in TEXTS:
        return msgspec.structs.replace(alike, description=said)
    if line.currency != quote.currency:
        alike = msgspec.structs.replace(alike, unit_price=None, list_price=None, discount_amount=None)
    if product is None or product.is_inactive:
        return alike
    fresh = line_for(desk, quote, product, position, Decimal(1) if line.quantity is None else line.quantity)
    if as_they_were:  # what is taken off is told against the price of today
        return msgspec.structs.replace(alike, description=said, list_price=fresh.list_price)
    return msgspec.structs.replace(
        fresh, kind=line.kind, description=said, quantity=line.quantity, unit=line.unit or fresh.unit,
        discount=line.discount, discount_amount=alike.discount_amount,
    )  # fmt: skip


def _text_line(desk: Desk, quote: Quote, kind: str, text: str, position: int) -> QuoteLine:
    return QuoteLine(
        id=desk.new_id(), quote=quote.id, position=position, kind=kind, description=text,
        rounding=quote.rounding, currency=quote.currency,
    )  # fmt: skip


def _written(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _read(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def earlier_quotes(desk: Desk, quote: Quote, most: int = 12) -> list[Quote]:
    """List the quotes whose lines are likely wanted again: the customer's newest first, then those of the person."""
    theirs = desk.replica.find(Quote, Where("account", "eq", quote.account), order=("-id",), limit=most + 1)
    own = desk.replica.find(Quote, Where("owner", "eq", desk.user.id), order=("-id",), limit=most + 1)
    found = {one.id: one for one in (*(theirs if quote.account else ()), *own) if one.id != quote.id}
    return list(found.values())[:most]
