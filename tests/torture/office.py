"""The small office with its laptops in a folder, shut down, ready for processes to open."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import URL

from crm_desktop.replica import vault
from crm_desktop.replica.replica import Replica
from tests.postgres import Databases
from tests.replicas import PASSWORD, Office, small_office

PEOPLE = ("ann", "bob", "mia")


@dataclass(frozen=True)
class Place:
    """Where an office lies: its laptops in the folder, its server's data there too or in a database."""

    folder: Path
    databases: Databases | None
    address: URL | None

    @property
    def database(self) -> Path | str:
        """What the server's command line is told."""
        if self.address is None:
            return self.folder / "server.db"
        return self.address.render_as_string(hide_password=False)

    def laptop(self, login: str) -> Path:
        """Name the folder of a person's laptop."""
        return self.folder / f"laptop of {login}"

    def replica(self, login: str) -> Replica:
        """Open a person's laptop in this process."""
        return Replica.open(self.laptop(login), PASSWORD)

    def office(self) -> Office:
        """Open the server's data in this process, beside a server that may run."""
        return Office(self.folder, databases=self.databases, place=self.address)

    def drop(self) -> None:
        """Remove a database that nobody needs any more."""
        if self.databases is not None and self.address is not None:
            self.databases.drop(self.address)


def shut_office(folder: Path, databases: Databases | None) -> Place:
    """Make the office with a laptop for each of PEOPLE, and close it."""
    with _quick_keys():
        office = small_office(folder, databases)
        for login in PEOPLE:
            office.laptop(login)
        office.close()
    return Place(folder, databases, office.place)


@contextmanager
def _quick_keys() -> Iterator[None]:
    """Derive wrapping keys at the least cost: processes that open so often are not about that."""
    cheap = {"time_cost": 1, "memory_kib": 8, "lanes": 1}
    with patch.object(vault, "new_derivation", lambda: vault.Derivation(secrets.token_hex(16), **cheap)):
        yield
