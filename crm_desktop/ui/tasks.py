"""The only threads of the window: lanes for long local work, the network, mails and what is typed, and a listener."""

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from threading import Event, Thread
from typing import Any, Literal, get_args

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from crm_desktop.core.errors import UserError
from crm_desktop.ui.look.language import sentence

Lane = Literal["work", "network", "post", "typing"]


@dataclass(frozen=True)
class Job:
    """Name one running job; done and total count what its progress counts, total 0 while unknown; unit: "" or "bytes".

    halt: set to end it before its time, None where it cannot be.
    """

    name: str
    done: int = 0
    total: int = 0
    unit: str = ""
    halt: Event | None = None


class Tasks(QObject):
    """Run functions off the GUI thread and bring their results back to it; made and used on the GUI thread.

    touched: entity name -> frozenset of record ids, after every change whatever its origin; the one signal that
    refreshes screens. running: tuple of Job, in the order they began. failed: the translated sentence of a UserError
    nobody else took.
    """

    touched = Signal(object)
    running = Signal(object)
    failed = Signal(str)

    # The way home for the other threads: a queued call that Qt delivers on the GUI thread.
    _brought = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[int, Job] = {}
        self._count = 0
        self._listener: Thread | None = None
        self._close_listener: Callable[[], None] | None = None
        self._is_open = True
        self._lanes = {lane: ThreadPoolExecutor(1, f"satchel-{lane}") for lane in get_args(Lane)}
        self._brought.connect(self._on_brought, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        function: Callable[[], Any],
        then: Callable[[Any], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        *,
        lane: Lane = "work",
        name: str = "",
        halt: Event | None = None,
    ) -> None:
        """Run a function in a lane, after what waits there already.

        function: takes and returns frozen data only. then and failed are called on the GUI thread, and not at all when
        they are methods of a widget that is gone by then. Without failed, a UserError goes to the signal of that
        name. name: shown in the status line while it runs; "" for what is over before one could read it.
        """
        if not self._is_open:
            return
        self._count += 1
        number = self._count
        if name:
            self._jobs[number] = Job(name, halt=halt)
            self._tell_running()
        future = self._lanes[lane].submit(function)
        future.add_done_callback(lambda done: self._brought.emit(partial(self._finish, number, done, then, failed)))

    def report(self, name: str, done: int, total: int, unit: str = "") -> None:
        """Show how far the job of that name is; callable from any thread."""
        self._brought.emit(partial(self._progress, Job(name, done, total, unit)))

    def announce(self, touched: dict[str, frozenset[str]]) -> None:
        """Emit touched on the GUI thread; callable from any thread."""
        self._brought.emit(partial(self.touched.emit, touched))

    def listen(self, wait: Callable[[], Any], heard: Callable[[Any], None], close: Callable[[], None]) -> None:
        """Call wait again and again on the one listener's thread and heard with each result on the GUI thread.

        wait: blocks until there is news, raises StopIteration when there will be none any more. close: makes a
        blocked wait return at once, by closing its socket. An earlier listener is ended first.
        """
        self.stop_listening()
        if not self._is_open:
            return
        self._close_listener = close
        self._listener = Thread(target=self._listen, args=(wait, heard), name="satchel-listener", daemon=True)
        self._listener.start()

    def stop_listening(self) -> None:
        """End the listener, if there is one, and wait for it."""
        listener, self._listener = self._listener, None
        if listener and self._close_listener:
            self._close_listener()
            listener.join()
        self._close_listener = None

    def close(self) -> None:
        """End the listener, let local work finish, drop what waits for the network, and take nothing new.

        Results that arrive later are not delivered: whoever asked for them is closing too.
        """
        if not self._is_open:
            return
        self._is_open = False
        for job in self._jobs.values():
            if job.halt is not None:
                job.halt.set()
        self.stop_listening()
        for lane in ("network", "post"):
            self._lanes[lane].shutdown(wait=True, cancel_futures=True)
        for lane in ("work", "typing"):
            self._lanes[lane].shutdown(wait=True)

    def _listen(self, wait: Callable[[], Any], heard: Callable[[Any], None]) -> None:
        me = self._listener
        while me is self._listener:
            try:
                news = wait()
            except StopIteration:
                return
            except Exception as error:  # noqa: BLE001 - shown on the GUI thread like any other
                if me is self._listener:
                    self._brought.emit(partial(self._raise, error, None))
                return
            self._brought.emit(partial(self._call, heard, news))

    @Slot(object)
    def _on_brought(self, call: Callable[[], None]) -> None:
        if self._is_open:
            call()

    def _finish(
        self,
        number: int,
        future: "Future[Any]",
        then: Callable[[Any], None] | None,
        failed: Callable[[UserError], None] | None,
    ) -> None:
        if self._jobs.pop(number, None):
            self._tell_running()
        error = None if future.cancelled() else future.exception()
        if error is not None:
            self._raise(error, failed)
        elif then and not future.cancelled():
            self._call(then, future.result())

    def _progress(self, job: Job) -> None:
        for number, running in self._jobs.items():
            if running.name == job.name:
                self._jobs[number] = replace(job, halt=running.halt)
                self._tell_running()
                return

    def _tell_running(self) -> None:
        self.running.emit(tuple(self._jobs.values()))

    def _raise(self, error: BaseException, failed: Callable[[UserError], None] | None) -> None:
        if not isinstance(error, UserError):
            sys.excepthook(type(error), error, error.__traceback__)
        elif failed:
            self._call(failed, error)
        else:
            self.failed.emit(sentence(error))

    @staticmethod
    def _call(function: Callable[[Any], None], value: Any) -> None:
        owner = getattr(getattr(function, "func", function), "__self__", None)  # of a partial too
        if not isinstance(owner, QObject) or shiboken6.isValid(owner):
            function(value)
