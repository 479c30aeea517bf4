"""The three-way merge of one change into what stands, field by field; pure."""

from collections.abc import Callable, Mapping
from difflib import SequenceMatcher

import msgspec

from crm_desktop.core.changes import Entry
from crm_desktop.core.schema import Entity, Merge, Raw

MOST_COMPARED = 1_000_000
"""Pairs of lines up to which two texts are compared line by line."""


class Clash(msgspec.Struct, frozen=True):
    """One field that two people set to different values and that asks for an answer."""

    name: str
    base: Raw
    standing: Raw
    waiting: Raw


class Merged(msgspec.Struct, frozen=True):
    """What the server makes of one incoming entry: the entry to post (None: nothing is left of it), and the clashes."""

    entry: Entry
    clashes: tuple[Clash, ...] = ()


Known = Callable[[str], int]
"""Field name -> the `happened` of the standing value, in microseconds; asked only where two values differ."""


def merge(declared: Entity, current: Mapping[str, Raw], entry: Entry, happened: int, standing_since: Known) -> Merged:
    """Merge one incoming edit into the current values, field by field (law 5).

    current: raw values now; entry.fields carry what the author saw. Pure and idempotent: merging the result again
    changes nothing.
    """
    lost: list[str] = []
    clashes: list[Clash] = []
    merged: dict[str, Raw] = {}
    for name, (saw, new) in entry.fields.items():
        now = current.get(name)
        if now in (saw, new):
            continue
        field = declared.fields.get(name)
        rule = field.merge if field is not None else Merge.LATEST
        if rule is Merge.ASK:
            lost.append(name)
            clashes.append(Clash(name, saw, now, new))
        elif rule is Merge.LATEST:
            if standing_since(name) > happened:
                lost.append(name)
        elif rule is Merge.TEXT:
            merged[name] = merge_text(saw, now, new)
    if lost or merged or entry.lost or entry.merged:
        entry = msgspec.structs.replace(entry, lost=tuple(lost), merged=merged)
    return Merged(entry, tuple(clashes))


def merge_text(base: Raw, now: Raw, new: Raw) -> Raw:
    """Merge long text by line; where both changed the same lines, keep both, the standing one first."""
    old, ours, theirs = (str(side).split("\n") if side else [] for side in (base, now, new))
    our_places, their_places = _same_lines(old, ours), _same_lines(old, theirs)
    kept: list[str] = []
    begin = our_begin = their_begin = 0
    for place in [*sorted(our_places.keys() & their_places.keys()), len(old)]:
        our_end, their_end = our_places.get(place, len(ours)), their_places.get(place, len(theirs))
        kept += _merge_lines(old[begin:place], ours[our_begin:our_end], theirs[their_begin:their_end])
        kept += old[place : place + 1]
        begin, our_begin, their_begin = place + 1, our_end + 1, their_end + 1
    return "\n".join(kept) or None


def _same_lines(old: list[str], new: list[str]) -> dict[int, int]:
    """Map the lines that stayed, by their place before to their place after.

    Of long texts only what stayed at both ends: to compare all lines takes seconds, in which nobody else can push.
    """
    if len(old) * len(new) > MOST_COMPARED:
        pairs = list(zip(old, new, strict=False))
        head = next((place for place, (was, now) in enumerate(pairs) if was != now), len(pairs))
        ends = list(zip(reversed(old[head:]), reversed(new[head:]), strict=False))
        tail = next((place for place, (was, now) in enumerate(ends) if was != now), len(ends))
        same = {place: place for place in range(head)}
        return same | {len(old) - step: len(new) - step for step in range(tail, 0, -1)}
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _merge_lines(old: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Merge what lies between two lines that stayed on both sides."""
    if ours == old:
        return theirs
    if theirs in (old, ours):
        return ours
    known = {*old, *ours}
    return [*ours, *(line for line in theirs if line not in known)]
