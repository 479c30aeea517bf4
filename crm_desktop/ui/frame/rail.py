"""The left rail: every screen one click or Ctrl+number away, as icons or with their names."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.fonts import sized
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.look.theme import RADIUS, Theme, blend
from crm_desktop.ui.page import Screen

NARROW = 56
WIDE = 200
_ICON = 18
CHOSEN, UNDER_MOUSE = 0.09, 0.05  # how much of the colour of texts the ground of a screen has


class RailButton(QAbstractButton):
    """Show one screen of the rail; its text is the translated label, its badge a count that waits for the person."""

    def __init__(self, appearance: Appearance, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._icon = icon
        self._badge = 0
        self.is_wide = True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def set_badge(self, count: int) -> None:
        """Show a count of 1 and more beside the label."""
        self._badge = count
        self.update()

    def name_it(self, label: str, keys: str) -> None:
        """Set label and, from the keys that lead here ("Ctrl+1" or ""), the tooltip."""
        self.setText(label)
        waiting = QCoreApplication.translate("Rail", "%1, %2 waiting").replace("%1", label)
        self.setAccessibleName(waiting.replace("%2", str(self._badge)) if self._badge else label)
        self.setToolTip(f"{label}  {keys}" if keys else label)

    def sizeHint(self) -> QSize:
        return QSize(WIDE - 16 if self.is_wide else NARROW - 16, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, theme)
        colour = theme.text if self.isChecked() else theme.muted
        ratio = self.devicePixelRatioF()
        left = 11 if self.is_wide else (self.width() - _ICON) // 2
        icon_colour = theme.accent if self.isChecked() else colour
        painter.drawPixmap(QPoint(left, (self.height() - _ICON) // 2), pixmap(self._icon, icon_colour, _ICON, ratio))
        if self.is_wide:
            font = self.font()
            font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            room = self.width() - 40 - (40 if self._badge else 8)
            text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(40, 0, room + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        if self._badge:
            self._paint_badge(painter, theme)

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        box = self.rect().adjusted(1, 1, -1, -1)
        if self.isChecked():
            painter.setBrush(QColor(blend(theme.text, theme.window, CHOSEN)))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        elif self.underMouse():
            painter.setBrush(QColor(blend(theme.text, theme.window, UNDER_MOUSE)))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(box, RADIUS, RADIUS)

    def _paint_badge(self, painter: QPainter, theme: Theme) -> None:
        font = sized(self.font(), 11, QFont.Weight.DemiBold)
        text = str(self._badge) if self._badge < 100 else "99+"
        width = max(18, QFontMetrics(font).horizontalAdvance(text) + 10)
        right = self.width() - 8 if self.is_wide else self.width() - 1
        box = QRect(right - width, (self.height() - 18) // 2 if self.is_wide else 1, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(box, 9, 9)
        painter.setFont(font)
        painter.setPen(QColor(theme.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QFrame):
    """List the screens; chosen gives the key of the one clicked, folded whether only icons are left."""

    chosen = Signal(str)
    folded = Signal(bool)

    def __init__(self, appearance: Appearance, screens: Sequence[Screen], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screens = [screen for screen in screens if screen.in_rail]
        self._buttons = {screen.key: RailButton(appearance, screen.icon, self) for screen in self._screens}
        self._fold = RailButton(appearance, "chevrons-left", self)
        self._fold.clicked.connect(self._on_fold_clicked)
        self._group = QButtonGroup(self)
        self.is_folded: bool = False
        self.setProperty("kind", "bar")
        self._lay_out()
        self.set_folded(False)
        self.retranslate()

    def mark(self, key: str) -> None:
        """Show which screen the person is in; a key without button marks none."""
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self._group.setExclusive(True)

    def set_badge(self, key: str, count: int) -> None:
        """Show how many things wait in a screen; 0 takes the badge away."""
        self._buttons[key].set_badge(count)
        self.retranslate()

    def set_folded(self, is_folded: bool) -> None:
        """Show icons only, or icons with names."""
        self.is_folded = is_folded
        self.setFixedWidth(NARROW if is_folded else WIDE)
        self._fold.set_icon("chevrons-right" if is_folded else "chevrons-left")
        for button in (*self._buttons.values(), self._fold):
            button.is_wide = not is_folded
            button.updateGeometry()
        self.retranslate()
        self.folded.emit(is_folded)

    def _on_fold_clicked(self) -> None:
        self.set_folded(not self.is_folded)

    def take_focus(self) -> None:
        """Put the keyboard on the present screen's button."""
        marked = self._group.checkedButton() or next(iter(self._buttons.values()))
        marked.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Set every text again in the language now in force."""
        for screen in self._screens:
            self._buttons[screen.key].name_it(screen.name, screen.leading_key)
        self._fold.name_it(self.tr("Show names") if self.is_folded else self.tr("Icons only"), "")
        self.setAccessibleName(self.tr("Screens"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(2)
        for screen in (
            *(s for s in self._screens if not s.at_bottom),
            None,
            *(s for s in self._screens if s.at_bottom),
        ):
            if screen is None:
                column.addStretch(1)
                continue
            button = self._buttons[screen.key]
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, key=screen.key: self.chosen.emit(key))
            self._group.addButton(button)
            column.addWidget(button)
        column.addWidget(self._fold)
