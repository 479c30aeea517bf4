"""Finding records in the search index by what was typed: any beginning, and fragments of phones and mails."""

import re
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, select

from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.names import CHINESE
from crm_desktop.core.schema import Record
from crm_desktop.core.store.search import SEARCHED, digits, pairs, without_ending
from crm_desktop.core.store.tables import MAIN, from_row

FRAGMENT = 3  # letters from which a fragment in the middle is looked for
LIKELY = 4  # times as many addresses are read as are wanted: some of them end in another way
_WORD = re.compile(r"[\w@.+-]+")
_PARTS = re.compile(f"({CHINESE.pattern}+)|([^{CHINESE.pattern[1:-1]}.@-]+)")


LOOKS = (("name", "name"), ("sound", "sound"), ("reach", "reach"), ("name sound reach words", "words"))
"""Which columns are looked through, one look after the other, and what a hit is then called."""
LOOKS_CHINESE = (LOOKS[0], LOOKS[-1])  # the others hold no Chinese


class Hit(msgspec.Struct, frozen=True):
    """A found record: entity key, row number, and which part of it matched: name, sound, reach or words."""

    entity: str
    n: int
    why: str


def query(text: str, columns: str = "") -> str:
    """Turn what was typed into an FTS5 query: every word by its beginning, Chinese as it stands; "" finds nothing."""
    terms = []
    for word in _WORD.findall(text.lower()):
        plain = digits(word) if _looks_like_phone(word) else word
        for run, other in _PARTS.findall(plain):
            # Every Chinese word stands in the index whole: only what is spelt with letters is found by its beginning.
            terms.append(f'"{" ".join(pairs(run))}"' if run else f'"{other}"*')
    wanted = " AND ".join(terms)
    return f"{{{columns}}} : ({wanted})" if columns and wanted else wanted


def _looks_like_phone(word: str) -> bool:
    return len(word) > FRAGMENT and not word.strip("+-0123456789") and any(sign.isdigit() for sign in word)


def find(connection: Connection, text: str, limit: int, keys: Iterable[str] = SEARCHED) -> list[Hit]:
    """Find records by what was typed: names first, then how they sound, phones and mails, texts, fragments.

    One letter finds by recency; nothing is ranked over a whole large result, so every key stroke costs little.
    """
    found: dict[int, Hit] = {}
    kinds = [SEARCHED.index(key) for key in keys]
    looks = LOOKS_CHINESE if CHINESE.search(text) else LOOKS
    for columns, why in looks:
        wanted = query(text, columns)
        if wanted and len(found) < limit:
            _collect(connection, found, "search", wanted, kinds, limit, why)
    plain = "".join(text.lower().split())
    if _looks_like_phone(plain):
        # Numbers are typed with blanks anywhere: the beginning of one is looked for without them.
        plain = digits(plain)
        if plain and len(found) < limit:
            _collect(connection, found, "search", f'reach : "{plain}"*', kinds, limit, "reach")
    if len(found) < limit and len(plain) >= FRAGMENT and plain.isascii() and plain.isprintable() and '"' not in plain:
        _collect(connection, found, "fragment", f'"{plain}"', kinds, limit, "reach")
    if len(found) < limit and "." in plain:
        _collect_addresses(connection, found, plain, kinds, limit)
    return list(found.values())


def find_records(connection: Connection, text: str, limit: int, keys: Iterable[str]) -> list[Record]:
    """Find the records themselves, the best first."""
    hits = find(connection, text, limit, keys)
    found: dict[tuple[str, int], Record] = {}
    for key in {hit.entity for hit in hits}:
        table, declared = MAIN[key], REGISTRY[key]
        numbers = [hit.n for hit in hits if hit.entity == key]
        for row in connection.execute(select(table).where(table.c.n.in_(numbers))).mappings():
            found[key, row["n"]] = declared.read(row["id"], from_row(declared, row))
    return [found[hit.entity, hit.n] for hit in hits if (hit.entity, hit.n) in found]


def _collect_addresses(connection: Connection, found: dict[int, Hit], typed: str, kinds: list[int], limit: int) -> None:
    """Find a mail address or website typed with its ending, or a part of that, which the index leaves out."""
    start = without_ending(typed)
    if len(start) < FRAGMENT or not start.isascii() or not start.isprintable() or '"' in start:
        return
    likely: dict[int, Hit] = {}
    _collect(connection, likely, "fragment", f'"{start}"', kinds, limit * LIKELY, "reach")
    for number, hit in likely.items():
        if len(found) < limit and number not in found and typed in _addresses(connection, hit):
            found[number] = hit


def _addresses(connection: Connection, hit: Hit) -> str:
    """Give a record's mail addresses and websites as they are written, in small letters."""
    declared, table = REGISTRY[hit.entity], MAIN[hit.entity]
    columns = [table.c[field.name] for field in declared.stored if field.search == "mail"]
    row = connection.execute(select(*columns).where(table.c.n == hit.n)).one()
    return "\n".join(str(value) for value in row if value is not None).lower()


def _collect(
    connection: Connection, found: dict[int, Hit], table: str, wanted: str, kinds: list[int], limit: int, why: str
) -> None:
    some = "" if len(kinds) == len(SEARCHED) else f" AND rowid % 8 IN ({','.join(map(str, kinds))})"
    rows = connection.exec_driver_sql(
        f"SELECT rowid FROM {table} WHERE {table} MATCH ?{some} ORDER BY rowid DESC LIMIT ?", (wanted, limit)
    )
    for (rowid,) in rows:
        if rowid not in found and len(found) < limit:
            found[rowid] = Hit(SEARCHED[rowid % 8], rowid // 8, why)
