"""What a calendar says about the days it shows."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from crm_desktop.ui.calendar.layout import DAY, MONTH, WEEK, Period
from crm_desktop.ui.wording import day


def period_words(period: Period) -> str:
    """Name the days shown, as a heading."""
    locale = QLocale()
    if period.view == DAY:
        return day(period.first, "week")
    if period.view == MONTH:
        form = "yyyy年M月" if locale.language() == QLocale.Language.Chinese else "MMMM yyyy"
        return locale.toString(QDate(period.first.year, period.first.month, 1), form)
    first, last = period.first, period.last
    if locale.language() == QLocale.Language.Chinese:
        until = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
        return f"{first.year}年{first.month}月{first.day}日 – {until}"
    begin = str(first.day) if first.month == last.month else day(first, "short")
    if first.year != last.year:
        begin = day(first)
    return f"{begin} – {day(last)}"


def empty_words(period: Period, today: date) -> str:
    """Say that nothing is planned in the days shown."""
    if period.view == DAY:
        return (
            QCoreApplication.translate("Calendar", "Nothing planned today.")
            if period.first == today
            else QCoreApplication.translate("Calendar", "Nothing planned on this day.")
        )
    if period.view == WEEK:
        return QCoreApplication.translate("Calendar", "Nothing planned this week.")
    if period.view == MONTH:
        return QCoreApplication.translate("Calendar", "Nothing planned this month.")
    return QCoreApplication.translate("Calendar", "Nothing planned in these two weeks.")
