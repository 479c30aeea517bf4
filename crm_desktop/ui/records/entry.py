"""One thing on a timeline: its sign on the line of time, what it was, when and who."""

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon, pixmap
from crm_desktop.ui.look.theme import RADIUS
from crm_desktop.ui.records.happenings import Happening, when_of
from crm_desktop.ui.records.pictures import Pictures

DISC = 28


class Disc(QWidget):
    """An icon on a round ground, with the line of time through it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._name, self._hue, self._is_last = "", "grey", False
        self.setFixedWidth(DISC + 4)

    def show_sign(self, name: str, hue: str, *, is_last: bool) -> None:
        """Show an icon in a hue; under the last one the line ends."""
        self._name, self._hue, self._is_last = name, hue, is_last
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._context.appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.width() // 2
        if not self._is_last:
            painter.fillRect(middle, 4 + DISC + 3, 1, self.height(), QColor(theme.line))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.chips[self._hue]))
        painter.drawEllipse(middle - DISC // 2, 4, DISC, DISC)
        picture = pixmap(self._name, theme.hues[self._hue], 15, self.devicePixelRatioF())
        painter.drawPixmap(middle - 7, 4 + DISC // 2 - 7, picture)


class Pin(QToolButton):
    """Keep a thing on top, or let it go. left: the keyboard went elsewhere."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class Entry(QFrame):
    """A place on the timeline, which shows one thing after another: a new one costs ten times as much to style.

    opened: its record was clicked; finished: the planned thing is done; pinned: it shall stand on top, or not any more.
    """

    opened = Signal(object)
    finished = Signal(object)
    pinned = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.item: Happening | None = None
        self.pictures: Pictures | None = None
        self.pin: Pin | None = None  # made when it is needed first: most entries never are pointed at
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._title, self.when, self._who = QLabel(self), QLabel(self), QLabel(self)
        self._steps: list[QLabel] = []
        self._text = self._selectable(Qt.TextFormat.PlainText)
        self._disc = Disc(context, self)
        self.tick = QToolButton(self)
        self._title.setProperty("kind", "heading")
        self._title.setWordWrap(True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.when.setProperty("kind", "small")
        self._who.setProperty("kind", "small")
        self._lay_out()
        self._title.linkActivated.connect(self._on_opened)
        self.tick.clicked.connect(self._on_finished)

    def show_item(self, item: Happening, *, is_last: bool) -> None:
        """Show a thing in place of the one before. is_last: the line of time ends under it."""
        self.item = item
        # Plain text lays out ten times quicker than rich: only what needs colours and links is rich.
        self._title.setTextFormat(Qt.TextFormat.RichText if item.about else Qt.TextFormat.PlainText)
        self._title.setText(self._title_of(item))
        self.when.setText(when_of(self._context, item))
        self._tone(self._tone_of(item))
        for label, words in zip(self._labels(len(item.steps)), self._lines_of(item), strict=True):
            label.setText(words)
        self._text.setText(item.text)
        self._text.setVisible(bool(item.text))
        self._show_pictures(item)
        self._who.setText(item.who)
        self._disc.show_sign(item.icon, item.hue, is_last=is_last)
        self._show_tick(item)
        self._show_pin()
        steps = (f"{step.label}: {step.before} → {step.after}" for step in item.steps)
        said = [item.title, *steps, item.text, self.when.text(), item.who]
        self.setAccessibleName(", ".join(part for part in said if part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_opened()
        elif event.key() == Qt.Key.Key_X and self.tick.isVisible():
            self._on_finished()
        elif event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ShiftModifier and self._may_pin:
            self._on_pinned()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._context.appearance.theme.accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -5), RADIUS, RADIUS)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_pin()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_pin()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_pin()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_pin()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._on_opened()

    def _on_opened(self) -> None:
        if self.item is not None and self.item.about is not None:
            self.opened.emit(self.item.about)

    def _on_pinned(self) -> None:
        if self.item is not None:
            self.pinned.emit(self.item.activity)

    @property
    def _may_pin(self) -> bool:
        return self.item is not None and self.item.activity is not None and self._context.may_edit

    @property
    def _pin_has_focus(self) -> bool:
        return self.pin is not None and self.pin.hasFocus()

    def _show_pin(self) -> None:
        """Show the pin where it is set, and as an offer where the mouse or the keyboard is."""
        activity = self.item.activity if self.item is not None else None
        is_set = activity is not None and activity.is_pinned
        is_shown = self._may_pin and (is_set or self.underMouse() or self.hasFocus() or self._pin_has_focus)
        if self.pin is None and is_shown:
            self.pin = Pin(self)
            self.pin.setIconSize(QSize(14, 14))
            self.pin.setFixedSize(22, 20)  # no higher than the words beside it
            self.pin.setStyleSheet("padding: 1px;")
            self.pin.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            QWidget.setTabOrder(self, self.pin)
            self.pin.clicked.connect(self._on_pinned)
            self.pin.left.connect(self._show_pin)
            self._head.insertWidget(1, self.pin, 0, Qt.AlignmentFlag.AlignTop)  # the days stand in one line
        if self.pin is not None and is_shown:
            theme = self._context.appearance.theme
            name = self.tr("Take from the top") if is_set else self.tr("Pin on top")
            self.pin.setIcon(icon("pin", theme.accent if is_set else theme.edge))
            self.pin.setAccessibleName(name)
            self.pin.setToolTip(f"{name}  Shift+P")
        if self.pin is not None:
            self.pin.setVisible(is_shown)

    def _on_finished(self) -> None:
        if self.item is not None:
            self.finished.emit(self.item.activity)

    def _title_of(self, item: Happening) -> str:
        if item.about is None:
            return item.title
        said = f'<span style="font-weight:600">{escape(item.title)}</span>'
        name, accent = escape(wording.name_of(item.about)), self._context.appearance.theme.accent
        return f'{said} <a href="about" style="color:{accent}; font-weight:400; text-decoration:none">{name}</a>'

    def _tone_of(self, item: Happening) -> str:
        if item.is_planned and item.activity is not None:
            return wording.day_tone(self._context, item.activity.due_day) or "small"
        return "small"

    def _tone(self, kind: str) -> None:
        if self.when.property("kind") != kind:
            self.when.setProperty("kind", kind)
            self.when.style().polish(self.when)

    def _lines_of(self, item: Happening) -> Iterator[str]:
        muted = self._context.appearance.theme.muted
        for step in item.steps:
            before = f'<span style="color:{muted}">{escape(step.before)} → </span>' if step.before else ""
            label = f'<span style="color:{muted}">{escape(step.label)}</span>'
            yield f"{label}&nbsp; {before}{escape(step.after) or '–'}"

    def _labels(self, count: int) -> list[QLabel]:
        """Give labels for so many changed fields, and put the others away."""
        while len(self._steps) < count:
            label = self._selectable(Qt.TextFormat.RichText)
            self._column.insertWidget(self._column.indexOf(self._text), label)
            self._steps.append(label)
        for place, label in enumerate(self._steps):
            label.setVisible(place < count)
        return self._steps[:count]

    def _selectable(self, form: Qt.TextFormat) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(form)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _show_pictures(self, item: Happening) -> None:
        if self.pictures is not None:
            self.pictures.hide()
            self.pictures.deleteLater()
        self.pictures = Pictures(self._context, item.files, self) if item.files else None
        if self.pictures is not None:
            self.pictures.setContentsMargins(0, 4, 0, 0)
            self._column.insertWidget(self._column.indexOf(self._who), self.pictures)

    def _show_tick(self, item: Happening) -> None:
        is_open = item.is_planned and self._context.may_edit
        self.tick.setVisible(is_open)
        if is_open:
            self.tick.setIcon(icon("circle", self._context.appearance.theme.edge))
            self.tick.setAccessibleName(self.tr("Done: %1").replace("%1", item.title))
            self.tick.setToolTip(self.tr("Mark as done"))

    def _lay_out(self) -> None:
        self._head = head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self.when, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        self._column.setContentsMargins(0, 8, 0, 14)
        self._column.addLayout(head)
        self._column.addWidget(self._text)
        self._column.addWidget(self._who)
        self.tick.setIconSize(QSize(18, 18))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 8, 0)
        row.setSpacing(10)
        row.addWidget(self._disc)
        row.addLayout(self._column, 1)
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
