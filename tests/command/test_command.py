"""The command line `satchel` on a real replica: sentences, exit codes, nothing asked in vain."""

from pathlib import Path

import pytest

from crm_desktop.__main__ import main
from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import create
from crm_desktop.core.entities import Account
from crm_desktop.core.store.sqlite import WRITES
from crm_desktop.replica.replica import Replica
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


def asked(folder: Path, *words: str) -> int:
    return main(["--data", str(folder / "laptop"), *words, "--password-file", str(folder / "password")])


def test_status_says_what_waits(folder, capsys):
    assert asked(folder, "status") == 0
    said = capsys.readouterr().out
    assert "Waiting to be sent: 1 changes" in said
    assert "Ann at direct" in said


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


def test_a_wrong_password_is_a_sentence_and_a_code(folder, capsys):
    (folder / "password").write_text("not this one")
    assert asked(folder, "status") == 1
    assert "does not open the data" in capsys.readouterr().err


def test_a_missing_password_file_is_named(folder, capsys):
    (folder / "password").unlink()
    assert asked(folder, "status") == 1
    assert "cannot be read" in capsys.readouterr().err


def test_no_data_is_said_before_a_password_is_asked_for(tmp_path, capsys):
    assert main(["--data", str(tmp_path), "status"]) == 1
    assert "There is no Satchel data" in capsys.readouterr().err


def test_another_server_than_the_one_enrolled_at_is_refused(folder, capsys):
    assert main(["--data", str(folder / "laptop"), "--server", "http://other", "sync"]) == 1
    assert "enrolled at direct" in capsys.readouterr().err


def test_an_address_nobody_answers_leaves_everything_waiting(folder, capsys):
    assert asked(folder, "sync") == 1
    assert "direct" in capsys.readouterr().err
    assert asked(folder, "status") == 0
    assert "Waiting to be sent: 1 changes" in capsys.readouterr().out
