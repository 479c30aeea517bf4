"""What each journal entry was when it was written: a hash kept beside it, by which a changed one is found and often put right.

An entry may be damaged in a way that no row shows: a value that was replaced since, its author, its moment. The node is
left out, for an entry goes along with its record. Where one byte differs from what was written, the hash says which
one: all that one byte can have been are tried, some fifty thousand, and one of them has the hash.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, bindparam, delete, select, update

from crm_desktop.core.changes import WAITING
from crm_desktop.core.protocol import encode
from crm_desktop.core.store.among import among_given
from crm_desktop.core.store.bulk import insert_values
from crm_desktop.core.store.tables import BIG, ENTRY

proof_tables = MetaData()

PROOF = Table(
    "proof",
    proof_tables,
    Column("seq", BIG, primary_key=True, autoincrement=False),
    Column("hash", BIG, nullable=False),
)
"""Number of an entry -> the hash of what was written. What came with a first load gets its proof when it is first read."""

HASHED = tuple(column for column in ENTRY.columns if column.name != "node")
LONGEST_SEARCHED = 4_000  # bytes of an entry of which one is looked for; a longer one comes anew
AT_ONCE = 500  # entries of one transaction that proves what a load brought

_UNPROVEN = (
    select(*HASHED)
    .outerjoin(PROOF, PROOF.c.seq == ENTRY.c.seq)
    .where(PROOF.c.seq.is_(None), ENTRY.c.seq > bindparam("last"), ENTRY.c.seq < WAITING)
    .order_by(ENTRY.c.seq)
    .limit(bindparam("most"))
)
_FORGET = delete(PROOF).where(among_given(PROOF.c.seq, "seqs"))
_hash = blake2b(digest_size=8)  # copied for each entry, which costs less than making one

Values = Sequence[Any]
"""The values of an entry in the order of HASHED."""


def proof_of(values: Values) -> int:
    """Hash an entry into 63 bits."""
    found = _hash.copy()
    found.update(encode(values))
    return int.from_bytes(found.digest()) >> 1


def note(connection: Connection, entries: Iterable[Values]) -> None:
    """Keep the proofs of entries that were just written; those that wait for their number get it with that."""
    keep(connection, rows_of(entries))


def rows_of(entries: Iterable[Values]) -> list[tuple[int, int]]:
    """Work out what is kept of entries."""
    return [(values[0], proof_of(values)) for values in entries if values[0] < WAITING]


def keep(connection: Connection, rows: Sequence[tuple[int, int]]) -> None:
    """Keep what was worked out."""
    insert_values(connection, PROOF, ("seq", "hash"), rows)


def forget(connection: Connection, seqs: Iterable[int]) -> None:
    """Forget the proofs of entries that go."""
    connection.execute(_FORGET, {"seqs": seqs})


def fill(connection: Connection, after: int) -> int:
    """Prove the next entries after a number that have no proof yet, as after a first load; tells where to go on.

    WAITING: all are proven, and stay so.
    """
    rows = [tuple(row) for row in connection.execute(_UNPROVEN, {"last": after, "most": AT_ONCE})]
    note(connection, rows)
    return int(rows[-1][0]) if len(rows) == AT_ONCE else WAITING


def mend(connection: Connection, seq: int) -> bool:
    """Put an entry right of which one byte was changed; False where more was."""
    row = connection.execute(
        select(*HASHED, PROOF.c.hash).join(PROOF, PROOF.c.seq == ENTRY.c.seq).where(ENTRY.c.seq == seq)
    ).first()
    if row is None:
        return False
    *values, kept = row
    for name, value in _alternatives(values):
        place = next(at for at, column in enumerate(HASHED) if column.name == name)
        if proof_of((*values[:place], value, *values[place + 1 :])) == kept:
            connection.execute(update(ENTRY).where(ENTRY.c.seq == seq).values({name: value}))
            return True
    return False


def _alternatives(values: Values) -> Iterator[tuple[str, Any]]:
    """List what an entry may have said that differs in one byte of one column."""
    for column, value in zip(HASHED[1:], values[1:], strict=True):
        if isinstance(value, bool) or value is None:
            continue
        kind = type(value)
        plain = value if kind is bytes else value.encode() if kind is str else value.to_bytes(8, signed=True)
        if len(plain) > LONGEST_SEARCHED:
            continue
        for at, old in enumerate(plain):
            for new in range(256):
                if new != old:
                    changed = plain[:at] + bytes((new,)) + plain[at + 1 :]
                    if (found := _as(kind, changed)) is not None:
                        yield column.name, found


def _as(kind: type, plain: bytes) -> Any:
    if kind is bytes:
        return plain
    if kind is int:
        return int.from_bytes(plain, signed=True)
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return None
