"""The order in which a person came to a record, so that Alt+Up and Alt+Down lead to its neighbours."""

from PySide6.QtCore import QObject

from crm_desktop.ui.context import Context


class Walk(QObject):
    """Remember the ids of the list a record was opened from."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._key = ""
        self._ids: tuple[str, ...] = ()

    def lay(self, key: str, ids: tuple[str, ...]) -> None:
        """Keep the order of a list of one kind of record."""
        self._key, self._ids = key, ids

    def neighbour(self, key: str, id_: str, step: int) -> str:
        """Give the id that many steps on, "" at the ends and for what is not in the list."""
        if key != self._key or id_ not in self._ids:
            return ""
        at = self._ids.index(id_) + step
        return self._ids[at] if 0 <= at < len(self._ids) else ""

    def place(self, key: str, id_: str) -> tuple[int, int]:
        """Give the place from 1 and the length of the walk, (0, 0) outside it."""
        if key != self._key or id_ not in self._ids:
            return 0, 0
        return self._ids.index(id_) + 1, len(self._ids)


def walk_of(context: Context) -> Walk:
    """Give the one walk of a context."""
    found = context.findChild(Walk)
    return found if isinstance(found, Walk) else Walk(context)
