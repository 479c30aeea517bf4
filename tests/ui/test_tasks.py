"""Long work leaves the GUI thread alone and comes back to it."""

import sys
import threading
from queue import Queue

import pytest
from PySide6.QtCore import QObject, QSettings, Qt

from crm_desktop.core.errors import UserError
from crm_desktop.ui.frame.status import StatusLine
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.tasks import Job, Tasks


@pytest.fixture
def tasks(qapp):
    made = Tasks()
    yield made
    made.close()


def broken(error):
    def function():
        raise error

    return function


def test_work_runs_elsewhere_and_its_result_comes_home(tasks, qtbot):
    seen = []
    tasks.run(threading.current_thread, lambda worker: seen.append((worker, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(seen))
    worker, receiver = seen[0]
    assert worker is not receiver
    assert receiver is threading.main_thread()


@pytest.mark.parametrize("lane", ["work", "network", "typing"])
def test_a_lane_keeps_the_order_and_runs_one_at_a_time(tasks, qtbot, lane):
    at_once, most, order = [], [], []

    def job(number):
        at_once.append(number)
        most.append(len(at_once))
        at_once.remove(number)
        return number

    for number in range(20):
        tasks.run(lambda number=number: job(number), order.append, lane=lane)
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))
    assert set(most) == {1}


def test_the_network_does_not_wait_for_local_work(tasks, qtbot):
    gate, order = threading.Event(), []
    tasks.run(lambda: gate.wait(60) and "work", order.append)
    tasks.run(lambda: "network", order.append, lane="network")
    qtbot.waitUntil(lambda: bool(order))
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["network", "work"]


def test_a_user_error_becomes_a_sentence(tasks, qtbot):
    with qtbot.waitSignal(tasks.failed) as signal:
        tasks.run(broken(UserError("Nobody answers at {address}.", address="crm.example")))
    assert signal.args == ["Nobody answers at crm.example."]


def test_a_user_error_goes_to_who_asked_for_it(tasks, qtbot):
    error, taken, said = UserError("No."), [], []
    tasks.failed.connect(said.append)
    tasks.run(broken(error), failed=taken.append)
    qtbot.waitUntil(lambda: bool(taken))
    assert (taken, said) == ([error], [])


def test_any_other_error_reaches_the_hook_on_the_gui_thread(tasks, qtbot, monkeypatch):
    seen = []
    monkeypatch.setattr(sys, "excepthook", lambda *caught: seen.append((caught[1], threading.current_thread())))
    error = ZeroDivisionError("a bug")
    tasks.run(broken(error))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(error, threading.main_thread())]


def test_a_lane_goes_on_after_an_error(tasks, qtbot):
    tasks.run(broken(UserError("No.")), failed=lambda _: None)
    with qtbot.waitSignal(tasks.touched):
        tasks.run(lambda: {"account": frozenset({"a"})}, tasks.announce)


def test_running_names_jobs_and_their_progress(tasks, qtbot):
    gate, told = threading.Event(), []
    tasks.running.connect(told.append)

    def work():
        tasks.report("Import", 3, 10)
        gate.wait(60)

    tasks.run(work, name="Import")
    qtbot.waitUntil(lambda: len(told) == 2)
    gate.set()
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == [(Job("Import"),), (Job("Import", 3, 10),), ()]


def test_touched_from_a_worker_arrives_on_the_gui_thread(tasks, qtbot):
    where = []
    tasks.touched.connect(lambda touched: where.append((touched, threading.current_thread())))
    touched = {"deal": frozenset({"d1"})}
    tasks.run(lambda: tasks.announce(touched), lane="network")
    qtbot.waitUntil(lambda: bool(where))
    assert where == [(touched, threading.main_thread())]


def test_a_widget_that_is_gone_gets_no_result(tasks, qtbot):
    class Asker(QObject):
        def take(self, value):
            raise AssertionError("called after its end")

    asker, gate, over = Asker(), threading.Event(), []
    tasks.run(lambda: gate.wait(60), asker.take)
    tasks.run(lambda: True, over.append)
    asker.deleteLater()
    with qtbot.waitSignal(asker.destroyed):
        pass
    gate.set()
    qtbot.waitUntil(lambda: bool(over))


def test_closing_finishes_local_work_and_drops_the_waiting_network(qapp):
    tasks, gate, done = Tasks(), threading.Event(), []
    tasks.run(lambda: done.append("first"))
    tasks.run(lambda: done.append("second"))
    tasks.run(lambda: gate.wait(60), lane="network")
    waiting = tasks._lanes["network"].submit(lambda: done.append("never"))
    waiting.add_done_callback(lambda _: gate.set())
    tasks.close()
    assert waiting.cancelled()
    assert done == ["first", "second"]


def test_a_job_is_halted_by_the_person_or_because_the_window_closes(qapp, tmp_path, qtbot):
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    tasks, ended = Tasks(), []
    line = StatusLine(Appearance(qapp, settings))
    qtbot.addWidget(line)
    tasks.running.connect(line.show_jobs)
    halt, other = threading.Event(), threading.Event()
    tasks.run(lambda: halt.wait(60), ended.append, name="Edit 5,000 Accounts", halt=halt)
    tasks.report("Edit 5,000 Accounts", 7, 5000)
    qtbot.waitUntil(lambda: ": 7 of" in line._job.text())
    assert line.halt_button.accessibleName() == "Stop: Edit 5,000 Accounts"
    qtbot.mouseClick(line.halt_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ended == [True])
    assert line.halt_button.isHidden()
    tasks.run(lambda: other.wait(60), name="Export", halt=other)
    tasks.close()
    assert other.is_set()
    qapp.setStyleSheet("")


def test_nothing_is_taken_after_closing(qapp):
    tasks, done = Tasks(), []
    tasks.close()
    tasks.close()
    tasks.run(lambda: done.append("late"))
    tasks.listen(lambda: done.append("late too"), done.append, lambda: None)
    assert not [thread for thread in threading.enumerate() if thread.name == "satchel-listener"]
    assert done == []


def test_the_listener_hears_news_until_it_is_closed(tasks, qtbot):
    news, heard, ends = Queue(), [], []

    def wait():
        word = news.get()
        if word is None:
            raise StopIteration
        return word

    tasks.listen(wait, heard.append, lambda: (ends.append(1), news.put(None)))
    news.put("page 7")
    qtbot.waitUntil(lambda: heard == ["page 7"])
    tasks.stop_listening()
    assert ends == [1]
    assert not [thread for thread in threading.enumerate() if thread.name == "satchel-listener"]
