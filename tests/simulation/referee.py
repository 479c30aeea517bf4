"""The reference of what a push may become: who is let in, what merging makes of it, and what is told to whom."""

import functools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from crm_desktop.core import access
from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.core.protocol import NumberBlock
from crm_desktop.core.schema import REGISTRY, Merge
from sync_server import notices
from sync_server.restored import LEFT_OUT
from tests.simulation.insight import Insight, coming, standing_by
from tests.simulation.reference import (
    Key,
    Raws,
    Reference,
    Twin,
    Written,
    cursor_place,
    fold_one,
    rule_of,
)

_json = msgspec.json.Encoder(order="sorted")
_kept = msgspec.json.Decoder(list[Entry])
STANDING = ("standing", "standing_author", "standing_at")
WAITING = ("waiting", "waiting_at")

LOST = "1: no acknowledged edit is lost"
ONCE = "2: exactly once"
ORDER = "3: one total order"
PAGES = "4: whole changes"
MERGE = "5: merge"
SCOPE = "6: scope"
REFUSALS = "8: refusals"
WAITING_ON_TOP = "9: waiting edits stay visible"
EQUALITY = "10: equality"
HEALED = "11: a restored server heals"
NUMBERS = "13: numbers are unique"
PASTS = "the two pasts"
PARTS = "no part without its whole"
TOTALS = "14: money"
ALIVE = "everything goes on"


class Violation(Exception):  # noqa: N818 - a law is broken, which is what is looked for
    """A law was broken."""

    def __init__(self, law: str, text: str) -> None:
        super().__init__(f"law {law}: {text}")
        self.law = law


def hold(law: str, is_held: bool, text: object, *told: object) -> None:
    """Raise the violation of a law that was not held. told: for the places in the text; to word them costs more than to
    judge them.
    """
    if not is_held:
        raise Violation(law, str(text).format(*told) if told else str(text))


class Told(NamedTuple):
    """A conflict or a message that must follow a change: entity, the values that matter, and the record that is edited."""

    entity: str
    values: Raws
    record: str = ""


class Referee(Insight):
    """Watches every push at the server's journal and holds it against the laws."""

    def __init__(self, reference: Reference, leased: dict[str, str]) -> None:
        super().__init__(reference)
        self.is_restored = False
        self.is_unsure = False  # numbers may have been leased before anybody noticed a restore
        self.lost: set[tuple[str, str, str]] = set()
        self.leased = leased
        self.taken: dict[str, int] = {}
        self.happened: dict[str, int] = {}
        self.asked: dict[str, int] = {}  # device -> the number it had read up to at its last question
        for line in reference.lines:
            if line.device not in ("server", "setup"):
                self.taken[line.device] = max(self.taken.get(line.device, 0), line.counter)
        self.remember()

    def house(self, rows: Iterable[Written]) -> None:
        """Take in what the house posted itself."""
        for row in rows:
            hold(ORDER, row.seq == self.reference.newest + 1, f"{row.seq} after {self.reference.newest}")
            self.reference.take(row)

    def read_upto(self, cursor: str) -> int:
        """Tell how far a laptop had read by its cursor; of a journal that is lost, what was here already by then."""
        place = cursor_place(cursor)
        if place is None:
            return 0
        lines = self.reference.lines
        count = bisect_right(lines, place.seq, key=attrgetter("seq"))
        line = lines[count - 1] if count else None
        if line is not None and (line.seq, f"{line.change} {line.accepted}") == (place.seq, place.written):
            return place.seq
        by_then = bisect_right(lines, int(place.written.rpartition(" ")[2]), key=attrgetter("accepted"))
        return min(place.seq, lines[by_then - 1].seq if by_then else 0)

    def remember(self) -> None:
        """Note how things stand as a backup is made."""
        self.asked.clear()  # the server was stopped for it
        self._backup = (self.reference.newest, dict(self.taken), dict(self.happened), dict(self.heard))

    def go_back(self, held: set[tuple[str, str, str]]) -> None:
        """Go back to the backup. held: what the laptops still have of the journal; all of it has to come back."""
        newest, taken, happened, heard = self._backup
        self.taken, self.happened, self.heard = dict(taken), dict(happened), dict(heard)
        self.asked.clear()
        moved = self.reference.all_moved()
        self.reference = Reference((line for line in self.reference.lines if line.seq <= newest), moved)
        here = {(line.change, *line.key) for line in self.reference.lines}
        self.lost = {one for one in held if one not in here and one[1] in REGISTRY}
        self.is_restored = True

    def check_healed(self) -> None:
        """All that a laptop still had stands in the journal again, or in somebody's inbox."""
        here = {(line.change, *line.key) for line in self.reference.lines}
        gone = [one for one in self.lost if one not in here and one[0] not in self.reference.refused]
        hold(HEALED, not gone, f"{gone[:5]} did not come back after the restore")

    def lease(self, device: str, block: NumberBlock) -> None:
        """No number is leased twice."""
        for number in range(block.first, block.last + 1):
            name = f"{block.series}-{number:05d}"
            hold(NUMBERS, self.is_unsure or name not in self.leased, f"{name} was leased before")
            self.leased[name] = device

    def bring_back(self, changes: Sequence[Change], rows: list[Written]) -> None:
        """Hold what the journal got back against what was brought: once, in its author's name, as it was."""
        waiting = {change.id: change for change in self._remaining(changes)}
        for group in _groups(rows):
            change = waiting.pop(group[0].change, None)
            if change is None:
                is_told = group[0].device == "server" and group[0].entity in ("conflict", "refusal")
                hold(ONCE, is_told, "{} was not brought back, or was there already", group)
            else:
                parts = self._parts_back(change)
                keys = [(entry.entity, entry.record) for entry in change.entries]
                told = (change.author, change.device, change.counter, [*keys, *parts])
                here = (group[0].author, group[0].device, group[0].counter, [row.key for row in group])
                hold(HEALED, told == here, "{} came back as {}", change, group)
                _check_parts_back(group[len(keys) :])
                for entry, row in zip(change.entries, group, strict=False):
                    is_same = row.fields == _pairs(entry) or entry.act is Act.DELETE
                    hold(HEALED, is_same and {*entry.lost} <= {*row.lost}, "{} came back as {}", entry, row)
            self._take(group)

    def _remaining(self, changes: Iterable[Change]) -> list[Change]:
        """Leave out what is here already, or was refused."""
        found: list[Change] = []
        for change in changes:
            done = {line.key for line in self.reference.changes.get(change.id, ())}
            rest = tuple(one for one in change.entries if (one.entity, one.record) not in done)
            is_refused = self.reference.refused.get(change.id, {}).get("reason", LEFT_OUT) != LEFT_OUT
            if rest and not is_refused:
                found.append(msgspec.structs.replace(change, entries=rest))
        return found

    def push(
        self,
        device: str,
        user: str,
        changes: Sequence[Change],
        said: int,
        rows: list[Written],
        *,
        crashed: bool,
        restored: bool = False,
    ) -> None:
        """Hold what the journal got from one push against what it must get. said: what the laptop had read up to."""
        if restored:
            hold(ONCE, not rows, "{} was told of a restore, and {} were taken", device, rows)
            return
        taken = self.taken.get(device, 0)
        # A number that was taken already is no proof that this change was: it is known by its id.
        in_order = sorted(changes, key=lambda one: one.counter)
        fresh = [*self._remaining(one for one in in_order if one.counter <= taken)]
        fresh += [one for one in in_order if one.counter > taken]
        hold(ONCE, bool(fresh) or not rows, "{} pushed nothing new and the journal grew by {}", device, rows)
        if not rows and crashed:
            return
        if fresh:
            self.heard[device] = max(self.heard.get(device, 0), said or self.asked.get(device, 0))
            self.taken[device] = max(taken, fresh[-1].counter) if self.is_restored else taken
        if self.is_restored:
            fresh = self._remaining(fresh)
        self._before = self.reference.newest
        groups = _groups(rows)
        for change in fresh:
            if not change.entries:
                continue
            hold(LOST, bool(groups), "{} is neither in the journal nor refused", change)
            group = groups.pop(0)
            self.happened[device] = max(self.happened.get(device, 0), min(change.happened, group[0].accepted))
            if group[0].change == change.id:
                told = self._accepted(change, user, group)
            else:
                told = iter(self._refused(change, user, group))
            for one in told:
                hold(MERGE, bool(groups), "nobody was told {}", one)
                self._told(one, groups.pop(0))
            self.taken[device] = max(change.counter, self.taken.get(device, 0))
        hold(ONCE, not groups, "more than what {} pushed: {}", device, groups)

    def _take(self, group: Iterable[Written]) -> None:
        for row in group:
            newest = self.reference.newest
            hold(ORDER, row.seq == newest + 1, f"{row.seq} after {newest}")
            hold(ORDER, not newest or row.accepted >= self.reference.lines[-1].accepted, "accepted went back")
            self.reference.take(row)

    # -------------------------------------------------------------------------------------------------- accepted

    def _accepted(self, change: Change, user: str, group: list[Written]) -> Iterator[Told]:
        hold(REFUSALS, change.author == user == group[0].author, "{} by {}: {}", change.author, user, group)
        parts = self._parts_back(change)
        more = [row.key for row in group[len(change.entries) :]]
        hold(ONCE, more == parts, "{} entries, and the parts {}, became {}", len(change.entries), parts, group)
        _check_parts_back(group[len(change.entries) :])
        hold(MERGE, group[0].happened == self.happened[change.device], "happened {} of {}", group[0].happened, change)
        beside = coming(change)
        told: list[Told] = []
        messages: list[Told] = []
        after: dict[Key, Twin] = {}
        for entry, row in zip(change.entries, group, strict=False):
            hold(ONCE, row.key == (entry.entity, entry.record), "{} became {}", entry, row)
            twin = self.reference.twin(row.key)
            if twin.stands or entry.act is not Act.DELETE:
                hold(SCOPE, self._may(user, change.device, entry, beside), f"{user} wrote {row.key} from outside")
            if entry.act is Act.CREATE:
                hold(ONCE, row.key not in self.reference.of, f"{row.key} was created twice")
                hold(MERGE, (row.act, row.fields, row.lost) == (Act.CREATE, _pairs(entry), ()), row)
            elif entry.act is Act.DELETE:
                self._deleted(entry, row, user, change)
            else:
                told += self._edited(entry, row, change, after)
                if not twin.stands and entry.act is Act.EDIT and row.key not in after:
                    lost = self._lost_parents(row.key, change, standing_by(change))
                    hold(MERGE, not lost, f"{row.key} came back without {lost}")
                    messages.append(self._message(row))
            after[row.key] = fold_one(after.get(row.key, twin), row)
        self._take(group)
        return self._consequences(change, group, told, messages)

    def _consequences(
        self, change: Change, group: list[Written], clashes: list[Told], messages: list[Told]
    ) -> Iterator[Told]:
        """Say one after the other what must follow a change, each as things stand by then."""
        answered = {row.record for row in group if row.entity == "conflict"}
        for clash in clashes:
            waiting = {**clash.values, "waiting_at": group[0].happened}
            about = (clash.values["entity"], clash.values["record"], clash.values["on_field"])
            for id_, raw in self.reference.open_conflicts(*about):
                if raw.get("waiting_author") == change.author:
                    yield from self._brought(id_, raw, {name: waiting[name] for name in (*STANDING, *WAITING)})
                    break
                if id_ in answered and raw["waiting"] == waiting["waiting"]:
                    yield from self._brought(id_, raw, {name: waiting[name] for name in STANDING})
                    break
            else:
                yield clash
        for row in group:
            for name in row.fields if row.act is not Act.DELETE else ():
                if name in row.lost:
                    continue
                for id_, raw in self.reference.open_conflicts(row.entity, row.record, name):
                    yield from self._brought(id_, raw, self._settled(row, raw, name))
        yield from messages

    def _settled(self, row: Written, raw: Raws, name: str) -> Raws:
        value = _text(self.reference.raw(row.key).get(name))
        if raw["waiting"] == value:
            return {"answer": "theirs", "answered_by": row.author}
        if raw.get("waiting_author") == row.author:
            return {"answer": "other", "answered_by": row.author}
        return {"standing": value, "standing_author": row.author, "standing_at": row.happened}

    def _brought(self, id_: str, raw: Raws, now: Raws) -> Iterator[Told]:
        changed = {name: value for name, value in now.items() if raw.get(name) != value}
        if changed:
            yield Told("conflict", changed, id_)

    def _deleted(self, entry: Entry, row: Written, user: str, change: Change) -> None:
        hold(MERGE, row.act is Act.DELETE, row)
        if self.reference.twin(row.key).stands:
            unseen = self._unseen(entry, user)
            hold(MERGE, not unseen, f"{row.key} was deleted over {unseen}, which its author had not seen")
            grown = [key for key in self._grown(entry, change) if self._followed(key, row.key, before_push=True)]
            hold(MERGE, not grown, f"{row.key} was deleted over {grown}, which its author had not seen")
            left = self._parts_left(row.key, change)
            hold(PARTS, not left, f"{row.key} was deleted and leaves {left}")

    def _edited(self, entry: Entry, row: Written, change: Change, after: dict[Key, Twin]) -> list[Told]:
        """Merge again by the published rules, field by field, and compare. after: what this change did so far."""
        twin = self.reference.twin(row.key)
        act = entry.act if twin.stands else Act.RESTORE
        lost: list[str] = []
        told: list[Told] = []
        merged: dict[str, Any] = {}
        for name, (typed_over, new) in entry.fields.items():
            now, rule = twin.raw.get(name), rule_of(entry.entity, name)
            saw = self._really(change.author, entry, name, typed_over) if rule is Merge.ASK else typed_over
            if now in (typed_over, saw, new):
                continue
            author, since = self._standing(row.key, name)
            if rule is Merge.ASK:
                lost.append(name)
                told.append(Told("conflict", {
                    "entity": entry.entity, "record": entry.record, "on_field": name, "base": _text(saw),
                    "standing": _text(now), "waiting": _text(new), "standing_author": author or None,
                    "waiting_author": change.author, "standing_at": since, "waiting_at": row.happened,
                }))  # fmt: skip
            elif rule is Merge.LATEST and since > row.happened:
                lost.append(name)
            elif rule is Merge.TEXT:
                merged[name] = row.merged.get(name)
                _check_text(saw, now, new, row)
        if row.entity == "conflict":
            lost = self._answered(entry, twin, after, lost)
        hold(MERGE, (row.act, row.fields) == (act, _pairs(entry)), "{} became {}", entry, row)
        hold(MERGE, sorted(row.lost) == sorted(lost), "{} on {}: lost {}, must be {}", entry, twin.raw, row.lost, lost)
        hold(MERGE, row.merged == merged, "{}: merged {}, must be {}", entry, row.merged, merged)
        return told

    def _answered(self, entry: Entry, twin: Twin, after: dict[Key, Twin], lost: list[str]) -> list[str]:
        """Say what is lost of an answer: all, where it says something else than what stands; none, where it says that."""
        answer = entry.fields.get("answer", (None, None))[1]
        key = (twin.raw["entity"], twin.raw["record"])
        record = after.get(key, self.reference.twin(key))
        if answer is None or not record.stands:
            return lost
        value = _text(record.raw.get(twin.raw["on_field"]))
        said = {twin.raw["standing"]: "mine", twin.raw["waiting"]: "theirs"}.get(value, "other")
        if answer != said:
            return [name for name in entry.fields if name in ("answer", "answered_by", "note")]
        return lost if twin.raw.get("answer") == said else []

    def _really(self, author: str, entry: Entry, name: str, saw: Any) -> Any:
        """Say what stood where an author saw a value of her own that was refused."""
        kept = [one for raw in self.reference.open_refusals(author) for one in _decoded(raw["kept"])]
        for one in reversed(kept):
            if (one.entity, one.record) == (entry.entity, entry.record) and one.act is not Act.DELETE:
                before, new = one.fields.get(name, (None, None))
                saw = before if name in one.fields and new == saw else saw
        return saw

    def _standing(self, key: Key, name: str) -> tuple[str, int]:
        for line in reversed(self.reference.of[key]):
            if line.act is not Act.DELETE and name in line.fields and name not in line.lost:
                return line.author, line.happened
        return "", 0

    def _message(self, row: Written) -> Told:
        deletion = self._deletion(row.key)
        return Told("refusal", {"author": deletion.author or None, "change": deletion.change, "record": row.record})

    def _told(self, one: Told, group: list[Written]) -> None:
        row = group[0]
        act = Act.EDIT if one.record else Act.CREATE
        hold(MERGE, (len(group), row.entity, row.act) == (1, one.entity, act), "{} became {}", one, group)
        hold(MERGE, one.record in ("", row.record), "{} became {}", one, group)
        wanted = {name: value for name, value in one.values.items() if value}
        said = {name: row.fields.get(name, (None, None))[1] for name in wanted}
        hold(MERGE, said == wanted, "{} was told, must be {}", said, wanted)
        self._take(group)

    # ---------------------------------------------------------------------------------------------------- refused

    def _refused(self, change: Change, user: str, group: list[Written]) -> list[Told]:
        row = group[0]
        said = {name: new for name, (_, new) in row.fields.items()}
        is_ours = row.entity == "refusal" and row.act is Act.CREATE and said.get("change") == change.id
        hold(LOST, is_ours and len(group) == 1, "{} was followed by {}", change, group)
        hold(REFUSALS, said["author"] == user, "{}'s refusal went to {}", user, said["author"])
        typed = [entry for entry in change.entries if entry.entity != "refusal"]
        hold(LOST, said["kept"] == _json.encode(typed).decode(), "{} was kept as {}", change, said["kept"])
        hold(REFUSALS, self._is_right(change, user, said), "{}: {}", said["reason"], change)
        self._take(group)
        return [
            Told("refusal", {name: new for name, (_, new) in entry.fields.items()}, entry.record)
            for entry in change.entries
            if entry.entity == "refusal" and self.reference.raw(("refusal", entry.record)).get("author") == user
        ]

    def _is_right(self, change: Change, user: str, said: Raws) -> bool:
        reason = said["reason"]
        beside, stands = coming(change), standing_by(change)

        def holds_for(entry: Entry) -> bool:
            key = (entry.entity, entry.record)
            match reason:
                case access.OUT_OF_SCOPE:
                    return not self._may(user, change.device, entry, beside, is_strict=True)
                case notices.EXISTS:
                    return entry.act is Act.CREATE and key in self.reference.of
                case notices.UNKNOWN_RECORD:
                    return key not in self.reference.of
                case notices.CHANGED_MEANWHILE:
                    return entry.act is Act.DELETE and bool(self._unseen(entry, user))
                case notices.GREW_MEANWHILE:
                    unseen = entry.act is Act.DELETE and bool(self._grown(entry, change))
                    return unseen or (entry.act is Act.DELETE and bool(self._parts_left(key, change)))
                case notices.PARENT_DELETED:
                    return any(self._dangles(entry, name, beside) for name in entry.fields) or (
                        not self.reference.twin(key).stands
                        and bool(self._lost_parents(key, change, stands) or self._lost_whole(key, stands))
                    )
                case notices.UNKNOWN_LINK:
                    return any(self._dangles(entry, name, beside) for name in entry.fields)
                case notices.WAITS:
                    base = self.reference.raw(("refusal", said.get("waits_for") or ""))
                    made = {one.record for one in _decoded(base.get("kept", "[]")) if one.act is Act.CREATE}
                    needs = {key[1], *(str(new) for _, new in entry.fields.values())}
                    return base.get("author") == user and not base.get("answer") and not made.isdisjoint(needs)
                case notices.TAKEN:
                    return self.is_restored  # else no number is given out twice
                case notices.NOT_YOUR_NAME:
                    return change.author != user
                case _:
                    return True  # a rule of the entity or a right of the role

        return any(holds_for(entry) for entry in change.entries)


@functools.cache
def _decoded(kept: str) -> list[Entry]:
    return _kept.decode(kept)


def _check_text(saw: Any, now: Any, new: Any, row: Written) -> None:
    """Both sides' new lines are in the merged text."""
    base, ours, theirs = (set(str(side or "").split("\n")) for side in (saw, now, new))
    for name, merged in row.merged.items():
        if rule_of(row.entity, name) is Merge.TEXT and row.fields[name] == (saw, new):
            missing = ((ours | theirs) - base) - {"", *str(merged or "").split("\n")}
            hold(MERGE, not missing, f"the merged text {merged!r} lacks {missing}")


def _pairs(entry: Entry) -> dict[str, Any]:
    return {name: tuple(pair) for name, pair in entry.fields.items()}


def _text(value: Any) -> str:
    return _json.encode(value).decode()


def _check_parts_back(rows: Iterable[Written]) -> None:
    """What comes back with its whole comes back as it was."""
    for row in rows:
        hold(MERGE, (row.act, row.fields, row.lost, row.merged) == (Act.RESTORE, {}, (), {}), "{} came back so", row)


def _groups(rows: Iterable[Written]) -> list[list[Written]]:
    found: list[list[Written]] = []
    for row in rows:
        if found and found[-1][0].change == row.change:
            found[-1].append(row)
        else:
            found.append([row])
    return found
