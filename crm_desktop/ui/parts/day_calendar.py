"""A month to take a day from, in the look of the theme."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget

from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.theme import Theme


def day_calendar(theme: Theme, parent: QWidget) -> QCalendarWidget:
    """Make a calendar; Qt's own has a loud bar and red weekends that no style sheet reaches whole."""
    made = QCalendarWidget(parent)
    made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    made.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
    plain, muted = QTextCharFormat(), QTextCharFormat()
    plain.setForeground(QColor(theme.text))
    muted.setForeground(QColor(theme.muted))
    for day in Qt.DayOfWeek:
        made.setWeekdayTextFormat(day, muted if day in {Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday} else plain)
    made.setHeaderTextFormat(muted)
    for name, sign in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        button = made.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(icon(sign, theme.text))
    made.setStyleSheet(
        f"QWidget#qt_calendar_navigationbar {{ background: {theme.raised}; }}"
        f"QCalendarWidget QToolButton {{ color: {theme.text}; font-weight: 600; }}"
        f"QCalendarWidget QAbstractItemView {{ background: {theme.raised}; color: {theme.text};"
        f" selection-background-color: {theme.accent}; selection-color: {theme.on_accent}; }}"
    )
    return made
