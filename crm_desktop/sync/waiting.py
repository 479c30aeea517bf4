"""Waiting for news from the server, through outages, sleep and changes of network."""

import random
import threading
import time
from collections.abc import Callable
from typing import Protocol

from crm_desktop.core.errors import UserError

WAIT_S = 300.0
"""How long one stream stays open without news; the server's heartbeats tell meanwhile that it lives."""
TOO_SHORT_S = 1.0
"""A stream that ends sooner without news is none: whatever stands between would be asked without end."""
FIRST_PAUSE_S = 2.0
LONGEST_PAUSE_S = 60.0
ASLEEP_US = 15_000_000
"""By so much more than it was told a clock has to move on until this laptop counts as having slept."""


class Marks(Protocol):
    """What is asked of a replica here."""

    def mark(self, name: str, default: str = "") -> str:
        """Read a small fact."""
        ...


class Listening(Protocol):
    """What is asked of a server here."""

    def news(self, token: str, cursor: str, wait_s: float) -> bool:
        """Wait for news."""
        ...

    def hang_up(self) -> None:
        """End a wait that another thread is in, and trust no connection made before."""
        ...

    def close(self) -> None:
        """End it for good."""
        ...


class Waiter:
    """Wait on one thread for something worth a sync; the other methods may be called from any.

    After news, the next wait begins when the round that fetches them is over. Where no stream can be had, a wait ends
    after a pause that grows from about 2 to about 60 seconds: then a round is worth a try, which makes it a timer.
    chance: gives a number from 0 to 1, so that laptops cut off together do not come back together.
    """

    def __init__(self, replica: Marks, server: Listening, chance: Callable[[], float] = random.random) -> None:
        self._replica = replica
        self._server = server
        self._chance = chance
        self._is_closed = False
        self._told = ""
        self._failures = 0
        self._round_over = threading.Event()
        self._hurried = threading.Event()

    def wait(self) -> bool:
        """Wait until a sync is worth while; tells whether news were heard, and raises StopIteration once closed."""
        while not self._is_closed:
            cursor = self._replica.mark("cursor")
            if cursor and cursor == self._told:
                # The round that takes these news in is under way, or it failed and the pause makes it a timer.
                self._round_over.wait(self._pause_s())
                self._told = ""
                continue
            self._hurried.clear()
            begun = time.monotonic()
            try:
                is_heard, is_whole = self._server.news(self._replica.mark("token"), cursor, WAIT_S), True
            except UserError:
                # No network is normal: the status line says so after the next round.
                is_heard = is_whole = False
            if is_heard:
                self._failures, self._told = 0, cursor
                self._round_over.clear()
                return True
            if is_whole and time.monotonic() - begun > TOO_SHORT_S:
                self._failures = 0
                continue
            pause_s = self._pause_s()
            self._failures += 1
            self._hurried.wait(pause_s)
            if not self._is_closed:
                return False
        raise StopIteration

    def _pause_s(self) -> float:
        grown: float = FIRST_PAUSE_S * 2 ** min(self._failures, 10)
        return min(grown, LONGEST_PAUSE_S) * (0.5 + self._chance())

    def round_over(self) -> None:
        """Say that a round has ended, however it did."""
        self._round_over.set()

    def hurry(self) -> None:
        """Say that the server may be reached again: a pause ends, a stream is opened anew, connections are not trusted."""
        self._failures = 0
        self._hurried.set()
        self._server.hang_up()

    def close(self) -> None:
        """End the waiting at once."""
        self._is_closed = True
        self._round_over.set()
        self._hurried.set()
        self._server.close()


class Sleep:
    """Notice that this laptop slept: its clock has moved on much further than it was told to wait.

    The clock is the calendar's, in microseconds UTC: those that count running time stand still in sleep.
    """

    def __init__(self, now_us: int) -> None:
        self._last_us = now_us

    def is_over(self, now_us: int, told_us: int) -> bool:
        """Tell whether there was a sleep since the last call; told_us: the time that should have passed since."""
        passed, self._last_us = now_us - self._last_us, now_us
        return passed - told_us > ASLEEP_US
