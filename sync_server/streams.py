"""Streams that stay open until there is news: one event loop holds them all, without a thread or a connection for any."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from crm_desktop.core.protocol import Server
from sync_server.journal import Teller, Watch

HEARTBEAT_S = 10.0
ANYWHERE = "*"
"""Stands for all nodes; no node is called so."""


class WatchedServer(Server, Protocol):
    """What streams ask of a server beside what laptops do."""

    def watch(self, token: str, cursor: str) -> Watch:
        """Work out what the asker waits for; may take a while."""
        ...

    def is_news(self, watch: Watch) -> bool:
        """Tell at once whether it has happened."""
        ...

    def tell(self, teller: Teller) -> Callable[[], None]:
        """Let somebody hear at which nodes something happens; returns how to stop it."""
        ...


class Streams:
    """Hold the streams of one event loop, by the nodes that each waits for. All methods are called on that loop."""

    def __init__(self, server: WatchedServer) -> None:
        self._server = server
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._is_closed = False
        self._stop: Callable[[], None] | None = None

    async def events(self, watch: Watch, wait_s: float) -> AsyncIterator[bytes]:
        """Send a comment as heartbeat until there is news or nothing more to wait for, at most wait_s seconds."""
        ends = time.monotonic() + wait_s
        yield b": satchel\n\n"
        with self._open(watch) as told:
            # Asked after the stream is known, so that nothing happens unheard in between.
            is_news = self._server.is_news(watch)
            while not is_news and not self._is_closed and (left := ends - time.monotonic()) > 0:
                try:
                    async with asyncio.timeout(min(left, HEARTBEAT_S)):  # without a task for each wait
                        await told.wait()
                except TimeoutError:
                    yield b":\n\n"
                told.clear()
                is_news = self._server.is_news(watch)
        if is_news:
            yield b"event: news\ndata:\n\n"

    @contextmanager
    def _open(self, watch: Watch) -> Iterator[asyncio.Event]:
        if self._stop is None:
            self._stop = self._server.tell(self._teller(asyncio.get_running_loop()))
        told = asyncio.Event()
        nodes = (ANYWHERE,) if watch.nodes is None else watch.nodes
        for node in nodes:
            self._waiting.setdefault(node, set()).add(told)
        try:
            yield told
        finally:
            for node in nodes:
                self._waiting[node].discard(told)

    def _teller(self, loop: asyncio.AbstractEventLoop) -> Teller:
        def tell(nodes: Iterable[str]) -> None:
            with suppress(RuntimeError):  # the loop has ended meanwhile, and its streams with it
                loop.call_soon_threadsafe(self._wake, list(nodes))

        return tell

    def _wake(self, nodes: Iterable[str]) -> None:
        for node in (ANYWHERE, *nodes):
            for told in self._waiting.get(node, ()):
                told.set()

    def close(self) -> None:
        """End all streams, so that the server can stop."""
        self._is_closed = True
        if self._stop is not None:
            self._stop()
        self._wake(self._waiting)
