"""The kept sums of hashes are those of the stored rows, whatever was written and however it came there."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import delete, select

from crm_desktop.core.changes import NEVER, WAITING, Act, Change, Entry, Posted, create_entry, delete_entry
from crm_desktop.core.entities import Account, Product, Territory
from crm_desktop.core.protocol import HALF, Total
from crm_desktop.core.schema import REGISTRY, raw_of
from crm_desktop.core.store import Batch, Reader, prepare, set_mark
from crm_desktop.core.store.digest import content_hash
from crm_desktop.core.store.tables import MAIN, TALLY
from crm_desktop.core.store.tally import claims_of, kept_totals, row_hash, stored_totals
from tests.core.writing import Writer

BACK = Entry("account", "a", Act.RESTORE)


def _delete(writer: Writer) -> None:
    raw = Reader(writer.connection).raw("account", "a")
    assert raw is not None
    writer.post(delete_entry("account", "a", raw))


def _restore(writer: Writer) -> None:
    _delete(writer)
    writer.post(BACK)


def _merge(writer: Writer) -> None:
    """Let an edit arrive that happened before the standing one: the record is folded again."""
    writer.set("account", "a", "city", None, "Rome", happened=90)
    writer.set("account", "a", "city", None, "Oslo", happened=50)


def _forget(writer: Writer) -> None:
    batch = Batch(writer.connection)
    batch.forget("account", ["a", "never"])
    batch.forget("opportunity", ["d"])
    batch.flush()


def _forget_and_take_in_again(writer: Writer) -> None:
    lines = Reader(writer.connection).lines(["c"])["c"]
    batch = Batch(writer.connection)
    batch.forget("contact", ["c"])
    for line in lines:
        batch.apply(
            Posted(Change(line.change, "ann", "d", 1, line.happened, (line.entry,)), (line.seq,), line.accepted)
        )
    batch.flush()


def _wait(writer: Writer) -> Change:
    waiting = Change("w", "ann", "d", 9, 99, (Entry("account", "a", Act.EDIT, {"city": (None, "Rome")}),))
    batch = Batch(writer.connection)
    batch.apply(Posted(waiting, (WAITING + 1,), NEVER))
    batch.flush()
    return waiting


def _replay(writer: Writer) -> None:
    """Let a waiting edit come back numbered, with a colleague's before it."""
    waiting = _wait(writer)
    batch = Batch(writer.connection)
    batch.drop_waiting(["w"])
    batch.apply(Posted(Change("x", "bob", "e", 1, 98, (waiting.entries[0],)), (70,), 98))
    batch.apply(Posted(waiting, (71,), 99))
    batch.flush()


def _refuse(writer: Writer) -> None:
    _wait(writer)
    batch = Batch(writer.connection)
    batch.drop_waiting(["w"])
    batch.flush()


def _twice_in_one_batch(writer: Writer) -> None:
    """Create, edit and move a record before anything is written, and once more after it was."""
    batch = Batch(writer.connection)
    entries = [
        create_entry("account", "b", raw_of(Account(id="b", name="Yard", territory="north"))),
        Entry("account", "b", Act.EDIT, {"city": (None, "Rome"), "territory": ("north", "south")}),
        Entry("account", "b", Act.EDIT, {"city": ("Rome", "Oslo")}),
    ]
    for number, entry in enumerate(entries, 80):
        batch.apply(Posted(Change(f"m{number}", "ann", "d", number, number, (entry,)), (number,), number))
        if number == 81:
            batch.flush()
    batch.flush()


CASES: dict[str, Callable[[Writer], object]] = {
    "create": lambda writer: writer.add(Account(id="b", name="Yard", territory="south")),
    "edit": lambda writer: writer.set("account", "a", "city", None, "Rome"),
    "edit to the same": lambda writer: writer.set("account", "a", "name", "Mill", "Mill"),
    "edit of what others are derived from": lambda writer: writer.set("quote_line", "l1", "quantity", None, 7_000_000),
    "move, with all that follows": lambda writer: writer.set("account", "a", "territory", "north", "south"),
    "move of a person's home": lambda writer: writer.set("user", "ann", "home", "north", "south"),
    "move and edit at once": lambda writer: writer.post(
        Entry("account", "a", Act.EDIT, {"city": (None, "Rome"), "territory": ("north", "south")})
    ),
    "delete": _delete,
    "restore": _restore,
    "merge": _merge,
    "forget": _forget,
    "forget and take in again": _forget_and_take_in_again,
    "replay": _replay,
    "refused": _refuse,
    "twice in one batch": _twice_in_one_batch,
    "unknown field of a newer version": lambda writer: writer.set("account", "a", "novel", None, {"deep": [1]}),
    "truth pushed as a number": lambda writer: writer.set("user", "ann", "is_inactive", None, 1),
    "hidden field": lambda writer: writer.add(Product(id="p", name="Pump", sku="P", cost=Decimal(700))),
}


@pytest.mark.parametrize("case", CASES)
def test_the_kept_sums_are_those_of_the_rows(writer: Writer, case: str) -> None:
    before = stored_totals(writer.connection)
    CASES[case](writer)
    after = stored_totals(writer.connection)
    assert kept_totals(writer.connection) == after
    same = {"edit to the same", "restore", "refused", "forget and take in again"}
    assert (after == before) == (case in same)


def test_sums_are_apart_for_those_who_may_not_read_a_field(writer: Writer) -> None:
    writer.add(Product(id="p", name="Pump", sku="P", cost=Decimal(700)))
    before = [claims_of(writer.connection, role, None, ["product"]) for role in ("rep", "manager")]
    writer.set("product", "p", "cost", 700_000_000, 800_000_000)
    after = [claims_of(writer.connection, role, None, ["product"]) for role in ("rep", "manager")]
    assert (before[0] == after[0], before[1] == after[1]) == (True, False)
    value = row_hash(REGISTRY["product"], "p", "", raw_of(Product(id="p", name="Pump", sku="P")))
    assert after[0]["product"].total == Total(1, value >> 32, value % HALF)


def test_a_scope_is_the_sum_of_its_nodes(writer: Writer) -> None:
    writer.add(Territory(id="east", name="East"), Account(id="b", name="Yard", territory="south"))
    both = claims_of(writer.connection, "rep", ["north", "south"], ["account"])
    assert both["account"].total.records == 2
    assert both == claims_of(writer.connection, "rep", None, ["account"])
    assert both != claims_of(writer.connection, "rep", ["north"], ["account"])
    assert both["account"].total == content_total(writer, "account")


def content_total(writer: Writer, key: str) -> Total:
    records, text = content_hash(writer.connection, "rep", None)[key]
    return Total(records, int(text[:8], 16), int(text[8:], 16))


def test_two_records_that_changed_places_change_the_sum(writer: Writer) -> None:
    """What a sum of hashes over many nodes must not miss."""
    writer.add(Account(id="b", name="Yard", territory="south"))
    before = stored_totals(writer.connection)
    table = MAIN["account"]
    nodes = {row.id: row.node for row in writer.connection.execute(select(table.c.id, table.c.node))}
    for one, other in (("a", "b"), ("b", "a")):
        writer.connection.execute(table.update().where(table.c.id == one).values(node=nodes[other]))
    after = stored_totals(writer.connection)
    assert sum(one.low for one in before.values()) % HALF != sum(one.low for one in after.values()) % HALF


def test_a_store_of_an_older_version_gets_its_sums(writer: Writer) -> None:
    kept = kept_totals(writer.connection)
    writer.connection.execute(delete(TALLY))
    set_mark(writer.connection, "schema", "1")
    set_mark(writer.connection, "shape", "of another version")
    prepare(writer.connection)
    assert kept_totals(writer.connection) == kept
