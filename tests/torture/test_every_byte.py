"""A conversation between a laptop and a real server may be cut after any of its bytes, in either direction."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import edit
from crm_desktop.core.entities import Account, Opportunity
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import micros
from crm_desktop.core.store import Reader
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import Report, sync
from crm_desktop.sync.remote import HttpServer
from installers.serving import ServerProcess
from tests.replicas import Office
from tests.torture.office import Place
from tests.torture.rough_wire import Direction, RoughWire

CUTS_OF_A_ROUND, CUTS_OF_A_LOAD = 12, 4


@dataclass
class Line:
    """A server process, the wire to it, the laptops of two people, and a look at the server's own data."""

    server: ServerProcess
    wire: RoughWire
    ann: Replica
    mia: Replica
    office: Office

    def sync(self, replica: Replica, address: str = "") -> Report:
        with closing(HttpServer(address or self.server.address)) as server:
            return sync(replica, server, lambda: micros(datetime.now(UTC)))


@pytest.fixture
def line(place: Place) -> Iterator[Line]:
    server = ServerProcess(place.database)
    server.start()
    wire = RoughWire(int(server.address.rsplit(":", 1)[1]))
    made = Line(server, wire, place.replica("ann"), place.replica("mia"), place.office())
    yield made
    made.office.close()
    for replica in (made.ann, made.mia):
        replica.close()
    wire.close()
    server.stop()


def work(line: Line, number: int) -> None:
    """Let both write: ann keeps hers waiting, mia's is on the server and new to ann."""
    ann, mia = (desk_of(replica, lambda: datetime.now(UTC)) for replica in (line.ann, line.mia))
    edit(ann, ann.fetch(Account, "north1"), website=f"https://{number}.example", city=f"City {number}")
    edit(mia, mia.fetch(Opportunity, "deal1"), amount=Decimal(number))
    line.sync(line.mia)


def places(line: Line, parts: int) -> list[tuple[Direction, int]]:
    """Choose after how many bytes of the round that stands before ann to cut: none, nearly all, and evenly between.

    Rounds of the same work differ by some bytes, for cursors and what is told of the sums are not always of one length.
    """
    line.wire.count_anew()
    line.sync(line.ann, line.wire.address)
    totals = line.wire.bytes
    return [
        (direction, count)
        for direction in totals
        for count in (*(totals[direction] * part // parts for part in range(parts)), totals[direction] * 7 // 8)
    ]


def cut(line: Line, direction: Direction, count: int) -> None:
    """Let ann's next round be cut there, and the one after it go through."""
    before = line.wire.cuts
    line.wire.cut_after(direction, count)
    with pytest.raises(UserError):
        line.sync(line.ann, line.wire.address)
    assert line.wire.cuts == before + 1
    line.sync(line.ann, line.wire.address)


def is_in_step(line: Line) -> bool:
    return not line.ann.pending() and not line.office.differences(line.ann)


def test_a_round_cut_after_any_byte_is_whole_after_the_next(line: Line) -> None:
    for number in (100, 101):  # the first round of a laptop says more than others
        line.sync(line.ann, line.wire.address)
        work(line, number)
    faults = []
    for number, (direction, count) in enumerate(places(line, CUTS_OF_A_ROUND), start=1):
        work(line, number)
        cut(line, direction, count)
        with line.office.engine.connect() as connection:
            lines = Reader(connection).lines(["north1"])["north1"]
        written = [one.entry.fields["website"][1] for one in lines if "website" in one.entry.fields]
        if not is_in_step(line) or written.count(f"https://{number}.example") != 1:
            faults.append((direction, count, written[-3:]))
    assert faults == []


def test_a_first_load_cut_after_any_byte_goes_on_and_keeps_what_waits(line: Line) -> None:
    line.ann.empty()
    faults = []
    for number, (direction, count) in enumerate(places(line, CUTS_OF_A_LOAD), start=1):
        work(line, number)
        line.ann.empty()
        cut(line, direction, count)
        account = line.ann.get(Account, "north1")
        if not is_in_step(line) or account is None or account.city != f"City {number}":
            faults.append((direction, count, account))
    assert faults == []
