"""The laptop of the hour: `satchel` as a process that is watched, ended and started again; and a colleague's."""

import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from crm_desktop.actions import records
from crm_desktop.actions.desk import desk_of
from crm_desktop.core.entities import Opportunity
from crm_desktop.core.protocol import SignIn
from crm_desktop.core.store import Where
from crm_desktop.replica.folders import LOG
from crm_desktop.sync.engine import enrol, sync
from crm_desktop.sync.remote import HttpServer
from tests.hour.house import House

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a person's hour"
END_S = 20.0


@dataclass
class Laptop:
    """Hold one laptop. folder: of its data; out: where what the watcher and the error output say is kept."""

    house: House
    folder: Path
    out: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def waits(self) -> Path:
        return self.out / "answers.jsonl"

    @property
    def said(self) -> Path:
        return self.out / "said.txt"

    def start(self) -> float:
        """Start `satchel`, watched; give when."""
        begun = time.time()
        more = {
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.folder.parent),
        }
        command = (sys.executable, "-m", "tests.hour.watched", str(self.waits), "--data", str(self.folder))
        with self.said.open("ab") as said:
            self.process = self.house.start(*command, more=more, cwd=ROOT, stdout=said, stderr=said)
        return begun

    def wait_for_end(self) -> int:
        """Wait until it has ended by itself; gives its exit code."""
        return self.process.wait(END_S) if self.process is not None else 0

    def log(self) -> list[str]:
        """Read its log."""
        file = self.folder / LOG
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


class Colleague:
    """A manager with a laptop of his own, who does what he does without a window."""

    def __init__(self, folder: Path, address: str, login: str, code: str) -> None:
        self._server = HttpServer(address)
        request = SignIn(
            login=login, password=PASSWORD, device=f"of {login}", device_name="colleague", clock=_now_us(), code=code
        )
        self._replica = enrol(folder, self._server, address, request, _now_us)

    def change_amount(self, deal: str, amount: Decimal) -> None:
        """Fetch the news, give a deal another amount, send it."""
        sync(self._replica, self._server, _now_us)
        desk = desk_of(self._replica, lambda: datetime.now(UTC))
        (found,) = self._replica.find(Opportunity, Where("name", "eq", deal))
        records.edit(desk, found, amount=amount)
        sync(self._replica, self._server, _now_us)

    def close(self) -> None:
        """Close the laptop."""
        self._replica.close()
        self._server.close()


def _now_us() -> int:
    return time.time_ns() // 1000
