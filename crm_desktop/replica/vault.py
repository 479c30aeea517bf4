"""The key of a replica: 256 random bits, wrapped by the password, in a small header file beside the database."""

import os
import secrets
from pathlib import Path

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from crm_desktop.core.errors import ReplicaError, SignInError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

HEADER = "replica.json"
FIRST = "replica-1.db"
"""The database file of the first generation; each fresh one has the next number."""
GENERATIONS = "replica-*.db*"
WRONG_PASSWORD = QT_TRANSLATE_NOOP(
    "core", "The password does not open the data on this laptop. Check capital letters and try again."
)
NO_REPLICA = QT_TRANSLATE_NOOP("core", "There is no Satchel data in {folder} yet. Sign in to a server first.")
BROKEN_HEADER = QT_TRANSLATE_NOOP(
    "core", "{path} cannot be read. Restore it from a copy of this laptop; without it the data cannot be opened."
)


class Derivation(msgspec.Struct, frozen=True):
    """How a password becomes a wrapping key: Argon2id (RFC 9106), salt in hex, memory in KiB."""

    salt: str
    time_cost: int = 3
    memory_kib: int = 65536
    lanes: int = 2


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside the database in plain text: nothing about customers, no key.

    database: file name of the generation in force. wrapped: the key under AES-256-GCM, nonce first, in hex.
    """

    login: str
    user: str
    address: str
    device: str
    database: str
    derivation: Derivation
    wrapped: str
    format: int = 1


def new_key() -> bytes:
    """Make the key of a new replica."""
    return secrets.token_bytes(32)


def wrap(key: bytes, password: str, derivation: Derivation) -> str:
    """Wrap a key by a password."""
    nonce = secrets.token_bytes(12)
    return (nonce + AESGCM(_derived(password, derivation)).encrypt(nonce, key, b"satchel replica")).hex()


def unwrap(header: Header, password: str) -> bytes:
    """Get the key out of a header; raises SignInError for a wrong password, ReplicaError for a damaged header."""
    try:
        content = bytes.fromhex(header.wrapped)
        return AESGCM(_derived(password, header.derivation)).decrypt(content[:12], content[12:], b"satchel replica")
    except InvalidTag as fault:
        raise SignInError(WRONG_PASSWORD) from fault
    except (ValueError, OverflowError, HashingError) as fault:
        raise ReplicaError(BROKEN_HEADER, path=HEADER) from fault


def new_derivation() -> Derivation:
    """Choose the parameters of a new header."""
    return Derivation(secrets.token_hex(16))


def read_header(folder: Path) -> Header:
    """Read the header of a replica; raises ReplicaError where there is none or it is damaged."""
    path = folder / HEADER
    if not path.exists():
        raise ReplicaError(NO_REPLICA, folder=folder)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Header)
    except (msgspec.DecodeError, OSError) as fault:
        raise ReplicaError(BROKEN_HEADER, path=path) from fault


def write_header(folder: Path, header: Header) -> None:
    """Write a header so that a power cut leaves the old one or the new one, never half of one."""
    path, fresh = folder / HEADER, folder / f"{HEADER}.new"
    with fresh.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(header)))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def following(database: str) -> str:
    """Name the file of the generation after one."""
    number = int(database.removeprefix("replica-").removesuffix(".db"))
    return f"replica-{number + 1}.db"


def _derived(password: str, derivation: Derivation) -> bytes:
    return hash_secret_raw(
        password.encode(),
        bytes.fromhex(derivation.salt),
        time_cost=derivation.time_cost,
        memory_cost=derivation.memory_kib,
        parallelism=derivation.lanes,
        hash_len=32,
        type=Type.ID,
    )
