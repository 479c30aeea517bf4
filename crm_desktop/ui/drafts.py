"""What is being typed and not saved yet: kept in the encrypted file while it is typed, and there again after a restart."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from crm_desktop.core.errors import UserError
from crm_desktop.replica.drafts import Drafts as Kept
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.tasks import Tasks

SOON_MS = 300
S = TypeVar("S", bound=msgspec.Struct)


class Drafts(QObject):
    """Keep what is typed by its place: `SOON_MS` after the first key that is not in the file yet, and at once by `write`.

    kept: the replica's drafts. written: what was typed until then is in the file.
    """

    written = Signal()

    def __init__(self, kept: Kept, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._kept, self._tasks = kept, tasks
        self._left = set(kept.places())
        self._has_failed = False
        # Not begun anew by each key: who types on and on would have nothing in the file.
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._write_beside)

    def read(self, place: str, kind: type[S]) -> S | None:
        """Give what was typed at a place, None for nothing or what another version wrote, which stays."""
        text = self._kept.read(place)
        try:
            return msgspec.json.decode(text, type=kind) if text else None
        except msgspec.DecodeError:
            return None

    def places(self, under: str) -> list[str]:
        """List the places that begin alike and at which something was typed."""
        return self._kept.places(under)

    def keep(self, place: str, typed: msgspec.Struct | None) -> None:
        """Keep what is typed at a place now; None: it was saved or thrown away."""
        self.claim(place)
        text = "" if typed is None else msgspec.json.encode(typed).decode()
        if self._kept.keep(place, text) and not self._soon.isActive():
            self._soon.start()

    def left(self, under: str) -> list[str]:
        """List the places at which something was left when the program ended, and that nobody went back to yet."""
        return sorted(place for place in self._left if place.startswith(under))

    def claim(self, place: str) -> bool:
        """Go back to a place; tell whether something was left there that nobody went back to before."""
        was_left = place in self._left
        self._left.discard(place)
        return was_left

    def write(self) -> None:
        """Bring what is typed into the file before this returns; raises ReplicaError where it cannot be written."""
        self._soon.stop()
        self._kept.write()

    def _write_beside(self) -> None:
        self._tasks.run(self._kept.write, self._on_written, self._on_failed, lane="typing")

    def _on_written(self, _places: int) -> None:
        self._has_failed = False
        self.written.emit()

    def _on_failed(self, error: UserError) -> None:
        if not self._has_failed:  # told once, not at every key
            self._tasks.failed.emit(sentence(error))
        self._has_failed = True


class Lines(msgspec.Struct, frozen=True):
    """What stands in some fields of one line, by their names."""

    words: dict[str, str] = {}


class KeptLines(QObject):
    """Keep what is typed in some fields of one line, and put back what was left there. None of them may be a secret."""

    def __init__(self, drafts: Drafts, place: str, fields: Mapping[str, QLineEdit], parent: QObject) -> None:
        super().__init__(parent)
        self._drafts, self._place, self._fields = drafts, place, dict(fields)
        self._first = {name: field.text() for name, field in self._fields.items()}
        drafts.claim(place)
        kept = drafts.read(place, Lines) or Lines()
        for name, field in self._fields.items():
            field.setText(kept.words.get(name, field.text()))
            field.textChanged.connect(self._keep)

    def drop(self) -> None:
        """Let go of it: it was saved or thrown away."""
        self._drafts.keep(self._place, None)

    def _keep(self) -> None:
        words = {name: field.text() for name, field in self._fields.items()}
        self._drafts.keep(self._place, Lines(words) if words != self._first else None)
