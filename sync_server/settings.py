"""What an administrator may set for a server, as values."""

from pathlib import Path

import msgspec
from sqlalchemy import URL

DATABASE_VARIABLE = "SATCHEL_DATABASE"
CACHE_VARIABLE = "SATCHEL_CACHE"
DEFAULT_DATABASE = "satchel.db"
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8480


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Where the data are and where the server listens. port: 0 lets the system choose one.

    cache: folder of the ready files for first loads, None: beside the database, or among the user's caches.
    """

    database: Path | URL
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    next_free_port: bool = False
    cache: Path | None = None
