"""What somebody changed behind the application's back is named and healed: rows from the journal, never the reverse."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select, update

from crm_desktop.core.changes import WAITING
from crm_desktop.core.protocol import encode
from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store import Batch, proofs
from crm_desktop.core.store.digest import content_hash, faulty_in, heal_store, verify_store
from crm_desktop.core.store.tables import ENTRY, MAIN
from crm_desktop.core.store.tally import kept_totals
from tests.core.writing import Writer

ROWS = [
    ("UPDATE account SET name = 'Mall' WHERE id = 'a'", ["account a: name"]),
    ("UPDATE account SET node = 'south' WHERE id = 'a'", ["account a: node"]),
    ("UPDATE account SET extra = '{\"novel\":1}' WHERE id = 'a'", ["account a: novel"]),
    ("UPDATE account SET extra = '{\"nov' WHERE id = 'a'", ["account a: unreadable"]),
    ("UPDATE opportunity SET amount = amount + 1 WHERE id = 'd'", ["opportunity d: amount"]),
    ("UPDATE quote SET total = 1 WHERE id = 'q'", ["quote q: total"]),
    ("UPDATE quote_line SET quantity = 9 WHERE id = 'l1'", ["quote_line l1: quantity"]),
    ("DELETE FROM contact WHERE id = 'c'", ["contact c: missing"]),
    ("UPDATE contact SET id = 'k' WHERE id = 'c'", ["contact c: missing", "contact k: extra"]),
    ("UPDATE account SET name = 'Mall'; UPDATE opportunity SET name = 'x'", ["account a: name", "opportunity alone: name", "opportunity d: name"]),
    ("UPDATE tally SET low = (low + 1) % 4294967296 WHERE entity = 'account'", ["account at north: sum"]),
]  # fmt: skip


def tamper(writer: Writer, statements: str) -> None:
    for statement in statements.split(";"):
        writer.connection.exec_driver_sql(statement)


@pytest.mark.parametrize(("statements", "named"), ROWS)
def test_a_changed_row_is_named_and_folded_anew(writer: Writer, statements: str, named: list[str]) -> None:
    before, kept = content_hash(writer.connection, "manager", None), kept_totals(writer.connection)
    tamper(writer, statements)
    healed, _ = heal_store(writer.connection, REGISTRY)
    assert (sorted(healed.healed), healed.left) == (named, ())
    assert (verify_store(writer.connection), kept_totals(writer.connection)) == ([], kept)
    assert content_hash(writer.connection, "manager", None) == before


def change_entry(writer: Writer, record: str, name: str, value: object) -> int:
    """Change what the newest entry of a record says, and give its number."""
    query = select(ENTRY.c.seq, ENTRY.c.body).where(ENTRY.c.record == record).order_by(ENTRY.c.seq.desc())
    seq, body = writer.connection.execute(query).first()
    fields, lost, merged = msgspec.msgpack.decode(body)
    fields[name][1] = value
    writer.connection.execute(update(ENTRY).where(ENTRY.c.seq == seq).values(body=encode((fields, lost, merged))))
    return int(seq)


def unproven(writer: Writer) -> None:
    """Leave the entries without proofs, as a load brings them."""
    tamper(writer, "DELETE FROM proof")


def test_a_damaged_journal_is_named_and_the_row_left_alone(writer: Writer) -> None:
    unproven(writer)
    change_entry(writer, "a", "name", "Mall")
    healed, _ = heal_store(writer.connection, REGISTRY)
    assert (healed.healed, healed.left) == ((), ("account a: name (the journal is damaged)",))
    assert healed.damaged == (("account", "a"),)
    assert writer.connection.execute(select(MAIN["account"].c.name)).scalar_one() == "Mill"


def test_an_entry_that_cannot_be_read_is_named(writer: Writer) -> None:
    seq = change_entry(writer, "a", "name", "Mall")
    writer.connection.execute(update(ENTRY).where(ENTRY.c.seq == seq).values(body=b"\xc1 no message"))
    healed, _ = heal_store(writer.connection, REGISTRY)
    assert healed.left == (f"account a: entry {seq} (the journal is damaged)",)
    assert verify_store(writer.connection) == [f"account a: entry {seq}"]


ONE_BYTE = [
    ("a value that was replaced since", {"body": lambda body: body.replace(b"Mill", b"Hill")}),
    ("what its author saw", {"body": lambda body: body[:-4] + bytes([body[-4] ^ 1]) + body[-3:]}),
    ("a byte that makes it unreadable", {"body": lambda body: b"\xc1" + body[1:]}),
    ("its author", {"author": lambda author: author[:-1] + "x"}),
    ("its moment", {"happened": lambda happened: happened ^ 0x0400}),
    ("when it was accepted", {"accepted": lambda accepted: accepted ^ 0x01}),
    ("its device's number", {"counter": lambda counter: counter ^ 0x80}),
    ("what it did", {"act": lambda act: act ^ 0x03}),
]


def change_columns(writer: Writer, seq: int, changes: Any) -> None:
    row = writer.connection.execute(select(ENTRY).where(ENTRY.c.seq == seq)).one()
    values = {name: change(getattr(row, name)) for name, change in changes.items()}
    assert all(values[name] != getattr(row, name) for name in values)
    writer.connection.execute(update(ENTRY).where(ENTRY.c.seq == seq).values(**values))


@pytest.mark.parametrize("changes", [row[1] for row in ONE_BYTE], ids=[row[0] for row in ONE_BYTE])
def test_one_byte_of_an_entry_is_found_named_and_healed(writer: Writer, changes: Any) -> None:
    writer.set("account", "a", "name", "Mill", "Mill and Sons")
    query = select(ENTRY).where(ENTRY.c.record == "a").order_by(ENTRY.c.seq)
    before = writer.connection.execute(query).all()
    change_columns(writer, before[0].seq, changes)
    assert verify_store(writer.connection) == [f"account a: entry {before[0].seq}"]
    healed, _ = heal_store(writer.connection, REGISTRY)
    assert (healed.healed, healed.left) == ((f"account a: entry {before[0].seq}",), ())
    assert writer.connection.execute(query).all() == before
    assert verify_store(writer.connection) == []


def test_an_entry_of_which_more_was_changed_is_named_and_left(writer: Writer) -> None:
    writer.set("account", "a", "name", "Mill", "Mill and Sons")
    seq = int(writer.connection.execute(select(ENTRY.c.seq).where(ENTRY.c.record == "a")).scalars().all()[0])
    change_columns(writer, seq, {"body": lambda body: body.replace(b"Mill", b"Hall")})
    healed, _ = heal_store(writer.connection, REGISTRY)
    assert (healed.healed, healed.left) == ((), (f"account a: entry {seq} (the journal is damaged)",))
    assert healed.damaged == (("account", "a"),)


def test_what_a_load_brought_is_proven_from_the_first_reading_on(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "AT_ONCE", 3)
    unproven(writer)
    upto, rounds = 0, 0
    while upto < WAITING:
        upto, rounds = proofs.fill(writer.connection, upto), rounds + 1
    count = writer.connection.execute(select(func.count()).select_from(ENTRY)).scalar_one()
    assert (rounds, writer.connection.execute(select(func.count()).select_from(proofs.PROOF)).scalar_one()) == (
        count // 3 + 1, count,
    )  # fmt: skip
    change_columns(writer, 1, {"author": lambda author: author + "x"})
    assert len(verify_store(writer.connection)) == 1


def test_a_record_that_moves_keeps_its_proofs_and_one_that_goes_leaves_none(writer: Writer) -> None:
    writer.set("account", "a", "territory", "north", "south")
    assert verify_store(writer.connection) == []
    batch = Batch(writer.connection)
    batch.forget("account", ["a"])
    batch.flush()
    left = set(writer.connection.execute(select(proofs.PROOF.c.seq)).scalars())
    assert left == set(writer.connection.execute(select(ENTRY.c.seq)).scalars())


def test_a_journal_that_was_cut_takes_no_row_away(writer: Writer) -> None:
    tamper(writer, "DELETE FROM entry WHERE record = 'c'")
    healed, _ = heal_store(writer.connection, REGISTRY)
    assert (healed.healed, healed.left) == ((), ("contact c: extra (the journal is damaged)",))
    assert writer.connection.execute(select(MAIN["contact"].c.id)).scalars().all() == ["c"]


def test_a_changed_row_beside_a_damaged_journal_of_the_same_kind_is_healed(writer: Writer) -> None:
    """The kept sum tells which of the two is which."""
    unproven(writer)
    tamper(writer, "UPDATE opportunity SET name = 'x' WHERE id = 'alone'")
    change_entry(writer, "d", "name", "y")
    healed, _ = heal_store(writer.connection, REGISTRY)
    assert healed.healed == ("opportunity alone: name",)
    assert healed.left == ("opportunity d: name (the journal is damaged)",)


def test_a_slice_names_what_lies_in_it_and_where_to_go_on(writer: Writer) -> None:
    tamper(writer, "UPDATE opportunity SET name = 'x' WHERE id = 'd'")
    assert faulty_in(writer.connection, "opportunity", "", 1) == ([], "alone")
    assert faulty_in(writer.connection, "opportunity", "alone", 1) == (["opportunity d: name"], "d")
    assert faulty_in(writer.connection, "opportunity", "d", 1) == ([], "")
