"""First loads in a process of their own: tell the seconds and the bytes on the wire of each, and the highest memory."""

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from crm_desktop.replica.replica import Replica
from crm_desktop.sync import loading, remote
from crm_desktop.sync.remote import HttpServer
from tests.bench.fixtures import PASSWORD


class Carried:
    """Counts the bytes of the answers."""

    def __init__(self) -> None:
        self.bytes = 0
        self._content = remote._content
        remote._content = self._counted

    def _counted(self, response: Any) -> bytes:
        found = self._content(response)
        self.bytes += len(found)
        return found


def _highest() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM"))


def main() -> None:
    """Load the replicas in the folders named, which hold nothing yet; before: the server's ready files, if they go."""
    ready, *folders = sys.argv[1:]
    carried, told = Carried(), []
    for folder in folders:
        if ready:
            shutil.rmtree(ready, ignore_errors=True)
        replica = Replica.open(Path(folder), PASSWORD)
        server = HttpServer(replica.header.address)
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # what was highest before does not count
        before, begun = carried.bytes, time.perf_counter()
        loading.first_load(replica, server, lambda _: None)
        seconds, wire = time.perf_counter() - begun, carried.bytes - before
        told.append({"seconds": seconds, "wire_mb": wire / 1e6, "rss_mb": _highest() / 1e6})
        replica.close()
        server.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
