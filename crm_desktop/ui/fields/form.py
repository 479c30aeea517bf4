"""A form made from the declarations: values read quietly, become editors when asked, and save when left."""

import itertools
from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.actions import editing, records
from crm_desktop.actions.desk import Done
from crm_desktop.core.entities import Opportunity
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields import reach
from crm_desktop.ui.fields.begun import Begun, place_in, record_of
from crm_desktop.ui.fields.field_row import FieldRow, is_within
from crm_desktop.ui.fields.sections import FOLDED, PINNED, FieldSection, Kept, sections
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.places import LINKED, place_of
from crm_desktop.ui.taking_back import take_back


class Form(QWidget):
    """The fields of one record by section.

    saved: after a change, with the Done. created: a draft became a record, with it. typed: something was typed, or put
    into a draft. rows: fields by name; letters: field name -> the key that sets it on its page.
    """

    saved = Signal(object)
    typed = Signal()
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
        self.letters: Mapping[str, str] = {}
        self.rows: dict[str, FieldRow] = {}
        self.sections: dict[str, FieldSection] = {}
        self._kept = Kept(context.appearance.settings, self.declared.key)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._more = QPushButton(self)
        self._more.setProperty("kind", "link")
        self._more.clicked.connect(self._on_more)
        self._lay_out()
        self.refresh()
        self._take_up()
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
        for row in self.rows.values():
            if row.is_waiting and not self.context.drafts.places(place_in(self.record, row.field.name)):
                row.put_away()  # it was saved, or thrown away, in another place that shows this record
        self.refresh()

    def refresh(self) -> None:
        """Show every value and hide the empty ones nobody asked for."""
        for row in self.rows.values():
            row.show_value()
        self._hide_empty()

    def show_record(self, record: Record) -> None:
        """Show another record of the same kind."""
        self.leave()
        self._put_away()
        self.record = record
        self._fold_again()
        self.refresh()
        self._take_up()

    def show_row(self, row: FieldRow) -> None:
        """Bring a row into view, out of a folded section too, which stays folded for the next time."""
        section = self.sections.get(row.field.section)
        if section is not None and section.is_folded:
            section.show_as(is_folded=False, is_pinned=section.is_pinned)
        parent = self.parentWidget()
        while parent is not None and not hasattr(parent, "ensureWidgetVisible"):
            parent = parent.parentWidget()
        if parent is not None:
            QTimer.singleShot(0, row, lambda: parent.ensureWidgetVisible(row, 0, 24))

    def retranslate(self) -> None:
        """Word everything again."""
        for section in self.sections.values():
            section.word()
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

    def as_typed(self) -> Record:
        """Give the record with what is typed so far."""
        return msgspec.structs.replace(
            self.record, **{name: row.typed() for name, row in self.rows.items() if row.editor}
        )

    def note(self, row: FieldRow, begun: Begun | None) -> None:
        """Keep what is being typed in a row; what is typed in a draft is kept with the whole of it, by whoever made it."""
        if self.is_draft:
            self.typed.emit()
        else:
            self.context.drafts.keep(place_in(self.record, row.field.name), begun)

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
        if key in LINKED:
            self.frame.go(place_of(key, id_))
        else:
            reach.reach(self.frame, reach.Way(link, link.partition(":")[2].removeprefix("//")))

    def _saved(self, row: FieldRow, value: Any) -> Done | None:
        name, desk = row.field.name, self.context.desk
        if self.is_draft:
            self.record = msgspec.structs.replace(self.record, **{name: value})
            self.typed.emit()
            return self._create_if_complete()
        done = editing.change(desk, row.seen, name, value)
        self._take(done)
        label = wording.label(row.field)
        self.frame.toast(self.tr("%1 saved").replace("%1", label), self.tr("Undo"), lambda: self.undo(done))
        return done

    def undo(self, done: Done) -> None:
        """Take a change back."""
        take_back(self.context, self.frame, done.change)

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
        if self.isHidden():
            return
        self.leave()  # what was being typed belongs to the present
        self._put_away()
        self.reload()
        self._take_up()

    def _put_away(self) -> None:
        for row in self.rows.values():
            row.put_away()

    def _take_up(self) -> None:
        """Open the editors in which something was begun and not saved."""
        if self.is_draft or not self.record.id:
            return
        drafts = self.context.drafts
        for place in drafts.places(place_in(self.record)):
            row, begun = self.rows.get(record_of(place)[2]), drafts.read(place, Begun)
            if row is not None and begun is not None:
                drafts.claim(place)
                row.take_up(begun)

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if self.isHidden():
            return  # a form that is kept for the next record of its kind
        if self.record.id in touched.get(self.declared.key, ()) or "*" in touched:
            self.reload()
        elif any(field.target in touched for field in self.declared.stored if field.target):
            self.refresh()

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if QApplication.activePopupWidget() is not None:
            return
        for row in self.rows.values():
            if row.editor is not None and not is_within(now, row.editor):
                row.leave()  # also when another program takes the keyboard: the light may go out meanwhile

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
        for name, section in self.sections.items():
            section.setVisible(name in shown_sections)
        self._more.setVisible(hidden > 0)
        more = self.tr("Show %n more field(s)", "", hidden)
        self._more.setText(self.tr("Show fewer fields") if self.shows_all else more)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 16)
        column.setSpacing(2)
        self._stack = QVBoxLayout()
        self._stack.setSpacing(2)
        column.addLayout(self._stack)
        for name, fields in sections(self.declared, self.context.desk.role).items():
            section = self.sections[name] = FieldSection(self.context, name, self, is_fixed=self.is_draft)
            section.folded.connect(lambda is_so, name=name: self._keep(FOLDED, name, is_so=is_so))
            section.pinned.connect(lambda is_so, name=name: self._keep(PINNED, name, is_so=is_so))
            for field in fields:
                self.rows[field.name] = FieldRow(self, field, section.body)
                self.rows[field.name].edited.connect(self.typed)
                section.rows.addWidget(self.rows[field.name])
        self._arrange()
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 8, 0, 0)
        foot.addWidget(self._more)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)

    def _keep(self, what: str, name: str, *, is_so: bool) -> None:
        """Keep that a section is folded or pinned, or is no more."""
        self._kept.put(what, name, is_so=is_so)
        self._arrange()

    def _arrange(self) -> None:
        """Put the pinned sections on top, the first pinned first, and fold what was folded."""
        folded, pinned = ([], []) if self.is_draft else (self._kept.sections(FOLDED), self._kept.sections(PINNED))
        pinned = [name for name in pinned if name in self.sections]
        for name in [*pinned, *(name for name in self.sections if name not in pinned)]:
            section = self.sections[name]
            self._stack.removeWidget(section)
            self._stack.addWidget(section)
            section.show_as(is_folded=name in folded, is_pinned=name in pinned)
        self._order_tabs()

    def _fold_again(self) -> None:
        """Fold what was opened for a field of the record before alone."""
        folded = self._kept.sections(FOLDED)
        for name, section in self.sections.items():
            if section.is_folded != (name in folded) and not self.is_draft:
                section.show_as(is_folded=name in folded, is_pinned=section.is_pinned)

    def _order_tabs(self) -> None:
        """Let Tab walk the sections in the order in which they stand."""
        walked = [self._stack.itemAt(at).widget() for at in range(self._stack.count())]
        stops = [stop for section in walked if isinstance(section, FieldSection) for stop in self._stops(section)]
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _stops(self, section: FieldSection) -> list[QWidget]:
        return [
            section.head,
            section.pin,
            *(row.quiet for row in self.rows.values() if row.field.section == section.name),
        ]

    def _dress(self) -> None:
        theme = self.context.appearance.theme
        for section in self.sections.values():
            section.word()
        self.setStyleSheet(
            f"FieldSection QToolButton {{ padding: 1px 2px; margin-left: -3px; border: 1px solid transparent; font-weight: 600; }}"
            f"FieldSection QToolButton:focus {{ padding: 1px 2px; border: 1px solid {theme.accent}; }}"
            f"Quiet {{ padding: 4px 7px; border: 1px solid transparent; border-radius: 6px; }}"
            f'Quiet[open="true"]:hover {{ background: {theme.hover}; }}'
            f"Quiet:focus {{ border: 2px solid {theme.accent}; padding: 3px 6px; }}"
        )
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
