"""A form made from the declarations: values read quietly, become editors when asked, and save when left."""

from html import escape
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.actions import deals, records
from crm_desktop.actions.desk import Done
from crm_desktop.core.access import Actor, check_write, hidden_fields
from crm_desktop.core.entities import Opportunity, Quote, Stage
from crm_desktop.core.entities.quotes import DRAFT
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import Entity, Field, Kind, Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.editor import Editor
from crm_desktop.ui.editors import editor_for
from crm_desktop.ui.field_history import FieldHistory
from crm_desktop.ui.icons import icon
from crm_desktop.ui.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.places import Place
from crm_desktop.ui.typed import TypedError

LABEL_WIDTH = 116
PLACES = {
    "account": "record",
    "contact": "record",
    "opportunity": "record",
    "product": "record",
    "quote": "quote_editor",
}
_OPENING = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_NO_EDITOR = frozenset({Kind.FILE})


def place_of(key: str, id_: str) -> Place:
    """Name the place where a record is shown in full."""
    return Place("quote_editor", id_) if key == "quote" else Place("record", f"{key}:{id_}")


def may_change(context: Context, declared: Entity, field: Field, record: Record) -> bool:
    """Tell whether this person may type into a field now."""
    if field.derived or field.kind in _NO_EDITOR or not context.may_edit:
        return False
    if isinstance(record, Quote) and record.state != DRAFT:
        return False
    try:
        check_write(Actor(context.desk.user.id, context.desk.role, frozenset()), declared, (field.name,))
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
        self.setMinimumHeight(28)
        self.is_open = True
        self._link = ""
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
        if event.button() == Qt.MouseButton.LeftButton and self.is_open and not self._link:
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
        self._link = link


class FieldRow(QWidget):
    """One field of a form: label at the left, value or editor at the right, a sentence under it when refused."""

    def __init__(self, form: "Form", field: Field) -> None:
        super().__init__(form)
        self.form = form
        self.field = field
        self.editor: Editor | None = None
        self.seen: Record = form.record
        self._clock: QToolButton | None = None
        self.name, self.quiet, self.trouble = QLabel(self), Quiet(self), QLabel(self)
        self.name.setProperty("kind", "muted")
        self.name.setFixedWidth(LABEL_WIDTH)
        self.name.setWordWrap(True)
        self.name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.name.setContentsMargins(0, 6, 0, 0)
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
        self.name.setToolTip(wording.core(field.help))
        words = wording.shown(self.form.context, field, value, record)
        self.quiet.show_text(words, self.form.rich(field, value, words))
        self.quiet.setAccessibleName(f"{name}: {words}" if words else name)
        self.quiet.set_open(may_change(self.form.context, self.form.declared, field, record))
        if self.editor is not None and value != getattr(self.seen, field.name):
            self.say(self.tr("Changed elsewhere meanwhile: %1").replace("%1", words or "–"))

    def start(self) -> None:
        """Turn the value into an editor with the keyboard in it."""
        if self.editor is not None or not self.quiet.is_open:
            return
        record = self.form.record
        if self.field.kind is Kind.YES_NO:
            self.seen = record
            self.form.save(self, not getattr(record, self.field.name))
            return
        editor = editor_for(self.form.context, self.field, record, self)
        if editor is None:
            return
        self.seen = record
        editor.committed.connect(self.commit)
        editor.cancelled.connect(self.give_up)
        self._grid.replaceWidget(self.quiet, editor)
        editor.show()
        QWidget.setTabOrder(self.quiet, editor)
        editor.take_focus()
        # Hidden with the keyboard in it, the value would hand it to a stranger on its way to the editor.
        self.quiet.hide()
        self.editor = editor
        self.form.show_row(self)

    def commit(self) -> None:
        """Save by Enter or a choice; the keyboard stays on the value."""
        had_focus = self._holds_focus()
        if self.leave() and had_focus:
            self.quiet.setFocus(Qt.FocusReason.OtherFocusReason)
            self.form.on_committed(self)

    def leave(self) -> bool:
        """Save what was typed; tell whether the editor is gone. What was refused stays in it."""
        editor = self.editor
        if editor is None:
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
        """Put the quiet value back in place of the editor."""
        self.trouble.hide()
        editor, self.editor = self.editor, None
        if editor is not None:
            self._grid.replaceWidget(editor, self.quiet)
            self.quiet.show()
            if _is_within(QApplication.focusWidget(), editor):
                self.quiet.setFocus(Qt.FocusReason.OtherFocusReason)
            editor.hide()
            editor.deleteLater()
        self.show_value()

    def say(self, text: str) -> None:
        """Show a sentence under the field."""
        self.trouble.setText(text)
        self.trouble.show()
        if self.editor is not None:
            self.editor.mark_wrong(True)
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
        return self.editor is not None and _is_within(QApplication.focusWidget(), self.editor)


class Form(QWidget):
    """The fields of one record by section.

    saved: after a change, with the Done. created: a draft became a record, with it. asked_rows: shown fields by name.
    """

    saved = Signal(object)
    created = Signal(object)

    def __init__(
        self, context: Context, frame: Frame, record: Record, parent: QWidget | None = None, *, is_draft: bool = False
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.frame = frame
        self.record = record
        self.is_draft = is_draft
        self.declared = entity_of(record)
        self.shows_all = False
        self.rows: dict[str, FieldRow] = {}
        self._headings: dict[str, QLabel] = {}
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._more = QPushButton(self)
        self._more.setProperty("kind", "link")
        self._more.clicked.connect(self._on_more)
        self._lay_out()
        self.refresh()
        QApplication.instance().focusChanged.connect(self._on_focus_changed)
        context.tasks.touched.connect(self._on_touched)
        context.moved_in_time.connect(self._on_moved_in_time)
        context.appearance.changed.connect(self._dress)
        self._dress()

    # Showing.

    def reload(self) -> None:
        """Read the record again; what is being typed stays."""
        if self.is_draft:
            return
        found = self.context.view.get(self.declared.record, self.record.id)
        if found is not None:
            self.record = found
        self.refresh()

    def refresh(self) -> None:
        """Show every value and hide the empty ones nobody asked for."""
        for row in self.rows.values():
            row.show_value()
        self._hide_empty()

    def show_record(self, record: Record) -> None:
        """Show another record of the same kind."""
        self.leave()
        for row in self.rows.values():
            row.close()
        self.record = record
        self.refresh()

    def show_row(self, row: FieldRow) -> None:
        """Bring a row into view."""
        parent = self.parentWidget()
        while parent is not None and not hasattr(parent, "ensureWidgetVisible"):
            parent = parent.parentWidget()
        if parent is not None:
            QTimer.singleShot(0, row, lambda: parent.ensureWidgetVisible(row, 0, 24))

    def rich(self, field: Field, value: Any, words: str) -> str:
        """Write a value with what can be clicked in it."""
        theme = self.context.appearance.theme
        if not words:
            text = self.tr("Required") if self.is_draft and field.required else "–"
            return f'<span style="color:{theme.edge}">{text}</span>'
        if field.kind is Kind.LABELLED:
            scheme = "mailto" if field.search == "mail" else "tel" if field.search == "phone" else ""
            return "<br>".join(_item(item.label, item.value, scheme, theme) for item in value)
        if (
            field.kind is Kind.LINK
            and field.target in PLACES
            and wording.titles(self.context).record(field.target, value)
        ):
            return _anchor(f"{field.target}:{value}", words, theme.accent)
        if field.kind is Kind.CHOICE or (field.kind is Kind.LINK and field.target == "stage"):
            hue = wording.hue(field, value) if field.choices else wording.stage_hue(self.context, value)
            return f'<span style="color:{theme.hues[hue]}">●</span> {escape(words)}'
        if field.name == "website":
            return _anchor(words if "://" in words else f"https://{words}", words, theme.accent)
        return escape(words).replace("\n", "<br>")

    def retranslate(self) -> None:
        """Word everything again."""
        for section, heading in self._headings.items():
            heading.setText(wording.core(section))
        self.refresh()

    # Editing.

    def save(self, row: FieldRow, value: Any) -> bool:
        """Save one field; tell whether it was taken. What is refused stays in the editor with the sentence under it."""
        try:
            done = self._saved(row, value)
        except RefusedError as error:
            self._show_refusal(row, error)
            return False
        row.close()
        if done is not None:
            self.saved.emit(done)
        return True

    def leave(self) -> None:
        """Save what stands in an open editor, if it can be saved."""
        for row in self.rows.values():
            row.leave()

    def on_committed(self, row: FieldRow) -> None:
        """Go on to the next empty required field of a draft."""
        if self.is_draft:
            self.start_first()

    def start_first(self) -> None:
        """Open the first required field that is empty, else the first."""
        usable = [row for row in self.rows.values() if row.quiet.is_open and not row.isHidden()]
        missing = [r for r in usable if r.field.required and wording.is_empty(getattr(self.record, r.field.name))]
        for row in (missing or usable)[:1]:
            row.start()

    def on_link(self, link: str) -> None:
        """Follow a link: a record inside, everything else by the system."""
        key, _, id_ = link.partition(":")
        if key in PLACES:
            self.frame.go(place_of(key, id_))
        else:
            QDesktopServices.openUrl(QUrl(link))

    def _saved(self, row: FieldRow, value: Any) -> Done | None:
        name, desk = row.field.name, self.context.desk
        if self.is_draft:
            self.record = msgspec.structs.replace(self.record, **{name: value})
            return self._create_if_complete()
        if isinstance(self.record, Opportunity) and name == "stage":
            done = deals.move(desk, self.record, desk.fetch(Stage, value))
        else:
            done = records.edit(desk, row.seen, **{name: value})
        self._take(done)
        label = wording.label(row.field)
        self.frame.toast(self.tr("%1 saved").replace("%1", label), self.tr("Undo"), lambda: self.undo(done))
        return done

    def undo(self, done: Done) -> None:
        """Take a change back."""
        try:
            self.context.tell(records.undo(self.context.desk, done.change))
        except UserError as error:
            self.frame.message("warn", sentence(error))

    def _create_if_complete(self) -> Done | None:
        missing = [f for f in self.declared.stored if f.required and wording.is_empty(getattr(self.record, f.name))]
        if missing:
            return None
        done = records.create(self.context.desk, self.record)
        self.is_draft = False
        self._take(done)
        self.created.emit(self.record)
        kind = wording.kind_name(self.declared.key)
        self.frame.toast(self.tr("Added: %1").replace("%1", kind), self.tr("Undo"), lambda: self.undo(done))
        return done

    def _take(self, done: Done) -> None:
        found = self.context.desk.replica.get(self.declared.record, self.record.id)
        self.record = found or self.record
        self.refresh()
        self.context.tell(done)

    def _show_refusal(self, row: FieldRow, error: RefusedError) -> None:
        other = self.rows.get(error.field)
        row.say(sentence(error))
        if other is not None and other is not row:
            other.setVisible(True)
            other.say(sentence(error))

    def _on_moved_in_time(self) -> None:
        self.leave()  # what was being typed belongs to the present
        self.reload()

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if self.record.id in touched.get(self.declared.key, ()) or "*" in touched:
            self.reload()
        elif any(field.target in touched for field in self.declared.stored if field.target):
            self.refresh()

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if QApplication.activePopupWidget() is not None:
            return
        for row in self.rows.values():
            if row.editor is not None and not _is_within(now, row.editor):
                row.leave() if now is not None else self._keep(row)

    def _keep(self, row: FieldRow) -> None:
        """Save while another program has the keyboard, so that nothing typed is lost if the light goes out."""
        row.leave()

    def _on_more(self) -> None:
        self.shows_all = not self.shows_all
        self._hide_empty()

    def _hide_empty(self) -> None:
        hidden = 0
        shown_sections = set()
        for name, row in self.rows.items():
            field = row.field
            is_empty = wording.is_empty(getattr(self.record, name)) or getattr(self.record, name) is False
            matters = field.required or field.column or not is_empty or row.is_editing
            if isinstance(self.record, Opportunity) and name == "next_step_day":
                matters = True
            row.setVisible(bool(matters or self.shows_all))
            hidden += not matters
            if matters or self.shows_all:
                shown_sections.add(field.section)
        for section, heading in self._headings.items():
            heading.setVisible(section in shown_sections)
        self._more.setVisible(hidden > 0)
        more = self.tr("Show %n more field(s)", "", hidden)
        self._more.setText(self.tr("Show fewer fields") if self.shows_all else more)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 16)
        column.setSpacing(2)
        for section, fields in sections(self.declared, self.context.desk.role).items():
            heading = QLabel(wording.core(section), self)
            heading.setProperty("kind", "heading")
            heading.setContentsMargins(0, 14 if self._headings else 4, 0, 4)
            self._headings[section] = heading
            column.addWidget(heading)
            for field in fields:
                self.rows[field.name] = FieldRow(self, field)
                column.addWidget(self.rows[field.name])
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 8, 0, 0)
        foot.addWidget(self._more)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)

    def _dress(self) -> None:
        theme = self.context.appearance.theme
        self.setStyleSheet(
            f"Quiet {{ padding: 4px 7px; border: 1px solid transparent; border-radius: 6px; }}"
            f'Quiet[open="true"]:hover {{ background: {theme.hover}; }}'
            f"Quiet:focus {{ border: 2px solid {theme.accent}; padding: 3px 6px; }}"
        )
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def sections(declared: Entity, role: str) -> dict[str, list[Field]]:
    """Sort the fields of a record page by their sections, without what the role may not read."""
    hidden = hidden_fields(declared, role)
    found: dict[str, list[Field]] = {}
    for field in declared.stored:
        if field.section and field.name not in hidden:
            found.setdefault(field.section, []).append(field)
    return found


def _is_within(widget: QWidget | None, ancestor: QWidget) -> bool:
    while widget is not None:
        if widget is ancestor:
            return True
        widget = widget.parentWidget()
    return False


def _anchor(target: str, words: str, colour: str) -> str:
    return f'<a href="{escape(target)}" style="color:{colour}; text-decoration:none">{escape(words)}</a>'


def _item(label: str, value: str, scheme: str, theme: Any) -> str:
    words = wording.phone(value) if scheme == "tel" else value
    plain = "".join(value.split()) if scheme else value
    said = _anchor(f"{scheme}:{plain}", words, theme.accent) if scheme else escape(words)
    return f'{said} <span style="color:{theme.muted}">{escape(wording.core(label))}</span>' if label else said
