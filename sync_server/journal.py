"""The organisation's journal: one total order, written under one lock; who waits hears what is committed."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

import msgspec
from sqlalchemy import Connection, Engine, event, select

from crm_desktop.core.store import newest_seq
from crm_desktop.core.store.sqlite import WRITES
from crm_desktop.core.store.tables import ENTRY
from sync_server.listening import Listening
from sync_server.news import heights_above
from sync_server.postgres import asking_alone, is_shared, tell_others, write_alone


class Watch(msgspec.Struct, frozen=True):
    """What somebody waits for: anything numbered above seq at or just below some nodes (None: anywhere)."""

    nodes: frozenset[str] | None
    seq: int


_ACCEPTED_LAST = select(ENTRY.c.accepted).order_by(ENTRY.c.seq.desc()).limit(1)

Teller = Callable[[Iterable[str]], None]
"""Is told at which nodes something happened, on the thread that committed it or heard of it."""


def moment_in(connection: Connection, now_us: int) -> int:
    """Give the moment at which the journal accepts what is written now (microseconds UTC).

    Never one before that of the newest entry: the clock of this server may have been put back, or that of another
    process of it goes before this one.
    """
    return max(now_us, newest_moment(connection))


def newest_moment(connection: Connection) -> int:
    """Tell when the newest entry was accepted (microseconds UTC), 0 where there is none."""
    return int(connection.execute(_ACCEPTED_LAST).scalar() or 0)


class Journal:
    """Hold the engine and the one lock under which numbers are given (law 3), to the commit.

    On PostgreSQL the lock is the database's, and several processes may serve one organisation: each hears of the
    others' commits as soon as somebody waits for news. Disposing of the engine ends that.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine, self._asking = engine, asking_alone(engine)
        self._lock = threading.Lock()
        self._news = threading.Condition()
        self._listening: Listening | None = None
        self._tellers: list[Teller] = []
        event.listen(engine, "engine_disposed", lambda _engine: self._listen_no_more())
        with engine.connect() as connection:
            self._newest = newest_seq(connection)
            self._heights = heights_above(connection, -1)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a write transaction under the lock; it commits at the end, or nothing of it happened."""
        writing = {WRITES: True}
        with self._lock, self.engine.connect().execution_options(**writing) as connection, connection.begin():
            write_alone(connection)
            yield connection
            found = heights_above(connection, self._newest)
            newest = max(found.values(), default=self._newest)
            if found:
                tell_others(connection, newest)
        self._hear(newest, found)

    def _hear(self, newest: int, found: Mapping[str, int]) -> None:
        with self._news:
            self._newest = max(self._newest, newest)
            for node, seq in found.items():
                self._heights[node] = max(seq, self._heights.get(node, 0))
            self._news.notify_all()
            tellers = list(self._tellers)
        for tell in tellers:
            tell(found)

    def _hear_of_others(self, newest: int) -> None:
        if newest > self._newest:
            with self._asking.connect() as connection:
                found = heights_above(connection, self._newest)
            self._hear(newest, found)

    def tell(self, teller: Teller) -> Callable[[], None]:
        """Let somebody hear of all that happens from now on, until the function that is returned is called."""
        with self._news:
            self._tellers.append(teller)

        def stop() -> None:
            with self._news:
                if teller in self._tellers:
                    self._tellers.remove(teller)

        return stop

    def _listen_no_more(self) -> None:
        with self._news:
            listening, self._listening = self._listening, None
        if listening is not None:
            listening.close()

    def listen(self) -> None:
        """Hear from now on what other processes commit, where there may be any."""
        with self._news:
            if self._listening is None and is_shared(self.engine):
                self._listening = Listening(self.engine, self._hear_of_others)

    def is_news(self, watch: Watch) -> bool:
        """Tell whether this process has heard of something that is waited for."""
        if watch.nodes is None:
            return self._newest > watch.seq
        return any(self._heights.get(node, 0) > watch.seq for node in watch.nodes)

    def wait_for_news(self, watch: Watch, wait_s: float) -> bool:
        """Wait until there is something that is waited for, at most wait_s seconds."""
        if wait_s > 0:
            self.listen()
        with self._news:
            return self._news.wait_for(lambda: self.is_news(watch), timeout=wait_s)
