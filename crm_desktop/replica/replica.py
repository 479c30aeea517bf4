"""The local copy: open and unlock it, write to it in one way, read it now and as of any moment."""

import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from types import MappingProxyType

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    RowMapping,
    Table,
    Text,
    func,
    insert,
    select,
)
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.schema import DropIndex

from crm_desktop.core.access import Actor, check_complete, check_kinds, check_values, check_write
from crm_desktop.core.changes import (
    NEVER,
    WAITING,
    Act,
    Change,
    Entry,
    Posted,
    Touched,
    derived,
    folded,
    join,
    taken_back,
)  # fmt: skip
from crm_desktop.core.entities import REGISTRY, Organisation
from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.ids import new_id
from crm_desktop.core.protocol import Columns, Gone, Held, NumberBlock, Page, ScopeFile, encode
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Raw, Record
from crm_desktop.core.store import Batch, Past, Reader, prepare, search, set_mark
from crm_desktop.core.store.digest import Healed, content_hash, faulty_from, heal_store, verify_store
from crm_desktop.core.store.pages import create_indexes
from crm_desktop.core.store.read import chunks, read_entry, read_posted
from crm_desktop.core.store.sqlite import WRITES, open_sqlite
from crm_desktop.core.store.tables import ENTRY, MAIN, from_row, indexes, metadata
from crm_desktop.core.store.tally import claims_of, hashes_at, kept_totals, part_totals, recount, stored_totals
from crm_desktop.core.store.thinning import FOLDED, thin
from crm_desktop.replica import vault
from crm_desktop.replica.arrival import Arrival
from crm_desktop.replica.doubts import (
    DAY_US,
    DOUBTS,
    HEALED,
    KEPT_REPAIRS,
    LOST,
    REPAIRS,
    Doubted,
    Doubts,
    Repair,
    Totals,
    nodes_apart,
    read_doubts,
    read_repairs,
    weighed,
)  # fmt: skip
from crm_desktop.replica.owner import Owner
from crm_desktop.replica.search import find
from crm_desktop.replica.shelf import Shelf, shelf_tables, take_over
from crm_desktop.replica.view import Generation, View

FOREIGN = QT_TRANSLATE_NOOP(
    "core",
    "{path} is not the data of this sign-in, or it is damaged. It was left as it is; sign in anew to load a fresh copy.",
)
FULL = QT_TRANSLATE_NOOP("core", "The disk is full, so nothing was saved. Free some space, then save again.")
LOCKED = QT_TRANSLATE_NOOP("core", "The data cannot be written: {reason}. Check the disk and the owner of the folder.")

NO_ROOM = 1 << 20  # bytes: the log and its index need less, but not much

local = MetaData()

OUTBOX = Table(
    "outbox",
    local,
    Column("counter", Integer, primary_key=True),
    Column("change", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""Changes of this laptop that the server has not numbered yet."""

_change = msgspec.msgpack.Decoder(Change)
CHANGES_AT_WORK, CHANGES_AT_REST = 25, 500
"""Changes in one transaction of a pull: few while somebody works, so that a save waits a few milliseconds at most."""
AT_WORK_S = 30.0  # for so long after a save somebody is taken to be working
OWN_ROWS = 1 << 40  # rows of a first load keep the server's numbers, all below this, so that the two never meet
ARRIVAL = "arrival"  # the mark that tells of a fresh file on its way
REST = "rest"  # the mark that tells whether something is still to be loaded
CHECKED_AT, CHECKED_TO = "checked_at", "checked_to"  # marks: when a slice was last checked, and where the next begins
THINNED, THINNED_AT_ONCE = "thinned", 25  # a mark: entity -> from when on its past is whole
OF_THE_FILE = frozenset(
    {
        "schema",
        "shape",
        "cursor",
        ARRIVAL,
        REST,
        DOUBTS,
        LOST,
        CHECKED_TO,
        THINNED,
        "load_place",
        "load_total",
        "load_done",
    }
)
"""Marks that tell of one file, not of the laptop."""
MINUTE_US = 60_000_000
CHECKED_A_DAY, CHECKED_AT_ONCE = 2000, 200
ENTRIES_A_CHANGE = 1 << 20  # room for the entries of one waiting change in the order of numbers


class Rest(Enum):
    """What is to be loaded after the first stage: nothing; the rest of the scope; that, but the person declined."""

    NONE = ""
    WANTED = "wanted"
    DECLINED = "declined"


class _Arriving(msgspec.Struct, frozen=True):
    """A fresh file on its way: where it is written, what it is, and whether all of it lies on the disk."""

    name: str
    file: ScopeFile
    is_whole: bool = False


class Replica(View):
    """One user's encrypted copy of her scope. All writes go through here, one short transaction each.

    device: id of this laptop; user: id of the user; noise: random bits for ids (None: from the system).
    """

    def __init__(
        self, engine: Engine, header: vault.Header, key: bytes, folder: Path, owner: Owner | None = None
    ) -> None:
        super().__init__(Generation(engine))
        self.header = header
        self._key = key
        self._folder = folder
        self._owner = owner
        self._lock = threading.Lock()
        self._writes = 0
        with engine.connect() as connection:
            self._marks = Reader(connection).marks()
        self._marked: dict[str, str] = {}  # set in the open transaction
        self._last_sync = 0
        self._pending = (-1, 0)  # counted after how many writes, and how many they were
        self._organisation: tuple[int, Organisation] | None = None
        self._door = threading.Lock()
        self._saved_at = -AT_WORK_S
        self.files = Shelf(self._generation, self._writing)
        self._is_bare = False  # whether the indexes wait for the end of a first load

    # --------------------------------------------------------------------------------------------- open, close

    @classmethod
    def create(cls, folder: Path, header: vault.Header, key: bytes) -> "Replica":
        """Make an empty replica in a folder; the header is written last, so that half of one is never found.

        What an earlier replica left there is set aside with its header, never deleted: its author can still open it.
        """
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)  # else another account of this computer could copy the file and guess passwords at leisure
        owner = Owner(folder)
        path = folder / header.database
        _set_aside(folder, [*folder.glob(vault.GENERATIONS), folder / vault.HEADER])
        engine = _opened(path, key)
        vault.write_header(folder, header)
        return cls(engine, header, key, folder, owner)

    @classmethod
    def open(cls, folder: Path, password: str) -> "Replica":
        """Unlock the replica in a folder. Raises SignInError (password) or ReplicaError (nothing was changed)."""
        header = vault.read_header(folder)
        key = vault.unwrap(header, password)
        path = folder / header.database
        if not path.exists() or not path.stat().st_size:  # SQLite would make a new one of it
            raise ReplicaError(FOREIGN, path=folder / header.database)
        owner = Owner(folder)
        try:
            replica = cls(_opened(folder / header.database, key), header, key, folder, owner)
        except ReplicaError:
            owner.close()
            raise
        replica._clear()
        return replica

    def close(self) -> None:
        """Close the file and let go of the folder."""
        self._engine.dispose()
        if self._owner is not None:
            self._owner.close()

    def is_asked_to_sync(self) -> bool:
        """Tell whether a command asked for a round since the last call, because this process owns the data."""
        return self._owner is not None and self._owner.is_asked_to_sync()

    # ------------------------------------------------------------------------------------------------- writing

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        # Whoever waits for the lock holds the door: a thread that writes again and again has to queue behind it.
        with self._door:
            self._lock.acquire()
        try:
            with (
                self._engine.connect().execution_options(**{WRITES: True}) as connection,
                connection.begin(),
            ):
                self._marked = {}
                yield connection
            self._writes += 1
            if self._marked:
                self._marks = {**self._marks, **self._marked}
        except OperationalError as fault:
            raise _unwritable(fault, self._engine) from fault
        finally:
            self._lock.release()

    def record(
        self, entries: Sequence[Entry], happened: int, role: str, noise: int | None = None, *, uses_number: bool = False
    ) -> Touched:
        """Save what one person did: rows, journal and outbox in one transaction, all or nothing.

        happened: microseconds UTC by the laptop's clock; it is corrected by the offset to the server's and never lies
        before the previous change. uses_number: the first leased quote number is used up with it. Raises RefusedError where a rule is broken; nothing is saved then.
        """
        self._saved_at = time.monotonic()
        with self._writing() as connection:
            batch = Batch(connection, OWN_ROWS)
            batch.load((entry.entity, entry.record) for entry in entries)
            entries = [_with_unknown(batch, entry) for entry in entries]
            _check(batch, entries, role)
            corrected = max(happened + int(self.mark("offset", "0")), int(self.mark("happened", "0")))
            counter = int(self.mark("counter", "0")) + 1
            change = Change(
                new_id(corrected, noise), self.header.user, self.header.device, counter, corrected, tuple(entries)
            )
            batch.apply(_waiting(change))
            touched = batch.flush()
            search.update(connection, batch.written)
            if connection.execute(select(OUTBOX.c.counter).limit(1)).first() is None:
                self._mark(connection, "typed_at", self.mark("cursor"))
            connection.execute(insert(OUTBOX).values(counter=counter, change=change.id, body=encode(change)))
            self._mark(connection, "counter", str(counter))
            self._mark(connection, "happened", str(corrected))
            if uses_number:
                self._mark(connection, "numbers", _without_first(self.mark("numbers", "[]")))
        return touched

    def last_change(self) -> str:
        """Name the newest change of this laptop that waits, "" where none does."""
        with self._engine.connect() as connection:
            found = connection.execute(select(OUTBOX.c.change).order_by(OUTBOX.c.counter.desc()).limit(1)).scalar()
        return str(found or "")

    def inverse_of(self, change: str) -> tuple[Entry, ...]:
        """Make the entries that take a change back, against the values as they are now, the last entry first.

        A field that somebody set again since keeps that newer value. What stands for thinned history was done by nobody.
        """
        if change.startswith(FOLDED):
            return ()
        with self._engine.connect() as connection:
            reader = Reader(connection)
            return tuple(
                entry
                for done in reversed(reader.entries_of(change))
                if done.entity in REGISTRY  # else of a newer version
                if (entry := taken_back(done, reader.raw(done.entity, done.record))) is not None
            )

    def absorb(self, page: Page) -> Touched:
        """Take in a page of news; this laptop's waiting edits stay on top.

        A large page takes several short transactions, each of whole changes, so that a save in front of a person never
        waits for it. The cursor moves in the last one, and only there goes what left: cut before it, another page may
        come, of a later time, in which that is here again; what is held of the rest is skipped.
        """
        touched: list[Touched] = []
        posted, is_last = page.posted, False
        while not is_last:
            size = CHANGES_AT_WORK if time.monotonic() - self._saved_at < AT_WORK_S else CHANGES_AT_REST
            part, posted = posted[:size], posted[size:]
            is_last = not posted
            with self._writing() as connection:
                taken = _taken(connection, page.taken) if is_last and not page.more else set()
                touched.append(self._take_in(connection, part, page.gone if is_last else (), taken))
                if is_last:
                    self._mark(connection, "cursor", page.cursor)
                    self._weigh(connection, page)
        return join(*touched)

    def _take_in(
        self, connection: Connection, part: Sequence[Posted], gone: Sequence[Gone], taken: AbstractSet[str]
    ) -> Touched:
        batch = Batch(connection, OWN_ROWS)
        part = [_carry(connection, posted) for posted in part]
        batch.load((entry.entity, entry.record) for posted in part for entry in posted.change.entries)
        batch.expect(seq for posted in part for seq in posted.seqs)
        settled = {posted.change.id for posted in part if posted.change.device == self.header.device} | taken
        for one in gone:
            if one.entity in REGISTRY:
                batch.forget(one.entity, one.records)
            else:
                _forget_carried(connection, one)
        batch.drop_waiting(settled)
        for posted in part:
            batch.apply(posted)
        touched = batch.flush()
        search.update(connection, batch.written)
        for change in settled:
            connection.execute(OUTBOX.delete().where(OUTBOX.c.change == change))
        return touched

    # ------------------------------------------------------------------------------------------------- equality

    def doubts(self) -> Doubts:
        """Tell which entities are not known to be the server's."""
        return read_doubts(self.mark(DOUBTS))

    def repairs(self) -> list[Repair]:
        """List what was not the server's and what became of it, the oldest first."""
        return read_repairs(self.mark(REPAIRS))

    def note_repair(self, repair: Repair, tries: int | None = None) -> None:
        """Keep what was done about a difference, for people to see and so that it is not done for ever.

        tries: what is known of the entities with it; None: nothing new.
        """
        with self._writing() as connection:
            self._keep(connection, REPAIRS, [*self.repairs(), repair][-KEPT_REPAIRS:])
            if tries is not None:
                tried = dict.fromkeys(repair.entities, Doubted(tries, repair.at))
                self._keep(connection, DOUBTS, {**self.doubts(), **tried})

    def differing(self, totals: Totals, shapes: Mapping[str, int], cursor: str) -> dict[str, list[str]] | None:
        """Name the nodes at which the server's sums are not the own ones, by entity; what is equal leaves no doubt.

        None where the two cannot be compared: edits wait, or the cursor is not that of the server's sums any more.
        """
        with self._writing() as connection:
            if _waits(connection) or self.mark("cursor") != cursor:
                return None
            found = nodes_apart(part_totals(connection, None, None, totals), totals, shapes)
            left = {key: one for key, one in self.doubts().items() if key not in totals or key in found}
            self._keep(connection, DOUBTS, left)
        return found

    def _weigh(self, connection: Connection, page: Page) -> None:
        """Hold what the server claims against the own sums, in the transaction of the page's cursor; a first stage adds up to less."""
        if page.claims and self.rest is Rest.NONE:
            own = claims_of(connection, None, None, page.claims)
            left = weighed(self.doubts(), page.claims, own)
            if left != self.doubts():
                self._keep(connection, DOUBTS, left)

    def _keep(self, connection: Connection, name: str, value: object) -> None:
        self._mark(connection, name, msgspec.json.encode(value).decode())

    def recount(self, key: str) -> None:
        """Add an entity's sums up anew where they are not those of its rows."""
        with self._engine.connect() as connection:
            if kept_totals(connection, [key]) == stored_totals(connection, [key]):
                return
        with self._writing() as connection:
            recount(connection, [key])

    def hashes_at(self, key: str, node: str) -> dict[str, int]:
        """Hash the records of an entity at a node, by id."""
        with self._engine.connect() as connection:
            return hashes_at(connection, None, key, node)

    def mend(self, lost: Gone, posted: Sequence[Posted]) -> Touched:
        """Fold some records anew from the history that the server has of them, the waiting changes on top."""
        mine = {(lost.entity, id_) for id_ in lost.records}
        with self._writing() as connection:
            batch = Batch(connection, OWN_ROWS)
            batch.forget(lost.entity, lost.records)
            for one in posted:
                batch.apply(one)
            for body in connection.execute(select(OUTBOX.c.body).order_by(OUTBOX.c.counter)).scalars():
                change = _change.decode(body)
                if any((entry.entity, entry.record) in mine for entry in change.entries):
                    batch.apply(_waiting(change))
            touched = batch.flush()
            search.update(connection, batch.written)
            left = {key: [id_ for id_ in ids if (key, id_) not in mine] for key, ids in self.lost().items()}
            self._keep(connection, LOST, {key: ids for key, ids in left.items() if ids})
        return touched

    def outbox(self, limit: int | None = None) -> tuple[Change, ...]:
        """List the changes that wait for the server, oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(OUTBOX.c.body).order_by(OUTBOX.c.counter).limit(limit)).scalars()
            return tuple(_change.decode(body) for body in rows)

    def held(self, below: int = WAITING, limit: int = 1000) -> tuple[Held, ...]:
        """List the newest changes that the server numbered below a number, the newest first."""
        columns = (ENTRY.c.change, ENTRY.c.seq, ENTRY.c.accepted)
        query = select(*columns).where(ENTRY.c.seq < below).order_by(ENTRY.c.seq.desc()).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        newest: dict[str, Held] = {}
        for change, seq, accepted in rows:
            newest.setdefault(change, Held(seq, change, accepted))
        return tuple(newest.values())

    def changes(self, ids: Iterable[str]) -> tuple[Change, ...]:
        """Read changes that the server numbered, in the order of their numbers, as far as this laptop holds them."""
        found: dict[str, list[RowMapping]] = {}
        with self._engine.connect() as connection:
            rows: list[RowMapping] = []
            for part in chunks(ids):
                query = select(ENTRY).where(ENTRY.c.change.in_(part), ENTRY.c.seq < WAITING)
                rows += connection.execute(query).mappings().all()
        for row in sorted(rows, key=lambda row: int(row["seq"])):
            found.setdefault(row["change"], []).append(row)
        return tuple(read_posted(group).change for group in found.values())

    @property
    def typed_at(self) -> str:
        """Give the cursor as it was when the oldest waiting change was saved: what its author could know."""
        return self.mark("typed_at")

    def pending(self) -> int:
        """Count the changes that wait for the server; counted again after each write only, like the marks."""
        writes, count = self._pending
        if writes != self._writes:
            writes = self._writes
            with self._engine.connect() as connection:
                count = int(connection.execute(select(func.count()).select_from(OUTBOX)).scalar_one())
            self._pending = (writes, count)
        return count

    def mark(self, name: str, default: str = "") -> str:
        """Read a small fact: cursor, token, last_sync, offset and the like.

        They are read once: one process owns the file, so nobody else changes them.
        """
        return self._marks.get(name, default)

    def _mark(self, connection: Connection, name: str, value: str) -> None:
        """Keep a small fact in an open transaction; it counts from the commit on."""
        set_mark(connection, name, value)
        self._marked[name] = value

    @property
    def last_sync(self) -> int:
        """Give the end of the last complete round in microseconds UTC, 0 before the first."""
        return max(self._last_sync, int(self.mark("last_sync", "0")))

    def note_sync(self, now_us: int, told: str) -> None:
        """Note that a round is complete. told: what it moved; where nothing, it goes to the disk once a minute only."""
        self._last_sync = now_us
        if told or now_us - int(self.mark("last_sync", "0")) > MINUTE_US:
            with self._writing() as connection:
                self._mark(connection, "last_sync", str(now_us))
                if told:
                    self._mark(connection, "last_round", told)

    def set_mark(self, name: str, value: str) -> None:
        """Keep a small fact."""
        if self.mark(name) != value:
            with self._writing() as connection:
                self._mark(connection, name, value)

    # ------------------------------------------------------------------------------------------------- numbers

    def number_block(self) -> NumberBlock | None:
        """Give what is left of the blocks of quote numbers leased to this laptop, the oldest first; None: nothing."""
        blocks = self._blocks()
        return blocks[0] if blocks else None

    def numbers_left(self) -> int:
        """Count the quote numbers this laptop still has."""
        return sum(block.last - block.first + 1 for block in self._blocks())

    def add_block(self, block: NumberBlock) -> None:
        """Keep a block of numbers leased from the server."""
        with self._writing() as connection:  # reading and writing at once: a number used meanwhile stays used
            held = self._blocks()
            self._mark(connection, "numbers", msgspec.json.encode([*held, block]).decode())

    def _blocks(self) -> list[NumberBlock]:
        return msgspec.json.decode(self.mark("numbers", "[]"), type=list[NumberBlock])

    # ----------------------------------------------------------------------------------------------- first load

    def load(self, batch: Columns, marks: Mapping[str, str] = MappingProxyType({})) -> int:
        """Insert a batch of the first load as it comes and tell its rows; only before anything else is in.

        marks: small facts to keep in the same transaction. Indexes and search wait for `index`.
        """
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
        with self._writing() as connection:
            if not self._is_bare:
                for index in indexes():
                    connection.execute(DropIndex(index, if_exists=True))
                self._is_bare = True
            connection.connection.cursor().executemany(
                f'INSERT OR REPLACE INTO "{batch.table}" ({columns}) VALUES ({places})', rows
            )
            for name, value in marks.items():
                self._mark(connection, name, value)
            if is_newer:
                self._mark(connection, "newer", "1")
        return len(rows)

    def index(self) -> None:
        """Build indexes and search once the rows of a first load are in; cut anywhere, it is done again."""
        with self._writing() as connection:
            create_indexes(connection)
            search.clear(connection)
            search.hold(connection, search.MANY_BYTES)
            self._is_bare = False
            if self.mark("newer"):
                _fold_unknown(connection)
                self._mark(connection, "newer", "")
            recount(connection)
        for key in search.SEARCHED:
            after: int | None = -1
            while after is not None:
                with self._writing() as connection:
                    after = search.refill(connection, key, after, search.AT_ONCE)
        with self._writing() as connection:
            search.settle(connection)
            search.hold(connection, search.FEW_BYTES)

    def empty(self) -> None:
        """Remove everything that came from the server and keep the outbox: a fresh load follows."""
        with self._writing() as connection:
            for table in metadata.tables.values():
                if table.name != "mark":
                    connection.execute(table.delete())
            search.clear(connection)
            for name, value in (("cursor", ""), (REST, ""), ("load_place", ""), ("load_done", "0")):
                self._mark(connection, name, value)

    def begin_anew(self) -> None:
        """Ask for a fresh load of everything; what is here stays in sight until then."""
        for name, value in (("cursor", ""), ("load_place", ""), ("load_done", "0")):
            self.set_mark(name, value)
        self.drop_arrival()

    def replay(self) -> Touched:
        """Lay the waiting changes over freshly loaded rows."""
        waiting = self.outbox()
        with self._writing() as connection:
            return _replayed(connection, waiting)

    # ------------------------------------------------------------------------------------------ a fresh generation

    def expect(self, file: ScopeFile) -> None:
        """Keep that a fresh file is arriving, so that after a cut it goes on where it was."""
        self.drop_arrival()
        name = vault.following(self.header.database)
        self.set_mark(ARRIVAL, msgspec.json.encode(_Arriving(name, file)).decode())

    def arriving(self) -> ScopeFile | None:
        """Tell which file is arriving, None where none is."""
        found = self._arriving()
        return None if found is None else found.file

    @property
    def rest(self) -> Rest:
        """Tell whether only the first stage is here, and whether the rest is to come."""
        return Rest(self.mark(REST))

    def want_rest(self, rest: Rest) -> None:
        """Keep whether the rest is to be loaded."""
        self.set_mark(REST, rest.value)

    def _arriving(self) -> "_Arriving | None":
        text = self.mark(ARRIVAL)
        return msgspec.json.decode(text, type=_Arriving) if text else None

    @contextmanager
    def arrival(self) -> Iterator[Arrival]:
        """Open the file that is arriving, to take the chunks that are missing."""
        found = self._arriving()
        if found is None:
            raise LookupError("no file was expected")
        arrival = Arrival(self._folder / found.name, self._key, found.file, is_whole=found.is_whole)
        try:
            yield arrival
            if arrival.is_whole and not found.is_whole:
                arrival.settle()
                whole = msgspec.structs.replace(found, is_whole=True)
                self.set_mark(ARRIVAL, msgspec.json.encode(whole).decode())
        finally:
            arrival.close()

    def drop_arrival(self) -> None:
        """Forget the file that is arriving; nothing of it stays."""
        self.set_mark(ARRIVAL, "")
        self._clear()

    def fresh(self) -> "Replica":
        """Open the file that has arrived beside the one in force, to bring it up to date before it takes over."""
        found = self._arriving()
        if found is None or not found.is_whole:
            raise LookupError("no file has arrived")
        header = msgspec.structs.replace(self.header, database=found.name)
        made = Replica(_opened(self._folder / found.name, self._key), header, self._key, self._folder)
        if not made.mark("cursor"):
            made.set_mark("cursor", found.file.cursor)
            made.want_rest(Rest.WANTED if found.file.is_mine else Rest.NONE)
        return made

    def give_way(self, fresh: "Replica", taken: int) -> None:
        """Let a fresh generation take over, with all that is this laptop's own, and the waiting changes on top.

        taken: the highest change of this laptop that the fresh one has from the server. Killed anywhere, the replica is
        either this or that, whole; views opened before go on reading, what they ask next they ask the fresh one.
        """
        self.files.carry_over(fresh.files)
        with self._door:
            self._lock.acquire()
        try:
            fresh._receive(self, taken)  # noqa: SLF001 - of the same class
            vault.write_header(self._folder, fresh.header)
            old, self._generation.engine = self._engine, fresh._engine  # noqa: SLF001 - as above
            self.header, self._is_bare, self._marks = fresh.header, False, fresh._marks  # noqa: SLF001 - as above
            self._writes += 1
        finally:
            self._lock.release()
        is_read = old.pool.checkedout() > 0  # type: ignore[attr-defined]
        old.dispose()
        if not is_read:  # else the next `open` removes it
            self._clear()

    def _receive(self, old: "Replica", taken: int) -> None:
        """Take over what the laptop itself made, in one transaction; done again after a cut, it comes to the same."""
        waiting = [change for change in old.outbox() if change.counter > taken]
        with self._writing() as connection:
            connection.execute(OUTBOX.delete())
            for change in waiting:
                connection.execute(insert(OUTBOX).values(counter=change.counter, change=change.id, body=encode(change)))
            old.files.carry_rest(connection)
            for name, value in old._marks.items():  # noqa: SLF001 - as above
                if name not in OF_THE_FILE:
                    self._mark(connection, name, value)
            # What was tried already is not tried for ever because a file is new.
            self._keep(connection, DOUBTS, {**self.doubts(), **old.doubts()})
            _replayed(connection, waiting)

    def _clear(self) -> None:
        """Remove the files of generations that are neither in force nor arriving."""
        found = self._arriving()
        kept = (self.header.database, found.name if found else self.header.database)
        for place in self._folder.glob(vault.GENERATIONS):
            if place.name.partition("-wal")[0].partition("-shm")[0] not in kept:
                place.unlink()

    # ---------------------------------------------------------------------------------------------- looking up

    @property
    def organisation(self) -> Organisation:
        """The company, read again after each write; an empty one stands in until the first load brought it."""
        if self._organisation is None or self._organisation[0] != self._writes:
            found = self.get(Organisation, "organisation") or Organisation(id="organisation")
            self._organisation = (self._writes, found)
        return self._organisation[1]

    def as_of(self, moment: int, past: Past = Past.AS_WAS) -> View:
        """Look at the replica as it was, or as the organisation knew it, at a moment (microseconds UTC)."""
        return View(self._generation, moment, past)

    def search(self, text: str, limit: int = 50, keys: Iterable[str] = search.SEARCHED) -> list[Record]:
        """Find records by what was typed so far, the best first; see replica/search."""
        with self._engine.connect() as connection:
            hits = find(connection, text, limit, keys)
            found: dict[tuple[str, int], Record] = {}
            for key in {hit.entity for hit in hits}:
                table, declared = MAIN[key], REGISTRY[key]
                numbers = [hit.n for hit in hits if hit.entity == key]
                for row in connection.execute(select(table).where(table.c.n.in_(numbers))).mappings():
                    found[key, row["n"]] = declared.read(row["id"], from_row(declared, row))
        return [found[hit.entity, hit.n] for hit in hits if (hit.entity, hit.n) in found]

    def content_hash(self, role: str) -> dict[str, tuple[int, str]]:
        """Hash all rows by entity, to be compared with the server's; key -> (rows, hash)."""
        with self._engine.connect() as connection:
            return content_hash(connection, role, None)

    def verify(self) -> list[str]:
        """Fold the journal anew and name every record whose row says something else."""
        with self._engine.connect() as connection:
            return verify_store(connection)

    def heal(self, now_us: int, faults: Sequence[str] | None = None) -> Healed:
        """Put right what verify finds: rows from the journal; a damaged journal comes anew with the next sync.

        faults: what was found already, None to look for it.
        """
        if self.rest is not Rest.NONE:
            return Healed()  # what records hang on is still on its way; the whole that comes takes the place of this
        found = self.verify() if faults is None else faults
        if not found:
            return Healed()
        with self._writing() as connection:
            healed, batch = heal_store(connection, {fault.partition(" ")[0] for fault in found}, OWN_ROWS)
            search.update(connection, batch.written)
            lost = self.lost()
            for key, id_ in healed.damaged:
                lost[key] = sorted({*lost.get(key, ()), id_})
            self._keep(connection, LOST, lost)
        entities = tuple(sorted({fault.partition(" ")[0] for fault in found}))
        self.note_repair(Repair(now_us, HEALED, entities, len(healed.healed)))
        return healed

    def lost(self) -> dict[str, list[str]]:
        """Name the records of which the journal is damaged: their history comes anew with the next sync."""
        return msgspec.json.decode(self.mark(LOST, "{}"), type=dict[str, list[str]])

    def check_slice(self, now_us: int) -> Healed:
        """Hold a part of the records against their journal, once a day, and heal what differs; all in a month of days.

        Only questions are asked, a few hundred records at a time, so that nobody who works waits for it.
        """
        if now_us - int(self.mark(CHECKED_AT, "0")) < DAY_US:
            return Healed()
        with self._engine.connect() as connection:
            faults, place = faulty_from(connection, self.mark(CHECKED_TO), CHECKED_A_DAY, CHECKED_AT_ONCE)
        with self._writing() as connection:
            self._mark(connection, CHECKED_TO, place)
            self._mark(connection, CHECKED_AT, str(now_us))
        healed = self.heal(now_us, faults)
        self.thin(now_us)
        return healed

    def thin(self, now_us: int) -> int:
        """Fold old history of what matters little, a few records in each short transaction; tell the entries that went.

        No row changes; the server keeps all of it. `known_since` says from when on the past is whole.
        """
        if self.rest is not Rest.NONE:
            return 0
        total = 0
        for key, declared in REGISTRY.items():
            before, after = now_us - declared.history_days * DAY_US, ""
            while declared.history_days:
                with self._writing() as connection:
                    gone, after = thin(connection, key, before, after, THINNED_AT_ONCE)
                    if gone:
                        self._keep(connection, THINNED, {**self._thinned(), key: before})
                total += gone
                if not after:
                    break
        return total

    def known_since(self, key: str) -> int:
        """Tell from when on (microseconds UTC) the whole past of an entity is here; 0: all of it."""
        return self._thinned().get(key, 0)

    def _thinned(self) -> dict[str, int]:
        return msgspec.json.decode(self.mark(THINNED, "{}"), type=dict[str, int])


def _carry(connection: Connection, posted: Posted) -> Posted:
    """Put what only a newer version knows into the journal alone, and give what this one can lay over its rows."""
    unknown = [place for place, entry in enumerate(posted.change.entries) if entry.entity not in REGISTRY]
    if not unknown:
        return posted
    change = posted.change
    for place in unknown:
        entry = change.entries[place]
        line = insert(ENTRY).prefix_with("OR IGNORE").values(
            seq=posted.seqs[place], change=change.id, entity=entry.entity, record=entry.record, act=int(entry.act),
            author=change.author, device=change.device, counter=change.counter, happened=change.happened,
            accepted=posted.accepted, node="", body=encode((entry.fields, entry.lost, entry.merged)),
        )  # fmt: skip
        connection.execute(line)
    known = [place for place in range(len(change.entries)) if place not in unknown]
    entries = tuple(change.entries[place] for place in known)
    return Posted(
        msgspec.structs.replace(change, entries=entries), tuple(posted.seqs[place] for place in known), posted.accepted
    )


def _forget_carried(connection: Connection, gone: Gone) -> None:
    for part in chunks(gone.records):
        connection.execute(ENTRY.delete().where(ENTRY.c.entity == gone.entity, ENTRY.c.record.in_(part)))


def _fold_unknown(connection: Connection) -> None:
    """Fold the records anew in which a newer version filled fields: the rows of a load have no column for them."""
    batch = Batch(connection, OWN_ROWS)
    for row in connection.execute(select(ENTRY)).mappings():
        declared = REGISTRY.get(row["entity"])
        if declared is not None and not declared.fields.keys() >= read_entry(row).fields.keys():
            batch.refold([(row["entity"], row["record"])])
    batch.flush()


def _set_aside(folder: Path, files: Iterable[Path]) -> None:
    """Move files that exist into a numbered folder of their own."""
    found = [path for path in files if path.exists()]
    if not found:
        return
    number = 1 + len(list(folder.glob("set-aside-*")))
    place = folder / f"set-aside-{number}"
    place.mkdir()
    for path in found:
        path.replace(place / path.name)


def _replayed(connection: Connection, waiting: Iterable[Change]) -> Touched:
    batch = Batch(connection, OWN_ROWS)
    for change in waiting:
        batch.apply(_waiting(change))
    touched = batch.flush()
    search.update(connection, batch.written)
    return touched


def _opened(path: Path, key: bytes) -> Engine:
    engine = open_sqlite(path, key)
    try:
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            prepare(connection)
            local.create_all(connection)
            shelf_tables.create_all(connection)
            take_over(connection)
            search.create(connection)
    except OperationalError as fault:
        engine.dispose()
        raise _unwritable(fault, engine) from fault
    except DBAPIError as fault:
        engine.dispose()
        raise ReplicaError(FOREIGN, path=path) from fault
    return engine


def _unwritable(fault: OperationalError, engine: Engine) -> ReplicaError:
    """Word a failed write; where the log beside the file cannot grow, SQLite calls a full disk an I/O error."""
    free = shutil.disk_usage(Path(engine.url.database or ".").parent).free
    if "full" in str(fault.orig) or ("I/O" in str(fault.orig) and free < NO_ROOM):
        return ReplicaError(FULL)
    return ReplicaError(LOCKED, reason=fault.orig)


def _waiting(change: Change) -> Posted:
    first = WAITING + change.counter * ENTRIES_A_CHANGE
    return Posted(change, tuple(range(first, first + len(change.entries))), NEVER)


def _waits(connection: Connection) -> bool:
    return connection.execute(select(OUTBOX.c.counter).limit(1)).first() is not None


def _taken(connection: Connection, counter: int) -> set[str]:
    """Name the waiting changes that the server had taken when it made the last page: they are numbered or refused."""
    return set(connection.execute(select(OUTBOX.c.change).where(OUTBOX.c.counter <= counter)).scalars())


def _with_unknown(batch: Batch, entry: Entry) -> Entry:
    """Let a deletion say that its author had the fields as well that only a newer version can show."""
    if entry.act is not Act.DELETE:
        return entry
    raw, declared = batch.row(entry.entity, entry.record).raw or {}, REGISTRY[entry.entity].fields
    unknown: dict[str, tuple[Raw, Raw]] = {name: (value, None) for name, value in raw.items() if name not in declared}
    return msgspec.structs.replace(entry, fields={**entry.fields, **unknown}) if unknown else entry


def _check(batch: Batch, entries: Sequence[Entry], role: str) -> None:
    """Hold entries against the declarations and rules that the server will hold them against again."""
    for entry in entries:
        declared = REGISTRY[entry.entity]
        check_write(Actor("", role, frozenset()), declared, () if entry.act is Act.DELETE else entry.fields)
        if entry.act is Act.DELETE:
            continue
        check_kinds(declared, entry.fields)
        raw = derived(declared, folded(declared, batch.row(entry.entity, entry.record).raw or {}, entry))
        if entry.act is Act.CREATE:
            check_complete(declared, raw)
        check_values(declared, raw, entry.fields, role)


def _without_first(text: str) -> str:
    """Take the first number off the blocks kept in a mark."""
    first, *others = msgspec.json.decode(text, type=list[NumberBlock])
    rest = [] if first.first == first.last else [msgspec.structs.replace(first, first=first.first + 1)]
    return msgspec.json.encode([*rest, *others]).decode()
