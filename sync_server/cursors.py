"""Cursors: how far a laptop has read, as text that laptops keep and cannot read meaning into."""

import base64

import msgspec

from crm_desktop.core.errors import ProtocolError
from crm_desktop.core.protocol import NOT_OURS, encode


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """How far a laptop has read. scope: digest of the nodes it held then.

    behind: how far the nodes are caught up that were added on the way to the scope of digest `toward`.
    changed: entities that pages brought, of which the sums go with the last page; "*" for all, after a first load.
    written: what stands at seq, which proves whose journal it was; seal: that this server's organisation wrote it.
    """

    epoch: str
    seq: int
    scope: str
    behind: int = 0
    toward: str = ""
    changed: tuple[str, ...] = ()
    written: str = ""
    seal: bytes = b""


def write_cursor(cursor: Cursor) -> str:
    """Write a cursor as laptops keep it: text they cannot read meaning into."""
    return base64.urlsafe_b64encode(encode(cursor)).decode()


def read_cursor(text: str) -> Cursor | None:
    """Read a cursor, None where there is none yet; what is not ours is a ProtocolError."""
    if not text:
        return None
    try:
        return msgspec.msgpack.decode(base64.urlsafe_b64decode(text), type=Cursor)
    except (msgspec.DecodeError, ValueError) as fault:
        raise ProtocolError(NOT_OURS) from fault
