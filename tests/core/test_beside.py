"""Much that is written beside its author comes to the same as little by little, and a fault there is raised."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection

from crm_desktop.core.changes import Act, Change, Entry, Posted, create_entry
from crm_desktop.core.entities import Product
from crm_desktop.core.schema import raw_of
from crm_desktop.core.store import Batch, prepare
from crm_desktop.core.store.beside import Beside
from crm_desktop.core.store.bulk import most_together
from crm_desktop.core.store.digest import verify_store
from crm_desktop.core.store.proofs import PROOF
from crm_desktop.core.store.sqlite import WRITES, open_sqlite
from crm_desktop.core.store.tables import ENTRY, MAIN, PAST, TALLY


def write(connection: Connection, posted: list[Posted], at_once: int) -> None:
    for start in range(0, len(posted), at_once):
        batch = Batch(connection)
        part = posted[start : start + at_once]
        batch.load((entry.entity, entry.record) for one in part for entry in one.change.entries)
        for one in part:
            batch.apply(one)
        batch.flush()


def history(count: int) -> list[Posted]:
    """Create some products, then edit each of them."""
    entries = [create_entry("product", f"p{n}", raw_of(Product(id=f"p{n}", name=f"Product {n}"))) for n in range(count)]
    entries += [
        Entry("product", f"p{n}", Act.EDIT, {"name": (f"Product {n}", f"Better product {n}")}) for n in range(count)
    ]
    return [
        Posted(Change(f"c{n}", "ann", "laptop", n, 1000 + n, (entry,)), (n,), 9000 + n)
        for n, entry in enumerate(entries, 1)
    ]


def contents(folder: Path, name: str, at_once: int) -> list[list[tuple[object, ...]]]:
    engine = open_sqlite(folder / name, synchronous="OFF")
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        prepare(connection)
        count = most_together(connection, ENTRY.columns.keys()) + 30
        posted = history(count)
        write(connection, posted[:count], at_once)
        write(connection, posted[count:], at_once)
        assert verify_store(connection) == []
        found = [
            [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))]
            for table in (ENTRY, PROOF, MAIN["product"], PAST["product"], TALLY)
        ]
    engine.dispose()
    return found


def test_much_at_once_comes_to_the_same_as_little_by_little(tmp_path: Path) -> None:
    assert contents(tmp_path, "much", 1_000_000) == contents(tmp_path, "little", 700)


def test_what_is_done_beside_is_done_in_order_and_the_rest_by_whoever_waits() -> None:
    done: list[str] = []
    mine = threading.current_thread().name
    beside = Beside()
    beside.do_if_busy(lambda: done.append(f"first {threading.current_thread().name}"))
    beside.do(lambda: done.append(f"second {threading.current_thread().name}"))
    beside.do_after(lambda: done.append(f"fourth {threading.current_thread().name}"))
    beside.do_if_busy(lambda: done.append(f"third {threading.current_thread().name}"))
    beside.join()
    beside.join()
    beside.do_after(lambda: done.append(f"fifth {threading.current_thread().name}"))
    assert done == [f"first {mine}", "second writing", "third writing", f"fourth {mine}", f"fifth {mine}"]


def test_a_fault_beside_is_raised_where_it_is_waited_for_and_nothing_is_done_after_it() -> None:
    done: list[str] = []

    def fail() -> None:
        raise OSError("disk full")

    beside = Beside()
    beside.do(fail)
    beside.do(lambda: done.append("beside"))
    beside.do_after(lambda: done.append("after"))
    with pytest.raises(OSError, match="disk full"):
        beside.join()
    beside.join()
    assert done == []
