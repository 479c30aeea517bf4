"""What Qt made ends on the thread of the windows, never in a lane."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QTimer

from crm_desktop.ui import garbage
from crm_desktop.ui.garbage import Garbage, look


@pytest.fixture(autouse=True)
def _python_as_it_was():
    thresholds = gc.get_threshold()
    gc.collect()
    gc.enable()
    yield
    gc.set_threshold(*thresholds)
    gc.disable()


class Circle:
    """Something with a timer that only the search for garbage ends; ended: on which thread it did."""

    def __init__(self, ended):
        self.timer = QTimer()
        self.timer.itself = self
        weakref.finalize(self, lambda: ended.append(threading.current_thread()))


def test_a_lane_that_makes_much_ends_nothing_of_the_windows(qapp, qtbot, monkeypatch):
    monkeypatch.setattr(garbage, "EVERY_MS", 1)
    gc.set_threshold(500, 50, 100)
    ended = []
    keeper, made = Garbage(qapp), []
    Circle(ended)
    lane = threading.Thread(target=lambda: made.extend([number] for number in range(5_000)))
    lane.start()
    lane.join()
    assert ended == []
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [threading.main_thread()]
    keeper.deleteLater()


def test_it_looks_where_something_grew_and_only_there():
    gc.disable()
    gc.set_threshold(500, 50, 100)
    gc.collect()
    assert look() == -1
    kept = [[number] for number in range(600)]
    assert look() == 0
    assert look() == -1
    assert len(kept) == 600
