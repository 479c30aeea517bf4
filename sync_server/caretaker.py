"""What a running server does by itself, beside answering."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from crm_desktop.core.store.sqlite import bring_in
from sync_server.journal import Journal
from sync_server.postgres import is_shared

EVERY_S = 3600.0
MUCH = 1000
"""Pages in the log of a file that are worth being brought into it."""

log = logging.getLogger("satchel.server")


@contextmanager
def caring(care: Callable[[], object], every_s: float = EVERY_S) -> Iterator[None]:
    """Call something now and then in a thread of its own while the block runs; a database that fails is asked again."""
    ended = threading.Event()

    def run() -> None:
        while not ended.wait(every_s):
            try:
                care()
            except DBAPIError as fault:
                log.warning("The daily check could not be made; it is tried again: %s", fault)

    thread = threading.Thread(target=run, name="caretaker")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextmanager
def easing(journal: Journal) -> Iterator[None]:
    """Bring into a file what its log holds while the block runs, in a thread of its own: else a push waits for that."""
    if is_shared(journal.engine):
        yield
        return
    written, ended = threading.Event(), threading.Event()

    def run() -> None:
        while written.wait() and not ended.is_set():
            written.clear()
            _ease(journal.engine)

    thread = threading.Thread(target=run, name="easing")
    thread.start()
    stop = journal.tell(lambda _nodes: written.set())
    try:
        yield
    finally:
        stop()
        ended.set()
        written.set()
        thread.join()


def _ease(engine: Engine) -> None:
    try:
        bring_in(engine, MUCH)
    except engine.dialect.loaded_dbapi.Error as fault:
        log.warning("What was taken could not be brought from the log into the file; it is tried again: %s", fault)
