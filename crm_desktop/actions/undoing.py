"""Undo and redo: the latest of what the person did on this laptop, also after a restart and after a sync."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

import msgspec

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.records import NOTHING_TO_UNDO, undo, undo_entries
from crm_desktop.core.changes import Entry, Touched, join
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

T = TypeVar("T")
NOTHING_DONE = QT_TRANSLATE_NOOP("core", "There is nothing to take back.")
NOTHING_UNDONE = QT_TRANSLATE_NOOP("core", "There is nothing to do again.")
AT_ONCE = 12
"""Changes saved in one transaction: together they hold the lock about 3 ms, and nobody who types waits for more."""


class Part(msgspec.Struct, frozen=True):
    """What one short transaction of a long step did: the records it touched, and how many changes that were."""

    touched: Touched
    changes: int


def last_done(desk: Desk) -> tuple[Entry, ...]:
    """Give the entries of what `undo_last` would take back, of the first of many changes; none where there is nothing."""
    return _entries(desk, desk.replica.doings.done)


def last_undone(desk: Desk) -> tuple[Entry, ...]:
    """Give the entries by which something was taken back that `redo_last` would do again, none where there is nothing."""
    return _entries(desk, desk.replica.doings.undone)


def size_of(desk: Desk, step: str) -> int:
    """Count the changes of a step."""
    return desk.replica.size_of(step)


def undo_last(desk: Desk) -> Done:
    """Take back the latest step by a new one that keeps what others did since.

    Raises UserError where it cannot be taken back; it is passed over then, and the one before it comes next.
    """
    return _take_back(desk, desk.replica.doings.done, NOTHING_DONE)


def redo_last(desk: Desk) -> Done:
    """Do again what was taken back last; raises UserError as `undo_last` does."""
    return _take_back(desk, desk.replica.doings.undone, NOTHING_UNDONE)


def take_back(desk: Desk, step: str) -> Iterator[Part]:
    """Take back a step of many changes in short transactions, the last one first; what is left of it stays a step.

    Raises UserError at its end where nothing of it could be taken back; it is passed over then.
    """
    changes = list(reversed(desk.replica.changes_of(step)))
    back, count = desk.new_id(), 0
    for start in range(0, len(changes), AT_ONCE):
        here = changes[start : start + AT_ONCE]
        part = apart(here, partial(_taken_back, desk, back), partial(_given_up, desk, back))
        count += part.changes
        yield Part(part.touched, len(here))
    if not count:
        desk.replica.pass_over(step)
        raise UserError(NOTHING_TO_UNDO)


def apart(things: Sequence[T], save: Callable[[Sequence[T]], Part], refuse: Callable[[T, RefusedError], None]) -> Part:
    """Save some things in one short transaction, each by itself where one of them may not be: the others shall.

    refuse: is told what was refused by itself, and why.
    """
    try:
        return save(things)
    except RefusedError:
        found = list[Part]()
    for thing in things:
        try:
            found.append(save([thing]))
        except RefusedError as error:
            refuse(thing, error)
    return Part(join(*(one.touched for one in found)), sum(one.changes for one in found))


def _taken_back(desk: Desk, step: str, changes: Sequence[str]) -> Part:
    parts = [entries for change in changes if (entries := undo_entries(desk, change))]
    saved = desk.save_each(parts, undoes=changes, step=step)
    return Part(saved.touched, len(saved.changes))


def _given_up(desk: Desk, step: str, change: str, _why: RefusedError) -> None:
    desk.save_each([], undoes=[change], step=step)  # it can never be: it is not in the way of the rest


def _take_back(desk: Desk, steps: tuple[str, ...], nothing: str) -> Done:
    if not steps:
        raise UserError(nothing)
    step = steps[-1]
    if size_of(desk, step) > 1:
        return Done(join(*(part.touched for part in take_back(desk, step))), step)
    (change,) = desk.replica.changes_of(step)
    try:
        return undo(desk, change)
    except UserError:
        desk.replica.pass_over(step)
        raise


def _entries(desk: Desk, steps: tuple[str, ...]) -> tuple[Entry, ...]:
    if not steps:
        return ()
    first = desk.replica.first_of(steps[-1])
    with desk.replica.reading() as reader:
        return tuple(reader.entries_of(first))
