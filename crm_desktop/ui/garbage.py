"""Garbage is looked for on the thread of the windows: what Qt made must end where it lives."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1_000


class Garbage(QObject):
    """Look for garbage by a timer, by Python's own thresholds.

    By itself Python looks on whichever thread allocates: a lane that syncs would end widgets and timers that are in a
    circle, and Qt may fall over them.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(look)
        self._timer.start(EVERY_MS)


def look() -> int:
    """Collect the oldest generation that has grown over its threshold; gives it, -1 for none."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return generation
    return -1
