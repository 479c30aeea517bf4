"""The word of the command line that writes a list to a file: `satchel export accounts --to accounts.xlsx`."""

import argparse
import re
from datetime import UTC, datetime
from pathlib import Path

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.listing import Asked, Words, default_columns, listing, possible_columns
from crm_desktop.analysis.quote_states import in_state, is_state
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.intake.cells import Formats, Reading
from crm_desktop.core.schema import REGISTRY, Entity, Field, Kind
from crm_desktop.core.store import Where
from crm_desktop.documents.list_files import CSV, write_list
from crm_desktop.replica.replica import Replica

_CONDITION = re.compile(r"([a-z_]+(?:\.[a-z_]+)?)\s*(!=|>=|<=|=|>|<|~)(.*)", re.DOTALL)
_OPS = {"=": "eq", "!=": "ne", ">=": "ge", "<=": "le", ">": "gt", "<": "lt", "~": "contains"}

UNKNOWN_LIST = "There is no list “{name}”. There are: {known}."
UNKNOWN_FIELD = "{list} have no field “{name}” that can be shown. They have: {known}."
NO_CONDITION = "“{text}” is no condition. Write it like city=上海, name~pump, amount>=100000 or owner= for none."


def add_list(word: argparse.ArgumentParser) -> None:
    """Describe `satchel export`."""
    word.add_argument("list", metavar="LIST", help="accounts, contacts, deals, quotes, products and the like")
    word.add_argument("--to", type=Path, required=True, metavar="FILE", help="file.csv or file.xlsx")
    word.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="CONDITION",
        help="only records that fit, as city=上海, name~pump, amount>=100000; may be given several times",
    )
    word.add_argument(
        "--columns", default="", metavar="NAMES", help="fields apart by commas, instead of the usual ones"
    )
    word.add_argument(
        "--order", default="", metavar="NAMES", help="fields to sort by, apart by commas; - behind one: falling"
    )


def export_list(replica: Replica, options: argparse.Namespace) -> int:
    """Write a list to a file."""
    desk = desk_of(replica, lambda: datetime.now(UTC))
    declared = _entity(options.list)
    fields = tuple(_field(desk, declared, name) for name in _names(options.columns))
    asked = Asked(
        declared.key,
        fields or default_columns(declared, desk.role),
        tuple(_where(desk, declared, text) for text in options.where),
        tuple(_order(desk, declared, name) for name in _names(options.order)) or (declared.title[0],),
    )
    is_csv = options.to.suffix.lower() == CSV
    count = write_list(listing(replica, desk.zone, asked, Words(), money_apart=is_csv), options.to)
    print(f"{count} {declared.plural if count != 1 else declared.label} written to {options.to}")
    return 0


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _entity(name: str) -> Entity:
    listed = {key: one for key, one in REGISTRY.items() if not one.internal}
    for declared in listed.values():
        if name.casefold() in {declared.key, declared.label.casefold(), declared.plural.casefold()}:
            return declared
    raise UserError(UNKNOWN_LIST, name=name, known=", ".join(one.plural.lower() for one in listed.values()))


def _field(desk: Desk, declared: Entity, name: str) -> Field:
    known = {field.name: field for field in possible_columns(declared, desk.role)}
    if name not in known:
        raise UserError(UNKNOWN_FIELD, list=declared.plural, name=name, known=", ".join(known))
    return known[name]


def _order(desk: Desk, declared: Entity, name: str) -> str:
    # Behind, because a word that begins with - is an option.
    field = _field(desk, declared, name.removesuffix("-"))
    falling = "-" if name.endswith("-") else ""
    if field.kind is not Kind.LINK:
        return f"{falling}{field.name}"
    target = REGISTRY[field.target]
    return f"{falling}{field.name}.{'position' if 'position' in target.fields else target.title[0]}"


def _where(desk: Desk, declared: Entity, text: str) -> Where:
    """Read one condition; a link is compared by the name of its record, an amount in the company's currency."""
    found = _CONDITION.fullmatch(text.strip())
    if found is None:
        raise UserError(NO_CONDITION, text=text)
    path, op, value = found[1], _OPS[found[2]], found[3].strip()
    name, _, rest = path.partition(".")
    field = _field(desk, declared, name)
    if not value:
        return Where(path, "filled" if op == "ne" else "empty")
    if field.kind is Kind.LINK:
        target = REGISTRY[field.target]
        field = _field(desk, target, rest) if rest else target.fields[target.title[0]]
        path = f"{name}.{field.name}"
    if op == "contains":
        return Where(path, op, value)
    raw = _raw(desk, field, value)
    if is_state(declared.fields.get(path)) and op in {"eq", "ne"}:
        return in_state(op, str(raw), desk.today())
    return Where(path, op, raw)


def _raw(desk: Desk, field: Field, value: str) -> object:
    if field.choices:
        return next(
            (one.value for one in field.choices if value.casefold() in {one.value, one.label.casefold()}), value
        )
    try:
        raw = Reading(Formats(), desk.zone).raw(field, value, {field.currency: desk.organisation.base_currency})
    except RefusedError as error:
        raise UserError(error.message, **error.values) from None
    return raw
