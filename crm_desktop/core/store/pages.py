"""The ready file of a scope as server and laptop know it: its pages, its empty beginning, and the shape of its tables."""

import hashlib
import struct
from functools import cache

from sqlalchemy import Connection
from sqlalchemy.schema import CreateIndex, CreateTable, DropIndex

from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store import search
from crm_desktop.core.store.steps import held_indexes, note_shape, shape
from crm_desktop.core.store.tables import indexes, metadata

PAGE = 4096
"""Bytes of a page, as both SQLite and SQLCipher take by default."""
RESERVED = 80
"""Bytes at the end of each page that a laptop needs when it encrypts it: 16 of chance and 64 of proof."""
FORMAT = "1"


def empty_file() -> bytes:
    """Write the one page of an empty database that keeps RESERVED bytes free on each page it will have.

    SQLite offers no statement for that; the layout is the "Database File Format" of its documentation, 1.3 and 1.6.
    """
    page = bytearray(PAGE)
    page[:16] = b"SQLite format 3\0"
    struct.pack_into(">HBBBBBB", page, 16, PAGE, 1, 1, RESERVED, 64, 32, 32)
    struct.pack_into(">II", page, 24, 1, 1)  # changed once, one page long
    struct.pack_into(">I", page, 44, 4)  # format of the schema
    struct.pack_into(">I", page, 56, 1)  # UTF-8
    struct.pack_into(">I", page, 92, 1)  # the length holds for the change counted above
    struct.pack_into(">B", page, 100, 13)  # a leaf without rows
    struct.pack_into(">H", page, 105, PAGE - RESERVED)
    return bytes(page)


@cache
def layout() -> str:
    """Name all that a file looks like, so that a file is only sent to a laptop whose version would have made the same."""
    found = hashlib.blake2b(f"{FORMAT} {shape()} {PAGE} {RESERVED}".encode(), digest_size=9)
    for table in metadata.tables.values():
        columns = [f"{column.name} {column.type} {column.nullable}" for column in table.columns]
        found.update("\n".join([table.name, *columns]).encode())
    for key in search.SEARCHED:
        ways = [f"{field.name} {field.search}" for field in REGISTRY[key].stored]
        found.update("\n".join([key, *ways, search.LAYOUT]).encode())
    return found.hexdigest()


def create_tables(connection: Connection) -> None:
    """Make the tables of a new store, without the indexes, which are made quicker over rows that are there."""
    for table in metadata.tables.values():
        connection.execute(CreateTable(table))
    search.create(connection)
    note_shape(connection)


def create_indexes(connection: Connection) -> None:
    """Make the indexes that are missing."""
    held = held_indexes(connection)
    for index in indexes():
        if index.name not in held:
            connection.execute(CreateIndex(index))


def drop_indexes(connection: Connection) -> None:
    """Let go of all indexes: over many rows they are made quicker than they are kept."""
    held = held_indexes(connection)
    for index in indexes():
        if index.name in held:
            connection.execute(DropIndex(index))
