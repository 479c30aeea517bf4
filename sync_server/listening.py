"""Hearing of what other processes commit to the same PostgreSQL database."""

import logging
import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from crm_desktop.core.store import newest_seq
from sync_server.postgres import CHANNEL

AGAIN_S = 2.0
QUIET_S = 60.0
"""After so long without a word the connection is asked whether it still lives."""

log = logging.getLogger("satchel.server")


class Listening:
    """Tell the length of the journal whenever another process lengthened it; a thread and a connection of its own.

    Where the connection is lost it is made again, and what was missed meanwhile is told then.
    """

    def __init__(self, engine: Engine, tell: Callable[[int], None]) -> None:
        self._engine = engine
        self._tell = tell
        self._end, self._ended = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread and its connection."""
        self._end.close()
        self._thread.join()

    def _run(self) -> None:
        broken: Any = self._engine.dialect.loaded_dbapi.Error
        with self._ended, selectors.DefaultSelector() as ended:
            ended.register(self._ended, selectors.EVENT_READ)
            is_told = False
            while not ended.select(0):
                try:
                    self._listen()
                except (broken, DBAPIError) as fault:
                    if not is_told:
                        log.warning("The database does not tell what other servers do; asking again: %s", fault)
                    is_told = True
                    ended.select(AGAIN_S)

    def _listen(self) -> None:
        """Hand on what the database tells until the end, or until the connection breaks."""
        dialect = self._engine.dialect
        arguments, named = dialect.create_connect_args(self._engine.url)
        connection: Any = dialect.connect(*arguments, **named)
        with closing(connection), selectors.DefaultSelector() as waiting:
            connection.autocommit = True
            connection.execute(f"LISTEN {CHANNEL}")
            waiting.register(self._ended, selectors.EVENT_READ)
            waiting.register(connection.fileno(), selectors.EVENT_READ)
            self._tell_newest()  # what was committed before we listened
            while True:
                ready = {key.fileobj for key, _ in waiting.select(QUIET_S)}
                if self._ended in ready:
                    return
                if not ready:
                    connection.execute("SELECT 1")
                for notice in connection.notifies(timeout=0):
                    self._tell(int(notice.payload))

    def _tell_newest(self) -> None:
        with self._engine.connect() as connection:
            self._tell(newest_seq(connection))
