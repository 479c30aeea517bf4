"""Passwords, sessions and what waits meanwhile: whatever happens to either, its author sends it or reads it."""

from contextlib import closing

import pytest

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import edit
from crm_desktop.core.entities import Account
from crm_desktop.core.errors import ReplicaError, SignInError, UnreachableError, UserError
from crm_desktop.core.protocol import UNREACHABLE, NewPassword, SignIn
from crm_desktop.replica import asides
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import enrol
from crm_desktop.sync.loading import first_load
from crm_desktop.sync.signing import change_password, sign_in_again, sign_out, unsent
from crm_desktop.sync.taking_over import take_over_from
from sync_server import offering
from tests.replicas import PASSWORD, Office
from tests.staffed import staffed_office

NEW = "quite another password"


@pytest.fixture(scope="session")
def staffed(tmp_path_factory):
    """Set up the small office on one store: neither passwords nor what lies on laptops is the database's business."""
    return staffed_office(tmp_path_factory.mktemp("staffed"))


def ann_of(office: Office) -> Replica:
    return office.laptops[0]


def type_in(office: Office, replica: Replica, city: str) -> None:
    desk = desk_of(replica, office.clock)
    edit(desk, desk.fetch(Account, "north1"), city=city)


def reopened(office: Office, replica: Replica, password: str) -> Replica:
    replica.close()
    made = Replica.open(replica.folder, password)
    office.laptops.append(made)
    return made


class Away:
    """A server that nobody reaches."""

    def __getattr__(self, _name):
        def ask(*_args):
            raise UnreachableError(UNREACHABLE, address="there")

        return ask


def enrolled_anew(office: Office, folder, login: str = "ann", password: str = NEW) -> Replica:
    request = SignIn(
        login=login, password=password, device=f"anew of {login}", device_name="", clock=office.clock.us(),
        code=office.accounts.create_code(login),
    )  # fmt: skip
    office.laptops.append(enrol(folder, office.service, "direct", request, office.clock.us))
    return office.laptops[-1]


def test_a_new_password_opens_the_replica_and_the_old_one_does_not(office):
    ann = ann_of(office)
    type_in(office, ann, "Wuxi")
    change_password(ann, office.service, PASSWORD, NEW)
    office.sync(ann)  # its own session goes on
    assert ann.pending() == 0
    with closing(reopened(office, ann, NEW)) as again:
        assert again.get(Account, "north1").city == "Wuxi"
    with pytest.raises(SignInError):
        Replica.open(ann.folder, PASSWORD)


@pytest.mark.parametrize("server", ["refuses", "is away"])
def test_what_the_server_does_not_change_is_changed_nowhere(office, server):
    ann = ann_of(office)
    asked = Away() if server == "is away" else office.service
    with pytest.raises(UserError):
        change_password(ann, asked, PASSWORD if server == "is away" else "wrong", NEW)
    assert (ann.opens_with(PASSWORD), ann.opens_with(NEW)) == (True, False)


def test_a_change_cut_off_before_the_laptop_heard_of_it_is_finished_by_saying_it_again(office):
    ann = ann_of(office)
    office.service.change_password(ann.mark("token"), NewPassword(old=PASSWORD, new=NEW))
    ann = reopened(office, ann, PASSWORD)  # the laptop knows the old one alone, and works on
    type_in(office, ann, "Wuxi")
    office.sync(ann)
    change_password(ann, office.service, PASSWORD, NEW)
    assert ann.opens_with(NEW)


def test_a_password_changed_on_another_laptop_arrives_with_the_next_sign_in(office):
    ann, other = ann_of(office), office.laptop("ann", "a second laptop")
    type_in(office, ann, "Wuxi")
    assert change_password(other, office.service, PASSWORD, NEW) == 1
    with pytest.raises(SignInError):
        office.sync(ann)
    with pytest.raises(SignInError):
        sign_in_again(ann, office.service, PASSWORD, office.clock.us)
    assert (ann.pending(), ann.opens_with(PASSWORD)) == (1, True)
    assert sign_in_again(ann, office.service, NEW, office.clock.us).is_rewrapped
    office.sync(ann)
    assert (ann.pending(), ann.opens_with(NEW), ann.opens_with(PASSWORD)) == (0, True, False)
    assert not sign_in_again(ann, office.service, NEW, office.clock.us).is_rewrapped


def test_a_code_of_the_administrator_sets_the_password_of_an_open_laptop_anew(office):
    ann = ann_of(office)
    type_in(office, ann, "Wuxi")
    sign_in_again(ann, office.service, NEW, office.clock.us, office.accounts.create_code("ann"))
    office.sync(ann)
    assert (ann.pending(), ann.opens_with(NEW)) == (0, True)


class Meanwhile:
    """A server at which a laptop asks for news while its password is changed."""

    def __init__(self, office, laptop):
        self._service, self._laptop = office.service, laptop

    def __getattr__(self, name):
        return getattr(self._service, name)

    def pull(self, token, cursor):
        self._laptop.rewrap(NEW)
        return self._service.pull(token, cursor)


def test_a_new_password_holds_while_a_fresh_copy_takes_over(office, monkeypatch):
    monkeypatch.setattr(offering, "ROWS_SUFFICE", 0)
    ann = ann_of(office)
    ann.begin_anew()
    before = ann.header.database
    first_load(ann, Meanwhile(office, ann), lambda _: None)
    assert ann.header.database != before
    assert reopened(office, ann, NEW).get(Account, "north1") is not None


def test_signing_out_ends_the_session_on_both_sides_and_keeps_what_waits(office):
    ann, token = ann_of(office), ann_of(office).mark("token")
    type_in(office, ann, "Wuxi")
    assert sign_out(ann, office.service)
    for ask in (lambda: office.sync(ann), lambda: office.service.push(token, ())):
        with pytest.raises(SignInError):
            ask()
    ann = reopened(office, ann, PASSWORD)
    assert unsent(ann) == 1
    sign_in_again(ann, office.service, PASSWORD, office.clock.us)
    office.sync(ann)
    assert unsent(ann) == 0


def test_signing_out_without_a_network_says_that_the_server_does_not_know(office):
    ann = ann_of(office)
    assert not sign_out(ann, Away())
    assert not ann.mark("token")
    assert sign_out(ann, Away())  # nothing is left to tell


def test_a_locked_replica_says_how_much_waited_and_names_nobody(office):
    ann = ann_of(office)
    type_in(office, ann, "Wuxi")
    ann.leave_word()
    assert asides.last_word(ann.folder) == asides.LastWord(waiting=1)
    assert (ann.folder / asides.LAST_WORD).read_bytes() == b'{"waiting":1}'


def test_after_a_forgotten_password_all_is_set_aside_with_its_date_and_sent_when_it_is_remembered(office):
    ann = ann_of(office)
    type_in(office, ann, "Wuxi")
    ann.leave_word()
    ann.close()
    anew = enrolled_anew(office, ann.folder)
    (aside,) = asides.asides(ann.folder)
    assert (aside.login, aside.waiting, aside.at > 0, aside.size > 0) == ("ann", 1, True, True)
    assert anew.get(Account, "north1").city == ""
    with pytest.raises(SignInError):
        take_over_from(anew, aside.folder, NEW, office.clock.us())
    assert take_over_from(anew, aside.folder, PASSWORD, office.clock.us()) == 1
    assert anew.get(Account, "north1").city == "Wuxi"
    type_in(office, anew, "Suzhou")
    assert (anew.pending(), asides.asides(ann.folder)[0].waiting, anew.verify()) == (2, 0, [])
    assert take_over_from(anew, aside.folder, PASSWORD, office.clock.us()) == 0
    office.sync(anew, anew)
    assert (anew.pending(), office.differences(anew), office.service.verify()) == (0, [], [])
    history = [line.entry.fields["city"][1] for line in anew.lines(["north1"])["north1"] if "city" in line.entry.fields]
    assert sorted(history) == ["Suzhou", "Wuxi"]


def test_what_a_replica_took_over_does_not_keep_its_own_from_being_taken_over(office):
    ann = ann_of(office)
    type_in(office, ann, "Wuxi")
    ann.close()
    second = enrolled_anew(office, ann.folder, password=PASSWORD)
    assert second.pending() == 1
    office.sync(second)
    type_in(office, second, "Suzhou")
    second.close()
    assert enrolled_anew(office, ann.folder, password=PASSWORD).pending() == 1


def test_what_another_person_left_is_taken_over_by_nobody_else(office):
    ann = ann_of(office)
    type_in(office, ann, "Wuxi")
    ann.close()
    bob = enrolled_anew(office, ann.folder, "bob")
    (aside,) = asides.asides(ann.folder)
    with pytest.raises(ReplicaError, match="data of ann"):
        take_over_from(bob, aside.folder, PASSWORD, office.clock.us())


def test_setting_aside_and_wiping_leave_nothing_that_opens_and_never_take_a_number_twice(office):
    ann = ann_of(office)
    ann.close()
    first = asides.set_all_aside(ann.folder, office.clock.us())
    second = enrolled_anew(office, ann.folder)
    second.close()
    asides.set_all_aside(ann.folder)
    asides.delete(asides.asides(ann.folder)[0])
    enrolled_anew(office, ann.folder).close()
    asides.set_all_aside(ann.folder)
    enrolled_anew(office, ann.folder).close()
    asides.wipe(ann.folder)
    assert sorted(path.name for path in ann.folder.iterdir()) == ["owner", "set-aside-2", "set-aside-3"]
    assert asides.set_all_aside(ann.folder) is None
    assert first.name == "set-aside-1"
    with pytest.raises(ReplicaError):
        Replica.open(ann.folder, NEW)
