"""The search index beside the tables: names, how they sound, phones, mails and texts; what it holds, and filling it.

A document is a list of ready terms, each beginning with the letter of the way it came: what is looked up is always one
whole term with its own list of records, so that the index keeps neither places nor columns nor lists of beginnings beside
that. What lists of records alone cannot tell (whether pieces stand side by side) whoever looks up reads in the record.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec
from sqlalchemy import Connection

from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.names import CHINESE
from crm_desktop.core.schema import LISTS, Entity, Raw
from crm_desktop.core.store.row_writing import Written

SEARCHED: tuple[str, ...] = ("account", "contact", "opportunity", "quote", "product", "order")
"""Entities in the index; in that of a company, the records of one lie together, those of the first at its end."""

LAYOUT = "5"
"""Of the index; another one where `document` lays a record out in another way, or the index is set otherwise."""
BEGINNING, BEGINNING_OF_NUMBER = 8, 4
"""Letters up to which each beginning of a word, and of a number, is a term of its own; longer ones are looked for among
all terms, and numbers of few digits begin few others.
"""
FRAGMENT = 3
"""Letters of a piece from the middle of a phone number or a mail address."""
SHORT = 80  # letters of a text of which the terms are kept at hand
NAME, SOUND, REACH, TEXT, MIDDLE = "n", "s", "r", "w", "m"
"""Letters that terms begin with: of a name, of how it sounds, of phones and mails, of other texts; of their middles."""
REACHED = frozenset({"phone", "mail"})
WAYS = {"name": NAME, "sound": SOUND, "phone": REACH, "mail": REACH, "text": TEXT}
_LETTERS = {way: frozenset({letter, MIDDLE} if way in REACHED else {letter}) for way, letter in WAYS.items()}
_FIELDS = {
    key: {field.name: _LETTERS[field.search] for field in REGISTRY[key].stored if field.search} for key in SEARCHED
}
"""Entity key -> the names of its searched fields, each with the letters that its terms begin with."""

MANY_BYTES, FEW_BYTES = 16 << 20, 1 << 20
MERGED, TERMS_A_PAGE = 8, 200
"""Pages of older parts of the index that each write merges, and terms for which it merges one more.

Each write leaves a part of its own. Of 16 parts one is made, so that a term is written about twice until all is one part.
More costs a page of news more than everything else about it; with less, parts would heap up until the index merges them all
at once.
"""
PAGE = 3976
"""Bytes of a page of the index: the most of which one fits into a page of the file beside what encryption keeps there."""
FILLED = "search_filled"
"""A mark while the index is built in steps: the number of the last document it holds; "" where all are in."""
AT_ONCE = 20_000  # rows read into memory while all is indexed
_TABLE = (
    "CREATE VIRTUAL TABLE search USING fts5(terms, content='', columnsize=0, detail=none,"
    " tokenize=\"ascii tokenchars '.@-+_'\")"
)
_HELD = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
_SET = "INSERT INTO search (search, rank) VALUES (?, ?)"
_SETTINGS = (("automerge", 0), ("usermerge", 16), ("crisismerge", 64), ("pgsz", PAGE))
_DOCUMENT = "INSERT INTO search (rowid, terms) VALUES (?, ?)"
_TERMS = "INSERT INTO search (search, rowid, terms) VALUES (?, ?, ?)"
_LOST, _WON = "delete", None
_OLDER = ("fragment",)  # tables of earlier layouts
_ROOM = 1 << 48  # for the row numbers of one entity
LAST = (1 << 63) - 1
"""Above the number of any document."""
_DIGITS = re.compile(r"\D+")
_CHINESE = CHINESE.pattern[1:-1]
_PIECES = re.compile(rf"([{_CHINESE}]+)|([^\W_{_CHINESE}]+)")
_ODD = re.compile(r"[^\w.@+-]")  # what would end a term
_BEFORE_HOST = re.compile(r"^[a-z]+://(www\.)?|^www\.")
_OF_TWO_PARTS = frozenset(["ac", "co", "com", "edu", "go", "gov", "mil", "ne", "net", "or", "org"])  # .com.cn, .co.uk


def create(connection: Connection) -> None:
    """Make the index where it is missing."""
    if not _is_kept(connection):
        connection.exec_driver_sql(_TABLE)
        connection.exec_driver_sql(_SET, list(_SETTINGS))


def _is_kept(connection: Connection) -> bool:
    """Tell whether a store keeps an index: a laptop's does, a server's does not."""
    if connection.dialect.name != "sqlite":
        return False
    return connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'search'").first() is not None


# ------------------------------------------------------------------------------------------------------------- terms


def folded(text: str) -> str:
    """Write a text as texts are compared: in small letters, without the marks on them, each in its usual width."""
    if text.isascii():
        return text.lower()
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", plain.lower())


def pieces(text: str) -> list[tuple[str, str]]:
    """Part a folded text into runs of Chinese and words of letters and digits: (run, "") or ("", word) each."""
    return _PIECES.findall(text)


def pairs(run: str) -> list[str]:
    """List the pairs of neighbours in a run of Chinese characters; one alone is its own.

    Each of two characters may stand in half of all names; the two together are one look-up.
    """
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def digits(text: str) -> str:
    """Keep a phone number's digits without the beginning that all mobiles of one country share (+86)."""
    found = _DIGITS.sub("", text)
    is_abroad = text.lstrip().startswith("+86") or (found.startswith("86") and len(found) == 13)
    return found[2:] if is_abroad else found


def without_ending(address: str) -> str:
    """Cut the ending off a mail address or a website, in small letters: li@pump.com.cn gives li@pump.

    Endings are what most addresses share: they tell nobody from anybody, and are found as pieces of the address.
    """
    whole = _BEFORE_HOST.sub("", address.lower().strip()).partition("/")[0]
    start, dot, ending = whole.rpartition(".")
    if not dot or "@" in ending:
        return whole
    host, _, middle = start.rpartition(".")
    return host if middle in _OF_TWO_PARTS and host and not host.endswith("@") else start


def middles(text: str) -> list[str]:
    """List the terms of all pieces of a phone number or mail address, by the places where they begin."""
    return [MIDDLE + piece for piece in _cut(text)]


def _cut(text: str) -> list[str]:
    plain = text if text.isalnum() else _ODD.sub("_", text)
    return [plain[at : at + FRAGMENT] for at in range(len(plain) - FRAGMENT + 1)]


def longest(word: str) -> int:
    """Tell up to how many letters each beginning of a word is a term of its own."""
    return BEGINNING_OF_NUMBER if word.isdigit() else BEGINNING


@lru_cache(maxsize=1 << 15)
def _beginnings(way: str, word: str) -> str:
    """List the terms of a word: its beginnings, and all of it."""
    most = longest(word)
    found = [way + word[:length] for length in range(1, min(len(word), most) + 1)]
    return " ".join(found if len(word) <= most else [*found, way + word])


def _characters(way: str, run: str) -> str:
    """List the terms of a run of Chinese: each character, and each pair of neighbours."""
    return " ".join([way + part for part in ((*run, *pairs(run)) if len(run) > 1 else run)])


def _terms(way: str, text: str) -> str:
    """List the terms of a folded text."""
    return " ".join([_characters(way, run) if run else _beginnings(way, word) for run, word in pieces(text)])


def reachable(way: str, text: str) -> str:
    """Write a phone number or a mail address as any piece of it is looked for.

    A number's first digit is left out: 1 begins every Chinese mobile.
    """
    return digits(text)[1:] if way == "phone" else folded(text)


def document(declared: Entity, raw: Mapping[str, Raw]) -> str:
    """Lay a record out for the index: its terms."""
    return _laid_out((field.search, raw.get(field.name)) for field in declared.stored if field.search)


def texts(value: Raw) -> Iterable[str]:
    """List the texts of a value; lists are tags or [id, label, value]."""
    if isinstance(value, list):
        return [str(item[2]) if isinstance(item, list) else str(item) for item in value]
    return () if value is None else (str(value),)


def _laid_out(values: Iterable[tuple[str, Raw]]) -> str:
    """List the terms of values, each given with its way into the index."""
    return " ".join([_terms_of(way, one) for way, value in values for one in texts(value)])


def _terms_of(way: str, text: str) -> str:
    """List the terms of a text that came some way; many texts come again and again, the long ones rarely."""
    return _known_terms(way, text) if len(text) <= SHORT else _terms_made(way, text)


def _terms_made(way: str, text: str) -> str:
    if way not in REACHED:
        return _terms(WAYS[way], folded(text))
    plain = digits(text) if way == "phone" else without_ending(folded(text))
    return " ".join([_terms(REACH, plain), *(MIDDLE + piece for piece in _cut(reachable(way, text)))])


_known_terms = lru_cache(maxsize=1 << 14)(_terms_made)


@lru_cache(maxsize=1 << 14)
def _parted(way: str, text: str) -> frozenset[str]:
    """List the terms of a text that came some way, one by one, as an edit asks for them."""
    return frozenset(_terms_made(way, text).split())


# ----------------------------------------------------------------------------------------------------------- filling


def update(connection: Connection, written: Iterable[Written]) -> None:
    """Bring the index up to date with rows written: the terms that a row lost go, those it won come.

    All others stay as they are, so that an edit costs what it changes. While the index is built, rows that it does not hold
    yet are left to who builds it.
    """
    first: dict[int, Mapping[str, Raw] | None] = {}
    last: dict[int, Mapping[str, Raw] | None] = {}
    differing: dict[int, frozenset[str] | None] = {}
    for key, n, before, after, names in written:
        if key in SEARCHED:
            rowid = number(key, n)
            known = differing.get(rowid, frozenset())
            differing[rowid] = None if names is None or known is None else names | known
            first.setdefault(rowid, before)
            last[rowid] = after
    if not first:
        return
    cursor = connection.connection.cursor()
    try:
        filled = cursor.execute("SELECT value FROM mark WHERE name = ?", (FILLED,)).fetchone()
        most = int(filled[0]) if filled is not None and filled[0] else LAST
        steps, count = list[tuple[str | None, int, str]](), 0
        # In the order of their numbers: the index begins a new part where a lower one follows a higher.
        for rowid in sorted(one for one in first if one <= most):
            after = last[rowid]
            lost, won = _moved(REGISTRY[place(rowid)[0]], first[rowid], after, differing[rowid])
            count += len(lost) + len(won)
            if lost:
                steps.append((_LOST, rowid, " ".join(lost)))
            if won or (lost and after is not None):  # the index counts its documents
                steps.append((_WON, rowid, " ".join(won)))
        if steps:
            cursor.executemany(_TERMS, steps)
            cursor.execute(_SET, ("merge", MERGED + count // TERMS_A_PAGE))
    finally:
        cursor.close()


def keep_up(connection: Connection, written: Iterable[Written]) -> None:
    """Do so where a store keeps an index."""
    if _is_kept(connection):
        update(connection, written)


def _moved(
    declared: Entity, before: Mapping[str, Raw] | None, after: Mapping[str, Raw] | None, names: frozenset[str] | None
) -> tuple[set[str], set[str]]:
    """Tell the terms that a record lost and won; None: it does not stand. names: as in `Written`."""
    old, new = before or {}, after or {}
    fields = _FIELDS[declared.key]
    among = fields if names is None else fields.keys() & names
    changed = [name for name in among if old.get(name) != new.get(name)]
    had, has = _set_of(declared, old, changed), _set_of(declared, new, changed)
    lost, won = had - has, has - had
    if lost and after is not None:
        # What another field says as well stays.
        letters = frozenset().union(*(fields[name] for name in changed))
        lost -= _set_of(declared, new, (n for n in fields if n not in changed and fields[n] & letters))
    return lost, won


def _set_of(declared: Entity, raw: Mapping[str, Raw], names: Iterable[str]) -> set[str]:
    """List the terms of some fields of a record."""
    found = set[str]()
    for name in names:
        if name in raw:
            way = declared.fields[name].search
            for text in texts(raw[name]):
                found.update(_parted(way, text) if len(text) <= SHORT else _terms_made(way, text).split())
    return found


def refill(connection: Connection, after: int, limit: int) -> int | None:
    """Index the next rows of one entity, as after a first load; tell up to which number all is in, None at the end.

    after: the number up to which all is in, -1 for nothing. Only the searched columns are read.
    """
    key, n = place(after + 1)
    rows = _to_index(connection, key, n, limit)
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(_DOCUMENT, rows)
    finally:
        cursor.close()
    upto = rows[-1][0] if len(rows) == limit else bounds(key)[1]
    return upto if upto < len(SEARCHED) * _ROOM - 1 else None


def _to_index(connection: Connection, key: str, first: int, limit: int) -> list[tuple[int, str]]:
    """Lay the next rows of an entity out for the index."""
    fields = [field for field in REGISTRY[key].stored if field.search]
    ways = [(field.search, field.kind in LISTS) for field in fields]
    columns = ", ".join(f'"{field.name}"' for field in fields)
    rows = connection.exec_driver_sql(
        f'SELECT n, {columns} FROM "{key}" WHERE n >= ? ORDER BY n LIMIT ?', (first, limit)
    ).all()
    documents = []
    for n, *values in rows:
        found = [
            (way, msgspec.json.decode(value) if is_list else value)
            for (way, is_list), value in zip(ways, values, strict=True)
            if value is not None
        ]
        documents.append((number(key, n), _laid_out(found)))
    return documents


def fill(connection: Connection, at_once: int = AT_ONCE) -> None:
    """Index everything anew, in the transaction of the connection. at_once: rows to read into memory."""
    clear(connection)
    hold(connection, MANY_BYTES)
    upto: int | None = -1
    while upto is not None:
        upto = refill(connection, upto, at_once)
    settle(connection)
    hold(connection, FEW_BYTES)


def lay_anew(connection: Connection) -> None:
    """Index everything again where a store keeps an index, because documents are laid out in a new way."""
    if _is_kept(connection):
        fill(connection)


def clear(connection: Connection) -> None:
    """Forget all documents, also those of earlier layouts.

    An index of this layout is emptied where it is: after a table went, a file has all its statements worded anew.
    """
    held = {name: text for name, text in connection.exec_driver_sql(_HELD) if name in ("search", *_OLDER)}
    for name in [name for name, text in held.items() if text != _TABLE]:
        connection.exec_driver_sql(f"DROP TABLE {name}")
    if held.get("search") == _TABLE:
        connection.exec_driver_sql("INSERT INTO search (search) VALUES ('delete-all')")
        connection.exec_driver_sql(_SET, list(_SETTINGS))
    else:
        create(connection)


def settle(connection: Connection) -> None:
    """Merge what a first load wrote; else it is merged later, all at once, in the middle of somebody's save."""
    connection.exec_driver_sql("INSERT INTO search (search) VALUES ('optimize')")


def merge(connection: Connection, documents: int) -> None:
    """Merge as much as so many documents write, so that parts do not heap up until the index merges them all at once."""
    connection.exec_driver_sql(_SET, ("merge", MERGED + documents))


def hold(connection: Connection, size: int) -> None:
    """Let the index gather so many bytes in memory before it writes: many for a first load, few for a day's work."""
    connection.exec_driver_sql(_SET, ("hashsize", size))


def merge_in_small_parts(connection: Connection) -> None:
    """Merge a little with each write: left alone, the index merges much at some of them, and whoever saves then waits."""
    if _is_kept(connection):
        connection.exec_driver_sql(_SET, list(_SETTINGS))


def number(key: str, n: int) -> int:
    """Number a document."""
    return (len(SEARCHED) - 1 - SEARCHED.index(key)) * _ROOM + n


def bounds(key: str) -> tuple[int, int]:
    """Tell between which numbers the documents of an entity lie."""
    first = number(key, 0)
    return first, first + _ROOM - 1


def place(rowid: int) -> tuple[str, int]:
    """Tell the entity key and the row number of a document."""
    return SEARCHED[len(SEARCHED) - 1 - rowid // _ROOM], rowid % _ROOM
