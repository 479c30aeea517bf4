"""Figures of synchronization: nothing to do, push, pull, first load, and a save while one runs."""

import gc
import itertools
import json
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from crm_desktop.actions import records
from crm_desktop.actions.desk import Desk
from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.core.entities import Account, User
from crm_desktop.core.ids import new_id
from crm_desktop.core.schema import Raw
from crm_desktop.core.store import Reader
from crm_desktop.door import work_from_here
from crm_desktop.replica.replica import Replica
from crm_desktop.sync import engine
from crm_desktop.sync.remote import HttpServer
from sync_server.database import open_database
from sync_server.places import place_of
from tests.bench.figures import Figure, median, percentile
from tests.bench.fixtures import PASSWORD, REPOSITORY, Company, Site, clock
from tests.bench.limit import insert_all, ready_tables
from tests.bench.shared import SharedSite

RUNS = 5
LARGE_RUNS = 5
LIMITS = 1  # what is divided by; it takes long and differs little
EDITS = 5000
NEWS = 1000
PUSH = "sync.push_5000_rows_per_s"
SAVES = 300
SAVE_RUNS = 5
THROUGH = "through HTTP on loopback, the server in a process of its own"


class Load(NamedTuple):
    """What one first load in a process of its own told; folder: of the laptop it filled."""

    folder: Path
    seconds: float
    rss_mb: float
    wire_mb: float


def first_load(company: Company, *, is_ratio: bool = True) -> list[Figure]:
    """Measure first loads of a whole company: while its server makes the file, and once that is there."""
    with closing(Site(company)) as site:
        cold = _loads(site, RUNS, is_cold=True)
        warm = _loads(site, RUNS)
        limits = _limits(site, warm[-1], LIMITS) if is_ratio else []
    size = company.size
    told = f"{THROUGH}, the laptop in another; accounts and contacts with their history and search"
    figures = [
        median("sync.first_load_100k_s", [load.seconds for load in warm], size, told),
        median("sync.first_load_rows_per_s", [size / load.seconds for load in warm], size, told),
        median("sync.first_load_cold_s", [load.seconds for load in cold], size, "the same; the server makes the file"),
        median("sync.first_load_wire_mb", [load.wire_mb for load in warm], size, "bodies of the answers"),
        median("client.first_load_rss_mb", [load.rss_mb for load in warm], size, "highest of the laptop's process"),
    ]
    return figures + ([_over_limit(warm, limits, size)] if is_ratio else [])


def largest_load(company: Company) -> list[Figure]:
    """Measure first loads of a company that is too large to have a file made for each of them."""
    with closing(Site(company)) as site:
        (cold,) = _loads(site, 1)
        warm = _loads(site, LARGE_RUNS)
        limits = _limits(site, warm[-1], LIMITS)
    told = f"{THROUGH}; {cold.seconds:.0f} s while the server made the file; at most {warm[-1].rss_mb:.0f} MB resident"
    return [
        median("sync.first_load_1m_s", [load.seconds for load in warm], company.size, told),
        _over_limit(warm, limits, company.size),
    ]


def _loads(site: Site, count: int, *, is_cold: bool = False) -> list[Load]:
    folders = []
    for _ in range(count):
        replica, server = site.empty_laptop()
        replica.close()
        server.close()
        folders.append(site.folder / replica.header.device)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load_once", str(site.ready_files) if is_cold else "", *map(str, folders)],
        stdout=subprocess.PIPE, text=True, cwd=REPOSITORY, check=True,
    )  # fmt: skip
    return [Load(folder, **told) for folder, told in zip(folders, json.loads(done.stdout), strict=True)]


def _limits(site: Site, loaded: Load, runs: int) -> list[float]:
    with closing(Replica.open(loaded.folder, PASSWORD)) as replica:
        tables = ready_tables(replica)
    return [insert_all(tables, site.folder) for _ in range(runs)]


def _over_limit(loads: list[Load], limits: list[float], size: int) -> Figure:
    seconds, limit = [load.seconds for load in loads], statistics.median(limits)
    told = f"{statistics.median(seconds):.2f} s over {limit:.2f} s for inserting the same rows and index from memory"
    return median("sync.first_load_over_limit", [one / limit for one in seconds], size, told)


class Author:
    """Somebody at another laptop whose edits arrive at the server without a replica of theirs."""

    def __init__(self, site: Site) -> None:
        self._server, request, self._session = site.sign_in()
        self._device = request.device
        self._counter = 0

    def change(self, entry: Entry) -> Change:
        """Sign one edit."""
        self._counter += 1
        now = clock()
        return Change(new_id(now), self._session.user, self._device, self._counter, now, (entry,))

    def send(self, entries: list[Entry]) -> float:
        """Push edits as the engine does and give the seconds it took."""
        changes = [self.change(entry) for entry in entries]
        begun = time.perf_counter()
        for part in engine.pushes(changes):
            answer = self._server.push(self._session.token, part)
            if answer.refused:
                raise AssertionError("the bench pushes what a server accepts")
        return time.perf_counter() - begun

    def close(self) -> None:
        """Hang up."""
        self._server.close()


def edits(accounts: list[dict[str, Raw]], count: int, word: str, second: str = "terms") -> list[Entry]:
    """Edit two fields each of some accounts, given with their ids, as they were seen: street and payment terms."""
    return [
        Entry("account", str(raw["id"]), Act.EDIT, {
            "street": (raw.get("street"), f"{word} street {number}"), second: (raw.get(second), f"{word} {number} days"),
        })
        for number, raw in enumerate(itertools.islice(accounts, count))
    ]  # fmt: skip


def exchange(company: Company, parts: frozenset[str]) -> list[Figure]:
    """Measure what a loaded laptop and its server exchange; parts: sync, replica."""
    site = Site(company)
    replica, server = site.laptop()
    gc.collect()
    work_from_here()
    try:
        known = read_accounts(replica, 2 * EDITS)
        figures = []
        if "sync" in parts:
            figures += [_nothing_to_do(replica, server, company), _push(PUSH, site, known, company)]
            figures.append(_pull(site, replica, server, company))
        save = _save(site, replica, server, company)
        for part, name in (("replica", "replica.save_p99_ms"), ("sync", "sync.save_during_sync_p99_ms")):
            if part in parts:
                figures.append(msgspec.structs.replace(save, name=name))
    finally:
        gc.unfreeze()
        replica.close()
        server.close()
        site.close()
    return figures


def _nothing_to_do(replica: Replica, server: HttpServer, company: Company) -> Figure:
    engine.sync(replica, server, clock)
    runs = []
    for _ in range(50):
        begun = time.perf_counter()
        engine.sync(replica, server, clock)
        runs.append((time.perf_counter() - begun) * 1000)
    return median("sync.noop_ms", runs, company.size, f"{THROUGH}; a whole round of the engine")


def push_to_postgres(site: SharedSite) -> Figure:
    """Measure the same push on PostgreSQL."""
    database = open_database(place_of(site.place))
    with database.connect() as connection:
        reader = Reader(connection)
        ids = [one.id for one in reader.find(Account, limit=2 * EDITS)]
        known = [{**raw, "id": id_} for id_, raw in reader.raws("account", ids).items()]
    database.dispose()
    return _push(f"{PUSH}_pg", site, known, site.company)


def _push(figure: str, site: Site, known: list[dict[str, Raw]], company: Company) -> Figure:
    mine, colleague = Author(site), Author(site)
    rates = []
    for run in range(RUNS):
        count = min(EDITS, len(known))
        offline = edits(known, count, f"run {run}")
        # A fifth has a newer value on the server: of the street (the later one wins) and of the terms (somebody is
        # asked), in turn.
        newer = []
        for number, entry in enumerate(offline[::5]):
            name = ("street", "terms")[number % 2]
            newer.append(
                Entry("account", entry.record, Act.EDIT, {name: (entry.fields[name][0], f"newer {run} {number}")})
            )
        colleague.send(newer)
        rates.append(count / mine.send(offline))
        known = known[count:] + [
            {**raw, "street": entry.fields["street"][1], "terms": entry.fields["terms"][1]}
            for raw, entry in zip(known[:count], offline, strict=True)
        ]
    mine.close()
    colleague.close()
    return median(figure, rates, company.size, f"{THROUGH}; in pushes of {engine.PUSH_BYTES >> 20} MB")


def read_accounts(replica: Replica, count: int) -> list[dict[str, Raw]]:
    """Read the values of some accounts, each with its id."""
    with replica.reading() as reader:
        ids = [one.id for one in replica.find(Account, limit=count)]
        return [{**raw, "id": id_} for id_, raw in reader.raws("account", ids).items()]


def _pull(site: Site, replica: Replica, server: HttpServer, company: Company) -> Figure:
    engine.sync(replica, server, clock)
    colleague = Author(site)
    runs = []
    for run in range(RUNS):
        # Terms are in dispute where a push was measured before, and each dispute would come with its news.
        colleague.send(edits(read_accounts(replica, NEWS), NEWS, f"news {run}", "city"))
        begun = time.perf_counter()
        report = engine.sync(replica, server, clock)
        runs.append((time.perf_counter() - begun) * 1000)
        if report.pulled != min(NEWS, company.accounts):
            raise AssertionError(f"{report.pulled} came instead of {NEWS}")
    colleague.close()
    return median(
        "sync.pull_1000_ms", runs, company.size, f"{THROUGH}; edits of two fields, a whole round of the engine"
    )


def _save(site: Site, replica: Replica, server: HttpServer, company: Company) -> Figure:
    """Save again and again while a thread of the same process pulls what a colleague wrote."""
    engine.sync(replica, server, clock)
    user = replica.get(User, replica.header.user)
    if user is None:
        raise AssertionError("the user is part of every replica")
    desk = Desk(replica, user, user.role, lambda: datetime.now(UTC))
    samples: list[float] = []
    lane = ThreadPoolExecutor(1)
    colleague = Author(site)
    for run in range(SAVE_RUNS):
        for part in ("first", "second"):
            colleague.send(edits(read_accounts(replica, EDITS), EDITS, f"{part} of {run}"))
        mine = replica.find(Account, order=("-name",), limit=20)
        running = lane.submit(engine.sync, replica, server, clock)
        while not running.done():
            place = len(samples) % len(mine)
            begun = time.perf_counter()
            records.edit(desk, mine[place], website=f"www.example/{len(samples)}")
            samples.append((time.perf_counter() - begun) * 1000)
            mine[place] = replica.get(Account, mine[place].id) or mine[place]
            time.sleep(0.005)  # nobody saves without a pause; without one the lock would be measured against itself
        running.result()
        if len(samples) >= SAVES:
            break
    colleague.close()
    lane.shutdown()
    told = f"saves while a sync pulls {2 * EDITS:,} edits in another thread; median {statistics.median(samples):.1f} ms"
    return percentile("replica.save_p99_ms", samples, 99, company.size, told)
