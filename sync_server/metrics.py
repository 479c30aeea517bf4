"""What the server counts about itself, in Prometheus' plain text."""

import threading
from collections import Counter
from collections.abc import Iterable

from crm_desktop.core.schema import REGISTRY

HEADINGS = {
    "satchel_requests_total": "Requests answered, by route and status.",
    "satchel_request_seconds_total": "Seconds spent answering, by route.",
    "satchel_entries_total": "Journal entries carried, up from laptops and down to them.",
    "satchel_differences_total": "Laptops found to hold other contents than the server, by entity.",
}


class Meter:
    """Count requests and entries of this process; safe in any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._seconds: dict[str, float] = {}
        self._entries: Counter[str] = Counter()
        self._differences: Counter[str] = Counter()

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        with self._lock:
            self._requests[route, status] += 1
            self._seconds[route] = self._seconds.get(route, 0.0) + seconds

    def carried(self, direction: str, entries: int) -> None:
        """Count journal entries; direction: "up" or "down"."""
        with self._lock:
            self._entries[direction] += entries

    def differed(self, entities: Iterable[str]) -> None:
        """Count a laptop whose records of some entities were not the server's; only entities that exist."""
        with self._lock:
            self._differences.update(key for key in entities if key in REGISTRY)

    def text(self) -> str:
        """Write all figures down."""
        with self._lock:
            samples = {
                "satchel_requests_total": [
                    f'{{route="{route}",status="{status}"}} {count}'
                    for (route, status), count in self._requests.items()
                ],
                "satchel_request_seconds_total": [
                    f'{{route="{route}"}} {seconds:.6f}' for route, seconds in self._seconds.items()
                ],
                "satchel_entries_total": [
                    f'{{direction="{direction}"}} {count}' for direction, count in self._entries.items()
                ],
                "satchel_differences_total": [
                    f'{{entity="{entity}"}} {count}' for entity, count in self._differences.items()
                ],
            }
        lines = []
        for name, heading in HEADINGS.items():
            lines += [f"# HELP {name} {heading}", f"# TYPE {name} counter"]
            lines += [name + sample for sample in sorted(samples[name])]
        return "\n".join([*lines, ""])
