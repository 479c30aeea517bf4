"""The bar above the page: back and forward, the one search field, New, the sync pill and the person's menu."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from crm_desktop.ui.look.appearance import CHOICES, Appearance
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.initials import paint_initials
from crm_desktop.ui.look.language import LANGUAGES, Language
from crm_desktop.ui.page import NewItem
from crm_desktop.ui.sync_state import SIGNS, SyncState, connection_name


class SearchField(QLineEdit):
    """Emit edited at each keystroke; Escape empties the field first and then, like Enter and Down, leaves it.

    edited carries the committed text with what an input method still composes, so that pinyin finds at once.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._composing = ""
        self.textChanged.connect(lambda _text: self.edited.emit(self.full_text()))
        self.setClearButtonEnabled(True)
        self.setProperty("kind", "search")
        self.setMaximumWidth(520)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, hint: str) -> None:
        """Say what is searched: in the empty field, and on hover where the field is too short for it."""
        self.setPlaceholderText(hint)
        self.setToolTip(f"{hint or self.accessibleName()}  Ctrl+F, /")

    def full_text(self) -> str:
        """Give the text with the part still being composed at the cursor."""
        at = self.cursorPosition()
        return self.text()[:at] + self._composing + self.text()[at:]

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        before = self.full_text()
        self._composing = event.preeditString()
        super().inputMethodEvent(event)
        if not event.commitString() and self.full_text() != before:
            self.edited.emit(self.full_text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in {Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Avatar(QAbstractButton):
    """Open a menu under a disc with the person's initials."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.name = ""
        self.setFixedSize(30, 30)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_initials(painter, self.rect().adjusted(2, 2, -2, -2), self.name, self._appearance, self.font())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))


class TopBar(QFrame):
    """Hold the controls every screen shares.

    back, forward, sync_asked: clicked. searched: text at each keystroke; search_left: the person is done typing.
    new_asked: the NewItem chosen.
    """

    back = Signal()
    forward = Signal()
    searched = Signal(str)
    search_left = Signal()
    new_asked = Signal(object)
    sync_asked = Signal()

    def __init__(self, appearance: Appearance, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._language = language
        self._state = SyncState()
        self._items: tuple[NewItem, ...] = ()
        self._person = ("", "")
        self.back_button, self.forward_button = QToolButton(self), QToolButton(self)
        self.search = SearchField(self)
        self._glass = QAction(self.search)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.new_button = QPushButton(self)
        self.new_button.setProperty("kind", "primary")
        self.new_menu = QMenu(self)
        self.new_button.setMenu(self.new_menu)
        self.pill = QPushButton(self)
        self.avatar = Avatar(appearance, self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def set_new_items(self, items: tuple[NewItem, ...]) -> None:
        """Fill the New menu; without items there is no New button."""
        self._items = items
        self.retranslate()

    def set_person(self, name: str, role: str) -> None:
        """Show who works here; role is already translated."""
        self._person = (name, role)
        self.retranslate()

    def show_state(self, state: SyncState) -> None:
        """Show the connection and the count of pending changes in the pill."""
        self._state = state
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text and icon again in the language and theme now in force."""
        theme = self._appearance.theme
        for button, sign, name in (
            (self.back_button, "arrow-left", self.tr("Back")),
            (self.forward_button, "arrow-right", self.tr("Forward")),
        ):
            button.setIcon(icon(sign, theme.text))
            button.setAccessibleName(name)
        self.back_button.setToolTip(self.tr("Back") + "  Alt+←")
        self.forward_button.setToolTip(self.tr("Forward") + "  Alt+→")
        self._glass.setIcon(icon("search", theme.muted))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.say(self.search.placeholderText())
        self._glass.setText(self.tr("Search"))
        for button in self.search.findChildren(QToolButton):  # Qt's own to clear the field has no words at all
            is_glass = button.defaultAction() == self._glass
            button.setAccessibleName(self._glass.text() if is_glass else self.tr("Clear the search"))
            if not is_glass:
                button.setIcon(icon("x", theme.muted))
        self.new_button.setText(self.tr("New"))
        self.new_button.setIcon(icon("plus", theme.on_accent))
        self.new_button.setToolTip(self.tr("New") + "  Ctrl+Shift+N")
        self.new_button.setVisible(bool(self._items))
        self._fill_new_menu()
        self._show_pill()
        self.avatar.name = self._person[0]
        self.avatar.setAccessibleName(self.tr("Menu of %1").replace("%1", self._person[0]))
        self.avatar.setToolTip(self._person[0])
        self.avatar.update()

    def show_search_text(self, text: str) -> None:
        """Put a text into the search field without searching it."""
        self.search.blockSignals(True)
        self.search.setText(text)
        self.search.blockSignals(False)

    def take_focus(self) -> None:
        """Put the keyboard into the search field, or on the pill where nothing is searched."""
        target = self.search if self.search.isEnabled() else self.pill
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def open_person_menu(self) -> None:
        """Open the menu under the avatar."""
        menu = self.person_menu()
        corner = self.avatar.mapToGlobal(self.avatar.rect().bottomRight())
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(corner)

    def person_menu(self) -> QMenu:
        """Make the menu: who, language, theme, the added commands; it deletes itself when closed."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if self._person[0]:
            menu.addAction(" · ".join(part for part in self._person if part)).setEnabled(False)
            menu.addSeparator()
        if self.avatar.actions():
            menu.addActions(self.avatar.actions())
            menu.addSeparator()
        languages = menu.addMenu(icon("languages", self._appearance.theme.muted), self.tr("Language"))
        self._add_choices(languages, LANGUAGES, self._language.code, self._language.choose)
        themes = menu.addMenu(icon("sun", self._appearance.theme.muted), self.tr("Theme"))
        names = (self.tr("As the system"), self.tr("Light"), self.tr("Dark"), self.tr("High contrast"))
        self._add_choices(
            themes, dict(zip(CHOICES, names, strict=True)), self._appearance.choice, self._appearance.choose
        )
        return menu

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _add_choices(self, menu: QMenu, names: dict[str, str], chosen: str, choose: Callable[[str], None]) -> None:
        group = QActionGroup(menu)
        for key, name in names.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(key == chosen)
            # The menu is being closed by this click: switch when its events are through.
            action.triggered.connect(lambda _checked=False, key=key: choose(key), Qt.ConnectionType.QueuedConnection)
            group.addAction(action)

    def _fill_new_menu(self) -> None:
        self.new_menu.clear()
        for item in self._items:
            label = QCoreApplication.translate("New", item.label)
            action = self.new_menu.addAction(icon(item.icon, self._appearance.theme.muted), label)
            action.triggered.connect(lambda _checked=False, item=item: self.new_asked.emit(item))

    def _show_pill(self) -> None:
        state = self._state
        sign, tone = SIGNS[state.connection]
        name = connection_name(state.connection)
        self.pill.setIcon(icon(sign, self._appearance.theme.tone(tone)))
        count = QLocale().toString(state.pending)
        # The thin space keeps the text off the icon, which a style sheet cannot.
        self.pill.setText(f"\u2009{name} · {count}" if state.pending else f"\u2009{name}")
        sending = self.tr("%1 to send").replace("%1", count) if state.pending else self.tr("Nothing to send")
        self.pill.setAccessibleName(self.tr("Sync now: %1, %2").replace("%1", name).replace("%2", sending))
        self.pill.setToolTip("\n".join(part for part in (state.reason, sending, self.tr("Click to sync now")) if part))

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.back)
        self.forward_button.clicked.connect(self.forward)
        self.search.edited.connect(self.searched)
        self.search.left.connect(self.search_left)
        self.pill.clicked.connect(self.sync_asked)
        self.avatar.clicked.connect(self.open_person_menu)
        self._appearance.changed.connect(self.retranslate)

    def _lay_out(self) -> None:
        self.setProperty("kind", "bar")
        self.setFixedHeight(52)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        for button in (self.back_button, self.forward_button):
            button.setIconSize(QSize(18, 18))
            row.addWidget(button)
        row.addSpacing(4)
        row.addWidget(self.search, 4)
        row.addStretch(1)
        row.addWidget(self.new_button)
        row.addWidget(self.pill)
        row.addSpacing(4)
        row.addWidget(self.avatar)
