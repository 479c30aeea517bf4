"""Proof that the rows are the server's: what differs is found by sums, folded anew and noted (law 10)."""

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection

from crm_desktop.core.changes import Posted, Touched
from crm_desktop.core.protocol import Gone, Page
from crm_desktop.core.store import Batch, search
from crm_desktop.core.store.tally import claims_of, kept_totals, part_totals, recount, stored_totals
from crm_desktop.replica import indexing, outbox
from crm_desktop.replica.doubts import (
    DOUBTS,
    KEPT_REPAIRS,
    LOST,
    REPAIRS,
    Doubted,
    Doubts,
    Repair,
    Totals,
    nodes_apart,
    read_doubts,
    read_repairs,
    weighed,
)  # fmt: skip
from crm_desktop.replica.first_load import Rest, rest
from crm_desktop.replica.pen import OWN_ROWS, Pen


def doubts(pen: Pen) -> Doubts:
    """Tell which entities are not known to be the server's."""
    return read_doubts(pen.mark(DOUBTS))


def repairs(pen: Pen) -> list[Repair]:
    """List what was not the server's and what became of it, the oldest first."""
    return read_repairs(pen.mark(REPAIRS))


def lost(pen: Pen) -> dict[str, list[str]]:
    """Name the records of which the journal is damaged: their history comes anew with the next sync."""
    return msgspec.json.decode(pen.mark(LOST, "{}"), type=dict[str, list[str]])


def note_repair(pen: Pen, repair: Repair, tries: int | None = None) -> None:
    """Keep what was done about a difference, for people to see and so that it is not done for ever.

    tries: what is known of the entities with it; None: nothing new.
    """
    with pen.writing() as connection:
        pen.keep(connection, REPAIRS, [*repairs(pen), repair][-KEPT_REPAIRS:])
        if tries is not None:
            tried = dict.fromkeys(repair.entities, Doubted(tries, repair.at))
            pen.keep(connection, DOUBTS, {**doubts(pen), **tried})


def differing(pen: Pen, totals: Totals, shapes: Mapping[str, int], cursor: str) -> dict[str, list[str]] | None:
    """Name the nodes at which the server's sums are not the own ones, by entity; what is equal leaves no doubt.

    None where the two cannot be compared: edits wait, or the cursor is not that of the server's sums any more.
    """
    with pen.writing() as connection:
        if outbox.is_waiting(connection) or pen.mark("cursor") != cursor:
            return None
        found = nodes_apart(part_totals(connection, None, None, totals), totals, shapes)
        left = {key: one for key, one in doubts(pen).items() if key not in totals or key in found}
        pen.keep(connection, DOUBTS, left)
    return found


def weigh(pen: Pen, connection: Connection, page: Page) -> None:
    """Hold what the server claims against the own sums, in the transaction of the page's cursor; a first stage adds up to less."""
    if page.claims and rest(pen) is Rest.NONE:
        own = claims_of(connection, None, None, page.claims)
        left = weighed(doubts(pen), page.claims, own)
        if left != doubts(pen):
            pen.keep(connection, DOUBTS, left)


def recount_where_wrong(pen: Pen, key: str) -> None:
    """Add an entity's sums up anew where they are not those of its rows."""
    with pen.reading() as connection:
        if kept_totals(connection, [key]) == stored_totals(connection, [key]):
            return
    with pen.writing() as connection:
        recount(connection, [key])
        indexing.distrust(pen, connection, [key])
    indexing.go_on(pen)


def mend(pen: Pen, gone: Gone, posted: Sequence[Posted]) -> Touched:
    """Fold some records anew from the history that the server has of them, the waiting changes on top."""
    with pen.writing() as connection:
        touched = fold_anew(connection, gone, posted)
        mine = {(gone.entity, id_) for id_ in gone.records}
        left = {key: [id_ for id_ in ids if (key, id_) not in mine] for key, ids in lost(pen).items()}
        pen.keep(connection, LOST, {key: ids for key, ids in left.items() if ids})
    return touched


def fold_anew(connection: Connection, gone: Gone, posted: Sequence[Posted]) -> Touched:
    """Put another history in the place of what the journal says of some records, the waiting changes on top."""
    mine = {(gone.entity, id_) for id_ in gone.records}
    batch = Batch(connection, OWN_ROWS)
    batch.forget(gone.entity, gone.records)
    for one in posted:
        batch.apply(one)
    for change in outbox.waiting(connection):
        if any((entry.entity, entry.record) in mine for entry in change.entries):
            batch.apply(outbox.unnumbered(change))
    touched = batch.flush()
    search.update(connection, batch.written)
    return touched
