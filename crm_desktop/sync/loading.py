"""Loading a scope: a ready file, or rows where those are quicker; all of it, or what the person needs first."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from enum import Enum

import msgspec

from crm_desktop.core.protocol import FILE_PLACE, ScopeFile, Server, SnapshotPage, chunk_place
from crm_desktop.core.store.pages import layout
from crm_desktop.replica.first_load import Rest
from crm_desktop.replica.replica import Replica

CHUNKS_A_ROUND = 8  # of the rest, between which a round pushes and pulls


class Loaded(msgspec.Struct, frozen=True):
    """How far one table has come, in rows."""

    table: str
    done: int
    total: int


class Progress(msgspec.Struct, frozen=True):
    """How far a load has come: table being loaded, rows done, rows in all; the same in bytes, 0 where unknown.

    parts: each table in the order in which they come, () where only the whole is known.
    """

    table: str
    done: int
    total: int
    bytes_done: int = 0
    bytes_total: int = 0
    parts: tuple[Loaded, ...] = ()


NO_PROGRESS = Progress("", 0, 0)
BYTES_OF_A_FILE = "bytes of a file"
"""Stands for the table while a picture or a paper travels; its bytes are counted alone."""


class Pace:
    """Estimate how long a load still takes from how it went since it began, or went on."""

    def __init__(self) -> None:
        self._begun: tuple[int, int] | None = None  # microseconds, and bytes or rows

    def left_s(self, progress: Progress, now_us: int) -> int:
        """Give the seconds still to go, 0 while nobody can tell; to be asked at each progress."""
        is_in_bytes = progress.bytes_total > 0
        done, total = (
            (progress.bytes_done, progress.bytes_total) if is_in_bytes else (progress.done, progress.total)
        )  # fmt: skip
        if not total:
            self._begun = None
            return 0
        if self._begun is None:
            self._begun = (now_us, done)
        begun_us, begun = self._begun
        came = done - begun
        if came <= 0:
            return 0
        return max(1, round((now_us - begun_us) / 1e6 * (total - done) / came))


class Fetched(Enum):
    """How fetching ended: all is there; enough for now; the file is there no more."""

    WHOLE = "whole"
    ENOUGH = "enough"
    GONE = "gone"


Told = Callable[[Progress], None]
"""Is told of progress; what it raises ends the load, which goes on from there another time."""


def first_load(replica: Replica, server: Server, progress: Told, begin: str = FILE_PLACE) -> int:
    """Load a scope and lay the waiting changes on top; tell the rows. Goes on where it was cut.

    begin: FILE_PLACE for all of it, MINE_PLACE for what the person needs first where all of it takes long. The cursor of
    the replica in force is kept only at the end: until then a sync knows that the load is not whole.
    """
    token, place = replica.mark("token"), replica.mark("load_place")
    if place:
        return _load_rows(replica, server, server.snapshot(token, place), progress)
    while True:
        file = replica.arriving()
        if file is None:
            page = server.snapshot(token, begin + layout())
            if page.is_later:
                progress(NO_PROGRESS)
                continue
            if page.file is None:
                return _load_rows(replica, server, page, progress)
            file = page.file
            replica.expect(file)
        fetched = _fetched(replica, server, file, progress, lambda _chunks: False)
        if fetched is Fetched.WHOLE and _taken_over(replica, server):
            return file.rows
        replica.drop_arrival()


def load_rest(replica: Replica, server: Server, progress: Told) -> int | None:
    """Fetch some of what is missing since the first stage; tell the rows when all of it is in force, else None.

    Goes back where an edit waits to be sent, and stops where the person wants no more.
    """
    file = replica.arriving()
    if _is_declined(replica):
        if file is not None:
            replica.drop_arrival()
        return None
    if file is None:
        page = server.snapshot(replica.mark("token"), FILE_PLACE + layout())
        if page.is_later:
            progress(NO_PROGRESS)
            return None
        if page.file is None:  # the scope became small, or the server has no room for a file
            replica.begin_anew()
            return first_load(replica, server, progress)
        file = page.file
        replica.expect(file)

    def is_enough(chunks: int) -> bool:
        return chunks >= CHUNKS_A_ROUND or replica.rest is not Rest.WANTED or bool(replica.pending())

    fetched = _fetched(replica, server, file, progress, is_enough)
    if _is_declined(replica) or fetched is Fetched.GONE:
        replica.drop_arrival()
    elif fetched is Fetched.WHOLE:
        if _taken_over(replica, server):
            return file.rows
        replica.drop_arrival()
    return None


def _is_declined(replica: Replica) -> bool:
    return replica.rest is Rest.DECLINED


# -------------------------------------------------------------------------------------------------------- a ready file


def _fetched(
    replica: Replica, server: Server, file: ScopeFile, progress: Told, is_enough: Callable[[int], bool]
) -> Fetched:
    """Fetch the chunks that are missing. is_enough: is asked with how many came, before each but the first."""
    token, came = replica.mark("token"), 0
    with replica.arrival() as arrival:
        progress(_progress(file, arrival.done))  # what is going to come is told before it does
        while not arrival.is_whole:
            if came and is_enough(came):
                return Fetched.ENOUGH
            chunk = server.snapshot(token, chunk_place(file.place, arrival.done))
            if chunk.is_gone:
                return Fetched.GONE
            arrival.take(chunk.chunk)
            came += 1
            progress(_progress(file, arrival.done))
    return Fetched.WHOLE


def _progress(file: ScopeFile, chunks: int) -> Progress:
    """Work out how far a file has come: a table's rows are taken to lie evenly on its pages."""
    pages, begun, table, parts = min(chunks * file.chunk_pages, file.pages), 0, "", list[Loaded]()
    for part in file.parts:
        if pages >= begun:
            table = part.table
        came = min(max(0, pages - begun), part.upto - begun)
        rows = part.rows * came // (part.upto - begun) if part.upto > begun else part.rows * (pages >= begun)
        parts.append(Loaded(part.table, rows, part.rows))
        begun = part.upto
    done = sum(part.done for part in parts)
    return Progress(table, done, file.rows, sum(file.sizes[:chunks]), sum(file.sizes), tuple(parts))


def _taken_over(replica: Replica, server: Server) -> bool:
    """Bring the file that arrived up to now and let it take over; False where the server does not know it any more."""
    fresh, token = replica.fresh(), replica.mark("token")
    with ExitStack() as at_end:
        at_end.callback(fresh.close)
        while True:
            page = server.pull(token, fresh.mark("cursor"))
            if page.resync:
                return False
            fresh.absorb(page)
            if not page.more:
                break
        replica.give_way(fresh, page.taken)
        at_end.pop_all()  # from here on its file is the one in force
    return True


# --------------------------------------------------------------------------------------------------------------- rows


def _load_rows(replica: Replica, server: Server, page: SnapshotPage, progress: Told) -> int:
    token = replica.mark("token")
    total, done = int(replica.mark("load_total", "0")), int(replica.mark("load_done", "0"))
    came: dict[str, int] = {}
    wanted: dict[str, int] = {}  # not known where a load goes on that was cut before
    while True:
        if page.rows:  # it begins, or begins anew: the scope changed, or the server was restored from a backup
            replica.empty()
            total, done, wanted, came = sum(page.rows.values()), 0, page.rows, {}
            replica.set_mark("load_total", str(total))
            progress(_of_rows("", done, total, wanted, came))
        place = page.place
        if page.batch is not None:
            done += len(page.batch.columns[0])
            replica.load(page.batch, {"load_place": place, "load_done": str(done)})
            came[page.batch.table] = came.get(page.batch.table, 0) + len(page.batch.columns[0])
            progress(_of_rows(page.batch.table, done, total, wanted, came))
        if not place:
            break
        page = server.snapshot(token, place)
    replica.index()
    replica.replay()
    for name, value in (("load_place", ""), ("load_done", "0"), ("cursor", page.cursor)):
        replica.set_mark(name, value)
    return done


def _of_rows(table: str, done: int, total: int, wanted: Mapping[str, int], came: Mapping[str, int]) -> Progress:
    parts = tuple(Loaded(name, min(came.get(name, 0), rows), rows) for name, rows in wanted.items())
    return Progress(table, done, total, parts=parts)
