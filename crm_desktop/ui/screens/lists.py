"""One page for the list of any kind of record: search, chips, filters, table, sums."""

from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.actions.desk import own_names
from crm_desktop.core.entities.pipeline import OUTCOMES
from crm_desktop.core.entities.quotes import STATES
from crm_desktop.core.schema import REGISTRY, Kind, Record
from crm_desktop.core.store import Where
from crm_desktop.core.store.search import SEARCHED
from crm_desktop.ui import wording
from crm_desktop.ui.browse import Choices, EmptyState, Flow, Foot, by_currency, counted, why_found
from crm_desktop.ui.cell_editing import CellEditing
from crm_desktop.ui.context import Context
from crm_desktop.ui.filter_chips import FilterChips
from crm_desktop.ui.icons import icon
from crm_desktop.ui.list_work import ListWork
from crm_desktop.ui.new_records import may_create, start_new
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.peeked import PeekedRecord, peek_record
from crm_desktop.ui.places import Place
from crm_desktop.ui.quick_log import LogKeys
from crm_desktop.ui.row_pages import Query
from crm_desktop.ui.table import Found, RecordModel, RecordTable
from crm_desktop.ui.time_bar import TimeBanner, TimeButton
from crm_desktop.ui.walk import walk_of

FIRST_ORDER = {"quote": ("-id",), "opportunity": ("close_day",), "activity": ("due_day",)}
SUMMED = {"opportunity": ("amount", "weighted"), "quote": ("total", "")}
STATE_FIELD = {"opportunity": "outcome", "quote": "state"}
FIRST_STATE = {"opportunity": "open"}
ALL = "all"
MINE = "mine"
TEAMS = "teams"
MOST_FOUND = 500


class ListPage(Page):
    """List the records of one entity and open, peek, filter, search and add them."""

    def __init__(self, context: Context, frame: Frame, key: str) -> None:
        super().__init__()
        self.context = context
        self.frame = frame
        self.key = key
        self.declared = REGISTRY[key]
        self._text = ""
        self._peeked: PeekedRecord | None = None
        self._scope = ALL
        self._state = FIRST_STATE.get(key, ALL)
        self._holder = QWidget(self)
        self._chips = Flow(self._holder)
        self.filters = FilterChips(context, key, self._chips, self)
        self._order: tuple[str, ...] = FIRST_ORDER.get(key, (self.declared.title[0],))
        self.model = RecordModel(context, Query(key, self._conditions(), self._order), self)
        self.table = RecordTable(self.model, context.appearance.settings, self)
        self.editing = CellEditing(context, frame, self.table)
        self.heading, self.number = QLabel(self), QLabel(self)
        self.time_button = TimeButton(context, self)
        self.filter_button, self.columns_button, self.more_button, self.new_button = (
            QToolButton(self) for _ in range(4)
        )
        self.empty = EmptyState(context.appearance, self)
        self.foot = Foot(self)
        self.work = ListWork(context, frame, self, self)
        self.scopes = Choices(context.appearance, (ALL, MINE, *((TEAMS,) if self._team_path() else ())), self)
        self.states = Choices(context.appearance, (*(one.value for one in self._states()), ALL), self)
        self._lay_out()
        self._connect()
        self.log_keys = LogKeys(context, frame, self.table, lambda: self.table.current, self._current_place)
        self.refresh()

    # What the frame asks.

    def open_place(self, place: Place) -> None:
        if place.record == "new":
            self.make_new()

    def search(self, text: str) -> None:
        self._text = text.strip()
        self.refresh()
        if self.model.rowCount():
            self.table.scrollToTop()

    def search_hint(self) -> str:
        plural = wording.kind_name(self.key, plural=True)
        return self.tr("Search in %1: name, pinyin, phone, e-mail, notes").replace("%1", plural)

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

    def retranslate(self) -> None:
        theme = self.context.appearance.theme
        plural = wording.kind_name(self.key, plural=True)
        self.heading.setText(plural)
        self.table.setAccessibleName(plural)
        scopes = {ALL: self.tr("Everyone"), MINE: self.tr("Mine"), TEAMS: self.tr("My teams")}
        self.scopes.say({key: words for key, words in scopes.items() if key != TEAMS or self._team_path()})
        state = self.declared.fields.get(STATE_FIELD.get(self.key, ""))
        words = {one.value: wording.core(one.label) for one in self._states()}
        self.states.say({**words, ALL: self.tr("All")})
        for button, sign, name, keys in (
            (self.filter_button, "funnel", self.tr("Filter"), "F"),
            (self.columns_button, "columns-3", self.tr("Columns"), ""),
            (self.more_button, "ellipsis", self.tr("Export, print, edit all"), ""),
            (self.new_button, "plus", wording.new_name(self.key), "Ctrl+N"),
        ):
            button.setIcon(icon(sign, theme.muted))
            button.setText(f"\u2009{name}")  # the thin space keeps the words off the icon
            button.setAccessibleName(name)
            button.setToolTip(f"{name}  {keys}".strip())
        self.states.setAccessibleName(wording.label(state) if state else "")
        self.filters.retranslate()
        self.work.retranslate()
        self.model.reword()
        self._show_counts()

    # What people do.

    def refresh(self) -> None:
        """Ask again for what the chips, filters and the search text say."""
        query = Query(self.key, self._conditions(), self._order)
        if not self._text:
            self.model.ask(query)
        elif self.key in SEARCHED and self.context.moment is None:
            self.model.show_found(query, self._search(query))
        else:
            name = self.declared.title[0]
            where = Where(name, "contains", self._text)
            self.model.ask(replace(query, conditions=(*query.conditions, where)))
        self.table.show_order(self._order)
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

    def make_new(self) -> None:
        """Begin a new record of this kind."""
        start_new(self.context, self.frame, self.key)

    def open_record(self, record: Record) -> None:
        """Open a record in full and keep the list's order for the walk to the next one."""
        walk_of(self.context).lay(self.key, self.model.ids_around(self.table.currentIndex().row()))
        if self.key == "quote":
            self.frame.go(Place("quote_editor", record.id))
        else:
            self.frame.go(Place("record", f"{self.key}:{record.id}"))

    def shown_words(self) -> list[str]:
        """Say in words what the list leaves out and how it is sorted, for paper."""
        chips = [self.states.button(self._state).text()] if self._state != ALL else []
        chips += [self.scopes.button(self._scope).text()] if self._scope != ALL else []
        chips += [chip.text() for chip in self.filters.chips]
        chips += [self.tr("Search: %1").replace("%1", self._text)] if self._text else []
        sorted_by = [self.declared.fields[name.lstrip("-").partition(".")[0]] for name in self.model.query.order]
        if sorted_by and not self._text:
            chips.append(self.tr("Sorted by %1").replace("%1", wording.listed(map(wording.label, sorted_by))))
        return ["  ·  ".join(chips)]

    def peek(self, record: Record) -> None:
        """Show a record beside the list; the walk goes on in the list."""
        self._peeked = peek_record(self.context, self.frame, record, lambda: self.open_record(record))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F and not event.modifiers():
            self.open_filters()
        else:
            super().keyPressEvent(event)

    # Within.

    def _states(self) -> tuple:
        return {"opportunity": OUTCOMES, "quote": STATES}.get(self.key, ())

    def _team_path(self) -> str:
        """Give the path to the people on the team of a record, or of what it follows, "" where there is no team."""
        if self.declared.team:
            return self.declared.team
        links = ((name, self.declared.links.get(name, "")) for name in self.declared.follows)
        return next((f"{name}.{REGISTRY[key].team}" for name, key in links if key and REGISTRY[key].team), "")

    def _conditions(self) -> tuple[Where, ...]:
        found = list(self.filters.conditions())
        if self._scope == MINE:
            found.append(Where("owner", "eq", self.context.desk.user.id))
        if self._scope == TEAMS:
            found.append(Where(self._team_path(), "holds", own_names(self.context.desk)))
        if self._state != ALL:
            found.append(Where(STATE_FIELD[self.key], "eq", self._state))
        return tuple(found)

    def _search(self, query: Query) -> list[Found]:
        hits = self.context.desk.replica.search(self._text, MOST_FOUND, (self.key,))
        if query.conditions and hits:
            ids = Where("id", "in", [hit.id for hit in hits])
            fitting = {one.id for one in self.context.view.find(self.declared.record, ids, *query.conditions)}
            hits = [hit for hit in hits if hit.id in fitting]
        return [Found(hit, why_found(hit, self._text)) for hit in hits]

    def _on_scope(self, key: str) -> None:
        self._scope = key
        self.refresh()

    def _on_state(self, key: str) -> None:
        self._state = key
        self.refresh()

    def _on_sorted(self, order: tuple[str, ...]) -> None:
        self._order = order
        self.refresh()

    def _on_walked(self, record: Record) -> None:
        if self._peeked is not None and isValid(self._peeked) and self._peeked.isVisible():
            self.peek(record)

    def _current_place(self) -> tuple[QWidget, QRect]:
        box = self.table.visualRect(self.table.currentIndex().siblingAtColumn(0))
        return self, QRect(self.table.viewport().mapTo(self, box.topLeft()), box.size()).adjusted(12, 0, 0, 0)

    def _show_counts(self) -> None:
        count = self.model.rowCount()
        is_waiting = self.model.is_waiting
        self.number.setText("…" if is_waiting else counted(count, ""))
        self.foot.count.setText(counted(count, wording.kind_name(self.key, plural=count != 1)))
        self._show_sums(count)
        self._show_chosen()
        self._middle.setCurrentWidget(self.table if count or is_waiting else self.empty)
        self.foot.setVisible(bool(count))
        if not count and not is_waiting:
            self._say_why_empty()

    def _show_sums(self, count: int) -> None:
        amount, weighted = SUMMED.get(self.key, ("", ""))
        if not amount or not count:
            self.foot.show_sums("", ())
            return
        conditions = self.model.query.conditions
        if self._text and self.context.moment is None:
            ids = [record.id for row in range(count) if (record := self.model.record(row))]
            conditions = (Where("id", "in", ids),)
        currency = self.declared.fields[amount].currency
        sums = self.context.view.sum_by(self.declared.record, currency, amount, *conditions, weighted=weighted)
        totals, seconds = by_currency(sums)
        second = wording.label(self.declared.fields[weighted]) if weighted else ""
        self.foot.show_sums(self.tr("Total"), totals, second, seconds)

    def _show_chosen(self) -> None:
        self.foot.show_chosen(self.table.chosen_count)

    def _say_why_empty(self) -> None:
        plural = wording.kind_name(self.key, plural=True)
        if self._text:
            line = self.tr("No match for “%1”").replace("%1", self._text)
            reason = self.tr("Names, pinyin, initials, phones, e-mails and notes were searched.")
            if self._conditions():
                self.empty.say("search", line, reason, self.tr("Clear filters"), self.clear_filters)
            else:
                self.empty.say("search", line, reason)
        elif self._conditions():
            line = self.tr("Nothing fits these filters")
            self.empty.say(
                "funnel", line, self.tr("Other filters may show more."), self.tr("Clear filters"), self.clear_filters
            )
        elif may_create(self.context, self.key):
            line = self.tr("Nothing here yet: %1").replace("%1", plural)
            action = wording.new_name(self.key)
            reason = self.tr("What you add is yours at once and reaches your colleagues at the next sync.")
            self.empty.say(self.declared.icon, line, reason, action, self.make_new)
        else:
            line = self.tr("Nothing here yet: %1").replace("%1", plural)
            self.empty.say(self.declared.icon, line, self.tr("An administrator fills this list."))

    def _connect(self) -> None:
        self.filters.changed.connect(self.refresh)
        self.scopes.chosen.connect(self._on_scope)
        self.states.chosen.connect(self._on_state)
        self.table.opened.connect(self.open_record)
        self.table.peeked.connect(self.peek)
        self.table.walked.connect(self._on_walked)
        self.table.sorted_by.connect(self._on_sorted)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.model.refreshed.connect(self._show_counts)
        self.model.waited.connect(self._show_counts)
        self.filter_button.clicked.connect(self.open_filters)
        self.columns_button.clicked.connect(
            lambda: self.table.column_menu().popup(
                self.columns_button.mapToGlobal(self.columns_button.rect().bottomLeft())
            )
        )
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
        self.new_button.setVisible(may_create(self.context, self.key))
        self._holder.setContentsMargins(16, 2, 16, 8)
        has_states = bool(self._states())
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
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TimeBanner(self.context, self))
        column.addLayout(head)
        column.addWidget(self._holder)
        column.addWidget(self._middle, 1)
        column.addWidget(self.foot)
