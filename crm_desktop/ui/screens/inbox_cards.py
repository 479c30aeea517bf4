"""The cards of the inbox: a conflict with its three values, a refused change with its reason."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.actions import inbox
from crm_desktop.core.changes import Act, Entry, derived
from crm_desktop.core.entities import Approval, Conflict, Refusal
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import REGISTRY, Record, from_raw
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.wording import core, kind_name, label, listed, moment, name_of, shown, title, titles, told


class InboxCard(QFrame):
    """Stand for one thing to answer. opened: the record; answered: name of the answer; walked: -1 or 1."""

    opened = Signal(str)
    answered = Signal(str)
    walked = Signal(int)
    keys: ClassVar[Mapping[Qt.Key, str]] = {}

    def __init__(self, context: Context, record: Conflict | Refusal | Approval, parent: QWidget) -> None:
        super().__init__(parent)
        self.context, self.record = context, record
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(16, 12, 16, 12)
        self.lines.setSpacing(8)
        self.trouble = QLabel(self)
        self.trouble.setProperty("kind", "bad")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.build()
        self.lines.addWidget(self.trouble)
        self._frame_focus(False)

    def build(self) -> None:
        """Fill the card."""

    def named(self) -> str:
        """Name the record that the card is about."""
        return record_name(self.context, *self.opens.split(":", 1))

    @property
    def opens(self) -> str:
        """Name the record as places do."""
        return "" if isinstance(self.record, Approval) else f"{self.record.entity}:{self.record.record}"

    def show_trouble(self, text: str) -> None:
        """Say why an answer was not taken."""
        self.trouble.setText(text)
        self.trouble.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in self.keys and not event.modifiers():
            self.answered.emit(self.keys[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.walked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.opens)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._frame_focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._frame_focus(False)

    def head(self, kind: str) -> None:
        """Add the line that names kind and record, and opens it."""
        name = QPushButton(self.named(), self)
        name.setProperty("kind", "link")
        name.clicked.connect(lambda: self.opened.emit(self.opens))
        name.setEnabled(titles(self.context).record(*self.opens.split(":", 1)) is not None)
        words = QLabel(kind, self)
        words.setProperty("kind", "small")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(name)
        row.addWidget(words)
        row.addStretch(1)
        self.lines.addLayout(row)
        self.setAccessibleName(f"{name.text()}, {kind}")

    def _frame_focus(self, has_focus: bool) -> None:
        theme = self.context.appearance.theme
        line = f"2px solid {theme.accent}" if has_focus else f"1px solid {theme.line}"
        self.setStyleSheet(
            f"InboxCard {{ background: {theme.surface}; border: {line}; border-radius: 6px; }}"
            'InboxCard QPushButton[kind="link"] { padding: 0; text-align: left; }'
        )


class ConflictCard(InboxCard):
    """Show one field on which two people differ: before, the standing value, the other value."""

    keys: ClassVar[Mapping[Qt.Key, str]] = {Qt.Key.Key_M: "standing", Qt.Key.Key_T: "waiting"}

    def build(self) -> None:
        conflict = self.record
        if not isinstance(conflict, Conflict):
            return
        field = REGISTRY[conflict.entity].fields[conflict.on_field]
        self.head(self.tr("%1 differs").replace("%1", label(field)))
        base, standing, waiting = inbox.values_of(self.context.desk, conflict)
        record = titles(self.context).record(conflict.entity, conflict.record)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        columns = (
            (self.tr("Before"), base, "", ""),
            (self.tr("Stands now"), standing, self._by(conflict.standing_author, conflict.standing_at), "standing"),
            (self.tr("The other value"), waiting, self._by(conflict.waiting_author, conflict.waiting_at), "waiting"),
        )
        self.buttons: dict[str, QPushButton] = {}
        for at, (head, value, by, answer) in enumerate(columns):
            grid.setColumnStretch(at, 1)
            words = shown(self.context, field, value, record) or self.tr("empty")
            for row, (text, kind) in enumerate(
                ((head, "small"), (words, "heading" if answer else "muted"), (by, "small"))
            ):
                part = QLabel(text, self)
                part.setProperty("kind", kind)
                part.setWordWrap(True)
                part.setTextFormat(Qt.TextFormat.PlainText)
                grid.addWidget(part, row, at, Qt.AlignmentFlag.AlignTop)
            if answer:
                button = QPushButton(
                    self.tr("Keep it  (M)") if answer == "standing" else self.tr("Take this  (T)"), self
                )
                button.setAccessibleName(f"{button.text()}: {words}")
                button.clicked.connect(lambda _checked=False, answer=answer: self.answered.emit(answer))
                self.buttons[answer] = button
                grid.addWidget(button, 3, at, Qt.AlignmentFlag.AlignLeft)
        self.lines.addLayout(grid)

    def _by(self, author: str, when: Any) -> str:
        words = title(self.context, "user", author)
        return listed((words, moment(self.context, when))) if when else words


class RefusalCard(InboxCard):
    """Show a change the server did not take: why, what was typed, send it again or put it aside."""

    keys: ClassVar[Mapping[Qt.Key, str]] = {Qt.Key.Key_R: "again", Qt.Key.Key_D: "discard"}

    def build(self) -> None:
        refusal = self.record
        if not isinstance(refusal, Refusal):
            return
        self.head(self.tr("Not accepted by the server"))
        awaited = inbox.awaited(self.context.desk, refusal)
        words = reason_of(refusal)
        if awaited is not None:
            it = self.tr("It waits for: %1").replace("%1", typed_name(self.context, awaited))
            words = f"{words} {it}"
        elif refusal.waits_for:
            words = self.tr("The change it builds on was put aside. Enter that anew, or put this aside as well.")
        reason = QLabel(words, self)
        reason.setProperty("kind", "warn")
        reason.setWordWrap(True)
        self.lines.addWidget(reason)
        for entry in msgspec.json.decode(refusal.kept or "[]", type=tuple[Entry, ...]):
            self._add_entry(entry)
        self.again_button = QPushButton(self.tr("Send again  (R)"), self)
        self.again_button.setEnabled(awaited is None)
        self.discard_button = QPushButton(self.tr("Put aside  (D)"), self)
        self.again_button.clicked.connect(lambda: self.answered.emit("again"))
        self.discard_button.clicked.connect(lambda: self.answered.emit("discard"))
        row = QHBoxLayout()
        row.addWidget(self.again_button)
        row.addWidget(self.discard_button)
        row.addStretch(1)
        self.lines.addLayout(row)

    def named(self) -> str:
        return typed_name(self.context, self.record) if isinstance(self.record, Refusal) else super().named()

    def _add_entry(self, entry: Entry) -> None:
        declared = REGISTRY.get(entry.entity)
        if declared is None:
            return
        if entry.act is Act.DELETE:
            words = self.tr("Delete %1").replace("%1", record_name(self.context, entry.entity, entry.record))
            self.lines.addWidget(QLabel(words, self))
            return
        record = titles(self.context).record(entry.entity, entry.record)
        raw = {name: new for name, (_, new) in entry.fields.items()}
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(2)
        row = 0
        for name, new in raw.items():
            field = declared.fields.get(name)
            if field is None or field.derived or (entry.act is Act.CREATE and not field.section):
                continue
            typed = from_raw(field, new, {"currency": self._currency(entry, raw), **raw})
            named, value = (
                QLabel(label(field), self),
                QLabel(shown(self.context, field, typed, record) or self.tr("empty"), self),
            )
            named.setProperty("kind", "muted")
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            row += 1
        self.lines.addLayout(grid)

    def _currency(self, entry: Entry, raw: dict[str, Any]) -> str:
        record: Record | None = titles(self.context).record(entry.entity, entry.record)
        return str(raw.get("currency") or getattr(record, "currency", ""))


def record_name(context: Context, key: str, id_: str) -> str:
    """Name a record that may be gone: its kind then."""
    record = titles(context).record(key, id_) if key in REGISTRY else None
    return told(kind_name(key), name_of(record)) if record else kind_name(key) if key in REGISTRY else key


def typed_name(context: Context, refusal: Refusal) -> str:
    """Name the record of a refused change; one that was never created has the name that was typed."""
    for entry in msgspec.json.decode(refusal.kept or "[]", type=tuple[Entry, ...]):
        if entry.act is Act.CREATE and entry.record == refusal.record and entry.entity in REGISTRY:
            declared = REGISTRY[entry.entity]
            raw = derived(declared, {name: new for name, (_, new) in entry.fields.items() if new is not None})
            words = " ".join(str(raw[name]) for name in declared.title if raw.get(name))
            return told(kind_name(entry.entity), words) if words else kind_name(entry.entity)
    return record_name(context, refusal.entity, refusal.record)


def reason_of(refusal: Refusal) -> str:
    """Word the reason of a refusal in the reader's language; labels inside it are translated too."""
    values = msgspec.json.decode(refusal.values) if refusal.values else {}
    words = {name: core(value) if isinstance(value, str) else value for name, value in values.items()}
    return sentence(UserError(refusal.reason, **words))
