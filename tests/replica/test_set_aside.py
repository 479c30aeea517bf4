"""Making a replica where another one lies: the old one is set aside whole, and what it never sent goes along."""

from contextlib import closing
from pathlib import Path

import pytest

from crm_desktop.actions.activities import log
from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.files import attach
from crm_desktop.actions.records import create, edit
from crm_desktop.actions.standing import standing
from crm_desktop.core.entities import Account, Activity
from crm_desktop.core.protocol import SignIn
from crm_desktop.core.store import Reader
from crm_desktop.replica import vault
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import enrol
from tests.replicas import PASSWORD, Office


def test_an_earlier_replica_is_set_aside_with_its_outbox(office):
    desk = desk_of(office.laptop("ann", "a second laptop of ann"), office.clock)
    create(desk, Account(id=desk.new_id(), name="Typed before the new enrolment", territory=desk.user.home))
    header, waiting = desk.replica.header, desk.replica.outbox()
    folder = office.folder / header.device
    desk.replica.close()
    assert waiting

    key, derivation = vault.new_key(), vault.new_derivation()
    fresh = vault.Header(
        login=header.login, user=header.user, address="", device="another", database=header.database,
        derivation=derivation, wrapped=vault.wrap(key, "another password", derivation),
    )  # fmt: skip
    Replica.create(folder, fresh, key).close()

    kept = Replica.open(folder / "set-aside-1", PASSWORD)
    try:
        assert kept.outbox() == waiting
    finally:
        kept.close()
    assert Replica.open(folder, "another password").close() is None


@pytest.fixture
def folder(office: Office) -> Path:
    """A laptop of ann that has sent one change, whose answer was lost, and not another one with a picture."""
    replica = office.laptop("ann", "old")
    desk = desk_of(replica, office.clock)
    edit(desk, desk.fetch(Account, "north1"), website="sent")
    office.service.push(replica.mark("token"), replica.outbox())
    log(
        desk,
        desk.fetch(Account, "north1"),
        "visit",
        "Saw",
        attachments=[attach(desk, "a.jpg", b"\xff\xd8\xff picture")],
    )
    replica.close()
    return office.folder / "old"


def again(office: Office, folder: Path, login: str = "ann", password: str = PASSWORD) -> Replica:
    request = SignIn(
        login=login, password=password, device=f"new of {login}", device_name="", clock=office.clock.us(),
        code=office.accounts.create_code(login),
    )  # fmt: skip
    office.laptops.append(enrol(folder, office.service, "direct", request, office.clock.us))
    return office.laptops[-1]


def visits(office: Office) -> int:
    with office.engine.connect() as connection:
        return sum(one.kind == "visit" for one in Reader(connection).find(Activity))


def test_what_was_never_sent_is_taken_over_once_by_the_next_enrolment_of_the_same_person(office, folder):
    made = again(office, folder)
    desk = desk_of(made, office.clock)
    assert (standing(desk).taken_over, made.pending(), len(made.files.unsent())) == (2, 2, 1)
    assert [one.subject for one in made.find(Activity)] == ["Saw"]
    office.sync(made, made)
    assert (made.pending(), made.files.unsent(), visits(office)) == (0, [], 1)
    with office.engine.connect() as connection:
        lines = Reader(connection).lines(["north1"])["north1"]
    assert sum("website" in line.entry.fields for line in lines) == 1
    assert (office.service.verify(), made.verify(), office.differences(made)) == ([], [], [])
    made.close()
    third = again(office, folder)
    assert (standing(desk_of(third, office.clock)).taken_over, third.pending()) == (0, 0)


def test_what_another_password_locks_stays_and_is_sent_from_where_it_lies(office, folder):
    made = again(office, folder, password="quite another password")
    assert (standing(desk_of(made, office.clock)).taken_over, made.pending(), visits(office)) == (0, 0, 0)
    with closing(Replica.open(folder / "set-aside-1", PASSWORD)) as kept:
        office.sync(kept)
        assert (kept.pending(), visits(office)) == (0, 1)


def test_nobody_else_takes_it_over(office, folder):
    made = again(office, folder, "bob")
    assert (standing(desk_of(made, office.clock)).taken_over, made.pending()) == (0, 0)
