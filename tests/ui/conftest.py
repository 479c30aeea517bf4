"""Windows for tests: real ones, over a real replica of the small demo company."""

import gc
import itertools
import shutil
from dataclasses import dataclass
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QSettings, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.actions.desk import desk_of
from crm_desktop.replica.replica import Replica
from crm_desktop.ui.context import Context
from crm_desktop.ui.frame.jumps import jumps
from crm_desktop.ui.frame.undoing import Undoing
from crm_desktop.ui.frame.window import Window
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.language import Language
from crm_desktop.ui.page import Page, Screen
from crm_desktop.ui.screens.calendar import CalendarPage
from crm_desktop.ui.screens.lists import ListPage
from crm_desktop.ui.screens.record import RecordPage
from crm_desktop.ui.screens.register import new_items
from crm_desktop.ui.screens.search import SearchPage
from crm_desktop.ui.tasks import Tasks
from tests.replicas import PASSWORD, demo_office
from tests.staffed import quick_keys
from tests.ui.parts import Workplace, enrolled

__all__ = ["quick_keys"]

PATIENCE_MS = 60_000


class PatientBot(QtBot):
    """Waits for what has to come, however busy the machine is: a test asks whether, never how soon."""

    def waitUntil(self, callback, *, timeout=PATIENCE_MS):
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=PATIENCE_MS, **more):
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp, request):
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _numbers_are_english():
    """Write numbers alike, whatever language an earlier test of the process spoke."""
    QLocale.setDefault(QLocale("en"))


@pytest.fixture(autouse=True, scope="module")
def _garbage_of_the_windows_ends_here():
    """Look for garbage where the windows are, as the desktop does (ui/garbage)."""
    gc.disable()
    yield
    take_out()
    gc.enable()


def take_out():
    """Let Qt delete what was put off, then let go of what is left of it in Python.

    In that order, as in a loop that runs: a window that is collected before is taken apart while its parts are cleared.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


_TESTS = itertools.count(1)


@pytest.fixture(autouse=True)
def _garbage_is_taken_out():
    yield
    if next(_TESTS) % 20 == 0:
        take_out()


@pytest.fixture(scope="session")
def small_office(tmp_path_factory):
    """Return the server of a small company; no test sends anything to it."""
    return demo_office(tmp_path_factory.mktemp("office"), accounts=40, contacts=80, deals=60)


@pytest.fixture(scope="session")
def at_hand(small_office):
    """Enrol a rep's laptop once: a copy of its folder is opened in half the time."""
    return enrolled(small_office, "li.wei")


@pytest.fixture
def desk(small_office, at_hand, tmp_path):
    """Return the desk of a rep on a laptop of her own."""
    shutil.copytree(at_hand, tmp_path / "own laptop")
    made = desk_of(Replica.open(tmp_path / "own laptop", PASSWORD), small_office.clock)
    yield made
    made.replica.close()


@pytest.fixture
def context(qapp, desk, tmp_path):
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("language", "en")
    settings.setValue("theme", "light")
    tasks = Tasks()
    made = Context(desk, tasks, Appearance(qapp, settings), Language(qapp, settings, tmp_path))
    yield made
    tasks.close()
    qapp.setStyleSheet("")


@pytest.fixture(scope="module")
def laptop(office):
    """Enrol the rep of a test file's own office."""
    return enrolled(office, "li.wei")


@pytest.fixture
def work(qapp, laptop, office, tmp_path):
    """Return a place to show pages of that office at."""
    made = Workplace(qapp, laptop, tmp_path, office.clock)
    yield made
    made.close()


@dataclass
class Stage:
    """Where a test plays: the window and what it is made of."""

    window: Window
    context: Context
    qtbot: object

    @property
    def page(self):
        return self.window.pages.page

    def go(self, place):
        self.window.go(place)
        QApplication.processEvents()
        return self.page

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier, widget=None):
        self.qtbot.keyClick(widget or QApplication.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def type(self, text, widget=None):
        target = widget or QApplication.focusWidget()
        if text.isascii():
            self.qtbot.keyClicks(target, text)
        else:  # as an input method commits it: QTest aborts at keys beyond ASCII
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(target, event)
        QApplication.processEvents()

    def click(self, widget):
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        QApplication.processEvents()


@pytest.fixture
def stage(qapp, qtbot, context):
    """Return a shown window with lists, record page and search."""
    return stage_in(context, qtbot)


@pytest.fixture
def killed(qapp, qtbot, tmp_path, context):
    """Return what kills the program once what is typed is in its file, and gives the window of the next start.

    The next start has the files as they were at that moment; the window before goes on, and nobody looks at it.
    """
    made = []

    def kill(stage):
        context = stage.context
        with qtbot.waitSignal(context.drafts.written):
            context.drafts._soon.start()
        folder, desk = tmp_path / f"found {len(made)}", context.desk
        shutil.copytree(desk.replica.folder, folder)
        again = desk_of(Replica.open(folder, PASSWORD), desk.clock)
        tasks = Tasks()
        made.append((tasks, again.replica))
        return stage_in(Context(again, tasks, context.appearance, context.language, tasks), qtbot)

    yield kill
    for tasks, replica in made:
        tasks.close()
        replica.close()


def stage_in(context, qtbot):
    listed = [(key, f"{key}s") for key in ("account", "contact", "opportunity", "quote", "product", "activity")]
    screens = [
        Screen(key, label, "house", place, lambda frame, key=key: ListPage(context, frame, key))
        for place, (key, label) in enumerate(listed, 1)
    ]
    screens += [
        Screen("calendar", "Calendar", "house", 7, partial(CalendarPage, context)),
        Screen("record", "Record", "house", 0, lambda frame: RecordPage(context, frame), in_rail=False),
        Screen("search", "Search", "search", 0, lambda frame: SearchPage(context, frame), in_rail=False),
        Screen("quote_editor", "Quote", "house", 0, lambda _frame: Page(), in_rail=False),
    ]
    window = Window(
        context.appearance, context.language, context.tasks, context.appearance.settings, screens,
        new_items(context), partial(jumps, context),
    )  # fmt: skip
    Undoing(context, window, window, window.topbar.avatar)
    window.resize(1440, 900)
    qtbot.addWidget(window)
    window.show()
    window.start()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Stage(window, context, qtbot)
