"""A store of dictionaries to import into, and one function that imports."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import crm_desktop.core.entities  # noqa: F401  fills the registry
from crm_desktop.core import intake
from crm_desktop.core.changes import Act, Change, Entry, edit_entry, fold
from crm_desktop.core.schema import REGISTRY, Raw, micros

NOW = micros(datetime(2026, 11, 2, 9, tzinfo=UTC))
ZONE = ZoneInfo("Europe/Berlin")


class Store:
    """Folds what is imported, as a database would, and keeps the journal."""

    def __init__(self) -> None:
        self.journal: dict[tuple[str, str], list[tuple[Change, Entry]]] = {}
        self.taken: dict[str, int] = {}

    def apply(self, changes: Iterable[Change]) -> None:
        for change in changes:
            assert change.counter == self.taken.get(change.device, 0) + 1
            self.taken[change.device] = change.counter
            for entry in change.entries:
                self.journal.setdefault((entry.entity, entry.record), []).append((change, entry))

    def raws(self, key: str, ids: Iterable[str]) -> dict[str, dict[str, Raw]]:
        found = {}
        for id_ in ids:
            state = fold(REGISTRY[key], (entry for _, entry in self.journal.get((key, id_), [])))
            if state.stands:
                found[id_] = state.raw
        return found

    def lines(self, records: Iterable[str]) -> dict[str, list[Entry]]:
        by_id = {id_: [entry for _, entry in posted] for (_, id_), posted in self.journal.items()}
        return {id_: by_id[id_] for id_ in records if id_ in by_id}

    def all(self, key: str) -> dict[str, dict[str, Raw]]:
        """List all standing records of an entity by id."""
        return self.raws(key, [id_ for entity, id_ in self.journal if entity == key])

    def one(self, key: str, **values: Raw) -> tuple[str, dict[str, Raw]]:
        """Find the only record with these values."""
        (found,) = [
            (id_, raw)
            for id_, raw in self.all(key).items()
            if all(raw.get(name) == value for name, value in values.items())
        ]
        return found

    def days(self, key: str, id_: str) -> list[str]:
        """List the days, there, on which a record's entries happened."""
        return [str(day_of(change)) for change, _ in self.journal[key, id_]]

    def edit(self, key: str, id_: str, **values: Raw) -> None:
        """Edit a record as a person would."""
        (before,) = self.raws(key, [id_]).values()
        entry = edit_entry(key, id_, before, {**before, **values})
        assert entry is not None
        self._by_hand(entry)

    def delete(self, key: str, id_: str) -> None:
        self._by_hand(Entry(key, id_, Act.DELETE))

    def _by_hand(self, entry: Entry) -> None:
        change = Change("by hand", "somebody", "laptop", self.taken.get("laptop", 0) + 1, NOW, (entry,))
        self.apply([change])


def day_of(change: Change) -> date:
    return datetime.fromtimestamp(change.happened / 1_000_000, tz=ZONE).date()


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def bring(store) -> Callable[..., intake.Import]:
    """Import a folder into the store and return what the import came to."""

    def bring_in(folder: Path, mapping: Path | None = None, into: Store = store) -> intake.Import:
        mapping = mapping or intake.find_mapping(folder)
        done = intake.run(into, folder, mapping, NOW, ZONE, _taken(into, mapping))
        into.apply(done.changes)
        return done

    return bring_in


def _taken(store: Store, mapping: Path) -> int:
    return max((taken for device, taken in store.taken.items() if device != "laptop"), default=0)


@pytest.fixture
def pack(tmp_path) -> Callable[..., Path]:
    """Write the files of a pack, mapping.toml among them, and return its folder."""

    def write(mapping: str, **files: str | bytes) -> Path:
        (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.csv").write_bytes(data)
        return tmp_path

    return write
