"""The timeline of a record: what is planned on top, then everything that happened, with a composer above."""

from datetime import date
from html import escape

from PySide6.QtCore import QDate, QEvent, QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from crm_desktop.actions.desk import Done
from crm_desktop.core.entities import Activity
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon, pixmap
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.browse import Choices
from crm_desktop.ui.places import place_of
from crm_desktop.ui.records.closing import close_activity
from crm_desktop.ui.records.composer import KEYS, Composer
from crm_desktop.ui.records.happenings import ACTIVITY, CHANGE, FILE, QUOTE, Happening, Trace, happenings
from crm_desktop.ui.records.pictures import Pictures
from crm_desktop.ui.taking_back import take_back

ALL = "all"
FIRST = 15
IN_SIGHT = 6
SOON_MS = 30  # when those in sight are painted
_DISC = 28


class Disc(QWidget):
    """An icon on a round ground, with the line of time through it."""

    def __init__(self, context: Context, name: str, hue: str, parent: QWidget, *, is_last: bool) -> None:
        super().__init__(parent)
        self._context, self._name, self._hue, self._is_last = context, name, hue, is_last
        self.setFixedWidth(_DISC + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._context.appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.width() // 2
        if not self._is_last:
            painter.fillRect(middle, 4 + _DISC + 3, 1, self.height(), QColor(theme.line))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.chips[self._hue]))
        painter.drawEllipse(middle - _DISC // 2, 4, _DISC, _DISC)
        picture = pixmap(self._name, theme.hues[self._hue], 15, self.devicePixelRatioF())
        painter.drawPixmap(middle - 7, 4 + _DISC // 2 - 7, picture)


class Entry(QFrame):
    """One thing on the timeline. opened: its record was clicked; finished: the planned thing is done."""

    opened = Signal(object)
    finished = Signal(object)

    def __init__(self, context: Context, item: Happening, parent: QWidget, *, is_last: bool) -> None:
        super().__init__(parent)
        self.item = item
        theme = context.appearance.theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tick = QToolButton(self) if item.is_planned and context.may_edit else None
        head = QHBoxLayout()
        head.setSpacing(8)
        # Plain text lays out ten times quicker than rich: only what needs colours and links is rich.
        title = QLabel(self._title(context) if item.about else item.title, self)
        title.setTextFormat(Qt.TextFormat.RichText if item.about else Qt.TextFormat.PlainText)
        title.setProperty("kind", "heading")
        title.setWordWrap(True)
        title.linkActivated.connect(lambda _link: self.opened.emit(item.about))
        head.addWidget(title, 1)
        when = QLabel(self._when(context), self)
        when.setProperty(
            "kind",
            wording.day_tone(context, item.activity.due_day) or "small"
            if item.is_planned and item.activity
            else "small",
        )
        head.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.setContentsMargins(0, 8, 0, 14)
        column.addLayout(head)
        for words, is_rich in self._body(theme.muted):
            label = QLabel(words, self)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText if is_rich else Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        self.pictures = Pictures(context, item.files, self) if item.files else None
        if self.pictures is not None:
            column.addSpacing(4)
            column.addWidget(self.pictures)
        who = QLabel(item.who, self)
        who.setProperty("kind", "small")
        column.addWidget(who)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 8, 0)
        row.setSpacing(10)
        row.addWidget(Disc(context, item.icon, item.hue, self, is_last=is_last))
        row.addLayout(column, 1)
        if self.tick is not None:
            self.tick.setIcon(icon("circle", theme.edge))
            self.tick.setIconSize(QSize(18, 18))
            self.tick.setAccessibleName(self.tr("Done: %1").replace("%1", item.title))
            self.tick.setToolTip(self.tr("Mark as done"))
            self.tick.clicked.connect(lambda: self.finished.emit(item.activity))
            row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        said = [
            item.title,
            *(f"{s.label}: {s.before} → {s.after}" for s in item.steps),
            item.text,
            when.text(),
            item.who,
        ]
        self.setAccessibleName(", ".join(part for part in said if part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.item.about is not None:
            self.opened.emit(self.item.about)
        elif event.key() == Qt.Key.Key_X and self.tick is not None:
            self.finished.emit(self.item.activity)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.item.about is not None:
            self.opened.emit(self.item.about)

    def _title(self, context: Context) -> str:
        theme = context.appearance.theme
        said = f'<span style="font-weight:600">{escape(self.item.title)}</span>'
        if self.item.about is None:
            return said
        name = escape(wording.name_of(self.item.about))
        return f'{said} <a href="about" style="color:{theme.accent}; font-weight:400; text-decoration:none">{name}</a>'

    def _when(self, context: Context) -> str:
        activity = self.item.activity
        if self.item.is_planned and activity is not None:
            if activity.starts:
                return wording.moment(context, activity.starts)
            return wording.near_day(context, activity.due_day) if activity.due_day else self.tr("Some day")
        return wording.moment(context, self.item.at)

    def _body(self, muted: str) -> list[tuple[str, bool]]:
        lines = []
        for step in self.item.steps:
            before = f'<span style="color:{muted}">{escape(step.before)} → </span>' if step.before else ""
            label = f'<span style="color:{muted}">{escape(step.label)}</span>'
            lines.append((f"{label}&nbsp; {before}{escape(step.after) or '–'}", True))
        if self.item.text:
            lines.append((self.item.text, False))
        return lines


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
        self.nothing, self.more = QLabel(self), QPushButton(self)
        self.nothing.setProperty("kind", "muted")
        self.nothing.setWordWrap(True)
        self.log_button = QPushButton(self)
        self.more.setProperty("kind", "link")
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._parts: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(self.composer)
        column.addWidget(self.sorts)
        column.addLayout(self._list)
        column.addWidget(self.nothing)
        column.addWidget(self.log_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.sorts.chosen.connect(self._on_sort)
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
        if self._context.may_edit:
            self.composer.begin(kind)

    def refresh(self) -> None:
        """Gather everything again."""
        self.composer.setVisible(self._context.may_edit)
        if self._record is None:
            return
        every = happenings(self._context, self._record)
        found = [item for item in every if self._sort in (ALL, item.sort)]
        for sort in (ACTIVITY, CHANGE, QUOTE, FILE):
            self.sorts.button(sort).setVisible(any(item.sort == sort for item in every))
        self._fill(found[: self._shown])
        self.nothing.setVisible(not found)
        self.log_button.setVisible(not found and self._context.may_edit)
        self.more.setVisible(len(found) > self._shown)
        self.more.setText(self.tr("Show %n earlier", "", len(found) - self._shown))

    def retranslate(self) -> None:
        """Word everything again."""
        self.sorts.say({
            ALL: self.tr("Everything"),
            ACTIVITY: self.tr("Activities"),
            CHANGE: self.tr("Changes"),
            QUOTE: self.tr("Quotes"),
            FILE: self.tr("Files"),
        })  # fmt: skip
        self.nothing.setText(self.tr("No activity yet. Log a call, and the next person here knows."))
        self.log_button.setText(self.tr("Log a call"))
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        kind = KEYS.get(event.text().upper())
        if kind and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier and self._context.may_edit:
            self.begin(kind)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _fill(self, found: list[Trace]) -> None:
        """Show these in place of others: those in sight at once, the others behind the first paint."""
        for gone in self._parts:
            gone.hide()
            gone.deleteLater()
        self._parts, self.entries = [], []
        self._add(found, 0, IN_SIGHT)
        if found[IN_SIGHT:]:
            # Whoever shows something else meanwhile begins another list of parts.
            parts = self._parts
            QTimer.singleShot(
                SOON_MS, self, lambda: self._add(found, IN_SIGHT, len(found)) if parts is self._parts else None
            )

    def _add(self, found: list[Trace], start: int, end: int) -> None:
        # In a widget that is shown when all is in it: laid out one by one, each entry moves all those before it.
        part = QWidget(self)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        headings = [self._heading(one) for one in found[:end]]
        for place in range(start, len(headings)):
            words = headings[place]
            if not place or headings[place - 1] != words:
                label = QLabel(words, part)
                label.setProperty("kind", "heading")
                label.setContentsMargins(4, 10 if place else 0, 0, 6)
                column.addWidget(label)
            is_last = place + 1 == len(found) or self._heading(found[place + 1]) != words
            entry = Entry(self._context, found[place].make(), part, is_last=is_last)
            entry.opened.connect(self._on_opened)
            entry.finished.connect(self.finish)
            self.entries.append(entry)
            column.addWidget(entry)
        self._list.addWidget(part)
        self._parts.append(part)
        part.show()

    def _heading(self, item: Trace) -> str:
        if item.is_planned:
            return self.tr("Planned")
        day = wording.local(self._context, item.at).date()
        if day == wording.today(self._context):
            return self.tr("Today")
        return _month(day)

    def finish(self, activity: Activity) -> None:
        """Ask how a planned activity ended and what comes next, and mark it as done."""
        entry = next((one for one in self.entries if one.item.id == activity.id), None)
        place = entry.geometry().adjusted(_DISC + 14, 0, 0, 0) if entry else self.rect()
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

    def _on_more(self) -> None:
        self._shown += 4 * FIRST
        self.refresh()

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if self._record is not None and touched.keys() & {
            "*",
            "activity",
            "quote",
            "file",
            "opportunity",
            entity_of(self._record).key,
        }:
            self.refresh()


def _month(day: date) -> str:
    locale = QLocale()
    form = "yyyy年M月" if locale.language() == QLocale.Language.Chinese else "MMMM yyyy"
    return locale.toString(QDate(day.year, day.month, 1), form)
