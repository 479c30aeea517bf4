"""The stages of a deal as a path of arrows: where it is, where it was, one click to the next."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.actions import deals
from crm_desktop.core.entities import Opportunity, Stage
from crm_desktop.core.entities.pipeline import LOST, OPEN, WON
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.fonts import sized
from crm_desktop.ui.look.theme import SMALL_PX, blend

UNDER_MOUSE = 0.08  # how much of the accent a stage has there
_TIP = 9
_HUES = {OPEN: "blue", WON: "green", LOST: "red"}


class StageButton(QAbstractButton):
    """One arrow of the path. state: "past", "now" or "ahead"."""

    def __init__(self, context: Context, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.stage = stage
        self.state = "ahead"
        self.is_first = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(30)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 34, 30)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._context.appearance.theme
        hue = _HUES[self.stage.outcome]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = {
            "now": theme.accent if self.stage.outcome == OPEN else theme.hues[hue],
            "past": theme.chips["blue"],
            "ahead": theme.hover,
        }[self.state]
        words = {"now": theme.on_accent if self.stage.outcome == OPEN else theme.surface, "past": theme.hues["blue"]}
        if self.underMouse() and self.isEnabled() and self.state != "now":
            ground = blend(theme.accent, ground, UNDER_MOUSE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        shape = self._shape()
        painter.drawPolygon(shape)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.text), 2))
            painter.drawPolygon(shape)
        font = sized(self.font(), SMALL_PX)
        font.setWeight(font.Weight.DemiBold if self.state == "now" else font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(words.get(self.state, theme.muted)))
        box = self.rect().adjusted(6 if self.is_first else _TIP + 4, 0, -_TIP, 0)
        said = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)

    def _shape(self) -> QPolygonF:
        right, bottom = self.width() - 1.0, self.height() - 1.0
        points = [(1, 1), (right - _TIP, 1), (right, bottom / 2), (right - _TIP, bottom), (1, bottom)]
        if not self.is_first:
            points.append((1 + _TIP, bottom / 2))
        return QPolygonF([QPointF(x, y) for x, y in points])


class StagePath(QWidget):
    """Show the path of one deal. asked: the Stage that was clicked or is next."""

    asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._deal: Opportunity | None = None
        self.buttons: list[StageButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        context.appearance.changed.connect(self._on_theme)

    def show_deal(self, deal: Opportunity) -> None:
        """Show where a deal stands."""
        if self._deal is None or self._deal.pipeline != deal.pipeline or not self.buttons:
            self._build(deals.stages(self._context.desk, deal.pipeline))
        self._deal = deal
        here = next((i for i, button in enumerate(self.buttons) if button.stage.id == deal.stage), -1)
        for place, button in enumerate(self.buttons):
            button.setEnabled(self._context.may_edit)
            button.state = "now" if place == here else "ahead"
            if place < here and deal.outcome != LOST and button.stage.outcome == OPEN:
                button.state = "past"
            self._word(button)
            button.update()

    def next_stage(self) -> Stage | None:
        """Give the stage after the present one, None at the end."""
        stages = [button.stage for button in self.buttons if button.stage.outcome != LOST]
        here = next((i for i, stage in enumerate(stages) if self._deal and stage.id == self._deal.stage), -1)
        return stages[here + 1] if 0 <= here < len(stages) - 1 else None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._deal is not None:
            self.show_deal(self._deal)

    def _on_theme(self, _theme: object) -> None:
        self.update()

    def _word(self, button: StageButton) -> None:
        name = wording.name_of(button.stage)
        button.setText(name)
        said = {"now": self.tr("%1, the current stage"), "past": self.tr("%1, passed"), "ahead": self.tr("Move to %1")}
        button.setAccessibleName(said[button.state].replace("%1", name))
        chance = wording.percent(button.stage.probability) if button.stage.probability is not None else ""
        button.setToolTip(f"{name}  {chance}".strip())

    def _build(self, stages: list[Stage]) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        for place, stage in enumerate(stages):
            button = StageButton(self._context, stage, self)
            button.is_first = place == 0
            button.clicked.connect(lambda _on=False, stage=stage: self.asked.emit(stage))
            self._row.addWidget(button)
            self.buttons.append(button)
