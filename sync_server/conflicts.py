"""Conflicts as the server keeps them: one for each field and author, which says what stands and what waits."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from sqlalchemy import Connection, select

from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.core.merging import Clash
from crm_desktop.core.schema import REGISTRY, Merge, Raw
from crm_desktop.core.store import Batch
from crm_desktop.core.store.among import among_given
from crm_desktop.core.store.rows import Key
from crm_desktop.core.store.tables import MAIN

Applied = Mapping[tuple[str, str, str], Raw]
"""(entity key, record id, field) -> value that the change being judged gives it."""

ANSWER = ("answer", "answered_by", "note")
"""The fields of a conflict that make up an answer."""

_ASKING = {
    key: frozenset(name for name, field in declared.fields.items() if field.merge is Merge.ASK)
    for key, declared in REGISTRY.items()
}

_NOTHING = frozenset[str]()
_SETTING = frozenset({Act.EDIT, Act.RESTORE})

_OPEN_ON = select(MAIN["conflict"].c.id, MAIN["conflict"].c.entity, MAIN["conflict"].c.record).where(
    among_given(MAIN["conflict"].c.record, "records"), MAIN["conflict"].c.answer.is_(None)
)

_json = msgspec.json.Encoder(order="sorted")


def told(value: Raw) -> str:
    """Write a raw value as a conflict keeps it."""
    return _json.encode(value).decode()


class Conflicts:
    """Know the open conflicts of the records that a push touches, and what becomes of them."""

    def __init__(self, connection: Connection, batch: Batch) -> None:
        self._connection = connection
        self._batch = batch
        self._by_record: dict[Key, set[str]] = {}

    def load(self, changes: Iterable[Change]) -> None:
        """Read in bulk the open conflicts about records of which the changes set a field that asks."""
        wanted = {
            entry.record
            for change in changes
            for entry in change.entries
            if not _ASKING.get(entry.entity, _NOTHING).isdisjoint(entry.fields) and entry.act in _SETTING
        }
        if not wanted:
            return
        found = self._connection.execute(_OPEN_ON, {"records": wanted}).all()
        for id_, entity, record in found:
            self._by_record.setdefault((entity, record), set()).add(id_)
        self._batch.load(("conflict", id_) for id_, _, _ in found)

    def note(self, id_: str) -> None:
        """Take note of a conflict that was made or written by the push."""
        raw = self._batch.row("conflict", id_).raw or {}
        self._by_record.setdefault((str(raw.get("entity")), str(raw.get("record"))), set()).add(id_)

    @property
    def are_known(self) -> bool:
        """Tell whether there is any."""
        return bool(self._by_record)

    def concern(self, entity: str, record: str) -> bool:
        """Tell whether there may be an open conflict about a record."""
        return (entity, record) in self._by_record

    def open_on(self, entity: str, record: str, field: str) -> list[tuple[str, dict[str, Raw]]]:
        """List the open conflicts about a field, as (id, raw values)."""
        ids = sorted(self._by_record.get((entity, record), ()))
        found = [(id_, self._batch.row("conflict", id_).raw) for id_ in ids]
        return [
            (id_, raw)
            for id_, raw in found
            if raw is not None and raw.get("on_field") == field and not raw.get("answer")
        ]

    def taken_up(self, change: Change, entry: Entry, clash: Clash, standing: Mapping[str, Raw]) -> Entry | None:
        """Find the open conflict that a clash belongs to, and make the entry that brings it up to date.

        One author's wishes for a field make one conflict with the newest of them; the earlier ones stay in the history.
        What an answer wished stays in the conflict that it wanted to answer. None: it is a new conflict.
        """
        answered = {one.record for one in change.entries if one.entity == "conflict"}
        for id_, raw in self.open_on(entry.entity, entry.record, clash.name):
            if raw.get("waiting_author") == change.author:
                now = {**standing, "waiting": told(clash.waiting), "waiting_at": change.happened}
            elif id_ in answered and raw.get("waiting") == told(clash.waiting):
                now = dict(standing)
            else:
                continue
            return _edit(id_, raw, now) or Entry("conflict", id_, Act.EDIT)
        return None

    def told_by(self, change: Change) -> Iterator[Entry]:
        """Make the entries that tell the open conflicts of what a change set that was just applied."""
        for entry in change.entries:
            if entry.act is not Act.DELETE and self.concern(entry.entity, entry.record):
                raw = self._batch.row(entry.entity, entry.record).raw or {}
                for name in entry.fields:
                    if name not in entry.lost:
                        yield from self.settled(change, entry, name, raw.get(name))

    def settled(self, change: Change, entry: Entry, field: str, value: Raw) -> list[Entry]:
        """Make the entries that tell the open conflicts about a field that somebody has set it.

        The waiting value stands now: it was taken. Its own author set another: she has answered. Anybody else: the
        conflict goes on, with the new standing value.
        """
        entries: list[Entry | None] = []
        for id_, raw in self.open_on(entry.entity, entry.record, field):
            answer = ""
            if raw.get("waiting") == told(value):
                answer = "theirs"
            elif raw.get("waiting_author") == change.author:
                answer = "other"
            now: dict[str, Raw] = {"answer": answer, "answered_by": change.author}
            if not answer:
                now = {
                    "standing": told(value), "standing_author": change.author or None, "standing_at": change.happened,
                }  # fmt: skip
            entries.append(_edit(id_, raw, now))
        return [one for one in entries if one is not None]

    def answered(self, entry: Entry, applied: Applied) -> Entry:
        """Judge an answer by what stands: one that says something else stays in the history only.

        Of two who answered at once, it is the one whose value stands; of the same answer, the later.
        """
        raw = self._batch.row("conflict", entry.record).raw
        new = entry.fields.get("answer", (None, None))[1]
        if raw is None or new is None:
            return entry
        about = (str(raw.get("entity")), str(raw.get("record")), str(raw.get("on_field")))
        record = self._batch.row(about[0], about[1]).raw if about[0] in REGISTRY else None
        if record is None and about not in applied:
            return entry  # deleted: there is nothing left that could differ
        value = told(applied[about] if about in applied else (record or {}).get(about[2]))
        said = "theirs" if value == raw.get("waiting") else "mine" if value == raw.get("standing") else "other"
        if said == raw.get("answer"):
            return entry if new == said else _lost(entry)
        return msgspec.structs.replace(entry, lost=()) if new == said else _lost(entry)


def _lost(entry: Entry) -> Entry:
    return msgspec.structs.replace(entry, lost=tuple(name for name in ANSWER if name in entry.fields))


def _edit(id_: str, raw: Mapping[str, Raw], now: Mapping[str, Raw]) -> Entry | None:
    fields = {name: (raw.get(name), value) for name, value in now.items() if raw.get(name) != value}
    return Entry("conflict", id_, Act.EDIT, fields) if fields else None
