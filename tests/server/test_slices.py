"""The journal in slices: nothing between two numbers is left out, however a change stands there."""

from crm_desktop.core.access import SYSTEM
from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.core.entities import Account, Contact
from crm_desktop.core.store import newest_seq
from sync_server import slices
from sync_server.slices import slice_of
from tests.replicas import Office, small_office


def test_a_change_that_came_back_in_pieces_is_read_piece_by_piece(tmp_path):
    office = small_office(tmp_path)

    def bring_back(account: str) -> None:
        entry = Entry("account", account, Act.EDIT, {"city": (None, "Oslo")})
        office.load([Change("in pieces", "", "setup", 900, office.clock.us(), (entry,))])

    with office.engine.connect() as connection:
        before = newest_seq(connection)
    bring_back("north1")
    office.edit(office.get(Account, "south1"), city="Rome")
    bring_back("harbour1")
    office.edit(office.get(Account, "south1"), street="Via Roma")
    assert read(office, before) == [before + step for step in (1, 2, 3, 4)]
    office.close()


def test_a_change_that_fills_a_page_takes_no_piece_along_that_stands_behind_another_change(tmp_path):
    office = small_office(tmp_path)

    def bring_back(*cities: str) -> None:
        entries = (Entry("account", "north1", Act.EDIT, {"city": (None, city)}) for city in cities)
        office.load([Change("in pieces", "", "setup", 900, office.clock.us(), tuple(entries))])

    with office.engine.connect() as connection:
        before = newest_seq(connection)
    bring_back("Oslo", "Rome", "Bern", "Lund")
    office.edit(office.get(Account, "south1"), city="Rome")
    bring_back("Kiel")
    assert read(office, before) == [before + step for step in (1, 2, 3, 4, 5, 6)]
    office.close()


def test_a_page_ends_where_it_is_large_but_never_within_a_change(tmp_path, monkeypatch):
    office = small_office(tmp_path)
    with office.engine.connect() as connection:
        before = newest_seq(connection)
    for n in range(3):
        office.add(Contact(id=f"large{n}", family_name="Li", account="north1", notes="x" * 900))
    office.add(*(Contact(id=f"together{n}", family_name="Li", account="north1", notes="x" * 900) for n in range(3)))
    monkeypatch.setattr(slices, "PAGE_BYTES", 2500)
    with office.engine.connect() as connection:
        found = slice_of(connection, SYSTEM, before, newest_seq(connection))
        rest = slice_of(connection, SYSTEM, found.upto, newest_seq(connection))
        last = slice_of(connection, SYSTEM, rest.upto, newest_seq(connection))
    assert [[len(posted.seqs) for posted in one.posted] for one in (found, rest, last)] == [[1], [1], [1]]
    assert [one.more for one in (found, rest, last)] == [True, True, True]
    assert read(office, before, 2000) == [before + step for step in (1, 2, 3, 4, 5, 6)]
    office.close()


def read(office: Office, after: int, limit: int = 3) -> list[int]:
    seqs, more = list[int](), True
    with office.engine.connect() as connection:
        while more:
            found = slice_of(connection, SYSTEM, after, newest_seq(connection), limit)
            seqs += [seq for posted in found.posted for seq in posted.seqs]
            after, more = found.upto, found.more
    return seqs
