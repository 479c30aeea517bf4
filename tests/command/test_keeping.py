"""Passwords, signing out and what was set aside, on the command line."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.__main__ import main
from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import create, delete, edit
from crm_desktop.core.entities import Account, Contact, Opportunity
from crm_desktop.replica import asides
from crm_desktop.replica.replica import Replica
from crm_desktop.sync import remote
from tests.replicas import PASSWORD, Office, small_office
from tests.staffed import quick_keys

__all__ = ["quick_keys"]
NEW = "quite another password"


class Direct:
    """The server itself, where the command expects a connection to it."""

    def __init__(self, office: Office) -> None:
        self._service = office.service

    def __getattr__(self, name: str) -> object:
        return getattr(self._service, name)

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    office = small_office(tmp_path)
    replica = office.laptop("ann", "laptop")
    desk = desk_of(replica, office.clock)
    create(desk, Account(id=desk.new_id(), name="Waits to be sent", territory="north", owner="ann"))
    edit(desk, desk.fetch(Opportunity, "deal1"), amount=desk.fetch(Opportunity, "deal1").amount / 2)
    delete(desk, desk.fetch(Contact, "carl"))
    replica.close()
    (tmp_path / "password").write_text(PASSWORD + "\n")
    (tmp_path / "new").write_text(NEW + "\n")
    monkeypatch.setattr(remote, "HttpServer", lambda _address: Direct(office))
    yield tmp_path
    office.close()


def asked(folder: Path, *words: str, password: str = "password", data: str = "laptop") -> int:
    return main(["--data", str(folder / data), *words, "--password-file", str(folder / password)])


def test_the_password_is_changed_here_and_at_the_server(folder, capsys):
    assert asked(folder, "password", "--new-password-file", str(folder / "new")) == 0
    assert "at the server and on this laptop" in capsys.readouterr().out
    assert asked(folder, "sync", password="new") == 0
    assert asked(folder, "status") == 1
    assert "does not open" in capsys.readouterr().err


def test_wiping_is_refused_while_something_waits_and_deletes_all_else(folder, capsys):
    assert asked(folder, "sign-out", "--wipe") == 1
    assert "have not been sent yet" in capsys.readouterr().err
    assert asked(folder, "sync") == 0
    assert asked(folder, "sign-out", "--wipe") == 0
    assert [path.name for path in (folder / "laptop").iterdir()] == ["owner"]


def test_what_is_set_aside_is_listed_and_sent_from_there(folder, capsys):
    assert asked(folder, "sign-out", "--set-aside") == 0
    assert "3 changes had not been sent" in capsys.readouterr().out
    assert main(["--data", str(folder / "laptop"), "set-aside"]) == 0
    said = capsys.readouterr().out
    assert "set-aside-1: ann, set aside 20" in said
    assert "3 changes to send" in said
    with pytest.raises(Exception, match="no Satchel data"):
        Replica.open(folder / "laptop", PASSWORD)
    assert asides.last_word(folder / "laptop" / "set-aside-1") == asides.LastWord(waiting=3)
    assert asked(folder, "sync", data="laptop/set-aside-1") == 8  # signed out: the window asks for the password again


def test_the_demo_opens_the_window_on_it(folder, monkeypatch):
    opened = []
    monkeypatch.setattr("crm_desktop.ui.app.main", lambda *place, in_demo: opened.append((place, in_demo)) or 0)
    for word, in_demo in (((), False), (("demo",), True)):
        assert main(["--data", str(folder), *word]) == 0
        assert opened.pop() == ((folder, ""), in_demo)


def test_nothing_was_set_aside(folder, capsys):
    assert main(["--data", str(folder / "laptop"), "set-aside"]) == 0
    assert capsys.readouterr().out == "Nothing was set aside.\n"


def test_what_waits_is_written_down_to_be_read(folder):
    assert asked(folder, "export-waiting", str(folder / "waiting.csv")) == 0
    lines = [line.split(",") for line in (folder / "waiting.csv").read_text("utf-8-sig").splitlines()]
    assert lines[0] == ["Saved", "Kind", "Record", "What", "Field", "Before", "After"]
    told = {tuple(line[1:]) for line in lines}
    assert ("Account", "Waits to be sent", "added", "Territory", "", "North") in told
    assert ("Account", "Waits to be sent", "added", "Owner", "", "Ann") in told
    assert ("Deal", "Deal deal1", "changed", "Amount", "100000.00", "50000.00") in told
    assert any(line[:3] == ("Contact", "Carl", "deleted") for line in told)


def test_diagnostics_are_written_for_whoever_helps(folder, capsys):
    assert asked(folder, "diagnostics", str(folder / "help.zip")) == 0
    assert "No customer is named" in capsys.readouterr().out
    with zipfile.ZipFile(folder / "help.zip") as bundle:
        assert b"Waits to be sent" not in b"".join(bundle.read(name) for name in bundle.namelist())
