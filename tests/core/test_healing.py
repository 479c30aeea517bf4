"""What somebody changed behind the application's back is named and healed: rows from the journal, never the reverse."""

import msgspec
import pytest
from sqlalchemy import select, update

from crm_desktop.core.protocol import encode
from crm_desktop.core.schema import REGISTRY
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
    seq, body = writer.connection.execute(query).first()  # type: ignore[misc]
    fields, lost, merged = msgspec.msgpack.decode(body)
    fields[name][1] = value
    writer.connection.execute(update(ENTRY).where(ENTRY.c.seq == seq).values(body=encode((fields, lost, merged))))
    return int(seq)


def test_a_damaged_journal_is_named_and_the_row_left_alone(writer: Writer) -> None:
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


def test_a_journal_that_was_cut_takes_no_row_away(writer: Writer) -> None:
    tamper(writer, "DELETE FROM entry WHERE record = 'c'")
    healed, _ = heal_store(writer.connection, REGISTRY)
    assert (healed.healed, healed.left) == ((), ("contact c: extra (the journal is damaged)",))
    assert writer.connection.execute(select(MAIN["contact"].c.id)).scalars().all() == ["c"]


def test_a_changed_row_beside_a_damaged_journal_of_the_same_kind_is_healed(writer: Writer) -> None:
    """The kept sum tells which of the two is which."""
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
