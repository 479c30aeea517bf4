"""Doing to many records what was asked in the panel: with progress, in the end with a word of what came of it."""

from collections.abc import Callable, Sequence
from threading import Event

from PySide6.QtCore import QObject

from crm_desktop.actions import bulk
from crm_desktop.actions.bulk import Survey, Wish
from crm_desktop.core.changes import Entry
from crm_desktop.core.errors import UserError
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.long_steps import PAUSE_S, run_step, step_words, take_back_step
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame

LONG = 2_000  # records that take long enough to be told of in the status line


def look_at_all(
    context: Context,
    name: str,
    key: str,
    ids: Sequence[str],
    wish: Wish,
    halt: Event,
    then: Callable[[Survey | None], None],
) -> None:
    """Work out on another thread what a wish means; then: told that, None where it was ended. name: of the job."""
    desk, tasks = context.desk, context.tasks

    def work() -> Survey | None:
        found = Survey()
        for found in bulk.survey(desk, key, ids, wish):
            tasks.report(name, found.will + found.same + found.refused, len(ids))
            if halt.wait(PAUSE_S):
                return None
        return found

    tasks.run(work, then, name=name if len(ids) > LONG else "", halt=halt)


def carry_out(context: Context, frame: Frame, key: str, ids: Sequence[str], wish: Wish, seen: Survey) -> None:
    """Do it, with its progress in the status line and a way back; seen: what it was said to do."""
    first = next((one.entry for one in seen.first_will if one.entry is not None), None)
    if first is None:
        return
    desk, step = context.desk, context.desk.new_id()
    words = step_words(first, seen.will)
    teller = BulkTeller(context, frame, first, step, seen.refused)
    run_step(
        context,
        words,
        seen.will,
        lambda: bulk.carry_out(desk, bulk.plan(desk, key, ids, wish), step),
        teller.done,
        teller.failed,
    )


class BulkTeller(QObject):
    """Say what came of a long step; it lives as long as the window's parts do, not as long as the panel."""

    def __init__(self, context: Context, frame: Frame, first: Entry, step: str, left_out: int) -> None:
        super().__init__(context)
        self._context, self._frame, self._first, self._step, self._left = context, frame, first, step, left_out

    def done(self, saved: int) -> None:
        if not saved:
            return
        words = step_words(self._first, saved)
        told = self.tr("Done: %1").replace("%1", words)
        if self._left:
            told = self.tr("%1. %2 left as they were.").replace("%1", told).replace("%2", wording.number(self._left))
        self._frame.toast(told, self.tr("Undo"), lambda: self._take_back(words))

    def failed(self, error: UserError) -> None:
        self._frame.message("warn", sentence(error))

    def _take_back(self, words: str) -> None:
        said = self.tr("Taken back: %1").replace("%1", words)
        take_back_step(self._context, self._step, words, lambda: self._frame.toast(said), self.failed)
