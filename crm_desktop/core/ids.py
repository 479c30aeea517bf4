"""Ids made by the client: sortable by the moment of their making, never reused."""

import hashlib
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 20
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]


def _encode(number: int) -> str:
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in range((LENGTH - 2) * 5, -1, -10)])


def new_id(now_us: int, noise: int | None = None) -> str:
    """Make an id of 20 characters: 45 bits of milliseconds, then 55 bits of noise.

    now_us: microseconds since 1970; noise: passed in by simulations and demo data, else from the system.
    """
    random_bits = secrets.randbits(55) if noise is None else noise & ((1 << 55) - 1)
    return _encode(((now_us // 1000) & ((1 << 45) - 1)) << 55 | random_bits)


def id_from(*parts: str) -> str:
    """Make the id that always belongs to these parts: an imported row meets itself again in the next import."""
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=13).digest()
    return _encode(int.from_bytes(digest, "big") >> 4)
