"""What others do costs nobody else: a pull and a round without news beside a quiet organisation and beside a busy one."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from argon2 import PasswordHasher
from sqlalchemy import func, select

from crm_desktop.core.changes import Act, Change, Entry, create_entry
from crm_desktop.core.entities import Account, Territory, User
from crm_desktop.core.ids import new_id
from crm_desktop.core.protocol import Page, SignIn, pack, unpack
from crm_desktop.core.schema import Record, entity_of, raw_of
from crm_desktop.core.store.tables import ENTRY
from sync_server.accounts import Accounts
from sync_server.cursors import read_cursor, write_cursor
from sync_server.database import open_database
from sync_server.service import SyncService
from tests.bench.figures import Figure, median
from tests.bench.fixtures import PASSWORD, Company, clock, server_file, work_folder

ROWS = 1000
RUNS = 15
PLACE = "bench"


def pull_growth(company: Company) -> list[Figure]:
    """Measure how much longer a pull of 1,000 rows takes when everybody else changed everything meanwhile."""
    folder = Path(tempfile.mkdtemp(dir=work_folder()))
    shutil.copyfile(server_file(company), folder / "server.db")
    database = open_database(folder / "server.db")
    accounts = Accounts(database, clock, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    service = SyncService(database, accounts, clock)
    try:
        service.load_changes([_change(Territory(id=PLACE, name=PLACE)), _change(_person())])
        token = _sign_in(service, accounts)
        cursor = _end_of(service, token)
        with database.connect() as connection:
            first = connection.execute(select(func.min(ENTRY.c.seq)).where(ENTRY.c.entity == "account")).scalar_one()
        quiet = read_cursor(cursor)
        if quiet is None:
            raise AssertionError("the server does not know its own cursor")
        busy = write_cursor(msgspec.structs.replace(quiet, seq=first - 1))
        service.load_changes(_news())
        others = quiet.seq - first
        ratios = [_pull(service, token, busy) / _pull(service, token, cursor) for _ in range(RUNS)]
    finally:
        database.dispose()
        shutil.rmtree(folder)
    told = f"{ROWS:,} rows answered by the server when others wrote {others:,} entries meanwhile, over none"
    return [median("sync.pull_growth", ratios, others, told)]


def _person() -> User:
    return User(id=PLACE, name=PLACE, login=PLACE, role="rep", territories=(PLACE,), home=PLACE)


def _change(*records: Record) -> Change:
    now = clock()
    entries = tuple(create_entry(entity_of(one).key, one.id, raw_of(one)) for one in records)
    return Change(new_id(now), "", "server", 0, now, entries)


def _news() -> Iterator[Change]:
    for number in range(ROWS // 2):
        yield _change(Account(id=f"{PLACE}-{number}", name=f"Account {number}", territory=PLACE))
    for number in range(ROWS // 2):
        now = clock()
        entry = Entry("account", f"{PLACE}-{number}", Act.EDIT, {"street": (None, f"Street {number}")})
        yield Change(new_id(now), "", "server", 0, now, (entry,))


def _sign_in(service: SyncService, accounts: Accounts) -> str:
    request = SignIn(
        login=PLACE, password=PASSWORD, device=PLACE, device_name=PLACE, clock=clock(), code=accounts.create_code(PLACE)
    )
    return service.sign_in(request).token


def _end_of(service: SyncService, token: str) -> str:
    page = service.pull(token, "")
    while page.more:
        page = service.pull(token, page.cursor)
    return page.cursor


def _pull(service: SyncService, token: str, cursor: str) -> float:
    begun = time.perf_counter()
    rows, is_more = 0, True
    while is_more:
        page = unpack(pack(service.pull(token, cursor)), Page)
        cursor, is_more = page.cursor, page.more
        rows += len(page.posted)
    seconds = time.perf_counter() - begun
    if not ROWS <= rows <= ROWS + 2:  # with the territory and the person themselves
        raise AssertionError(f"{rows} came instead of {ROWS}")
    return seconds
