"""What begins soon is told once, a few minutes before, whether there is a network or not."""

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.analysis.agenda import starting
from crm_desktop.core.entities import Activity
from crm_desktop.core.schema import micros
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.appearance import Appearance

SETTING = "reminders"
CHOICES = (0, 5, 10, 15, 30, 60)
"""Minutes before; 0 for never."""
USUAL = 10
LOOK_MS = 20_000
TOLD = "reminded"  # a mark: what was told, so that a restart does not tell it again
KEPT_US = 86_400_000_000


class Reminders(QObject):
    """Look at the clock. due: what begins in words, the same without a name, and the id of the activity."""

    due = Signal(str, str, str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Tell what begins soon and was not told yet; what was moved to another hour is told again."""
        desk, minutes = self._context.desk, minutes_before(self._context.appearance)
        now = desk.now()
        found = starting(desk.replica, desk.user.id, now, timedelta(minutes=minutes)) if minutes else []
        if not found:
            return
        recent = [one for one in self._told() if int(one.rpartition("@")[2]) > micros(now) - KEPT_US]
        fresh = [(key, one) for one in found if (key := _key(one)) not in recent]
        if fresh:
            desk.replica.set_mark(TOLD, " ".join([*recent, *(key for key, _ in fresh)]))
        for _, one in fresh:
            self._tell(one)

    def _tell(self, activity: Activity) -> None:
        if activity.starts is None:
            return
        at = wording.clock(wording.local(self._context, activity.starts))
        left = max(round((activity.starts - self._context.desk.now()).total_seconds() / 60), 0)
        who = wording.title(self._context, "account", activity.account)
        named = " · ".join(part for part in (wording.name_of(activity), who) if part)
        words = self.tr("In %n minute(s), at %1: %2", "", left) if left else self.tr("Now, at %1: %2")
        bare = self.tr("Something begins at %1").replace("%1", at)
        self.due.emit(words.replace("%1", at).replace("%2", named), bare, activity.id)

    def _told(self) -> list[str]:
        return self._context.desk.replica.mark(TOLD).split()


def minutes_before(appearance: Appearance) -> int:
    """Give how many minutes before its beginning something is told, 0 for never."""
    kept = str(appearance.settings.value(SETTING, USUAL))
    return int(kept) if kept.isdecimal() else USUAL


def _key(activity: Activity) -> str:
    return f"{activity.id}@{micros(activity.starts) if activity.starts else 0}"
