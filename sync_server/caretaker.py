"""What a running server does by itself, beside answering."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

EVERY_S = 3600.0

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
