"""Copies of papers that were handed to other programs, in a private folder that is emptied whenever the data are closed.

Only what a person hands out herself stands here in plain form: a paper she opened, dragged out or put into a mail.
"""

import hashlib
import os
import shutil
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

FOLDER = "handed-out"
LONGEST_NAME = 120
NOT_IN_NAMES = '/\\:*?"<>|'
NO_COPY = QT_TRANSLATE_NOOP(
    "core", "The paper cannot be handed to another program: {reason}. Check the disk, or save it as a PDF elsewhere."
)


def hand_out(data: Path, name: str, content: bytes) -> Path:
    """Keep a copy for another program and tell where it lies. data: folder of the replica; name: with its ending.

    The same paper lies there once, however often it is asked for. Raises UserError where the disk does not take it.
    """
    folder = data / FOLDER / hashlib.sha256(content).hexdigest()[:16]
    place = folder / file_name(name)
    if place.is_file() and place.stat().st_size == len(content):
        return place
    try:
        (data / FOLDER).mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
    except OSError as fault:
        raise UserError(NO_COPY, reason=fault.strerror or fault) from fault
    return place


def take_in(data: Path) -> None:
    """Remove every copy; what another program still holds open goes the next time."""
    shutil.rmtree(data / FOLDER, ignore_errors=True)


def file_name(name: str) -> str:
    """Write a name so that every system takes it for a file; a long one keeps its ending."""
    plain = "".join("-" if sign in NOT_IN_NAMES or ord(sign) < 32 else sign for sign in name).strip(" .") or "paper"
    if len(plain) <= LONGEST_NAME:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip()}{dot}{ending}" if dot else plain[:LONGEST_NAME]
