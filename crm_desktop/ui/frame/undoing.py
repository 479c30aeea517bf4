"""Undo and redo of a window, each under the name of what it takes back or does again."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.records import last_values
from crm_desktop.actions.undoing import last_done, last_undone, redo_last, size_of, undo_last
from crm_desktop.core.changes import Act, Entry, derived
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import REGISTRY
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.long_steps import labels, step_words, take_back_step
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.places import Place

BIN = "bin"
"""Key of the screen that shows what was deleted."""


class Undoing(QObject):
    """Hold the two actions of a window, and the way to the bin beside them; the keys are an editor's own while the keyboard is in one."""

    def __init__(self, context: Context, frame: Frame, window: QWidget, menu: QWidget) -> None:
        super().__init__(window)
        self._context, self._frame, self._window = context, frame, window
        self.undo, self.redo = QAction(self), QAction(self)
        self.undo.setShortcuts([QKeySequence("Ctrl+Z")])
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.undo.triggered.connect(self._on_undo)
        self.redo.triggered.connect(self._on_redo)
        self.bin = QAction(self)
        self.bin.triggered.connect(lambda: frame.go(Place(BIN)))
        for action in (self.undo, self.redo, self.bin):
            menu.addAction(action)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        context.tasks.touched.connect(self._on_touched)
        context.moved_in_time.connect(self._soon.start)
        window.installEventFilter(self)
        self._soon.start()  # not before the window stands

    def refresh(self) -> None:
        """Name both after what they would do now."""
        for action, words, bare, named in (
            (self.undo, self._done(), self.tr("Undo"), self.tr("Undo: %1")),
            (self.redo, self._undone(), self.tr("Redo"), self.tr("Redo: %1")),
        ):
            action.setText(named.replace("%1", words) if words else bare)
            action.setEnabled(bool(words) and self._context.may_edit)
        self.bin.setText(self.tr("Bin: what was deleted"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            self._soon.start()
        return False

    def _on_touched(self, _touched: object) -> None:
        self._soon.start()

    def _on_undo(self) -> None:
        self._do(undo_last, self._done(), self.tr("Taken back: %1"), self.tr("Redo"), self._on_redo)

    def _on_redo(self) -> None:
        self._do(redo_last, self._undone(), self.tr("Done again: %1"), self.tr("Undo"), self._on_undo)

    def _do(
        self, act: Callable[[Desk], Done], words: str, told: str, back: str, way_back: Callable[[], None]
    ) -> None:  # fmt: skip
        doings = self._context.desk.replica.doings
        steps = doings.done if act is undo_last else doings.undone
        if steps and size_of(self._context.desk, steps[-1]) > 1:
            take_back_step(
                self._context,
                steps[-1],
                words,
                lambda: self._frame.toast(told.replace("%1", words), back, way_back),
                lambda error: self._fail(words, error),
            )
            return
        try:
            done = act(self._context.desk)
        except UserError as error:
            self._fail(words, error)
            return
        self._context.tell(done)
        self.refresh()
        self._frame.toast(told.replace("%1", words), back, way_back)

    def _fail(self, words: str, error: UserError) -> None:
        self._frame.message("info", wording.told(words, sentence(error)) if words else sentence(error))
        self.refresh()

    def _done(self) -> str:
        desk = self._context.desk
        return self._words_of(last_done(desk), desk.replica.doings.done, is_coming=False)

    def _undone(self) -> str:
        # What is left of it takes something back: to take that back in turn does the opposite of what it says.
        desk = self._context.desk
        return self._words_of(last_undone(desk), desk.replica.doings.undone, is_coming=True)

    def _words_of(self, entries: Sequence[Entry], steps: Sequence[str], *, is_coming: bool) -> str:
        """Say in a few words what a step did, "" for none: what was written first stands for all of it.

        is_coming: what its opposite will do.
        """
        if not entries:
            return ""
        first = entries[0]
        declared = REGISTRY.get(first.entity)
        if declared is not None and (size := size_of(self._context.desk, steps[-1])) > 1:
            return step_words(first, size, is_coming=is_coming)
        name = self._name(first)
        others = len({(one.entity, one.record) for one in entries}) - 1
        if others:
            name = self.tr("%1 and %n other(s)", "", others).replace("%1", name)
        if first.act is not Act.EDIT:
            is_there = (first.act is not Act.DELETE) != is_coming
            return (self.tr("%1 added") if is_there else self.tr("%1 deleted")).replace("%1", name)
        shown = labels(first)
        return wording.told(name, wording.listed(shown)) if shown else name

    def _name(self, entry: Entry) -> str:
        """Name the record of an entry, also one that was deleted."""
        desk, declared = self._context.desk, REGISTRY.get(entry.entity)
        if declared is None:
            return entry.entity
        raw = desk.replica.raw(entry.entity, entry.record) or last_values(desk, entry.entity, entry.record)
        if not raw:
            return wording.kind_name(entry.entity)
        return wording.name_of(declared.read(entry.record, derived(declared, raw)))
