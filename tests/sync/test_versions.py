"""Old and new talk (law 12): what only a newer version knows is carried, and lies in its place after the update."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crm_desktop.actions import records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core import protocol
from crm_desktop.core.changes import Act, Change, Entry, Posted
from crm_desktop.core.entities import Account
from crm_desktop.core.errors import ProtocolError
from crm_desktop.core.protocol import TOO_OLD, Columns, Gone, Page
from crm_desktop.core.store import Reader, prepare, set_mark
from crm_desktop.core.store.sqlite import WRITES
from crm_desktop.core.store.tables import ENTRY
from crm_desktop.sync.engine import sync
from crm_desktop.sync.remote import HttpServer
from tests.replicas import Office, held_by, small_office
from tests.server.house import listening


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = small_office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def ann(office: Office) -> Desk:
    return desk_of(office.laptop("ann"), office.clock)


def from_newer(desk: Desk, *entries: Entry) -> Page:
    """Make a page as a newer server sends it."""
    first = desk.replica.held()[0].seq + 1
    change = Change("newer", "mia", "another laptop", 7, 1, entries)
    posted = Posted(change, tuple(range(first, first + len(entries))), 2)
    return Page(cursor=desk.replica.mark("cursor"), posted=(posted,))


def account(desk: Desk, id_: str = "north1") -> dict[str, Any]:
    return desk.replica.raw("account", id_) or {}


def test_a_field_of_a_newer_version_is_kept_through_edits_here(ann: Desk) -> None:
    ann.replica.absorb(from_newer(ann, Entry("account", "north1", Act.EDIT, {"novel": (None, ["a", "b"])})))
    seen = ann.replica.get(Account, "north1")
    assert seen is not None
    records.edit(ann, seen, city="Rome")
    assert (account(ann)["novel"], account(ann)["city"]) == (["a", "b"], "Rome")
    assert "novel" not in ann.replica.outbox()[0].entries[0].fields


def test_an_entry_that_stands_in_for_a_damaged_journal_says_the_unknown_field(ann: Desk) -> None:
    ann.replica.absorb(from_newer(ann, Entry("account", "north1", Act.EDIT, {"novel": (None, 5)})))
    with ann.replica._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.exec_driver_sql("UPDATE entry SET body = x'c1' WHERE record = 'north1'")
    ann.replica.heal(1)
    records.edit(ann, held_by(ann.replica, Account, "north1"), city="Rome")
    assert (account(ann)["novel"], account(ann)["city"], ann.replica.verify()) == (5, "Rome", [])


def test_the_deletion_of_a_record_says_that_its_author_had_the_unknown_field(ann: Desk) -> None:
    ann.replica.absorb(from_newer(ann, Entry("account", "north1", Act.EDIT, {"novel": (None, 5)})))
    seen = ann.replica.get(Account, "north1")
    assert seen is not None
    records.delete(ann, seen)
    assert ann.replica.outbox()[0].entries[0].fields["novel"] == (5, None)


def test_an_entity_of_a_newer_version_is_carried_and_hides_nothing_beside_it(ann: Desk) -> None:
    page = from_newer(
        ann,
        Entry("gadget", "g1", Act.CREATE, {"name": (None, "Gadget")}),
        Entry("account", "north1", Act.EDIT, {"city": (None, "Oslo")}),
    )
    ann.replica.absorb(page)
    assert account(ann)["city"] == "Oslo"
    with ann.replica._engine.connect() as connection:
        (line,) = Reader(connection).lines(["g1"])["g1"]
    assert line.entry.fields == {"name": (None, "Gadget")}
    assert not ann.replica.verify()


def test_an_unknown_record_that_leaves_the_scope_is_carried_no_more(ann: Desk) -> None:
    ann.replica.absorb(from_newer(ann, Entry("gadget", "g1", Act.CREATE, {"name": (None, "Gadget")})))
    ann.replica.absorb(Page(cursor=ann.replica.mark("cursor"), gone=(Gone("gadget", ("g1",)),)))
    with ann.replica._engine.connect() as connection:
        assert not Reader(connection).lines(["g1"])


def test_a_first_load_from_a_newer_server_keeps_its_fields_and_entities(office: Office, ann: Desk) -> None:
    office.post(Entry("account", "north1", Act.EDIT, {"novel": (None, ["a"])}))

    class Newer:
        """Sends what is kept aside here as columns and a table of its own, as a server that declares them does."""

        def __getattr__(self, name: str) -> Any:
            return getattr(office.service, name)

        def snapshot(self, token: str, place: str) -> Any:
            page = office.service.snapshot(token, place)
            batch = page.batch
            if batch is None or batch.table != "account":
                return page
            extra = batch.columns[batch.names.index("extra")]
            novel = ['["a"]' if value else None for value in extra]
            columns = [
                column if name != "extra" else [None] * len(column)
                for name, column in zip(batch.names, batch.columns, strict=True)
            ]
            made = Columns(table="account", names=(*batch.names, "novel"), columns=(*columns, novel))
            return msgspec.structs.replace(page, batch=made)

    assert ann.replica.load(Columns(table="gadget", names=("n", "id"), columns=([1], ["g1"]))) == 0
    ann.replica.empty()
    sync(ann.replica, Newer(), office.clock.us)
    assert account(ann)["novel"] == ["a"]
    assert not ann.replica.verify()


def test_an_update_puts_what_was_carried_into_its_columns(office: Office, ann: Desk) -> None:
    with ann.replica._pen.writing() as connection:
        # As the version before has left it: no column, the value carried, in rows and pasts alike.
        for table in ("account", "account_past"):
            connection.exec_driver_sql(f'ALTER TABLE "{table}" DROP COLUMN website')
        connection.exec_driver_sql("UPDATE account SET extra = '{\"website\":\"mill.example\"}' WHERE id = 'north1'")
        line = connection.execute(ENTRY.select().where(ENTRY.c.record == "north1")).mappings().one()
        fields, lost, merged = msgspec.msgpack.decode(line["body"])
        body = protocol.encode(({**fields, "website": (None, "mill.example")}, lost, merged))
        connection.execute(ENTRY.update().where(ENTRY.c.seq == line["seq"]).values(body=body))
        set_mark(connection, "shape", "that of the version before")
    with ann.replica._pen.writing() as connection:
        prepare(connection)
    seen = ann.replica.get(Account, "north1")
    assert seen is not None
    assert seen.website == "mill.example"
    records.edit(ann, seen, website="new.example")
    assert account(ann)["website"] == "new.example"
    assert not ann.replica.verify()


def test_an_update_with_a_full_outbox_sends_it_afterwards(office: Office, ann: Desk) -> None:
    seen = ann.replica.get(Account, "north1")
    assert seen is not None
    records.edit(ann, seen, city="Typed before the update")
    with ann.replica._pen.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE account DROP COLUMN website")
        set_mark(connection, "shape", "that of the version before")
    with ann.replica._pen.writing() as connection:
        prepare(connection)
    office.sync(ann.replica)
    assert office.get(Account, "north1").city == "Typed before the update"
    assert not office.differences(ann.replica)


def test_a_laptop_that_is_too_old_hears_so_before_it_pushes_and_keeps_its_outbox(
    office: Office, ann: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = ann.replica.get(Account, "north1")
    assert seen is not None
    records.edit(ann, seen, city="Safe here")
    monkeypatch.setattr(protocol, "OLDEST", protocol.VERSION + 1)
    port = listening(office.service)
    server = HttpServer(port.address)
    try:
        with pytest.raises(ProtocolError) as caught:
            sync(ann.replica, server, office.clock.us)
    finally:
        server.close()
        port.close()
    assert caught.value.message == TOO_OLD
    assert [change.entries[0].fields["city"][1] for change in ann.replica.outbox()] == ["Safe here"]
