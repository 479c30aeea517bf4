"""What an author typed and the server did not take: what later changes of the same author stand on."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, bindparam, select

from crm_desktop.core.changes import Act, Entry
from crm_desktop.core.schema import Raw
from crm_desktop.core.store import Batch
from crm_desktop.core.store.tables import MAIN

_REFUSAL = MAIN["refusal"].c
_OPEN_OF = (
    select(_REFUSAL.id, _REFUSAL.kept)
    .where(_REFUSAL.author == bindparam("person"), _REFUSAL.answer.is_(None))
    .order_by(_REFUSAL.n)
)

_kept = msgspec.json.Decoder(tuple[Entry, ...])


class Refusals:
    """Know the open refusals of one author; nothing is read before somebody asks."""

    def __init__(self, connection: Connection, batch: Batch, author: str) -> None:
        self._connection = connection
        self._batch = batch
        self._author = author
        self._entries: list[tuple[str, Entry]] | None = None  # with the refusal they are kept in, oldest first

    def note(self, id_: str, entries: Iterable[Entry]) -> None:
        """Take note of a change that was refused just now."""
        self._loaded().extend((id_, entry) for entry in entries)

    def creating(self, entity: str, record: str) -> str:
        """Name the open refusal that would have created a record, "" where there is none."""
        return next(
            (
                id_
                for id_, entry in self._known()
                if entry.act is Act.CREATE and (entry.entity, entry.record) == (entity, record)
            ),
            "",
        )

    def base_of(self, entry: Entry, name: str, saw: Raw) -> Raw:
        """Give what really stood where an author saw a refused value of her own, one or several steps back."""
        for _, refused in reversed(self._known()):
            if (refused.entity, refused.record) == (entry.entity, entry.record) and name in refused.fields:
                before, new = refused.fields[name]
                if new == saw and refused.act is not Act.DELETE:
                    saw = before
        return saw

    def _known(self) -> list[tuple[str, Entry]]:
        """List what is kept in refusals that nobody answered, also within this batch."""
        known = self._loaded()
        is_open = {id_: not (self._batch.row("refusal", id_).raw or {}).get("answer") for id_, _ in known}
        return [(id_, entry) for id_, entry in known if is_open[id_]]

    def _loaded(self) -> list[tuple[str, Entry]]:
        if self._entries is None:
            rows = self._connection.execute(_OPEN_OF, {"person": self._author}).all()
            self._batch.load(("refusal", id_) for id_, _ in rows)
            self._entries = [(id_, entry) for id_, kept in rows for entry in _kept.decode(kept or "[]")]
        return self._entries


def rebased(entry: Entry, names: Iterable[str], refusals: Refusals) -> Entry:
    """Put what really stood in the place of refused values that an author saw of her own, in some fields."""
    fields = dict(entry.fields)
    for name in names:
        saw, new = entry.fields[name]
        fields[name] = (refusals.base_of(entry, name, saw), new)
    return msgspec.structs.replace(entry, fields=fields)
