"""What an administrator types, and the sentence when it cannot be done."""

import errno
import os
import re
import signal
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from crm_desktop.core import demo
from crm_desktop.core.protocol import SignIn
from sync_server import office
from sync_server.__main__ import main
from sync_server.accounts import Accounts
from sync_server.alone import SERVED, alone_at
from sync_server.database import open_database
from sync_server.service import SyncService
from tests.server.house import PASSWORD


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Work in a folder of one's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SATCHEL_DATABASE", raising=False)


@pytest.fixture
def run(capsys):
    """Return a function that runs one command: (exit code, what it printed, what it complained of)."""

    def command(*words):
        capsys.readouterr()
        code = main(list(words))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


@pytest.fixture
def founded(run):
    """Make a database and return its administrator's code."""
    code, printed, _ = run("init", "--name", "Harbour Pumps")
    assert code == 0
    return code_in(printed)


def code_in(printed: str) -> str:
    return next(line for line in printed.splitlines() if line.startswith("One-time code")).split()[2]


def session(login: str, code: str):
    engine = open_database(Path("satchel.db"))
    try:
        accounts = Accounts(engine, office.now_us)
        wish = SignIn(login=login, password=PASSWORD, device=f"d-{login}", device_name="L", clock=0, code=code)
        return SyncService(engine, accounts, office.now_us).sign_in(wish)
    finally:
        engine.dispose()


def test_init_makes_an_administrator_who_can_sign_in(founded):
    made = session("admin", founded)
    assert (made.role, made.organisation) == ("administrator", "Harbour Pumps")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights; ends with a check of its access lists")
def test_a_new_database_is_for_its_owner_alone(founded, tmp_path):
    assert (tmp_path / "satchel.db").stat().st_mode & 0o777 == 0o600


def test_an_invented_company_has_its_administrator_too(run, monkeypatch):
    monkeypatch.setattr(demo, "company", partial(demo.company, accounts=6, contacts=8, deals=12))
    code, printed, _ = run("init", "--demo")
    assert code == 0
    assert session(demo.ADMIN_LOGIN, code_in(printed)).role == "administrator"


def test_people_and_territories_are_added_moved_listed_and_disabled(run, founded):
    run("territory", "add", "North", "--parent", "Harbour Pumps", "--kind", "region")
    run("territory", "add", "Oslo", "--parent", "Harbour Pumps")
    assert run("territory", "move", "Oslo", "--to", "North")[1] == "Oslo is part of North now.\n"
    tree = [line.split("  " if line[0] != " " else None)[0] for line in run("territory", "list")[1].splitlines()]
    assert tree == ["Territory", "Harbour Pumps", "North", "Oslo"]
    _, printed, _ = run("user", "add", "李薇 Li Wei", "li", "--territory", "Oslo", "--manager", "Administrator")
    assert session("li", code_in(printed)).role == "rep"
    assert "li            李薇 Li Wei    rep            Oslo" in run("user", "list")[1].splitlines()
    run("user", "disable", "李薇")
    assert run("user", "list")[1].splitlines()[-1].split()[-1] == "left"
    code, _, said = run("user", "code", "li")
    assert (code, "李薇 Li Wei is disabled" in said) == (1, True)


def test_a_person_is_let_in_again_moved_and_succeeded(run, founded):
    for name in ("North", "South"):
        run("territory", "add", name, "--parent", "Harbour Pumps")
    run("user", "add", "Ann", "ann", "--territory", "North")
    run("user", "add", "Bob", "bob", "--territory", "South")
    assert run("user", "territory", "ann", "South", "North")[1] == "Ann holds South, North now.\n"
    code, _, said = run("user", "replace", "ann", "Ann")
    assert (code, "Name another person" in said) == (1, True)
    assert run("user", "replace", "ann", "bob")[1].splitlines()[-1] == "Bob has everything that Ann held."
    assert [line.split()[-1] for line in run("user", "list")[1].splitlines() if "Ann" in line] == ["left"]
    code, _, said = run("user", "replace", "bob", "ann")
    assert (code, "Ann is disabled and can take nothing over." in said) == (1, True)
    _, printed, _ = run("user", "enable", "ann")
    assert session("ann", code_in(printed)).role == "rep"
    assert run("verify")[0] == 0


def test_a_new_code_lets_a_second_laptop_in(run, founded):
    session("admin", founded)
    _, printed, _ = run("user", "code", "Administrator")
    assert session("admin", code_in(printed)).user


def test_verify_says_that_all_is_well_and_names_a_row_changed_behind_its_back(run, founded):
    assert run("verify")[:2] == (0, "Every record agrees with the journal.\n")
    engine = open_database(Path("satchel.db"))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE user SET name = 'Somebody' WHERE login = 'admin'")
    engine.dispose()
    code, printed, _ = run("verify")
    assert (code, "name: healed" in printed, "1 differed" in printed) == (3, True, True)
    assert run("verify")[:2] == (0, "Every record agrees with the journal.\n")
    engine = open_database(Path("satchel.db"))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE entry SET body = x'c1' WHERE entity = 'user'")
    engine.dispose()
    code, printed, _ = run("verify")
    assert (code, "entry" in printed, "Restore" in printed) == (4, True, True)


def test_verify_names_and_heals_a_changed_byte_of_the_journal(run, founded):
    engine = open_database(Path("satchel.db"))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE entry SET happened = happened + 1 WHERE entity = 'organisation'")
    engine.dispose()
    code, printed, _ = run("verify")
    assert code == 3
    assert re.search(r"organisation organisation: entry \d+: healed\n1 differed", printed)
    assert run("verify")[:2] == (0, "Every record agrees with the journal.\n")


def test_a_restore_is_noted_once_and_says_what_to_do(run, founded):
    engine = open_database(Path("satchel.db"))
    accounts = Accounts(engine, office.now_us)
    accounts.lease("HP2026", 50, "laptop")
    engine.dispose()
    code, printed, _ = run("restored")
    assert (code, printed.splitlines()[0].startswith("Noted. Each laptop")) == (0, True)
    assert "Quote numbers of HP2026 go on 10,000 further up" in printed
    assert "satchel-server user code NAME" in printed
    code, printed, _ = run("restored")
    assert (code, "nothing was written since" in printed) == (0, True)
    run("territory", "add", "Oslo", "--parent", "Harbour Pumps")
    assert "Noted." in run("restored")[1]
    engine = open_database(Path("satchel.db"))
    assert Accounts(engine, office.now_us).lease("HP2026", 50, "laptop").first == 51 + 2 * 10_000
    engine.dispose()


def test_an_import_goes_in_once(run, founded, shared_data):
    folder = str(shared_data / "adventureworks_sfa")
    code, printed, _ = run("import", folder)
    assert (code, "Accounts: 701 new" in printed.splitlines()) == (0, True)
    code, printed, _ = run("import", folder)
    assert (code, printed.splitlines()[-1]) == (0, "Nothing has changed since the last import.")


BROUGHT = """
pack = "brought"
[tables.firms]
file = "firms.csv"
[[records]]
entity = "product"
from = "firms"
key = ["{sku}"]
fields = { sku = "{sku}", name = "{name}", unit = "{unit}" }
"""


@pytest.mark.parametrize(
    ("rows", "code", "last"),
    [
        ("a,,\nb,,\n", 1, "No row could go in. Nothing was changed."),
        ("a,Pump,\nb,,\n", 0, "Products: 1 new, 1 bad"),
    ],
)
def test_an_import_of_bad_rows_alone_fails(run, founded, tmp_path, rows, code, last):
    folder = tmp_path / "brought"
    folder.mkdir()
    (folder / "mapping.toml").write_text(BROUGHT)
    (folder / "firms.csv").write_text(f"sku,name,unit\n{rows}")
    done, printed, _ = run("import", str(folder))
    assert (done, printed.splitlines()[-2]) == (code, last)
    lacking = rows.count(",,")
    assert printed.splitlines()[-1].startswith(f"{lacking} rows did not go in, or not whole.")


def foreign_sqlite(path):
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


SENTENCES = {
    "no database": (("serve",), "There is no database at satchel.db."),
    "no such place": (("init", "--database", "none/of/this.db"), "There is no folder"),
    "a database there already": (("init", "--database", "recipes.db"), "There is a file at recipes.db already."),
    "somebody else's database": (("verify", "--database", "recipes.db"), "is not the database of a Satchel server"),
    "no database at all": (("user", "list", "--database", "letter.txt"), "is not the database of a Satchel server"),
    "an encrypted file": (("serve", "--database", "noise.db"), "is not the database of a Satchel server"),
    "a folder": (("serve", "--database", "."), ". is a folder. Name a file in it, for example ./satchel.db."),
    "a folder for a new database": (("init", "--database", "."), ". is a folder. Name a file in it"),
    "an address of another kind": (("serve", "--database", "mysql://me:secret@db/crm"), "mysql://db/crm is no address"),
    "an address without a database": (("serve", "--database", "postgresql://me:secret@db"), "//db is no address"),
    "an address nobody can read": (("serve", "--database", "postgresql://me:secret@db:port/crm"), "is no address"),
    "an address where nothing answers": (
        ("serve", "--database", "postgresql://me:secret@127.0.0.1:1/crm"),
        "No database server answers at postgresql://127.0.0.1:1/crm: ",
    ),
    "an unknown currency": (("init", "--currency", "yuan"), "YUAN is no currency of ISO 4217."),
    "three letters of no currency": (("init", "--currency", "ZZZ"), "ZZZ is no currency of ISO 4217."),
    "an unknown time zone": (("init", "--time-zone", "Mars/Base"), "Mars/Base is no time zone."),
    "a company without a name": (("init", "--name", " "), "Give a name that is not empty."),
}
IN_A_DATABASE = {
    "an unknown user": (("user", "code", "Nobody"), "There is no user Nobody."),
    "the last administrator": (("user", "disable", "admin"), "Administrator is the only administrator left."),
    "a sign-in name twice": (("user", "add", "Another", "ADMIN"), "The sign-in name ADMIN is taken by Administrator."),
    "a sign-in name with spaces": (("user", "add", "Another", "an other"), "A sign-in name has no spaces"),
    "an unknown territory": (("territory", "move", "Moon", "--to", "Harbour Pumps"), "There is no territory Moon."),
    "a territory in itself": (
        ("territory", "move", "Harbour Pumps", "--to", "Harbour Pumps"),
        "Harbour Pumps cannot become part of Harbour Pumps",
    ),
    "no folder to import": (("import", "nowhere"), "There is no folder nowhere."),
    "a folder without a mapping": (("import", "."), "mapping"),
    "a mapping that is none": (("import", ".", "--mapping", "letter.txt"), "letter.txt"),
    "a file as the folder of ready files": (("serve", "--cache", "letter.txt"), "into the folder letter.txt."),
    "an impossible port": (("serve", "--port", "70000"), "70000 is no port."),
    "an address of another computer": (("serve", "--host", "203.0.113.9"), "has no address 203.0.113.9."),
}


@pytest.fixture
def surroundings(tmp_path):
    foreign_sqlite(tmp_path / "recipes.db")
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam, this is not a database at all.")
    (tmp_path / "noise.db").write_bytes(os.urandom(8192))


@pytest.mark.parametrize("what", SENTENCES)
def test_what_cannot_be_done_is_a_sentence_and_leaves_everything_as_it_was(run, surroundings, tmp_path, what):
    words, sentence = SENTENCES[what]
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    code, printed, complaint = run(*words)
    assert (code, printed) == (1, "")
    assert sentence in complaint
    assert "secret" not in complaint
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("what", IN_A_DATABASE)
def test_what_a_database_does_not_allow_is_a_sentence(run, founded, surroundings, what):
    words, sentence = IN_A_DATABASE[what]
    code, printed, complaint = run(*words)
    assert (code, printed) == (1, "")
    assert sentence in complaint


def test_a_taken_port_is_a_sentence(run, founded):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, complaint = run("serve", "--port", str(port))
    assert (code, f"Port {port} of 127.0.0.1 is taken" in complaint) == (1, True)


@pytest.mark.parametrize("reason", ["database or disk is full", "disk I/O error"])
def test_a_full_disk_leaves_no_half_made_database(run, monkeypatch, tmp_path, reason):
    def fail(*_args):
        raise OperationalError("INSERT", {}, Exception(reason))

    monkeypatch.setattr(SyncService, "load_changes", fail)
    code, _, complaint = run("init")
    assert (code, "The disk of the server is full." in complaint, list(tmp_path.iterdir())) == (1, True, [])


def test_a_full_disk_is_a_sentence_wherever_it_shows(run, founded, monkeypatch):
    def fail(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(SyncService, "verify", fail)
    code, _, complaint = run("verify")
    assert (code, "The disk of the server is full." in complaint) == (1, True)


def test_no_word_takes_a_password(run):
    with pytest.raises(SystemExit) as caught:
        main(["user", "add", "A", "a", "--password", "secret"])
    assert caught.value.code == 2


SERVE = """
import sys
from sync_server.__main__ import main
code = main(["serve", "--port", sys.argv[1], "--next-free-port"])
print(*sorted({name.partition(".")[0] for name in sys.modules}))
sys.exit(code)
"""


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_served_process_takes_the_next_port_ends_well_and_never_loads_window_or_paper(founded, repository, sign):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(repository)},
        )
        ready = process.stdout.readline().strip()
    process.send_signal(sign)
    printed, complaint = process.communicate()
    address, _, found = ready.removeprefix("Satchel server listens on ").rpartition(":")
    assert (process.returncode, complaint, address) == (0, "", "http://127.0.0.1")
    assert port < int(found) <= port + 50
    assert set(printed.split()) & {"PySide6", "shiboken6", "reportlab", "requests", "pypdfium2", "keyring"} == set()
    assert "uvloop" in printed.split()


def test_one_server_at_a_time_serves_a_file_and_the_other_commands_go_on_beside_it(founded, run):
    with alone_at(Path("satchel.db"), SERVED):
        for words, said in ((("serve", "--port", "0"), "PostgreSQL"), (("restored",), "Stop it, put the backup")):
            code, _, complaint = run(*words)
            assert (code, said in complaint, str(os.getpid()) in complaint) == (1, True, True)
        assert [run(*words)[0] for words in (("verify",), ("user", "list"), ("user", "code", "admin"))] == [0, 0, 0]
    assert run("restored")[0] == 0


def test_a_server_that_was_killed_leaves_its_file_free(founded, run):
    holding = "import time; from pathlib import Path; from sync_server.alone import *\n"
    holding += "with alone_at(Path('satchel.db'), SERVED): print('held', flush=True); time.sleep(60)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, "-c", holding], stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        assert run("restored")[0] == 1
        process.kill()
    assert run("restored")[0] == 0


def test_the_report_of_numbers_says_whose_laptop_holds_which(run, founded):
    code, printed, _ = run("numbers")
    assert (code, printed.strip()) == (0, "No number was leased yet: a laptop takes its first block when it syncs.")
    token = session("admin", founded).token
    engine = open_database(Path("satchel.db"))
    SyncService(engine, Accounts(engine, office.now_us), office.now_us).lease_numbers(token, "HP2026", 50)
    engine.dispose()
    code, printed, _ = run("numbers")
    assert code == 0
    assert re.search(r"00001-00050 +50  leased  .+ \(Administrator\)", printed)
    assert "50 numbers: 50 leased" in printed
