"""Reading all that is stored again: content hashes, and the journal folded anew."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from crm_desktop.core.changes import Line, derived, fold, with_derived
from crm_desktop.core.protocol import Total
from crm_desktop.core.schema import REGISTRY, Entity, Raw, raw_of
from crm_desktop.core.store.read import Reader, Where, chunks
from crm_desktop.core.store.tables import ENTRY, MAIN
from crm_desktop.core.store.tally import hidden_name, kept_totals, stored_totals


def content_hash(connection: Connection, role: str, nodes: Iterable[str] | None) -> dict[str, tuple[int, str]]:
    """Add up the hashes of all stored rows in some nodes (None: everywhere) by entity: key -> (rows, hash in hex).

    Fields that the role may not read do not count, so that a laptop and its server come to the same result. Nothing
    that is kept is trusted: each row is read.
    """
    wanted = None if nodes is None else frozenset(nodes)
    found = dict.fromkeys(REGISTRY, Total())
    for (key, node, hidden), total in stored_totals(connection).items():
        if hidden == hidden_name(REGISTRY[key], role) and (wanted is None or node in wanted):
            found[key] = found[key].plus(total)
    return {key: (total.records, f"{total.high:08x}{total.low:08x}") for key, total in found.items()}


def verify_store(connection: Connection) -> list[str]:
    """Fold the journal of every record anew and list those whose row says something else, as "entity id: fields".

    Then add up all rows anew and list the parts whose kept sum says something else, as "entity at node: sum".
    """
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
    kept, stored = kept_totals(connection), stored_totals(connection)
    differing = {part[:2] for part in kept.keys() | stored.keys() if kept.get(part) != stored.get(part)}
    return faults + [f"{key} at {node or 'everybody'}: sum" for key, node in sorted(differing)]


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
