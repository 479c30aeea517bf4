"""The parts of a list page around its table: chips, the foot with its sums, and what an empty list says."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.money import from_minor
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.core.store import Sum
from crm_desktop.ui import wording
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.icons import icon, pixmap
from crm_desktop.ui.look.theme import blend

CHIP = 28
"""Pixels that a chip is high."""


class Flow(QLayout):
    """Lay widgets out in lines like words."""

    def __init__(self, parent: QWidget | None = None, gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() + self._gap for item in self._items]
        return QSize(sum(widths), self.minimumSize().height())

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, box: QRect) -> None:
        super().setGeometry(box)
        self._lay(box, move=True)

    def _lay(self, box: QRect, *, move: bool) -> int:
        left, top, tallest = box.left(), box.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if left > box.left() and left + size.width() > box.right() + 1:
                left, top, tallest = box.left(), top + tallest + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self._gap
            tallest = max(tallest, size.height())
        return top + tallest - box.top()


class ChipButton(QToolButton):
    """A quiet plate to press; checked it is tinted. A cross at its end means that a click takes it away."""

    def __init__(self, appearance: Appearance, parent: QWidget, *, has_cross: bool = False) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._has_cross = has_cross
        self.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon if has_cross else Qt.ToolButtonStyle.ToolButtonTextOnly
        )
        self.setIconSize(QSize(14, 14))
        self.setFixedHeight(CHIP)  # Chinese words are taller, and chips in a row are not
        if has_cross:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the icon stands after the words
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        appearance.changed.connect(self._dress)
        self._dress()

    def say(self, text: str) -> None:
        """Set its words."""
        self.setText(text)
        self.setAccessibleName(self.tr("Remove filter: %1").replace("%1", text) if self._has_cross else text)

    def _dress(self) -> None:
        theme = self._appearance.theme
        if self._has_cross:
            self.setIcon(icon("x", theme.accent))
        on = f"background: {theme.selected}; color: {theme.accent}; border: 1px solid {blend(theme.accent, theme.surface, 0.45)};"
        always = (
            on
            if self._has_cross
            else f"border: 1px solid {blend(theme.text, theme.surface, 0.16)}; color: {theme.muted};"
        )
        self.setStyleSheet(
            f"ChipButton {{ {always} border-radius: 13px; padding: 3px 11px; }}"
            f"ChipButton:hover {{ color: {theme.text}; background: {theme.hover}; }}"
            f"ChipButton:checked {{ {on} font-weight: 600; }}"
            f"ChipButton:focus {{ border: 2px solid {theme.accent}; padding: 2px 10px; }}"
        )


class Choices(QWidget):
    """A row of chips of which one is on. chosen: the key."""

    chosen = Signal(str)

    def __init__(self, appearance: Appearance, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons = {key: ChipButton(appearance, self) for key in keys}
        row = Flow(self, 4)
        for key, button in self._buttons.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            row.addWidget(button)

    def say(self, words: dict[str, str]) -> None:
        """Name the chips."""
        for key, text in words.items():
            self._buttons[key].say(text)

    def choose(self, key: str) -> None:
        """Put one on without telling; a key that is not among them leaves all as they are."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def button(self, key: str) -> ChipButton:
        """Give one chip."""
        return self._buttons[key]


class EmptyState(QWidget):
    """Say in one line that there is nothing, in a second why, and offer one button."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._icon_name = "inbox"
        self._call: Callable[[], None] | None = None
        self.sign, self.line, self.reason = QLabel(self), QLabel(self), QLabel(self)
        self.line.setProperty("kind", "heading")
        self.reason.setProperty("kind", "muted")
        self.button = QPushButton(self)
        self.button.setProperty("kind", "primary")
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(lambda: self._call and self._call())
        column = QVBoxLayout(self)
        column.setSpacing(6)
        column.addStretch(2)
        for part in (self.sign, self.line, self.reason):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        self.reason.setWordWrap(True)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        appearance.changed.connect(self._dress)

    def say(
        self, sign: str, line: str, reason: str = "", action: str = "", call: Callable[[], None] | None = None
    ) -> None:
        """Set everything; without an action there is no button."""
        self._icon_name, self._call = sign, call
        self.line.setText(line)
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.button.setText(action)
        self.button.setVisible(bool(action and call))
        self._dress()

    def _dress(self) -> None:
        self.sign.setPixmap(pixmap(self._icon_name, self._appearance.theme.edge, 32, self.devicePixelRatioF()))


class Foot(QFrame):
    """The line under a table: how many records, how much they are worth, and what can be done to several chosen ones.

    asked: what shall be done to them, as "edit", "export" or "delete".
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setFixedHeight(36)
        self.count, self.chosen, self.sums = QLabel(self), QLabel(self), QLabel(self)
        self.count.setProperty("kind", "muted")
        self.chosen.setProperty("kind", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        row.addWidget(self.count)
        row.addWidget(self.chosen)
        self.buttons = {key: QPushButton(self) for key in ("edit", "export", "delete")}
        for key, button in self.buttons.items():
            button.setProperty("kind", "link")
            button.clicked.connect(lambda _on=False, key=key: self.asked.emit(key))
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.sums)
        self.show_chosen(0)

    def show_chosen(self, rows: int) -> None:
        """Show how many rows are selected and what can be done to them, nothing while it is one or none."""
        self.chosen.setText(self.tr("%1 selected").replace("%1", wording.number(rows)) if rows > 1 else "")
        for key, word, name in (
            ("edit", self.tr("Edit"), self.tr("Edit the selected rows")),
            ("export", self.tr("Export"), self.tr("Export the selected rows")),
            ("delete", self.tr("Delete"), self.tr("Delete the selected rows")),
        ):
            self.buttons[key].setText(word)
            self.buttons[key].setAccessibleName(name)
            self.buttons[key].setVisible(rows > 1)

    def show_sums(
        self, name: str, totals: Iterable[tuple[str, int]], more: str = "", weighted: Iterable[tuple[str, int]] = ()
    ) -> None:
        """Show sums by currency in minor units, and a second sum of another name beside them."""
        parts = [f"{name}  {_amounts(totals)}"] if totals else []
        if more and weighted:
            parts.append(f"{more}  {_amounts(weighted)}")
        self.sums.setText("      ".join(parts))


def by_currency(sums: Iterable[Sum]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Gather sums and weighted sums by currency, the largest first; what has no currency is left out."""
    totals: dict[str, int] = {}
    weighted: dict[str, int] = {}
    for one in sums:
        if one.currency:
            totals[one.currency] = totals.get(one.currency, 0) + one.total
            weighted[one.currency] = weighted.get(one.currency, 0) + one.weighted
    order = sorted(totals, key=lambda currency: -totals[currency])
    return [(c, totals[c]) for c in order], [(c, weighted[c]) for c in order]


def counted(count: int, key: str) -> str:
    """Say how many records of a kind there are; key: of its entity."""
    kind = wording.kind_name(key, plural=count != 1)
    words = QCoreApplication.translate("Browse", "%1 %2").replace("%1", wording.number(count))
    return words.replace("%2", kind.lower())


def why_found(record: Record, text: str) -> str:
    """Show the place of a record that a search matched, "" where it is the name."""
    wanted = [word for word in text.lower().split() if word]
    declared = entity_of(record)
    title = declared.title_of(record).lower()
    if not wanted or all(word in title for word in wanted):
        return ""
    for field in declared.stored:
        if not field.search or field.search in {"name", "sound"}:
            continue
        value = getattr(record, field.name)
        parts = value if isinstance(value, tuple) else (value or "",)
        texts = [str(getattr(part, "value", part)) for part in parts]
        for each in texts:
            at = _place(each, wanted, is_phone=field.search == "phone")
            if at >= 0:
                return _around(each, at) if field.search == "text" else str(each)
    return ""


def _place(text: str, wanted: Sequence[str], *, is_phone: bool) -> int:
    lower = text.lower()
    if is_phone:
        digits = "".join(sign for sign in lower if sign.isdigit())
        asked = "".join(sign for word in wanted for sign in word if sign.isdigit())
        return 0 if asked and asked in digits else -1
    return next((at for word in wanted if (at := lower.find(word)) >= 0), -1)


def _around(text: str, at: int) -> str:
    plain = " ".join(text.split())
    start = max(0, at - 12)
    piece = plain[start : at + 40]
    return f"{'…' if start else ''}{piece}{'…' if at + 40 < len(plain) else ''}"


def _amounts(totals: Iterable[tuple[str, int]]) -> str:
    return "  +  ".join(
        wording.money(from_minor(total, currency).to_integral_value(), currency) for currency, total in totals
    )
