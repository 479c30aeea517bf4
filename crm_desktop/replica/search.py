"""Finding records in the search index by what was typed: any beginning, and fragments of phones and mails."""

import re
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice

import msgspec
from sqlalchemy import Connection

from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.names import syllables
from crm_desktop.core.schema import Entity, Raw, Record
from crm_desktop.core.store import Reader, Where
from crm_desktop.core.store.search import (
    FRAGMENT,
    LAST,
    NAME,
    REACH,
    REACHED,
    SEARCHED,
    SOUND,
    TEXT,
    WAYS,
    bounds,
    digits,
    folded,
    longest,
    middles,
    pairs,
    pieces,
    place,
    reachable,
    texts,
)  # fmt: skip

LOOKS = (NAME, SOUND, REACH, NAME + SOUND + REACH + TEXT)
"""Which ways into the index are looked through, one look after the other."""
MOST_FOUND = 500
"""Finds that are shown of what may be far more."""
AT_FIRST = 1_000
"""Finds that are held against conditions while somebody types; it takes some milliseconds."""
WAYS_TO_PART = 6  # of pinyin into syllables: fangan is fang an, and fan gan
AT_ONCE = 500  # records that are held against conditions in one statement
_MATCHING = "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC"
_WORD = re.compile(r"[\w@.+-]+")

Claim = Callable[[Entity, dict[str, Raw]], bool]
"""Tells of a record whether it is what was looked for, where the index can only say that it may be."""


class Look(msgspec.Struct, frozen=True):
    """A question to the index, and what a record it names has to fulfil beside it; None: nothing."""

    query: str
    claim: Claim | None = None


def looks(text: str) -> Iterator[Look]:
    """List what is looked for: names first, then how they sound, phones and mails, texts, fragments.

    One letter finds by recency; nothing is ranked over a whole large result, so every key stroke costs little.
    """
    typed = _typed(text)
    # Chinese stands in names and texts only; there it is side by side, which the index knows of two characters.
    runs = [run for run, _ in typed if len(run) > len("泵业")]
    has_chinese = any(run for run, _ in typed)
    for ways in LOOKS if typed else ():
        if not (has_chinese and ways in {SOUND, REACH}):
            # A single word was looked for everywhere else already.
            ways_ = TEXT if len(typed) == 1 and len(ways) > 1 else ways
            yield Look(" AND ".join(_asked(run, word, ways_) for run, word in typed), _side_by_side(runs, ways_))
    if len(typed) == 1 and (joined := _joined(typed[0][1])) is not None:
        yield joined
    plain = "".join(folded(text).split())
    if _looks_like_phone(plain):
        # Numbers are typed with blanks anywhere: the beginning of one is looked for without them.
        plain = digits(plain)
        if plain:
            yield Look(_begins(REACH, plain))
    if len(plain) >= FRAGMENT and plain.isascii() and plain.isprintable() and '"' not in plain:
        found = middles(plain)
        # Every second one and the last hold all letters; whether they stand one behind the other, the record tells.
        wanted = dict.fromkeys([*found[::2], found[-1]])
        yield Look(" AND ".join(f'"{piece}"' for piece in wanted), _holds(plain) if len(plain) > FRAGMENT else None)


def _joined(word: str) -> Look | None:
    """Look for pinyin that is typed without blanks and begins inside of a name, as mifeng in 机械密封.

    The index knows each syllable of a name, and of names run together only how they begin.
    """
    parted = list(islice(syllables(word), WAYS_TO_PART))
    if not parted:
        return None
    query = " OR ".join(f"({' AND '.join(_begins(SOUND, part) for part in parts)})" for parts in parted)

    def claim(declared: Entity, raw: dict[str, Raw]) -> bool:
        heard = (folded(text).split()[:-2] for way, text in _texts(declared, raw) if WAYS[way] == SOUND)
        return any("".join(parts[at:]).startswith(word) for parts in heard for at in range(len(parts)))

    return Look(query, claim)


def _typed(text: str) -> list[tuple[str, str]]:
    """Part what was typed into runs of Chinese and words; a phone number is one word without its country."""
    found: list[tuple[str, str]] = []
    for word in _WORD.findall(folded(text)):
        found += pieces(digits(word) if _looks_like_phone(word) else word)
    return found


def _looks_like_phone(word: str) -> bool:
    return len(word) > FRAGMENT and not word.strip("+-0123456789") and any(sign.isdigit() for sign in word)


def _asked(run: str, word: str, ways: str) -> str:
    """Word the question for one piece in any of some ways."""
    some = [
        " AND ".join(f'"{way}{pair}"' for pair in pairs(run)) if run else _begins(way, word)
        for way in ways
        if not (run and way in {SOUND, REACH})
    ]
    return some[0] if len(some) == 1 else f"({' OR '.join(f'({one})' for one in some)})"


def _begins(way: str, word: str) -> str:
    return f'"{way}{word}"' if len(word) <= longest(word) else f'"{way}{word}"*'


def _side_by_side(runs: list[str], ways: str) -> Claim | None:
    if not runs:
        return None

    def claim(declared: Entity, raw: dict[str, Raw]) -> bool:
        held = [folded(text) for way, text in _texts(declared, raw) if WAYS[way] in ways]
        return all(any(run in text for text in held) for run in runs)

    return claim


def _holds(plain: str) -> Claim:
    def claim(declared: Entity, raw: dict[str, Raw]) -> bool:
        return any(way in REACHED and plain in reachable(way, text) for way, text in _texts(declared, raw))

    return claim


def _texts(declared: Entity, raw: dict[str, Raw]) -> Iterator[tuple[str, str]]:
    for field in declared.stored:
        if field.search:
            yield from ((field.search, text) for text in texts(raw.get(field.name)))


class Hits(msgspec.Struct, frozen=True):
    """What was found, the best first. is_all: nothing else fits; else there is more, or it was not looked for yet."""

    records: tuple[Record, ...]
    is_all: bool


def find_records(
    connection: Connection,
    text: str,
    limit: int,
    keys: Iterable[str] = SEARCHED,
    within: Sequence[Where] = (),
    at_most: int | None = None,
) -> Hits:
    """Find records by what was typed so far, the best first; of the same rank the newest.

    within: conditions that they meet, where one kind is searched. at_most: how many of those that the text fits are held
    against the conditions, about; what was found by then comes first in all that there is.
    """
    found, failed, looked = dict[int, Record](), set[int](), 0
    with closing(_fitting(connection, text, keys, AT_ONCE if within else limit + 1)) as every:
        for numbers, claim in every:
            # What was found already counts: a look rarely has to go on behind its first records.
            fresh = [one for one in numbers if one not in found and one not in failed]
            if claim is None and not within:
                fresh = fresh[: limit + 1 - len(found)]
            if at_most is not None and looked >= at_most:
                return Hits(tuple(found.values()), is_all=False)
            looked += len(fresh)
            records = _read(connection, fresh, claim, within)
            found.update((one, records[one]) for one in fresh if one in records)
            if claim is None:
                failed.update(one for one in fresh if one not in records)
            if len(found) > limit:
                return Hits(tuple(found.values())[:limit], is_all=False)
    return Hits(tuple(found.values()), is_all=True)


def _bounds(keys: Collection[str]) -> list[tuple[int, int]]:
    """Tell between which numbers the documents of some entities lie."""
    return [(0, LAST)] if len(keys) == len(SEARCHED) else [bounds(key) for key in SEARCHED if key in keys]


def _fitting(
    connection: Connection, text: str, keys: Iterable[str], at_once: int
) -> Generator[tuple[Sequence[int], Claim | None], None, None]:
    """List the numbers of documents that fit a text, in parts, each with what their records have to fulfil beside it."""
    for look in looks(text):
        for between in _bounds(frozenset(keys)):
            rows = connection.exec_driver_sql(_MATCHING, (look.query, *between)).scalars()
            try:
                for numbers in rows.partitions(at_once):
                    yield numbers, look.claim
            finally:
                rows.close()


def read_documents(connection: Connection, numbers: list[int]) -> list[Record]:
    """Read the records of some documents, without those that do not stand any more."""
    return list(_read(connection, numbers, None).values())


def _read(
    connection: Connection, numbers: Iterable[int], claim: Claim | None, within: Sequence[Where] = ()
) -> dict[int, Record]:
    """Read the records of some documents, as far as they stand, meet the conditions and are what was looked for."""
    by_key: dict[str, dict[int, int]] = {}
    for one in numbers:
        key, n = place(one)
        by_key.setdefault(key, {})[n] = one
    records: dict[int, Record] = {}
    reader = Reader(connection)
    for key, of_number in by_key.items():
        declared = REGISTRY[key]
        for n, (id_, raw) in reader.rows(key, of_number, *within).items():
            if claim is None or claim(declared, raw):
                records[of_number[n]] = declared.read(id_, raw)
    return records
