"""A sync server as a process of its own: made, started, stopped, killed; for `make run`, the tour and the tests."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

READY = "listens on "
STOP_S = 15.0


class ServerError(Exception):
    """The server said why it does not run; the words are for a person."""


def server_command(*arguments: str | Path) -> str:
    """Run one command of `satchel-server` to its end and give what it printed; raises ServerError with its sentence."""
    done = subprocess.run(
        [sys.executable, "-m", "sync_server", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServerError(done.stderr.strip() or done.stdout.strip())
    return done.stdout


class ServerProcess:
    """One `satchel-server serve` on a database. port: 0 for any free one; moves: take the next free one if taken.

    database: a file, or the address of a PostgreSQL database. hear: called with each line it writes once it answers.
    """

    def __init__(
        self, database: Path | str, port: int = 0, *, moves: bool = False, hear: Callable[[str], None] = str
    ) -> None:
        self._database = database
        self._port = port
        self._moves = moves
        self._hear = hear
        self._process: subprocess.Popen[str] | None = None
        self.address = ""

    def start(self) -> str:
        """Start it and wait until it answers; gives its address. Once started, it keeps its port when started again."""
        arguments = ["serve", "--database", str(self._database), "--port", str(self._port)]
        arguments += ["--next-free-port"] if self._moves else []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sync_server", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,  # Ctrl+C in the terminal is for the one who started it, who then stops the server
        )
        self.address = self._wait_ready(self._process)
        self._port = int(self.address.rsplit(":", 1)[1])
        return self.address

    def _wait_ready(self, process: subprocess.Popen[str]) -> str:
        if process.stdout is None or process.stderr is None:
            raise ServerError("the server has no output to read")
        for line in process.stdout:
            if READY in line:
                # Read on also where nobody listens, so that a full pipe never stops it.
                for pipe in (process.stdout, process.stderr):
                    threading.Thread(target=_drain, args=(pipe, self._hear), daemon=True).start()
                return line.split(READY, 1)[1].strip()
        raise ServerError(process.stderr.read().strip() or "the server ended without a word")

    @property
    def pid(self) -> int:
        """Number of the process, 0 where none runs."""
        return self._process.pid if self._process is not None else 0

    @property
    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(how)
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def _drain(pipe: IO[str], hear: Callable[[str], None]) -> None:
    try:
        for line in pipe:
            hear(line)
    except ValueError:
        return  # closed while being read: the server was ended


def one_time_code(database: Path, person: str) -> str:
    """Ask the server's command line for a one-time code."""
    said = server_command("user", "code", person, "--database", database)
    found = re.search(r"code:\s+(\S+)", said)
    if found is None:
        raise ServerError(said)
    return found.group(1)
