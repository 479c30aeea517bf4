"""What PostgreSQL has that a file has not: several server processes at once, an address, rights and upgrades in place."""

import os
import subprocess
import sys
import threading
import urllib.request

import pytest
from sqlalchemy.exc import DBAPIError

from crm_desktop.core.entities import Account
from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.store.steps import NEWER
from sync_server import listening
from sync_server import postgres as shared
from sync_server.__main__ import main
from sync_server.accounts import Accounts
from sync_server.database import open_database
from sync_server.service import SyncService
from tests.server.house import QUICK, House, created, furnished


@pytest.fixture
def place(postgres):
    made = postgres.furnished()
    yield made
    postgres.drop(made)


@pytest.fixture
def empty(postgres):
    made = postgres.create()
    yield made
    postgres.drop(made)


@pytest.fixture
def house(place):
    made = furnished(place)
    yield made
    made.service.journal.engine.dispose()


@pytest.fixture
def second(house, place):
    """Serve the same database as another process would: nothing is shared but the database."""
    engine = open_database(place, synchronous="OFF")
    accounts = Accounts(engine, house.clock, QUICK)
    service = SyncService(engine, accounts, house.clock)
    yield House(service, accounts, house.clock, service)
    engine.dispose()


def account(id_: str) -> Account:
    return Account(id=id_, name=id_, territory="north")


def waiting_writers(house: House) -> int:
    with house.service.journal.engine.connect() as connection:
        query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        return connection.exec_driver_sql(query).scalar_one()


def test_no_cursor_skips_a_change_that_takes_long_in_another_process(house, second, monkeypatch):
    slow, quick, reader = house.enrol("li"), house.enrol("li"), house.enrol("chen")
    quick.server = reader.server = second.server
    _, cursor = reader.pull_all()
    reached, go_on = threading.Event(), threading.Event()
    keep = house.service._keep_device_mark

    def keep_late(*values):
        reached.set()
        assert go_on.wait(60)
        keep(*values)

    monkeypatch.setattr(house.service, "_keep_device_mark", keep_late)
    pushes = [
        threading.Thread(target=one.server.push, args=(one.token, (one.change(account(id_)),)))
        for one, id_ in ((slow, "long"), (quick, "short"))
    ]
    pushes[0].start()
    assert reached.wait(60)
    pushes[1].start()
    while not waiting_writers(second) and pushes[1].is_alive():
        pass
    early, cursor = reader.pull_all(cursor)
    go_on.set()
    for push in pushes:
        push.join()
    late, _ = reader.pull_all(cursor)
    assert (early, late) == ([], ["long", "short"])


def test_who_waits_at_one_process_hears_of_a_commit_in_another(house, second):
    manager, li = house.enrol("chen"), house.enrol("li")
    _, cursor = manager.pull_all()
    heard = []
    waiting = threading.Thread(target=lambda: heard.append(second.server.news(manager.token, cursor, 60.0)))
    waiting.start()
    house.server.push(li.token, (li.change(account("a1")),))
    waiting.join()
    assert heard == [True]
    _, cursor = manager.pull_all()
    house.server.push(li.token, (li.change(account("a2")),))
    assert second.server.news(manager.token, cursor, 60.0) is True


def test_who_waits_hears_also_after_the_connection_was_lost(house, second, monkeypatch):
    monkeypatch.setattr(listening, "AGAIN_S", 0.0)
    manager, li = house.enrol("chen"), house.enrol("li")
    house.server.push(li.token, (li.change(account("a1")),))
    assert second.server.news(manager.token, "", 60.0) is True
    _, cursor = manager.pull_all()
    with house.service.journal.engine.begin() as connection:
        cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE '%%news'"
        assert connection.exec_driver_sql(cut).scalar_one() == 1
    house.server.push(li.token, (li.change(account("a2")),))
    assert second.server.news(manager.token, cursor, 60.0) is True


def test_a_connection_lost_while_it_is_asked_is_given_up_without_a_fault_in_the_log(house, second, monkeypatch):
    monkeypatch.setattr(listening, "AGAIN_S", 0.0)
    asked, really = [], listening.newest_seq

    def lose_the_first(connection):
        asked.append(connection)
        if len(asked) == 1:
            connection.connection.driver_connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return really(connection)

    monkeypatch.setattr(listening, "newest_seq", lose_the_first)
    manager, li = house.enrol("chen"), house.enrol("li")
    _, cursor = manager.pull_all()
    with house.service.journal.engine.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%%news'"
        )
    house.server.push(li.token, (li.change(account("a1")),))
    assert second.server.news(manager.token, cursor, 60.0) is True
    assert len(asked) > 1


def test_a_connection_that_was_lost_between_two_questions_is_made_anew(house, second):
    li = house.enrol("li")
    _, cursor = li.pull_all()
    with second.service.journal.engine.begin() as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        cut = f"SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE {others}"
        assert connection.exec_driver_sql(cut).scalar_one() > 0
    assert li.server.push(li.token, (li.change(account("a1")),)).accepted == 1
    assert li.pull_all(cursor)[0] == ["a1"]


@pytest.mark.parametrize(("much", "is_counted"), [(3, True), (4, False)])
def test_much_that_is_loaded_at_once_is_counted_for_the_planner(house, monkeypatch, much, is_counted):
    monkeypatch.setattr(shared, "MUCH", much)
    house.service.load_changes([created(*(account(f"a{n}") for n in range(3)))])
    with house.service.journal.engine.connect() as connection:
        known = "SELECT reltuples FROM pg_class WHERE oid = 'account'::regclass"
        assert (connection.exec_driver_sql(known).scalar_one() == 3) is is_counted


def test_a_second_process_knows_the_same_people_and_changes(house, second):
    li = house.enrol("li")
    change = li.change(account("a1"))
    house.server.push(li.token, (change,))
    again = second.server.push(li.token, (change,))
    assert (again.taken, again.accepted, second.service.verify()) == (1, 0, [])
    blocks = [one.server.lease_numbers(li.token, "Q", 5).first for one in (house, second, house)]
    assert blocks == [1, 6, 11]


def test_two_processes_that_start_at_once_make_the_tables_once(empty):
    faults = []

    def start():
        try:
            open_database(empty).dispose()
        except (DBAPIError, ReplicaError) as fault:
            faults.append(fault)

    crowd = [threading.Thread(target=start) for _ in range(3)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert faults == []


@pytest.mark.parametrize("setting", ["off", "local"])
def test_acknowledged_is_on_the_disk_whatever_the_database_says(postgres, place, setting):
    postgres.ask(f"ALTER DATABASE {place.database} SET synchronous_commit = {setting}")
    engine = open_database(place)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SHOW synchronous_commit").scalar_one()
    engine.dispose()
    assert found == "on"


def test_what_an_older_version_did_not_have_is_added(place):
    engine = open_database(place)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE account DROP COLUMN website")
        connection.exec_driver_sql("DROP INDEX entry_by_change")
        connection.exec_driver_sql("DROP TABLE heard, rate_past")
        connection.exec_driver_sql("UPDATE mark SET value = 'of the version before' WHERE name = 'shape'")
    engine.dispose()
    engine = open_database(place)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT website FROM account").all() == []
        assert connection.exec_driver_sql("SELECT device FROM heard").all() == []
        query = "SELECT count(*) FROM pg_indexes WHERE indexname IN ('entry_by_change', 'rate_past_by_id')"
        assert connection.exec_driver_sql(query).scalar_one() == 2
    engine.dispose()


def test_a_database_of_a_newer_version_is_left_alone(place):
    engine = open_database(place)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE mark SET value = '99' WHERE name IN ('schema', 'shape')")
    engine.dispose()
    with pytest.raises(ReplicaError) as caught:
        open_database(place)
    assert caught.value.message == NEWER


# ------------------------------------------------------------------------------------------------------ the command line


@pytest.fixture
def run(capsys, monkeypatch):
    """Return a function that runs one command with the place in the environment: (exit code, printed, complaint)."""

    def command(address, *words):
        monkeypatch.setenv("SATCHEL_DATABASE", address.render_as_string(hide_password=False))
        capsys.readouterr()
        code = main(list(words))
        return code, *capsys.readouterr()

    return command


def test_every_word_takes_an_address(run, empty, repository):
    code, printed, _ = run(empty, "init", "--name", "Harbour Pumps")
    assert (code, "One-time code" in printed) == (0, True)
    assert run(empty, "territory", "add", "North", "--parent", "Harbour Pumps")[0] == 0
    assert run(empty, "user", "add", "Li Wei", "li", "--territory", "North")[0] == 0
    assert "Li Wei" in run(empty, "user", "list")[1]
    assert run(empty, "verify")[:2] == (0, "Every record agrees with the journal.\n")
    assert "has tables already" in run(empty, "init")[2]
    engine = open_database(empty)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE \"user\" SET name = 'Somebody' WHERE login = 'li'")
    engine.dispose()
    assert run(empty, "verify")[0] == 3


def test_an_import_goes_in_once(run, empty, shared_data):
    run(empty, "init")
    folder = str(shared_data / "adventureworks_sfa")
    assert run(empty, "import", folder)[0] == 0
    assert run(empty, "import", folder)[1].splitlines()[-1] == "Nothing has changed since the last import."
    assert run(empty, "verify")[0] == 0


def test_a_process_serves_an_address_and_ends_well(run, empty, repository):
    run(empty, "init")
    process = subprocess.Popen(
        [sys.executable, "-m", "sync_server", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(repository)},
    )
    address = process.stdout.readline().strip().rpartition(" ")[2]
    with urllib.request.urlopen(f"{address}/health") as answer:
        assert b"satchel" in answer.read()
    process.terminate()
    assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == 0


def test_an_init_that_fails_leaves_the_database_empty(run, empty, monkeypatch):
    def fail(*_args):
        raise ReplicaError("The power went.")

    with monkeypatch.context() as patch:
        patch.setattr(SyncService, "load_changes", fail)
        assert run(empty, "init")[0] == 1
    assert run(empty, "init")[0] == 0


def test_what_cannot_be_done_is_a_sentence_without_the_password(run, postgres, empty):
    secret = empty.set(password="secret")
    postgres.ask("CREATE ROLE guest LOGIN")
    cases = [
        (secret.set(database="nowhere"), "There is no database at postgresql:///nowhere. Create it first"),
        (secret.set(username="nobody"), "does not let you in at postgresql:///"),
        (secret, f"The database at postgresql:///{empty.database} is empty."),
        (secret.set(username="guest"), "may not make tables at postgresql:///"),
    ]
    words = [("serve",), ("serve",), ("verify",), ("init",)]
    complaints = [run(address, *said)[2] for (address, _), said in zip(cases, words, strict=True)]
    postgres.ask("DROP ROLE guest")
    assert [sentence in said for (_, sentence), said in zip(cases, complaints, strict=True)] == [True] * 4, complaints
    assert "secret" not in "".join(complaints)


def test_help_never_tells_the_password(run, empty, capsys):
    with pytest.raises(SystemExit):
        run(empty.set(password="secret"), "verify", "--help")
    assert "secret" not in capsys.readouterr().out
