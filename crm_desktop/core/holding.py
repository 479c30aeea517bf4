"""A file that one process at a time holds, until it lets go or ends, however it ends."""

import os
import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    LOCKED_AT = 1 << 20  # what is locked nobody else may read, and the number of the holder stands at the beginning

    def _take(file: IO[str]) -> None:
        file.seek(LOCKED_AT)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def hold(path: Path) -> IO[str] | None:
    """Hold a file, made where it is missing, until it is closed; None where another process holds it."""
    file = path.open("a+")
    try:
        _take(file)
    except OSError:
        file.close()
        return None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def holder(path: Path) -> str:
    """Give the number of the process that holds a file."""
    return path.read_text().strip() or "?"
