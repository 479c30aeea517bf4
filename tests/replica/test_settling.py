"""Own changes that come back are numbered where nothing else happened, and come to what folding them anew would."""

from pathlib import Path

import pytest

from crm_desktop.actions import records
from crm_desktop.actions.desk import Desk
from crm_desktop.core.changes import WAITING
from crm_desktop.core.entities import Account, Contact, Opportunity
from crm_desktop.core.protocol import Gone, Page
from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store import Batch, Past
from crm_desktop.core.store.proofs import PROOF
from crm_desktop.core.store.tables import ENTRY, MAIN
from crm_desktop.replica import settling
from crm_desktop.replica.replica import Replica
from tests.replicas import Office, desk_of, small_office

KINDS = (Account, Contact, Opportunity)


@pytest.fixture
def office(tmp_path: Path):
    made = small_office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def desk(office: Office) -> Desk:
    return desk_of(office.laptop("ann"), office.clock)


def work(desk: Desk) -> None:
    """Edit one record twice, one once, create one and edit that, delete one."""
    records.edit(desk, desk.fetch(Account, "north1"), city="Kiel")
    records.edit(desk, desk.fetch(Account, "north1"), city="Lund", street="Quay 1")
    records.edit(desk, desk.fetch(Account, "harbour1"), name="Harbour & Sons")
    records.create(desk, Contact(id="nora", family_name="Nora", account="north1"))
    records.edit(desk, desk.fetch(Contact, "nora"), family_name="Norah")
    records.create(desk, Contact(id="olaf", family_name="Olaf", account="north1"))
    records.delete(desk, desk.fetch(Contact, "olaf"))


def pasts(replica: Replica) -> dict[object, object]:
    """Tell every record as it is, and at each moment anything happened or arrived as it was and as we knew it."""
    with replica._engine.connect() as connection:
        rows = {key: set(map(tuple, connection.execute(MAIN[key].select()))) for key in ("account", "contact")}
        moments = {moment for row in connection.execute(ENTRY.select()) for moment in (row.happened, row.accepted)}
    return rows | {
        (past, moment, kind): replica.as_of(moment, past).find(kind)
        for past in Past
        for moment in moments
        for kind in KINDS
    }


def folded_anew(replica: Replica) -> dict[object, object]:
    with replica._pen.writing() as connection:
        batch = Batch(connection, 1 << 40)
        for key in REGISTRY:
            query = ENTRY.select().with_only_columns(ENTRY.c.record).where(ENTRY.c.entity == key).distinct()
            batch.refold((key, id_) for id_ in connection.execute(query).scalars().all())
        batch.flush()
    return pasts(replica)


def numbered(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Take note of the records that are numbered and not folded again."""
    found: set[str] = set()
    really = settling._settled

    def settled(*arguments):
        lines = really(*arguments)
        found.update(id_ for _, id_ in lines)
        return lines

    monkeypatch.setattr(settling, "_settled", settled)
    return found


def check(office: Office, desk: Desk) -> None:
    replica = desk.replica
    with replica._engine.connect() as connection:
        assert connection.execute(ENTRY.select().where(ENTRY.c.seq >= WAITING)).all() == []
        unproven = ENTRY.select().outerjoin(PROOF, PROOF.c.seq == ENTRY.c.seq).where(PROOF.c.seq.is_(None))
        mine = ENTRY.c.device == replica.header.device
        assert connection.execute(unproven.where(mine).with_only_columns(ENTRY.c.seq)).all() == []
    assert (replica.pending(), replica.verify(), office.differences(replica)) == (0, [], [])
    assert pasts(replica) == folded_anew(replica)


def test_what_came_back_as_it_was_sent_is_numbered(office: Office, desk: Desk, monkeypatch) -> None:
    found, replica = numbered(monkeypatch), desk.replica
    work(desk)
    office.service.push(replica.mark("token"), replica.outbox())
    replica.absorb(office.service.pull(replica.mark("token"), replica.mark("cursor")))  # and no care afterwards
    assert found == {"north1", "harbour1", "nora"}
    check(office, desk)


def test_what_a_colleague_changed_meanwhile_is_folded_again(office: Office, desk: Desk, monkeypatch) -> None:
    found = numbered(monkeypatch)
    work(desk)
    office.edit(office.get(Account, "north1"), website="www.example")
    office.sync(desk.replica)
    assert found == {"harbour1", "nora"}
    check(office, desk)


def test_what_still_waits_in_part_is_folded_again(office: Office, desk: Desk, monkeypatch) -> None:
    found, replica = numbered(monkeypatch), desk.replica
    work(desk)
    token = replica.mark("token")
    office.service.push(token, replica.outbox()[:1])
    replica.absorb(office.service.pull(token, replica.mark("cursor")))
    assert found == set()
    assert desk.fetch(Account, "north1").city == "Lund"
    office.sync(replica)
    check(office, desk)


def test_what_the_server_took_at_two_moments_is_folded_again(office: Office, desk: Desk, monkeypatch) -> None:
    found, replica = numbered(monkeypatch), desk.replica
    work(desk)
    office.service.push(replica.mark("token"), replica.outbox()[:1])
    office.sync(replica)
    assert "north1" not in found
    check(office, desk)


def test_a_refused_change_leaves_no_waiting_line(office: Office, desk: Desk) -> None:
    work(desk)
    records.edit(desk, desk.fetch(Opportunity, "deal1"), name="Mine")
    office.edit(office.get(Account, "north1"), territory="south")  # ann holds it no more
    office.sync(desk.replica, desk.replica)
    check(office, desk)


def test_a_new_record_stays_in_sight_though_its_place_left_and_came_back_before_the_server_told_of_it(
    office: Office, desk: Desk
) -> None:
    replica = desk.replica
    records.create(desk, Contact(id="nora", family_name="Nora", account="north1"))
    records.edit(desk, desk.fetch(Contact, "carl"), job_title="Buyer")
    office.service.push(replica.mark("token"), replica.outbox())
    cursor = replica.mark("cursor")
    replica.absorb(Page(cursor=cursor, gone=(Gone("contact", ("nora",)),), more=True))
    assert desk.fetch(Contact, "nora").family_name == "Nora"
    replica.absorb(office.service.pull(replica.mark("token"), cursor))
    assert desk.fetch(Contact, "nora").family_name == "Nora"
    check(office, desk)
