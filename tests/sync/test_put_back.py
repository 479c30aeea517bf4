"""A laptop put back from a backup of its disk, or copied to another: its numbers come twice, what is typed there does not go."""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.actions.standing import standing
from crm_desktop.core.entities import Account
from crm_desktop.core.errors import UnreachableError
from crm_desktop.core.protocol import Page, SignIn
from crm_desktop.core.store import Reader
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import device_for, enrol, remember, sync
from sync_server.tables import DEVICE
from tests.replicas import PASSWORD, Office, small_office
from tests.sync.otherwise import otherwise


@dataclass
class Twice:
    """A laptop of ann, and one made of a copy of its folder before it sent three more changes."""

    office: Office
    laptop: Replica
    copy: Replica

    def type(self, replica: Replica, id_: str, **values: Any) -> None:
        entry = edit_entry_of(replica.get(Account, id_), **values)
        desk_of(replica, self.office.clock).save(entry)


@pytest.fixture
def twice(tmp_path):
    office = small_office(tmp_path)
    office.laptop("ann").close()
    shutil.copytree(tmp_path / "laptop of ann", tmp_path / "copy")
    made = Twice(office, *(Replica.open(tmp_path / name, PASSWORD) for name in ("laptop of ann", "copy")))
    office.laptops[:] = [made.laptop, made.copy]
    for city in ("Rome", "Oslo", "Bern"):
        made.type(made.laptop, "north1", city=city)
    office.sync(made.laptop)
    yield made
    office.close()


def test_what_is_typed_on_a_laptop_that_was_put_back_arrives_before_and_after_it_heard_of_the_server(twice):
    twice.type(twice.copy, "harbour1", website="before")
    twice.office.sync(twice.copy)
    twice.type(twice.copy, "harbour1", street="after")
    twice.office.sync(twice.copy)
    there = twice.office.get(Account, "harbour1")
    assert (there.website, there.street, twice.copy.pending()) == ("before", "after", 0)
    assert twice.office.get(Account, "north1").city == twice.copy.get(Account, "north1").city == "Bern"
    assert twice.office.service.verify() == twice.office.differences(twice.copy) == []


def test_what_is_typed_there_while_its_first_sync_runs_goes_with_the_next(twice):
    class Slow:
        """The server, with somebody who types while its answer is on the way."""

        def __getattr__(self, name: str) -> Any:
            return getattr(twice.office.service, name)

        def pull(self, token: str, cursor: str) -> Page:
            page = twice.office.service.pull(token, cursor)
            if not twice.copy.pending():
                twice.type(twice.copy, "harbour1", website="meanwhile")
            return page

    sync(twice.copy, Slow(), twice.office.clock.us)
    assert (twice.copy.pending(), twice.copy.get(Account, "harbour1").website) == (1, "meanwhile")
    twice.office.sync(twice.copy)
    assert (twice.copy.pending(), twice.office.get(Account, "harbour1").website) == (0, "meanwhile")


def test_two_copies_in_use_side_by_side_both_send_what_is_typed_on_them(twice):
    typed = {"website": "0", "street": "1", "region": "2", "postal_code": "3"}
    for replica, (name, value) in zip((twice.laptop, twice.copy) * 2, typed.items(), strict=True):
        twice.type(replica, "harbour1", **{name: value})
        twice.office.sync(replica)
    twice.office.sync(twice.laptop, twice.copy)
    for replica in (twice.laptop, twice.copy):
        found = replica.get(Account, "harbour1")
        assert {name: getattr(found, name) for name in typed} == typed
        assert (replica.pending(), twice.office.differences(replica)) == (0, [])


def test_numbers_that_may_stand_on_paper_already_are_not_used_again(twice):
    (stale,) = twice.copy.number_blocks()
    twice.office.sync(twice.copy)
    (fresh,) = twice.copy.number_blocks()
    assert fresh.first > stale.last
    assert twice.laptop.number_blocks() == (stale,)


def test_a_laptop_that_hears_it_at_its_sign_in_gives_its_numbers_up_as_well(twice):
    sign_in = SignIn(
        login="ann", password=PASSWORD, device="laptop of ann", device_name="", clock=twice.office.clock.us()
    )
    for replica in (twice.copy, twice.laptop):
        remember(replica, twice.office.service.sign_in(sign_in), twice.office.clock.us)
    assert (twice.copy.mark("counter"), twice.copy.number_blocks()) == ("3", ())
    assert twice.laptop.numbers_left() > 0


def test_copies_that_have_sent_equally_many_changes_become_two_laptops_with_numbers_of_their_own(tmp_path):
    office = small_office(tmp_path)
    office.laptop("ann").close()
    shutil.copytree(tmp_path / "laptop of ann", tmp_path / "copy")
    laptop, copy = (Replica.open(tmp_path / name, PASSWORD) for name in ("laptop of ann", "copy"))
    office.laptops[:] = [laptop, copy]
    try:
        assert laptop.number_blocks() == copy.number_blocks() != ()
        for replica, city in ((laptop, "Rome"), (copy, "Oslo")):
            desk_of(replica, office.clock).save(edit_entry_of(replica.get(Account, "harbour1"), website=city))
            desk_of(replica, office.clock).save(edit_entry_of(replica.get(Account, "harbour1"), street=city))
        office.sync(laptop)
        office.accounts.split("laptop of ann", "an answer that was lost on its way")
        office.sync(copy, laptop, copy)
        here, there = (replica.number_blocks()[0] for replica in office.laptops)
        assert (there.first > here.last, copy.header.device == laptop.header.device) == (True, False)
        assert [replica.pending() for replica in office.laptops] == [0, 0]
        assert (standing(desk_of(copy, office.clock)).renamed > 0, standing(desk_of(laptop, office.clock)).renamed) == (
            True,
            0,
        )
        found = office.get(Account, "harbour1")
        assert (found.website, found.street) == ("Oslo", "Oslo")
        copy.close()
        office.laptops[1] = copy = Replica.open(tmp_path / "copy", PASSWORD)
        desk_of(copy, office.clock).save(edit_entry_of(copy.get(Account, "harbour1"), city="Bern"))
        office.sync(copy, laptop)
        assert laptop.get(Account, "harbour1").city == "Bern"
        assert [office.differences(replica) for replica in office.laptops] == [[], []]
        assert office.service.verify() == laptop.verify() == copy.verify() == []
    finally:
        office.close()


@pytest.fixture
def copies(tmp_path):
    """Give an office with a laptop that has sent a change, and a copy of it that typed another under the same number."""
    office = small_office(tmp_path)
    office.laptop("ann").close()
    shutil.copytree(tmp_path / "laptop of ann", tmp_path / "copy")
    office.laptops[:] = [Replica.open(tmp_path / name, PASSWORD) for name in ("laptop of ann", "copy")]
    for replica, city in zip(office.laptops, ("Rome", "Oslo"), strict=True):
        desk_of(replica, office.clock).save(edit_entry_of(replica.get(Account, "harbour1"), website=city))
    office.sync(office.laptops[0])
    yield office
    office.close()


def devices(office: Office) -> int:
    with office.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(DEVICE)).scalar_one()


def test_a_copy_whose_name_got_lost_on_the_way_is_given_the_same_again(copies):
    def lost(*told: Any) -> Any:
        copies.service.push(*told)
        raise UnreachableError("lost")

    before = devices(copies)
    for _ in range(2):
        with pytest.raises(UnreachableError):
            sync(copies.laptops[1], otherwise(copies.service, push=lost), copies.clock.us)
    copies.sync(copies.laptops[1])
    assert (devices(copies), copies.laptops[1].pending()) == (before + 1, 0)
    assert copies.get(Account, "harbour1").website == "Oslo"


@pytest.mark.parametrize("ahead", [0, 3], ids=["right", "three days ahead"])
def test_what_the_server_took_under_the_old_name_is_not_taken_twice_under_the_new_one(twice, ahead):
    """Also where the clock of the laptop is wrong."""
    entry = edit_entry_of(twice.laptop.get(Account, "harbour1"), website="first")
    desk_of(twice.laptop, lambda: twice.office.clock() + timedelta(days=ahead)).save(entry)
    (sent,) = twice.laptop.outbox()
    twice.office.service.push(twice.laptop.mark("token"), (sent,))  # its answer is lost, and so a copy has its way
    twice.laptop.go_on_as("another", twice.office.accounts.split("laptop of ann", "another"), twice.office.clock.us())
    twice.type(twice.laptop, "harbour1", street="second")
    twice.office.sync(twice.laptop)
    found = twice.office.get(Account, "harbour1")
    assert (found.website, found.street, twice.laptop.pending()) == ("first", "second", 0)
    assert twice.office.service.verify() == twice.office.differences(twice.laptop) == []
    with twice.office.engine.connect() as connection:
        assert len(Reader(connection).lines(["harbour1"])["harbour1"]) == 3


def test_an_enrolment_whose_answer_got_lost_goes_through_when_it_is_tried_again(tmp_path):
    office = small_office(tmp_path)
    code, folder = office.accounts.create_code("ann"), tmp_path / "new"

    def request():
        device = device_for(code, folder)
        return SignIn(
            login="ann", password=PASSWORD, device=device, device_name="", clock=office.clock.us(), code=code.lower()
        )

    office.service.sign_in(request())  # the answer is lost, and the window was closed
    office.laptops.append(enrol(folder, office.service, "direct", request(), office.clock.us))
    assert (devices(office), office.differences(office.laptops[0])) == (1, [])
    assert device_for(code, folder) == device_for(code.lower().replace("-", " "), folder)
    assert device_for(code, folder) != device_for(code, tmp_path / "other")
    office.close()
