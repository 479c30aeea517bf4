"""The company: who it is, and the lists in which its administrator sets it up."""

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.entities.people import ONLY_ADMINISTRATOR
from crm_desktop.core.schema import REGISTRY
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.look.theme import RADIUS
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.parts.one_column import lay_in_column
from crm_desktop.ui.places import SET_UP, Place, SetUp, list_of
from crm_desktop.ui.preferences.card import Card, beside

WIDEST = 760
ROW = 36
_SIGN, _SIGN_LEFT = 16, 10


class WayRow(QAbstractButton):
    """Lead to a list: its sign and name, and at the right how much is in it."""

    def __init__(self, context: Context, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._icon, self.note = context, icon, ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(ROW)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def say(self, name: str, note: str) -> None:
        """Name the row; note: what stands at its right."""
        self.note = note
        self.setText(name)
        self.setAccessibleName(wording.told(name, note) if note else name)
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance(self.note) + 100, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, ratio = self._context.appearance.theme, self.devicePixelRatioF()
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
        top = (self.height() - _SIGN) // 2
        painter.drawPixmap(_SIGN_LEFT, top, pixmap(self._icon, theme.accent, _SIGN, ratio))
        painter.drawPixmap(self.width() - 26, top, pixmap("chevron-right", theme.muted, _SIGN, ratio))
        box = self.rect().adjusted(38, 0, -36, 0)
        painter.setPen(QColor(theme.muted))
        painter.drawText(box, _RIGHT, self.note)
        room = box.width() - QFontMetrics(self.font()).horizontalAdvance(self.note) - 12
        painter.setPen(QColor(theme.text))
        painter.drawText(box, _LEFT, painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room))


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class GroupCard(Card):
    """Show one side of the company: a heading, a sentence about it, a row for each list."""

    def __init__(self, context: Context, frame: Frame, group: SetUp, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._group = context, group
        self._sentence = QLabel(self)
        self._sentence.setProperty("kind", "muted")
        self._sentence.setWordWrap(True)
        self.rows = {key: WayRow(context, REGISTRY[key].icon, self) for key in group.keys}
        listed = QVBoxLayout()
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(0)
        for key, row in self.rows.items():
            row.clicked.connect(lambda _on=False, key=key: frame.go(list_of(key)))
            listed.addWidget(row)
        _stand(self, self._sentence)
        self.column.addLayout(listed)

    def retranslate(self) -> None:
        self.heading.setText(QCoreApplication.translate("Company", self._group.heading))
        self._sentence.setText(QCoreApplication.translate("Company", self._group.sentence))
        for key, row in self.rows.items():
            count = self._context.desk.replica.count(REGISTRY[key].record)
            row.say(wording.kind_name(key, plural=True), wording.number(count))


class OwnCard(Card):
    """Show the company itself and lead to what it is called, where it is and what stands on its paper."""

    def __init__(self, context: Context, frame: Frame, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._facts = QLabel(self)
        self._facts.setProperty("kind", "muted")
        self._facts.setWordWrap(True)
        self.row = WayRow(context, "building-2", self)
        self.row.clicked.connect(lambda: frame.go(Place("record", "organisation:organisation")))
        _stand(self, self._facts)
        self.column.addWidget(self.row)

    def retranslate(self) -> None:
        own = self._context.desk.organisation
        self.heading.setText(own.name or wording.kind_name("organisation"))
        self._facts.setText(beside(own.name_zh, own.base_currency, own.time_zone))
        self.row.say(QCoreApplication.translate("Company", "Name, address, and what stands on quotes"), "")


def _stand(card: Card, words: QLabel) -> None:
    """Put words under the heading of a card, in one line with the signs of the rows that follow."""
    card.column.setContentsMargins(8, 14, 8, 8)
    card.column.setSpacing(4)
    card.column.addWidget(words)
    for label in (card.heading, words):
        label.setContentsMargins(_SIGN_LEFT, 0, 8, 0)


class CompanyPage(Page):
    """Lead to everything a company sets up once; who may not change it reads it there."""

    def __init__(self, context: Context, frame: Frame) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._context = context
        self._title, self._hint = QLabel(self), QLabel(self)
        self._title.setProperty("kind", "title")
        self._hint.setProperty("kind", "muted")
        self._hint.setWordWrap(True)
        self._hint.setVisible(context.desk.role not in ONLY_ADMINISTRATOR)
        self.own = OwnCard(context, frame, self)
        self.groups = tuple(GroupCard(context, frame, group, self) for group in SET_UP)
        self.rows = {key: row for group in self.groups for key, row in group.rows.items()}
        lay_in_column(self, (self._title, self._hint, self.own, *self.groups), WIDEST)
        context.tasks.touched.connect(self._on_touched)
        context.appearance.changed.connect(self.update)

    def open_place(self, place: Place) -> None:
        self.retranslate()

    def take_focus(self) -> None:
        self.own.row.setFocus()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Company"))
        self._hint.setText(self.tr("An administrator changes these lists; everybody reads them."))
        for card in (self.own, *self.groups):
            card.retranslate()

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if touched.keys() & {"*", "organisation", *self.rows}:
            self.retranslate()
