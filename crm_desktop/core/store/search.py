"""The search index beside the tables: names, how they sound, phones, mails and texts; what it holds, and filling it."""

import re
from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection, inspect

from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.names import CHINESE
from crm_desktop.core.schema import LISTS, Entity, Raw

SEARCHED: tuple[str, ...] = ("account", "contact", "opportunity", "quote", "product")
"""Entities in the index; a document's number is row number x 8 + place in this list."""

_NAMES = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(name, sound, reach, words, content='',"
    " contentless_delete=1, prefix='1 2 3 4', tokenize=\"unicode61 remove_diacritics 2\")"
)
_FRAGMENTS = "CREATE VIRTUAL TABLE IF NOT EXISTS fragment USING fts5(reach, content='', contentless_delete=1, tokenize='trigram')"
LAYOUT = "2"
"""Of the documents; another one where `document` lays a record out in another way."""
MANY_BYTES, FEW_BYTES = 16 << 20, 1 << 20
AT_ONCE = 20_000  # rows read into memory while all is indexed
_DIGITS = re.compile(r"\D+")
_BEFORE_HOST = re.compile(r"^[a-z]+://(www\.)?|^www\.")
_MIDDLES = frozenset(
    ["ac", "co", "com", "edu", "go", "gov", "mil", "ne", "net", "or", "org"]
)  # of endings of two parts: .com.cn, .co.uk
_SPLIT = re.compile(f"({CHINESE.pattern})")
_RUN = re.compile(f"{CHINESE.pattern}{{2,}}")
_DOCUMENT = "INSERT INTO search (rowid, name, sound, reach, words) VALUES (?, ?, ?, ?, ?)"
_FRAGMENT = "INSERT INTO fragment (rowid, reach) VALUES (?, ?)"


def create(connection: Connection) -> None:
    """Make the index's tables where they are missing."""
    connection.exec_driver_sql(_NAMES)
    connection.exec_driver_sql(_FRAGMENTS)


def apart(text: str) -> str:
    """Set every Chinese character apart, so that each is a word of its own, and after them all pairs of neighbours.

    Each of two characters may stand in half of all names; the two together are one look-up.
    """
    if text.isascii():
        return text
    return " ".join([*_SPLIT.split(text), *(pair for run in _RUN.findall(text) for pair in pairs(run))])


def pairs(run: str) -> list[str]:
    """List the pairs of neighbours in a run of Chinese characters; one alone is its own."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def digits(text: str) -> str:
    """Keep a phone number's digits without the beginning that all mobiles of one country share (+86)."""
    found = _DIGITS.sub("", text)
    is_abroad = text.lstrip().startswith("+86") or (found.startswith("86") and len(found) == 13)
    return found[2:] if is_abroad else found


def without_ending(address: str) -> str:
    """Cut the ending off a mail address or a website, in small letters: li@pump.com.cn gives li@pump.

    Endings are what most addresses share: a word that stands in every second record makes each search for an address read
    them all.
    """
    whole = _BEFORE_HOST.sub("", address.lower().strip()).partition("/")[0]
    start, dot, ending = whole.rpartition(".")
    if not dot or "@" in ending:
        return whole
    host, _, middle = start.rpartition(".")
    return host if middle in _MIDDLES and host and not host.endswith("@") else start


def document(declared: Entity, raw: Mapping[str, Raw]) -> tuple[str, str, str, str, str]:
    """Lay a record out for the index: name, sound, reach, words, and the text for fragments."""
    return _laid_out((field.search, raw.get(field.name)) for field in declared.stored if field.search)


def _laid_out(values: Iterable[tuple[str, Raw]]) -> tuple[str, str, str, str, str]:
    """Lay values out, each given with its way into the index; lists are tags or [id, label, value]."""
    parts: dict[str, list[str]] = {"name": [], "sound": [], "phone": [], "mail": [], "text": []}
    for way, value in values:
        if isinstance(value, list):
            parts[way] += [str(item[2]) if isinstance(item, list) else str(item) for item in value]
        elif value is not None:
            parts[way].append(str(value))
    phones = [digits(phone) for phone in parts["phone"]]
    mails = [without_ending(mail) for mail in parts["mail"]]
    # The first digit is left out of the fragments: 1 begins every Chinese mobile.
    fragments = " ".join([*(phone[1:] for phone in phones), *mails])
    name, words = apart(" ".join(parts["name"])), apart(" ".join(parts["text"]))
    return name, " ".join(parts["sound"]), " ".join([*phones, *mails]), words, fragments


def update(connection: Connection, written: Iterable[tuple[str, int, dict[str, Raw] | None]]) -> None:
    """Bring the index up to date with rows written: (entity key, row number, raw values or None)."""
    latest = {(key, n): raw for key, n, raw in written if key in SEARCHED}
    if not latest:
        return
    numbers = [(number(key, n),) for key, n in latest]
    cursor = connection.connection.cursor()
    try:
        cursor.executemany("DELETE FROM search WHERE rowid = ?", numbers)
        cursor.executemany("DELETE FROM fragment WHERE rowid = ?", numbers)
        _insert(cursor, ((key, n, raw) for (key, n), raw in latest.items() if raw is not None))
    finally:
        cursor.close()


def refill(connection: Connection, key: str, after: int, limit: int) -> int | None:
    """Index the rows of one entity numbered above `after`, as after a first load; tell the last, None at the end.

    Far quicker than `update`: only the searched columns are read, and no older document is looked for.
    """
    declared = REGISTRY[key]
    fields = [field for field in declared.stored if field.search]
    ways = [(field.search, field.kind in LISTS) for field in fields]
    columns = ", ".join(f'"{field.name}"' for field in fields)
    rows = connection.exec_driver_sql(
        f'SELECT n, {columns} FROM "{key}" WHERE n > ? ORDER BY n LIMIT ?', (after, limit)
    ).all()
    documents, fragments = [], []
    for n, *values in rows:
        *columns_, fragment = _laid_out(
            (way, msgspec.json.decode(value) if is_list and value is not None else value)
            for (way, is_list), value in zip(ways, values, strict=True)
        )
        documents.append((number(key, n), *columns_))
        if fragment:
            fragments.append((number(key, n), fragment))
    cursor = connection.connection.cursor()
    try:
        # A row that was saved while the index is built has its document already.
        cursor.executemany(_DOCUMENT.replace("INSERT", "INSERT OR REPLACE", 1), documents)
        cursor.executemany(_FRAGMENT.replace("INSERT", "INSERT OR REPLACE", 1), fragments)
    finally:
        cursor.close()
    return int(rows[-1][0]) if len(rows) == limit else None


def lay_anew(connection: Connection) -> None:
    """Index everything again where a store keeps an index, because documents are laid out in a new way."""
    if not inspect(connection).has_table("search"):
        return
    clear(connection)
    hold(connection, MANY_BYTES)
    for key in SEARCHED:
        after: int | None = -1
        while after is not None:
            after = refill(connection, key, after, AT_ONCE)
    settle(connection)
    hold(connection, FEW_BYTES)


def clear(connection: Connection) -> None:
    """Forget all documents."""
    for name in ("search", "fragment"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    create(connection)


def settle(connection: Connection) -> None:
    """Merge what a first load wrote; else it is merged later, all at once, in the middle of somebody's save."""
    for name in ("search", "fragment"):
        connection.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('optimize')")


def hold(connection: Connection, size: int) -> None:
    """Let the index gather so many bytes in memory before it writes: many for a first load, few for a day's work."""
    for name in ("search", "fragment"):
        connection.exec_driver_sql(f"INSERT INTO {name} ({name}, rank) VALUES ('hashsize', ?)", (size,))


def _insert(cursor: object, rows: Iterable[tuple[str, int, dict[str, Raw]]]) -> None:
    documents, fragments = [], []
    for key, n, raw in rows:
        *columns, fragment = document(REGISTRY[key], raw)
        documents.append((number(key, n), *columns))
        if fragment:
            fragments.append((number(key, n), fragment))
    cursor.executemany(_DOCUMENT, documents)  # type: ignore[attr-defined]
    cursor.executemany(_FRAGMENT, fragments)  # type: ignore[attr-defined]


def number(key: str, n: int) -> int:
    """Number a document."""
    return n * 8 + SEARCHED.index(key)
