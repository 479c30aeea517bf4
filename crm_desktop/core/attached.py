"""What may be kept as a file beside records: how large, and of which kinds, told by the content and not by the name."""

from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

MEGABYTE = 1 << 20
LARGEST = 25 * MEGABYTE
"""The most bytes of one file, on both sides."""
PART = 512 * 1024
"""The bytes of one part: what travels at once, and what a cut costs at most."""
HEAD = 32
"""So many first bytes tell the kind."""

PDF = "application/pdf"
PRINTED = ("image/png", "image/jpeg")
"""The kinds of picture that papers are printed with."""
_MARKS = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (0, b"%PDF-", PDF),
)

TOO_LARGE_FILE = QT_TRANSLATE_NOOP(
    "core", "{name} has {size} MB, and a file may have {most} MB at most. Attach a smaller copy."
)
WRONG_KIND = QT_TRANSLATE_NOOP(
    "core",
    "{name} is neither a picture (JPEG, PNG, GIF, WebP, HEIC) nor a PDF, whatever its name says. Attach one of these.",
)
EMPTY_FILE = QT_TRANSLATE_NOOP("core", "{name} is empty. Choose another file.")


def kind_of(head: bytes) -> str:
    """Name the media type that the first bytes of a file tell, "" for none that is kept."""
    return next((kind for place, mark, kind in _MARKS if head[place : place + len(mark)] == mark), "")


def check_file(name: str, head: bytes, size: int) -> str:
    """Give the media type of a file that may be kept; raises RefusedError with what to do for any other."""
    if not size:
        raise RefusedError(EMPTY_FILE, name=name)
    if size > LARGEST:
        most = LARGEST // MEGABYTE
        raise RefusedError(TOO_LARGE_FILE, name=name, size=-(-size // MEGABYTE), most=most)
    kind = kind_of(head)
    if not kind:
        raise RefusedError(WRONG_KIND, name=name)
    return kind
