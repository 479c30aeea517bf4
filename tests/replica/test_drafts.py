"""What is being typed stays in the encrypted file: over a restart, a fresh generation, a new enrolment; never sent."""

from threading import Thread

import pytest

from crm_desktop.replica.drafts import TYPED
from crm_desktop.replica.replica import Replica
from tests.replicas import PASSWORD


@pytest.fixture
def replica(office):
    return office.laptop("ann", "typing")


def opened_again(office, replica):
    """Open what is in the file, as after a kill: nothing of the process before is left."""
    replica.close()
    office.laptops.append(Replica.open(replica.folder, PASSWORD))
    return office.laptops[-1]


def test_what_was_written_is_there_after_a_restart_and_what_was_dropped_is_not(office, replica):
    for place, text in (("composer/a", "一句话"), ("composer/b", "two"), ("plan", "three")):
        assert replica.drafts.keep(place, text)
    assert replica.drafts.read("composer/a") == "一句话"  # at once, before it is in the file
    assert replica.drafts.write() == 3
    replica.drafts.keep("composer/b", "")
    assert replica.drafts.places("composer/") == ["composer/a"]
    replica.drafts.write()
    replica.drafts.keep("composer/c", "never written")
    again = opened_again(office, replica)
    assert again.drafts.places() == ["composer/a", "plan"]
    assert (again.drafts.read("composer/a"), again.drafts.read("composer/b")) == ("一句话", "")
    assert TYPED + "composer/b" not in again._pen.marks


def test_typing_the_same_again_writes_nothing(replica):
    replica.drafts.keep("plan", "as it is")
    replica.drafts.write()
    assert not replica.drafts.keep("plan", "as it is")
    assert replica.drafts.write() == 0


def test_what_is_typed_is_no_change_and_is_never_sent(office, replica):
    office.sync(replica)
    before = replica.content_hash("rep")
    replica.drafts.keep("plan", "not for the server")
    replica.drafts.write()
    assert (replica.pending(), replica.outbox(), replica.doings.done) == (0, (), ())
    assert replica.content_hash("rep") == before
    with office.engine.connect() as connection:
        assert "not for the server" not in str(connection.exec_driver_sql("SELECT * FROM entry").all())


def test_the_file_does_not_show_what_is_typed(replica):
    replica.drafts.keep("plan", "a secret customer")
    replica.drafts.write()
    lying = [path.read_bytes() for path in replica.folder.rglob("*") if path.is_file()]
    assert lying
    assert not any(b"secret customer" in content for content in lying)


def test_what_is_typed_while_it_is_written_is_not_lost(replica):
    """The pen is held, a write waits for it, and what was typed meanwhile goes along or with the next."""
    replica.drafts.keep("plan", "first")
    writer = Thread(target=replica.drafts.write)
    with replica._pen.alone():
        writer.start()
        replica.drafts.keep("plan", "first and second")
        assert replica.drafts.read("plan") == "first and second"
    writer.join()
    replica.drafts.write()
    assert replica.mark(TYPED + "plan") == "first and second"


def test_the_next_enrolment_of_the_same_person_takes_over_what_was_typed(office, replica):
    replica.drafts.keep("plan", "begun before")
    replica.drafts.write()
    replica.close()
    again = office.laptop("ann", "typing")
    assert again.drafts.read("plan") == "begun before"


def test_a_disk_that_is_full_loses_nothing(replica, monkeypatch):
    replica.drafts.keep("plan", "still here")
    with monkeypatch.context() as full:
        full.setattr(replica._pen, "put", _no_room)
        with pytest.raises(OSError, match="full"):
            replica.drafts.write()
    assert replica.drafts.read("plan") == "still here"
    assert replica.drafts.write() == 1


def _no_room(*_args):
    raise OSError("full")
