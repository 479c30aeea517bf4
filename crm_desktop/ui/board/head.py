"""The head of a board column: stage, count, sum and weighted sum, with the currencies apart on hover."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.analysis.pipeline import StageSum
from crm_desktop.core.entities import Stage
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.theme import blend
from crm_desktop.ui.wording import core, listed, money, number, percent

CLOSED_DAYS = 30


class ColumnHead(QWidget):
    """Name a stage and say what lies in it; the hairline below is as long as the stage's probability."""

    def __init__(self, stage: Stage, base: str, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage, self._base, self._appearance = stage, base, appearance
        self._sum = StageSum()
        self.name, self.count, self.total, self.weighted = (QLabel(self) for _ in range(4))
        self.name.setProperty("kind", "heading")
        for label in (self.count, self.weighted):
            label.setProperty("kind", "small")
        self._line = QFrame(self)
        self._line.setFixedHeight(2)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 6)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.total)
        column.addWidget(self.weighted)
        column.addSpacing(4)
        column.addWidget(self._line)
        for label in (self.name, self.total, self.weighted):
            label.setMinimumWidth(1)
            label.setTextFormat(Qt.TextFormat.PlainText)
        appearance.changed.connect(self.retranslate)

    def show_sum(self, found: StageSum) -> None:
        """Take over what lies in the stage."""
        self._sum = found
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text and colour again."""
        found, base = self._sum, self._base
        self.name.setText(core(self._stage.name))
        self.count.setText(number(found.deals))
        self.total.setText(money(found.total.to_integral_value(), base))
        self.weighted.setText(self._second_line())
        tip = self._tip()
        for label in (self.name, self.count, self.total, self.weighted):
            label.setToolTip(tip)
        self.setAccessibleName(tip.replace("\n", ", "))
        theme = self._appearance.theme
        hue = {"won": "green", "lost": "red"}.get(self._stage.outcome, "blue")
        share = min(float(self._stage.probability or 0) / 100, 1.0) if self._stage.outcome == OPEN else 1.0
        full, faint = theme.hues[hue], blend(theme.hues[hue], theme.window, 0.18)
        stop = min(share + 0.001, 1.0)
        self._line.setStyleSheet(
            "background: qlineargradient(x1:0, y1:0, x2:1, y2:0,"
            f" stop:0 {full}, stop:{share} {full}, stop:{stop} {faint if share < 1 else full},"
            f" stop:1 {faint if share < 1 else full}); border: none; border-radius: 1px;"
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _second_line(self) -> str:
        if self._stage.outcome != OPEN:
            return self.tr("Last %1 days").replace("%1", number(CLOSED_DAYS))
        return self.tr("%1 weighted").replace("%1", money(self._sum.weighted.to_integral_value(), self._base))

    def _tip(self) -> str:
        found, base = self._sum, self._base
        lines = [core(self._stage.name), self.tr("Deals: %1").replace("%1", number(found.deals))]
        lines.append(self.tr("Sum: %1").replace("%1", money(found.total, base)))
        if self._stage.outcome == OPEN:
            lines.append(self.tr("Weighted: %1").replace("%1", money(found.weighted, base)))
            if self._stage.probability is not None:
                lines.append(self.tr("Probability: %1").replace("%1", percent(self._stage.probability)))
        if len(found.parts) > 1 or (found.parts and found.parts[0].currency != base):
            lines += [money(part.amount, part.currency) for part in found.parts]
        if found.without_rate:
            lines.append(self.tr("No exchange rate, left out: %1").replace("%1", listed(found.without_rate)))
        return "\n".join(lines)
