"""Files between laptops: pictures of a visit, cut anywhere, for those alone who may see the record they hang on."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from random import Random

import pytest

from crm_desktop.actions.activities import log
from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.files import attach, attach_path, detach, files_of
from crm_desktop.actions.standing import standing
from crm_desktop.core.attached import LARGEST, MEGABYTE, PART
from crm_desktop.core.entities import Account, Activity, File
from crm_desktop.core.errors import ProtocolError, RefusedError, UserError
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import AHEAD_US, sync
from crm_desktop.sync.loading import BYTES_OF_A_FILE, Progress
from crm_desktop.sync.remote import HttpServer
from tests.replicas import Office
from tests.server.house import listening
from tests.torture.rough_wire import RoughWire

SLACK = MEGABYTE + PART
"""What asking, heads and the one part under way at a cut may cost beside the bytes of a file."""


def picture(size: int) -> bytes:
    return b"\xff\xd8\xff" + Random(size).randbytes(size - 3)


def visit_with(office: Office, replica: Replica, content: bytes, account: str = "north1") -> File:
    """Log a visit with a picture on a laptop."""
    desk = desk_of(replica, office.clock)
    made = attach(desk, "visit.jpg", content)
    log(desk, desk.fetch(Account, account), "visit", "Saw the plant", attachments=[made])
    visit = desk.replica.find(Activity, order=("-id",), limit=1)[0]
    return files_of(desk, [visit.id])[visit.id][0]


@pytest.fixture
def ann(office: Office) -> Replica:
    return office.laptops[0]


@pytest.fixture
def mia(office: Office) -> Replica:
    return office.laptops[2]


@pytest.fixture
def wire(office: Office) -> Iterator[RoughWire]:
    port = listening(office.service)
    made = RoughWire(int(port.address.rsplit(":", 1)[1]))
    yield made
    made.close()
    port.close()


def sync_over(wire: RoughWire, office: Office, replica: Replica) -> list[Progress]:
    told: list[Progress] = []
    with closing(HttpServer(wire.address)) as server:
        sync(replica, server, office.clock.us, told.append)
    return told


def test_a_picture_that_is_looked_at_comes_with_the_next_round(office, ann, mia):
    file = visit_with(office, ann, made := picture(PART + 7))
    office.sync(ann, mia)
    assert mia.files.read(file.sha256) is None  # neither hers nor her account's
    assert mia.files.want([file.sha256])
    report = sync(mia, office.service, office.clock.us)
    assert report.touched == {"file": frozenset([file.id])}
    assert mia.files.read(file.sha256) == made
    assert office.differences(mia) == []


def test_pictures_of_ones_own_accounts_come_ahead(office, ann, mia):
    file = visit_with(office, mia, made := picture(1000))  # on an account of ann's
    office.sync(mia, ann)
    assert ann.files.read(file.sha256) == made


@pytest.mark.parametrize("why", ["it is large", "it is old"])
def test_what_is_large_or_old_waits_until_it_is_looked_at(office, ann, mia, why):
    file = visit_with(office, mia, picture(5 * MEGABYTE if why == "it is large" else 1000))
    office.sync(mia)
    if why == "it is old":
        office.clock.moment += timedelta(microseconds=AHEAD_US)
    office.sync(ann)
    assert ann.files.read(file.sha256) is None


def test_one_that_its_laptop_has_not_sent_yet_stays_asked_for(office, ann, mia, monkeypatch):
    file = visit_with(office, ann, made := picture(1000))
    with monkeypatch.context() as patch:
        patch.setattr(ann.files, "unsent", list)
        office.sync(ann, mia)
    mia.files.want([file.sha256])
    office.sync(mia)
    assert mia.files.wanted() == [file.sha256]
    office.sync(ann, mia)
    assert mia.files.read(file.sha256) == made


def test_the_same_bytes_on_two_records_are_sent_and_kept_once(office, ann, mia):
    first = visit_with(office, ann, made := picture(3 * PART))
    office.sync(ann)
    second = visit_with(office, mia, made, "south1")
    told: list[Progress] = []
    sync(mia, office.service, office.clock.us, told.append)
    assert (first.sha256, told) == (second.sha256, [])
    assert mia.files.unsent() == []


def test_bytes_are_kept_from_who_may_not_see_their_record(office, ann):
    file = visit_with(office, ann, picture(1000))
    office.sync(ann)
    bob = office.laptops[1]
    with pytest.raises(UserError, match="does not have this file yet"):
        office.service.get_file(bob.mark("token"), file.sha256, 0)


def test_a_file_whose_record_left_the_scope_before_it_was_sent_stops_nothing(office, ann):
    first = visit_with(office, ann, picture(1000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ann.files, "unsent", list)
        office.sync(ann)
    office.edit(office.get(Account, "north1"), territory="south")
    second = visit_with(office, ann, made := picture(2000), "harbour1")
    office.sync(ann)
    assert ann.get(File, first.id) is None
    root = office.laptops[3]
    assert office.service.get_file(root.mark("token"), second.sha256, 0).content == made


def test_a_restored_server_that_lost_nothing_of_the_journal_is_offered_the_files_again(office, ann, mia):
    file = visit_with(office, ann, made := picture(1000))
    office.sync(ann)
    with office.engine.begin() as connection:
        for table in ("stored_part", "stored_file"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    office.service.note_restored()
    office.sync(ann, mia)
    mia.files.want([file.sha256])
    office.sync(mia)
    assert mia.files.read(file.sha256) == made


def test_a_picture_of_20_mb_cut_in_the_middle_goes_on_where_it_was_both_ways(office, ann, mia, wire):
    made = picture(20 * MEGABYTE)
    file = visit_with(office, ann, made)
    wire.count_anew()
    wire.cut_after("up", 10 * MEGABYTE)
    with pytest.raises(UserError):
        sync_over(wire, office, ann)
    told = sync_over(wire, office, ann)
    assert 9 * MEGABYTE < told[0].bytes_done < 12 * MEGABYTE
    assert len(made) < wire.bytes["up"] < len(made) + SLACK

    office.sync(mia)
    mia.files.want([file.sha256])
    wire.count_anew()
    wire.cut_after("down", 10 * MEGABYTE)
    with pytest.raises(UserError):
        sync_over(wire, office, mia)
    told = sync_over(wire, office, mia)
    assert [one.table for one in told] == [BYTES_OF_A_FILE] * len(told)
    assert (told[-1].bytes_done, told[-1].bytes_total) == (len(made), len(made))
    assert len(made) < wire.bytes["down"] < len(made) + SLACK
    assert mia.files.read(file.sha256) == made


def test_what_may_not_be_kept_is_refused_before_anything_is_kept(office, ann, tmp_path):
    program, huge = tmp_path / "visit.jpg", tmp_path / "huge.jpg"
    program.write_bytes(b"MZ this is a program")
    with huge.open("wb") as file:
        file.write(b"\xff\xd8\xff")
        file.truncate(LARGEST + 1)
    desk = desk_of(ann, office.clock)
    for path, words in ((program, "neither a picture"), (huge, "25 MB at most"), (tmp_path / "gone", "cannot be read")):
        with pytest.raises(RefusedError, match=words):
            attach_path(desk, path)
    with ann.reading() as reader:
        assert reader._connection.exec_driver_sql("SELECT count(*) FROM held_part").scalar_one() == 0


def test_a_picture_of_the_disk_is_kept_as_it_lies_there_and_let_go_of_again(office, ann, tmp_path):
    path = tmp_path / "visit.bin"
    path.write_bytes(made := picture(3000))
    desk = desk_of(ann, office.clock)
    kept = attach_path(desk, path)
    assert (kept.name, kept.media_type, kept.size) == ("visit.bin", "image/jpeg", 3000)
    assert ann.files.read(kept.sha256) == made
    detach(desk, kept)
    assert ann.files.read(kept.sha256) is None


def test_bytes_that_a_record_names_are_not_let_go_of(office, ann):
    file = visit_with(office, ann, made := picture(300))
    desk = desk_of(ann, office.clock)
    detach(desk, attach(desk, "again.jpg", made))
    assert ann.files.read(file.sha256) == made


def test_a_visit_and_its_pictures_are_one_change(office, ann):
    desk = desk_of(ann, office.clock)
    both = [attach(desk, "a.jpg", picture(100)), attach(desk, "b.jpg", picture(200))]
    log(desk, desk.fetch(Account, "north1"), "visit", "Saw", attachments=both)
    assert ann.pending() == 1
    office.sync(ann)
    assert (office.service.verify(), office.differences(ann)) == ([], [])


def test_a_file_damaged_on_its_laptop_is_named_and_not_sent_until_it_is_attached_again(
    office: Office, ann: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = visit_with(office, ann, picture(1000))
    damaged = "UPDATE held_part SET content = CAST(substr(content, 1, 500) || zeroblob(500) AS BLOB)"
    with ann._pen.writing() as connection:
        connection.exec_driver_sql(damaged)
    put, sent = office.service.put_file, list[str]()
    monkeypatch.setattr(office.service, "put_file", lambda *told: (sent.append(told[1]), put(*told))[1])
    desk, before = desk_of(ann, office.clock), ann.last_sync
    office.sync(ann, ann)
    assert (ann.pending(), sent, ann.files.unsent(), ann.last_sync > before) == (0, [], [], True)
    found = standing(desk)
    assert [(one.name, "上海泵业" in one.about) for one in found.damaged] == [(file.name, True)]
    assert not found.is_all_sent
    attach(desk, file.name, picture(1000))
    office.sync(ann)
    assert (sent[:1], standing(desk).damaged, ann.files.unsent()) == ([file.sha256], (), [])


@pytest.mark.parametrize("offset", [-1, 1 << 40])
def test_a_place_outside_the_file_is_no_place_to_go_on_from(office, ann, offset):
    file = visit_with(office, ann, picture(2000))
    office.sync(ann)
    with pytest.raises(ProtocolError):
        office.service.get_file(ann.mark("token"), file.sha256, offset)
