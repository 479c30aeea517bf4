"""The ring that shows how much of a quarter's quota is won, and what the open deals may add."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.analysis.pipeline import QuotaStanding
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.fonts import sized, tabular
from crm_desktop.ui.look.theme import blend
from crm_desktop.ui.wording import day, money, number

_SIDE, _THICK = 104, 10


class Ring(QWidget):
    """Paint two shares of a whole, one after the other, with words in the middle."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.done, self.ahead, self.words = 0.0, 0.0, ""
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    minimumSizeHint = sizeHint

    def show_shares(self, done: float, ahead: float, words: str) -> None:
        """Show shares of 1; what goes beyond the whole is cut."""
        self.done, self.ahead, self.words = min(done, 1.0), max(min(ahead, 1.0 - min(done, 1.0)), 0.0), words
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF((self.width() - _SIDE) / 2, (self.height() - _SIDE) / 2, _SIDE, _SIDE)
        ring = box.adjusted(_THICK, _THICK, -_THICK, -_THICK)
        parts = (
            (1.0, blend(theme.text, theme.surface, 0.08)),
            (self.done + self.ahead, blend(theme.accent, theme.surface, 0.35)),
            (self.done, theme.accent),
        )
        for share, colour in parts:
            if share > 0:
                pen = QPen(QColor(colour), _THICK)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap if share < 1 else Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawArc(ring, 90 * 16, round(-share * 360 * 16))
        painter.setPen(QColor(theme.text))
        painter.setFont(tabular(sized(self.font(), 20, self.font().Weight.DemiBold)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.words)


class QuotaCard(QFrame):
    """Show the ring with its figures: won, weighted, open, quota."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._standing: QuotaStanding | None = None
        self._base = ""
        self.ring = Ring(appearance, self)
        self.heading, self.won, self.note = QLabel(self), QLabel(self), QLabel(self)
        self.heading.setProperty("kind", "heading")
        self.note.setProperty("kind", "small")
        self.note.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addStretch(1)
        for label in (self.heading, self.won, self.note):
            words.addWidget(label)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(14)
        row.addWidget(self.ring)
        row.addLayout(words, 1)

    def show_standing(self, standing: QuotaStanding, base: str) -> None:
        """Take over a period's figures."""
        self._standing, self._base = standing, base
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        standing, base = self._standing, self._base
        if standing is None:
            return
        whole = [money(one.to_integral_value(), base) for one in (standing.won, standing.weighted, standing.open)]
        self.heading.setText(self.tr("Quarter until %1").replace("%1", day(standing.last_day, "short")))
        self.won.setText(self.tr("%1 won").replace("%1", whole[0]))
        ahead = self.tr("%1 weighted of %2 open").replace("%1", whole[1]).replace("%2", whole[2])
        if standing.quota:
            share = standing.won / standing.quota
            self.ring.show()
            self.ring.show_shares(
                float(share), float(standing.weighted / standing.quota), f"{number((share * 100).to_integral_value())}%"
            )
            goal = self.tr("Quota %1").replace("%1", money(standing.quota.to_integral_value(), base))
            self.note.setText(f"{goal}\n{ahead}")
        else:
            self.ring.hide()
            self.note.setText(self.tr("No quota is set for this quarter.") + "\n" + ahead)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
