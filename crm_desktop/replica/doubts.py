"""What this laptop does not know to be the server's: entities whose sums differ, or could not be compared (law 10)."""

from collections.abc import Iterable, Mapping

import msgspec

from crm_desktop.core.protocol import Claim, Total
from crm_desktop.core.store.tally import SHAPES

DOUBTS, REPAIRS, LOST, RETURNS = "doubts", "repairs", "lost", "returns"  # marks
KEPT_REPAIRS = 20  # and returns
DAY_US = 86_400_000_000
MENDED, RELOADED, GIVEN_UP, HEALED = "mended", "reloaded", "given up", "healed"


class Doubted(msgspec.Struct, frozen=True):
    """An entity that differed, or could not be compared. tries: what was done about it, at (microseconds UTC) the last.

    0 nothing, 1 mended record by record, 2 loaded anew as well, 3 given up: more is not done before a day has passed.
    """

    tries: int = 0
    at: int = 0


class Repair(msgspec.Struct, frozen=True):
    """Something that was not as it should be, and what became of it; at: microseconds UTC.

    how: mended (not the server's; folded anew from its history), reloaded, given up, or healed (not as it was written).
    """

    at: int
    how: str
    entities: tuple[str, ...]
    records: int = 0


class Return(msgspec.Struct, frozen=True):
    """Changes brought back to a server that was restored from a backup without them; at: microseconds UTC."""

    at: int
    changes: int


Doubts = dict[str, Doubted]
Totals = Mapping[str, Mapping[str, Total]]
"""Entity key -> node -> sum."""


def read_doubts(text: str) -> Doubts:
    """Read what the mark of doubts says."""
    return msgspec.json.decode(text or "{}", type=Doubts)


def read_repairs(text: str) -> list[Repair]:
    """Read what the mark of repairs says, the oldest first."""
    return msgspec.json.decode(text or "[]", type=list[Repair])


def read_returns(text: str) -> list[Return]:
    """Read what the mark of returns says, the oldest first."""
    return msgspec.json.decode(text or "[]", type=list[Return])


def weighed(doubts: Doubts, claims: Mapping[str, Claim], own: Mapping[str, Claim]) -> Doubts:
    """Hold what the server claims against the own sums and give the doubts that are left.

    Where edits lie on top of the rows the sums differ, as they must; that doubt is looked into once nothing waits.
    """
    found = dict(doubts)
    for key, claim in claims.items():
        if key not in own or own[key].shape != claim.shape:
            continue
        if own[key].total != claim.total:
            found.setdefault(key, Doubted())
        else:
            found.pop(key, None)
    return found


def nodes_apart(own: Totals, there: Totals, shapes: Mapping[str, int]) -> dict[str, list[str]]:
    """Name the nodes at which the server's sums are not the own ones, by entity."""
    found = {}
    for key in there:
        if SHAPES.get(key) == shapes.get(key):
            nodes = sorted(own[key].keys() | there[key].keys())
            if parts := [node for node in nodes if own[key].get(node) != there[key].get(node)]:
                found[key] = parts
    return found


def due(doubts: Doubts, now_us: int) -> Doubts:
    """Leave out what was given up less than a day ago; what was given up before that begins anew."""
    fresh = {key: Doubted() if one.tries > 2 and now_us - one.at > DAY_US else one for key, one in doubts.items()}
    return {key: one for key, one in fresh.items() if one.tries <= 2}


def ids_apart(here: Mapping[str, int], there: Mapping[str, int]) -> list[str]:
    """Name the records that one side lacks or that have another hash there."""
    return sorted(id_ for id_ in {*here, *there} if here.get(id_) != there.get(id_))


def in_parts(ids: list[str], size: int) -> Iterable[list[str]]:
    """Split ids into lists of some size."""
    return (ids[start : start + size] for start in range(0, len(ids), size))
