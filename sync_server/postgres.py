"""PostgreSQL as the server's store: opening it by its address, one writer at a time, and telling other processes."""

import selectors
import time
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidatePoolError

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.store.sqlite import WRITES
from crm_desktop.core.store.tables import OF_ANY_LENGTH, ONLY_WHERE, metadata

DRIVERS = {"postgresql", "postgres", "postgresql+psycopg"}
CHANNEL = "satchel_journal"
WRITE_LOCK = 0x5341_5443_4845_4C  # any number that nobody else locks in this database
NAME_LOCKS = 1
CONNECT_S = 10
QUIET_S = 10.0
"""A connection that was not used for so long is asked whether it still lives."""
USED = "used at"
KEPT_CONNECTIONS = 10
MUCH = 5_000  # entries
MORE_CONNECTIONS = 30  # each of the threads that answer may hold two for a moment

BAD_ADDRESS = "{place} is no address of a database. Write it as postgresql://NAME@HOST/DATABASE, or give a file."
UNREACHABLE = "No database server answers at {place}: {reason}. Check the address, and that PostgreSQL runs there."
NOT_LET_IN = "The database server does not let you in at {place}: {reason}. Check the name and the password."
NO_SUCH_DATABASE = "There is no database at {place}. Create it first, for example with: createdb {name}"
FORBIDDEN = "The name in the address may not make tables at {place}: {reason}. Let it own the database."


def address_of(text: str) -> URL:
    """Read the address of a PostgreSQL database, or raise ReplicaError."""
    try:
        address = make_url(text)
    except (ArgumentError, ValueError) as fault:
        raise ReplicaError(BAD_ADDRESS, place=text.rpartition("@")[2]) from fault
    if address.drivername not in DRIVERS or not address.database:
        raise ReplicaError(BAD_ADDRESS, place=shown(address))
    return address.set(drivername="postgresql+psycopg")


def shown(address: URL) -> str:
    """Write an address for people: where it leads, without name, password and options."""
    return URL.create(
        address.drivername.partition("+")[0], host=address.host, port=address.port, database=address.database
    ).render_as_string()


def _word_indexes() -> None:
    """Say PostgreSQL's way what indexes ask for; those of texts are hashes, since ordered ones refuse over 2.7 kB."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if index.info.get(OF_ANY_LENGTH):
                index.dialect_options["postgresql"]["using"] = "hash"
            if (condition := index.info.get(ONLY_WHERE)) is not None:
                index.dialect_options["postgresql"]["where"] = condition


def open_postgres(address: URL, *, synchronous: str = "FULL") -> Engine:
    """Make an engine for a database. Nothing is asked of it before the first use.

    Acknowledged means on the disk: whatever the database's own setting, a commit waits for it (synchronous="FULL").
    Readers see one moment throughout their transaction, as on SQLite; writers see what was committed before each
    question, for they begin by waiting for each other.
    """
    # The driver is for those alone whose data lie in PostgreSQL; SQLite's commands start quicker without it.
    from psycopg import IsolationLevel

    _word_indexes()
    named = {"connect_timeout": str(CONNECT_S), "application_name": "satchel-server", **address.query}
    engine = create_engine(
        address.set(query=named), pool_size=KEPT_CONNECTIONS, max_overflow=MORE_CONNECTIONS, hide_parameters=True
    )
    wanted = "on" if synchronous == "FULL" else "off"

    def on_connect(connection: Any, record: Any) -> None:
        record.info[USED] = time.monotonic()
        connection.autocommit = True
        # A stricter setting, one that waits for a second machine, is left as it is.
        connection.execute(
            "SELECT set_config('synchronous_commit', %s, false) WHERE current_setting('synchronous_commit')"
            " IN ('on', 'off', 'local')",
            (wanted,),
        )
        connection.autocommit = False

    def on_checkout(connection: Any, record: Any, _whose: Any) -> None:
        """Make a connection anew that was lost between two questions: nobody hears of it.

        To ask it each time would cost as much as many an answer. A database that hangs up says so.
        """
        if time.monotonic() - record.info[USED] < QUIET_S and not _has_said_something(connection):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as fault:
            raise InvalidatePoolError from fault

    def on_checkin(_connection: Any, record: Any) -> None:
        record.info[USED] = time.monotonic()

    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        driver: Any = connection.connection.dbapi_connection
        driver.isolation_level = IsolationLevel.READ_COMMITTED if writes else IsolationLevel.REPEATABLE_READ

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "checkout", on_checkout)
    event.listen(engine, "checkin", on_checkin)
    event.listen(engine, "begin", on_begin)
    return engine


def _has_said_something(connection: Any) -> bool:
    """Tell whether there is something to read from a connection that was asked nothing, or its end."""
    with _Waiting() as waiting:
        waiting.register(connection.fileno(), selectors.EVENT_READ)
        return bool(waiting.select(0))


_Waiting: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)
"""Waits without a handle of its own, which would have to be opened and closed for each question."""


def asking_alone(engine: Engine) -> Engine:
    """Let each question be a transaction of its own, without a word to the database for its beginning and its end."""
    return engine.execution_options(isolation_level="AUTOCOMMIT") if is_shared(engine) else engine


def is_shared(connection: Connection | Engine) -> bool:
    """Tell whether several processes may serve this store at once."""
    return connection.dialect.name == "postgresql"


def write_alone(connection: Connection) -> None:
    """Wait until no other process writes, and keep them waiting until this transaction has ended.

    So a number given later is never committed earlier. SQLite has taken such a lock when the transaction began.
    """
    if is_shared(connection):
        connection.execute(select(func.pg_advisory_xact_lock(WRITE_LOCK)))


def one_at_a_time(connection: Connection, name: str) -> None:
    """Let the transactions that name the same follow each other; on SQLite all that write do so."""
    if is_shared(connection):
        connection.execute(select(func.pg_advisory_xact_lock(NAME_LOCKS, func.hashtext(name))))


def tell_others(connection: Connection, newest: int) -> None:
    """Let other processes hear how long the journal is when this transaction commits."""
    if is_shared(connection):
        connection.execute(select(func.pg_notify(CHANNEL, str(newest))))


def note_sizes(connection: Connection, written: int) -> None:
    """Let PostgreSQL count its tables anew after much was written at once: it plans by what it last knew of them.

    It does so by itself a minute later, or where that is switched off never.
    """
    if written >= MUCH and is_shared(connection):
        connection.exec_driver_sql("ANALYZE")


def refusal_of(fault: DBAPIError, address: URL) -> ReplicaError:
    """Find the sentence for a database that cannot be opened."""
    state, text = getattr(fault.orig, "sqlstate", None) or "", str(fault.orig)
    reason, place = _reason(text), shown(address)
    if state == "3D000" or f'database "{address.database}" does not exist' in text:
        return ReplicaError(NO_SUCH_DATABASE, place=place, name=address.database)
    if state == "42501" or "read-only" in text:
        return ReplicaError(FORBIDDEN, place=place, reason=reason)
    if state[:2] == "28" or any(words in text for words in ("authentication failed", "pg_hba.conf", "no password")):
        return ReplicaError(NOT_LET_IN, place=place, reason=reason)
    if 'role "' in text or "permission denied" in text:
        return ReplicaError(NOT_LET_IN, place=place, reason=reason)
    return ReplicaError(UNREACHABLE, place=place, reason=reason)


def _reason(text: str) -> str:
    """Keep what the driver says last in its first line: before it stands where it tried."""
    first = next((line for line in text.splitlines() if line.strip()), "no answer")
    return first.rpartition("failed: ")[2].removeprefix("FATAL:").strip().rstrip(".")
