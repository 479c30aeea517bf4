"""HTTP sessions whose connections notice a dead end, and can be ended by another thread while one waits on them."""

import socket
import threading
import weakref
from contextlib import suppress
from typing import Any

import requests
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

KEEP_ALIVE = (("TCP_KEEPIDLE", 10), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3), ("TCP_USER_TIMEOUT", 25_000))
"""What the system is asked to do about an end that is gone without a word: notice within 25 seconds."""


class Connections(requests.Session):
    """One laptop's session with one server; `cut` and `end` may be called from any thread."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False  # no proxy and no password file of the environment; it is also quicker
        self._adapter = _Adapter()
        for scheme in ("http://", "https://"):
            self.mount(scheme, self._adapter)

    def cut(self) -> None:
        """End every connection, also one that a thread waits on: it gets an error at once, and later requests new ones."""
        self._adapter.cut()
        self.close()

    def end(self) -> None:
        """End them for good: what is connected after this breaks off at once."""
        self._adapter.is_over = True
        self.cut()


class _Adapter(requests.adapters.HTTPAdapter):
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: weakref.WeakSet[HTTPConnection] = weakref.WeakSet()
        self.is_over = False
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
        options = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1), (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
        # Not every system knows every one of them.
        options += [(socket.IPPROTO_TCP, getattr(socket, name), to) for name, to in KEEP_ALIVE if hasattr(socket, name)]
        super().init_poolmanager(*arguments, socket_options=options, **more)
        adapter = self

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                adapter.keep(self)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                adapter.keep(self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def keep(self, connection: HTTPConnection) -> None:
        """Remember a connection for as long as anybody holds it."""
        with self._lock:
            self._made.add(connection)
        if self.is_over:
            self.cut()

    def cut(self) -> None:
        """Shut the sockets down, which wakes whoever reads from them; their own threads close them."""
        with self._lock:
            ends = [connection.sock for connection in self._made]
        for end in ends:
            if isinstance(end, socket.socket):
                with suppress(OSError):  # ended already, by itself or by the other side
                    # Not SSLSocket's own, which takes the cipher away under the thread that reads.
                    socket.socket.shutdown(end, socket.SHUT_RDWR)
