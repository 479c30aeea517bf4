"""Every state of every screen that is pictured, for tests that look at all of them in one go."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.ui.app import Desktop
from tests.screenshots.shots import DESKTOP_SHOTS, SIGN_IN_SHOTS
from tests.screenshots.stage import ADDRESS, Shot, Stage, popups

STATES = tuple(shot for shot in DESKTOP_SHOTS if not shot.name.endswith("-small"))
DELAY_MS = 1000
"""Timers that are shorter delay what is asked for; longer ones take away what was told."""


class QuickStage(Stage):
    """Waits for what was delayed to begin, and no longer."""

    def pause(self) -> None:
        while any(
            timer.isActive() and timer.isSingleShot() and timer.interval() < DELAY_MS
            for timer in self.subject.findChildren(QTimer)
        ):
            QApplication.processEvents()
        QApplication.processEvents()


def tops(stage: Stage) -> list[QWidget]:
    """List what is seen: the window and what lies over it."""
    return [stage.subject, *popups()]


@contextmanager
def desktop_of(qapp, settings, replica=None) -> Iterator[QuickStage]:
    """Start a desktop, with a window over a replica or with the sign-in."""
    desktop = Desktop(qapp, settings, ADDRESS)
    window = desktop.open(replica, goes_online=False) if replica else None
    if desktop.syncing is not None:
        desktop.syncing.stop()  # a round after a save would say so in the middle of a look
    stage = QuickStage(desktop, window)
    if window is None:
        desktop.start()
    QApplication.processEvents()
    try:
        yield stage
    finally:
        stage.subject.close()
        desktop.close()
        for translator in desktop.language._translators:  # else the next test speaks as this one did
            qapp.removeTranslator(translator)
        qapp.setStyleSheet("")


def visited(stage: Stage, size: tuple[int, int] | None = None) -> Iterator[Shot]:
    """Bring about one state after the other."""
    for shot in SIGN_IN_SHOTS if stage.desktop.sign_in else STATES:
        stage.lead(Shot(shot.name, shot.needs, shot.show, size or shot.size))
        yield shot
        stage.leave()
