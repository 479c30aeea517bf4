"""Finding in the search index what may be a record once more: by numbers, addresses, names and how they sound."""

from collections.abc import Iterator

from sqlalchemy import Connection

from crm_desktop.core.entities import Account, Contact
from crm_desktop.core.likeness import LIKELY, Alike, Likeness, Traits, likeness, traits_of
from crm_desktop.core.names import is_chinese, sounds
from crm_desktop.core.store.search import NAME, REACH, SOUND, bounds, folded, longest, pairs, pieces, without_ending
from crm_desktop.replica.search import read_documents

AT_MOST = 40
"""Records that one question is answered with, the newest first: what more share tells nobody from anybody."""
_CLEAR = 2  # pieces of a name that together tell it from most others
_FIRST_PAIRS, _FIRST_WORDS = 3, 2  # of a name that may be the whole of another
_BEGINNING = 5  # letters of a single word by which one with a slip in it is found


def look_alikes(connection: Connection, record: Alike, limit: int = 10) -> list[tuple[Alike, Likeness]]:
    """List the records of the same kind that may be this one once more, the likeliest first.

    record: as it stands or as it is typed so far; it is not listed itself. A few questions to the index, each answered with
    few records whatever the number of all.
    """
    own = traits_of(record)
    numbers: dict[int, None] = {}
    for query in dict.fromkeys(questions(own)):
        rows = connection.exec_driver_sql(
            "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?",
            (query, *bounds(own.kind), AT_MOST),
        )
        numbers.update((number, None) for number in rows.scalars())
    found = [
        (other, alike)
        for other in read_documents(connection, list(numbers))
        if isinstance(other, Account | Contact)
        and other.id != record.id
        and (alike := likeness(own, traits_of(other))).score >= LIKELY
    ]
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0].name, pair[0].id))[:limit]


def questions(own: Traits) -> Iterator[str]:
    """Word what the index is asked, the surest first."""
    for phone in own.phones:
        yield _word(REACH, phone)
    hosts = own.hosts if own.kind == "account" else ()
    for address in (*(without_ending(folded(mail)) for mail in own.mails), *hosts):
        yield from _all_of(REACH, address)
    terms = _terms(own.bare)
    if terms:
        yield " AND ".join(terms)
        first = _FIRST_PAIRS if is_chinese(own.bare) else _FIRST_WORDS
        if len(terms) > first:
            yield " AND ".join(terms[:first])
        yield from _with_a_slip(terms, own)
    if own.sound:
        # What sounds so, and what is written as it sounds: 上海泵业, shanghaibengye, Shanghai Bengye.
        yield _begins(SOUND, own.sound)
        if is_chinese(own.bare):
            yield _begins(NAME, own.sound)
            yield from _in_letters(own)


def _terms(bare: str) -> list[str]:
    """List the terms of a name: pairs of Chinese characters, and words."""
    return [
        term
        for run, word in pieces(bare)
        for term in ([f'"{NAME}{pair}"' for pair in pairs(run)] if run else [_word(NAME, word)])
    ]


def _with_a_slip(terms: list[str], own: Traits) -> Iterator[str]:
    """Word the questions for a name that lacks a piece, or has one more or another."""
    width = 2 if is_chinese(own.bare) else 1  # a character stands in two pairs
    parts = [
        " AND ".join(kept)
        for size in range(1, width + 1)
        for at in range(len(terms) - size + 1)
        if len(kept := terms[:at] + terms[at + size :]) >= _CLEAR or (len(terms) == _CLEAR and at == 1)
    ]
    if parts:
        yield " OR ".join(f"({part})" for part in dict.fromkeys(parts))
    elif len(terms) == 1 and not is_chinese(own.bare) and len(own.bare) > _BEGINNING:
        yield f'"{NAME}{own.bare[:_BEGINNING]}"'


def _in_letters(own: Traits) -> Iterator[str]:
    """Word the questions for a Chinese name that somebody wrote in letters, two syllables a word or one."""
    syllables = sounds(own.bare).split()[: len(own.bare)]
    twos = ["".join(syllables[at : at + 2]) for at in range(0, len(syllables), 2)]
    for words in (twos, syllables):
        if len(words) > 1:
            yield " AND ".join(_word(NAME, word) for word in words)


def _all_of(way: str, text: str) -> Iterator[str]:
    """Word the question for all words of an address; who is found is compared afterwards."""
    words = [_word(way, word) for _, word in pieces(text) if word]
    if words:
        yield " AND ".join(words)


def _word(way: str, word: str) -> str:
    return f'"{way}{word}"'


def _begins(way: str, word: str) -> str:
    return _word(way, word) if len(word) <= longest(word) else f"{_word(way, word)}*"
