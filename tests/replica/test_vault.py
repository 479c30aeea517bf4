"""The file on the laptop: who opens it, what stands in it, and what happens when it is not what it should be."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from crm_desktop.actions import records
from crm_desktop.actions.desk import desk_of
from crm_desktop.core.entities import Account, Activity, Opportunity
from crm_desktop.core.errors import ReplicaError, SignInError
from crm_desktop.replica import vault
from crm_desktop.replica.replica import Replica
from tests.replicas import PASSWORD, Office


@pytest.fixture
def folder(office: Office) -> Path:
    """Give the folder of ann's closed replica."""
    office.laptops[0].close()
    return office.folder / "laptop of ann"


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "owner"}


def test_the_password_opens_and_another_does_not(folder: Path) -> None:
    before = bytes_of(folder)
    with pytest.raises(SignInError, match="does not open"):
        Replica.open(folder, PASSWORD + " ")
    assert bytes_of(folder) == before
    replica = Replica.open(folder, PASSWORD)
    assert replica.count(Account) == 2
    replica.close()


def test_nothing_readable_lies_in_the_folder(folder: Path) -> None:
    header = vault.read_header(folder)
    key = vault.unwrap(header, PASSWORD)
    every = b"".join(bytes_of(folder).values())
    for secret in (
        key,
        key.hex().encode(),
        PASSWORD.encode(),
        "上海泵业".encode(),
        b"Harbour Works",
        b"shanghai",
        b"CREATE TABLE",
        b"SQLite format",
    ):
        assert secret not in every, secret


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_no_other_account_of_the_computer_reaches_the_folder(folder: Path) -> None:
    assert folder.stat().st_mode & 0o077 == 0


def test_nothing_readable_lies_in_the_folder_while_it_is_open(office: Office) -> None:
    ann = office.laptops[0]
    records.create(desk_of(ann, office.clock), Account(id="x", name="Plainly Visible", territory="north"))
    every = b"".join(bytes_of(office.folder / "laptop of ann").values())
    assert b"Plainly" not in every
    assert ann.mark("token").encode() not in every


def _write(name: str, content: bytes) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return damage


def _replace(old: str, new: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / vault.HEADER
        header = vault.read_header(folder)
        content = (
            path.read_text()
            .replace(old or header.wrapped, new)
            .replace(header.derivation.salt, "zz" if old == "salt" else header.derivation.salt)
        )
        path.write_text(content)

    return damage


DAMAGES = [
    ("no header", lambda folder: (folder / vault.HEADER).unlink(), "no Satchel data"),
    ("an empty header", _write(vault.HEADER, b""), "cannot be read"),
    ("half a header", _write(vault.HEADER, b'{"login": "ann"'), "cannot be read"),
    ("a header of something else", _write(vault.HEADER, b"[1, 2]"), "cannot be read"),
    ("a key that is no hex", _replace("", "xyz"), "cannot be read"),
    ("half a key", _replace("", "00ff"), "cannot be read"),
    ("a salt that is no hex", _replace("salt", "salt"), "cannot be read"),
    ("an impossible cost", _replace('"time_cost": 1', '"time_cost": 0'), "cannot be read"),
    ("no database", lambda folder: (folder / "replica-1.db").unlink(), "not the data"),
    ("an empty database", lambda folder: (folder / "replica-1.db").write_bytes(b""), "not the data"),
    ("a plain database", _write("replica-1.db", b"SQLite format 3\0" + bytes(4080)), "not the data"),
    ("noise", _write("replica-1.db", os.urandom(8192)), "not the data"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "sentence"), [row[1:] for row in DAMAGES], ids=[row[0] for row in DAMAGES])
def test_damage_is_a_sentence_and_nothing_is_changed(
    folder: Path, damage: Callable[[Path], None], sentence: str
) -> None:
    damage(folder)
    before = bytes_of(folder)
    with pytest.raises(ReplicaError, match=sentence):
        Replica.open(folder, PASSWORD)
    assert bytes_of(folder) == before


def test_after_a_failure_the_folder_is_free(folder: Path) -> None:
    content = (folder / "replica-1.db").read_bytes()
    (folder / "replica-1.db").write_bytes(os.urandom(8192))
    with pytest.raises(ReplicaError):
        Replica.open(folder, PASSWORD)
    (folder / "replica-1.db").write_bytes(content)
    Replica.open(folder, PASSWORD).close()


def test_a_second_owner_is_told_who_has_it(office: Office) -> None:
    with pytest.raises(ReplicaError, match=f"process {os.getpid()}"):
        Replica.open(office.folder / "laptop of ann", PASSWORD)


def test_a_second_process_is_told_too(office: Office, repository: Path) -> None:
    folder = office.folder / "laptop of ann"
    code = f"from pathlib import Path; from crm_desktop.replica.owner import Owner; Owner(Path({str(folder)!r}))"
    run = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=False)
    assert "already works with this data" in run.stderr


def test_a_full_disk_is_a_sentence_and_nothing_is_half_saved(office: Office) -> None:
    ann = office.laptops[0]
    desk = desk_of(ann, office.clock)
    with ann._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    ann._engine.dispose()
    event.listen(ann._engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count = {pages}"))

    def fill() -> None:
        for number in range(200):
            records.create(
                desk,
                Activity(id=f"a{number}", subject="Visit", text="word " * 400, owner="ann"),
                Account(id=f"b{number}", name=f"Number {number} " * 50, territory="north"),
            )

    with pytest.raises(ReplicaError, match="disk is full"):
        fill()
    saved = ann.pending()
    assert saved < 200
    assert (ann.count(Activity), ann.count(Account)) == (saved, 2 + saved)
    assert len(ann.search("Number", limit=500)) == saved
    assert ann.verify() == []


def test_closed_and_opened_it_is_the_same(office: Office) -> None:
    ann = office.laptops[0]
    records.edit(desk_of(ann, office.clock), ann.get(Opportunity, "deal1") or pytest.fail("no deal"), source="Fair")
    before = (ann.content_hash("rep"), ann.outbox(), ann.numbers_left())
    ann.close()
    again = Replica.open(office.folder / "laptop of ann", PASSWORD)
    office.laptops[0] = again
    assert (again.content_hash("rep"), again.outbox(), again.numbers_left()) == before
