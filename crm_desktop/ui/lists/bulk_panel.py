"""The panel in which many records are changed or deleted at once: what, to what, and what it would do to each of them."""

from collections.abc import Sequence
from functools import partial
from threading import Event

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from crm_desktop.actions.bulk import Act, Planned, Survey, Wish
from crm_desktop.core.access import Actor, check_write, hidden_fields
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import REGISTRY, Entity, Field, Kind
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.editor import Editor
from crm_desktop.ui.fields.editors import QuietCombo, editor_for
from crm_desktop.ui.lists.bulk_doing import carry_out, look_at_all
from crm_desktop.ui.lists.bulk_preview import Preview
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.look.delegates import RowDelegate
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.look.theme import ROW
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.browse import Choices, counted
from crm_desktop.ui.parts.overlay import MARGIN, Overlay
from crm_desktop.ui.tasks import Job
from crm_desktop.ui.typed import TypedError

WIDE, TOP, ROWS = 680, 72, 9
SOON_MS = 150  # after the last key in the editor
SET: Act = "set"
ADD: Act = "add"
REMOVE: Act = "remove"
DELETE: Act = "delete"
EMPTY = "empty"
WILL, SAME, NOT = "will", "same", "not"
LISTED = frozenset({Kind.TAGS, Kind.LINKS})
_NEVER = frozenset({Kind.FILE, Kind.LABELLED})  # what is each record's own
_CHANGES = frozenset(
    {QEvent.Type.KeyRelease, QEvent.Type.InputMethod, QEvent.Type.FocusOut, QEvent.Type.MouseButtonRelease}
)


class BulkPanel(Overlay):
    """Ask for a field and a value, show what becomes of each record, and do it; delete: they shall be deleted."""

    def __init__(
        self, context: Context, frame: Frame, key: str, ids: Sequence[str], window: QWidget, *, delete: bool = False
    ) -> None:
        super().__init__(window)
        self._context, self._frame = context, frame
        self._key, self._ids, self._deletes = key, list(ids), delete
        self._declared = REGISTRY[key]
        self._asked, self._job = 0, ""
        self._wish: Wish | None = None
        self._halt = Event()
        self.seen = Survey()
        self.editor: Editor | None = None
        self.heading, self.summary, self.trouble, self.note = (QLabel(self) for _ in range(4))
        self.field, self.how = QuietCombo(self), QuietCombo(self)
        self.kinds = Choices(context.appearance, (WILL, SAME, NOT), self)
        self.model = Preview(self, self._cell)
        self.list = QListView(self)
        self.do_button, self.cancel_button = QPushButton(self), QPushButton(self)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._lay_out()
        self._fill()
        self._connect()
        self._say_all()
        self.setFocusProxy(self.cancel_button if delete else self.field)
        if delete:
            self.ask()
        else:
            self._on_field()

    def ask(self) -> None:
        """Work out what the wish means, off the window's thread; a newer wish overtakes it."""
        try:
            wish = self._read_wish()
        except TypedError as error:
            self._wait(str(error))
            return
        if wish is None:
            self._wait("")
            return
        if wish == self._wish:
            return
        self._end()
        self._wish, self._halt = wish, Event()
        self.seen = Survey()  # that of the wish before is not meant any more
        self._job = self.tr("Looking at %1").replace("%1", self._words(len(self._ids)))
        self._show_groups(f"{self._job}…")
        look_at_all(
            self._context, self._job, self._key, self._ids, wish, self._halt, partial(self._on_surveyed, self._asked)
        )

    def do(self) -> None:
        """Do it and close; what may not be done is left as it is, and what was typed last is looked at first."""
        self.ask()
        if not self.seen.will or self._wish is None or not self.do_button.isEnabled():
            return
        wish = self._wish
        self.go()
        carry_out(self._context, self._frame, self._key, self._ids, wish, self.seen)

    def go(self) -> None:
        self._end()  # what nobody waits for need not be worked out
        super().go()

    def settle(self) -> None:
        wide = min(WIDE, self.window_under.width() - 2 * MARGIN)
        room = self.window_under.height() - TOP - MARGIN
        self.setFixedWidth(wide)
        self.list.setFixedHeight(ROWS * ROW + 2)
        self.layout().activate()
        over = max(0, self.layout().totalSizeHint().height() - room)
        self.list.setFixedHeight(max(2 * ROW, ROWS * ROW + 2 - over))
        self.layout().activate()
        high = self.layout().totalSizeHint().height()
        self.setGeometry((self.window_under.width() - wide) // 2, TOP, wide, min(high, room))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _CHANGES and isinstance(watched, QWidget) and self._is_of_editor(watched):
            self._soon.start()
        # A list of finds or a calendar is a window of its own: a click there is none beside the panel.
        is_elsewhere = isinstance(watched, QWidget) and watched.window() is not self.window_under
        if kind == QEvent.Type.WindowDeactivate or (kind == QEvent.Type.MouseButtonPress and is_elsewhere):
            return False
        return super().eventFilter(watched, event)

    def _is_of_editor(self, widget: QWidget) -> bool:
        return self.editor is not None and (widget is self.editor or self.editor.isAncestorOf(widget))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held:
            self.do()
        else:
            super().keyPressEvent(event)

    # Within.

    def _read_wish(self) -> Wish | None:
        """Read what is wished, None while the value is still to come."""
        if self._deletes:
            return Wish(DELETE)
        name, how = self._field.name, self.how.currentData()
        if isinstance(how, bool):
            return Wish(SET, name, how)
        if how == EMPTY:
            return Wish(SET, name, () if self._field.kind in LISTED else None)
        value = self.editor.value() if self.editor is not None else None
        return None if wording.is_empty(value) else Wish(how, name, value)

    def _end(self) -> None:
        """Work out nothing any more."""
        self._asked += 1
        self._halt.set()

    def _on_running(self, jobs: Sequence[Job]) -> None:
        """Say here too how far it is: the status line is behind the panel's back."""
        for job in jobs:
            if job.name == self._job and job.total and not self.summary.isHidden():
                far = self.tr("%1: %2 so far").replace("%1", job.name)
                self.summary.setText(far.replace("%2", wording.number(job.done)))

    def _wait(self, trouble: str) -> None:
        self._end()
        self._wish = None
        self._show(trouble, Survey())
        if not trouble:
            self._show_groups(self.tr("Choose a value, and what would change is listed here."))

    @property
    def _field(self) -> Field:
        found = self.field.currentData()
        return self._declared.fields[found]

    def _on_field(self) -> None:
        field = self._field
        if self.editor is not None:
            self._row.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        blank = self._declared.record(id="")
        self.editor = None if field.kind is Kind.YES_NO else editor_for(self._context, field, blank, self)
        self.how.blockSignals(True)
        self.how.clear()
        for words, data in self._hows(field):
            self.how.addItem(words, data)
        self.how.blockSignals(False)
        if self.editor is not None:
            self._row.addWidget(self.editor, 1)
            self.editor.committed.connect(self.ask)
            self.editor.cancelled.connect(self.go)
            self.editor.show()
        self.note.setText(self._note(field))
        self.note.setVisible(bool(self.note.text()))
        self._wish = None
        self.ask()
        self.settle()

    def _hows(self, field: Field) -> list[tuple[str, str | bool]]:
        if field.kind is Kind.YES_NO:
            return [(wording.shown(self._context, field, value), value) for value in (True, False)]
        empty = [] if field.required else [(self.tr("Leave empty"), EMPTY)]
        if field.kind in LISTED:
            return [(self.tr("Add"), ADD), (self.tr("Remove"), REMOVE), (self.tr("Replace by"), SET), *empty]
        return [(self.tr("Set to"), SET), *empty]

    def _on_how(self) -> None:
        if self.editor is not None:
            self.editor.setVisible(self.how.currentData() != EMPTY)
        self.ask()

    def _note(self, field: Field) -> str:
        if field.kind is Kind.AMOUNT:
            return self.tr("Each record keeps its own currency.")
        if field.name == "territory":
            return self.tr("Who holds the new territory gets these records with the next sync; others may lose them.")
        return ""

    def _on_surveyed(self, number: int, found: Survey | None) -> None:
        if number == self._asked and found is not None:
            self._show("", found)
        elif number == self._asked:
            self._wish = None
            self._show_groups(self.tr("Stopped. Choose a value again to see what would change."))

    def _show(self, trouble: str, found: Survey) -> None:
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        if self.editor is not None:
            self.editor.mark_wrong(bool(trouble))
        self.seen = found
        shown = next((key for key in (WILL, NOT, SAME) if self._counts[key]), WILL)
        self.kinds.choose(shown)
        self._show_groups("")
        self._on_kind(shown)

    def _show_groups(self, waiting: str) -> None:
        counts = self._counts
        numbers = {key: wording.number(count) for key, count in counts.items()}
        changes = self.tr("%1 will be deleted") if self._deletes else self.tr("%1 will change")
        self.kinds.say(
            {
                WILL: changes.replace("%1", numbers[WILL]),
                SAME: self.tr("%1 already so").replace("%1", numbers[SAME]),
                NOT: self.tr("%1 may not be changed").replace("%1", numbers[NOT]),
            }
        )
        for key, count in counts.items():
            self.kinds.button(key).setVisible(key == WILL or bool(count))
        self.kinds.setVisible(not waiting)
        self.summary.setText(waiting)
        self.summary.setVisible(bool(waiting))
        words = self._words(counts[WILL])
        do = self.tr("Delete %1") if self._deletes else self.tr("Change %1")
        self.do_button.setText(do.replace("%1", words))
        self.do_button.setEnabled(bool(counts[WILL]) and not waiting)

    @property
    def _counts(self) -> dict[str, int]:
        return {WILL: self.seen.will, SAME: self.seen.same, NOT: self.seen.refused}

    def _on_kind(self, key: str) -> None:
        seen = self.seen
        first = {WILL: seen.first_will, SAME: seen.first_same, NOT: seen.first_refused}
        self.model.show_planned(first[key], self._counts[key])
        self.list.setAccessibleName(self.kinds.button(key).text())

    def _cell(self, one: Planned) -> Cell:
        name = wording.name_of(one.record)
        if one.refusal is not None:
            return Cell(name, secondary=sentence(one.refusal), icon="triangle-alert")
        if self._deletes:
            return Cell(name, icon="trash-2")
        field = self._declared.fields[self._wish.field if self._wish else self._field.name]
        before = wording.shown(self._context, field, getattr(one.record, field.name), one.record) or "–"
        after = wording.shown(self._context, field, one.value, one.record) or "–"
        return Cell(name, secondary=before if one.entry is None else f"{before}  →  {after}", icon=self._declared.icon)

    def _words(self, count: int) -> str:
        return counted(count, self._key)

    def _fill(self) -> None:
        fields = changeable(self._declared, self._context)
        for field in fields:
            self.field.addItem(wording.label(field), field.name)
        first = next((at for at, field in enumerate(fields) if field.name == "owner"), 0)
        self.field.setCurrentIndex(first)

    def _say_all(self) -> None:
        words = self._words(len(self._ids))
        title = self.tr("Delete %1") if self._deletes else self.tr("Edit %1")
        self.heading.setText(title.replace("%1", words))
        self.setAccessibleName(self.heading.text())
        self.field.setAccessibleName(self.tr("Field to change"))
        self.how.setAccessibleName(self.tr("How to change it"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.do_button.setToolTip("Ctrl+Enter")
        if self._deletes:
            self.note.setText(self.tr("Ctrl+Z brings all of them back, also later."))

    def _connect(self) -> None:
        self.field.currentIndexChanged.connect(self._on_field)
        self.how.currentIndexChanged.connect(self._on_how)
        self.kinds.chosen.connect(self._on_kind)
        self._soon.timeout.connect(self.ask)
        self._context.tasks.running.connect(self._on_running)
        self.do_button.clicked.connect(self.do)
        self.cancel_button.clicked.connect(self.go)

    def _lay_out(self) -> None:
        self.heading.setProperty("kind", "heading")
        for label, kind in ((self.trouble, "bad"), (self.note, "muted"), (self.summary, "muted")):
            label.setProperty("kind", kind)
            label.setWordWrap(True)
        self.trouble.hide()
        self.field.setMaxVisibleItems(16)
        self.do_button.setProperty("kind", "danger" if self._deletes else "primary")
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self._context.appearance, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QListView.SelectionMode.NoSelection)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self.field)
        self._row.addWidget(self.how)
        self.field.setVisible(not self._deletes)
        self.how.setVisible(not self._deletes)
        line = QFrame(self)
        line.setProperty("kind", "line")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.do_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.heading)
        column.addLayout(self._row)
        for part in (self.note, self.trouble, self.summary, self.kinds, line, self.list):
            column.addWidget(part)
        column.addSpacing(4)
        column.addLayout(foot)


def changeable(declared: Entity, context: Context) -> list[Field]:
    """List the fields of which many records can be given the same value by this person."""
    hidden = hidden_fields(declared, context.desk.role)
    actor = Actor(context.desk.user.id, context.desk.role, frozenset())
    found = []
    for field in declared.stored:
        if field.derived or not field.section or field.name in hidden or field.kind in _NEVER:
            continue
        try:
            check_write(actor, declared, (field.name,))
        except RefusedError:
            continue
        found.append(field)
    return found
