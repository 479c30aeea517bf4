"""The page of one record: head, fields at the left, timeline in the middle, related lists at the right."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.actions import records
from crm_desktop.actions.desk import Done
from crm_desktop.core.changes import Act
from crm_desktop.core.entities import Activity, Opportunity
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.commands import Command, Commands
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields import reach
from crm_desktop.ui.fields.form import Form
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.parts.browse import EmptyState
from crm_desktop.ui.parts.time_bar import TimeBanner
from crm_desktop.ui.places import Place, list_of, place_of
from crm_desktop.ui.records.closing import close_activity
from crm_desktop.ui.records.composer import KEYS
from crm_desktop.ui.records.head import RecordHead
from crm_desktop.ui.records.look_alikes import LookAlikes
from crm_desktop.ui.records.new_records import make_quote
from crm_desktop.ui.records.quick_keys import DAY, OWNER, STATUS, STEP, QuickKeys, letters_of
from crm_desktop.ui.records.related import Related
from crm_desktop.ui.records.stage_path import StagePath
from crm_desktop.ui.records.timeline import Timeline
from crm_desktop.ui.screens.record_paper import RecordPaper
from crm_desktop.ui.screens.record_steps import RecordSteps
from crm_desktop.ui.screens.stage_moves import StageMoves
from crm_desktop.ui.taking_back import take_back
from crm_desktop.ui.walk import walk_of

NARROW = 1020  # pixels of the page below which the related lists stand under the fields
MAIL = "M"
OFTEN = ("account", "opportunity", "contact")


class RecordPage(Page):
    """Show one record of any kind; the place's record is "key:id"."""

    def __init__(self, context: Context, frame: Frame) -> None:
        super().__init__()
        self.context = context
        self.frame = frame
        self.record: Record | None = None
        self.form: Form | None = None
        self.related: Related | None = None
        self._sides: dict[str, tuple[Form, Related]] = {}  # of each kind shown so far: making them takes 20 ms
        self._is_narrow = False
        self.paper: RecordPaper | None = None
        self.head = RecordHead(context, self)
        self.steps = RecordSteps(context, frame, self)
        self.time_button = self.head.time_button
        self.path = StagePath(context, self)
        self.moves = StageMoves(context, frame, self.path, self)
        self.keys = QuickKeys(context, self.head, self.moves.move_to)
        self.timeline = Timeline(context, frame, self)
        self.alikes = LookAlikes(context, frame, self)
        self.gone = EmptyState(context.appearance, self)
        self._lay_out()
        self._connect()

    # What the frame asks.

    def open_place(self, place: Place) -> None:
        self.leave()
        key, _, id_ = place.record.partition(":")
        declared = REGISTRY.get(key)
        found = self.context.view.get(declared.record, id_) if declared else None
        if found is None:
            self._show_gone(key, id_)
        else:
            self.show_record(found)

    def ahead(self) -> Iterator[None]:
        for key in OFTEN:
            self._sides_for(REGISTRY[key].record(id=""))
            yield

    def take_focus(self) -> None:
        self.timeline.setFocus()

    def search(self, text: str) -> None:
        if text.strip():
            self.frame.go(Place("search", text))

    def search_hint(self) -> str:
        return self.tr("Search everything")

    def leave(self) -> None:
        if self.form is not None:
            self.form.leave()

    def retranslate(self) -> None:
        self.head.retranslate()
        self._commands.retranslate()
        if self.record is not None:
            self._show_head()

    # Showing.

    def show_record(self, record: Record) -> None:
        """Show a record in place of the one before."""
        is_same_kind = self.record is not None and type(self.record) is type(record)
        is_same = self.record is not None and self.record.id == record.id
        self.record = record
        self._body.show()
        self.head.show()
        self.gone.hide()
        if not is_same_kind:
            self._turn_to(record)
        if self.form is not None and not is_same:
            self.form.show_record(record)
            self._left.verticalScrollBar().setValue(0)
            self._middle.verticalScrollBar().setValue(0)
        self._show_head()
        if self.form is not None:
            self.keys.show_form(record, self.form)
        self.timeline.show_record(record)
        if self.related is not None:
            self.related.show_record(record)
        self.alikes.show_record(record)

    def reload(self) -> None:
        """Read the record again, in the moment looked at."""
        if self.record is None:
            return
        found = self.context.view.get(type(self.record), self.record.id)
        if found is None:
            self._show_gone(entity_of(self.record).key, self.record.id)
        else:
            self.record = found
            if self._body.isHidden():
                self.show_record(found)
            self._show_head()

    # Doing.

    def go_on(self, step: int) -> None:
        """Go to a neighbour in the list this record was opened from."""
        if self.record is None:
            return
        key = entity_of(self.record).key
        if id_ := walk_of(self.context).neighbour(key, self.record.id, step):
            self.frame.go(place_of(key, id_))

    def delete(self) -> None:
        """Delete the record, with a way back."""
        record = self.record
        if record is None or not self.context.may_edit:
            return
        try:
            done = records.delete(self.context.desk, record)
        except UserError as error:
            self.frame.message("warn", sentence(error))
            return
        key = entity_of(record).key
        self.record = None
        self.context.tell(done)
        text = self.tr("Deleted: %1").replace("%1", wording.called(self.context, record))
        self.frame.toast(text, self.tr("Undo"), lambda: self._bring_back(done, key, record.id))
        self.frame.go(list_of(key))

    def mail(self) -> None:
        """Begin a mail to who the record is about."""
        if self.record is not None:
            reach.mail(self.context, self.frame, self.record, self.head.under)

    def print(self) -> None:
        """Show the record as it is printed."""
        if self.record is not None:
            self.leave()
            about = self.head.facts(self.record, wording.day)
            self.paper = RecordPaper(self.context, self.frame, self.record, about, self.window())
            self.paper.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().upper()
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        elif kind := KEYS.get(letter):
            self.timeline.begin(kind)
        elif letter == MAIL:
            self.mail()
        elif not self.keys.press(letter):
            super().keyPressEvent(event)

    # Within.

    def _show_head(self) -> None:
        if self.record is None:
            return
        self.setAccessibleName(wording.called(self.context, self.record))
        self.head.show_record(self.record)
        self.steps.show_record(self.record)
        self.moves.show_deal(self.record if isinstance(self.record, Opportunity) else None)

    def _show_gone(self, key: str, id_: str) -> None:
        self.head.hide()
        self.steps.hide()
        self._body.hide()
        self.moves.show_deal(None)
        self.gone.show()
        name = wording.kind_name(key) if key in REGISTRY else ""
        if self.context.moment is not None:
            declared = REGISTRY[key]
            self.record = self.context.desk.replica.get(declared.record, id_) or self.record
            line = self.tr("This was not here yet on that day: %1").replace("%1", name)
            self.gone.say("history", line, "", self.tr("Back to now"), lambda: self.context.look_at(None))
        else:
            self.record = None
            self._say_where(key, id_, self.tr("This is not here any more: %1").replace("%1", name))

    def _say_where(self, key: str, id_: str, line: str) -> None:
        """Lead to the bin from a record that was deleted, to the list from one that left."""
        last = next(reversed(self.context.desk.replica.lines([id_]).get(id_, [])), None)
        if last is not None and last.entry.act is Act.DELETE:
            by = wording.title(self.context, "user", last.author)
            when = wording.moment(self.context, last.happened)
            reason = self.tr("%1 deleted it, %2.").replace("%1", by).replace("%2", when)
            self.gone.say("trash-2", line, reason, self.tr("Look into the bin"), lambda: self.frame.go(Place("bin")))
        else:
            reason = self.tr("It was deleted, or it left your territory.")
            to_list = partial(self.frame.go, list_of(key))
            self.gone.say("circle-question-mark", line, reason, self.tr("To the list"), to_list)

    def _turn_to(self, record: Record) -> None:
        """Put the form and the related lists of a record's kind in the place of the others."""
        for old in (self.form, self.related):
            if old is not None:
                old.hide()
        self.form, self.related = self._sides_for(record)
        self.form.show()
        self._place_related()

    def _sides_for(self, record: Record) -> tuple[Form, Related]:
        key = entity_of(record).key
        if key not in self._sides:
            form = Form(self.context, self.frame, record)
            form.hide()
            form.letters = letters_of(key)
            form.saved.connect(lambda _done: self.reload())
            form.typed.connect(lambda: self.alikes.follow(form.as_typed))
            self._left_column.insertWidget(0, form)
            self._sides[key] = (form, Related(self.context, self.frame, key))
        return self._sides[key]

    def _place_related(self) -> None:
        if self.related is None:
            return
        column = self._left_column if self._is_narrow else self._right_column
        if column.indexOf(self.related) < 0:
            column.insertWidget(column.count() - 1, self.related)
        if column.indexOf(self.alikes) < 0:
            column.insertWidget(0, self.alikes)
        self._right.setVisible(not self._is_narrow and self.related.has_any)
        self.related.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._place_related()

    def _on_moved(self) -> None:
        self.reload()
        if self.form is not None:
            self.form.reload()
        self.timeline.refresh()

    def _bring_back(self, done: Done, key: str, id_: str) -> None:
        take_back(self.context, self.frame, done.change)
        self.frame.go(place_of(key, id_))

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if self.record is not None:
            reach.fill_menu(menu, self.context, self.frame, self.record)
            muted = self.context.appearance.theme.muted
            menu.addAction(icon("printer", muted), self.tr("Print…") + "\tCtrl+P", self.print)
        bad = self.context.appearance.theme.bad
        menu.addAction(icon("trash-2", bad), self.tr("Delete"), self.delete).setEnabled(self.context.may_edit)
        menu.popup(self.head.menu_button.mapToGlobal(self.head.menu_button.rect().bottomLeft()))

    def _on_quote(self) -> None:
        if isinstance(self.record, Opportunity):
            self.leave()
            make_quote(self.context, self.frame, self.record)

    def _on_done(self) -> None:
        if isinstance(self.record, Activity):
            self.leave()
            close_activity(self.context, self.frame, self.record, self.head.done_button, self.head.done_button.rect())

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if self.record is not None and (
            "*" in touched or touched.keys() & {entity_of(self.record).key, "user", "stage"}
        ):
            self.reload()

    def _connect(self) -> None:
        self.moves.moved.connect(self._on_moved)
        self.head.up_button.clicked.connect(lambda: self.go_on(-1))
        self.head.down_button.clicked.connect(lambda: self.go_on(1))
        self.head.quote_button.clicked.connect(self._on_quote)
        self.head.done_button.clicked.connect(self._on_done)
        self.head.menu_button.clicked.connect(self._open_menu)
        self.context.tasks.touched.connect(self._on_touched)
        self.context.moved_in_time.connect(self.reload)
        self.context.appearance.changed.connect(self.retranslate)
        self._commands = Commands(
            self,
            [
                Command(QT_TRANSLATE_NOOP("Command", "Previous in the list"), ("Alt+Up",), lambda: self.go_on(-1)),
                Command(QT_TRANSLATE_NOOP("Command", "Next in the list"), ("Alt+Down",), lambda: self.go_on(1)),
                Command(QT_TRANSLATE_NOOP("Command", "Next stage"), ("Ctrl+.",), self.moves.move_on),
                Command(QT_TRANSLATE_NOOP("Command", "Print"), ("Ctrl+P",), self.print),
                Command(QT_TRANSLATE_NOOP("Command", "Write an e-mail"), (), self.mail),
                Command(QT_TRANSLATE_NOOP("Command", "Set the status or stage"), (), lambda: self.keys.press(STATUS)),
                Command(QT_TRANSLATE_NOOP("Command", "Set the owner"), (), lambda: self.keys.press(OWNER)),
                Command(QT_TRANSLATE_NOOP("Command", "Write the next step"), (), lambda: self.keys.press(STEP)),
                Command(QT_TRANSLATE_NOOP("Command", "Set the day it is due"), (), lambda: self.keys.press(DAY)),
                Command(QT_TRANSLATE_NOOP("Command", "Delete"), (), self.delete),
            ],
        )

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._left, self._left_column = _scrolled(self)
        self._middle, middle_column = _scrolled(self)
        self._right, self._right_column = _scrolled(self)
        middle_column.insertWidget(0, self.timeline)
        self._body = QSplitter(Qt.Orientation.Horizontal, self)
        for area, width, stretch in ((self._left, 360, 0), (self._middle, 560, 1), (self._right, 300, 0)):
            self._body.addWidget(area)
            self._body.setStretchFactor(self._body.count() - 1, stretch)
            area.setMinimumWidth(min(width, 260))
        self._body.setSizes([360, 560, 300])
        self._body.setChildrenCollapsible(False)
        path = QHBoxLayout()
        path.setContentsMargins(16, 0, 16, 10)
        path.addWidget(self.path)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TimeBanner(self.context, self))
        column.addWidget(self.head)
        column.addWidget(self.steps)
        column.addLayout(path)
        line = QFrame(self)
        line.setProperty("kind", "line")
        column.addWidget(line)
        column.addWidget(self._body, 1)
        column.addWidget(self.gone, 1)
        self.gone.hide()


def _scrolled(parent: QWidget) -> tuple[QScrollArea, QVBoxLayout]:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside = QWidget(area)
    inside.setProperty("kind", "surface")
    inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addStretch(1)
    area.setWidget(inside)
    return area, column
