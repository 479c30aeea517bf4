"""Waiting for news from the server, through outages, without polling while it answers."""

import threading

from crm_desktop.core.errors import UserError
from crm_desktop.core.protocol import Server
from crm_desktop.replica.replica import Replica

WAIT_S = 25.0
FIRST_PAUSE_S = 2.0
LONGEST_PAUSE_S = 60.0


class Waiter:
    """Wait on one thread for something worth a sync; `close` may be called from any.

    After news, and after an outage, each next call waits for the cursor to move or for a pause to end.
    """

    def __init__(self, replica: Replica, server: Server) -> None:
        self._replica = replica
        self._server = server
        self._closed = threading.Event()
        self._told = ""
        self._pause_s = FIRST_PAUSE_S

    def wait(self) -> bool:
        """Wait until a sync is worth while; raises StopIteration once closed."""
        while not self._closed.is_set():
            cursor = self._replica.mark("cursor")
            if cursor and cursor == self._told:
                # The news of this cursor were told; the sync that takes them in is still under way, or failed.
                self._closed.wait(self._pause_s)
                self._told = ""
                continue
            try:
                heard = self._server.news(self._replica.mark("token"), cursor, WAIT_S)
            except UserError:
                # No network is normal: the status line says so after the next sync, here only the pause grows.
                self._closed.wait(self._pause_s)
                self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)
                return True
            self._pause_s = FIRST_PAUSE_S
            if heard:
                self._told = cursor
                return True
        raise StopIteration

    def close(self) -> None:
        """End the waiting at once."""
        self._closed.set()
        close = getattr(self._server, "close", None)
        if close is not None:
            close()
