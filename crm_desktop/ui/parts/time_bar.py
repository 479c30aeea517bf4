"""The control that looks at another moment, and the banner that says so for as long as one does."""

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store import Past
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon, pixmap
from crm_desktop.ui.parts.day_calendar import day_calendar


class TimePanel(QFrame):
    """Choose a day to look at and which of the two pasts."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "raised")
        today = context.desk.today()
        self.calendar = day_calendar(context.appearance.theme, self)
        self.calendar.setMaximumDate(_qdate(today))
        self.calendar.setSelectedDate(_qdate(_day_looked_at(context) or today))
        self.calendar.setAccessibleName(self.tr("Day to look at"))
        self.as_was = QRadioButton(self.tr("As it was: everything that had happened by then"), self)
        self.as_known = QRadioButton(self.tr("As we knew it: what had reached the server by then"), self)
        (self.as_known if context.past is Past.AS_KNOWN else self.as_was).setChecked(True)
        self.now = QPushButton(self.tr("Now"), self)
        self.look = QPushButton(self.tr("Look at this day"), self)
        self.look.setProperty("kind", "primary")
        quick = QGridLayout()
        quick.setSpacing(4)
        for place, (words, day) in enumerate(_quick_days(today)):
            button = QPushButton(words, self)
            button.setProperty("kind", "link")
            button.clicked.connect(lambda _on=False, day=day: self._look(day))
            quick.addWidget(button, place // 3, place % 3)
        foot = QHBoxLayout()
        foot.addWidget(self.now)
        foot.addStretch(1)
        foot.addWidget(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(quick)
        column.addWidget(self.calendar)
        column.addWidget(self.as_was)
        column.addWidget(self.as_known)
        column.addLayout(foot)
        self.look.clicked.connect(lambda: self._look(_date(self.calendar.selectedDate())))
        self.calendar.activated.connect(lambda chosen: self._look(_date(chosen)))
        self.now.clicked.connect(self._on_now)

    def _look(self, day: date) -> None:
        past = Past.AS_KNOWN if self.as_known.isChecked() else Past.AS_WAS
        self.close()
        self._context.look_at(self._context.desk.end_of(day), past)

    def _on_now(self) -> None:
        self.close()
        self._context.look_at(None)


class TimeButton(QToolButton):
    """Show which moment is looked at and open the choice of another."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setIconSize(QSize(16, 16))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.open)
        context.moved_in_time.connect(self.retranslate)
        context.appearance.changed.connect(self.retranslate)
        self.retranslate()

    def open(self) -> TimePanel:
        """Open the panel under the button."""
        panel = TimePanel(self._context, self)
        panel.adjustSize()
        corner = self.mapToGlobal(self.rect().bottomRight())
        corner.setX(max(0, corner.x() - panel.width()))
        panel.move(corner)
        panel.show()
        panel.calendar.setFocus()
        return panel

    def retranslate(self) -> None:
        """Say the moment in the language now in force."""
        theme = self._context.appearance.theme
        day = _day_looked_at(self._context)
        self.setText("\u2009" + (wording.day(day) if day else self.tr("Now")))
        self.setIcon(icon("history", theme.accent if day else theme.muted))
        self.setAccessibleName(self.tr("Moment looked at: %1").replace("%1", self.text().strip()))
        self.setToolTip(self.tr("See any past day, as it was then"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class TimeBanner(QFrame):
    """Say above a page which past is shown and lead back; hidden while it is now. Escape leads back as well."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.sign, self.words = QLabel(self), QLabel(self)
        self.words.setWordWrap(True)
        self.back = QPushButton(self)
        self.back.clicked.connect(lambda: context.look_at(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(self.sign)
        row.addWidget(self.words, 1)
        row.addWidget(self.back)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), parent, lambda: context.look_at(None))
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        context.moved_in_time.connect(self.retranslate)
        context.appearance.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language and theme now in force."""
        theme = self._context.appearance.theme
        day = _day_looked_at(self._context)
        self.setVisible(day is not None)
        self._escape.setEnabled(day is not None)
        self.setStyleSheet(
            f"TimeBanner {{ background: {theme.chips['violet']}; border-bottom: 1px solid {theme.line}; }}"
        )
        self.sign.setPixmap(pixmap("history", theme.hues["violet"], 18, self.devicePixelRatioF()))
        self.back.setText(self.tr("Back to now"))
        self.back.setToolTip(self.tr("Back to now") + "  Esc")
        if day is None:
            return
        if self._context.past is Past.AS_KNOWN:
            text = self.tr("You see the end of %1 as we knew it then. Nothing can be changed in the past.")
        else:
            text = self.tr("You see the end of %1 as it was. Nothing can be changed in the past.")
        self.words.setText(" ".join([text.replace("%1", wording.day(day)), *self._thinned()]))
        self.setAccessibleName(self.words.text())

    def _thinned(self) -> list[str]:
        """Say of what this laptop does not know the whole past at that moment any more, nothing where it does."""
        replica, moment = self._context.desk.replica, self._context.moment or 0
        since = {key: replica.known_since(key) for key, declared in REGISTRY.items() if not declared.internal}
        late = {key: us for key, us in since.items() if us > moment}
        if not late:
            return []
        text = self.tr("Of %1 this laptop knows the whole past since %2 only; what lies before is kept on the server.")
        names = wording.listed(wording.kind_name(key, plural=True) for key in late)
        return [
            text.replace("%1", names).replace(
                "%2", wording.day(wording.local(self._context, max(late.values())).date())
            )
        ]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _day_looked_at(context: Context) -> date | None:
    return None if context.moment is None else wording.local(context, context.moment).date()


def _quick_days(today: date) -> list[tuple[str, date]]:
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return [
        (QCoreApplication.translate("TimePanel", "Yesterday"), today - timedelta(days=1)),
        (QCoreApplication.translate("TimePanel", "A week ago"), today - timedelta(days=7)),
        (QCoreApplication.translate("TimePanel", "End of last month"), today.replace(day=1) - timedelta(days=1)),
        (QCoreApplication.translate("TimePanel", "End of last quarter"), quarter - timedelta(days=1)),
        (QCoreApplication.translate("TimePanel", "End of last year"), date(today.year - 1, 12, 31)),
        (QCoreApplication.translate("TimePanel", "A year ago"), today - timedelta(days=365)),
    ]


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
