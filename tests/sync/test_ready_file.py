"""The first load by a ready file: whole, resumed anywhere, never more than the asker may see, never plain on the disk."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard
from sqlalchemy import Engine

from crm_desktop.actions import records
from crm_desktop.actions.desk import desk_of
from crm_desktop.core.entities import Account, Contact, Product, User
from crm_desktop.core.errors import ProtocolError, UnreachableError
from crm_desktop.core.protocol import FILE_PLACE, FilePart, ScopeFile, SignIn, SnapshotPage, chunk_place
from crm_desktop.core.store.pages import PAGE, layout
from crm_desktop.replica import vault
from crm_desktop.replica.doubts import DAY_US
from crm_desktop.replica.replica import Replica
from crm_desktop.sync import engine
from crm_desktop.sync.loading import Progress, first_load
from sync_server import offering, scope_file, shelf
from sync_server.service import LONGEST_AWAY_US
from tests.replicas import PASSWORD, Office
from tests.sync.cuts import Cut


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a file for the smallest scope, and send it in pieces so small that there are several."""
    monkeypatch.setattr(offering, "ROWS_SUFFICE", 0)
    monkeypatch.setattr(shelf, "CHUNK_PAGES", 48)


def enrolled(office: Office, login: str, name: str = "new") -> Replica:
    """Enrol a laptop that holds nothing yet."""
    request = SignIn(
        login=login, password=PASSWORD, device=name, device_name=name, clock=office.clock.us(),
        code=office.accounts.create_code(login),
    )  # fmt: skip
    session = office.service.sign_in(request)
    derivation, key = vault.new_derivation(), vault.new_key()
    header = vault.Header(
        login=login, user=session.user, address="direct", device=name, database=vault.FIRST, derivation=derivation,
        wrapped=vault.wrap(key, PASSWORD, derivation),
    )  # fmt: skip
    replica = Replica.create(office.folder / name, header, key)
    engine.remember(replica, session, office.clock.us)
    office.laptops.append(replica)
    return replica


def killed(office: Office, replica: Replica) -> Replica:
    """Open the laptop again after its process ended without a word."""
    if replica._owner is not None:
        replica._owner.close()
    again = Replica.open(office.folder / replica.header.device, PASSWORD)
    office.laptops.append(again)
    return again


def is_whole(office: Office, replica: Replica) -> None:
    office.sync(replica)
    assert (office.differences(replica), replica.verify(), replica.pending()) == ([], [], 0)
    names = {path.name.partition(".db")[0] for path in (office.folder / replica.header.device).glob("replica-*")}
    assert names == {replica.header.database.removesuffix(".db")}


def offered(office: Office, token: str) -> ScopeFile:
    """Ask for the file of a session's scope until it is there."""
    page = office.service.snapshot(token, FILE_PLACE + layout())
    while page.is_later:
        page = office.service.snapshot(token, FILE_PLACE + layout())
    assert page.file is not None
    return page.file


def plain(office: Office, token: str) -> bytes:
    """Give the plain pages of the file that a session is offered."""
    file = offered(office, token)
    parts = [office.service.snapshot(token, chunk_place(file.place, number)).chunk for number in range(len(file.sizes))]
    return b"".join(zstandard.ZstdDecompressor().decompress(part) for part in parts)


class Counted:
    """Passes calls on to a server and keeps the places asked for; change: what it makes of an answer."""

    def __init__(self, server: Any, change: Callable[[str, SnapshotPage], SnapshotPage] = lambda _, page: page) -> None:
        self._server, self._change = server, change
        self.places: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._server, name)

    def snapshot(self, token: str, place: str) -> SnapshotPage:
        self.places.append(place)
        return self._change(place, self._server.snapshot(token, place))


def stop_at(number: int) -> Callable[[Progress], None]:
    """End a load with the chunk of a number (from 1), as a process that is killed would."""
    left = [number]

    def told(progress: Progress) -> None:
        if not progress.bytes_done:  # it says what is going to come
            return
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    return told


@pytest.mark.parametrize("login", ["ann", "mia", "root"])
def test_a_laptop_loaded_by_file_holds_what_its_server_holds(office: Office, login: str) -> None:
    office.edit(office.get(Account, "north1"), city="Rome")
    replica = enrolled(office, login)
    told: list[Progress] = []
    rows = first_load(replica, office.service, told.append)
    assert (office.differences(replica), replica.verify(), replica.header.database) == ([], [], "replica-2.db")
    assert [one.id for one in replica.search("上海")] == ["north1"]
    assert (told[-1].done, told[-1].bytes_done) == (rows, told[-1].bytes_total)
    is_whole(office, replica)


def test_a_file_older_than_what_is_known_of_moves_is_made_anew(office: Office) -> None:
    token = enrolled(office, "ann").mark("token")
    old = offered(office, token)
    office.edit(office.get(Account, "harbour1"), territory="world")
    office.clock.moment += timedelta(microseconds=LONGEST_AWAY_US + DAY_US)
    office.service.care()
    replica = enrolled(office, "ann", "another")
    file = offered(office, replica.mark("token"))
    assert (file.place != old.place, office.service.pull(replica.mark("token"), file.cursor).resync) == (True, False)
    first_load(replica, office.service, lambda _: None)
    is_whole(office, replica)


def test_a_file_of_a_lost_journal_gives_way_to_one_of_the_journal_that_stands(office: Office) -> None:
    token = enrolled(office, "ann").mark("token")
    old = offered(office, token)
    name = old.place.rpartition("/")[2]
    folder = office.folder / "first-loads"
    told = msgspec.json.decode((folder / f"{name}.json").read_bytes())
    told |= {"seq": told["seq"] + 100, "written": "a change that is lost 1"}
    (folder / f"{name}.json").write_bytes(msgspec.json.encode(told))
    file = offered(office, token)
    assert (file.place != old.place, office.service.pull(token, file.cursor).resync) == (True, False)


def test_rows_and_file_bring_the_same_tables_and_indexes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    by_file, by_rows = enrolled(office, "ann"), enrolled(office, "ann", "other")
    with monkeypatch.context() as patch:
        patch.setattr(offering, "ROWS_SUFFICE", 1_000_000)
        first_load(by_rows, office.service, lambda _: None)
    first_load(by_file, office.service, lambda _: None)
    assert (by_file.header.database, by_rows.header.database) == ("replica-2.db", "replica-1.db")
    assert contents(by_file._engine) == contents(by_rows._engine)


def contents(store: Engine) -> dict[str, object]:
    """Read the schema and every row of a laptop's tables, without the marks."""
    with store.connect() as connection:
        made = connection.exec_driver_sql("SELECT name, type, sql FROM sqlite_master ORDER BY name").all()
        tables = [one.name for one in made if one.type == "table" and "_" not in one.name and one.name != "mark"]
        rows: dict[str, object] = {
            name: connection.exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY 1').all()
            for name in tables
            if name != "search"
        }
    return {"schema": {(one.name, one.sql) for one in made}, **rows}


@pytest.mark.fewer_on_postgres(4)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", [1, 2, 3, 4, 5, 6, 7, 8, 9])
def test_a_load_cut_at_any_call_goes_on(office: Office, at: int, after: bool) -> None:
    replica, counted = enrolled(office, "ann"), Counted(office.service)
    cut = Cut(counted, at, after=after)
    try:
        first_load(replica, cut, lambda _: None)
    except UnreachableError:
        replica = killed(office, replica)
        first_load(replica, counted, lambda _: None)
    chunks = Counter(place for place in counted.places if place.count("/") > 1)
    assert sum(chunks.values()) - len(chunks) <= 1
    is_whole(office, replica)


@pytest.mark.parametrize("at", [1, 2, 5])
def test_a_process_killed_in_a_load_goes_on_where_it_was(office: Office, at: int) -> None:
    replica, counted = enrolled(office, "ann"), Counted(office.service)
    with pytest.raises(KeyboardInterrupt):
        first_load(replica, counted, stop_at(at))
    again = killed(office, replica)
    first_load(again, counted, lambda _: None)
    chunks = Counter(place for place in counted.places if place.count("/") > 1)
    assert set(chunks.values()) == {1}
    is_whole(office, again)


def test_what_a_power_cut_took_is_fetched_again(office: Office) -> None:
    replica, counted = enrolled(office, "ann"), Counted(office.service)
    with pytest.raises(KeyboardInterrupt):
        first_load(replica, counted, stop_at(4))
    place = office.folder / "new" / "replica-2.db"
    with place.open("r+b") as file:
        file.seek(2 * 48 * PAGE + 100)
        file.write(bytes(5000))
    again = killed(office, replica)
    first_load(again, counted, lambda _: None)
    chunks = Counter(place.rpartition("/")[2] for place in counted.places if place.count("/") > 1)
    assert [chunks[str(number)] for number in range(5)] == [1, 1, 2, 2, 1]
    is_whole(office, again)


@pytest.mark.parametrize("is_sent_first", [False, True], ids=["", "sent first"])
@pytest.mark.parametrize("step", ["write_header", "_receive"])
def test_a_process_killed_while_the_file_takes_over_goes_on(
    office: Office, step: str, is_sent_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = next(one for one in office.laptops if one.header.login == "ann")
    desk = desk_of(old, office.clock)
    records.create(desk, Account(id="mine", name="Mine", territory="north"))
    records.edit(desk, desk.fetch(Account, "north1"), city="Oslo")
    old.begin_anew()
    with monkeypatch.context() as patch:
        target: Any = vault if step == "write_header" else Replica
        kept = getattr(target, step)

        def fail(*arguments: Any) -> None:
            if step == "_receive":
                kept(*arguments)
            raise KeyboardInterrupt

        patch.setattr(target, step, fail)
        with pytest.raises(KeyboardInterrupt):
            first_load(old, office.service, lambda _: None)
    again = killed(office, old)
    desk = desk_of(again, office.clock)
    assert (again.header.database, again.pending(), desk.fetch(Account, "north1").city) == ("replica-1.db", 2, "Oslo")
    records.edit(desk, desk.fetch(Account, "north1"), city="Bergen")
    if is_sent_first:
        office.service.push(again.mark("token"), again.outbox())
        again.note_answered(again.outbox()[-1].counter)
    first_load(again, office.service, lambda _: None)
    assert (again.header.database, again.pending()) == ("replica-2.db", 0 if is_sent_first else 3)
    assert [one.id for one in again.search("mine")] == ["mine"]
    is_whole(office, again)
    assert (office.get(Account, "north1").city, office.get(Account, "mine").name) == ("Bergen", "Mine")


def test_what_is_saved_while_a_file_arrives_is_found_and_sent(office: Office) -> None:
    ann = office.laptops[0]
    desk = desk_of(ann, office.clock)
    before, long_ago = ann.as_of(office.clock.us()), ann.as_of(0)
    mine = ann.files.keep(b"\xff\xd8\xff bytes of a photo")
    fetched = hashlib.sha256(b"fetched").hexdigest()
    ann.files.want([fetched, "c" * 64])
    ann.files.take(fetched, FilePart(total=7, content=b"fetched"))
    ann.files.take("c" * 64, FilePart(total=9, content=b"half"))
    ann.begin_anew()
    count = iter(range(100))

    def work(_progress: Progress) -> None:
        number = next(count)
        records.create(desk, Contact(id=f"mine{number}", family_name=f"Mine{number}", account="north1"))
        records.edit(desk, desk.fetch(Account, "north1"), city=f"City {number}")

    first_load(ann, office.service, work)
    made = next(count)
    assert made > 3
    assert (ann.pending(), desk.fetch(Account, "north1").city) == (2 * made, f"City {made - 1}")
    assert [ann.get(Contact, f"mine{number}") is None for number in range(made)] == [False] * made
    assert (before.get(Account, "north1") is None, long_ago.get(Account, "north1")) == (False, None)
    assert (ann.files.read(mine), ann.files.read(fetched)) == (b"\xff\xd8\xff bytes of a photo", b"fetched")
    assert (ann.files.held("c" * 64), ann.files.is_whole("c" * 64)) == (4, False)
    is_whole(office, ann)


def test_a_reader_in_the_middle_of_a_question_survives_the_change_of_files(office: Office) -> None:
    ann = office.laptops[0]
    ann.begin_anew()
    with ann.reading() as reader:
        first_load(ann, office.service, lambda _: None)
        assert [one.id for one in reader.find(Account, order=("id",))] == ["harbour1", "north1"]
    assert ann.header.database == "replica-2.db"
    is_whole(office, killed(office, ann))


def test_others_write_while_a_file_arrives(office: Office) -> None:
    replica = enrolled(office, "ann")
    count = iter(range(100))

    def disturb(_progress: Progress) -> None:
        number = next(count)
        office.edit(office.get(Account, "north1"), city=f"city {number}")
        office.add(Contact(id=f"new{number}", family_name="New", account="north1"))
        if number == 2:
            office.edit(office.get(Account, "south1"), territory="north")

    first_load(replica, office.service, disturb)
    assert (office.differences(replica), replica.verify()) == ([], [])
    is_whole(office, replica)


def test_nothing_outside_the_scope_and_no_hidden_value_is_in_the_file(office: Office) -> None:
    office.edit(office.get(Product, "pump"), cost=Decimal(987_654_321))
    office.edit(office.get(Account, "south1"), name="Zanzibar Mill")
    ann, root = (one for one in office.laptops if one.header.login in {"ann", "root"})
    hers, all_of_it = plain(office, ann.mark("token")), plain(office, root.mark("token"))
    secret = (987_654_321_000_000).to_bytes(7, "big")
    for word in (b"South Mill", b"Zanzibar", secret):
        assert (word in hers, word in all_of_it) == (False, True), word
    assert "上海".encode() in hers


def test_no_plain_word_is_ever_in_the_laptops_folder(office: Office) -> None:
    replica = enrolled(office, "ann")
    folder = office.folder / "new"

    def look(_progress: Progress | None = None) -> None:
        for path in folder.iterdir():
            assert not any(word in path.read_bytes() for word in (b"Harbour", "上海".encode(), b"CREATE TABLE")), path

    first_load(replica, office.service, look)
    look()
    assert (folder / "replica-2.db").stat().st_size > 4 * 48 * PAGE


def test_wrong_bytes_are_noticed_and_fetched_again(office: Office) -> None:
    replica = enrolled(office, "ann")
    seen: list[str] = []

    def damage(place: str, page: SnapshotPage) -> SnapshotPage:
        if page.chunk and place.endswith("/3") and place not in seen:
            seen.append(place)
            middle = len(page.chunk) // 2
            wrong = bytes([page.chunk[middle] ^ 1])
            return SnapshotPage(
                cursor="", batch=None, place="", chunk=page.chunk[:middle] + wrong + page.chunk[middle + 1 :]
            )
        return page

    with pytest.raises(ProtocolError):
        first_load(replica, Counted(office.service, damage), lambda _: None)
    first_load(replica, Counted(office.service, damage), lambda _: None)
    is_whole(office, replica)


def test_a_file_that_was_taken_away_meanwhile_is_begun_anew(office: Office) -> None:
    replica = enrolled(office, "ann")
    with pytest.raises(KeyboardInterrupt):
        first_load(replica, office.service, stop_at(3))
    for path in (office.folder / "first-loads").iterdir():
        path.unlink()
    first_load(replica, office.service, lambda _: None)
    is_whole(office, replica)


def test_a_file_damaged_on_the_servers_disk_is_made_anew(office: Office) -> None:
    replica = enrolled(office, "ann")
    with pytest.raises(KeyboardInterrupt):
        first_load(replica, office.service, stop_at(1))
    (place,) = (office.folder / "first-loads").glob("*.pages")
    with place.open("r+b") as file:
        file.seek(-10, 2)
        file.write(b"0123456789")
    first_load(replica, office.service, lambda _: None)
    assert not place.exists()
    is_whole(office, replica)


def test_who_lost_a_territory_gets_no_further_chunk(office: Office) -> None:
    replica, counted = enrolled(office, "ann"), Counted(office.service)
    with pytest.raises(KeyboardInterrupt):
        first_load(replica, counted, stop_at(2))
    office.edit(office.get(User, "ann"), territories=("harbour",), home="harbour")
    file = replica.arriving()
    assert file is not None
    answer = office.service.snapshot(replica.mark("token"), chunk_place(file.place, 2))
    assert (answer.chunk, answer.is_gone) == (b"", True)
    first_load(replica, office.service, lambda _: None)
    assert replica.get(Account, "north1") is None
    is_whole(office, replica)


def test_nobody_gets_the_file_of_another(office: Office) -> None:
    ann, root = (one for one in office.laptops if one.header.login in {"ann", "root"})
    file = offered(office, root.mark("token"))
    assert office.service.snapshot(ann.mark("token"), chunk_place(file.place, 0)).is_gone
    for place in ("../x/0", "x/0/0", f"{layout()}/../../server.db/0", f"{layout()}//0"):
        assert office.service.snapshot(ann.mark("token"), FILE_PLACE + place).is_gone


def test_the_next_laptop_gets_the_same_file_until_it_is_too_old(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    kept = scope_file.make_file

    def counted(store: Engine, actor: Any, place: Path, *, is_mine: bool) -> Any:
        made.append(place)
        return kept(store, actor, place, is_mine=is_mine)

    monkeypatch.setattr(offering, "make_file", counted)
    monkeypatch.setattr(offering, "NEAR", 3)
    for number in range(8):
        office.add(Contact(id=f"c{number}", family_name="New", account="north1"))
        replica = enrolled(office, "ann", f"laptop {number}")
        first_load(replica, office.service, lambda _: None)
        assert office.differences(replica) == []
    assert len(made) == 2
    for _ in range(3):
        for number in range(4):
            office.add(Contact(id=secrets.token_hex(8), family_name=f"More {number}", account="north1"))
        first_load(enrolled(office, "ann", secrets.token_hex(4)), office.service, lambda _: None)
    assert len(made) == 5
    assert len(list((office.folder / "first-loads").glob("*.pages"))) == shelf.KEPT_OF_A_SCOPE


def test_a_shelf_keeps_within_its_size(office: Office) -> None:
    place = office.folder / "small"
    small = shelf.Shelf(place, largest=1)
    for scope in ("aaa", "bbb", "ccc"):
        actor = office_actor(office)
        assert small.make(scope, lambda place, actor=actor: scope_file.make_file(office.engine, actor, place), 600)
    assert {path.name.partition("-")[0] for path in place.iterdir()} == {"ccc"}


def office_actor(office: Office) -> Any:
    with office.engine.connect() as connection:
        return office.service._actor(connection, "ann")


def test_without_room_for_a_file_rows_are_sent(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(offering, "make_file", fail)
    replica = enrolled(office, "ann")
    first_load(replica, office.service, lambda _: None)
    assert replica.header.database == "replica-1.db"
    is_whole(office, replica)


def test_a_laptop_of_another_version_gets_rows(office: Office) -> None:
    page = office.service.snapshot(office.laptops[0].mark("token"), FILE_PLACE + "another")
    assert (page.file, bool(page.rows)) == (None, True)
