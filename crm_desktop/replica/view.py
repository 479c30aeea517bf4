"""Reading a replica at one moment, whichever of its files is in force."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, select

from crm_desktop.core.changes import Line
from crm_desktop.core.schema import R, Raw, Record
from crm_desktop.core.store import Past, Reader, Sum, Where
from crm_desktop.core.store.history import Move, Spell
from crm_desktop.core.store.tables import MAIN


class Generation:
    """Hold the file in force; a fresh one may take its place at any time, and whoever asks next asks that one."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine


class View:
    """The replica at one moment: the same questions now (moment None) and in either past.

    Every question opens a connection and closes it; what comes back is frozen and may cross threads.
    """

    def __init__(self, generation: Generation, moment: int | None = None, past: Past = Past.AS_WAS) -> None:
        self._generation = generation
        self.moment = moment
        self.past = past

    @property
    def _engine(self) -> Engine:
        return self._generation.engine

    def present(self) -> "View":
        """Give the same replica as it is now."""
        return View(self._generation)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Open a reader on one consistent state."""
        with self._engine.connect() as connection:
            yield Reader(connection, self.moment, self.past)

    def get(self, kind: type[R], id_: str) -> R | None:
        """Fetch one record, None where it does not stand."""
        with self.reading() as reader:
            return reader.get(kind, id_)

    def raw(self, key: str, id_: str) -> dict[str, Raw] | None:
        """Fetch one record's raw values."""
        with self.reading() as reader:
            return reader.raw(key, id_)

    def node(self, key: str, id_: str) -> str:
        """Name the node of a record, as it is now; "" where it does not stand."""
        with self._engine.connect() as connection:
            found = connection.execute(select(MAIN[key].c.node).where(MAIN[key].c.id == id_)).scalar()
        return str(found or "")

    def find(
        self, kind: type[R], *conditions: Where, order: Sequence[str] = (), limit: int | None = None, offset: int = 0
    ) -> list[R]:
        """List records that meet all conditions; see Reader.find."""
        with self.reading() as reader:
            return reader.find(kind, *conditions, order=order, limit=limit, offset=offset)

    def numbers(self, kind: type[Record], *conditions: Where, order: Sequence[str] = ()) -> "array[int]":
        """List the numbers of the rows that `find` would read now; see Reader.numbers."""
        with self.reading() as reader:
            return reader.numbers(kind, *conditions, order=order)

    def at(self, kind: type[R], numbers: Iterable[int]) -> list[R | None]:
        """Fetch the records of some rows; see Reader.at."""
        with self.reading() as reader:
            return reader.at(kind, numbers)

    def ids_at(self, kind: type[Record], numbers: Iterable[int]) -> list[str]:
        """List the ids of the records of some rows; see Reader.ids_at."""
        with self.reading() as reader:
            return reader.ids_at(kind, numbers)

    def ids(
        self,
        kind: type[Record],
        *conditions: Where,
        order: Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> list[str]:
        """List the ids of what `find` would list."""
        with self.reading() as reader:
            return reader.ids(kind, *conditions, order=order, limit=limit, offset=offset)

    def values(self, kind: type[Record], names: Sequence[str], *conditions: Where) -> list[tuple[Any, ...]]:
        """List a few values of the records that meet all conditions; see Reader.values."""
        with self.reading() as reader:
            return reader.values(kind, names, *conditions)

    def by_ids(self, kind: type[R], ids: Iterable[str]) -> dict[str, R]:
        """Fetch many records by id."""
        with self.reading() as reader:
            return reader.by_ids(kind, ids)

    def count(self, kind: type[Record], *conditions: Where) -> int:
        """Count the records that meet all conditions."""
        with self.reading() as reader:
            return reader.count(kind, *conditions)

    def sum_by(self, kind: type[Record], by: str, amount: str, *conditions: Where, weighted: str = "") -> list[Sum]:
        """Add up an amount by another field and currency; see Reader.sum_by."""
        with self.reading() as reader:
            return reader.sum_by(kind, by, amount, *conditions, weighted=weighted)

    def latest(self, kind: type[Record], by: str, name: str, *conditions: Where) -> dict[str, Any]:
        """Give the largest value of a field for each record that a link leads to; see Reader.latest."""
        with self.reading() as reader:
            return reader.latest(kind, by, name, *conditions)

    def pairs(self, kind: type[Record], one: str, other: str, *conditions: Where) -> list[tuple[Any, Any]]:
        """List which values of two fields stand together; see Reader.pairs."""
        with self.reading() as reader:
            return reader.pairs(kind, one, other, *conditions)

    def moves(self, kind: type[Record], name: str, until: int, *conditions: Where) -> list[Move]:
        """List each move of a field of some records up to a moment; see Reader.moves."""
        with self.reading() as reader:
            return reader.moves(kind, name, until, *conditions)

    def spells(self, kind: type[Record], name: str, until: int, *conditions: Where) -> list[Spell]:
        """Tell how long each value of a field of some records stood; see Reader.spells."""
        with self.reading() as reader:
            return reader.spells(kind, name, until, *conditions)

    def lines(self, ids: Iterable[str]) -> dict[str, list[Line]]:
        """Fetch the journal lines of some records."""
        with self.reading() as reader:
            return reader.lines(ids)

    def lines_of_others(self, keys: Iterable[str], since: int, authors: Iterable[str], limit: int) -> list[Line]:
        """List the newest lines that others wrote; see Reader.lines_of_others."""
        with self.reading() as reader:
            return reader.lines_of_others(keys, since, authors, limit)
