"""Thinning the journal of a laptop: old history of what matters little is folded into one entry, and no row changes.

The server keeps everything. A deal or a quote keeps all of it everywhere: only entities that declare `history_days` thin.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, func, select

from crm_desktop.core.changes import WAITING, Act, Entry, Line, fold
from crm_desktop.core.protocol import encode
from crm_desktop.core.schema import REGISTRY, Entity
from crm_desktop.core.store import proofs
from crm_desktop.core.store.among import among
from crm_desktop.core.store.bulk import insert_rows
from crm_desktop.core.store.read import Reader
from crm_desktop.core.store.tables import ENTRY, PAST

FOLDED = "folded-"
"""How the change id of an entry begins that stands for several: nobody made it, and nobody can take it back."""


_WITH_OLD = (
    select(ENTRY.c.record)
    .where(ENTRY.c.entity == bindparam("kind"), ENTRY.c.record > bindparam("last"), ENTRY.c.seq < WAITING)
    .where(ENTRY.c.happened < bindparam("before"), ENTRY.c.accepted < bindparam("before"))
    .group_by(ENTRY.c.record)
    .having(func.count() > 1)
    .order_by(ENTRY.c.record)
    .limit(bindparam("most"))
)


def thin(connection: Connection, key: str, before_us: int, after: str, limit: int) -> tuple[int, str]:
    """Fold the entries of an entity's next records that happened and were accepted before a moment.

    after: the record id to begin after. Returns how many entries went, and where to go on, "" at the end. What the store
    says of any moment from then on stays the same; of earlier ones it knows no more.
    """
    values = {"kind": key, "before": before_us, "last": after, "most": limit}
    ids = list(connection.execute(_WITH_OLD, values).scalars())
    lines = Reader(connection).lines(ids) if ids else {}
    gone = 0
    for id_ in ids:
        mine = [line for line in lines[id_] if line.entry.entity == key]
        begin = _beginning(REGISTRY[key], mine, before_us)
        if len(begin) > 1:
            _fold_into_one(connection, REGISTRY[key], begin)
            gone += len(begin) - 1
    return gone, ids[-1] if len(ids) == limit else ""


def _beginning(declared: Entity, lines: Sequence[Line], before_us: int) -> list[Line]:
    """Take the old lines with which a history begins, up to a moment at which the record stands."""
    found: list[Line] = []
    for line in lines:
        if line.happened >= before_us or line.accepted >= before_us:
            break
        found.append(line)
    while found and not fold(declared, (line.entry for line in found)).stands:
        found.pop()
    return found


def _fold_into_one(connection: Connection, declared: Entity, lines: Sequence[Line]) -> None:
    raw = fold(declared, (line.entry for line in lines)).raw
    # Also what was emptied: should the lines come again beside this one, it has the last word.
    names = sorted({*raw, *(name for line in lines for name in line.entry.fields)})
    last = lines[-1]
    entry = Entry(declared.key, last.entry.record, Act.CREATE, {name: (None, raw.get(name)) for name in names})
    happened, accepted = max(line.happened for line in lines), max(line.accepted for line in lines)
    node = connection.execute(select(ENTRY.c.node).where(ENTRY.c.seq == last.seq)).scalar_one()
    seqs = [line.seq for line in lines]
    connection.execute(delete(ENTRY).where(among(ENTRY.c.seq, seqs)))
    proofs.forget(connection, seqs)
    row = {
        "seq": last.seq, "change": f"{FOLDED}{last.seq}", "entity": declared.key, "record": entry.record,
        "act": int(entry.act), "author": "", "device": "", "counter": 0, "happened": happened, "accepted": accepted,
        "node": node, "body": encode((entry.fields, entry.lost, entry.merged)),
    }  # fmt: skip
    insert_rows(connection, ENTRY, [row])
    proofs.note(connection, [[row[column.name] for column in proofs.HASHED]])
    past = PAST[declared.key]
    over = (past.c.happened_to <= happened) & (past.c.accepted_to <= accepted)
    connection.execute(delete(past).where(past.c.id == entry.record, over))
