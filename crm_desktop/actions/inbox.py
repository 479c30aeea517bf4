"""Answering what came back: conflicts of two people's values, and changes that the server refused."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from crm_desktop.actions.approvals import waiting_for_me
from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.records import edit_entry_of, last_values, undo, with_parts
from crm_desktop.core.access import actor_for, may_read, stands_for, target_of, team_of
from crm_desktop.core.changes import Act, Entry, Line, delete_entry, edit_entry, join
from crm_desktop.core.entities import Account, Conflict, Refusal, Territory, User
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.protocol import encode
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Raw, from_raw, raw_of
from crm_desktop.core.store import Where
from crm_desktop.replica.kept_back import KeptBack
from crm_desktop.replica.saving import LARGEST_CHANGE

WAITS_FOR_ANOTHER = QT_TRANSLATE_NOOP(
    "core", "The change it builds on was not accepted either. Send that one again: this one follows by itself."
)

TOO_LARGE_TO_SEND = QT_TRANSLATE_NOOP(
    "core",
    "This is more than can be sent at once, so it stays on this laptop. Send it again, and it goes in parts; or enter it in"
    " parts yourself and put this aside.",
)
BUILDS_ON_IT = QT_TRANSLATE_NOOP(
    "core", "It builds on a change that is too large to be sent. Send that one again, and this one follows by itself."
)
HERE = "here:"  # begins the id of what this laptop refused: no record anywhere else

_kept = msgspec.json.Decoder(tuple[Entry, ...])
_json = msgspec.json.Encoder(order="sorted")


CONCERNING = frozenset({"*", "conflict", "refusal", "approval"})
"""Where one of these kinds was touched, something else may wait for an answer."""


def waiting(desk: Desk) -> int:
    """Count what waits for an answer of the user."""
    return len(open_conflicts(desk)) + len(open_refusals(desk)) + len(waiting_for_me(desk))


def open_conflicts(desk: Desk) -> list[Conflict]:
    """List the conflicts that wait for an answer and concern the user.

    They concern the authors of the two values; where one of them has left or lost the record, whoever owns it, and where
    that is nobody either, everybody who has it. While the record is deleted, nobody need answer.
    """
    found = desk.replica.find(Conflict, Where("answer", "empty"), order=("-waiting_at",))
    if not found:
        return []
    people, territories = desk.replica.find(User), desk.replica.find(Territory)
    me = stands_for(desk.user.id, people)
    return [
        one
        for one in found
        if (raw := desk.replica.raw(one.entity, one.record)) is not None
        and (
            not me.isdisjoint((one.standing_author, one.waiting_author))
            or _falls_to(desk, one, raw, me, people, territories)
        )
    ]


def open_refusals(desk: Desk) -> list[Refusal]:
    """List the changes of the user, and of whom she took over from, that were refused and not answered, oldest first.

    Behind them what no push can carry, which this laptop itself refused.
    """
    me = stands_for(desk.user.id, desk.replica.find(User))
    wanted = (Where("author", "in", sorted(me)), Where("answer", "empty"))
    refused = sorted(desk.replica.find(Refusal, *wanted), key=lambda one: one.id)
    return refused + [_told_here(one) for one in desk.replica.kept_back() if not one.answer]


def take_standing(desk: Desk, conflict: Conflict, note: str = "") -> Done:
    """Answer a conflict with the value that stands."""
    return _answer(desk, conflict, "mine", note)


def take_waiting(desk: Desk, conflict: Conflict, note: str = "") -> Done:
    """Answer a conflict with the other value: it is set as a change of its own, in the same save."""
    current = desk.replica.raw(conflict.entity, conflict.record) or {}
    after = {**current, conflict.on_field: _value(conflict.waiting)}
    entry = edit_entry(conflict.entity, conflict.record, current, after)
    return _answer(desk, conflict, "theirs", note, *([entry] if entry else []))


def discard(desk: Desk, refusal: Refusal) -> Done:
    """Put a refused change aside; what was typed stays readable in its record."""
    if is_kept_back(refusal):
        desk.replica.answer_kept_back(refusal.change, "discarded")
        return Done(_of_refusals(refusal), refusal.id)
    entry = edit_entry_of(refusal, answer="discarded")
    return desk.save(*([entry] if entry else []))


def take_back(desk: Desk, change: str) -> Done:
    """Take an answer back, by what `Done.change` named: what this laptop keeps waits for one again, as it was."""
    if not change.startswith(HERE):
        return undo(desk, change)
    desk.replica.answer_kept_back(change.removeprefix(HERE), "")
    return Done({"refusal": frozenset({change})})


def awaited(desk: Desk, refusal: Refusal) -> Refusal | None:
    """Find the refusal that another one waits for, None where it need not wait any more."""
    found: Refusal | None
    if is_kept_back(refusal):
        found = next((one for one in open_refusals(desk) if one.id == refusal.waits_for), None)
    else:
        found = desk.replica.get(Refusal, refusal.waits_for) if refusal.waits_for else None
    return found if found is not None and not found.answer else None


def send_again(desk: Desk, refusal: Refusal) -> Done:
    """Make a refused change again, and after it those that wait for it, each as a change of its own.

    Raises RefusedError while the reason holds, or while it waits for another. What of the others still breaks a rule
    stays in the inbox.
    """
    here = is_kept_back(refusal)
    refusal = refusal if here else desk.fetch(Refusal, refusal.id)
    if refusal.answer or (here and refusal.id not in {one.id for one in open_refusals(desk)}):
        return Done({})  # it went along with the one it waited for
    if awaited(desk, refusal) is not None:
        raise RefusedError(WAITS_FOR_ANOTHER)
    done = _send_in_parts(desk, refusal) if here else _send_whole(desk, refusal)
    for waiting in open_refusals(desk):
        if waiting.waits_for == refusal.id:
            try:
                more = send_again(desk, waiting)
            except RefusedError:
                continue
            done = Done(join(done.touched, more.touched), done.change)
    return done


def is_kept_back(refusal: Refusal) -> bool:
    """Tell whether this laptop itself refused a change, because no push can carry it; nobody else hears of it."""
    return refusal.id.startswith(HERE)


def _told_here(kept: KeptBack) -> Refusal:
    first = kept.change.entries[0]
    return Refusal(
        id=HERE + kept.change.id, author=kept.change.author, change=kept.change.id, entity=first.entity,
        record=first.record, reason=BUILDS_ON_IT if kept.waits_for else TOO_LARGE_TO_SEND, values="{}",
        kept=_json.encode([entry for entry in kept.change.entries if entry.entity != "refusal"]).decode(),
        waits_for=HERE + kept.waits_for if kept.waits_for else "",
    )  # fmt: skip


def _of_refusals(refusal: Refusal) -> dict[str, frozenset[str]]:
    return {"refusal": frozenset({refusal.id})}


def _send_whole(desk: Desk, refusal: Refusal) -> Done:
    answer = edit_entry_of(refusal, answer="sent again")
    return desk.save(*with_parts(desk, _again(desk, refusal)), *([answer] if answer else []))


def _send_in_parts(desk: Desk, refusal: Refusal) -> Done:
    """Make a change that was too large anew, in as few changes as can be sent.

    Done again after a cut it goes on: what stands already is not made twice.
    """
    done = Done(_of_refusals(refusal))
    for part in _parts(with_parts(desk, _again(desk, refusal))):
        saved = desk.save(*part)
        done = Done(join(done.touched, saved.touched), saved.change)
    desk.replica.answer_kept_back(refusal.change, "sent again")
    return done


def _parts(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    part, size = list[Entry](), 0
    for entry in entries:
        more = len(encode(entry))
        if part and size + more > LARGEST_CHANGE // 2:
            yield part
            part, size = [], 0
        part.append(entry)
        size += more
    if part:
        yield part


def values_of(desk: Desk, conflict: Conflict) -> tuple[Any, Any, Any]:
    """Give before, standing and waiting as Python values of the field; amounts in the record's currency."""
    field = REGISTRY[conflict.entity].fields[conflict.on_field]
    raw = desk.replica.raw(conflict.entity, conflict.record) or {}
    base, standing, waiting = (
        from_raw(field, _value(text), raw) for text in (conflict.base, conflict.standing, conflict.waiting)
    )
    return base, standing, waiting


def _falls_to(
    desk: Desk, conflict: Conflict, raw: Mapping[str, Raw], me: frozenset[str], people: list[User],
    territories: list[Territory],
) -> bool:  # fmt: skip
    """Tell whether the user answers for an author who cannot: she owns the record, or nobody can who does."""
    node = desk.replica.node("conflict", conflict.id)
    account_id = team_of(node) or conflict.account
    account = desk.replica.get(Account, account_id) if account_id else None
    team = account.team if account is not None else ()
    known = {one.id: one for one in people}

    def can_answer(author: str) -> bool:
        if author not in known:
            return True  # the server itself: there is nobody to stand in for
        return any(
            not one.is_inactive
            and (may_read(actor_for(one, territories, people), node) or not stands_for(one.id, people).isdisjoint(team))
            for one in _answering_for(author, known)
        )

    if can_answer(conflict.standing_author) and can_answer(conflict.waiting_author):
        return False
    owner = str(raw.get("owner") or (account.owner if account is not None else ""))
    return owner in me or owner not in known or not can_answer(owner)


def _answering_for(author: str, known: Mapping[str, User]) -> list[User]:
    """List who answers for a person: herself, who took over from her, and who took over from them."""
    found: dict[str, User] = {}
    while author in known and author not in found:
        found[author] = known[author]
        author = known[author].successor
    return list(found.values())


def _again(desk: Desk, refusal: Refusal) -> list[Entry]:
    """Make the entries of a refused change anew, against the records as they are now.

    What a record follows and somebody deleted meanwhile comes back with it, and so does one that was deleted itself; with
    a quote all lines that went with it.
    """
    entries: list[Entry] = []
    kept = _kept.decode(refusal.kept)
    for entry in kept:
        current = desk.replica.raw(entry.entity, entry.record)
        if entry.act is Act.DELETE:
            entries += [delete_entry(entry.entity, entry.record, current)] if current is not None else []
        elif entry.act is not Act.EDIT and current is None:
            entries.append(msgspec.structs.replace(entry, lost=(), merged={}))
        elif entry.act is Act.EDIT and current is not None:
            fields = _fields_again(desk, refusal, entry, current)
            entries += [Entry(entry.entity, entry.record, Act.EDIT, fields)] if fields else []
        elif entry.act is Act.EDIT and last_values(desk, entry.entity, entry.record) is not None:
            entries.append(Entry(entry.entity, entry.record, Act.RESTORE, entry.fields))
    coming = {(entry.entity, entry.record) for entry in entries}
    above = {key: None for entry in entries for key in _lost_parents(desk, entry)}
    entries = [*(Entry(*key, Act.RESTORE) for key in above if key not in coming), *entries]
    coming |= above.keys()
    parts = [part for entry in entries if entry.act is Act.RESTORE for part in _gone_with(desk, entry)]
    return [*entries, *(part for part in parts if (part.entity, part.record) not in coming)]


def _gone_with(desk: Desk, entry: Entry) -> list[Entry]:
    """Make the entries that bring back what went with a record that is a part of it, as the server does in any case."""
    child = REGISTRY[entry.entity].child
    lines = reversed(desk.replica.lines([entry.record]).get(entry.record, []) if child else [])
    deletion = next((line.change for line in lines if line.entry.act is Act.DELETE), "")
    return [one for one in desk.replica.inverse_of(deletion) if one.act is Act.RESTORE and one.entity == child]


def _lost_parents(desk: Desk, entry: Entry) -> Iterator[tuple[str, str]]:
    """Name what an entry's record follows, at any distance, and what is deleted, the farthest first."""
    declared = REGISTRY[entry.entity]
    raw = {
        **(last_values(desk, entry.entity, entry.record) or {}),
        **{name: new for name, (_, new) in entry.fields.items()},
    }
    for name in declared.follows if entry.act is not Act.DELETE else ():
        target, linked = target_of(declared.fields[name], raw), raw.get(name)
        if target and isinstance(linked, str) and desk.replica.raw(target, linked) is None:
            writers = REGISTRY[target].write
            if (not writers or desk.role in writers) and last_values(desk, target, linked) is not None:
                yield from _lost_parents(desk, Entry(target, linked, Act.RESTORE))
                yield target, linked


def _fields_again(desk: Desk, refusal: Refusal, entry: Entry, current: Mapping[str, Raw]) -> dict[str, tuple[Raw, Raw]]:
    """Choose what of a refused edit is still to be done.

    A field that its author has set again since keeps the newer value. One that somebody else has set carries what the
    author saw, so that the server merges the two by the field's rule, as it would have done at first.
    """
    lines = [line for line in desk.replica.lines([entry.record]).get(entry.record, []) if _is_edit(line, entry)]
    fields: dict[str, tuple[Raw, Raw]] = {}
    for name, pair in entry.fields.items():
        setters = [line for line in lines if name in line.entry.fields and name not in line.entry.lost]
        is_own = bool(setters) and setters[-1].author in (refusal.author, desk.user.id)
        is_newer = is_own and setters[-1].change > refusal.change
        if current.get(name) != pair[1] and not is_newer:
            fields[name] = pair
    return fields


def _is_edit(line: Line, entry: Entry) -> bool:
    return line.entry.entity == entry.entity and line.entry.act is not Act.DELETE


def _value(text: str) -> Raw:
    return msgspec.json.decode(text) if text else None


def _answer(desk: Desk, conflict: Conflict, answer: str, note: str, *entries: Entry) -> Done:
    raw = raw_of(conflict)
    after: dict[str, Raw] = {**raw, "answer": answer, "answered_by": desk.user.id}
    if note:
        after["note"] = note
    own = edit_entry("conflict", conflict.id, raw, after)
    return desk.save(*entries, *([own] if own else []))
