"""The timeline of a record: what is planned on top, then everything that happened, with a composer above."""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.actions import records
from crm_desktop.actions.activities import TALKED_ABOUT
from crm_desktop.actions.desk import Done
from crm_desktop.core.entities import Activity
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.browse import Choices
from crm_desktop.ui.places import place_of
from crm_desktop.ui.records.by_whom import ByWhom
from crm_desktop.ui.records.closing import close_activity
from crm_desktop.ui.records.composer import KEYS, Composer
from crm_desktop.ui.records.entry import DISC, Entry
from crm_desktop.ui.records.happenings import ACTIVITY, CHANGE, FILE, QUOTE, Happening, Trace, happenings, told
from crm_desktop.ui.taking_back import take_back

ALL = "all"
FIRST = 15
IN_SIGHT = 6
SOON_MS = 30  # when those in sight are painted


class Part(QWidget):
    """Entries under their headings, hidden while they are filled: one by one, each would lay out the whole page anew."""

    opened = Signal(object)
    finished = Signal(object)
    pinned = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._places: list[tuple[QLabel, Entry]] = []
        self._used = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def begin(self) -> None:
        """Put away what was shown."""
        self.hide()
        self._used = 0
        for label, entry in self._places:
            label.hide()
            entry.hide()

    def add(self, item: Happening, heading: str, *, is_last: bool) -> Entry:
        """Show one more thing, under a heading where one begins."""
        if self._used == len(self._places):
            self._places.append(self._new_place())
        label, entry = self._places[self._used]
        self._used += 1
        label.setText(heading)
        label.setVisible(bool(heading))
        entry.show_item(item, is_last=is_last)
        entry.show()
        return entry

    def _new_place(self) -> tuple[QLabel, Entry]:
        label, entry = QLabel(self), Entry(self._context, self)
        label.setProperty("kind", "heading")
        label.setContentsMargins(4, 10 if self._places else 0, 0, 6)
        entry.opened.connect(self.opened)
        entry.finished.connect(self.finished)
        entry.pinned.connect(self.pinned)
        self._column.addWidget(label)
        self._column.addWidget(entry)
        return label, entry


class Timeline(QWidget):
    """Show and add what happens around one record; what is ticked off is asked for its outcome and the next step."""

    def __init__(self, context: Context, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._frame = frame
        self._record: Record | None = None
        self._shown = FIRST
        self._sort = ALL
        self.entries: list[Entry] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.composer = Composer(context, self)
        self.sorts = Choices(context.appearance, (ALL, ACTIVITY, CHANGE, QUOTE, FILE), self)
        self.sorts.choose(ALL)
        self.people = ByWhom(context, self)
        self.nothing, self.more = QLabel(self), QPushButton(self)
        self.nothing.setProperty("kind", "muted")
        self.nothing.setWordWrap(True)
        self.log_button = QPushButton(self)
        self.more.setProperty("kind", "link")
        self._parts = (Part(context, self), Part(context, self))
        for part in self._parts:
            part.opened.connect(self._on_opened)
            part.finished.connect(self.finish)
            part.pinned.connect(self._on_pinned)
        self._rounds = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(self.composer)
        self.sorts.layout().addWidget(self.people)  # in line with the chips, below them where there is no room
        column.addWidget(self.sorts)
        shown = QVBoxLayout()
        shown.setSpacing(0)
        for part in self._parts:
            shown.addWidget(part)
        column.addLayout(shown)
        column.addWidget(self.nothing)
        column.addWidget(self.log_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.sorts.chosen.connect(self._on_sort)
        self.people.changed.connect(self._on_person)
        self.more.clicked.connect(self._on_more)
        self.log_button.clicked.connect(lambda: self.composer.begin("call"))
        self.composer.saved.connect(self._on_saved)
        context.tasks.touched.connect(self._on_touched)
        context.moved_in_time.connect(self.refresh)
        context.appearance.changed.connect(self.retranslate)
        self.retranslate()

    def show_record(self, record: Record) -> None:
        """Show what happened around a record."""
        self._record = record
        self._shown = FIRST
        self.composer.show_record(record)
        self.refresh()

    def begin(self, kind: str) -> None:
        """Write down a kind of activity."""
        if self._may_log:
            self.composer.begin(kind)

    @property
    def _may_log(self) -> bool:
        """Tell whether something can be written down here: not in the past, nor about what no activity is about."""
        return self._context.may_edit and isinstance(self._record, TALKED_ABOUT)

    def refresh(self) -> None:
        """Gather everything again."""
        self.composer.setVisible(self._may_log)
        if self._record is None:
            return
        every = happenings(self._context, self._record)
        self.people.offer(item.by for item in every)
        found = [item for item in every if self._sort in (ALL, item.sort) and self.people.fits(item.by)]
        for sort in (ACTIVITY, CHANGE, QUOTE, FILE):
            self.sorts.button(sort).setVisible(any(item.sort == sort for item in every))
        self._fill(found[: self._shown])
        self.nothing.setVisible(not found)
        self.log_button.setVisible(not found and self._may_log)
        self.nothing.setText(
            self.tr("No activity yet. Log a call, and the next person here knows.")
            if isinstance(self._record, TALKED_ABOUT)
            else self.tr("Nothing has been changed yet.")
        )
        self.more.setVisible(len(found) > self._shown)
        self.more.setText(self.tr("Show %n earlier", "", len(found) - self._shown))

    def retranslate(self) -> None:
        """Word everything again."""
        self.setAccessibleName(self.tr("Timeline"))
        self.sorts.say({
            ALL: self.tr("Everything"),
            ACTIVITY: self.tr("Activities"),
            CHANGE: self.tr("Changes"),
            QUOTE: self.tr("Quotes"),
            FILE: self.tr("Files"),
        })  # fmt: skip
        self.log_button.setText(self.tr("Log a call"))
        self.people.fill()
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        kind = KEYS.get(event.text().upper())
        if kind and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier and self._may_log:
            self.begin(kind)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _fill(self, found: list[Trace]) -> None:
        """Show these in place of others: those in sight at once, the others behind the first paint."""
        self._rounds += 1
        self.entries.clear()
        for part in self._parts:
            part.hide()
        self._show(self._parts[0], found, 0, IN_SIGHT)
        if found[IN_SIGHT:]:
            QTimer.singleShot(SOON_MS, self, partial(self._show_rest, found, self._rounds))

    def _show_rest(self, found: list[Trace], of_round: int) -> None:
        if of_round == self._rounds:  # else something else is shown meanwhile
            self._show(self._parts[1], found, IN_SIGHT, len(found))

    def _show(self, part: Part, found: list[Trace], start: int, end: int) -> None:
        if self._record is None:
            return
        words = [self._heading(one) for one in found]
        part.begin()
        for place, item in enumerate(told(self._context, self._record, found[start:end]), start):
            if item is None:
                continue
            is_first = not place or words[place - 1] != words[place]
            is_last = place + 1 == len(found) or words[place + 1] != words[place]
            self.entries.append(part.add(item, words[place] if is_first else "", is_last=is_last))
        part.show()

    def _heading(self, item: Trace) -> str:
        if item.is_pinned:
            return self.tr("Pinned")
        if item.is_planned:
            return self.tr("Planned")
        day = wording.local(self._context, item.at).date()
        if day == wording.today(self._context):
            return self.tr("Today")
        return wording.month(day)

    def finish(self, activity: Activity) -> None:
        """Ask how a planned activity ended and what comes next, and mark it as done."""
        entry = next((one for one in self.entries if one.item is not None and one.item.id == activity.id), None)
        place = QRect(entry.mapTo(self, QPoint(DISC + 14, 0)), entry.size()) if entry else self.rect()
        place.setHeight(min(place.height(), 34))
        close_activity(self._context, self._frame, activity, self, place)

    def _on_saved(self, done: Done, kind: str) -> None:
        name = wording.choice(entity_of(Activity).fields["kind"], kind)
        self._frame.toast(
            self.tr("Saved: %1").replace("%1", name),
            self.tr("Undo"),
            lambda: take_back(self._context, self._frame, done.change),
        )
        self.refresh()

    def _on_opened(self, record: Record) -> None:
        self._frame.go(place_of(entity_of(record).key, record.id))

    def _on_sort(self, sort: str) -> None:
        self._sort, self._shown = sort, FIRST
        self.refresh()

    def _on_person(self) -> None:
        self._shown = FIRST
        self.refresh()

    def _on_pinned(self, activity: Activity) -> None:
        done = records.edit(self._context.desk, activity, is_pinned=not activity.is_pinned)
        self._context.tell(done)
        said = self.tr("No longer on top") if activity.is_pinned else self.tr("Pinned on top, for everybody")
        self._frame.toast(said, self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change))

    def _on_more(self) -> None:
        self._shown += 4 * FIRST
        self.refresh()

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if self._record is not None and touched.keys() & {
            "*",
            "activity",
            "quote",
            "order",
            "instalment",
            "file",
            "opportunity",
            entity_of(self._record).key,
        }:
            self.refresh()
