"""What only a newer version knows: it is carried in the journal until this laptop has that version too."""

import msgspec
from sqlalchemy import Connection, insert, select

from crm_desktop.core.changes import Act, Entry, Posted
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.protocol import Gone, encode
from crm_desktop.core.schema import Raw
from crm_desktop.core.store import Batch
from crm_desktop.core.store.among import among
from crm_desktop.core.store.journal_rows import read_entry
from crm_desktop.core.store.tables import ENTRY
from crm_desktop.replica.pen import OWN_ROWS


def carry(connection: Connection, posted: Posted) -> Posted:
    """Put what only a newer version knows into the journal alone, and give what this one can lay over its rows."""
    unknown = [place for place, entry in enumerate(posted.change.entries) if entry.entity not in REGISTRY]
    if not unknown:
        return posted
    change = posted.change
    for place in unknown:
        entry = change.entries[place]
        line = insert(ENTRY).prefix_with("OR IGNORE").values(
            seq=posted.seqs[place], change=change.id, entity=entry.entity, record=entry.record, act=int(entry.act),
            author=change.author, device=change.device, counter=change.counter, happened=change.happened,
            accepted=posted.accepted, node="", body=encode((entry.fields, entry.lost, entry.merged)),
        )  # fmt: skip
        connection.execute(line)
    known = [place for place in range(len(change.entries)) if place not in unknown]
    entries = tuple(change.entries[place] for place in known)
    return Posted(
        msgspec.structs.replace(change, entries=entries), tuple(posted.seqs[place] for place in known), posted.accepted
    )


def forget_carried(connection: Connection, gone: Gone) -> None:
    """Let go of the journal lines of records of which only a newer version knows the entity."""
    connection.execute(ENTRY.delete().where(ENTRY.c.entity == gone.entity, among(ENTRY.c.record, gone.records)))


def fold_unknown(connection: Connection) -> None:
    """Fold the records anew in which a newer version filled fields: the rows of a load have no column for them."""
    batch = Batch(connection, OWN_ROWS)
    for row in connection.execute(select(ENTRY)):
        declared = REGISTRY.get(row.entity)
        if declared is not None and not declared.fields.keys() >= read_entry(row).fields.keys():
            batch.refold([(row.entity, row.record)])
    batch.flush()


def with_unknown(batch: Batch, entry: Entry) -> Entry:
    """Let a deletion say that its author had the fields as well that only a newer version can show."""
    if entry.act is not Act.DELETE:
        return entry
    raw, declared = batch.row(entry.entity, entry.record).raw or {}, REGISTRY[entry.entity].fields
    unknown: dict[str, tuple[Raw, Raw]] = {name: (value, None) for name, value in raw.items() if name not in declared}
    return msgspec.structs.replace(entry, fields={**entry.fields, **unknown}) if unknown else entry
