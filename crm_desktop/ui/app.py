"""The desktop put together: settings, look, sign-in, windows, sync."""

import logging
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSettings, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.leftovers import waiting_as_table
from crm_desktop.core.entities.people import ROLES
from crm_desktop.core.errors import UserError
from crm_desktop.core.names import sounds
from crm_desktop.core.resources import resource
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.replica.folders import default_folder
from crm_desktop.replica.handed_out import take_in
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.demo import is_demo
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.entry.demo_bar import DemoBar
from crm_desktop.ui.entry.leaving import Leaving
from crm_desktop.ui.entry.passwords import Passwords
from crm_desktop.ui.entry.sign_in import SignInWindow
from crm_desktop.ui.entry.way_in import WayIn
from crm_desktop.ui.faults import keep_log, report_to
from crm_desktop.ui.file_saving import save_table
from crm_desktop.ui.frame.going_on import offer_to_go_on
from crm_desktop.ui.frame.inbox_badge import InboxBadge
from crm_desktop.ui.frame.jumps import jumps
from crm_desktop.ui.frame.notices import Notices
from crm_desktop.ui.frame.reminders import Reminders
from crm_desktop.ui.frame.undoing import Undoing
from crm_desktop.ui.frame.window import Window
from crm_desktop.ui.frame.window_keeping import WindowKeeping
from crm_desktop.ui.garbage import Garbage
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.language import Language
from crm_desktop.ui.parts.enter_key import EnterPresses
from crm_desktop.ui.places import OUTGOING, Place, place_of
from crm_desktop.ui.screens.register import new_items, screens
from crm_desktop.ui.syncing import Syncing
from crm_desktop.ui.tasks import Tasks

SETTINGS = "window.ini"
PREPARE_AFTER_MS = 500  # when what is in front is painted
PREPARED = ("record", "pipeline", "opportunity", "account", "contact")
LOAD_AFTER_MS = 4000  # by then the window stands and the first round is through
FAULT = QT_TRANSLATE_NOOP(
    "App", "Something went wrong in Satchel itself ({fault}). What you saved is safe; details are in the log file."
)


class Desktop(QObject):
    """Hold everything of one running desktop: build it, show it, close it.

    folder: of the replica and the settings of this laptop. address: server address to begin with, "" for none.
    """

    def __init__(self, app: QApplication, folder: Path, address: str = "") -> None:
        super().__init__(app)
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._address = address
        self.settings = QSettings(str(folder / SETTINGS), QSettings.Format.IniFormat)
        self.appearance = Appearance(app, self.settings)
        self.language = Language(app, self.settings, resource("translations"))
        self.tasks = Tasks(self)
        self.way_in: WayIn | None = None
        self.windows: list[Window] = []
        self.context: Context | None = None
        self.syncing: Syncing | None = None
        self._stop_posting: Callable[[], None] = lambda: None
        self.leaving: Leaving | None = None
        self._keeping: WindowKeeping | None = None
        self._is_leaving = False
        app.setWindowIcon(QIcon(str(resource("icons/satchel.svg"))))
        app.setQuitOnLastWindowClosed(False)
        app.aboutToQuit.connect(self.close)

    @property
    def sign_in(self) -> SignInWindow | None:
        """Give the first window, None before the start."""
        return self.way_in.window if self.way_in is not None else None

    def start(self, *, in_demo: bool = False) -> None:
        """Ask for what opens the replica; the window follows. in_demo: open the demo company without asking."""
        self.way_in = WayIn(self.folder, self.appearance, self.language, self.tasks, self.settings, self._address, self)
        self.way_in.opened.connect(self.open)
        self.way_in.show(in_demo=in_demo)

    def open(self, replica: Replica, *, goes_online: bool = True) -> Window:
        """Open the first window on an unlocked replica; goes_online: sync at once and listen for news."""
        take_in(replica.folder)  # what was handed out before a crash
        desk = desk_of(replica, lambda: datetime.now(UTC))
        self.context = Context(desk, self.tasks, self.appearance, self.language, self)
        self.syncing = Syncing(self.context, self)
        self.syncing.sign_in_needed.connect(self._on_sign_in_needed)
        self.syncing.update_needed.connect(self._on_update_needed)
        self.leaving = Leaving(self.context, self.syncing, self._leave, self.context)
        self._keeping = WindowKeeping(self.context, lambda: self.windows, self.quit, self.context)
        for number, shown in enumerate(self._keeping.kept()):
            self._keeping.restore(self._window(), number, shown)
        if not self.windows:
            window = self._window()
            window.show()
            window.start()
        notices = Notices(self.context, self.syncing, self.context)
        notices.clicked.connect(self._on_notice)
        QTimer.singleShot(PREPARE_AFTER_MS, self.context, self._begin_posting)
        reminders = Reminders(self.context, self.context)
        reminders.due.connect(self._on_reminder)
        reminders.due.connect(lambda _named, bare, _id: notices.tell(bare))
        report_to(self._on_fault)
        if goes_online:
            # After the first paint: the network never delays the window.
            QTimer.singleShot(0, self.syncing.start)
        first = self.windows[0]
        QTimer.singleShot(PREPARE_AFTER_MS, first, lambda: first.pages.prepare(PREPARED))
        QTimer.singleShot(PREPARE_AFTER_MS, first, partial(offer_to_go_on, self.context, first))
        QTimer.singleShot(LOAD_AFTER_MS, self, self._load_ahead)
        return self.windows[0]

    def _begin_posting(self) -> None:
        # What speaks with mail servers takes 25 ms to load, and nobody waits for it at the start.
        from crm_desktop.ui.posting import Posting

        if self.context is None or self.syncing is None:
            return
        posting = Posting(self.context)
        posting.told.connect(self._on_posted)
        self.syncing.state_changed.connect(posting.show_state)
        self._stop_posting = posting.stop
        posting.start()

    def _load_ahead(self) -> None:
        self.tasks.run(_load_what_is_slow)

    def close(self) -> None:
        """End threads and close the replica."""
        if self.syncing is not None:
            self.syncing.stop()
        self._stop_posting()
        if self.context is not None:
            self._keep_typed(self.context)
        self.tasks.close()
        if self._keeping is not None and self.context is not None:
            self._keeping.stop()
            replica = self.context.desk.replica
            replica.leave_word()
            take_in(replica.folder)
            replica.close()
            self.context.deleteLater()
            self.context = self.syncing = self.leaving = self._keeping = None

    @staticmethod
    def _keep_typed(context: Context) -> None:
        """Bring what is typed into the file, before anything that ends now is waited for."""
        try:
            context.drafts.write()
        except UserError as error:  # the disk is full: the program has to end all the same
            logging.getLogger("satchel").warning("what was being typed could not be written: %s", type(error).__name__)

    def _leave(self, then: Callable[[], None]) -> None:
        """Close every window and the replica, do what is given, and ask anew who wants to work."""
        self._close_windows()
        self.close()
        then()
        self.tasks = Tasks(self)
        self.start()

    def quit(self) -> None:
        """Close every window at once, so that all of them come back with the next start, and end."""
        self._close_windows()
        QCoreApplication.quit()

    def _close_windows(self) -> None:
        if self._keeping is not None and self.windows:
            self._keeping.save()
        self._is_leaving = True
        for window in list(self.windows):
            window.close()
        self._is_leaving = False

    def _window(self) -> Window:
        context, syncing, leaving = self.context, self.syncing, self.leaving
        if context is None or syncing is None or leaving is None:
            raise RuntimeError("the replica is not open")
        window = Window(
            self.appearance, self.language, self.tasks, self.settings, screens(context, syncing, leaving), new_items(context),
            partial(jumps, context),
        )  # fmt: skip
        user = context.desk.user
        window.topbar.set_person(user.name, QCoreApplication.translate("core", _role(context)))
        window.sync_asked.connect(syncing.sync_now)
        window.status.rest.wished.connect(syncing.wish_rest)
        window.window_asked.connect(self._on_window_asked)
        window.closed.connect(partial(self._on_closed, window))
        syncing.state_changed.connect(window.show_sync)
        window.show_sync(syncing.state())
        InboxBadge(context, window, window)
        Undoing(context, window, window, window.topbar.avatar)
        EnterPresses(window)
        leaving.offer_lock(window)
        if is_demo(context.desk.replica):
            bar = DemoBar(self.appearance)
            bar.left.connect(partial(leaving.ask_leave_demo, window))
            window.messages.pin(bar)
        if self._keeping is not None:
            self._keeping.watch(window)
        self.windows.append(window)
        return window

    def _on_window_asked(self, place: Place) -> None:
        window = self._window()
        window.show()
        window.go(place)

    def _on_closed(self, window: Window) -> None:
        is_last = len(self.windows) == 1
        if is_last and not self._is_leaving and self._keeping is not None:
            self._keeping.save()
        self.windows.remove(window)
        window.deleteLater()
        if self._is_leaving or self._keeping is None:
            return
        if is_last:
            QCoreApplication.quit()
        else:
            self._keeping.save()

    @property
    def _in_front(self) -> Window:
        active = QApplication.activeWindow()
        return active if isinstance(active, Window) and active in self.windows else self.windows[-1]

    def _on_reminder(self, named: str, _bare: str, id_: str) -> None:
        """Say in the window in front what begins soon."""
        if self.windows:
            window = self._in_front
            window.message("info", named, self.tr("Open"), lambda: window.go(place_of("activity", id_)))

    def _on_posted(self, kind: str, said: str) -> None:
        """Say in the window in front what became of a mail."""
        if self.windows and kind == "good":
            self._in_front.toast(said)
        elif self.windows:
            window = self._in_front
            window.message(kind, said, self.tr("Show"), lambda: window.go(Place("settings", OUTGOING)))

    def _on_notice(self) -> None:
        if self.windows:
            self.windows[-1].go(Place("inbox"))
            self.windows[-1].raise_()
            self.windows[-1].activateWindow()

    def _on_sign_in_needed(self) -> None:
        if not self.windows or self.context is None or self.syncing is None:
            return
        window, passwords = self.windows[-1], Passwords(self.context, self.syncing, self.context)
        words = self.tr("The server asks who you are. Your work goes on; sign in to sync.")
        window.message("warn", words, self.tr("Sign in"), partial(passwords.ask_to_sign_in, window))

    def _on_update_needed(self) -> None:
        if not self.windows or self.context is None:
            return
        window, desk = self.windows[-1], self.context.desk
        waiting = desk.replica.pending()
        words = self.tr("This Satchel is too old for the server. Work goes on here; please update it.")
        if not waiting:
            window.message("warn", words)
            return
        words += " " + self.tr("%n change(s) wait on this laptop and are sent after that.", "", waiting)
        write = self.tr("Export them…")
        window.message(
            "warn", words, write, lambda: save_table(window, window, waiting_as_table(desk, wording.words()))
        )

    def _on_fault(self, name: str) -> None:
        if self.windows:
            self.windows[-1].message("bad", QCoreApplication.translate("App", FAULT).format(fault=name))


def _load_what_is_slow() -> None:
    # The start has no time for these, and nobody waits for them with a quote open, or in front of the command palette:
    # the library of papers and its fonts take more than a second, the dictionary of pinyin 0.2 s.
    from crm_desktop.documents.typesetting import faces

    for is_bold in (False, True):
        faces(is_bold)
    sounds("拼音")


def _role(context: Context) -> str:
    return next((role.label for role in ROLES if role.value == context.desk.role), "")


def application(arguments: Sequence[str]) -> QApplication:
    """Make the Qt application under its name."""
    app = QApplication([arguments[0] if arguments else "satchel"])
    app.setApplicationName("Satchel")
    app.setDesktopFileName("satchel")
    return app


def main(folder: Path | None = None, address: str = "", *, in_demo: bool = False) -> int:
    """Run the desktop until its last window is closed or Ctrl+C; returns the exit code.

    in_demo: open the demo company, which needs no server.
    """
    app = application(sys.argv)
    place = folder or default_folder()
    keep_log(place)
    desktop = Desktop(app, place, address)
    Garbage(desktop)
    # Python sees Ctrl+C only between its own steps, so Qt's loop has to give it some.
    signal.signal(signal.SIGINT, lambda *_: desktop.quit())
    signal.signal(signal.SIGTERM, lambda *_: desktop.quit())
    ticks = QTimer(desktop)
    ticks.timeout.connect(lambda: None)
    ticks.start(300)
    desktop.start(in_demo=in_demo)
    return app.exec()
