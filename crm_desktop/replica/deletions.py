"""What was deleted and does not stand again, read from the journal by the index of its deletions, the latest first."""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, exists, literal_column, select

from crm_desktop.core.changes import DELETE
from crm_desktop.core.schema import Raw
from crm_desktop.core.store.among import among
from crm_desktop.core.store.journal_rows import read_entry
from crm_desktop.core.store.placing import DELETIONS
from crm_desktop.core.store.tables import ENTRY, MAIN
from crm_desktop.core.store.thinning import FOLDED

_by_number: ColumnElement[int] = literal_column("+entry.seq")  # the sign keeps SQLite from walking all of the journal
_AT_ONCE = 200


class Deletion(msgspec.Struct, frozen=True):
    """One record that was deleted. seq: its number in the journal; happened: microseconds UTC; raw: its last values."""

    seq: int
    entity: str
    record: str
    change: str
    author: str
    happened: int
    raw: Mapping[str, Raw]


class Deletions(msgspec.Struct, frozen=True):
    """A page of them. before: the number to ask for the next page with, None at the end."""

    found: tuple[Deletion, ...]
    before: int | None


def deletions(
    connection: Connection, kinds: Collection[str], before: int | None, limit: int, hidden: Collection[str] = ()
) -> Deletions:
    """List deleted records of some kinds; parts come back with their whole and are not listed.

    before: the number that the page before told, None for the first page; hidden: nodes of which nothing is shown.
    """
    found: list[Deletion] = []
    while True:
        numbers = _numbers(connection, before)
        for row in _open(connection, numbers, kinds) if numbers else ():
            if row.node not in hidden:
                found.append(_read(row))
                if len(found) == limit:
                    return Deletions(tuple(found), row.seq)
        if len(numbers) < _AT_ONCE:
            return Deletions(tuple(found), None)
        before = numbers[-1]


def _numbers(connection: Connection, before: int | None) -> list[int]:
    """List the numbers of the latest deletions below one."""
    query = select(ENTRY.c.seq).where(DELETIONS)
    if before is not None:
        query = query.where(_by_number < before)
    return list(connection.execute(query.order_by(_by_number.desc()).limit(_AT_ONCE)).scalars())


def _open(connection: Connection, numbers: list[int], kinds: Collection[str]) -> list[Row[Any]]:
    """Read the deletions that are in force: the last of their record, which does not stand again."""
    later = ENTRY.alias("later")
    again = exists().where(later.c.record == ENTRY.c.record, later.c.act == DELETE, later.c.seq > ENTRY.c.seq)
    made = ENTRY.c.change.not_like(f"{FOLDED}%")  # nobody made what stands for thinned history
    query = select(ENTRY).where(among(ENTRY.c.seq, numbers), ENTRY.c.entity.in_(list(kinds)), made, ~again)
    rows = connection.execute(query.order_by(ENTRY.c.seq.desc())).all()
    standing = set[tuple[str, str]]()
    for key in {row.entity for row in rows}:
        here = select(MAIN[key].c.id).where(among(MAIN[key].c.id, [row.record for row in rows if row.entity == key]))
        standing.update((key, id_) for id_ in connection.execute(here).scalars())
    return [row for row in rows if (row.entity, row.record) not in standing]


def _read(row: Row[Any]) -> Deletion:
    # A deletion carries what its author saw: the record as it was last.
    raw = {name: saw for name, (saw, _) in read_entry(row).fields.items() if saw is not None}
    return Deletion(row.seq, row.entity, row.record, row.change, row.author, row.happened, raw)
