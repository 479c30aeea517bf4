"""A server that came back from a backup: what it has not got, and taking that back from laptops (law 11).

A cursor says what stood at the number up to which its laptop had read the journal, under a seal that only this organisation's server can
make. Where the journal says something else at that number, the journal was restored from a backup, nobody has to tell
it. Such a cursor is also the ticket: without one, nobody can bring anything in a colleague's name.

What a laptop brings back it could have written itself: its user's role and scope decide, not those of the author, who
stays the author. What it may not write, its author's own laptop brings, and an administrator is told meanwhile.
"""

import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, select

from crm_desktop.core.access import Actor, may_read, node_of
from crm_desktop.core.changes import Act, Change, Entry, folded
from crm_desktop.core.entities import Refusal, User
from crm_desktop.core.entities.people import ADMINISTRATOR
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.merging import Clash
from crm_desktop.core.protocol import Held, Lacking, encode
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Entity, Raw
from crm_desktop.core.store import Batch, Reader, Where
from crm_desktop.core.store.among import among_given
from crm_desktop.core.store.tables import ENTRY, MAIN
from sync_server.taker import Judged, Taker

LEFT_OUT = QT_TRANSLATE_NOOP(
    "core",
    "The server was restored from a backup that has not got this change of a colleague. A laptop that still had it may not"
    " write it; it comes back when its author syncs. If that cannot happen any more, enter it again.",
)
SEAL = "seal"

_AT = select(ENTRY.c.change, ENTRY.c.accepted).where(ENTRY.c.seq == bindparam("number"))
_ENTRIES = select(ENTRY.c.change, ENTRY.c.entity, ENTRY.c.record).where(among_given(ENTRY.c.change, "changes"))
_REFUSED = select(MAIN["refusal"].c.change, MAIN["refusal"].c.reason).where(
    among_given(MAIN["refusal"].c.change, "changes")
)


def written_at(connection: Connection, seq: int) -> str:
    """Name what the journal took at a number and when, "" where there is nothing.

    The change alone would not do: one that is brought back keeps its id, and may come to stand at its number again
    while others before it do not.
    """
    row = connection.execute(_AT, {"number": seq}).first()
    return written(row.change, row.accepted) if row is not None else ""


def written(change: str | None, accepted: int | None) -> str:
    """Name what the journal took, "" where there is nothing."""
    return "" if change is None else f"{change} {accepted}"


def accepted_in(written: str) -> int:
    """Give the moment (microseconds UTC) out of what `written_at` said."""
    return int(written.rpartition(" ")[2])


def here_by_then(connection: Connection, seq: int, written: str) -> int:
    """Give the number up to which a laptop has read this journal whose place is in one that is lost.

    It can have read no more than it had, nor what was accepted later than the last it read, whichever restore took that.
    """
    query = select(ENTRY.c.seq).where(ENTRY.c.seq <= seq, ENTRY.c.accepted <= accepted_in(written))
    return int(connection.execute(query.order_by(ENTRY.c.seq.desc()).limit(1)).scalar() or 0)


def seal_of(key: str, epoch: str, seq: int, written: str) -> bytes:
    """Seal a place in the journal."""
    return hmac.digest(key.encode(), encode((epoch, seq, written)), "sha256")[:12]


def lacking(connection: Connection, held: Sequence[Held]) -> Lacking:
    """Tell which of the changes that a laptop holds are not here, and up to where both journals agree."""
    known = _entries_of(connection, [one.change for one in held])
    common = (one.seq for one in held if written_at(connection, one.seq) == f"{one.change} {one.accepted}")
    # A colleague who sees less may have brought a part of a change.
    gone = tuple(one.change for one in held if one.change not in known or not known[one.change].issuperset(one.records))
    return Lacking(changes=gone, common=next(common, 0))


def remaining(connection: Connection, changes: Iterable[Change]) -> list[Change]:
    """Keep of some changes what is neither in the journal nor refused; another laptop may have brought part of it."""
    every = [change for change in changes if change.entries]
    if not every:
        return []
    ids = [change.id for change in every]
    done = _entries_of(connection, ids)
    refused = {change for change, reason in connection.execute(_REFUSED, {"changes": ids}).all() if reason != LEFT_OUT}
    if not done and not refused:
        return every
    found: list[Change] = []
    for change in every:
        if change.id in refused:
            continue
        if known := done.get(change.id):
            rest = tuple(one for one in change.entries if (one.entity, one.record) not in known)
            if rest:
                found.append(msgspec.structs.replace(change, entries=rest))
        else:
            found.append(change)
    return found


def _entries_of(connection: Connection, changes: Sequence[str]) -> dict[str, set[tuple[str, str]]]:
    """Name the records that the journal has of some changes, as (entity, id)."""
    found: dict[str, set[tuple[str, str]]] = {}
    for change, entity, record in connection.execute(_ENTRIES, {"changes": changes}).all():
        found.setdefault(change, set()).add((entity, record))
    return found


def an_administrator(connection: Connection) -> str:
    """Find who is told what nobody else can be told."""
    found = Reader(connection).find(User, Where("role", "eq", ADMINISTRATOR))
    return next((user.id for user in found if not user.is_inactive), "")


def visible_to(batch: Batch, actor: Actor, changes: Iterable[Change]) -> frozenset[tuple[str, str]]:
    """Find the records that end in the scope of who brings them: she holds them, wherever they began."""
    raws: dict[tuple[str, str], dict[str, Raw]] = {}
    for entry in (entry for change in changes for entry in change.entries if entry.entity in REGISTRY):
        key = (entry.entity, entry.record)
        if entry.act is not Act.DELETE:
            before = raws[key] if key in raws else batch.row(*key).raw
            raws[key] = folded(REGISTRY[entry.entity], before or {}, entry)

    def look(key: str, id_: str) -> str | None:
        found = raws.get((key, id_))
        return batch.last_node(key, id_) if found is None else place(key, id_, found)

    def place(key: str, id_: str, raw: dict[str, Raw]) -> str:
        return node_of(REGISTRY[key], id_, raw, look, batch.home)

    return frozenset(key for key, raw in raws.items() if may_read(actor, place(*key, raw)))


class Returner(Taker):
    """Take back what a backup has not got, in the names of the authors."""

    _visible: frozenset[tuple[str, str]] = frozenset()
    _bringer = _hearer = ""

    def take_back(self, change: Change, visible: frozenset[tuple[str, str]], told: str) -> None:
        """Take a change. visible: records that its bringer holds; told: who hears of what has to wait."""
        self._visible, self._hearer, self._bringer = visible, told, self._actor.user
        self._actor = msgspec.structs.replace(self._actor, user=change.author)
        self.load([change])
        self.take(msgspec.structs.replace(change, happened=min(change.happened, self._now)))

    def _check_scope(self, entry: Entry, node: str, raw: dict[str, Raw], new: dict[tuple[str, str], str]) -> None:
        if (entry.entity, entry.record) not in self._visible:
            super()._check_scope(entry, node, raw, new)

    def _unseen_under(self, entry: Entry, device: str, gone: Collection[tuple[str, str]]) -> None:
        """Ask nothing: it was deleted with what followed it in view, or else it had been refused then."""

    def _lost_parent(self, declared: Entity, raw: Mapping[str, Raw]) -> None:
        """Ask nothing, as above."""

    def _judge(self, change: Change) -> Judged:
        """Judge as any change; what the lost journal had set aside already stays so, and is not told twice."""
        judged = super()._judge(change)
        entries: list[Entry] = []
        for before, after in zip(change.entries, judged.change.entries, strict=False):
            aside = tuple(dict.fromkeys([*after.lost, *before.lost]))
            entries.append(msgspec.structs.replace(after, lost=aside))
        entries += judged.change.entries[len(entries) :]  # parts that come back too
        clashes: list[tuple[Entry, Clash]] = [
            (entry, clash)
            for entry, clash in judged.clashes
            if not any(
                one.record == entry.record and one.entity == entry.entity and clash.name in one.lost
                for one in change.entries
            )
        ]
        return Judged(msgspec.structs.replace(judged.change, entries=tuple(entries)), clashes, judged.undone)

    def _refusal(self, change: Change, fault: RefusedError) -> Refusal:
        refusal = super()._refusal(change, fault)
        if change.author == self._bringer:
            return refusal
        return msgspec.structs.replace(refusal, author=self._hearer, reason=LEFT_OUT, values="{}", on_field="")
