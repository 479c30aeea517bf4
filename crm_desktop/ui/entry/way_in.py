"""From the start of the program to an open replica: the person's own, or that of the demo company."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QSettings, Signal

from crm_desktop.core.schema import micros
from crm_desktop.replica import vault
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.demo import ZONE, has_demo, open_demo
from crm_desktop.sync.loading import Loaded, Progress
from crm_desktop.ui.entry.sign_in import SignInWindow
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.language import Language
from crm_desktop.ui.tasks import Tasks

IN_DEMO = "demo"  # of the settings: the demo was in front last, and comes back with the next start


UNTOLD = "signed_out_untold"  # of the settings: the server does not know yet that this laptop was signed out


class WayIn(QObject):
    """Show the first window, and lead from it to a replica; opened: emitted with it.

    address: server address to begin with.
    """

    opened = Signal(object)
    _made = Signal(int, int)

    def __init__(
        self, folder: Path, appearance: Appearance, language: Language, tasks: Tasks, settings: QSettings, address: str,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._folder, self._tasks, self._settings = folder, tasks, settings
        self.window = SignInWindow(folder, appearance, language, tasks, settings, address)
        self.window.opened.connect(self.opened)
        self.window.demo_wished.connect(self.open_demo)
        self._made.connect(self._on_made)

    def show(self, *, in_demo: bool = False) -> None:
        """Begin where the person left off: with the questions, or back in the demo; in_demo: in the demo whatever was."""
        is_left = str(self._settings.value(IN_DEMO, "")) == "1" and has_demo(self._folder)
        is_enrolled = (self._folder / vault.HEADER).exists()
        self.window.show()
        if self._settings.value(UNTOLD):
            self._settings.remove(UNTOLD)
            self.window.form.say(
                self.tr(
                    "You are signed out here. The server could not be told: it ends the session when it was not used for 90"
                    " days, and your administrator can end it at once."
                ),
                self.window.password,
            )
        if in_demo or (is_left and not is_enrolled):
            self.open_demo()

    def open_demo(self) -> None:
        """Make the demo company, or open it as it was left."""
        now = datetime.now(UTC)
        self.window.show_loading(
            self.tr("The demo company is on its way"),
            self.tr("Two years of an invented maker of pumps and valves. You are Li Wei, who sells in Shanghai."),
            may_stop=False,
        )
        make = partial(
            open_demo, self._folder, now.astimezone(ZoneInfo(ZONE)).date(), micros(now), self._made.emit
        )  # fmt: skip
        self._tasks.run(make, self._on_demo, self.window.show_failure)

    def _on_made(self, done: int, total: int) -> None:
        progress = Progress("", done, total, parts=(Loaded("", done, total),))
        self.window.load.show_progress(progress, 0)

    def _on_demo(self, replica: Replica) -> None:
        self._settings.setValue(IN_DEMO, "1")
        self.opened.emit(replica)
        self.window.give_way()
