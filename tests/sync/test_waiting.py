"""When a laptop asks for news again: after news, in outages, after sleep, and behind what cuts streams off."""

import threading

import pytest

from crm_desktop.core.errors import UnreachableError
from crm_desktop.sync import waiting
from crm_desktop.sync.waiting import Sleep, Waiter

HOUR_US = 3_600_000_000


class Marks:
    """A replica of which only the cursor is asked."""

    def __init__(self) -> None:
        self.cursor = "1"

    def mark(self, name: str, default: str = "") -> str:
        return self.cursor if name == "cursor" else default


class Script:
    """A server that does at each question what comes next: an answer, or an error to raise."""

    def __init__(self, *answers: bool | Exception) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []
        self.hung_up = self.closed = 0

    def news(self, token: str, cursor: str, wait_s: float) -> bool:
        self.asked.append(cursor)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def hang_up(self) -> None:
        self.hung_up += 1

    def close(self) -> None:
        self.closed += 1


class Pause:
    """An event that is never waited for: it keeps how long it would have been."""

    def __init__(self) -> None:
        self.lengths: list[float] = []

    def wait(self, length_s: float) -> None:
        self.lengths.append(length_s)

    def clear(self) -> None:
        pass

    def set(self) -> None:
        pass


def waiter_on(server: Script, marks: Marks | None = None, chance: float = 0.5) -> tuple[Waiter, Pause, Pause]:
    waiter = Waiter(marks or Marks(), server, lambda: chance)
    waiter._hurried, waiter._round_over = hurried, round_over = Pause(), Pause()
    return waiter, hurried, round_over


def test_the_same_news_are_told_once_and_asked_for_again_when_the_round_is_over():
    server, marks = Script(True, True), Marks()
    waiter, _, round_over = waiter_on(server, marks)
    assert waiter.wait()
    assert waiter.wait()
    assert (server.asked, round_over.lengths) == (["1", "1"], [waiting.FIRST_PAUSE_S])


def test_after_a_round_that_moved_the_cursor_no_pause_is_made():
    server, marks = Script(True, True), Marks()
    waiter, _, round_over = waiter_on(server, marks)
    waiter.wait()
    marks.cursor = "2"
    assert waiter.wait()
    assert (server.asked, round_over.lengths) == (["1", "2"], [])


def test_an_outage_makes_a_timer_whose_pauses_grow_to_a_minute():
    server = Script(*[UnreachableError("away")] * 8)
    waiter, hurried, _ = waiter_on(server)
    assert [waiter.wait() for _ in range(8)] == [False] * 8
    assert hurried.lengths == [2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.parametrize(("chance", "pause_s"), [(0.0, 1.0), (1.0, 3.0)])
def test_laptops_cut_off_together_come_back_one_after_the_other(chance, pause_s):
    waiter, hurried, _ = waiter_on(Script(UnreachableError("away")), chance=chance)
    waiter.wait()
    assert hurried.lengths == [pause_s]


def test_pauses_begin_anew_once_news_were_heard():
    server = Script(UnreachableError("away"), UnreachableError("away"), True, UnreachableError("away"))
    marks = Marks()
    waiter, hurried, _ = waiter_on(server, marks)
    for _ in range(3):
        waiter.wait()
    marks.cursor = "2"
    waiter.wait()
    assert hurried.lengths == [2, 4, 2]


def test_a_stream_that_ends_at_once_is_not_asked_for_without_end():
    waiter, hurried, _ = waiter_on(Script(False, False))
    assert [waiter.wait(), waiter.wait()] == [False, False]
    assert hurried.lengths == [2, 4]


def test_a_stream_that_ended_in_good_time_is_opened_again_at_once(monkeypatch):
    monkeypatch.setattr(waiting, "TOO_SHORT_S", -1.0)
    server = Script(False, False, True)
    waiter, hurried, _ = waiter_on(server)
    assert waiter.wait()
    assert (len(server.asked), hurried.lengths) == (3, [])


def test_who_hurries_waits_for_no_pause(monkeypatch):
    monkeypatch.setattr(waiting, "FIRST_PAUSE_S", 3600.0)
    asked, heard = threading.Event(), []

    class Away(Script):
        def news(self, token: str, cursor: str, wait_s: float) -> bool:
            asked.set()
            return super().news(token, cursor, wait_s)

    server = Away(UnreachableError("away"))
    waiter = Waiter(Marks(), server)
    listener = threading.Thread(target=lambda: heard.append(waiter.wait()))
    listener.start()
    asked.wait()
    waiter.hurry()
    listener.join()
    assert (heard, server.hung_up) == ([False], 1)


@pytest.mark.parametrize("news", [True, UnreachableError("away")])
def test_closing_ends_every_pause(monkeypatch, news):
    monkeypatch.setattr(waiting, "FIRST_PAUSE_S", 3600.0)
    server, ended = Script(news), threading.Event()
    waiter = Waiter(Marks(), server)

    def listen() -> None:
        try:
            while True:
                waiter.wait()
        except StopIteration:
            ended.set()

    listener = threading.Thread(target=listen)
    listener.start()
    waiter.close()
    listener.join()
    assert ended.is_set()
    assert server.closed == 1


def test_a_clock_that_jumped_says_that_the_laptop_slept():
    sleep = Sleep(0)
    ticks = [5_000_000, 10_100_000, HOUR_US, HOUR_US + 5_000_000, 1_000_000, 6_000_000]
    assert [sleep.is_over(tick, 5_000_000) for tick in ticks] == [False, False, True, False, False, False]
