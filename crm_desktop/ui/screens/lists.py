"""One page for the list of any kind of record: search, chips, filters, table, sums."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.actions.views import Shown
from crm_desktop.core.schema import REGISTRY, Kind, Record
from crm_desktop.core.store import Where
from crm_desktop.core.store.search import SEARCHED
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.lists.cell_editing import CellEditing
from crm_desktop.ui.lists.display import Display
from crm_desktop.ui.lists.empty_list import say_why_empty, what_is_searched
from crm_desktop.ui.lists.filter_chips import FilterChips
from crm_desktop.ui.lists.grouped_table import GroupedTable
from crm_desktop.ui.lists.grouping import SUMMED, by_words
from crm_desktop.ui.lists.left import Returning
from crm_desktop.ui.lists.presets import (
    ALL,
    FIRST_ORDER,
    FIRST_STATE,
    MINE,
    STATE_FIELD,
    TEAMS,
    preset_conditions,
    states_of,
    team_path,
    title_path,
)
from crm_desktop.ui.lists.record_model import RecordModel
from crm_desktop.ui.lists.row_pages import Query
from crm_desktop.ui.lists.searching import ListSearch
from crm_desktop.ui.lists.table import RecordTable
from crm_desktop.ui.lists.views_bar import PLACE, ViewsBar
from crm_desktop.ui.lists.work import ListWork
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.parts.browse import Choices, EmptyState, Flow, Foot, by_currency, counted
from crm_desktop.ui.parts.narrowing import Narrowing
from crm_desktop.ui.parts.time_bar import TimeBanner, TimeButton
from crm_desktop.ui.places import Place, place_of
from crm_desktop.ui.records.new_records import may_create, start_new
from crm_desktop.ui.records.peeked import PeekedRecord, peek_record
from crm_desktop.ui.records.quick_log import LogKeys
from crm_desktop.ui.walk import walk_of


class ListPage(Page):
    """List the records of one entity and open, peek, filter, search and add them."""

    def __init__(self, context: Context, frame: Frame, key: str) -> None:
        super().__init__()
        self.context = context
        self.frame = frame
        self.key = key
        self.declared = REGISTRY[key]
        self._text = ""
        self.peeked: PeekedRecord | None = None
        self._scope = ALL
        self._state = FIRST_STATE.get(key, ALL)
        self._holder = QWidget(self)
        self._chips = Flow(self._holder)
        self.filters = FilterChips(context, key, self._chips, self)
        self._strange: tuple[tuple[str, int], ...] = ()
        self.model = RecordModel(context, Query(key, self._conditions(), self.first_shown.sort), self)
        self.searching = ListSearch(context, self.model, self)
        table = GroupedTable(self.model, context.appearance.settings, self)
        self.table: RecordTable = table
        self.editing = CellEditing(context, frame, self.table)
        self.heading, self.number = QLabel(self), QLabel(self)
        self.time_button = TimeButton(context, self)
        self.filter_button, self.columns_button, self.more_button, self.new_button = (
            QToolButton(self) for _ in range(4)
        )
        self.display = Display(table, self.columns_button, self.first_shown.sort)
        self.empty = EmptyState(context.appearance, self)
        self.foot = Foot(self)
        self.work = ListWork(context, frame, self, self)
        self.scopes = Choices(context.appearance, (ALL, MINE, *((TEAMS,) if team_path(self.declared) else ())), self)
        self.states = Choices(context.appearance, (*(one.value for one in states_of(self.key)), ALL), self)
        self.views = ViewsBar(context, frame, key, self, self)
        self._lay_out()
        self._connect()
        self.log_keys = LogKeys(context, frame, self.table, lambda: self.table.current, self._current_place)
        self._returning = Returning(self, self)
        self.refresh()
        self.views.start()

    # What the frame asks.

    def open_place(self, place: Place) -> None:
        if place.record == "new":
            self.make_new()
        elif place.record.startswith(PLACE):
            self.views.select(place.record.removeprefix(PLACE))

    def ahead(self) -> Iterator[None]:
        for part in (self, *self.findChildren(QWidget)):
            part.ensurePolished()
        yield
        self.table.word_first()
        yield

    def search(self, text: str) -> None:
        self._text = text.strip()
        self.refresh()
        if self.model.rowCount():
            self.table.scrollToTop()

    def search_hint(self) -> str:
        return what_is_searched(self.key)

    def take_focus(self) -> None:
        if self.model.rowCount():
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)
            self.table.setFocus()
        elif self.empty.button.isVisibleTo(self):
            self.empty.button.setFocus()
        else:
            self.setFocus()

    def leave(self) -> None:
        self.editing.leave()

    def left_as(self) -> str:
        return self._returning.left()

    def take_up(self, left: str) -> None:
        self._returning.take_up(left)

    def retranslate(self) -> None:
        theme = self.context.appearance.theme
        plural = wording.kind_name(self.key, plural=True)
        self.heading.setText(plural)
        self.table.setAccessibleName(plural)
        scopes = {ALL: self.tr("Everyone"), MINE: self.tr("Mine"), TEAMS: self.tr("My teams")}
        self.scopes.say({key: words for key, words in scopes.items() if key != TEAMS or team_path(self.declared)})
        state = self.declared.fields.get(STATE_FIELD.get(self.key, ""))
        words = {one.value: wording.core(one.label) for one in states_of(self.key)}
        self.states.say({**words, ALL: self.tr("All")})
        for button, sign, name, keys in (
            (self.filter_button, "funnel", self.tr("Filter"), "F"),
            (self.columns_button, "columns-3", self.tr("Display"), "S, G"),
            (self.more_button, "ellipsis", self.tr("Export, print, edit all"), ""),
            (self.new_button, "plus", wording.new_name(self.key), "Ctrl+N"),
        ):
            button.setIcon(icon(sign, theme.muted))
            button.setText(f"\u2009{name}")  # the thin space keeps the words off the icon
            button.setAccessibleName(name)
            button.setToolTip(f"{name}  {keys}".strip())
        self.states.setAccessibleName(wording.label(state) if state else "")
        self.filters.retranslate()
        self.display.fill()
        self.views.retranslate()
        self.work.retranslate()
        self.model.reword()
        self._narrowing.fit()
        self._show_counts()

    # What people do.

    def refresh(self) -> None:
        """Ask again for what the chips, filters and the search text say."""
        query = Query(self.key, self._conditions(), self.display.usable_order(), self.display.usable_group())
        if self._text and self.key in SEARCHED and self.context.moment is None:
            self.searching.ask(self._text, query)
        elif not self._text:
            self.searching.give_up()
            self.model.ask(query)
        else:
            self.searching.give_up()
            where = Where(title_path(self.declared), "contains", self._text)
            self.model.ask(replace(query, conditions=(*query.conditions, where)))
        self.table.show_order(query.order)
        self.views.note_change()
        self._holder.setVisible(
            bool(self.filters.chips or self.states.isVisibleTo(self) or self.scopes.isVisibleTo(self))
        )

    def clear_filters(self) -> None:
        """Show everything again."""
        self.filters.clear()
        self._scope, self._state = ALL, ALL
        self.scopes.choose(ALL)
        self.states.choose(ALL)
        self.refresh()

    def open_filters(self) -> None:
        """Ask for a filter under the button."""
        self.filters.ask(self.filter_button)

    # What views ask.

    @property
    def first_shown(self) -> Shown:
        """Say what the list shows without a view."""
        sort = FIRST_ORDER.get(self.key, (title_path(self.declared),))
        return Shown(ALL, FIRST_STATE.get(self.key, ALL), sort=sort)

    @property
    def shown(self) -> Shown:
        """Say what the list shows."""
        *columns, (last, _) = self.table.columns
        widths = (*columns, (last, 0), *self._strange)
        return Shown(self._scope, self._state, self.filters.rules, self.display.order, widths, self.display.group_by)

    def show_view(self, shown: Shown) -> None:
        """Show what a view says."""
        self._scope, self._state = shown.scope or ALL, shown.state or ALL
        for chips, key in ((self.scopes, self._scope), (self.states, self._state)):
            chips.choose(key)
        self.filters.show_rules(shown.rules)
        self.display.take_over(shown.sort, shown.group_by)
        self.table.show_columns(shown.columns)
        known = {name for name, _ in self.table.columns}
        self._strange = tuple(one for one in shown.columns if one[0] not in known)
        self.refresh()

    def unknown(self) -> list[str]:
        """Name what the view in front asks for and this version does not know."""
        return [
            *self.filters.broken,
            *self.display.unknown(),
            *(name for name, _ in self._strange if name not in self.declared.fields),
        ]

    def make_new(self) -> None:
        """Begin a new record of this kind."""
        start_new(self.context, self.frame, self.key)

    def open_record(self, record: Record) -> None:
        """Open a record in full and keep the list's order for the walk to the next one."""
        walk_of(self.context).lay(self.key, self.model.ids_around(self.table.currentIndex().row()))
        self.frame.go(place_of(self.key, record.id))

    def shown_words(self) -> list[str]:
        """Say in words what the list leaves out and how it is sorted, for paper."""
        chips = [self.states.button(self._state).text()] if self._state != ALL else []
        chips += [self.scopes.button(self._scope).text()] if self._scope != ALL else []
        chips += [chip.text() for chip in self.filters.chips]
        chips += [self.tr("Search: %1").replace("%1", self._text)] if self._text else []
        if group_by := self.model.query.group_by:
            chips.append(self.tr("Grouped by %1").replace("%1", by_words(self.declared, group_by)))
        sorted_by = [self.declared.fields[name.lstrip("-").partition(".")[0]] for name in self.model.query.order]
        if sorted_by and not self._text:
            chips.append(self.tr("Sorted by %1").replace("%1", wording.listed(map(wording.label, sorted_by))))
        return ["  ·  ".join(chips)]

    def peek(self, record: Record) -> None:
        """Show a record beside the list; the walk goes on in the list."""
        self.peeked = peek_record(self.context, self.frame, record, lambda: self.open_record(record))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._narrowing.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        calls = {
            Qt.Key.Key_F: self.open_filters,
            Qt.Key.Key_S: lambda: self.display.open("sort"),
            Qt.Key.Key_G: lambda: self.display.open("group"),
        }
        call = calls.get(Qt.Key(event.key()))
        if call and not event.modifiers():
            call()
        else:
            super().keyPressEvent(event)

    # Within.

    def _conditions(self) -> tuple[Where, ...]:
        day = wording.day_in_view(self.context)
        preset = preset_conditions(self.context.desk, self.key, self._scope, self._state, day)
        return (*self.filters.conditions(), *preset)

    def _on_scope(self, key: str) -> None:
        self._scope = key
        self.refresh()

    def _on_state(self, key: str) -> None:
        self._state = key
        self.refresh()

    def _on_walked(self, record: Record) -> None:
        if self.peeked is not None and isValid(self.peeked) and self.peeked.isVisible():
            self.peek(record)

    def _current_place(self) -> tuple[QWidget, QRect]:
        box = self.table.visualRect(self.table.currentIndex().siblingAtColumn(0))
        return self, QRect(self.table.viewport().mapTo(self, box.topLeft()), box.size()).adjusted(12, 0, 0, 0)

    def _show_counts(self) -> None:
        count = self.model.total
        is_waiting = self.model.is_waiting or self.searching.is_looking
        self.number.setText("…" if is_waiting else f"{wording.number(count)}{'+' if self.searching.is_limited else ''}")
        self.foot.count.setText(self._counted(count))
        self._show_sums(count)
        self._show_chosen()
        self._middle.setCurrentWidget(self.table if count or is_waiting else self.empty)
        self.foot.setVisible(bool(count))
        if not count and not is_waiting:
            is_narrowed = bool(self._conditions())
            say_why_empty(
                self.context,
                self.empty,
                self.key,
                self._text,
                self.clear_filters if is_narrowed else None,
                self.make_new,
            )

    def _counted(self, count: int) -> str:
        words = counted(count, self.key)
        if self.model.is_waiting:
            return self.tr("Being listed…")
        if self.searching.is_limited:
            return self.tr("The best %1 of more; type on to find fewer").replace("%1", words)
        return self.tr("%1 so far, still looking…").replace("%1", words) if self.searching.is_looking else words

    def _show_sums(self, count: int) -> None:
        amount, weighted = SUMMED.get(self.key, ("", ""))
        if not amount or not count or self.model.is_waiting:
            self.foot.show_sums("", ())
            return
        totals, seconds = by_currency(self.model.totals)
        second = wording.label(self.declared.fields[weighted]) if weighted else ""
        self.foot.show_sums(self.tr("Total"), totals, second, seconds)

    def _show_chosen(self) -> None:
        self.foot.show_chosen(self.table.chosen_count)

    def _connect(self) -> None:
        self.filters.changed.connect(self.refresh)
        self.scopes.chosen.connect(self._on_scope)
        self.states.chosen.connect(self._on_state)
        self.table.opened.connect(self.open_record)
        self.table.peeked.connect(self.peek)
        self.table.walked.connect(self._on_walked)
        self.display.changed.connect(self.refresh)
        self.table.columns_changed.connect(self.views.note_change)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.model.refreshed.connect(self._show_counts)
        self.model.waited.connect(self._show_counts)
        self.filter_button.clicked.connect(self.open_filters)
        self.more_button.clicked.connect(lambda: self.work.open_list_menu(self.more_button))
        self.new_button.clicked.connect(self.make_new)
        self.context.moved_in_time.connect(self.refresh)
        self.context.appearance.changed.connect(self.retranslate)

    def _lay_out(self) -> None:
        self.heading.setProperty("kind", "title")
        self.number.setProperty("kind", "muted")
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 12, 4)
        head.setSpacing(8)
        head.addWidget(self.heading)
        self.number.setContentsMargins(0, 0, 0, 5)  # on the line of the larger heading
        head.addWidget(self.number, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        head.addWidget(self.time_button)
        for button in (self.filter_button, self.columns_button, self.more_button, self.new_button):
            button.setIconSize(QSize(16, 16))
            if button is not self.more_button:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(button)
        words = (self.time_button, self.filter_button, self.columns_button, self.new_button)
        self._narrowing = Narrowing(self, words, beside=self.heading.sizeHint().width() + 160)
        self.new_button.setVisible(may_create(self.context, self.key))
        self._holder.setContentsMargins(16, 2, 16, 8)
        has_states = bool(states_of(self.key))
        self.states.setVisible(has_states)
        if has_states:
            self._chips.addWidget(self.states)
            self.states.choose(self._state)
            self.states.setContentsMargins(0, 0, 10, 0)
        has_owner = "owner" in self.declared.fields and self.declared.fields["owner"].kind is Kind.LINK
        self.scopes.setVisible(has_owner)
        self.scopes.choose(ALL)
        if has_owner:
            self._chips.addWidget(self.scopes)
        self._middle = QStackedWidget(self)
        self._middle.setContentsMargins(4, 0, 0, 0)  # the words of a cell stand under the heading
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TimeBanner(self.context, self))
        column.addLayout(head)
        column.addWidget(self.views)
        column.addWidget(self._holder)
        column.addWidget(self._middle, 1)
        column.addWidget(self.foot)
