"""The command line `satchel` on a real replica: sentences, exit codes, nothing asked in vain."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from crm_desktop.__main__ import main
from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import create, edit
from crm_desktop.command.commands import FINE, NOT_UNDERSTOOD, SIGNED_OUT, TO_ANSWER, UNREACHABLE, WAITING, WINDOW
from crm_desktop.core.entities import Account, Opportunity
from crm_desktop.core.errors import ProtocolError
from crm_desktop.core.protocol import NOT_OURS, TOO_OLD
from crm_desktop.core.store import newest_seq, set_mark
from crm_desktop.core.store.sqlite import WRITES
from crm_desktop.replica.replica import Replica
from crm_desktop.sync import remote
from sync_server.slices import HORIZON
from tests.replicas import PASSWORD, Office, small_office


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    office: Office = small_office(tmp_path)
    replica = office.laptop("ann", "laptop")
    desk = desk_of(replica, office.clock)
    create(desk, Account(id=desk.new_id(), name="Waits to be sent", territory="north"))
    office.close()
    (tmp_path / "password").write_text(PASSWORD + "\n")
    return tmp_path


def test_the_door_looks_for_garbage_again_once_all_is_loaded() -> None:
    told = "import gc, sys; from crm_desktop import door; sys.argv = ['satchel', 'status']\n"
    said = "import crm_desktop.__main__ as rest; rest.run_command = lambda options: print(gc.isenabled(), gc.get_freeze_count() > 0)"
    done = subprocess.run(
        [sys.executable, "-c", f"{told}{said}\ndoor.main()"], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["True", "True"], done.stderr


@pytest.fixture
def server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Let the address of the laptop lead to its server."""
    office = Office(folder)
    monkeypatch.setattr(remote, "HttpServer", lambda _address: Direct(office))
    yield office
    office.close()


class Direct:
    """The server itself, where the command expects a connection to it."""

    def __init__(self, office: Office) -> None:
        self._service = office.service

    def __getattr__(self, name: str) -> object:
        return getattr(self._service, name)

    def close(self) -> None:
        """Nothing is open."""


def asked(folder: Path, *words: str) -> int:
    return main(["--data", str(folder / "laptop"), *words, "--password-file", str(folder / "password")])


def test_status_says_what_waits_and_its_code_is_another_one(folder, capsys):
    assert asked(folder, "status") == WAITING
    said = capsys.readouterr().out
    assert "Waiting to be sent: 1 change, 0 files" in said
    assert "Ann at direct" in said


def test_status_speaks_json_for_programs(folder, capsys):
    assert asked(folder, "status", "--json") == WAITING
    said = json.loads(capsys.readouterr().out)
    assert {name: said[name] for name in ("state", "login", "waiting", "refused", "conflicts", "files_to_send")} == {
        "state": "waiting", "login": "ann", "waiting": 1, "refused": 0, "conflicts": 0, "files_to_send": 0,
    }  # fmt: skip
    assert datetime.fromisoformat(said["last_sync"]).tzinfo is not None


def test_a_sync_sends_what_waits_and_says_so(folder, capsys, server):
    assert asked(folder, "sync") == FINE
    assert "Sent 1 change (0 refused, 0 conflicts), received 1; 0 wait." in capsys.readouterr().out
    assert asked(folder, "sync", "--json") == FINE
    said = json.loads(capsys.readouterr().out)
    assert (said["state"], said["this_round"]) == (
        "fine", {"sent": 0, "refused": 0, "conflicts": 0, "received": 0, "loaded": 0, "mended": 0, "brought_back": 0},
    )  # fmt: skip
    assert (said["last_round"]["sent"], said["last_round"]["received"]) == (1, 1)
    assert asked(folder, "status") == FINE
    assert "sent 1 (0 refused, 0 conflicts), received 1" in capsys.readouterr().out


def test_a_conflict_to_answer_has_a_code_of_its_own(folder, capsys, server):
    replica = Replica.open(folder / "laptop", PASSWORD)
    desk = desk_of(replica, server.clock)
    deal = desk.fetch(Opportunity, "deal1")
    edit(desk, deal, amount=Decimal(5))
    server.edit(server.get(Opportunity, "deal1"), amount=Decimal(7))
    replica.close()
    assert asked(folder, "sync") == TO_ANSWER
    assert asked(folder, "status") == TO_ANSWER
    assert "Conflicts: 1" in capsys.readouterr().out


def test_what_a_restored_server_got_back_is_told_by_the_round_and_ever_after(folder, capsys, server):
    assert asked(folder, "sync") == FINE
    with server.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(folder / "server.db", folder / "backup.db")
    replica = Replica.open(folder / "laptop", PASSWORD)
    desk = desk_of(replica, server.clock)
    edit(desk, desk.fetch(Account, "north1"), city="Typed after the backup")
    replica.close()
    assert asked(folder, "sync") == FINE
    server.engine.dispose()
    for left in folder.glob("server.db*"):
        left.unlink()
    shutil.copy(folder / "backup.db", folder / "server.db")
    server.__post_init__()
    capsys.readouterr()
    assert asked(folder, "sync") == FINE
    assert "The server was put back from a backup; 1 change came back from here." in capsys.readouterr().out
    assert server.get(Account, "north1").city == "Typed after the backup"
    asked(folder, "sync")
    assert asked(folder, "status") == FINE
    said = capsys.readouterr().out
    assert re.search(r"Brought back to a server put back from a backup: 20\d\d-\d\d-\d\d .*, 1 change\n", said)
    asked(folder, "status", "--json")
    (back,) = json.loads(capsys.readouterr().out)["returns"]
    assert (back["changes"], datetime.fromisoformat(back["at"]).tzinfo is not None) == (1, True)


def test_a_fresh_copy_that_is_not_through_is_said(folder, capsys):
    replica = Replica.open(folder / "laptop", PASSWORD)
    replica.begin_anew()
    replica.close()
    assert asked(folder, "status") == WAITING
    said = capsys.readouterr().out
    assert "On this laptop: A fresh copy is on its way; what you type meanwhile is kept and sent" in said
    assert "Waiting to be sent: 1 change" in said


def test_a_laptop_that_was_away_too_long_says_that_all_came_anew_and_sends_what_was_typed(folder, capsys, server):
    server.edit(server.get(Account, "north1"), city="Rome")
    with server.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        set_mark(connection, HORIZON, str(newest_seq(connection)))  # who moved where until now was forgotten
    assert asked(folder, "sync") == FINE
    said = capsys.readouterr().out
    assert re.search(
        r"All data were loaded anew \(\d+ rows\); what you typed was kept\. This laptop was away so long", said
    )
    assert "Sent 1 change" in said
    asked(folder, "status", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["last_round"]["loaded"] > 0, said["anew"]["why"]) == (True, "away")
    asked(folder, "status")
    assert re.search(r"Fetched anew: 20\d\d-\d\d-\d\d .*\. This laptop was away so long", capsys.readouterr().out)


def test_a_session_that_ended_has_a_code_of_its_own(folder, capsys, server):
    replica = Replica.open(folder / "laptop", PASSWORD)
    replica.set_mark("token", "of yesterday")
    replica.close()
    assert asked(folder, "sync") == SIGNED_OUT
    assert "Sign in again" in capsys.readouterr().err


def test_a_window_that_owns_the_data_is_asked_for_the_round(folder, capsys):
    window = Replica.open(folder / "laptop", PASSWORD)
    assert not window.is_asked_to_sync()
    assert asked(folder, "sync") == WINDOW
    assert "it was asked to sync now" in capsys.readouterr().out
    assert [window.is_asked_to_sync(), window.is_asked_to_sync()] == [True, False]
    assert asked(folder, "status") == WINDOW
    assert "already works with this data" in capsys.readouterr().err
    assert asked(folder, "status", "--json") == WINDOW
    assert json.loads(capsys.readouterr().out)["state"] == "window"
    window.close()


def test_every_code_is_told_by_the_help(capsys):
    with pytest.raises(SystemExit):
        main(["status", "--help"])
    said = capsys.readouterr().out
    assert [code for code in range(11) if f"\n {code:2}  " not in said] == []


def test_verify_finds_a_whole_replica(folder, capsys):
    assert asked(folder, "verify") == 0
    assert "Everything agrees" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "code", "said"),
    [
        ("UPDATE account SET name = 'x' WHERE id = 'north1'", 3, "account north1: name: healed"),
        ("UPDATE entry SET body = x'c1' WHERE record = 'north1'", 4, "comes anew with the next sync"),
    ],
)
def test_verify_heals_and_tells_so_by_its_exit_code(folder, capsys, statement, code, said):
    replica = Replica.open(folder / "laptop", PASSWORD)
    with replica._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.exec_driver_sql(statement)
    replica.close()
    assert asked(folder, "verify") == code
    assert said in capsys.readouterr().out
    asked(folder, "status")
    assert "account; healed" in capsys.readouterr().out


def test_verify_finds_a_changed_byte_in_the_history_that_no_record_shows(folder, capsys):
    assert asked(folder, "verify") == 0
    replica = Replica.open(folder / "laptop", PASSWORD)
    with replica._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.exec_driver_sql("UPDATE entry SET happened = happened + 1 WHERE record = 'north1'")
    replica.close()
    capsys.readouterr()
    assert asked(folder, "verify") == 3
    assert re.search(r"account north1: entry \d+: healed\n1 differed and were healed", capsys.readouterr().out)
    assert asked(folder, "verify") == 0


def test_a_wrong_password_is_a_sentence_and_a_code(folder, capsys):
    (folder / "password").write_text("not this one")
    assert asked(folder, "status") == 1
    assert "does not open the data" in capsys.readouterr().err


def test_a_missing_password_file_is_named(folder, capsys):
    (folder / "password").unlink()
    assert asked(folder, "status") == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_password_file_that_is_no_text_is_named(folder, capsys):
    (folder / "password").write_bytes(b"\xff\xfe\x00")
    assert asked(folder, "status") == 1
    assert "cannot be read. It is a text file" in capsys.readouterr().err


def test_no_data_is_said_before_a_password_is_asked_for(tmp_path, capsys):
    assert main(["--data", str(tmp_path), "status"]) == 1
    assert "There is no Satchel data" in capsys.readouterr().err


def test_another_server_than_the_one_enrolled_at_is_refused(folder, capsys):
    assert main(["--data", str(folder / "laptop"), "--server", "http://other", "sync"]) == 1
    assert "enrolled at direct" in capsys.readouterr().err


@pytest.mark.parametrize("said", [TOO_OLD, NOT_OURS])
def test_a_satchel_that_is_too_old_or_another_server_has_a_code_of_its_own(folder, server, monkeypatch, capsys, said):
    def push(*_told):
        raise ProtocolError(said)

    monkeypatch.setattr(server.service, "push", push)
    assert asked(folder, "sync") == NOT_UNDERSTOOD
    assert said in capsys.readouterr().err
    assert asked(folder, "sync", "--json") == NOT_UNDERSTOOD
    assert json.loads(capsys.readouterr().out)["state"] == "not_understood"
    assert asked(folder, "status") == WAITING


def test_an_address_nobody_answers_leaves_everything_waiting(folder, capsys):
    assert asked(folder, "sync") == UNREACHABLE
    assert "direct" in capsys.readouterr().err
    assert asked(folder, "status") == WAITING
    assert "Waiting to be sent: 1 change," in capsys.readouterr().out
