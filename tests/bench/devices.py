"""Many devices at one server: each with an open stream, a push of five edits and a pull every half minute."""

import asyncio
import random
import resource
import time
from urllib.parse import quote, urlsplit

from argon2 import PasswordHasher
from sqlalchemy import Engine, select

from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.core.entities import User
from crm_desktop.core.ids import new_id
from crm_desktop.core.protocol import MEDIA_TYPE, Page, PushAnswer, SignIn, pack, unpack
from crm_desktop.core.store import Reader, newest_seq
from crm_desktop.core.store.tables import MAIN
from sync_server.accounts import Accounts
from sync_server.cursors import Cursor, write_cursor
from sync_server.database import open_database
from sync_server.places import place_of
from sync_server.scope import scope_digest
from sync_server.service import SyncService
from tests.bench.figures import Figure, percentile
from tests.bench.fixtures import PASSWORD, clock
from tests.bench.shared import SharedSite

EDITS = 5
PERIOD_S = 30.0
PROCESSES = 2
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # sign-ins are not what is measured


def devices(site: SharedSite, count: int, seconds: float, period_s: float = PERIOD_S) -> list[Figure]:
    """Measure the syncs of some devices spread over time, then of all of them within one second."""
    enrolled = _enrol(site, count)
    calm, burst = asyncio.run(_load(enrolled, seconds, period_s))
    told = (
        f"{count:,} devices with open streams, PostgreSQL, {PROCESSES} server processes, each syncs every {period_s:g} s for"
        f" {seconds:g} s, {calm.errors} errors, generator {calm.cpu_share:.0%} of a core; all within one second:"
        f" p99 {_p99(burst.samples):,.0f} ms, {burst.errors} errors, generator {burst.cpu_share:.0%}"
    )
    rate = burst.rows / burst.seconds
    return [
        percentile("server.devices_1000_p99_ms", calm.samples, 99, count, told),
        Figure(
            name="server.rows_per_s", value=rate, n=len(burst.samples), spread=(rate, rate), size=count,
            remark="rows pushed and pulled from the first question to the last answer while all sync within one second",
        ),
    ]  # fmt: skip


def _p99(samples: list[float]) -> float:
    return percentile("server.devices_1000_p99_ms", samples, 99, 0).value


def _enrol(site: SharedSite, count: int) -> "list[Device]":
    """Sign devices in for all sellers in turn, each with accounts of its own, as if they had loaded everything."""
    engine = open_database(place_of(site.place))
    accounts = Accounts(engine, clock, QUICK_HASHER)
    service = SyncService(engine, accounts, clock)
    made: list[Device] = []
    with engine.connect() as connection:
        newest = newest_seq(connection)
        people = [one for one in Reader(connection).find(User) if not one.is_inactive]
    held = [(one, ids) for one in people if (ids := _accounts_of(engine, one.id))]
    for number in range(count):
        user, ids = held[number % len(held)]
        mine = [ids[(number // len(held) * EDITS + n) % len(ids)] for n in range(EDITS)]
        name = f"device-{number}"
        request = SignIn(
            login=user.login, password=PASSWORD, device=name, device_name=name, clock=clock(),
            code=accounts.create_code(user.login),
        )  # fmt: skip
        session = service.sign_in(request)
        with engine.connect() as connection:
            actor = service._actor(connection, user.id)
            known = Reader(connection).raws("account", mine)
        service._remember_scope(actor)
        cursor = write_cursor(Cursor(session.epoch, newest, scope_digest(actor)))
        address = site.addresses[number % len(site.addresses)]
        made.append(Device(address, name, user.id, session.token, cursor, known))
    engine.dispose()
    return made


def _accounts_of(engine: Engine, user: str) -> list[str]:
    with engine.connect() as connection:
        table = MAIN["account"]
        return list(connection.execute(select(table.c.id).where(table.c.owner == user).order_by(table.c.id)).scalars())


class Line:
    """One connection that is kept open, with HTTP in its barest form."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, method: str, path: str, token: str, body: bytes = b"") -> asyncio.StreamReader:
        """Send a request and return where its answer will be read."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nAuthorization: Bearer {token}\r\nAccept: {MEDIA_TYPE}\r\n"
            f"Content-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        return reader

    async def ask(self, method: str, path: str, token: str, body: bytes = b"") -> bytes:
        """Ask and return the body of the answer; anything but 200 is an error."""
        reader = await self.send(method, path, token, body)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r")[0])
        content = await reader.readexactly(length)
        if b" 200 " not in head.partition(b"\r")[0]:
            raise OSError(head.partition(b"\r")[0].decode())
        return content

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


class Device:
    """One laptop as far as its server can tell. known: its accounts' raw values by id, as it last saw them."""

    def __init__(
        self, address: str, name: str, user: str, token: str, cursor: str, known: dict[str, dict[str, object]]
    ) -> None:
        self._name, self._user, self._token, self._cursor = name, user, token, cursor
        self._known = known
        self._line, self._live = Line(address), Line(address)
        self._counter = 0
        self._listening: asyncio.Task[None] | None = None

    def _changes(self) -> tuple[Change, ...]:
        made = []
        for id_, raw in self._known.items():
            self._counter += 1
            now = clock()
            after = {"street": f"Street {self._counter}", "terms": f"{self._counter} days"}
            fields = {name: (raw.get(name), value) for name, value in after.items()}
            raw.update(after)
            entry = Entry("account", id_, Act.EDIT, fields)  # type: ignore[arg-type]
            made.append(Change(new_id(now), self._user, self._name, self._counter, now, (entry,)))
        return tuple(made)

    async def sync(self) -> int:
        """Do one round and return the rows that went up and came down."""
        changes = self._changes()
        answer = unpack(await self._line.ask("POST", "/v1/push", self._token, pack(changes)), PushAnswer)
        if answer.refused:
            raise OSError("the bench pushes what a server accepts")
        rows, is_more = len(changes), True
        while is_more:
            page = unpack(await self._line.ask("GET", f"/v1/pull?cursor={quote(self._cursor)}", self._token), Page)
            if page.resync:
                raise OSError("nothing was restored")
            self._cursor, is_more = page.cursor, page.more
            rows += sum(len(posted.seqs) for posted in page.posted)
        return rows

    def listen(self) -> None:
        """Hold a stream open where the last one has brought its news."""
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        reader = await self._live.send("GET", f"/v1/live?cursor={quote(self._cursor)}", self._token)
        while (line := await reader.readline()) and line.strip() != b"event: news":
            pass
        self._live.close()

    def hang_up(self) -> None:
        """Let go of the connection for questions; the next one opens another."""
        self._line.close()

    async def close(self) -> None:
        """End everything."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        self.hang_up()
        self._live.close()


class Load:
    """What was measured under one load: milliseconds of each sync, rows, errors, seconds and the generator's share."""

    def __init__(self) -> None:
        self.samples: list[float] = []
        self.rows = self.errors = 0
        self._begun, self._cpu = time.perf_counter(), _cpu_s()
        self.seconds = self.cpu_share = 0.0

    async def sync(self, device: Device, after_s: float) -> None:
        """Let a device sync after a pause."""
        await asyncio.sleep(after_s)
        begun = time.perf_counter()
        try:
            rows = await device.sync()  # apart from the sum: others add to it meanwhile
            self.rows += rows
        except (OSError, EOFError):
            self.errors += 1
            device.hang_up()
        self.samples.append((time.perf_counter() - begun) * 1000)
        device.listen()

    def end(self) -> None:
        """Note how long it took and how much of it was the generator's own work."""
        self.seconds = time.perf_counter() - self._begun
        self.cpu_share = (_cpu_s() - self._cpu) / self.seconds


async def _load(enrolled: list[Device], seconds: float, period_s: float) -> tuple[Load, Load]:
    chance = random.Random(1)
    for device in enrolled:
        device.listen()
    calm = Load()

    async def live(device: Device) -> None:
        for _ in range(round(seconds / period_s)):
            ends = time.perf_counter() + period_s
            await calm.sync(device, chance.random() * period_s)
            await asyncio.sleep(max(0.0, ends - time.perf_counter()))

    await asyncio.gather(*(live(device) for device in enrolled))
    calm.end()
    burst = Load()
    await asyncio.gather(*(burst.sync(device, chance.random()) for device in enrolled))
    burst.end()
    await asyncio.gather(*(device.close() for device in enrolled))
    return calm, burst


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
