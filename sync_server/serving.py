"""Listening on a port until told to stop."""

import asyncio
import errno
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from litestar import Litestar

from crm_desktop.core.errors import UserError
from sync_server.http import close_streams

PORTS_TRIED = 50
GRACE_S = 10
IDLE_S = 75  # for which a connection is kept without a question: laptops ask about that often while people work

PORT_TAKEN = "Port {port} of {host} is taken by another program. Give another one with --port, or add --next-free-port."
NO_SUCH_HOST = "This computer has no address {host}. Use 127.0.0.1, or 0.0.0.0 for all."
PORT_FORBIDDEN = "Port {port} may only be used by root. Give one above 1023 with --port."


def bind(host: str, port: int, *, next_free_port: bool = False) -> socket.socket:
    """Take a port, or say in a UserError why it cannot be had. port: 0 lets the system choose."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last = min(port + PORTS_TRIED, 65535) if next_free_port and port else port
    for candidate in range(port, last + 1):
        # The protocol is named, so that the event loop sees TCP and switches its delays off (44 ms a request).
        taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((host, candidate))
            taken.listen(1024)
        except OSError as fault:
            taken.close()
            if fault.errno != errno.EADDRINUSE:
                sentence = PORT_FORBIDDEN if isinstance(fault, PermissionError) else NO_SUCH_HOST
                raise UserError(sentence, host=host, port=port) from fault
        else:
            return taken
    raise UserError(PORT_TAKEN, host=host, port=port)


def address_of(listener: socket.socket) -> str:
    """Give the address that laptops use for a bound socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Listener(uvicorn.Server):
    """Serve an application on a bound socket until `stop`, SIGTERM or Ctrl+C; then end the streams and close.

    ready: called once, when laptops may connect.
    """

    def __init__(self, app: Litestar, listener: socket.socket, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="on",
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE_S,
                timeout_keep_alive=IDLE_S,
            )
        )
        self._app = app
        self._listener = listener
        self._ready = ready

    def serve_until_stopped(self) -> None:
        """Serve; returns when stopped."""
        self.run(sockets=[self._listener])

    def stop(self) -> None:
        """Stop soon; may be called from any thread."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        close_streams(self._app)
        await asyncio.sleep(0)
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal and end well; uvicorn's own way would die of the signal afterwards."""
        try:
            before = {sig: signal.signal(sig, self._on_signal) for sig in (signal.SIGINT, signal.SIGTERM)}
        except ValueError:  # not in the main thread: whoever started it stops it
            before = {}
        try:
            yield
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)

    def _on_signal(self, _signal: int, _frame: FrameType | None) -> None:
        self.force_exit = self.should_exit  # the second Ctrl+C does not wait for laptops
        self.should_exit = True
