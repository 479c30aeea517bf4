"""A wire between laptop and server that a test can cut at a chosen place."""

import socket
import threading
from collections.abc import Callable

CHUNK = 65536


class Wire:
    """Carry bytes from one port to another; `address` is what the laptop is told.

    cut_after_request(n): after n bytes towards the server, call cut and drop the connection; cut_at_reply: call cut
    when the first byte of a reply comes, and drop it.
    """

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._cut: Callable[[], None] | None = None
        self._limit: int | None = None
        self._at_reply = False
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_after_request(self, limit: int, cut: Callable[[], None]) -> None:
        """Cut once, after so many bytes of what the laptop says next."""
        self._limit, self._at_reply, self._cut = limit, False, cut

    def cut_at_reply(self, cut: Callable[[], None]) -> None:
        """Cut once, when the server begins to answer."""
        self._limit, self._at_reply, self._cut = None, True, cut

    def close(self) -> None:
        """Take no new connections."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                laptop, _ = self._listener.accept()
            except OSError:
                return  # closed
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                laptop.close()
                continue
            for source, target, to_server in ((laptop, server, True), (server, laptop, False)):
                threading.Thread(target=self._carry, args=(source, target, to_server), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, to_server: bool) -> None:
        try:
            while part := source.recv(CHUNK):
                if self._cut is not None and to_server and self._limit is not None:
                    if len(part) >= self._limit:
                        target.sendall(part[: self._limit])
                        self._do_cut()
                        break
                    self._limit -= len(part)
                if self._cut is not None and not to_server and self._at_reply:
                    self._do_cut()
                    break
                target.sendall(part)
        except OSError:
            pass  # the other side is gone: both ends close below
        finally:
            for end in (source, target):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue
            source.close()

    def _do_cut(self) -> None:
        cut, self._cut = self._cut, None
        self.cuts += 1
        if cut is not None:
            cut()
