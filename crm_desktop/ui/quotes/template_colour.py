"""A colour of a template: typed as #RRGGBB, or taken from a few that read well, or from the system's own dialog."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, Qt
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QMenu, QToolButton, QWidget

from crm_desktop.core.colours import is_colour
from crm_desktop.core.schema import Record
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.editors import TextEditor
from crm_desktop.ui.quotes.head import HeadField
from crm_desktop.ui.wording import label, told

OFFERED = {
    "accent": ("#1D4F5F", "#1F6F54", "#1F4E8C", "#4B3F8F", "#8A1F4D", "#9B1C1C", "#8A3B12", "#5C4A1E", "#1B2430"),
    "shade": ("#F3F5F7", "#EEF5F1", "#EDF3FA", "#F2F0FA", "#FAEFF4", "#FBEEEE", "#FBEFE8", "#F7F3E8", "#FFFFFF"),
}
"""Darker ones for titles, pale ones behind figures: every pair can be read."""
SIGN = 16


def ask_colour(parent: QWidget, before: str, title: str) -> str:
    """Ask for any colour; "" where nobody wants one."""
    chosen = QColorDialog.getColor(QColor(before if is_colour(before) else "#1D4F5F"), parent, title)
    return chosen.name().upper() if chosen.isValid() else ""


class ColourField(HeadField):
    """A field of a colour with a button that shows it and offers others."""

    def __init__(self, context: Context, name: str, record: Record, parent: QWidget) -> None:
        super().__init__(context, name, record, parent)
        self._context = context
        if not isinstance(self.editor, TextEditor):
            raise TypeError(f"{name} is not typed")
        self.line = self.editor.line
        self.line.setPlaceholderText("#RRGGBB")
        self.button = QToolButton(self)
        self.button.setIconSize(QSize(SIGN, SIGN))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._offer)
        self.button.setMenu(self.menu)
        row = self.editor.row
        if isinstance(row, QHBoxLayout):
            row.addWidget(self.button)
        self.line.textChanged.connect(self._show_colour)
        self._show_colour()

    def take(self, colour: str) -> None:
        """Take a colour as if it were typed and left."""
        if colour:
            self.line.setText(colour)
            self.editor.committed.emit()

    def retranslate(self) -> None:
        """Set every text again."""
        words = told(label(self.field), self.tr("Choose a colour"))
        self.button.setAccessibleName(words)
        self.button.setToolTip(self.tr("Choose a colour"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_colour(self) -> None:
        typed = self.line.text().strip()
        self.button.setIcon(self._sign(typed if is_colour(typed) else ""))

    def _sign(self, colour: str) -> QIcon:
        theme, ratio = self._context.appearance.theme, self.devicePixelRatioF()
        drawn = QPixmap(QSize(SIGN, SIGN) * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.edge))
        painter.setBrush(QColor(colour) if colour else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(1, 1, SIGN - 2, SIGN - 2, 4, 4)
        painter.end()
        return QIcon(drawn)

    def _offer(self) -> None:
        self.menu.clear()
        for colour in OFFERED[self.field.name]:
            self.menu.addAction(self._sign(colour), colour).triggered.connect(
                lambda _on=False, colour=colour: self.take(colour)
            )
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Another…")).triggered.connect(self._on_another)

    def _on_another(self) -> None:
        self.take(ask_colour(self, self.line.text().strip(), label(self.field)))
