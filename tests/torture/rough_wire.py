"""A wire between laptops and a server that cuts, holds back and repeats what is said over it."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from typing import Literal

Direction = Literal["up", "down"]
"""Towards the server, or towards the laptop."""

CHUNK = 65536
ANSWER_S = 30.0
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class RoughWire:
    """Carry bytes between any number of laptops and one port; `address` is what the laptops are told.

    Connections to a server that is not there are closed, as a network would. Counts: up and down are the bytes carried
    since `count_anew`; connections counts all that were made; cuts, repeats are the faults that happened.
    """

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._lock = threading.Lock()
        self._cut: tuple[Direction, int] | None = None
        self._on_cut: Callable[[], None] = _nothing
        self._flows = threading.Event()
        self._flows.set()
        self._repeats = 0
        self._is_out = False
        self._last_request = b""
        self._ends: set[socket.socket] = set()
        self._carriers: list[threading.Thread] = []
        self.bytes: dict[Direction, int] = {"up": 0, "down": 0}
        self.connections = self.cuts = self.repeats = 0
        self._door = threading.Thread(target=self._accept, daemon=True)
        self._door.start()

    # ------------------------------------------------------------------------------------------------------ faults

    def cut_after(self, direction: Direction, count: int, then: Callable[[], None] | None = None) -> None:
        """Cut once: so many more bytes go through in that direction, then both ends of that connection close."""
        with self._lock:
            self._cut, self._on_cut = (direction, count), then or _nothing

    def hold(self) -> None:
        """Go silent: nothing is carried any more, and nothing is closed."""
        self._flows.clear()

    def let_go(self) -> None:
        """Carry again, also what was held back."""
        self._flows.set()

    def repeat_next(self) -> None:
        """Say the next request to the server a second time, and keep its second answer for nobody."""
        with self._lock:
            self._repeats += 1

    def say_again(self) -> None:
        """Say the last request of some laptop to the server once more, however long ago it was."""
        self._say(self._last_request)

    def calm(self) -> None:
        """End all faults."""
        with self._lock:
            self._cut, self._on_cut, self._repeats = None, _nothing, 0
        self.let_go()

    def count_anew(self) -> None:
        """Begin to count bytes."""
        with self._lock:
            self.bytes = {"up": 0, "down": 0}

    def break_all(self) -> None:
        """Close every connection there is, as a change of network does."""
        with self._lock:
            ends = list(self._ends)
        for end in ends:
            _end(end)

    def pull_out(self) -> None:
        """Close every connection there is and refuse new ones, as where no network is, until it is plugged in."""
        self._is_out = True
        self.break_all()

    def plug_in(self) -> None:
        """Carry new connections again."""
        self._is_out = False

    def close(self) -> None:
        """Take no new connections and end those there are."""
        _end(self._listener)
        self._listener.close()
        self.calm()
        self._door.join()
        self.break_all()
        for carrier in self._carriers:
            carrier.join()

    # ------------------------------------------------------------------------------------------------------ carrying

    def _accept(self) -> None:
        while True:
            try:
                laptop, _ = self._listener.accept()
            except OSError:
                return  # closed
            if self._is_out:
                laptop.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                laptop.close()
                continue
            for end in (laptop, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.connections += 1
                self._ends |= {laptop, server}
            self._carriers = [carrier for carrier in self._carriers if carrier.is_alive()]
            carrier = threading.Thread(target=self._carry_both, args=(laptop, server), daemon=True)
            self._carriers.append(carrier)
            carrier.start()

    def _carry_both(self, laptop: socket.socket, server: socket.socket) -> None:
        said = bytearray()
        down = threading.Thread(target=self._carry, args=(server, laptop, "down", said), daemon=True)
        down.start()
        self._carry(laptop, server, "up", said)
        down.join()
        with self._lock:
            self._ends -= {laptop, server}
        laptop.close()
        server.close()

    def _carry(self, source: socket.socket, target: socket.socket, direction: Direction, said: bytearray) -> None:
        # A broken connection is what this wire is for: whichever end broke, both close.
        with contextlib.suppress(OSError):
            while part := source.recv(CHUNK):
                self._flows.wait()
                if direction == "up":
                    said += part
                elif said:
                    self._heard(bytes(said))
                    said.clear()
                kept, on_cut = self._through(direction, part)
                target.sendall(kept)
                if on_cut is not None:
                    on_cut()
                    break
        for end in (source, target):
            _end(end)

    def _through(self, direction: Direction, part: bytes) -> tuple[bytes, Callable[[], None] | None]:
        """Give what of a part goes through, and what to do where it is cut."""
        with self._lock:
            if self._cut is not None and self._cut[0] == direction:
                count = self._cut[1]
                if len(part) >= count:
                    on_cut, self._cut = self._on_cut, None
                    self.cuts += 1
                    self.bytes[direction] += count
                    return part[:count], on_cut
                self._cut = (direction, count - len(part))
            self.bytes[direction] += len(part)
        return part, None

    def _heard(self, request: bytes) -> None:
        """Keep a request that is being answered, and repeat it where that was asked for."""
        if b" /v1/live" in request[:100]:
            return
        with self._lock:
            self._last_request = request
            repeats, self._repeats = bool(self._repeats), max(self._repeats - 1, 0)
        if repeats:
            self._say(request)

    def _say(self, request: bytes) -> None:
        if not request:
            return
        try:
            with socket.create_connection(("127.0.0.1", self._server_port), ANSWER_S) as again:
                again.sendall(request)
                _read_answer(again)
        except OSError:
            return  # the server was ended meanwhile: nothing was repeated
        with self._lock:
            self.repeats += 1


def _read_answer(connection: socket.socket) -> None:
    answer = b""
    while b"\r\n\r\n" not in answer:
        part = connection.recv(CHUNK)
        if not part:
            return
        answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    length = LENGTH.search(head)
    missing = (int(length[1]) if length else 0) - len(body)
    while missing > 0 and (part := connection.recv(CHUNK)):
        missing -= len(part)


def _nothing() -> None:
    return


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):  # closed by the other side already
        end.shutdown(socket.SHUT_RDWR)
