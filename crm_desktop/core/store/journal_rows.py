"""What a row of the journal says: its entry, its line, and whole changes put together from their rows."""

from collections.abc import Sequence
from typing import Any

import msgspec

from crm_desktop.core.changes import DELETE, Act, Change, Entry, Line, Posted

_ACTS = {act.value: act for act in Act}  # found quicker than made
_body = msgspec.msgpack.Decoder(tuple[dict[str, tuple[Any, Any]], tuple[str, ...], dict[str, Any]])


def read_entry(row: Any) -> Entry:
    """Read an entry from a row of the journal: all its columns, and possibly more behind them."""
    # By place, because a name is looked up for each value, and this is done for each line of a page.
    _, _, entity, record, act, _, _, _, _, _, _, body = row[:12]
    fields, lost, merged = _body.decode(body)
    return Entry(entity, record, Act(act), fields, lost, merged)


def sets(row: Any, name: str) -> bool:
    """Tell whether a row of the journal sets a field; a deletion carries what its author saw, and sets nothing."""
    if row[4] == DELETE:
        return False
    fields, lost, _ = _body.decode(row[11])
    return name in fields and name not in lost


def read_line(row: Any) -> Line:
    """Read a line from a row of the journal."""
    seq, change, _, _, _, author, _, _, happened, accepted = row[:10]
    return Line(seq, happened, accepted, author, change, read_entry(row))


def read_posted(rows: Sequence[Any]) -> Posted:
    """Read one change from its whole rows of the journal in the order of their numbers."""
    _, id_, _, _, _, author, device, counter, happened, accepted, _, _ = rows[0]
    entries, seqs = list[Entry](), list[int]()
    for seq, _, entity, record, act, _, _, _, _, _, _, body in rows:
        entries.append(Entry(entity, record, _ACTS[act], *_body.decode(body)))
        seqs.append(seq)
    return Posted(Change(id_, author, device, counter, happened, tuple(entries)), tuple(seqs), accepted)
