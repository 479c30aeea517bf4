"""Content hashes, by which two sides prove that they hold the same."""

import hashlib
from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection, select

from crm_desktop.core.access import hidden_fields
from crm_desktop.core.changes import Line, derived, fold, with_derived
from crm_desktop.core.schema import REGISTRY, Entity, Raw, raw_of
from crm_desktop.core.store.read import Reader, Where, chunks
from crm_desktop.core.store.tables import ENTRY, MAIN, from_row

_MODULUS = 1 << 64
_canonical = msgspec.json.Encoder(order="sorted")


def row_hash(key: str, id_: str, raw: Mapping[str, Raw]) -> int:
    """Hash one record's raw values into 64 bits."""
    content = _canonical.encode((key, id_, dict(raw)))
    return int.from_bytes(hashlib.blake2b(content, digest_size=8, key=b"satchel row").digest(), "big")


def content_hash(connection: Connection, role: str, nodes: Iterable[str] | None) -> dict[str, tuple[int, str]]:
    """Add up the hashes of all rows in some nodes (None: everywhere) by entity: key -> (rows, hash in hex).

    Fields that the role may not read do not count, so that a laptop and its server come to the same result.
    """
    wanted = None if nodes is None else sorted(nodes)
    found: dict[str, tuple[int, str]] = {}
    for key, declared in REGISTRY.items():
        table, hidden = MAIN[key], hidden_fields(declared, role)
        query = select(table) if wanted is None else select(table).where(table.c.node.in_(wanted))
        rows, total = 0, 0
        for row in connection.execution_options(stream_results=True).execute(query).mappings():
            raw = {name: value for name, value in from_row(declared, row).items() if name not in hidden}
            total = (total + row_hash(key, row["id"], raw)) % _MODULUS
            rows += 1
        found[key] = (rows, f"{total:016x}")
    return found


def verify_store(connection: Connection) -> list[str]:
    """Fold the journal of every record anew and list those whose row says something else, as "entity id: fields"."""
    faults: list[str] = []
    reader = Reader(connection)
    for key, declared in REGISTRY.items():
        recorded = select(ENTRY.c.record).where(ENTRY.c.entity == key).distinct()
        ids = set(connection.execute(recorded).scalars()) | set(connection.execute(select(MAIN[key].c.id)).scalars())
        for part in chunks(sorted(ids)):
            rows, lines = reader.raws(key, part), reader.lines(part)
            children = _children(reader, declared, part)
            for id_ in part:
                mine = [line for line in lines.get(id_, []) if line.entry.entity == key]
                faults += _faults(declared, id_, rows.get(id_), mine, children.get(id_, []))
    return faults


def _children(reader: Reader, declared: Entity, ids: list[str]) -> dict[str, list[dict[str, Raw]]]:
    """Read the records that some parents gather their derived values from."""
    found: dict[str, list[dict[str, Raw]]] = {}
    if declared.child:
        child = REGISTRY[declared.child]
        for one in reader.find(child.record, Where(child.parent, "in", ids)):
            found.setdefault(getattr(one, child.parent), []).append({**raw_of(one), "id": one.id})
    return found


def _faults(
    declared: Entity, id_: str, row: Mapping[str, Raw] | None, lines: list[Line], children: list[dict[str, Raw]]
) -> list[str]:
    state = fold(declared, (line.entry for line in lines))
    wanted = derived(declared, state.raw) if state.stands else None
    if wanted is None or row is None:
        if wanted is None and row is None:
            return []
        return [f"{declared.key} {id_}: {'missing' if row is None else 'extra'}"]
    if declared.gather is not None:
        wanted = with_derived(wanted, declared.gather(wanted, children))
    names = sorted(name for name in {*wanted, *row} if wanted.get(name) != row.get(name))
    return [f"{declared.key} {id_}: {', '.join(names)}"] if names else []
