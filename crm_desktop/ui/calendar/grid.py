"""The grid of hours: where everything of some days lies in it, and how it is painted, with a line for now."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

import msgspec
from PySide6.QtCore import QLocale, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from crm_desktop.actions.planning import Slot
from crm_desktop.ui.calendar.items import CalendarModel, Piece
from crm_desktop.ui.calendar.layout import DAY_MINUTES, SHOWN, SNAP, in_sight, lanes, slot_of
from crm_desktop.ui.calendar.paint import LINE
from crm_desktop.ui.calendar.view import CalendarView
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.wording import clock

HOUR = 48  # pixels
GUTTER = 52
HEAD = 52
MOST_LINES = 4  # things without a time of one day, before the rest is counted
EARLY, LATE = 8, 19  # hours between which people work
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class Grip(msgspec.Struct, frozen=True):
    """What the mouse took hold of. part: "whole", "begin", "end", or "new" for an empty place. off: minutes into it."""

    part: str
    at: QPoint
    slot: Slot
    piece: Piece | None = None
    off: float = 0


class HoursGrid(CalendarView):
    """Lay some days out by the hour and paint them. other_zone: of a laptop elsewhere, whose hours stand beside the organisation's."""

    def __init__(self, model: CalendarModel, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(model, appearance, parent)
        self.now: datetime | None = None
        self.other_zone: tzinfo | None = None
        self._boxes: dict[int, QRect] = {}  # of hours: in minutes' pixels from midnight; of lines: from the top
        self._left_out: dict[int, int] = {}
        self._lines = 1
        self._is_open = False
        self._grip: Grip | None = None
        self._ghost: Slot | None = None
        self._is_dragging = False
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        model.modelReset.connect(self.lay)

    # Geometry.

    @property
    def gutter(self) -> int:
        """Give the width of the column of hours; two zones need two."""
        return GUTTER * 2 - 8 if self.other_zone else GUTTER

    @property
    def top(self) -> int:
        """Give where the hours begin, under the days and what has no time."""
        return HEAD + self._lines * LINE + 8

    def show_days(self, days: Sequence[date], today: date, now: datetime) -> None:
        """Show some days; what stands in them comes by the model."""
        is_other = list(days) != self.days
        self.days, self.today, self.now = list(days), today, now
        if is_other:
            self._is_open = False

    def lay(self) -> None:
        """Find the place of everything."""
        self._boxes, self._left_out = {}, {}
        lines = [self._lay_lines(at) for at in range(len(self.days))]
        self._lines = max(1, *lines) if lines else 1
        for at in range(len(self.days)):
            self._lay_blocks(at)
        self.updateGeometries()
        self.viewport().update()

    def scroll_to(self, hour: float) -> None:
        """Bring an hour to the top."""
        self.verticalScrollBar().setValue(round(hour * HOUR))

    def column(self, at: int) -> tuple[int, int]:
        """Give the left edge and the width of a day."""
        room = self.viewport().width() - self.gutter
        left = self.gutter + room * at // max(len(self.days), 1)
        return left, self.gutter + room * (at + 1) // max(len(self.days), 1) - left

    def visualRect(self, index: QModelIndex) -> QRect:
        row = index.row()
        box = self._boxes.get(row)
        if box is None:
            return QRect()
        if self.things.pieces[row].item.starts is None:
            return box
        return box.translated(0, self.top - self.verticalScrollBar().value())

    def indexAt(self, at: QPoint) -> QModelIndex:
        rows = range(len(self.things.pieces) - 1, -1, -1)
        for row in rows:  # those painted last lie on top
            is_block = self.things.pieces[row].item.starts is not None
            if is_block and at.y() < self.top:
                continue
            if self.visualRect(self.things.index(row)).contains(at):
                return self.things.index(row)
        return QModelIndex()

    def scrollTo(
        self, index: QModelIndex, _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        box = self.visualRect(index)
        if not box.isValid() or self.things.pieces[index.row()].item.starts is None:
            return
        bar = self.verticalScrollBar()
        if box.top() < self.top:
            bar.setValue(bar.value() - (self.top - box.top()) - 8)
        elif box.bottom() > self.viewport().height():
            bar.setValue(bar.value() + box.bottom() - self.viewport().height() + 8)

    def updateGeometries(self) -> None:
        seen = max(self.viewport().height() - self.top, 0)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(24 * HOUR + 8 - seen, 0))
        bar.setPageStep(seen)
        bar.setSingleStep(HOUR // 2)

    def scrollContentsBy(self, _across: int, _down: int) -> None:
        self.viewport().update()

    def visualRegionForSelection(self, _selection: object) -> QRegion:
        return QRegion(self.viewport().rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay()

    def slot_rect(self, slot: Slot) -> QRect:
        if slot.day not in self.days:
            return QRect()
        left, width = self.column(self.days.index(slot.day))
        if slot.starts is None:
            return QRect(left + 2, HEAD + 2, width - 5, LINE - 2)
        begin = slot.starts.hour * 60 + slot.starts.minute
        top = self.top - self.verticalScrollBar().value() + begin * HOUR // 60
        return QRect(left + 2, top, width - 5, max((slot.minutes or SHOWN) * HOUR // 60, 12) - 1)

    def slot_at(self, at: QPoint) -> Slot | None:
        """Give the place under a point: a quarter of an hour, or a day above the hours; None beside the days."""
        day = next((n for n in range(len(self.days)) if 0 <= at.x() - self.column(n)[0] < self.column(n)[1]), None)
        if day is None:
            return None
        if at.y() < self.top:
            return Slot(self.days[day])
        begin = min(int(self._minute_at(at) // SNAP) * SNAP, DAY_MINUTES - SNAP)
        return slot_of(self.days[day], max(begin, 0), begin + SNAP, self.zone)

    def _minute_at(self, at: QPoint) -> float:
        """Give the minute of the day that lies at a height."""
        return (at.y() - self.top + self.verticalScrollBar().value()) * 60 / HOUR

    def _lay_lines(self, at: int) -> int:
        left, width = self.column(at)
        rows = [n for n, one in enumerate(self.things.pieces) if one.item.day == self.days[at] and not one.item.starts]
        shown = in_sight(rows, len(rows) if self._is_open else MOST_LINES, self.currentIndex().row())
        for line, row in enumerate(shown):
            self._boxes[row] = QRect(left + 2, HEAD + 2 + line * LINE, width - 5, LINE - 2)
        if len(shown) < len(rows):
            self._left_out[at] = len(rows) - len(shown)
            return len(shown) + 1
        return len(shown)

    def _lay_blocks(self, at: int) -> None:
        left, width = self.column(at)
        day, before = self.days[at], self.days[at] - timedelta(days=1)
        rows, spans = list[int](), list[tuple[int, int]]()
        for row, one in enumerate(self.things.pieces):
            if one.item.starts is None:
                continue
            begin, end = one.span
            if one.item.day == day:
                rows.append(row)
                spans.append((begin, min(max(end, begin + SHOWN), DAY_MINUTES)))
            elif one.item.day == before and not at and end > DAY_MINUTES:  # goes on from the day before the first
                rows.append(row)
                spans.append((0, max(end - DAY_MINUTES, SHOWN)))
        for row, (begin, end), (lane, of) in zip(rows, spans, lanes(spans), strict=True):
            room = width - 6
            from_, to = left + 2 + room * lane // of, left + 2 + room * (lane + 1) // of
            self._boxes[row] = QRect(from_, begin * HOUR // 60 + 1, to - from_ - 2, (end - begin) * HOUR // 60 - 2)

    # Painting.

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = self.viewport().rect()
        painter.fillRect(view, QColor(self.brushes.theme.surface))
        painter.save()
        painter.setClipRect(QRect(0, self.top, view.width(), view.height()))
        self._paint_grid(painter)
        self._paint_things(painter, has_time=True)
        self._paint_now(painter)
        if self._ghost is not None and self._ghost.starts is not None:
            self._paint_ghost(painter, self._ghost)
        painter.restore()
        self._paint_head(painter)
        self._paint_things(painter, has_time=False)
        if self._ghost is not None and self._ghost.starts is None:
            self._paint_ghost(painter, self._ghost)
        if self.springing is not None:
            self.brushes.ghost(painter, self.springing, "")

    def _paint_grid(self, painter: QPainter) -> None:
        brushes, theme = self.brushes, self.brushes.theme
        offset, right = self.top - self.verticalScrollBar().value(), self.viewport().width()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for begin, end in ((0, EARLY), (LATE, 24)):
            painter.fillRect(
                QRect(self.gutter, offset + begin * HOUR, right, (end - begin) * HOUR), QColor(brushes.quiet)
            )
        for at, day in enumerate(self.days):
            left, width = self.column(at)
            if day.weekday() >= 5 and len(self.days) > 1:
                painter.fillRect(QRect(left, offset, width, 24 * HOUR), QColor(brushes.quiet))
        for hour in range(25):
            y = offset + hour * HOUR
            painter.fillRect(QRect(self.gutter - 6, y, right, 1), QColor(brushes.grid))
            painter.fillRect(QRect(self.gutter, y + HOUR // 2, right, 1), QColor(brushes.grid_faint))
            if 0 < hour < 24:
                self._paint_hour(painter, hour, y)
        for at in range(len(self.days)):
            painter.fillRect(QRect(self.column(at)[0], offset, 1, 24 * HOUR), QColor(brushes.grid))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.text))

    def _paint_hour(self, painter: QPainter, hour: int, y: int) -> None:
        brushes = self.brushes
        here = slot_of(self.days[0], hour * 60, hour * 60, self.zone).starts
        box = QRect(self.gutter - GUTTER, y - 8, GUTTER - 12, 16)
        if here is None or self._is_beside_now(y):
            return
        brushes.write(painter, box, clock(here), brushes.hours, brushes.theme.muted, _RIGHT)
        if self.other_zone:
            there = clock(here.astimezone(self.other_zone))
            brushes.write(painter, QRect(0, y - 8, GUTTER - 18, 16), there, brushes.hours, brushes.theme.muted, _RIGHT)

    def _is_beside_now(self, y: int) -> bool:
        place = self._now_line()
        return place is not None and abs(place - y) < 12

    def _now_line(self) -> int | None:
        if self.now is None or self.today not in self.days:
            return None
        here = self.now.astimezone(self.zone)
        return self.top - self.verticalScrollBar().value() + (here.hour * 60 + here.minute) * HOUR // 60

    def _paint_now(self, painter: QPainter) -> None:
        y = self._now_line()
        if y is None or self.now is None or self.today is None:
            return
        brushes, theme = self.brushes, self.brushes.theme
        left, width = self.column(self.days.index(self.today))
        painter.setPen(QPen(QColor(theme.bad), 1.5))
        painter.drawLine(left, y, left + width - 1, y)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.bad))
        painter.drawEllipse(QPoint(left, y), 4, 4)
        box = QRect(self.gutter - GUTTER, y - 8, GUTTER - 12, 16)
        brushes.write(painter, box, clock(self.now.astimezone(self.zone)), brushes.hours, theme.bad, _RIGHT)

    def _paint_things(self, painter: QPainter, *, has_time: bool) -> None:
        current, has_focus = self.currentIndex().row(), self.hasFocus()
        dragged = self._grip.piece if self._grip and self._is_dragging else None
        view = self.viewport().rect()
        for row, piece in enumerate(self.things.pieces):
            if (piece.item.starts is not None) != has_time:
                continue
            box = self.visualRect(self.things.index(row))
            if not box.isValid() or not box.intersects(view):
                continue
            painter.setOpacity(0.4 if piece is dragged else 1.0)
            paint = self.brushes.block if has_time else self.brushes.line
            paint(painter, box, piece, is_current=row == current, has_focus=has_focus)
        painter.setOpacity(1.0)

    def _paint_ghost(self, painter: QPainter, slot: Slot) -> None:
        box = self.slot_rect(slot)
        words = self._grip.piece.title if self._grip and self._grip.piece else ""
        if slot.starts is not None:
            words = f"{clock(slot.starts)}–{clock(slot.starts + timedelta(minutes=slot.minutes or 0))}"
        is_copy = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
        self.brushes.ghost(painter, box, words, is_copy=is_copy and bool(self._grip and self._grip.part == "whole"))

    def _paint_head(self, painter: QPainter) -> None:
        brushes, theme = self.brushes, self.brushes.theme
        locale, width = QLocale(), self.viewport().width()
        painter.fillRect(QRect(0, 0, width, self.top), QColor(theme.surface))
        week = self.tr("W%1").replace("%1", str(self.days[0].isocalendar().week))
        brushes.write(painter, QRect(0, 25, self.gutter, 18), week, brushes.small, theme.muted, _CENTRE)
        for at, day in enumerate(self.days):
            left, room = self.column(at)
            is_today = day == self.today
            name = locale.dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
            muted = theme.accent if is_today else theme.muted
            brushes.write(painter, QRect(left, 4, room, 16), name, brushes.small, muted, _CENTRE)
            place = QRect(left + room // 2 - 13, 21, 26, 26)
            brushes.day_number(painter, place, str(day.day), is_today=is_today, is_muted=day.weekday() >= 5)
            if at:
                painter.fillRect(QRect(left, HEAD - 4, 1, self.top - HEAD + 4), QColor(brushes.grid))
            if left_out := self._left_out.get(at):
                words = self.tr("%1 more").replace("%1", str(left_out))
                brushes.write(painter, self._more_box(at).adjusted(6, 0, 0, 0), words, brushes.small, theme.accent)
        if self.other_zone and self.now:
            for left, zone in ((0, self.other_zone), (self.gutter - GUTTER, self.zone)):
                box = QRect(left, self.top - 18, GUTTER - (18 if zone is self.other_zone else 12), 16)
                brushes.write(
                    painter, box, self.now.astimezone(zone).tzname() or "", brushes.small, theme.muted, _RIGHT
                )
        painter.fillRect(QRect(0, self.top - 1, width, 1), QColor(brushes.grid))

    def _more_box(self, at: int) -> QRect:
        left, room = self.column(at)
        return QRect(left + 2, HEAD + 2 + (MOST_LINES - 1) * LINE, room - 5, LINE - 2)
