"""What laptop and server say to each other: messages, version, wire codec, and the interface both sides implement."""

from typing import Any, Protocol, TypeVar

import msgspec
import zstandard

from crm_desktop.core.changes import Change, Posted
from crm_desktop.core.errors import ProtocolError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Raw

VERSION = 1
OLDEST = 1
"""The oldest version of a laptop that a server answers; it hears so before it pushes."""
VERSION_HEADER = "Satchel-Version"
MEDIA_TYPE = "application/vnd.satchel+zstd"
HALF = 1 << 32
MESSAGE_LIMIT = 64 << 20
"""The largest decompressed message either side accepts, in bytes."""
LARGEST_PUSH = 16 << 20
"""The largest push on the wire, in bytes."""
LARGEST_PLAIN = MESSAGE_LIMIT // 2
"""The largest change before it is compressed, in bytes: the page that brings it to others holds more than it."""


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """A request to sign in and, with a one-time code, to enrol a device.

    code: one-time code that sets the given password for the first time (or anew). device: id made by the laptop.
    clock: the laptop's microseconds UTC, from which the server works out how far off it is.
    """

    login: str
    password: str
    device: str
    device_name: str
    clock: int
    code: str = ""
    version: int = VERSION


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """What a signed-in device gets. counter: the highest change of this device the server has taken; epoch: changes
    when the server was restored from a backup; clock: the server's microseconds UTC.
    """

    token: str
    user: str
    role: str
    organisation: str
    epoch: str
    counter: int
    clock: int
    version: int = VERSION


class NewPassword(msgspec.Struct, frozen=True, kw_only=True):
    """A wish of a signed-in person for another password; old: the one in force."""

    old: str
    new: str


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """How many sessions ended: of other laptops by a new password, the own one by signing out."""

    sessions: int = 0


class PushAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a push. taken: the highest counter the server holds for this device now.

    restored: nothing was taken, because the journal does not go as far as the laptop has read; see Page.
    device, token: nothing was taken, because another laptop sent other changes under the same numbers: one is a copy of
    the other. The asker goes on as this device, with this token, and without the quote numbers it holds.
    """

    taken: int
    accepted: int = 0
    refused: int = 0
    conflicts: int = 0
    clock: int = 0
    restored: bool = False
    device: str = ""
    token: str = ""


class Gone(msgspec.Struct, frozen=True, array_like=True):
    """Records of one entity that left the scope of the asking user."""

    entity: str
    records: tuple[str, ...]


class Total(msgspec.Struct, frozen=True, array_like=True):
    """How many records there are, and what their hashes add up to modulo 2**64, in two halves."""

    records: int = 0
    high: int = 0
    low: int = 0

    def plus(self, other: "Total") -> "Total":
        """Add two totals up."""
        low = self.low + other.low
        return Total(self.records + other.records, (self.high + other.high + low // HALF) % HALF, low % HALF)


class Claim(msgspec.Struct, frozen=True, array_like=True):
    """What the server says the asker's records of an entity add up to. shape: digest of the entity's declaration.

    Sides that declare an entity differently derive other values; their sums are not comparable.
    """

    total: Total
    shape: int


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page of news, whole changes only. taken: as in PushAnswer, at the moment of this page.

    more: ask again with the new cursor at once. resync: load anew; why: for which reason, AWAY and the others below, ""
    from an older server.
    claims: with the last page, entity -> what the whole scope adds up to now, for each entity that the pages touched.
    restored: the server came back from a backup that is older than the cursor: bring back what it lacks, then load anew.
    epoch: that of the journal; where it is another one than before, the numbers held have to be looked at.
    """

    cursor: str
    posted: tuple[Posted, ...] = ()
    gone: tuple[Gone, ...] = ()
    taken: int = 0
    more: bool = False
    resync: bool = False
    clock: int = 0
    claims: dict[str, Claim] = {}
    restored: bool = False
    epoch: str = ""
    why: str = ""


AWAY, GREW, ROLE, RESTORED, REPAIR = "away", "grew", "role", "restored", "repair"
"""Why everything is loaded anew: nobody knows any more what moved since the cursor; so much entered the scope that a
fresh copy comes sooner; another role reads other fields; the journal is another one; this laptop held something else.
"""


class Held(msgspec.Struct, frozen=True, array_like=True):
    """A change that a laptop holds: the number of its newest entry there, its id, and when the server accepted it.

    records: those of its entries that are there, entity and id; another laptop may hold others.
    """

    seq: int
    change: str
    accepted: int
    records: tuple[tuple[str, str], ...] = ()


class WhatIsHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A question of a laptop that has read further than a restored server's journal goes; the newest change first."""

    cursor: str
    held: tuple[Held, ...]


class Lacking(msgspec.Struct, frozen=True, kw_only=True):
    """Ids of the changes that the server has not got, and the highest number at which both journals agree, 0 for none.

    What is older than that is the same on both sides.
    """

    changes: tuple[str, ...] = ()
    common: int = 0


class BroughtBack(msgspec.Struct, frozen=True, kw_only=True):
    """Changes that a backup has not got, in the order of their numbers, as the laptop read them. cursor: its proof."""

    cursor: str
    changes: tuple[Change, ...]


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """A batch of rows of one table, column by column. table: entity key, `<key>_past` or `entry`."""

    table: str
    names: tuple[str, ...]
    columns: tuple[list[Any], ...]


class Part(msgspec.Struct, frozen=True, array_like=True):
    """A table in a ready file: its rows, and with which page (counted from 1) it ends."""

    table: str
    rows: int
    upto: int


class ScopeFile(msgspec.Struct, frozen=True, kw_only=True):
    """A ready file of a whole scope as it lies on the server: plain SQLite pages, to be fetched in chunks.

    place: names it; chunk k (from 0) is asked for at `chunk_place(place, k)`. sizes: of each chunk on the wire in bytes.
    pages: in all; each chunk has chunk_pages of them, the last one what is left. cursor: from where to pull afterwards.
    is_mine: it holds only what the person needs first; the rest is to follow.
    """

    place: str
    pages: int
    chunk_pages: int
    sizes: tuple[int, ...]
    parts: tuple[Part, ...]
    cursor: str
    is_mine: bool = False

    @property
    def rows(self) -> int:
        """Count the rows of all tables."""
        return sum(part.rows for part in self.parts)


class SnapshotPage(msgspec.Struct, frozen=True, kw_only=True):
    """One batch of the first load. place: where to go on, "" at the end; cursor: from where to pull afterwards.

    rows: how many rows the whole scope has, by table, told with the first page only.
    file: instead of rows, where the laptop asked at FILE_PLACE and a file is quicker. chunk: pages of it, compressed,
    with a checksum inside. is_gone: the file is there no more, or not for this person: begin anew. is_later: it is
    still being made: ask the same again.
    """

    cursor: str
    batch: Columns | None
    place: str
    rows: dict[str, int] = {}
    file: ScopeFile | None = None
    chunk: bytes = b""
    is_gone: bool = False
    is_later: bool = False


FILE_PLACE = "file/"
"""Where a laptop begins that takes a ready file as well as rows; the layout of its tables follows."""
MINE_PLACE = "mine/"
"""The same for one that would begin with what its person needs first, where the whole scope takes long."""


def chunk_place(place: str, number: int) -> str:
    """Name the place of one chunk of a ready file."""
    return f"{place}/{number}"


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """What a laptop asks whose sums are not the server's, one thing at a time.

    entities: whose sums by node are wanted. part: (entity, node) of which the hashes of all records are wanted, from
    the id `after` on. records: of which the whole history up to the cursor is wanted. found: entities that are known to
    differ, and tries: how often they were mended, for the server's log.
    """

    cursor: str
    entities: tuple[str, ...] = ()
    part: tuple[str, str] | None = None
    after: str = ""
    records: tuple[Gone, ...] = ()
    found: tuple[str, ...] = ()
    tries: int = 0


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a doubt. totals: entity -> node -> sum; hashes: record id -> hash.

    is_current: nothing lies beyond the asker's cursor, so that the sums are those of the asker's moment. more: ask on
    after the greatest id.
    """

    is_current: bool
    totals: dict[str, dict[str, Total]] = {}
    shapes: dict[str, int] = {}
    hashes: dict[str, int] = {}
    more: bool = False
    posted: tuple[Posted, ...] = ()


class NumberRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A wish for a block of quote numbers."""

    series: str
    count: int


class NumberBlock(msgspec.Struct, frozen=True, kw_only=True):
    """A block of quote numbers leased to a device: prefix and year, first to last inclusive."""

    series: str
    first: int
    last: int


class NumbersHeld(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of the blocks of quote numbers on a laptop, and in the answer what of them may still be used."""

    blocks: tuple[NumberBlock, ...] = ()


class FilePart(msgspec.Struct, frozen=True, kw_only=True):
    """Some bytes of a file. total: the bytes of the whole; offset: the place of the first one here."""

    total: int
    offset: int = 0
    content: bytes = b""


class FileHeld(msgspec.Struct, frozen=True, kw_only=True):
    """How many bytes of a file the server has, from its first on: where to go on, or all of them."""

    size: int


class Server(Protocol):
    """What a laptop asks of a server; implemented directly by the service and over HTTP by the remote.

    Every method may raise UnreachableError (work on offline), SignInError (sign in again) or ProtocolError.
    """

    def sign_in(self, request: SignIn) -> Session:
        """Sign in, and enrol the device where a one-time code is given."""
        ...

    def change_password(self, token: str, wish: NewPassword) -> Ended:
        """Set another password; other laptops have to sign in with it. Repeating is harmless."""
        ...

    def sign_out(self, token: str) -> Ended:
        """End the session of this laptop; it stays enrolled."""
        ...

    def push(
        self, token: str, changes: tuple[Change, ...], cursor: str = "", typed_at: str = "", taken: int = 0
    ) -> PushAnswer:
        """Hand over changes in the order of their counters; repeating is harmless.

        cursor: how far the laptop has read. typed_at: how far it had when the first of them was made: what left its
        scope since takes them all the same. taken: what the answer to the push before this one said, in the same round:
        a server that has taken less since came back from a backup and takes nothing of this; the answer says from where
        to push again.
        """
        ...

    def missing(self, token: str, question: WhatIsHeld) -> Lacking:
        """Ask a restored server which changes it has not got."""
        ...

    def bring_back(self, token: str, lost: BroughtBack) -> PushAnswer:
        """Hand a restored server what it has not got, colleagues' changes too; repeating is harmless."""
        ...

    def pull(self, token: str, cursor: str) -> Page:
        """Ask for what is new after a cursor; "" asks from the beginning."""
        ...

    def snapshot(self, token: str, place: str) -> SnapshotPage:
        """Ask for the next batch of the first load; "" begins it."""
        ...

    def compare(self, token: str, doubt: Doubt) -> Evidence:
        """Ask where the asker's records differ from the server's, and for the history of those that do."""
        ...

    def news(self, token: str, cursor: str, wait_s: float) -> bool:
        """Wait until there is something after the cursor, at most wait_s seconds; tell whether there is."""
        ...

    def get_file(self, token: str, sha256: str, offset: int) -> FilePart:
        """Fetch a file's next part from a place on, by the hash of the whole."""
        ...

    def put_file(self, token: str, sha256: str, part: FilePart) -> FileHeld:
        """Hand over a file's next part; a part that does not go on from what the server has changes nothing."""
        ...

    def lease_numbers(self, token: str, series: str, count: int) -> NumberBlock:
        """Reserve a block of quote numbers for this device."""
        ...

    def keep_numbers(self, token: str, held: NumbersHeld) -> NumbersHeld:
        """Show the server of another epoch the numbers held; only what it gives back may be used."""
        ...


def check_version(version: int) -> None:
    """Refuse a laptop that is too old; what waits on it stays there."""
    if version < OLDEST:
        raise ProtocolError(TOO_OLD)


M = TypeVar("M")

_encoder = msgspec.msgpack.Encoder()


def pack(message: object) -> bytes:
    """Encode a message for the wire: MessagePack, compressed."""
    return zstandard.ZstdCompressor(level=1).compress(_encoder.encode(message))


def unpack(content: bytes, kind: type[M], limit: int = MESSAGE_LIMIT) -> M:
    """Decode a message of a known kind; anything else, or anything over the limit (bytes), is a ProtocolError."""
    try:
        size = zstandard.frame_content_size(content)
        if size > limit:
            raise ProtocolError(TOO_LARGE)
        plain = zstandard.ZstdDecompressor().decompress(content, max_output_size=limit)
        return msgspec.msgpack.decode(plain, type=kind)
    except (zstandard.ZstdError, msgspec.DecodeError) as fault:
        raise ProtocolError(NOT_OURS) from fault


def encode(value: Any) -> bytes:
    """Encode plain data as MessagePack, as journal bodies and the outbox keep it."""
    return _encoder.encode(value)


Values = dict[str, Raw]

TOO_LARGE = QT_TRANSLATE_NOOP("core", "The other side sent a message that is too large. Update Satchel and try again.")
NOT_OURS = QT_TRANSLATE_NOOP("core", "What answered does not speak Satchel. Check the server address and the port.")
TOO_OLD = QT_TRANSLATE_NOOP(
    "core", "This Satchel is too old for the server. Please update; your changes stay safe on this laptop."
)
DAMAGED = QT_TRANSLATE_NOOP(
    "core", "What arrived from the server was damaged on the way. Sync again; if it happens often, check the network."
)
WRONG_SIGN_IN = QT_TRANSLATE_NOOP("core", "The sign-in name or the password is not right. Check both and try again.")
WRONG_CODE = QT_TRANSLATE_NOOP("core", "The one-time code is not valid any more. Ask your administrator for a new one.")
SIGN_IN_AGAIN = QT_TRANSLATE_NOOP(
    "core", "The server does not know this session any more. Sign in again; your changes are safe."
)
UNREACHABLE = QT_TRANSLATE_NOOP(
    "core", "No server answers at {address}. You can go on offline; to sync, check the address and the network."
)
CLOCK_OFF = QT_TRANSLATE_NOOP(
    "core", "The clock of this computer is off by {days} days. Set it right, then sync again."
)
