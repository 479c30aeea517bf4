"""One record as a row of a page: its name and something beside it, a second line in grey."""

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.core.entities import (
    Account,
    Contact,
    Instalment,
    Opportunity,
    Order,
    Price,
    Quote,
    SpecialPrice,
)
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.fonts import sized
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.look.theme import RADIUS, SMALL_PX
from crm_desktop.ui.records import price_rows


class RelatedRow(QAbstractButton):
    """One record as a row: its name and something beside it, a second line in grey."""

    def __init__(
        self,
        context: Context,
        record: Record,
        parent: QWidget,
        beside_given: tuple[str, str, str] | None = None,
        page: Record | None = None,
    ) -> None:
        """beside_given: the second line, what stands at the right, and the hue of the sign, where not the usual ones.

        page: the record on whose page the row stands.
        """
        super().__init__(parent)
        self._context = context
        self.record = record
        self._second, self._right, self._hue = beside_given or beside(context, record)
        self.setText(first(context, record, page))
        self.setAccessibleName(", ".join(part for part in (self.text(), self._second, self._right) if part))
        self.setToolTip("\n".join(part for part in (self.text(), self._second, self._right) if part))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(46 if self._second else 32)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._context.appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        sign = pixmap(wording.icon_of(self.record), theme.hues[self._hue], 16, self.devicePixelRatioF())
        painter.drawPixmap(8, (self.height() - 16) // 2, sign)
        small = sized(self.font(), SMALL_PX)
        box = self.rect().adjusted(34, 4, -8, -4)
        taken = QFontMetrics(small).horizontalAdvance(self._right) + 8 if self._right else 0
        top = box.adjusted(0, 0, -taken, -box.height() // 2 if self._second else 0)
        painter.setPen(QColor(theme.text))
        painter.drawText(
            top, _LEFT, painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, top.width())
        )
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        painter.drawText(box.adjusted(0, 0, 0, -box.height() // 2 if self._second else 0), _RIGHT, self._right)
        under = box.adjusted(0, box.height() // 2, 0, 0)
        if self._second:
            said = painter.fontMetrics().elidedText(self._second, Qt.TextElideMode.ElideRight, under.width())
            painter.drawText(under, _LEFT, said)


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def first(context: Context, record: Record, page: Record | None = None) -> str:
    """Name a record in a row on a page."""
    if isinstance(record, Price | SpecialPrice):
        return price_rows.first(context, record, page)
    return wording.name_of(record)


def instalment_beside(context: Context, part: Instalment) -> tuple[str, str, str]:
    """Say when a part of a payment was paid or is due, its amount, and the hue of its sign."""
    money = wording.money(part.amount, part.currency, exact=True) if part.amount is not None else ""
    if part.paid_day:
        said = QCoreApplication.translate("RelatedRow", "Paid on %1").replace("%1", wording.day(part.paid_day))
        return said, money, "green"
    if part.due_day is None:
        return QCoreApplication.translate("RelatedRow", "No day agreed"), money, "grey"
    said = QCoreApplication.translate("RelatedRow", "Due on %1").replace("%1", wording.day(part.due_day))
    if part.due_day < wording.day_in_view(context):
        said = QCoreApplication.translate("RelatedRow", "Overdue since %1").replace("%1", wording.day(part.due_day))
        return said, money, "red"
    return said, money, "blue"


def beside(context: Context, record: Record) -> tuple[str, str, str]:
    """Give the second line of a row, what stands at its right, and its hue."""
    match record:
        case Contact():
            return record.job_title, "", "grey"
        case Opportunity():
            stage = wording.title(context, "stage", record.stage)
            money = wording.money(record.amount, record.currency) if record.amount is not None else ""
            return stage, money, wording.stage_hue(context, record.stage)
        case Quote():
            state = wording.quote_chip(context, record)
            money = wording.money(record.total, record.currency, exact=True) if record.total is not None else ""
            return state.text, money, state.hue
        case Order():
            state = wording.chip(entity_of(Order).fields["state"], record.state)
            money = wording.money(record.total, record.currency, exact=True) if record.total is not None else ""
            return state.text, money, state.hue
        case Instalment():
            return instalment_beside(context, record)
        case Account():
            return record.city, "", "grey"
        case Price() | SpecialPrice():
            return price_rows.beside(context, record)
    return "", "", "grey"
