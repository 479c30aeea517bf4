"""One field of a form: its value as it is read, and the editor that it becomes."""

from collections.abc import Mapping
from html import escape
from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QToolButton, QWidget

from crm_desktop.actions.editing import check_may_edit
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import Entity, Field, Kind, Record
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.begun import Begun, as_seen, begun_in
from crm_desktop.ui.fields.editor import Editor
from crm_desktop.ui.fields.editors import editor_for
from crm_desktop.ui.fields.field_history import FieldHistory
from crm_desktop.ui.fields.rich_value import rich
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.typed import TypedError

LABEL_WIDTH = 116
HEIGHT = 28  # pixels of a value of one line
_OPENING = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


def may_change(context: Context, field: Field, record: Record) -> bool:
    """Tell whether this person may type into a field now."""
    if not context.may_edit:
        return False
    try:
        check_may_edit(context.desk, record, field)
    except RefusedError:
        return False
    return True


class Quiet(QLabel):
    """A value as it is read. asked: a click, Tab, Enter or F2 wants to edit it."""

    asked = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.setMinimumHeight(HEIGHT)
        self.setIndent(0)  # its own, which a border brings, is reckoned twice: lines were wrapped that fit
        self.is_open = True
        self.link = ""
        self.linkHovered.connect(self._on_hovered)

    def show_text(self, plain: str, rich: str) -> None:
        """Show a value; as plain text where nothing in it can be clicked, which lays out ten times quicker."""
        is_plain = rich == escape(plain) or rich == plain
        self.setTextFormat(Qt.TextFormat.PlainText if is_plain else Qt.TextFormat.RichText)
        self.setText(plain if is_plain else rich)

    def set_open(self, is_open: bool) -> None:
        """Let it be edited or not."""
        self.is_open = is_open
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_open else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor if is_open else Qt.CursorShape.ArrowCursor)
        self.setProperty("open", "true" if is_open else "false")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.is_open and not self.link:
            self.asked.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _OPENING and self.is_open:
            # The walk of Tab must be over before this widget gives way to its editor.
            QTimer.singleShot(0, self, self.asked.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}
            and self.is_open
            and not event.modifiers()
        ):
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def _on_hovered(self, link: str) -> None:
        self.link = link


class Host(Protocol):
    """What a row asks of the form it stands in. is_draft: the record was never saved; letters: keys of some fields."""

    context: Context
    record: Record
    declared: Entity
    is_draft: bool
    letters: Mapping[str, str]

    def save(self, row: "FieldRow", value: Any) -> bool:
        """Save one field; tell whether it was taken."""

    def note(self, row: "FieldRow", begun: Begun | None) -> None:
        """Keep what is being typed in a row, None for nothing any more."""

    def show_row(self, row: "FieldRow") -> None:
        """Bring a row into view."""

    def on_committed(self, row: "FieldRow") -> None:
        """Go on after Enter."""

    def on_link(self, link: str) -> None:
        """Follow a link in a value."""


class FieldRow(QWidget):
    """One field of a form: label at the left, value or editor at the right, a sentence under it when refused.

    edited: something was typed in the editor. is_waiting: its editor holds what was begun earlier, and neither a
    key nor Enter has said since that it is meant; it is not saved by being left.
    """

    edited = Signal()

    def __init__(self, form: Host, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.form = form
        self.field = field
        self.editor: Editor | None = None
        self.is_waiting = False
        self.seen: Record = form.record
        self._first: tuple[str, ...] = ()
        self._clock: QToolButton | None = None
        self.name, self.quiet, self.trouble = QLabel(self), Quiet(self), QLabel(self)
        self.name.setProperty("kind", "muted")
        self.name.setFixedWidth(LABEL_WIDTH)
        self.name.setWordWrap(True)
        self.name.setMinimumHeight(HEIGHT)  # on one line with the value; margins of a label are lost with a style sheet
        self.trouble.setProperty("kind", "bad")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.quiet.asked.connect(self.start)
        self.quiet.linkActivated.connect(form.on_link)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.name, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.quiet, 0, 1)
        grid.addWidget(self.trouble, 1, 1)
        grid.setColumnStretch(1, 1)
        self._grid = grid

    @property
    def is_editing(self) -> bool:
        return self.editor is not None

    def show_value(self) -> None:
        """Show what the record holds; an open editor keeps what is being typed and says if it was changed elsewhere."""
        record, field = self.form.record, self.field
        value = getattr(record, field.name)
        name = wording.label(field)
        self.name.setText(name)
        letter = self.form.letters.get(field.name, "")
        self.name.setToolTip(
            "  ".join(part for part in (wording.core(field.help) or (letter and name), letter) if part)
        )
        words = wording.shown(self.form.context, field, value, record)
        self.quiet.show_text(words, rich(self.form.context, field, value, words, is_draft=self.form.is_draft))
        self.quiet.setAccessibleName(f"{name}: {words}" if words else name)
        self.quiet.set_open(may_change(self.form.context, field, record))
        if self.editor is not None and value != getattr(self.seen, field.name):
            self.say(self.tr("Changed elsewhere meanwhile: %1").replace("%1", words or "–"))

    def start(self) -> None:
        """Turn the value into an editor with the keyboard in it."""
        if self.editor is not None and self.is_waiting:
            self.editor.go_on()
        if self.editor is not None or not self.quiet.is_open:
            return
        record = self.form.record
        if self.field.kind is Kind.YES_NO:
            self.seen = record
            self.form.save(self, not getattr(record, self.field.name))
            return
        editor = self._make(record)
        if editor is None:
            return
        editor.take_focus()
        # Hidden with the keyboard in it, the value would hand it to a stranger on its way to the editor.
        self.quiet.hide()
        self.editor = editor
        self.form.show_row(self)

    def take_up(self, begun: Begun) -> None:
        """Open the editor with what was begun in it earlier; it waits until that is gone on with."""
        editor = None if self.editor is not None or not self.quiet.is_open else self._make(self.form.record)
        if editor is None:
            return
        self.seen = as_seen(self.form.record, self.field.name, begun)
        editor.show_words(begun.words)
        self.quiet.hide()
        self.editor, self.is_waiting = editor, True
        self.setVisible(True)
        self.say(self.tr("This was not saved yet: Enter saves it, Esc throws it away."), is_wrong=False)
        self.show_value()

    def put_away(self) -> None:
        """Put the value back for now; what was begun comes back with its record."""
        self._shut()

    def _make(self, record: Record) -> Editor | None:
        """Lay the editor in place of the value."""
        editor = editor_for(self.form.context, self.field, record, self)
        if editor is None:
            return None
        self.seen, self._first = record, editor.words()
        editor.committed.connect(self.commit)
        editor.cancelled.connect(self.give_up)
        editor.edited.connect(self._keep)
        editor.edited.connect(self.edited)
        self._grid.replaceWidget(self.quiet, editor)
        editor.show()
        QWidget.setTabOrder(self.quiet, editor)
        return editor

    @property
    def words(self) -> tuple[str, ...]:
        """Give what stands in the editor where that is something else than at first, () for nothing."""
        words = self.editor.words() if self.editor is not None else ()
        return words if words != self._first else ()

    def _keep(self) -> None:
        if self.editor is not None:
            self.is_waiting = False
            words = self.words
            self.form.note(self, begun_in(self.seen, self.field.name, words) if words else None)

    def commit(self) -> None:
        """Save by Enter or a choice; the keyboard stays on the value."""
        had_focus, self.is_waiting = self._holds_focus(), False
        if self.leave() and had_focus:
            self.quiet.setFocus(Qt.FocusReason.OtherFocusReason)
            self.form.on_committed(self)

    def typed(self) -> Any:
        """Give the value as it is typed so far, that of the record where nothing readable is."""
        try:
            return getattr(self.form.record, self.field.name) if self.editor is None else self.editor.value()
        except TypedError:
            return getattr(self.form.record, self.field.name)

    def leave(self) -> bool:
        """Save what was typed; tell whether the editor is gone. What was refused stays in it."""
        editor = self.editor
        if editor is None or self.is_waiting:
            return True
        try:
            value = editor.value()
        except TypedError as error:
            self.say(str(error))
            return False
        if value == getattr(self.seen, self.field.name) or (
            wording.is_empty(value) and wording.is_empty(getattr(self.seen, self.field.name))
        ):
            self.close()
            return True
        return self.form.save(self, value)

    def give_up(self) -> None:
        """Leave without saving."""
        had_focus = self._holds_focus()
        self.close()
        if had_focus:
            self.quiet.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Put the quiet value back in place of the editor; what was typed is saved, or nobody wants it."""
        if self.editor is not None:
            self.form.note(self, None)
        self._shut()

    def _shut(self) -> None:
        self.trouble.hide()
        self.is_waiting = False
        editor, self.editor = self.editor, None
        if editor is not None:
            self._grid.replaceWidget(editor, self.quiet)
            self.quiet.show()
            if is_within(QApplication.focusWidget(), editor):
                self.quiet.setFocus(Qt.FocusReason.OtherFocusReason)
            editor.hide()
            editor.deleteLater()
        self.show_value()

    def say(self, text: str, *, is_wrong: bool = True) -> None:
        """Show a sentence under the field."""
        self.trouble.setProperty("kind", "bad" if is_wrong else "small")
        self.trouble.style().unpolish(self.trouble)
        self.trouble.style().polish(self.trouble)
        self.trouble.setText(text)
        self.trouble.show()
        if self.editor is not None:
            self.editor.mark_wrong(is_wrong)
            self.editor.setAccessibleDescription(text)

    def open_history(self) -> FieldHistory:
        """Show who changed this field when."""
        history = FieldHistory(self.form.context, self.form.record, self.field, self)
        history.adjustSize()
        history.move(self.mapToGlobal(self.rect().bottomLeft()))
        history.show()
        return history

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if self.form.is_draft:
            return
        if self._clock is None:
            self._clock = QToolButton(self)
            self._clock.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._clock.setFixedSize(22, 22)
            self._clock.clicked.connect(self.open_history)
        theme = self.form.context.appearance.theme
        self._clock.setIcon(icon("history", theme.muted))
        self._clock.setAccessibleName(self.tr("History of %1").replace("%1", wording.label(self.field)))
        self._clock.setToolTip(self.tr("History") + "  Alt+H")
        self._clock.setStyleSheet(f"QToolButton {{ padding: 2px; background: {theme.surface}; }}")
        self._clock.move(LABEL_WIDTH - 22, 3)
        self._clock.raise_()
        self._clock.show()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._clock is not None:
            self._clock.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() == Qt.Key.Key_H
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
            and not self.form.is_draft
        ):
            self.open_history()
        else:
            super().keyPressEvent(event)

    def _holds_focus(self) -> bool:
        return self.editor is not None and is_within(QApplication.focusWidget(), self.editor)


def is_within(widget: QWidget | None, ancestor: QWidget) -> bool:
    """Tell whether a widget is another or stands in it."""
    while widget is not None:
        if widget is ancestor:
            return True
        widget = widget.parentWidget()
    return False
