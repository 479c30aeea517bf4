"""Turning plain pages into those of an encrypted file while they arrive, as SQLCipher 4 would have written them."""

import hashlib
import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.hmac import HMAC

from crm_desktop.core.store.pages import PAGE, RESERVED

SALT = 16
"""Bytes of chance at the beginning of a file, in clear, in place of SQLite's own first words."""
_BLOCK = 16
_USED = PAGE - RESERVED
_PROOF_KEY_MASK = 0x3A
_PROOF_KEY_ROUNDS = 2


class Seal:
    """Encrypt and prove pages under a file's key and salt.

    A page is AES-256-CBC of its content, the 16 bytes of chance it began from, and HMAC-SHA512 of both and its number.
    Source: the design notes of SQLCipher 4 ("Database Encryption and Per-Page Security").
    """

    def __init__(self, key: bytes, salt: bytes) -> None:
        self._salt = salt
        masked = bytes(byte ^ _PROOF_KEY_MASK for byte in salt)
        self._proof = HMAC(hashlib.pbkdf2_hmac("sha512", key, masked, _PROOF_KEY_ROUNDS, 32), SHA512())
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(os.urandom(_BLOCK))).encryptor()
        self._room = bytearray()

    def pages(self, first: int, plain: bytes) -> bytes:
        """Encrypt whole pages; first: the number of the first, from 1."""
        count = len(plain) // PAGE
        chance = os.urandom(_BLOCK * count)
        parts = []
        for place in range(count):
            # A block of chance before each page: what the cipher makes of it is what the page begins from. So all pages
            # go through the cipher at once, and each has a beginning of its own that nobody can foretell.
            parts.append(chance[place * _BLOCK : (place + 1) * _BLOCK])
            parts.append(plain[place * PAGE + self._clear(first + place) : place * PAGE + _USED])
        if len(self._room) < count * (_BLOCK + _USED) + _BLOCK:
            self._room = bytearray(count * (_BLOCK + _USED) + _BLOCK)
        self._cipher.update_into(b"".join(parts), self._room)
        return self._laid_out(first, count)

    def _laid_out(self, first: int, count: int) -> bytes:
        room, at, parts = memoryview(self._room), 0, []
        for number in range(first, first + count):
            end = at + _BLOCK + _USED - self._clear(number)
            begun, content = room[at : at + _BLOCK], room[at + _BLOCK : end]
            if number == 1:
                parts.append(memoryview(self._salt))
            parts += (content, begun, memoryview(self._proven(content, begun, number).finalize()))
            at = end
        return b"".join(parts)

    def intact(self, first: int, sealed: bytes) -> int:
        """Count the pages from the beginning of some encrypted ones that are as they were written."""
        whole = memoryview(sealed)
        for place in range(len(sealed) // PAGE):
            page = whole[place * PAGE : (place + 1) * PAGE]
            content, begun = page[self._clear(first + place) : _USED], page[_USED : _USED + _BLOCK]
            try:
                self._proven(content, begun, first + place).verify(bytes(page[_USED + _BLOCK :]))
            except InvalidSignature:
                return place
        return len(sealed) // PAGE

    def _proven(self, content: memoryview, begun: memoryview, number: int) -> HMAC:
        proof = self._proof.copy()
        proof.update(content)
        proof.update(begun)
        proof.update(number.to_bytes(4, "little"))
        return proof

    @staticmethod
    def _clear(number: int) -> int:
        """Tell how much of a page's content is not encrypted: the first page begins with the salt."""
        return SALT if number == 1 else 0
