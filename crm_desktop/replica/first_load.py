"""The first load by rows: they come in as they are, then indexes and search are built over them."""

from collections.abc import Iterator, Mapping
from enum import Enum

import msgspec
from sqlalchemy import Connection, select

from crm_desktop.core.changes import with_derived
from crm_desktop.core.protocol import Columns
from crm_desktop.core.schema import REGISTRY, Entity, Raw
from crm_desktop.core.store import Batch, search
from crm_desktop.core.store.among import among
from crm_desktop.core.store.pages import create_indexes, drop_indexes
from crm_desktop.core.store.proofs import PROOF
from crm_desktop.core.store.read import chunks
from crm_desktop.core.store.tables import MAIN, MARK, from_row, metadata
from crm_desktop.core.store.tally import recount
from crm_desktop.replica import indexing
from crm_desktop.replica.carried import fold_unknown
from crm_desktop.replica.pen import Pen

REST = "rest"  # the mark that tells whether something is still to be loaded
PROVEN_TO = "proven_to"  # the mark that tells up to which number each entry of the journal has its proof
NEWER = "newer"  # the mark that tells of values for which only a newer version has columns
MANY_ROWS = 5_000  # of a load, from which on indexes are made over them quicker than they are kept
FROM_THE_BEGINNING = (("cursor", ""), ("load_place", ""), ("load_done", "0"))
ANEW = "anew"  # the mark that tells why everything was asked for anew last


class Anew(msgspec.Struct, frozen=True):
    """When everything was asked for anew (microseconds UTC), and why, as in `Page.why`; "" for never."""

    at: int = 0
    why: str = ""


class Rest(Enum):
    """What is to be loaded after the first stage: nothing; the rest of the scope; that, but the person declined."""

    NONE = ""
    WANTED = "wanted"
    DECLINED = "declined"


def rest(pen: Pen) -> Rest:
    """Tell whether only the first stage is here, and whether the rest is to come."""
    return Rest(pen.mark(REST))


def anew(pen: Pen) -> Anew:
    """Tell when everything was asked for anew last, and why."""
    return msgspec.json.decode(pen.mark(ANEW, "{}"), type=Anew)


class FirstLoad:
    """Take in rows before anything else is in."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._is_begun = False  # whether search, and the indexes where many rows come, wait for the end

    def load(self, batch: Columns, marks: Mapping[str, str]) -> int:
        """Insert a batch as it comes and tell its rows. marks: small facts to keep in the same transaction."""
        if (
            batch.table not in metadata.tables
        ):  # of a newer version: its journal lines are carried, its rows come of them
            return 0
        table = metadata.tables[batch.table]
        is_newer = any(
            name not in table.c and any(value is not None for value in column)
            for name, column in zip(batch.names, batch.columns, strict=True)
        )
        known = [place for place, name in enumerate(batch.names) if name in table.c]
        names = [batch.names[place] for place in known]
        places = ", ".join("?" * len(names))
        columns = ", ".join(f'"{name}"' for name in names)
        rows = list(zip(*(batch.columns[place] for place in known), strict=True))
        with self._pen.writing() as connection:
            self._begin(connection)
            connection.connection.cursor().executemany(
                f'INSERT OR REPLACE INTO "{batch.table}" ({columns}) VALUES ({places})', rows
            )
            for name, value in marks.items():
                self._pen.put(connection, name, value)
            if is_newer:
                self._pen.put(connection, NEWER, "1")
        return len(rows)

    def _begin(self, connection: Connection) -> None:
        if not self._is_begun:
            if int(self._pen.mark("load_total", "0")) >= MANY_ROWS:
                drop_indexes(connection)
            self._pen.put(connection, search.FILLED, indexing.NO_DOCUMENT)
            self._is_begun = True

    def index(self) -> None:
        """Build indexes and search once the rows are in; cut anywhere, it is done again."""
        pen = self._pen
        with pen.writing() as connection:
            create_indexes(connection)
            indexing.begin(pen, connection)
            search.hold(connection, search.MANY_BYTES)
            self._is_begun = False
            if pen.mark(NEWER):
                fold_unknown(connection)
                pen.put(connection, NEWER, "")
            _add_up(connection)
            recount(connection)
        indexing.go_on(pen, is_at_rest=True)
        with pen.writing() as connection:
            search.hold(connection, search.FEW_BYTES)

    def empty(self) -> None:
        """Remove everything that came from the server and keep the outbox."""
        with self._pen.writing() as connection:
            for table in (*metadata.tables.values(), PROOF):
                if table is not MARK:
                    connection.exec_driver_sql(f'DELETE FROM "{table.name}"')
            search.clear(connection)
            for name, value in (
                *FROM_THE_BEGINNING,
                (REST, ""),
                (PROVEN_TO, "0"),
                (search.FILLED, indexing.NO_DOCUMENT),
            ):
                self._pen.put(connection, name, value)

    def end(self) -> None:
        """Note that another file has taken over, which has its indexes."""
        self._is_begun = False


def _add_up(connection: Connection) -> None:
    """Work out anew what is gathered from others, where it is not what they come to.

    Rows are read at different moments: a line that went to another quote in between is in the total that was sent, and
    nothing else of it ever comes.
    """
    batch = Batch(connection)
    for declared in REGISTRY.values():
        if declared.gather is not None:
            batch.refold((declared.key, id_) for id_ in _not_adding_up(connection, declared))
    batch.flush()


def _not_adding_up(connection: Connection, declared: Entity) -> Iterator[str]:
    table, child = MAIN[declared.key], REGISTRY[declared.child]
    parts = MAIN[child.key]
    for ids in chunks(connection.execute(select(table.c.id)).scalars()):  # so many at once, however many there are
        children: dict[str, list[dict[str, Raw]]] = {}
        for row in connection.execute(select(parts).where(among(parts.c[child.parent], ids))).mappings():
            children.setdefault(row[child.parent], []).append({**from_row(child, row), "id": row["id"]})
        for row in connection.execute(select(table).where(among(table.c.id, ids))).mappings():
            raw, mine = from_row(declared, row), children.get(row["id"], [])
            if declared.gather is not None and with_derived(raw, declared.gather(raw, mine)) != raw:
                yield row["id"]
