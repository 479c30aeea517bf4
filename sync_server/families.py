"""What follows a record: what somebody added there unseen by whoever deletes it, and a parent that is gone."""

import functools
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from crm_desktop.core.access import target_of
from crm_desktop.core.changes import Act, Line, fold
from crm_desktop.core.schema import REGISTRY, Entity, Kind, Raw
from crm_desktop.core.store import Batch
from crm_desktop.core.store.rows import Key
from crm_desktop.core.store.tables import ENTRY, MAIN

NOTICES = frozenset({"conflict", "refusal"})
"""Entities that speak of records and add nothing to them."""


class Families:
    """Look at what follows records, as an author of a push could not see it. heard: the number the laptop had read to."""

    def __init__(self, connection: Connection, batch: Batch, heard: int) -> None:
        self._connection = connection
        self._batch = batch
        self._heard = heard

    def unseen_under(self, key: str, id_: str, device: str, beside: Collection[Key]) -> Key | None:
        """Find something that follows a record and that another device made or changed unseen; None where nothing is.

        beside: what goes in the same change. What this very push took away from the record follows it no more.
        """
        for found in self._written_since(key, id_, device):
            raw = self._batch.row(*found).raw
            if raw is not None and found not in beside and (key, id_) in _parents(REGISTRY[found[0]], raw):
                return found
        return None

    def part_left(self, key: str, id_: str, beside: Collection[Key]) -> Key | None:
        """Find a part of a record that stands, whoever made it, and that does not go with it; None where there is none.

        beside: what goes in the same change, or is hung on another record by it.
        """
        if not REGISTRY[key].child:
            return None
        child = REGISTRY[REGISTRY[key].child]
        table = MAIN[child.key]
        held = self._connection.execute(select(table.c.id).where(table.c[child.parent] == id_)).scalars()
        for part in sorted({*held, *self._batch.in_hand(child.key)}):
            raw = self._batch.row(child.key, part).raw
            if raw is not None and raw.get(child.parent) == id_ and (child.key, part) not in beside:
                return (child.key, part)
        return None

    def gone_with(self, key: str, id_: str) -> Iterator[Key]:
        """List the parts of a deleted record that went in the same change, and that nobody brought back since."""
        deletion = self.deletion(key, id_) if REGISTRY[key].child else None
        if deletion is None:
            return
        child = REGISTRY[REGISTRY[key].child]
        for part in self._batch.records_of(deletion.change, child.key):
            last = self.deletion(child.key, part)
            if last is not None and last.change == deletion.change and self._batch.row(child.key, part).raw is None:
                lines = self._batch.history(child.key, part)
                if fold(child, (line.entry for line in lines)).raw.get(child.parent) == id_:
                    yield (child.key, part)

    def deletion(self, key: str, id_: str) -> Line | None:
        """Find the newest deletion of a record, None where it never was deleted."""
        lines = self._batch.history(key, id_)
        return next((line for line in reversed(lines) if line.entry.act is Act.DELETE), None)

    def lost_parent(self, key: str, raw: Mapping[str, Raw]) -> str | None:
        """Name the link to a record that this one follows and that was deleted unseen; None where there is none."""
        declared = REGISTRY[key]
        for name in declared.follows:
            target, linked = target_of(declared.fields[name], raw), raw.get(name)
            if target in REGISTRY and isinstance(linked, str) and self.is_deleted(target, linked):
                lines = self._batch.history(target, linked)
                if any(line.seq > self._heard and line.entry.act is Act.DELETE for line in lines):
                    return name
        return None

    def lost_whole(self, key: str, raw: Mapping[str, Raw]) -> str | None:
        """Name the link to the record that this one is a part of, where that is deleted, seen or not."""
        name, whole = REGISTRY[key].parent, raw.get(REGISTRY[key].parent)
        is_lost = isinstance(whole, str) and self.is_deleted(REGISTRY[key].fields[name].target, whole)
        return name if is_lost else None

    def is_deleted(self, key: str, id_: str) -> bool:
        """Tell whether a record was here and is deleted."""
        row = self._batch.row(key, id_)
        return row.raw is None and bool(row.lines)

    def _written_since(self, key: str, id_: str, device: str) -> Iterator[Key]:
        for declared in REGISTRY.values():
            for name in declared.follows if declared.key not in NOTICES else ():
                if declared.fields[name].target != key:
                    continue
                values = {"parent": id_, "heard": self._heard, "own": device}
                ids = list(self._connection.execute(_written_under(declared.key, name), values).scalars())
                self._batch.load((declared.key, one) for one in ids)
                yield from ((declared.key, one) for one in ids)


@functools.cache
def _written_under(key: str, name: str) -> Select[Any]:
    """Word the question for what follows a record by a link and was written by others since: there is one a deletion."""
    table = MAIN[key]
    mine = (ENTRY.c.record == table.c.id) & (ENTRY.c.entity == key)
    query = select(table.c.id).join(ENTRY, mine).where(table.c[name] == bindparam("parent"))
    late = ENTRY.c.seq > bindparam("heard"), ENTRY.c.device != bindparam("own")
    return query.where(*late).order_by(table.c.id).distinct()


def _parents(declared: Entity, raw: Mapping[str, Raw]) -> set[tuple[str, Raw]]:
    links = (name for name in declared.follows if declared.fields[name].kind is Kind.LINK)
    return {(target_of(declared.fields[name], raw), raw.get(name)) for name in links}
