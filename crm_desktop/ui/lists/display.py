"""How a list is displayed beside its filters: the menu of columns, order and groups, and the same in a view's words."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from crm_desktop.actions.listing import possible_columns
from crm_desktop.core.schema import REGISTRY, Entity, Field
from crm_desktop.ui import wording
from crm_desktop.ui.lists.grouped_table import GroupedTable
from crm_desktop.ui.lists.grouping import by_words, groupable
from crm_desktop.ui.lists.sorting import NEVER_SORTED, Order, added, place_in, sort_name, turned


class Display(QObject):
    """Keep by what a list is sorted and grouped, and fill the menu of its button. changed: by the person.

    What of either this version does not know stays in `order` and `group_by`, and is left out of what is asked.
    """

    changed = Signal()

    def __init__(self, table: GroupedTable, button: QToolButton, first: Order) -> None:
        super().__init__(table)
        self._table, self._button, self._first = table, button, first
        self.order: Order = first
        self.group_by = ""
        self._menu = QMenu(button)
        self._menu.aboutToShow.connect(self.fill)
        button.setMenu(self._menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        table.sorted_by.connect(self.sort)
        table.columns_changed.connect(self.fill)

    @property
    def _declared(self) -> Entity:
        return self._table.records.declared

    @property
    def _role(self) -> str:
        return self._table.records.context.desk.role

    def usable_order(self) -> Order:
        """Give the order without what this version does not know."""
        return tuple(one for one in self.order if _is_known(self._declared, one.lstrip("-")))

    def usable_group(self) -> str:
        """Give by what to group, "" where this version does not know it."""
        return self.group_by if self.group_by in groupable(self._declared, self._role) else ""

    def unknown(self) -> list[str]:
        """Name what is left out."""
        group = [self.group_by] if self.group_by != self.usable_group() else []
        return [*(one.lstrip("-") for one in self.order if one not in self.usable_order()), *group]

    def sort(self, order: Order) -> None:
        """Sort otherwise."""
        self.order = order
        self._tell()

    def group(self, by: str) -> None:
        """Group by something else, "" for one list."""
        self.group_by = by
        self._tell()

    def take_over(self, order: Order, group_by: str) -> None:
        """Show what a view says; nobody is told."""
        self.order, self.group_by = order or self._first, group_by
        self.fill()

    def fill(self) -> None:
        """Fill the menu anew, as the palette and the button find it."""
        self._menu.clear()
        for words, fill in (
            (self.tr("Columns"), self._table.fill_column_menu),
            (self.tr("Sort by"), self._fill_sort),
            (self.tr("Then by"), self._fill_then),
            (self.tr("Group by"), self._fill_group),
        ):
            fill(self._menu.addMenu(words))
        self._menu.addSeparator()
        self._table.fill_fold_menu(self._menu)

    def open(self, fill: str) -> QMenu:
        """Open one part of the menu by a key, below the button. fill: "sort" or "group"."""
        menu = QMenu(self._table)
        menu.aboutToHide.connect(menu.deleteLater)
        if fill == "sort":
            self._fill_sort(menu)
            menu.addSeparator()
            self._fill_then(menu.addMenu(self.tr("Then by")))
        else:
            self._fill_group(menu)
            menu.addSeparator()
            self._table.fill_fold_menu(menu)
        menu.popup(self._button.mapToGlobal(QPoint(0, self._button.height())))
        menu.setActiveAction(next((one for one in menu.actions() if one.isChecked()), menu.actions()[0]))
        return menu

    def _fill_sort(self, menu: QMenu) -> None:
        self._fill_fields(menu, turned, lambda place: place == 1)
        menu.addSeparator()
        menu.addAction(self.tr("Default order"), lambda: self.sort(self._first))

    def _fill_then(self, menu: QMenu) -> None:
        self._fill_fields(menu, added, lambda place: place > 1)

    def _fill_fields(self, menu: QMenu, following: Callable[[Order, str], Order], is_on: Callable[[int], bool]) -> None:
        for field in self._sortable():
            place, is_falling = place_in(self.order, field)
            words = wording.label(field)
            if place:
                words = f"{words}  {'↓' if is_falling else '↑'}{place if len(self.order) > 1 else ''}"
            action = _check(menu, words, on=is_on(place))
            name = sort_name(field)
            action.triggered.connect(lambda _on=False, name=name: self.sort(following(self.usable_order(), name)))

    def _fill_group(self, menu: QMenu) -> None:
        for by in ("", *groupable(self._declared, self._role)):
            words = by_words(self._declared, by) if by else self.tr("No groups")
            action = _check(menu, words, on=by == self.usable_group())
            action.triggered.connect(lambda _on=False, by=by: self.group(by))

    def _sortable(self) -> list[Field]:
        return [one for one in possible_columns(self._declared, self._role) if one.kind not in NEVER_SORTED]

    def _tell(self) -> None:
        self.changed.emit()
        self.fill()


def _check(menu: QMenu, words: str, *, on: bool) -> QAction:
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(on)
    return action


def _is_known(declared: Entity, name: str) -> bool:
    """Tell whether records of an entity can be ordered by a name."""
    link, _, rest = name.partition(".")
    field = declared.fields.get(link)
    if field is None or not rest:
        return name == "id" or field is not None
    return field.target in REGISTRY and rest in REGISTRY[field.target].fields
