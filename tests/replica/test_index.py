"""The search index holds the terms of the rows and no others, whatever was written in whatever way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from crm_desktop.actions import records
from crm_desktop.actions.desk import Desk
from crm_desktop.core.entities import REGISTRY, Account, Contact
from crm_desktop.core.schema import Item
from crm_desktop.core.store import search
from crm_desktop.core.store.tables import MAIN, from_row
from crm_desktop.replica import indexing
from crm_desktop.replica import news as room
from crm_desktop.replica.replica import Replica
from tests.replicas import Office, demo_office

Documents = dict[tuple[str, int], set[str]]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(room, "CHANGES_AT_REST", 3)
    monkeypatch.setattr(room, "PARTS_AT_REST", 2)
    return demo_office(tmp_path, accounts=120)


@pytest.fixture
def desk(office: Office) -> Iterator[Desk]:
    made = office.desk("li.wei")
    yield made
    made.replica.close()


def differences(replica: Replica) -> list[str]:
    """Name the documents that are not what the rows say."""
    with replica._pen.reading() as connection:
        held, meant = _held(connection), _meant(connection)
    return [
        f"{key}: {held.get(key)} instead of {meant.get(key)}"
        for key in {*held, *meant}
        if held.get(key) != meant.get(key)
    ]


def _held(connection: Connection) -> Documents:
    connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.held USING fts5vocab('main', 'search', 'instance')")
    found: Documents = {}
    for term, rowid in connection.exec_driver_sql("SELECT term, doc FROM temp.held"):
        found.setdefault(search.place(rowid), set()).add(term)
    connection.exec_driver_sql("DROP TABLE temp.held")
    return found


def _meant(connection: Connection) -> Documents:
    found = {}
    for key in search.SEARCHED:
        for row in connection.execute(select(MAIN[key])).mappings():
            raw = from_row(REGISTRY[key], row)
            if terms := search.document(REGISTRY[key], raw).split():
                found[key, row["n"]] = set(terms)
    return found


def test_every_way_of_writing_keeps_the_index_what_the_rows_say(office: Office, desk: Desk) -> None:
    replica = desk.replica
    one, two, three, *others = replica.find(Account, limit=12)
    assert (differences(replica), len(others)) == ([], 9)
    phones = (Item("1", "work", "138 1234 5678"), Item("2", "desk", "021-5888 4321"))
    records.edit(desk, one, name="Lake & Sons", phones=phones, emails=(Item("1", "", "a.b@lake.example"),))
    records.edit(desk, replica.get(Account, one.id), phones=phones[:1], notes="Lake, sons and 泵业", tags=("lake",))
    records.edit(desk, replica.get(Account, one.id), notes="", name="泵业")
    done = records.delete(desk, two)
    assert differences(replica) == []
    records.undo(desk, done.change)
    records.create(
        desk, Account(id="new", name="New", territory=three.territory), Contact(id="c", account="new", family_name="王")
    )
    assert differences(replica) == []
    for number, other in enumerate(reversed(others)):
        office.edit(office.get(Account, other.id), name=f"Renamed {number}", city="上海", notes=f"city 上海 {number}")
    office.edit(office.get(Account, three.id), website="www.three.example", notes="three")
    records.edit(desk, replica.get(Account, three.id), notes="said here as well", city="Rome")
    office.sync(replica)
    assert differences(replica) == []
    office.edit(office.get(Account, others[0].id), territory="no longer here")
    office.sync(replica, replica)
    assert (differences(replica), office.differences(replica)) == ([], [])


def test_a_term_of_two_fields_stays_until_both_have_lost_it(desk: Desk) -> None:
    replica = desk.replica
    (one,) = replica.find(Account, limit=1)
    phones = (Item("1", "work", "138 1234 5678"), Item("2", "home", "021 1234 5679"))
    records.edit(desk, one, city="Quokka", notes="quokka", phones=phones)
    records.edit(desk, replica.get(Account, one.id), city="Rome", phones=phones[:1])
    assert [[found.id for found in replica.search(text)] for text in ("quokka", "12345")] == [[one.id]] * 2
    records.edit(desk, replica.get(Account, one.id), notes="", phones=())
    assert replica.search("quokka") == replica.search("12345") == []
    assert differences(replica) == []


def test_what_is_saved_while_the_index_is_built_is_in_it_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    replica, pen = desk.replica, desk.replica._pen
    first, second, third = replica.find(Account, limit=3)
    contact = replica.find(Contact, limit=1)[0]
    jobs: list[Callable[[], object]] = [
        lambda: records.edit(desk, first, name="Edited before", notes="quokka"),
        lambda: records.edit(desk, contact, family_name="Zorn"),
        lambda: records.create(desk, Account(id="new", name="New", territory=first.territory)),
        lambda: records.delete(desk, second),
        lambda: records.edit(desk, replica.get(Account, first.id), name="Edited after"),
        lambda: records.edit(desk, third, city="Quokka"),
    ]
    writing = pen.writing

    @contextmanager
    def writing_after_somebody_else() -> Iterator[Connection]:
        monkeypatch.setattr(pen, "writing", writing)
        if jobs:
            jobs.pop(0)()
        monkeypatch.setattr(pen, "writing", writing_after_somebody_else)
        with writing() as connection:
            yield connection

    monkeypatch.setattr(search, "AT_ONCE", 15)
    monkeypatch.setattr(pen, "writing", writing_after_somebody_else)
    replica.index()
    monkeypatch.undo()
    assert (jobs, differences(replica)) == ([], [])
    records.edit(desk, replica.get(Account, third.id), city="")
    assert (replica.search("quokka")[0].id, differences(replica)) == (first.id, [])


def test_what_is_saved_after_a_cut_while_the_index_was_built_waits_for_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica = desk.replica
    (one,) = replica.find(Account, limit=1)

    def cut(*_: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(search, "refill", cut)
    with pytest.raises(OSError, match="power"):
        replica.index()
    monkeypatch.undo()
    records.edit(desk, one, name="Quokka")
    records.delete(desk, replica.find(Contact, limit=1)[0])
    replica.index()
    assert ([found.id for found in replica.search("quokka")], differences(replica)) == ([one.id], [])


def test_a_healed_row_is_in_the_index_as_the_journal_has_it(office: Office, desk: Desk) -> None:
    replica = desk.replica
    one, two = replica.find(Account, limit=2)
    with replica._pen.writing() as connection:
        connection.exec_driver_sql("UPDATE account SET name = 'Quokka' WHERE id = ?", (one.id,))
        connection.exec_driver_sql("UPDATE account SET tags = 'no list' WHERE id = ?", (two.id,))
    assert len(replica.heal(office.clock.us()).healed) == 2
    assert (replica.search("quokka"), differences(replica)) == ([], [])


def test_an_index_that_healing_began_anew_is_built_in_steps_and_goes_on_after_a_cut(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica, step = desk.replica, search.refill
    one, two = replica.find(Account, limit=2)
    left = [step] * 3

    def cut(connection: Connection, after: int, limit: int) -> int | None:
        if not left:
            raise OSError("the power went")
        return left.pop()(connection, after, limit)

    with replica._pen.writing() as connection:
        connection.exec_driver_sql("UPDATE account SET name = 'Wombat' WHERE id = ?", (two.id,))
    monkeypatch.setattr(indexing, "ROWS_AT_WORK", 15)
    monkeypatch.setattr(search, "refill", cut)
    with pytest.raises(OSError, match="power"):
        replica.heal(office.clock.us())
    monkeypatch.undo()
    records.edit(desk, replica.get(Account, one.id), name="Quokka")  # nobody waits for all of it
    assert len(differences(replica)) > 15
    replica.check_slice(office.clock.us())
    assert ([found.id for found in replica.search("quokka")], differences(replica)) == ([one.id], [])
