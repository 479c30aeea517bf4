"""A server and laptops as processes of their own, what is done to them, and what must hold afterwards.

Faults follow the laptops' own words, not a clock: each comes after so many more saves, so that a slow machine sees the
same as a quick one.
"""

import json
import os
import queue
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from crm_desktop.core.changes import Line
from crm_desktop.core.entities import REGISTRY, Conflict
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import Merge, Raw
from crm_desktop.core.store import Where
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import sync
from crm_desktop.sync.remote import HttpServer
from installers.serving import ServerProcess
from tests.replicas import PASSWORD
from tests.torture.laptop import Saved
from tests.torture.office import PEOPLE, Place
from tests.torture.rough_wire import Direction, RoughWire

PATIENCE_S = 120.0
"""So long may all laptops together be silent before this counts as a hang."""
ROUNDS = 30
ROOM = 4096
UNLIMITED = resource.RLIM_INFINITY


class Laptop:
    """One laptop: its folder, its process if one runs, and everything it ever called saved."""

    def __init__(self, folder: Path, address: str, words: "queue.Queue[str]") -> None:
        self.folder, self._address, self._words = folder, address, words
        self.saved: list[Saved] = []
        self.said: Counter[str] = Counter()
        self.sentences: Counter[str] = Counter()
        self.process: subprocess.Popen[str] | None = None
        self._errors: list[str] = []
        self._readers: list[threading.Thread] = []
        self.ended_badly: list[str] = []

    def start(self, seed: int) -> None:
        """Start the process."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.laptop", str(self.folder), self._address, str(seed)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        self._errors = []
        self._readers = [
            threading.Thread(target=read, args=(self.process,), daemon=True) for read in (self._listen, self._note)
        ]
        for reader in self._readers:
            reader.start()

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Let it end well."""
        self._end(None)

    def _end(self, how: signal.Signals | None) -> None:
        process, self.process = self.process, None
        if process is None or process.stdin is None:
            return
        if how is not None:
            process.send_signal(how)
        process.stdin.close()
        code = process.wait(PATIENCE_S)
        for reader in self._readers:
            reader.join()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
        if code not in (0, -signal.SIGKILL):
            self.ended_badly.append(f"{self.folder.name} ended with {code}: {''.join(self._errors)[-2000:]}")

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        for line in process.stdout or ():
            if not line.endswith("\n"):
                return  # killed in the middle of the word: nobody heard it
            [(what, value)] = json.loads(line).items()
            self.said[what] += 1
            if what == "saved":
                self.saved.append(Saved(**value))
            elif what == "failed":
                self.sentences[value] += 1
            self._words.put(what)

    def _note(self, process: "subprocess.Popen[str]") -> None:
        self._errors += process.stderr or ()


@dataclass(kw_only=True)
class Campaign:
    """One server, its laptops, and a seed that decides what is done to them. wrong: what did not hold afterwards."""

    place: Place
    seed: int
    faults: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rng = Random(self.seed)
        self._words: queue.Queue[str] = queue.Queue()
        self.heard: list[str] = []
        self.server = ServerProcess(self.place.database, hear=self.heard.append)
        self.server.start()
        self.wire = RoughWire(int(self.server.address.rsplit(":", 1)[1]))
        self.laptops = [Laptop(self.place.laptop(name), self.wire.address, self._words) for name in PEOPLE]
        self._deeds: list[Callable[[], None]] = [
            self.kill_server, self.kill_laptop, self.pause_server, self.pause_laptop, self.cut, self.cut, self.repeat,
            self.hold, self.break_all, self.fill_server_disk, self.fill_laptop_disk,
        ]  # fmt: skip
        if self.place.databases is not None:
            self._deeds[-2] = self.restart_database

    # ------------------------------------------------------------------------------------------------------ the play

    def play(self, deeds: int) -> None:
        """Let the laptops work, do so many things to them, end all faults, let everybody get in step, and judge."""
        for laptop in self.laptops:
            laptop.start(self._rng.randrange(1 << 30))
        try:
            self.wait_words(30)
            for number in range(deeds):
                # Each deed once before any is drawn twice.
                deed = self._deeds[number] if number < len(self._deeds) else self._rng.choice(self._deeds)
                deed()
                self.faults[deed.__name__] += 1
                self.wait_words(self._rng.randrange(5, 60))
            self.wire.calm()
            self.wait_words(30)
        finally:
            for laptop in self.laptops:
                laptop.stop()
        self.settle()

    def close(self) -> None:
        """End every process."""
        for laptop in self.laptops:
            laptop.kill()
        self.wire.close()
        self.server.stop()

    def wait_words(self, count: int) -> None:
        """Wait until the laptops have said so much more."""
        for _ in range(count):
            self._words.get(timeout=PATIENCE_S)

    # ---------------------------------------------------------------------------------------------------- the deeds

    def kill_server(self) -> None:
        """Kill the server at whatever it does, and start it again a little later."""
        self.server.kill()
        self.wait_words(self._rng.randrange(1, 30))
        self.server.start()

    def kill_laptop(self) -> None:
        """Kill a laptop's process in the middle of a word, and start it again."""
        laptop = self._rng.choice(self.laptops)
        laptop.kill()
        laptop.start(self._rng.randrange(1 << 30))

    def pause_server(self) -> None:
        """Let the server stand still with everything open."""
        self._pause(self.server.pid)

    def pause_laptop(self) -> None:
        """Let a laptop stand still, as when its lid closes."""
        process = self._rng.choice(self.laptops).process
        if process is not None:
            self._pause(process.pid)

    def _pause(self, pid: int) -> None:
        os.kill(pid, signal.SIGSTOP)
        try:
            self.wait_words(self._rng.randrange(1, 40))
        finally:
            os.kill(pid, signal.SIGCONT)

    def cut(self) -> None:
        """Cut a connection after some byte of a request or of an answer."""
        direction: Direction = self._rng.choice(("up", "down"))
        self.wire.cut_after(direction, self._rng.choice((1, 40, 300, 700, 1500, 5000)))

    def repeat(self) -> None:
        """Say a request twice, and one of some time ago once more."""
        self.wire.repeat_next()
        self.wait_words(self._rng.randrange(1, 20))
        self.wire.say_again()

    def hold(self) -> None:
        """Carry nothing for a while, without closing anything."""
        self.wire.hold()
        self.wait_words(self._rng.randrange(1, 30))
        self.wire.let_go()

    def break_all(self) -> None:
        """Change the network under everybody."""
        self.wire.break_all()

    def fill_server_disk(self) -> None:
        """Let no file of the server grow for a while."""
        self._fill(self.server.pid, self.place.folder / "server.db")

    def fill_laptop_disk(self) -> None:
        """Let no file of a laptop grow for a while."""
        laptop = self._rng.choice(self.laptops)
        if laptop.process is not None:
            self._fill(laptop.process.pid, laptop.folder / "replica-1.db")

    def _fill(self, pid: int, path: Path) -> None:
        log = path.with_name(f"{path.name}-wal")
        # Also below the length of the log: SQLite uses it again from its beginning, and would not grow it for long.
        most = self._rng.randrange(ROOM, log.stat().st_size if log.exists() else ROOM + 1) + ROOM
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, UNLIMITED))
        try:
            self.wait_words(self._rng.randrange(10, 60))
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (UNLIMITED, UNLIMITED))

    def restart_database(self) -> None:
        """End PostgreSQL without warning and start it again."""
        if self.place.databases is not None:
            self.place.databases.restart()

    # ---------------------------------------------------------------------------------------------------- judgement

    def settle(self) -> None:
        """After the faults: every laptop opens, drains and gets in step; then the oracles."""
        replicas = []
        try:
            for laptop in self.laptops:
                self.wrong += laptop.ended_badly
                replicas.append(Replica.open(laptop.folder, PASSWORD))
            self._converge(replicas)
            self.server.stop()
            if any(line.startswith("Traceback") for line in self.heard):
                self.wrong.append(f"The server met a fault of its own: {''.join(self.heard)[-4000:]}")
            self._judge(replicas)
        finally:
            for replica in replicas:
                replica.close()

    def _converge(self, replicas: list[Replica]) -> None:
        for _ in range(ROUNDS):
            is_news = False
            for replica in replicas:
                server = HttpServer(self.server.address)
                try:
                    report = sync(replica, server, _now_us)
                    is_news |= bool(report.pushed or report.pulled or replica.pending())
                except UserError as error:
                    self.wrong.append(f"{replica.header.login} does not sync: {error}")
                finally:
                    server.close()
            if not is_news:
                return
        self.wrong.append(f"The laptops are not in step after {ROUNDS} rounds")

    def _judge(self, replicas: list[Replica]) -> None:
        office = self.place.office()
        try:
            self.wrong += [f"server: {fault}" for fault in office.service.verify()]
            self._check_integrity("server", office.engine)
            journal = _journal(office.engine)
            for laptop, replica in zip(self.laptops, replicas, strict=True):
                name = laptop.folder.name
                self.wrong += [f"{name}: {fault}" for fault in (*replica.verify(), *office.differences(replica))]
                self._check_integrity(name, replica._engine)
                here = _journal(replica._engine)
                for saved in laptop.saved:
                    self._check_saved(name, saved, journal, here, replica)
        finally:
            office.engine.dispose()

    def _check_integrity(self, name: str, engine: Any) -> None:
        if engine.dialect.name != "sqlite":
            return
        with engine.connect() as connection:
            for pragma in ("integrity_check", "cipher_integrity_check" if name != "server" else "quick_check"):
                found = [row[0] for row in connection.exec_driver_sql(f"PRAGMA {pragma}")]
                if found not in (["ok"], []):
                    self.wrong.append(f"{name}: {pragma} says {found[:3]}")

    def _check_saved(
        self, name: str, saved: Saved, there: Counter[tuple[Any, ...]], here: Counter[tuple[Any, ...]], replica: Replica
    ) -> None:
        key = (saved.entity, saved.record, saved.field, saved.value)
        for place, count in (("the server", there[key]), (name, here[key])):
            if count != 1:
                self.wrong.append(f"{saved} of {name} is {count} times in the journal of {place}")
        raw = replica.raw(saved.entity, saved.record) or {}
        rule = REGISTRY[saved.entity].fields[saved.field].merge
        if rule is Merge.ASK and str(raw.get(saved.field)) != saved.value and not _is_explained(replica, saved):
            self.wrong.append(f"{saved} of {name} stands nowhere: not current, not followed, not in an inbox")


def _is_explained(replica: Replica, saved: Saved) -> bool:
    """Tell whether a value that does not stand was followed by somebody who saw it, or is or was a conflict's.

    An author's newest wish takes the place of her earlier one in its conflict, whose history keeps both.
    """
    lines = replica.lines([saved.record])[saved.record]
    if any(str(pair[0]) == saved.value for pair in _pairs(lines, saved.field)):
        return True
    found = replica.find(Conflict, Where("record", "eq", saved.record), Where("on_field", "eq", saved.field))
    past = replica.lines(one.id for one in found)
    return any(
        saved.value in map(str, pair)
        for lines in past.values()
        for name in ("waiting", "standing")
        for pair in _pairs(lines, name)
    )


def _pairs(lines: list[Line], field: str) -> list[tuple[Raw, Raw]]:
    """List what the entries of a record did to a field: what their author saw, and what she made of it."""
    return [line.entry.fields[field] for line in lines if field in line.entry.fields]


def _journal(engine: Any) -> Counter[tuple[Any, ...]]:
    """Count how often each value was written: (entity, record, field, value)."""
    found: Counter[tuple[Any, ...]] = Counter()
    with engine.connect() as connection:
        for entity, record, body in connection.exec_driver_sql("SELECT entity, record, body FROM entry"):
            for name, (_, value) in msgspec.msgpack.decode(body)[0].items():
                found[entity, record, name, str(value)] += 1
    return found


def _now_us() -> int:
    return time.time_ns() // 1000
