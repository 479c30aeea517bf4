"""What stands around a record while a change of it is judged: the rows of its batch, with the change itself on top."""

import functools
from collections.abc import Sequence
from typing import Any

from crm_desktop.core.changes import Act, Entry, edited, fold
from crm_desktop.core.schema import REGISTRY, Raw
from crm_desktop.core.store.rows import Key
from crm_desktop.core.store.write import Batch


class Surroundings:
    """Records as a change would leave them. entries: of that change, as they would be journalled."""

    def __init__(self, batch: Batch, entries: Sequence[Entry]) -> None:
        self._batch, self._entries = batch, entries

    def raw(self, key: str, id_: str) -> dict[str, Raw] | None:
        """Give the raw values of a record, None where it does not stand."""
        if (key, id_) in self._ahead:
            return self._ahead[key, id_]
        return self._batch.row(key, id_).raw

    def those(self, key: str, name: str, value: str) -> list[dict[str, Raw]]:
        """List the records of an entity that say something in a field, by id, which is among their values."""
        return [raw for raw in self._named(key, self._batch.named(key, name, value)) if raw.get(name) == value]

    def every(self, key: str) -> list[dict[str, Raw]]:
        """List all records of an entity, as above."""
        return self._named(key, self._batch.named(key))

    def _named(self, key: str, found: list[str]) -> list[dict[str, Raw]]:
        ids = sorted({*found, *(id_ for entity, id_ in self._ahead if entity == key)})
        self._batch.load((key, id_) for id_ in ids)
        return [{**raw, "id": id_} for id_ in ids if (raw := self.raw(key, id_)) is not None]

    @functools.cached_property
    def _ahead(self) -> dict[Key, dict[str, Raw] | None]:
        found: dict[Key, dict[str, Raw] | None] = {}
        for entry in self._entries:
            key, declared = (entry.entity, entry.record), REGISTRY[entry.entity]
            before: Any = found[key] if key in found else self._batch.row(*key).raw
            if entry.act is Act.DELETE:
                found[key] = None
                continue
            if before is None and entry.act is not Act.CREATE:  # it comes back as it was when it was deleted
                before = fold(declared, (line.entry for line in self._batch.history(*key))).raw
            found[key] = edited(declared, before or {}, entry)
        return found


def check_admitted(user: str, role: str, batch: Batch, entries: Sequence[Entry]) -> None:
    """Refuse a change for what stands around its records, as their entities declare; see `Entity.admit`."""
    around = Surroundings(batch, entries)
    for key in dict.fromkeys((one.entity, one.record) for one in entries if REGISTRY[one.entity].admit is not None):
        admit, before, after = REGISTRY[key[0]].admit, batch.row(*key).raw, around.raw(*key)
        if admit is not None:
            admit(user, role, before, None if after is None else {**after, "id": key[1]}, around)
