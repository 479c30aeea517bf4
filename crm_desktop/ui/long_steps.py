"""What one person does to many records at once, off the window's thread: progress in the status line, and a way to stop."""

from collections.abc import Callable, Iterator
from threading import Event

from PySide6.QtCore import QCoreApplication

from crm_desktop.actions.undoing import Part, size_of, take_back
from crm_desktop.core.changes import Act, Entry, Touched, join
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import REGISTRY
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.parts.browse import counted

NAMED = 2  # fields of one record
PAUSE_S = 0.004
"""Between two transactions, so that the window has the interpreter for itself in between: it draws without a stutter."""
TOLD_AFTER = 1_000
"""Changes after which the screens hear of them: a list must not be edited as it was long before."""


def run_step(
    context: Context,
    name: str,
    total: int,
    parts: Callable[[], Iterator[Part]],
    then: Callable[[int], None],
    failed: Callable[[UserError], None] | None = None,
) -> None:
    """Run the parts of a long step one after the other; then: told how many changes were saved."""
    halt, tasks = Event(), context.tasks

    def work() -> int:
        saved, told, touched = 0, 0, list[Touched]()
        try:
            for part in parts():
                saved += part.changes
                touched.append(part.touched)
                tasks.report(name, saved, total)
                if saved - told >= TOLD_AFTER:
                    tasks.announce(join(*touched))
                    told, touched = saved, []
                if halt.wait(PAUSE_S):
                    break
        finally:  # what was saved before it failed is saved
            if touched:
                tasks.announce(join(*touched))
        return saved

    tasks.run(work, then, failed, name=name, halt=halt)


def take_back_step(
    context: Context, step: str, words: str, then: Callable[[], None], failed: Callable[[UserError], None]
) -> None:
    """Take a step of many changes back, or again what took one back; words: its name."""
    desk = context.desk
    name = QCoreApplication.translate("Undoing", "Taking back: %1").replace("%1", words)
    run_step(context, name, size_of(desk, step), lambda: take_back(desk, step), lambda _saved: then(), failed)


def step_words(first: Entry, size: int, *, is_coming: bool = False) -> str:
    """Name a step of many records of one kind, as "Edit 37 Accounts: City".

    first: what was done to the first of them; is_coming: it is told of the opposite.
    """
    records = counted(size, first.entity)
    if first.act is Act.EDIT:
        name = QCoreApplication.translate("Undoing", "Edit %1").replace("%1", records)
        shown = labels(first)
        return wording.told(name, wording.listed(shown)) if shown else name
    is_there = (first.act is not Act.DELETE) != is_coming
    add, delete = QCoreApplication.translate("Undoing", "Add %1"), QCoreApplication.translate("Undoing", "Delete %1")
    return (add if is_there else delete).replace("%1", records)


def labels(entry: Entry) -> list[str]:
    """Name the first fields that an entry sets."""
    declared = REGISTRY.get(entry.entity)
    fields = [declared.fields[one] for one in entry.fields if one in declared.fields] if declared else []
    return [wording.label(one) for one in fields if not one.derived][:NAMED]
