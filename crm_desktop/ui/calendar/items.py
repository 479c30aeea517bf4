"""The things of a calendar in words and colours, and the model that hands them to its views."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec
from PySide6.QtCore import QAbstractListModel, QCoreApplication, QLocale, QObject, Qt

from crm_desktop.actions.planning import USUAL_MINUTES, Slot
from crm_desktop.analysis.agenda import Item
from crm_desktop.core.entities import Activity
from crm_desktop.core.schema import entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.cells import NOWHERE, Index, Roles

PIECE = Qt.ItemDataRole.UserRole + 20
"""The role under which the model gives a Piece."""
_KIND = entity_of(Activity).fields["kind"]


class Piece(msgspec.Struct, frozen=True):
    """Say how one thing of the calendar looks.

    about: the customer. when: "10:00–11:00", "" for the whole day. owner: full name where several people are looked at,
    painted as initials. state: done or overdue in words, "" for neither. is_mark: a quiet one that cannot be moved.
    """

    item: Item
    title: str
    about: str
    when: str
    icon: str
    hue: str
    owner: str = ""
    state: str = ""
    is_done: bool = False
    is_late: bool = False
    is_mark: bool = False

    @property
    def slot(self) -> Slot:
        """Give its place in the calendar."""
        return Slot(self.item.day, self.item.starts, self.item.minutes or self.usual)

    @property
    def usual(self) -> int:
        """Give the minutes that its kind usually takes."""
        activity = self.item.activity
        return USUAL_MINUTES.get(activity.kind, 30) if activity else 30

    @property
    def span(self) -> tuple[int, int]:
        """Give the minutes of the day from which and to which it goes on; those of the next day count on."""
        starts = self.item.starts
        begin = starts.hour * 60 + starts.minute if starts else 0
        return begin, begin + (self.item.minutes or self.usual)


PERSON_HUES = ("blue", "green", "violet", "amber", "teal", "pink")
"""In the order in which people get them; red says that something is late."""


def pieces(context: Context, items: Sequence[Item], now: datetime, people: Sequence[str]) -> list[Piece]:
    """Word the things of a calendar. now: of the moment looked at; people: whose things are shown, by their ids."""
    hues = {id_: PERSON_HUES[at % len(PERSON_HUES)] for at, id_ in enumerate(people)} if len(people) > 1 else {}
    known = wording.titles(context)
    known.learn("account", {one.record.account for one in items})
    known.learn("user", {one.record.owner for one in items})
    return [_piece(context, one, now, hues) for one in items]


def _piece(context: Context, item: Item, now: datetime, hues: Mapping[str, str]) -> Piece:
    record = item.record
    owner = wording.title(context, "user", record.owner) if hues else ""
    about = wording.title(context, "account", record.account)
    if not isinstance(record, Activity):
        words = (
            QCoreApplication.translate("Calendar", "Closes: %1")
            if item.sort == "close"
            else QCoreApplication.translate("Calendar", "Expires: %1")
        )
        late = wording.titles(context).overdue((now.date() - item.day).days) if item.day < now.date() else ""
        return Piece(
            item, words.replace("%1", wording.name_of(record)), about, "", "flag" if item.sort == "close" else "hourglass",
            hues.get(record.owner, "grey"), owner, late, is_late=bool(late), is_mark=True,
        )  # fmt: skip
    begin, length = item.starts, item.minutes or USUAL_MINUTES.get(record.kind, 30)
    is_late = not record.is_done and (begin + timedelta(minutes=length) < now if begin else item.day < now.date())
    state = QCoreApplication.translate("Calendar", "Done") if record.is_done else ""
    if is_late:
        days = (now.date() - item.day).days
        state = wording.titles(context).overdue(days) if days else QCoreApplication.translate("Calendar", "Overdue")
    return Piece(
        item, wording.name_of(record), about, span_words(item), wording.icon_of(record),
        hues.get(record.owner) or wording.hue(_KIND, record.kind), owner, state,
        record.is_done, is_late,
    )  # fmt: skip


def span_words(item: Item) -> str:
    """Write the hours of a thing, "" where it has none."""
    if item.starts is None:
        return ""
    if not item.minutes:
        return wording.clock(item.starts)
    return f"{wording.clock(item.starts)}–{wording.clock(item.starts + timedelta(minutes=item.minutes))}"


def slot_words(context: Context, slot: Slot) -> str:
    """Say where something was moved to."""
    day = wording.near_day(context, slot.day)
    if day == wording.day(slot.day, "short"):
        day = f"{QLocale().dayName(slot.day.isoweekday(), QLocale.FormatType.ShortFormat)} {day}"
    return day if slot.starts is None else f"{day} {wording.clock(slot.starts)}"


def spoken(piece: Piece) -> str:
    """Put everything that is shown of a thing into words for a screen reader."""
    kind = "" if piece.item.activity is None else wording.choice(_KIND, piece.item.activity.kind)
    day = wording.day(piece.item.day, "week")
    return ", ".join(
        part for part in (kind, piece.title, day, piece.when, piece.about, piece.owner, piece.state) if part
    )


class CalendarModel(QAbstractListModel):
    """Hold what a calendar shows, in the order of days and hours."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pieces: list[Piece] = []

    def show_pieces(self, found: Sequence[Piece]) -> None:
        """Take over others."""
        self.beginResetModel()
        self.pieces = list(found)
        self.endResetModel()

    def row_of(self, id_: str) -> int:
        """Find a record's row, -1 where it is not shown."""
        return next((row for row, one in enumerate(self.pieces) if one.item.record.id == id_), -1)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.pieces)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        piece = self.pieces[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return piece.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(piece)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(
                    part for part in (piece.title, piece.about, piece.when, piece.owner, piece.state) if part
                )
            case Roles.ID:
                return piece.item.record.id
        return piece if role == PIECE else None


def next_of(shown: Sequence[Piece], today: date, now: datetime) -> int:
    """Give the number of what comes next today, -1 where nothing does."""
    coming = (
        number
        for number, one in enumerate(shown)
        if one.item.day == today and not one.is_done and (not one.item.starts or one.item.starts > now)
    )
    return next(coming, -1)
