"""News over real sockets: through a wire that falls silent without closing, and over a network that changed."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from crm_desktop.core.entities import Account
from crm_desktop.core.errors import UnreachableError
from crm_desktop.sync import remote, waiting
from crm_desktop.sync.remote import HttpServer
from crm_desktop.sync.waiting import Waiter
from sync_server import streams
from sync_server.journal import Watch
from tests.server.house import House, Laptop, listening
from tests.torture.rough_wire import RoughWire


@dataclass
class Listener:
    """A laptop that waits for news over a wire, and another one in the house that makes them."""

    house: House
    wire: RoughWire
    colleague: Laptop
    token: str
    cursor: str
    waits: threading.Event = field(default_factory=threading.Event)
    count: int = 0

    def mark(self, name: str, default: str = "") -> str:
        return {"token": self.token, "cursor": self.cursor}.get(name, default)

    def news(self) -> None:
        """Let the colleague save something and send it at once."""
        self.count += 1
        made = self.colleague.change(Account(id=f"a{self.count}", name="New", territory="north"))
        self.colleague.server.push(self.colleague.token, (made,))


@pytest.fixture
def listener(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    port = listening(house.service)
    wire = RoughWire(int(port.address.rsplit(":", 1)[1]))
    manager = house.enrol("chen")
    _, cursor = manager.pull_all()
    made = Listener(house, wire, house.enrol("li"), manager.token, cursor)
    really = house.service.watch

    def watch(token: str, cursor: str) -> Watch:
        made.waits.set()
        return really(token, cursor)

    monkeypatch.setattr(house.service, "watch", watch)
    yield made
    wire.close()
    port.close()


def in_background(work: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    came: list[object] = []

    def run() -> None:
        try:
            came.append(work())
        except UnreachableError as error:
            came.append(error.message)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, came


def test_a_stream_whose_wire_went_silent_is_given_up_and_opened_anew(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT_S", 0.02)
    monkeypatch.setattr(remote, "SILENCE_S", 0.5)
    monkeypatch.setattr(waiting, "FIRST_PAUSE_S", 0.0)
    waiter = Waiter(listener, HttpServer(listener.wire.address))
    thread, came = in_background(waiter.wait)
    assert listener.waits.wait(60)
    listener.wire.hold()
    listener.news()
    thread.join()
    assert came == [False]
    listener.wire.let_go()
    assert waiter.wait()
    waiter.close()


def test_a_wire_that_carries_nothing_but_heartbeats_is_alive(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT_S", 0.05)
    monkeypatch.setattr(remote, "SILENCE_S", 2.0)
    server = HttpServer(listener.wire.address)
    assert server.news(listener.token, listener.cursor, 4.0) is False  # twice as long as silence would be borne
    server.close()


def test_a_laptop_that_wakes_gives_its_stream_up_at_once(listener: Listener) -> None:
    waiter = Waiter(listener, HttpServer(listener.wire.address))
    thread, came = in_background(waiter.wait)
    assert listener.waits.wait(60)
    listener.wire.hold()
    waiter.hurry()
    thread.join()
    assert came == [False]
    listener.wire.let_go()
    listener.news()
    assert waiter.wait()
    waiter.close()


def test_a_change_of_network_under_an_open_stream_costs_no_news(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "FIRST_PAUSE_S", 0.0)
    waiter = Waiter(listener, HttpServer(listener.wire.address))
    thread, came = in_background(waiter.wait)
    assert listener.waits.wait(60)
    listener.wire.break_all()
    listener.news()
    thread.join()
    while came == [False]:  # the break was noticed first
        came[:] = [waiter.wait()]
    assert came == [True]
    waiter.close()


def test_connections_made_before_a_sleep_are_not_used_again(listener: Listener) -> None:
    server = HttpServer(listener.wire.address)
    server.pull(listener.token, listener.cursor)
    before = listener.wire.connections
    server.pull(listener.token, listener.cursor)
    assert listener.wire.connections == before
    server.hang_up()
    server.pull(listener.token, listener.cursor)
    assert listener.wire.connections == before + 1
    server.close()
