"""What was begun in an editor of a field and not saved: its place, its words, and the value that was there before."""

import msgspec

from crm_desktop.core.schema import Raw, Record, entity_of, from_raw, raw_of

FIELDS = "field/"
"""Before the place of every such editor."""


class Begun(msgspec.Struct, frozen=True):
    """The words of an editor. was: the raw value that its author saw; in_cell: it lay over a cell of a list."""

    words: tuple[str, ...]
    was: Raw = None
    in_cell: bool = False


def place_in(record: Record, name: str = "") -> str:
    """Name the place of a field of a record, or what the places of all its fields begin with."""
    return f"{FIELDS}{entity_of(record).key}:{record.id}/{name}"


def record_of(place: str) -> tuple[str, str, str]:
    """Give entity key, record id and field name of a place."""
    key, _, rest = place.removeprefix(FIELDS).partition(":")
    id_, _, name = rest.rpartition("/")
    return key, id_, name


def begun_in(record: Record, name: str, words: tuple[str, ...], *, in_cell: bool = False) -> Begun:
    """Note the words that stand in the editor of a field of a record as its author saw it."""
    return Begun(words, raw_of(record).get(name), in_cell)


def as_seen(record: Record, name: str, begun: Begun) -> Record:
    """Give a record as the author of what was begun saw the field: a change since then stays a change of somebody else."""
    field = entity_of(record).fields[name]
    raw = {**raw_of(record), name: begun.was}
    return msgspec.structs.replace(record, **{name: from_raw(field, begun.was, raw)})
