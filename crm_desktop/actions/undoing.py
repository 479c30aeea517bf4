"""Undo and redo: the latest of what the person did on this laptop, also after a restart and after a sync."""

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.records import undo
from crm_desktop.core.changes import Entry
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

NOTHING_DONE = QT_TRANSLATE_NOOP("core", "There is nothing to take back.")
NOTHING_UNDONE = QT_TRANSLATE_NOOP("core", "There is nothing to do again.")


def last_done(desk: Desk) -> tuple[Entry, ...]:
    """Give the entries of what `undo_last` would take back, none where there is nothing."""
    return _entries(desk, desk.replica.doings.done)


def last_undone(desk: Desk) -> tuple[Entry, ...]:
    """Give the entries by which something was taken back that `redo_last` would do again, none where there is nothing."""
    return _entries(desk, desk.replica.doings.undone)


def undo_last(desk: Desk) -> Done:
    """Take back the latest change by a new one that keeps what others did since.

    Raises UserError where it cannot be taken back; it is passed over then, and the one before it comes next.
    """
    return _take_back(desk, desk.replica.doings.done, NOTHING_DONE)


def redo_last(desk: Desk) -> Done:
    """Do again what was taken back last; raises UserError as `undo_last` does."""
    return _take_back(desk, desk.replica.doings.undone, NOTHING_UNDONE)


def _take_back(desk: Desk, changes: tuple[str, ...], nothing: str) -> Done:
    if not changes:
        raise UserError(nothing)
    try:
        return undo(desk, changes[-1])
    except UserError:
        desk.replica.pass_over(changes[-1])
        raise


def _entries(desk: Desk, changes: tuple[str, ...]) -> tuple[Entry, ...]:
    if not changes:
        return ()
    with desk.replica.reading() as reader:
        return tuple(reader.entries_of(changes[-1]))
