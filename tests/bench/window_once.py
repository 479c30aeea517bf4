"""One window that is used for a while: lists opened and scrolled, records and the board opened, each moment timed."""

# ruff: noqa: E402 - as the door, no garbage is looked for while all is loaded
import gc
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

gc.disable()  # as the door does

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from crm_desktop.core.entities import Account, Contact, Opportunity
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.door import work_from_here
from crm_desktop.replica import vault
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import Report
from crm_desktop.ui.app import Desktop, application
from crm_desktop.ui.frame.window import Window
from crm_desktop.ui.places import Place, place_of
from crm_desktop.ui.screens.lists import ListPage
from tests.bench.preview_once import previews

NOTCHES, LEAPS, DRAGS = 300, 100, 100
NOTCH = 120  # eighths of a degree, as wheels tell them
RECORDS = 12  # of each kind in a window
AFTERWARDS_MS = 500
PATIENCE_MS = 20_000


class Paints(QObject):
    """Notice that something that scrolls was painted since it was asked last."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._painted = False
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched.parent(), QAbstractScrollArea):
            self._painted = True
        return False

    def milliseconds(self, act: Callable[[], object]) -> float:
        """Do something and tell how long it took until what it shows was painted.

        Raises RuntimeError where nothing is painted.
        """
        begun = time.perf_counter()
        self._painted = False
        act()
        while not self._painted:
            QApplication.processEvents()
            if time.perf_counter() - begun > PATIENCE_MS / 1000:
                raise RuntimeError("nothing was painted")
        return (time.perf_counter() - begun) * 1000


def open_window(folder: Path, key: bytes, prepared_ms: int) -> tuple[Desktop, Window]:
    """Open the desktop on a laptop whose key is at hand: its derivation is another figure."""
    vault.unwrap = lambda _header, _password: key
    work_from_here()
    app = application(["satchel"])
    desktop = Desktop(app, folder)
    window = desktop.open(Replica.open(folder, ""), goes_online=False)
    window.resize(1440, 900)
    settle(prepared_ms)
    return desktop, window


def settle(milliseconds: int | None = None) -> None:
    """Let everything happen that was put off; None: as long as the second argument says."""
    loop = QEventLoop()
    QTimer.singleShot(int(sys.argv[2].split(",")[1]) if milliseconds is None else milliseconds, loop.quit)
    loop.exec()


def main() -> int:
    """Use the window on the folder of the first argument for the parts after the second; the key comes by standard input.

    The second says how many milliseconds the window has after its start, and after each act, as "2500,60".

    "stalls" and a number: sync so many times, each time when a line comes, and tell the longest breath of each.
    """
    prepared_ms, _, _ = sys.argv[2].partition(",")
    desktop, window = open_window(Path(sys.argv[1]), bytes.fromhex(sys.stdin.readline()), int(prepared_ms))
    if sys.argv[3] == "stalls":
        window.go(Place("account"))
        settle()
        for _ in range(int(sys.argv[4])):
            sys.stdin.readline()
            print(_stall(desktop), flush=True)
        desktop.close()
        return 0
    paints, chance = Paints(desktop), random.Random(5)
    parts = {
        "board": lambda: _board(window, paints),
        "lists": lambda: _lists(desktop, window, paints),
        "frames": lambda: _frames(window, paints, chance),
        "records": lambda: _records(desktop, window, paints, chance),
        "preview": lambda: previews(desktop, window),
    }
    print(json.dumps({part: list(parts[part]()) for part in sys.argv[3:]}))
    desktop.close()
    return 0


def _board(window: Window, paints: Paints) -> Iterator[float]:
    """Open the board with everybody's deals for the first time: that is where a manager begins."""
    yield paints.milliseconds(lambda: window.go(Place("pipeline")))
    settle()


def _lists(desktop: Desktop, window: Window, paints: Paints) -> Iterator[float]:
    """Open the lists of everything there is much of, each for the first time; an empty one paints no table."""
    if desktop.context is None:
        raise RuntimeError("the window is open")
    for kind in (Account, Contact, Opportunity):
        if desktop.context.view.count(kind):
            key = entity_of(kind).key
            yield paints.milliseconds(lambda key=key: window.go(Place(key)))
            settle()


def _frames(window: Window, paints: Paints, chance: random.Random) -> Iterator[float]:
    """Scroll the list of accounts by the wheel and by pages, and drag its bar to anywhere."""
    window.go(Place("account"))
    settle()
    page = window.pages.page
    if not isinstance(page, ListPage):
        raise TypeError("the list of accounts is a list")
    table = page.table
    port, bar = table.viewport(), table.verticalScrollBar()
    table.setFocus()
    for act, count in ((lambda: _turn_wheel(port), NOTCHES), (lambda: _press(table, Qt.Key.Key_PageDown), LEAPS)):
        for _ in range(count):
            if bar.value() == bar.maximum():
                break
            yield paints.milliseconds(act)
    for there in chance.choices(range(bar.maximum() + 1), k=DRAGS):
        if there != bar.value():
            yield paints.milliseconds(lambda there=there: bar.setValue(there))


def _turn_wheel(port: QWidget) -> None:
    middle = QPointF(port.rect().center())
    event = QWheelEvent(
        middle, QPointF(port.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, -NOTCH), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(port, event)


def _press(widget: QWidget, key: Qt.Key) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))


def _records(desktop: Desktop, window: Window, paints: Paints, chance: random.Random) -> Iterator[float]:
    """Open records of three kinds by turns; those at the beginning have the longest history."""
    if desktop.context is None:
        raise RuntimeError("the window is open")
    view = desktop.context.view
    kinds: tuple[type[Record], ...] = (Account, Opportunity, Contact)
    chosen = [record for kind in kinds for record in view.find(kind, limit=RECORDS)]
    chance.shuffle(chosen)
    for record in chosen:
        place = place_of(entity_of(record).key, record.id)
        yield paints.milliseconds(lambda place=place: window.go(place))
        settle()


def _stall(desktop: Desktop) -> float:
    """Sync, and find the longest time in milliseconds in which the loop heard nothing, until the list shows it all."""
    if desktop.syncing is None:
        raise RuntimeError("the window is open")
    beats, beat, loop = [time.perf_counter()], QTimer(), QEventLoop()
    beat.setTimerType(Qt.TimerType.PreciseTimer)
    beat.timeout.connect(lambda: beats.append(time.perf_counter()))
    beat.start(1)
    reports: list[Report] = []
    desktop.syncing.synced.connect(reports.append)
    desktop.syncing.synced.connect(lambda _: QTimer.singleShot(AFTERWARDS_MS, loop.quit))
    QTimer.singleShot(PATIENCE_MS, loop.quit)
    desktop.syncing.sync_now()
    loop.exec()
    beat.stop()
    if not any(report.pulled for report in reports):
        raise RuntimeError("nothing came")
    return max(later - earlier for earlier, later in pairwise(beats)) * 1000


if __name__ == "__main__":
    sys.exit(main())
