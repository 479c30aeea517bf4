"""Turning plain pages into those of an encrypted file while they arrive, as SQLCipher 4 would have written them."""

import hashlib
import os
from mmap import mmap

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
        self._key = key

    def pages(self, first: int, plain: bytes) -> memoryview:
        """Encrypt whole pages; first: the number of the first, from 1. Several threads may do so at once.

        All go through the cipher as one stream, the bytes kept free with them: what these end in, nobody can foretell,
        and the next page begins from it.
        """
        begun = os.urandom(_BLOCK)
        size, clear = len(plain), self._clear(first)
        # As much more as the cipher wants; it begins with a page of the machine, so that a disk takes it as it is.
        whole = memoryview(mmap(-1, size + _BLOCK))
        cipher = Cipher(algorithms.AES(self._key), modes.CBC(begun)).encryptor()
        cipher.update_into(memoryview(plain)[clear:], whole[clear:])
        whole[:clear] = self._salt[:clear]
        for at in range(0, size, PAGE):
            following = bytes(whole[at + PAGE - _BLOCK : at + PAGE])
            whole[at + _USED : at + _USED + _BLOCK] = begun
            number = first + at // PAGE
            whole[at + _USED + _BLOCK : at + PAGE] = self._proven(
                whole[at + self._clear(number) : at + _USED + _BLOCK], number
            ).finalize()
            begun = following
        return whole[:size]

    def intact(self, first: int, sealed: bytes) -> int:
        """Count the pages from the beginning of some encrypted ones that are as they were written."""
        whole = memoryview(sealed)
        for place in range(len(sealed) // PAGE):
            page, number = whole[place * PAGE : (place + 1) * PAGE], first + place
            try:
                self._proven(page[self._clear(number) : _USED + _BLOCK], number).verify(bytes(page[_USED + _BLOCK :]))
            except InvalidSignature:
                return place
        return len(sealed) // PAGE

    def _proven(self, content: memoryview, number: int) -> HMAC:
        proof = self._proof.copy()
        proof.update(content)
        proof.update(number.to_bytes(4, "little"))
        return proof

    @staticmethod
    def _clear(number: int) -> int:
        """Tell how much of a page's content is not encrypted: the first page begins with the salt."""
        return SALT if number == 1 else 0
