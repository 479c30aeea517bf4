"""Searching a list within its filters: the best at once, and what takes longer to find as soon as it is found."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from crm_desktop.core.schema import Record
from crm_desktop.core.store import Where
from crm_desktop.replica.search import AT_FIRST, MOST_FOUND, Hits
from crm_desktop.ui.context import Context
from crm_desktop.ui.lists.record_model import Found, RecordModel
from crm_desktop.ui.lists.row_pages import Query


class ListSearch(QObject):
    """Show in a list what a text finds within its filters.

    is_limited: there is more than the best that are shown. is_looking: more may fit, and is looked for on another thread.
    """

    def __init__(self, context: Context, model: RecordModel, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._model = context, model
        self._wishes = 0
        self.is_limited = self.is_looking = False

    def ask(self, text: str, query: Query) -> None:
        """Show what is found, the best first, or in the groups that are asked for."""
        self.give_up()
        hits = self._find(text, query, AT_FIRST)
        self.is_looking = not hits.is_all and len(hits.records) < MOST_FOUND
        self._show(text, query, hits)
        if self.is_looking:
            wish = self._wishes
            self._context.tasks.run(partial(self._look, wish, text, query), partial(self._on_looked, wish, text, query))

    def give_up(self) -> None:
        """Look for nothing any more."""
        self._wishes += 1
        self.is_limited = self.is_looking = False

    def _find(self, text: str, query: Query, at_most: int | None) -> Hits:
        return self._context.desk.replica.search_within(text, query.key, query.conditions, MOST_FOUND, at_most)

    def _look(self, wish: int, text: str, query: Query) -> Hits | None:
        # Whoever types on waits for none of what she typed before.
        return self._find(text, query, None) if wish == self._wishes else None

    def _on_looked(self, wish: int, text: str, query: Query, hits: Hits | None) -> None:
        if wish == self._wishes and hits is not None:
            self.is_looking = False
            self._show(text, query, hits)

    def _show(self, text: str, query: Query, hits: Hits) -> None:
        self.is_limited = not hits.is_all and not self.is_looking
        if query.group_by:
            self._model.ask(replace(query, conditions=(*query.conditions, _these(hits.records))))
        else:
            self._model.show_found(query, [Found(one, text) for one in hits.records])


def _these(records: Sequence[Record]) -> Where:
    return Where("id", "in", [one.id for one in records])
