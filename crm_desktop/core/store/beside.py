"""Writing on a thread of its own, while whoever has something written works out what comes next."""

import threading
from collections.abc import Callable
from queue import SimpleQueue

Work = Callable[[], object]


class Beside:
    """Do what it is given in order, and let its owner wait until all is done; a fault is raised then.

    SQLite lets go of the interpreter for each of its steps, and gets it back after milliseconds where another thread
    keeps it busy: what is given to the thread has to be few and large statements.
    """

    def __init__(self) -> None:
        self._given: SimpleQueue[Work | None] = SimpleQueue()
        self._after: list[Work] = []
        self._thread: threading.Thread | None = None
        self._fault: BaseException | None = None

    def do(self, work: Work) -> None:
        """Have something done on the thread."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="writing", daemon=True)
            self._thread.start()
        self._given.put(work)

    def do_if_busy(self, work: Work) -> None:
        """Have it done there where the thread is at work, else do it at once."""
        (self.do if self._thread is not None else _now)(work)

    def do_after(self, work: Work) -> None:
        """Do something when the thread has done all it was given: at once, or by whoever waits for that."""
        (self._after.append if self._thread is not None else _now)(work)

    def join(self) -> None:
        """Wait until everything is done."""
        if self._thread is None:
            return
        self._given.put(None)
        self._thread.join()
        self._thread = None
        after, self._after = self._after, []
        fault, self._fault = self._fault, None
        if fault is not None:
            raise fault
        for work in after:
            work()

    def _run(self) -> None:
        while (work := self._given.get()) is not None:
            try:
                if self._fault is None:
                    work()
            except BaseException as fault:  # noqa: BLE001 - raised where it is waited for
                self._fault = fault


def _now(work: Work) -> None:
    work()
