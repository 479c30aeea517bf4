"""The saved views of a list as tabs above it: choosing, saving, sharing, renaming and deleting them."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

import msgspec
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.actions import records, views
from crm_desktop.actions.desk import Done
from crm_desktop.actions.views import Shown
from crm_desktop.core.entities import ListView
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY
from crm_desktop.ui import wording
from crm_desktop.ui.commands import Command, Commands
from crm_desktop.ui.context import Context
from crm_desktop.ui.lists.view_name import ViewName, ViewTabs
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.taking_back import take_back

CHANGED = "\u2009•"
"""After the name of a view that was changed since it was saved."""
PLACE = "view:"
"""Before the id of a view in the place that shows it."""


class Displayed(Protocol):
    """What the views ask of the list that they are of."""

    @property
    def first_shown(self) -> Shown: ...
    @property
    def shown(self) -> Shown: ...
    def show_view(self, shown: Shown) -> None: ...
    def unknown(self) -> list[str]: ...


class ViewsBar(QWidget):
    """Show the views of a list and which one is in front; what was changed of one waits for it while others are shown."""

    def __init__(self, context: Context, frame: Frame, key: str, of: Displayed, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._frame, self._key, self._list = context, frame, key, of
        self._views: list[ListView] = []
        self._mine: frozenset[str] = frozenset()
        self._drafts: dict[str, Shown] = {}
        self.current: ListView | None = None
        self.name_panel: ViewName | None = None
        self._is_switching = False
        self._commands = Commands(
            parent,
            [
                Command(QT_TRANSLATE_NOOP("Command", "Save view"), ("Ctrl+S",), self.save),
                Command(QT_TRANSLATE_NOOP("Command", "Next view"), ("Ctrl+PgDown",), partial(self.step, 1)),
                Command(QT_TRANSLATE_NOOP("Command", "Previous view"), ("Ctrl+PgUp",), partial(self.step, -1)),
            ],
        )
        self.tabs = ViewTabs(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.save_button, self.more = QToolButton(self), QToolButton(self)
        self.note = QLabel(self)
        self._lay_out()
        self.tabs.currentChanged.connect(self._on_tab)
        self.tabs.menu_asked.connect(self.more.showMenu)
        self.tabs.customContextMenuRequested.connect(self._on_menu_asked)
        self.save_button.clicked.connect(self.save)
        context.tasks.touched.connect(self._on_touched)
        self._read()

    # What the page asks.

    def start(self) -> None:
        """Show the view that the list was left in."""
        last = views.last_view(self._context.desk, self._key)
        if any(one.id == last for one in self._views):
            self.select(last)

    def left(self) -> tuple[str, dict[str, Shown]]:
        """Give the id of the view in front, and what was changed of views and not saved."""
        drafts = {id_: shown for id_, shown in self._drafts.items() if id_ != self._id}
        return self._id, {**drafts, self._id: self._list.shown} if self.is_changed else drafts

    def take_up(self, id_: str, drafts: dict[str, Shown]) -> None:
        """Show a view as it was left, with what was changed of it; one that is gone gives way to the list by itself."""
        # The columns of the list itself are kept without a view, so that they are the same in every window.
        self._drafts = {
            key: shown if key else msgspec.structs.replace(shown, columns=()) for key, shown in drafts.items()
        }
        self._read(id_)
        self._show(self._drafts.get(self._id) or self._base())

    def select(self, id_: str) -> None:
        """Bring a view to the front, "" for the list as it is by itself."""
        place = next((at for at, one in enumerate(self._views, 1) if one.id == id_), 0)
        if place == self.tabs.currentIndex():
            self._on_tab(place)
        else:
            self.tabs.setCurrentIndex(place)

    def step(self, by: int) -> None:
        """Bring the next view to the front, or the one before."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    @property
    def is_changed(self) -> bool:
        """Tell whether the list shows something else than its view says."""
        shown, base = self._comparable(self._list.shown), self._comparable(self._base())
        if self.current is None or not base.columns:  # the columns of the list itself are kept without a view
            shown, base = (msgspec.structs.replace(one, columns=()) for one in (shown, base))
        return shown != base

    def note_change(self) -> None:
        """Mark the view in front where it was changed."""
        if self._is_switching:
            return
        is_changed = self.is_changed
        self.tabs.setTabText(self.tabs.currentIndex(), self._words(self.current) + (CHANGED if is_changed else ""))
        self.tabs.updateGeometry()
        self.save_button.setVisible(is_changed)
        unknown = self._list.unknown()
        self.note.setVisible(bool(unknown))
        if unknown:
            text = self.tr(
                "This view also uses “%1”, which this version of Satchel does not know. That is left out here and stays in the view."
            )
            self.note.setText(text.replace("%1", wording.listed(unknown)))
        self._fill_menu()

    def retranslate(self) -> None:
        """Word everything again."""
        theme = self._context.appearance.theme
        self._commands.retranslate()
        self.tabs.setAccessibleName(self.tr("Views"))
        for place, view in enumerate((None, *self._views)):
            self.tabs.setTabText(place, self._words(view))
            shared = view is not None and view.is_shared
            self.tabs.setTabIcon(place, icon("users", theme.muted) if shared else QIcon())
            self.tabs.setTabToolTip(place, self._hint(view))
        self.save_button.setIcon(icon("bookmark", theme.accent))
        self.save_button.setText(f"\u2009{self.tr('Save view')}")
        self.save_button.setAccessibleName(self.tr("Save view"))
        self.save_button.setToolTip(f"{self.tr('Save view')}  Ctrl+S")
        self.more.setIcon(icon("ellipsis", theme.muted))
        self.more.setAccessibleName(self.tr("View"))
        self.more.setToolTip(self.tr("Save, share, rename or delete this view"))
        self.note_change()

    # What people do.

    def save(self) -> None:
        """Save what was changed of the view in front; where that is not the person's to do, as a new one."""
        view = self.current
        if view is None or view.id not in self._mine:
            self.save_as()
        elif self.is_changed:
            self._do(lambda: views.save(self._context.desk, view, self._list.shown), self.tr("View saved"))

    def save_as(self) -> None:
        """Ask for a name and save what is shown as a new view."""

        def keep(name: str, is_shared: bool) -> Done:
            return views.keep(self._context.desk, self._key, name, self._list.shown, is_shared=is_shared)

        self._ask("", keep)

    def rename(self) -> None:
        """Ask for another name of the view in front."""
        view = self.current
        if view is not None:
            self._ask(view.name, lambda name, _shared: views.rename(self._context.desk, view, name))

    def share(self) -> None:
        """Give the view in front to everyone, or take it back."""
        view = self.current
        if view is not None:
            said = self.tr("Only you see this view now") if view.is_shared else self.tr("Everyone gets this view now")
            self._do(lambda: views.share(self._context.desk, view, is_shared=not view.is_shared), said)

    def delete(self) -> None:
        """Delete the view in front; the list goes on as it is by itself."""
        view = self.current
        if view is not None:
            said = self.tr("Deleted: %1").replace("%1", view.name)
            self._do(lambda: records.delete(self._context.desk, view), said)

    def discard(self) -> None:
        """Show the view in front as it was saved."""
        self._drafts.pop(self._id, None)
        self._show(self._base())

    # Within.

    @property
    def _id(self) -> str:
        return self.current.id if self.current else ""

    def _base(self) -> Shown:
        return self._list.first_shown if self.current is None else views.shown_by(self.current)

    def _comparable(self, shown: Shown) -> Shown:
        """Leave out how wide the last column is, which takes what room there is, and put unknown ones behind it."""
        fields = REGISTRY[self._key].fields
        known = [one for one in shown.columns if one[0] in fields]
        others = sorted(one for one in shown.columns if one[0] not in fields)
        last = [(known[-1][0], 0)] if known else []
        return msgspec.structs.replace(shown, columns=(*known[:-1], *last, *others))

    def _words(self, view: ListView | None) -> str:
        return self.tr("Standard") if view is None else view.name

    def _hint(self, view: ListView | None) -> str:
        if view is None:
            return self.tr("The plain list")
        if not view.is_shared:
            return self.tr("Only you see this view")
        owner = wording.title(self._context, "user", view.owner)
        return self.tr("For everyone, by %1").replace("%1", owner)

    def _show(self, shown: Shown) -> None:
        self._is_switching = True
        self._list.show_view(shown)
        self._is_switching = False
        self.note_change()

    def _on_tab(self, place: int) -> None:
        following = self._views[place - 1] if 0 < place <= len(self._views) else None
        if following is not self.current:
            self._keep_draft()
            self.tabs.setTabText(
                next((at for at, one in enumerate(self._views, 1) if one is self.current), 0), self._words(self.current)
            )
        self.current = following
        views.note_view(self._context.desk, self._key, self._id)
        self._show(self._drafts.get(self._id) or self._base())

    def _keep_draft(self) -> None:
        if self.is_changed:
            self._drafts[self._id] = self._list.shown
        else:
            self._drafts.pop(self._id, None)

    def _read(self, front: str | None = None) -> None:
        """Read which views there are, and stay at the one in front. front: another one to be there."""
        id_ = self._id if front is None else front
        desk = self._context.desk
        self._views = views.views_of(desk, self._key)
        self._mine = frozenset(one.id for one in self._views if views.may_change(desk, one))
        self.tabs.blockSignals(True)
        while self.tabs.count() > len(self._views) + 1:
            self.tabs.removeTab(self.tabs.count() - 1)
        while self.tabs.count() < len(self._views) + 1:
            self.tabs.addTab("")
        place = next((at for at, one in enumerate(self._views, 1) if one.id == id_), 0)
        self.tabs.setCurrentIndex(place)
        self.current = self._views[place - 1] if place else None
        self.tabs.blockSignals(False)

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if not touched.keys() & {"*", "list_view"}:
            return
        before, was_changed, base = self.current, self.is_changed, self._base()
        self._read()
        if self.current is None and before is not None:
            self._drafts.pop(before.id, None)
            views.note_view(self._context.desk, self._key, "")
            self._show(self._drafts.get("") or self._base())
        elif not was_changed and self._base() != base:
            self._show(self._base())
        self.retranslate()

    def _do(self, act: Callable[[], Done], said: str) -> bool:
        try:
            done = act()
        except UserError as error:
            self._frame.message("warn", sentence(error))
            return False
        self._context.tell(done)
        if done.change:
            self._frame.toast(said, self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change))
        return True

    def _ask(self, name: str, act: Callable[[str, bool], Done]) -> None:
        panel = self.name_panel = ViewName(self.tabs, self.tabs.tabRect(self.tabs.currentIndex()), name)

        def named(text: str, is_shared: bool) -> None:
            try:
                done = act(text, is_shared)
            except UserError as error:
                panel.say(sentence(error))
                return
            panel.go()
            self._context.tell(done)
            if not name:
                self._go_to_new(next(iter(done.touched["list_view"])))
            self._frame.toast(
                self.tr("View saved"), self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change)
            )

        panel.named.connect(named)
        panel.open()

    def _go_to_new(self, id_: str) -> None:
        """Bring a view to the front that was made of what is shown: the one before has no changes left."""
        self._drafts.pop(self._id, None)
        self._read(id_)
        views.note_view(self._context.desk, self._key, id_)
        self._show(self._base())
        self.retranslate()

    def _fill_menu(self) -> None:
        menu, view = self.more.menu(), self.current
        menu.clear()
        mine = self._id in self._mine
        self._offer(menu, self.tr("Save view") + "\tCtrl+S", self.save, on=self.is_changed and mine)
        self._offer(menu, self.tr("Save as new view"), self.save_as, on=True)
        self._offer(menu, self.tr("Discard changes"), self.discard, on=self.is_changed)
        menu.addSeparator()
        self._offer(menu, self.tr("Rename view"), self.rename, on=mine)
        is_shared = view is not None and view.is_shared
        self._offer(
            menu,
            self.tr("Keep view to myself") if is_shared else self.tr("Share view with everyone"),
            self.share,
            on=mine,
        )
        self._offer(menu, self.tr("Delete view"), self.delete, on=mine)

    @staticmethod
    def _offer(menu: QMenu, words: str, call: Callable[[], object], *, on: bool) -> QAction:
        action = menu.addAction(words, call)
        action.setEnabled(on)
        return action

    def _on_menu_asked(self, at: QPoint) -> None:
        place = self.tabs.tabAt(at)
        if place >= 0:
            self.tabs.setCurrentIndex(place)
            self.more.menu().popup(self.tabs.mapToGlobal(at))

    def _lay_out(self) -> None:
        self.more.setMenu(QMenu(self.more))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for button in (self.save_button, self.more):
            button.setIconSize(QSize(16, 16))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.note.setProperty("kind", "small warn")
        self.note.setWordWrap(True)
        self.note.setContentsMargins(16, 4, 16, 4)
        self.note.hide()
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 12, 0)  # the words of a tab stand under the heading
        row.setSpacing(4)
        row.addWidget(self.tabs)
        row.addWidget(self.more)
        row.addWidget(self.save_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.note)
