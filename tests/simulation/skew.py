"""A laptop of an older version: what it does not know of yet is called otherwise on its way, so that it finds it new.

The server's fields and entities reach it under names that no declaration has, and come back under their own. That is
what an older version sees of a newer one; code and declarations are the same on both sides.
"""

from typing import Any, NamedTuple

import msgspec

from crm_desktop.core.changes import Change, Entry, Posted
from crm_desktop.core.protocol import BroughtBack, Columns, Evidence, Page, SnapshotPage, encode
from crm_desktop.core.schema import REGISTRY
from tests.simulation.reference import Raws, Written

LATER = "_of_later"
FIELDS = (
    ("account", "industry"),
    ("opportunity", "next_step"),
    ("contact", "job_title"),
    ("activity", "outcome"),
    ("quote", "customer_reference"),
)
"""Of each of these the later author wins: how sets and texts merge, an older version cannot know."""
ENTITIES = ("quota", "price", "rate")

_body = msgspec.msgpack.Decoder(tuple[dict[str, Any], list[str], dict[str, Any]])


class Skew(NamedTuple):
    """Fields (entity, name) and entities that a laptop's version does not have."""

    fields: frozenset[tuple[str, str]] = frozenset()
    entities: frozenset[str] = frozenset()

    def unknown(self, entity: str) -> frozenset[str]:
        """Name the fields of an entity that the laptop does not know."""
        return frozenset(name for key, name in self.fields if key == entity)

    # ---------------------------------------------------------------------------------------- as the laptop has it

    def entity(self, key: str) -> str:
        """Name an entity."""
        return key + LATER if key in self.entities else key

    def name(self, entity: str, name: str) -> str:
        """Name a field."""
        return name + LATER if (entity, name) in self.fields else name

    def raw(self, entity: str, raw: Raws) -> Raws:
        """Name the values of a record."""
        return {self.name(entity, name): value for name, value in raw.items()} if self.fields else raw

    def line(self, line: Written) -> Written:
        """Name what a line of the journal says."""
        key = line.entity
        if not (key in self.entities or any(one == key for one, _ in self.fields)):
            return line
        return line._replace(
            entity=self.entity(key), fields=self.raw(key, line.fields), merged=self.raw(key, line.merged),
            lost=tuple(self.name(key, name) for name in line.lost),
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------- on the way

    def asked(self, name: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        """Carry a question to the server."""
        if not self.fields:
            return arguments
        if name == "push":
            return (arguments[0], tuple(map(self._known, arguments[1])), *arguments[2:])
        if name == "bring_back":
            lost = arguments[1]
            return (arguments[0], BroughtBack(cursor=lost.cursor, changes=tuple(map(self._known, lost.changes))))
        if name == "snapshot" and arguments[1].startswith(("file/", "mine/")):
            return (arguments[0], f"{arguments[1][:5]}an older layout")
        return arguments

    def answered(self, answer: Any) -> Any:
        """Carry an answer to the laptop."""
        if not self.fields:
            return answer
        if isinstance(answer, Page):
            gone = tuple(msgspec.structs.replace(one, entity=self.entity(one.entity)) for one in answer.gone)
            claims = {
                self.entity(key): msgspec.structs.replace(claim, shape=claim.shape ^ bool(self.unknown(key)))
                for key, claim in answer.claims.items()
            }
            posted = tuple(map(self._posted, answer.posted))
            return msgspec.structs.replace(answer, posted=posted, gone=gone, claims=claims)
        if isinstance(answer, Evidence):
            return msgspec.structs.replace(answer, posted=tuple(map(self._posted, answer.posted)))
        if isinstance(answer, SnapshotPage) and answer.batch is not None:
            return msgspec.structs.replace(answer, batch=self._batch(answer.batch))
        return answer

    def _known(self, change: Change) -> Change:
        """Give what a laptop wrote the names that the server knows."""
        return msgspec.structs.replace(change, entries=tuple(map(_plain, change.entries)))

    def _posted(self, posted: Posted) -> Posted:
        entries = tuple(map(self._entry, posted.change.entries))
        return msgspec.structs.replace(posted, change=msgspec.structs.replace(posted.change, entries=entries))

    def _entry(self, entry: Entry) -> Entry:
        key = entry.entity
        return Entry(
            self.entity(key), entry.record, entry.act, self.raw(key, entry.fields),
            tuple(self.name(key, name) for name in entry.lost), self.raw(key, entry.merged),
        )  # fmt: skip

    def _batch(self, batch: Columns) -> Columns:
        key = batch.table.removesuffix("_past")
        if key in REGISTRY:
            table = batch.table.replace(key, self.entity(key), 1)
            return Columns(table=table, names=tuple(self.name(key, one) for one in batch.names), columns=batch.columns)
        columns = dict(zip(batch.names, batch.columns, strict=True))
        columns["body"] = [
            self._as_kept(key, body) for key, body in zip(columns["entity"], columns["body"], strict=True)
        ]
        columns["entity"] = [self.entity(key) for key in columns["entity"]]
        return Columns(table=batch.table, names=batch.names, columns=tuple(columns.values()))

    def _as_kept(self, key: str, body: bytes) -> bytes:
        fields, lost, merged = _body.decode(body)
        return encode((self.raw(key, fields), [self.name(key, name) for name in lost], self.raw(key, merged)))


def _plain(entry: Entry) -> Entry:
    return Entry(
        entry.entity.removesuffix(LATER), entry.record, entry.act,
        {name.removesuffix(LATER): pair for name, pair in entry.fields.items()},
        tuple(name.removesuffix(LATER) for name in entry.lost),
        {name.removesuffix(LATER): value for name, value in entry.merged.items()},
    )  # fmt: skip
