"""Taking pushed changes: rights, rules and merge, and the refusals and conflicts that come of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection

from crm_desktop.core.access import (
    Actor,
    check_complete,
    check_kinds,
    check_owner,
    check_step,
    check_values,
    check_write,
    hidden_fields,
)
from crm_desktop.core.changes import (
    CREATE,
    DELETE,
    EDIT,
    RESTORE,
    Act,
    Change,
    Entry,
    Line,
    Posted,
    create_entry,
    derived,
    edited,
    fold,
    folded,
)  # fmt: skip
from crm_desktop.core.entities import Refusal
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.ids import new_id
from crm_desktop.core.merging import Clash, merge
from crm_desktop.core.schema import (
    REGISTRY,
    Entity,
    Merge,
    Raw,
    Record,
    entity_of,
    raw_of,
)  # fmt: skip
from crm_desktop.core.store import Batch, newest_seq
from crm_desktop.core.store.around import check_admitted
from crm_desktop.core.store.rows import Ahead
from sync_server.checking import Checking
from sync_server.conflicts import Conflicts, told
from sync_server.notices import (
    CHANGED_MEANWHILE,
    EXISTS,
    NOT_YOUR_NAME,
    UNKNOWN_ENTITY,
    UNKNOWN_RECORD,
    Notices,
    Standing,
)
from sync_server.refusals import Refusals, rebased


class Judged(msgspec.Struct, frozen=True):
    """A change as it goes into the journal, the clashes it leaves, and the deletions it undid without having seen."""

    change: Change
    clashes: list[tuple[Entry, Clash]]
    undone: list[tuple[Entry, Line]]


class Taker(Checking):
    """Take one device's changes into one open batch, in the order of their counters.

    heard: the number its laptop had read up to when they were made, so that what left meanwhile takes the edits made
    before. now_us: the server's microseconds UTC. noise: for ids.
    """

    def __init__(
        self,
        connection: Connection,
        batch: Batch,
        actor: Actor,
        heard: int,
        now_us: int,
        noise: Callable[[], int],
    ) -> None:
        super().__init__(connection, batch, actor, heard)
        self._seq = batch.newest = newest_seq(connection)
        self._now = now_us
        self._noise = noise
        self._conflicts = Conflicts(connection, batch)
        self._refusals = Refusals(connection, batch, actor.user)
        self._notices = Notices(batch, actor.user, self._refusals, lambda: new_id(now_us, noise()))
        self._applied: dict[tuple[str, str, str], Raw] = {}  # what the change being judged sets
        self.accepted = 0
        self.refused = 0
        self.conflicts = 0

    def load(self, changes: Sequence[Change]) -> None:
        """Read in bulk every record that the changes touch or point to."""
        keys: dict[tuple[str, str], None] = {}
        edits: list[tuple[tuple[str, str], Entry]] = []
        for change in changes:
            for entry in change.entries:
                declared = REGISTRY.get(entry.entity)
                if declared is None:
                    continue
                key = (entry.entity, entry.record)
                keys[key] = None
                if entry.act is EDIT:
                    edits.append((key, entry))
                if not declared.links.keys().isdisjoint(entry.fields):
                    keys.update(dict.fromkeys(_linked(declared, entry)))
        self._batch.load(keys)
        # Of some, somebody set a field meanwhile: the merge asks who, and when.
        row = self._batch.row
        self._batch.load_histories({key for key, entry in edits if _is_contested(row(*key).raw or {}, entry)})
        self._conflicts.load(changes)

    def take(self, change: Change) -> None:
        """Judge one change and post it, or post its refusal; never half of it. An empty one leaves no trace."""
        if not change.entries:
            return
        try:
            judged = self._judge(change)
        except RefusedError as fault:
            self.refused += 1
            self._refuse(change, fault)
            return
        self.accepted += 1
        self._post(judged.change)
        for entry in judged.change.entries:
            if entry.entity == "conflict":
                self._conflicts.note(entry.record)
        for entry, clash in judged.clashes:
            self._tell_clash(judged.change, entry, clash)
        if self._conflicts.are_known:
            for told_entry in self._conflicts.told_by(judged.change):
                self._post_entry(told_entry)
        for entry, line in judged.undone:
            self._post_record(self._notices.undone(entry, line))

    def _refuse(self, change: Change, fault: RefusedError) -> None:
        """Keep a refused change; an earlier refusal that it wanted to answer is answered by that."""
        refusal = self._refusal(change, fault)
        self._post_record(refusal)
        self._refusals.note(refusal.id, change.entries)
        for entry in change.entries:
            raw = self._batch.row("refusal", entry.record).raw if entry.entity == "refusal" else None
            if raw is not None and raw.get("author") == self._actor.user and entry.act is Act.EDIT:
                self._post_entry(msgspec.structs.replace(entry, lost=(), merged={}))

    def _tell_clash(self, change: Change, entry: Entry, clash: Clash) -> None:
        standing = self._standing(entry, clash.name)
        now = {
            "standing": told(clash.standing), "standing_author": standing.author or None, "standing_at": standing.happened,
        }  # fmt: skip
        known = self._conflicts.taken_up(change, entry, clash, now)
        if known is None:
            self.conflicts += 1
            conflict = self._notices.conflict(change, entry, clash, standing)
            self._post_record(conflict)
            self._conflicts.note(conflict.id)
        elif known.fields:
            self._post_entry(known)

    def _post(self, change: Change) -> None:
        first, self._seq = self._seq + 1, self._seq + len(change.entries)
        self._batch.apply(Posted(change, (*range(first, self._seq + 1),), self._now))

    def _post_record(self, record: Record) -> None:
        entry = create_entry(entity_of(record).key, record.id, raw_of(record))
        self._batch.expect_new(entry.entity, entry.record)
        self._post_entry(entry)

    def _post_entry(self, entry: Entry) -> None:
        self._post(own_change(entry, self._now, self._noise()))

    # ------------------------------------------------------------------------------------------------------ judge

    def _judge(self, change: Change) -> Judged:
        if change.author != self._actor.user:
            raise RefusedError(NOT_YOUR_NAME)
        self._applied.clear()
        self._coming = {(entry.entity, entry.record) for entry in change.entries if entry.act is not Act.DELETE}
        new: dict[tuple[str, str], str] = {}
        entries: list[Entry] = []
        clashes: list[tuple[Entry, Clash]] = []
        undone: list[tuple[Entry, Line]] = []
        gone: set[tuple[str, str]] = set()
        back: list[tuple[str, str]] = []
        for pushed in change.entries:
            if pushed.entity not in REGISTRY:
                raise RefusedError(UNKNOWN_ENTITY)
            entry = pushed
            if pushed.lost or pushed.merged:
                entry = msgspec.structs.replace(pushed, lost=(), merged={})  # these are for the server to say
            declared, act = REGISTRY[entry.entity], entry.act
            check_kinds(declared, entry.fields)
            check_write(self._actor, declared, entry.fields if act is not DELETE else ())
            if act is CREATE:
                entries.append(self._judge_new(entry, new))
            elif act is DELETE:
                entries.append(self._judge_delete(entry))
                gone = gone or _going(change)
                self._check_followers(entry, change.device, gone)
            else:
                merged, found = self._judge_edit(entry, change.happened, new)
                entries.append(merged)
                if merged.act is not act and (line := self._families.deletion(entry.entity, entry.record)) is not None:
                    undone.append((merged, line))
                if found:
                    clashes += [(entry, clash) for clash in found]
                if merged.act is RESTORE:
                    back.append((merged.entity, merged.record))
        if back:
            entries += self._parts_back(entries, back, change.happened, new)
        check_admitted(self._actor.user, self._actor.role, self._batch, entries)
        judged = tuple(entries)
        if judged != change.entries:
            change = msgspec.structs.replace(change, entries=judged)
        return Judged(change, clashes, undone)

    def _parts_back(
        self, entries: Sequence[Entry], back: Sequence[tuple[str, str]], happened: int, new: dict[tuple[str, str], str]
    ) -> list[Entry]:
        """Bring back with records what their deletion took along of their parts: a quote is no quote without its lines.

        back: the records that the entries bring back.
        """
        own = {(entry.entity, entry.record) for entry in entries}
        gone = [
            part
            for key in dict.fromkeys(back)
            if self._batch.row(*key).raw is None
            for part in self._families.gone_with(*key)
        ]
        return [self._judge_edit(Entry(*part, Act.RESTORE), happened, new)[0] for part in gone if part not in own]

    def _judge_new(self, entry: Entry, new: dict[tuple[str, str], str]) -> Entry:
        declared = REGISTRY[entry.entity]
        row = self._batch.row(entry.entity, entry.record)
        if row.raw is not None or row.lines:
            raise RefusedError(EXISTS)
        raw = derived(declared, folded(declared, {}, entry))
        check_complete(declared, raw)
        check_values(declared, raw, entry.fields, self._actor.role)
        check_owner(self._actor, declared, raw)
        check_step(declared, None, raw, self._standing_raw)
        self._check_unique(entry, raw, entry.fields)
        self._check_links(entry, new)
        node = self._place(entry, raw, new)
        self._check_scope(entry, node, raw, new)
        new[entry.entity, entry.record] = node
        return entry

    def _judge_edit(
        self, entry: Entry, happened: int, new: dict[tuple[str, str], str]
    ) -> tuple[Entry, tuple[Clash, ...]]:
        declared = REGISTRY[entry.entity]
        row = self._batch.row(entry.entity, entry.record)
        current, act = row.raw, entry.act
        if current is None:
            if not row.lines:
                raise RefusedError(UNKNOWN_RECORD)
            # Deleted meanwhile by somebody who had not seen this edit: the record stays.
            lines = self._batch.history(entry.entity, entry.record)
            current, act = fold(declared, (line.entry for line in lines)).raw, Act.RESTORE
        self._check_scope(entry, row.node, current, new)
        if act is RESTORE and row.raw is None:
            self._check_parent(declared, current, is_asked=act is entry.act)
        if act is not entry.act:
            entry = msgspec.structs.replace(entry, act=act)
        merged, clashes = self._merged(declared, current, entry, happened)
        if entry.entity == "conflict":
            merged = self._conflicts.answered(merged, self._applied)
        lost = merged.lost
        applied = [name for name in merged.fields if name not in lost]
        after = edited(declared, current if row.raw is not None else derived(declared, current), merged)
        check_values(declared, after, applied, self._actor.role)
        check_owner(self._actor, declared, current, after)
        check_step(declared, row.raw, after, self._standing_raw)
        if declared.unique:
            self._check_unique(entry, after, applied)
        if not declared.links.keys().isdisjoint(merged.fields):
            self._check_links(merged, new)
        if act is RESTORE:
            new.setdefault((entry.entity, entry.record), row.node)  # what follows it may come back beside it
        for name in applied:
            self._applied[entry.entity, entry.record, name] = after.get(name)
        if row.raw is not None:
            row.ahead = Ahead(merged, current, after)  # applied next, it need not be worked out again
        return merged, clashes

    def _merged(
        self, declared: Entity, current: dict[str, Raw], entry: Entry, happened: int
    ) -> tuple[Entry, tuple[Clash, ...]]:
        """Merge an entry into what stands; of most nobody else has set a field meanwhile, and they stay as they are."""
        if not _is_contested(current, entry):
            return entry, ()
        contested = _differing(current, entry)
        asks = [name for name in contested if name in declared.fields and declared.fields[name].merge is Merge.ASK]
        seen = rebased(entry, asks, self._refusals) if asks else entry
        result = merge(declared, current, seen, happened, lambda name: self._standing(entry, name).happened)
        return msgspec.structs.replace(result.entry, fields=entry.fields), result.clashes

    def _judge_delete(self, entry: Entry) -> Entry:
        row = self._batch.row(entry.entity, entry.record)
        if row.raw is None:
            if not row.lines:
                raise RefusedError(UNKNOWN_RECORD)  # it has no place yet: posted, everybody would hear of it
            return msgspec.structs.replace(entry, fields={})
        self._check_scope(entry, row.node, row.raw, {})
        check_owner(self._actor, REGISTRY[entry.entity], row.raw)
        check_step(REGISTRY[entry.entity], row.raw, None, self._standing_raw)
        declared, hidden = REGISTRY[entry.entity], hidden_fields(REGISTRY[entry.entity], self._actor.role)
        derived_ones = {name for name, field in declared.fields.items() if field.derived}
        # Also what only a newer version knows: whoever deletes says what she had of it.
        for name in dict.fromkeys([*declared.fields, *sorted(row.raw), *sorted(entry.fields)]):
            if name not in derived_ones and name not in hidden:
                saw, _ = entry.fields.get(name, (None, None))
                if row.raw.get(name) != saw:
                    raise RefusedError(CHANGED_MEANWHILE, name)
        return entry

    def _standing_raw(self, key: str, id_: str) -> dict[str, Raw] | None:
        return self._batch.row(key, id_).raw

    def _standing(self, entry: Entry, name: str) -> Standing:
        return Standing(*self._batch.set_by(entry.entity, entry.record, name))

    def _refusal(self, change: Change, fault: RefusedError) -> Refusal:
        return self._notices.refusal(change, fault)


def _linked(declared: Entity, entry: Entry) -> Iterator[tuple[str, str]]:
    """Name the records that an entry points to anew."""
    for name in declared.links.keys() & entry.fields.keys():
        new = entry.fields[name][1]
        if isinstance(new, str) and "\0" not in new:
            yield declared.links[name], new


def _is_contested(current: Mapping[str, Raw], entry: Entry) -> bool:
    """Tell whether a field of an entry stands at something else than its author saw or set; of most none does."""
    for name, pair in entry.fields.items():  # noqa: SIM110 - a generator costs more than what it asks, of each entry of a push
        if current.get(name) not in pair:
            return True
    return False


def _differing(current: Mapping[str, Raw], entry: Entry) -> list[str]:
    """Name the fields of an entry that stand at something else than its author saw or set."""
    return [name for name, pair in entry.fields.items() if current.get(name) not in pair]


def _going(change: Change) -> set[tuple[str, str]]:
    """Name what a change deletes, and the parts that it hangs on another record."""
    return {
        (one.entity, one.record)
        for one in change.entries
        if one.act is Act.DELETE
        or (one.act is Act.EDIT and one.entity in REGISTRY and REGISTRY[one.entity].parent in one.fields)
    }


def own_change(entry: Entry, now_us: int, noise: int) -> Change:
    """Make a change of the server itself."""
    return Change(new_id(now_us, noise), "", "server", 0, now_us, (entry,))
