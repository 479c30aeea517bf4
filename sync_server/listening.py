"""Hearing of what other processes commit to the same PostgreSQL database."""

import logging
import selectors
import socket
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from crm_desktop.core.store import newest_seq
from sync_server.postgres import CHANNEL

LISTENER = "satchel-server news"
"""The connection's name in the database's list of connections."""
AGAIN_S = 2.0
QUIET_S = 60.0
"""After so long without a word the connection is asked whether it still lives."""

log = logging.getLogger("satchel.server")


class Listening:
    """Tell the length of the journal whenever another process lengthened it; a thread and a connection of its own.

    Where the connection is lost it is made again, and what was missed meanwhile is told then.
    """

    def __init__(self, engine: Engine, tell: Callable[[int], None]) -> None:
        # Not the server's own pool: whoever closes that would leave open what is taken from it in the same moment.
        named = {"application_name": LISTENER}
        self._engine = create_engine(
            engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=named, hide_parameters=True
        )
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
        broken: Any = self._engine.dialect.loaded_dbapi.Error
        with self._engine.connect() as connection:
            try:
                self._hear(connection)
            except broken:
                # The driver was asked past SQLAlchemy, which would have a lost connection roll back, and log the fault.
                connection.invalidate()
                raise

    def _hear(self, connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        with selectors.DefaultSelector() as waiting:
            driver.execute(f"LISTEN {CHANNEL}")
            waiting.register(self._ended, selectors.EVENT_READ)
            waiting.register(driver.fileno(), selectors.EVENT_READ)
            self._tell(newest_seq(connection))  # what was committed before we listened
            while True:
                # Also what came while another question was answered: of that the selector hears nothing.
                for notice in driver.notifies(timeout=0):
                    self._tell(int(notice.payload))
                ready = {key.fileobj for key, _ in waiting.select(QUIET_S)}
                if self._ended in ready:
                    return
                if not ready:
                    driver.execute("SELECT 1")
