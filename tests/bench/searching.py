"""Figures of the search: what every key stroke costs, from the text to the records read."""

import random
import time
from collections.abc import Iterator

from crm_desktop.core.entities import Account, Contact
from crm_desktop.core.names import sounds
from crm_desktop.core.schema import Record
from crm_desktop.replica.replica import Replica
from tests.bench.figures import Figure, percentile
from tests.bench.fixtures import PASSWORD, Company, replica_folder

NAMES = 200
UNKNOWN = 20


def keystrokes(company: Company, limit: int | None = None) -> list[Figure]:
    """Type seeded names, their pinyin and initials, parts of phones and mails, and what does not exist.

    limit: the most key strokes to time, spread over all of them evenly; None: all.
    """
    replica = Replica.open(replica_folder(company), PASSWORD)
    try:
        strokes = sorted(set(typed(replica)))
        chance = random.Random(company.seed)
        chance.shuffle(strokes)
        samples = [_taken(replica, stroke) for stroke in strokes[:limit]]
    finally:
        replica.close()
    told = "from the text to the records read, without painting; every prefix a key stroke"
    return [
        percentile("search.keystroke_p50_ms", samples, 50, company.size, told),
        percentile("search.keystroke_p99_ms", samples, 99, company.size, told),
    ]


def _taken(replica: Replica, text: str) -> float:
    begun = time.perf_counter()
    replica.search(text)
    return (time.perf_counter() - begun) * 1000


def typed(replica: Replica) -> Iterator[str]:
    """List the texts that somebody has typed after each key stroke."""
    chance = random.Random(7)
    for kind in (Account, Contact):
        total = replica.count(kind)
        for offset in sorted(chance.sample(range(total), min(NAMES // 2, total))):
            (record,) = replica.find(kind, limit=1, offset=offset)
            for word in _words(record):
                yield from (word[:length] for length in range(1, len(word) + 1) if word[:length].strip())
    letters = "bcdfghjklmnpqrstvwxz"
    for _ in range(UNKNOWN):
        word = "".join(chance.choices(letters, k=8))
        yield from (word[:length] for length in range(1, len(word) + 1))


def _words(record: Record) -> Iterator[str]:
    name = str(getattr(record, "name", ""))
    yield name
    if sound := sounds(name):
        *_, whole, initials = sound.split()
        yield whole[:24]
        yield initials
    for phone in getattr(record, "phones", ())[:1]:
        digits = "".join(sign for sign in phone.value if sign.isdigit())
        yield digits[-8:-4]
        yield digits[-4:]
    for mail in getattr(record, "emails", ())[:1]:
        before, _, after = mail.value.partition("@")
        yield before
        yield after
