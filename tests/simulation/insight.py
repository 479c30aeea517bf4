"""What the reference knows of a push: what its author had seen, what hangs on what, and what was in scope when."""

from bisect import bisect_right
from operator import attrgetter

from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.core.schema import REGISTRY, Kind
from tests.simulation.reference import FOLLOWS, LINKED, Key, Raws, Reference, Written, fold_one


class Insight:
    """Answer what a judge asks of the journal as it was before the change that is judged."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.heard: dict[str, int] = {}  # device -> how far it had read when what it pushed last was typed
        self._before = 0  # the journal's end when the push that is being watched began

    def _grown(self, entry: Entry, change: Change) -> list[Key]:
        """List what follows a record, was written by another device unseen, and does not go in the same change."""
        heard, key = self.heard.get(change.device, 0), (entry.entity, entry.record)
        gone = {(one.entity, one.record) for one in change.entries if one.act is Act.DELETE}
        late = {line.key for line in self.reference.lines if line.seq > heard and line.device != change.device}
        return sorted(
            other for other in late - gone if self.reference.twin(other).stands and self._followed(other, key)
        )

    def _parts_back(self, change: Change) -> list[Key]:
        """List what must come back with the records that a change brings back: the parts that went with them."""
        found: dict[Key, None] = {}
        for key in ((e.entity, e.record) for e in change.entries if e.act in (Act.EDIT, Act.RESTORE)):
            child = REGISTRY[key[0]].child
            if child and key in self.reference.of and not self.reference.twin(key).stands:
                went = self._deletion(key).change
                for part in dict.fromkeys(line.key for line in self.reference.changes[went] if line.entity == child):
                    is_of_it = self.reference.raw(part).get(REGISTRY[child].parent) == key[1]
                    if is_of_it and not self.reference.twin(part).stands and self._deletion(part).change == went:
                        found[part] = None
        own = {(entry.entity, entry.record) for entry in change.entries}
        return [part for part in found if part not in own]

    def _deletion(self, key: Key) -> Written:
        return next(line for line in reversed(self.reference.of[key]) if line.act is Act.DELETE)

    def _parts_left(self, above: Key, change: Change) -> list[Key]:
        """List the parts of a record that stand and that a change neither deletes nor hangs on another record."""
        child = REGISTRY[above[0]].child
        if not child:
            return []
        link = REGISTRY[child].parent
        going = {(e.entity, e.record) for e in change.entries if e.act is Act.DELETE or link in e.fields}
        return sorted(
            key for key in self.reference.standing()
            if key[0] == child and key not in going and self.reference.raw(key).get(link) == above[1]
        )  # fmt: skip

    def _followed(self, key: Key, above: Key, *, before_push: bool = False) -> bool:
        lines = [line for line in self.reference.of[key] if line.seq <= self._before] if before_push else None
        raw = self.reference.twin(key, lines).raw
        return any(
            (LINKED[name], raw.get(name)) == above
            for name in FOLLOWS.get(key[0], ())
            if name in LINKED and key[0] not in ("conflict", "refusal")
        )

    def _lost_parents(self, key: Key, change: Change, beside: set[Key]) -> list[Key]:
        """List what a record follows and somebody deleted unseen."""
        heard, raw = self.heard.get(change.device, 0), self.reference.raw(key)
        above = [(LINKED[name], str(raw.get(name))) for name in FOLLOWS.get(key[0], ()) if name in LINKED]
        return [
            one
            for one in above
            if one not in beside and one in self.reference.of and not self.reference.twin(one).stands
            and any(line.act is Act.DELETE and line.seq > heard for line in self.reference.of[one])
        ]  # fmt: skip

    def _lost_whole(self, key: Key, beside: set[Key]) -> bool:
        """Tell whether what a record is a part of is deleted, seen or not."""
        declared = REGISTRY[key[0]]
        whole = self.reference.raw(key).get(declared.parent)
        above = (declared.fields[declared.parent].target, str(whole)) if whole else key
        return bool(whole) and above not in beside and not self.reference.twin(above).stands

    def _unseen(self, entry: Entry, user: str) -> list[str]:
        raw, hidden = self.reference.raw((entry.entity, entry.record)), self.reference.hidden(user, entry.entity)
        names = {*raw, *entry.fields} - hidden
        return sorted(name for name in names if raw.get(name) != entry.fields.get(name, (None, None))[0])

    def _dangles(self, entry: Entry, name: str, beside: set[Key]) -> bool:
        field, value = REGISTRY[entry.entity].fields.get(name), entry.fields[name][1]
        if field is None or field.kind is not Kind.LINK or value is None:
            return False
        return (field.target, value) not in beside and not self.reference.twin((field.target, value)).stands

    def _may(self, user: str, device: str, entry: Entry, beside: set[Key], *, is_strict: bool = False) -> bool:
        """Tell whether a record is, or was when the laptop last heard, or will be, in the writer's scope.

        is_strict: what the same push moved out counts as out.
        """
        key, now = (entry.entity, entry.record), self.reference
        raw = now.raw(key) or fold_one(now.twin(key), entry).raw
        if now.holds(user, now.place(key, raw, lambda other: "" if other in beside else now.node_or_none(other))):
            return True
        heard = bisect_right(now.lines, self.heard.get(device, 0), key=attrgetter("seq"))
        moment = now.lines[heard - 1].accepted if heard else 0
        then = now.until(device, bisect_right(now.lines, moment, key=attrgetter("accepted")))
        if is_strict:
            return self._might(user, entry, beside, raw, then)
        # What follows moves at the end of a push.
        begun = now.until("", bisect_right(now.lines, self._before, key=attrgetter("seq")))
        was_held = self._might(user, entry, beside, raw, then) or self._might(user, entry, beside, raw, begun)
        return was_held or self._held_what_she_made(user, device, key)

    def _held_what_she_made(self, user: str, device: str, key: Key) -> bool:
        """Tell whether a record was in scope when the writer's laptop made it, of which that has heard nothing since."""
        now = self.reference
        made = now.of[key][0] if key in now.of else None
        if made is None or made.device != device or made.seq <= self.heard.get(device, 0):
            return False
        then = now.until("made", bisect_right(now.lines, made.seq, key=attrgetter("seq")))
        return then.holds(user, then.node(key))

    def _might(self, user: str, entry: Entry, beside: set[Key], raw: Raws, then: Reference) -> bool:
        key, now = (entry.entity, entry.record), self.reference

        def look(other: Key) -> str | None:
            if other in beside:
                return ""
            found = then if then.twin(other).stands else now
            return then.place(other, found.raw(other), look) if other in found.twins else None

        raw = then.raw(key) if then.twin(key).stands else raw
        return then.holds(user, then.place(key, raw, look))


def coming(change: Change) -> set[Key]:
    """Name what a change creates or brings back."""
    return {(one.entity, one.record) for one in change.entries if one.act in (Act.CREATE, Act.RESTORE)}


def standing_by(change: Change) -> set[Key]:
    """Name what stands by a change: an edit brings back what was deleted unseen."""
    return {(one.entity, one.record) for one in change.entries if one.act is not Act.DELETE}
