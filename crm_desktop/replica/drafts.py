"""What is being typed and is not saved yet: it stays in the encrypted file, and is no change that is ever sent."""

from threading import Lock

from crm_desktop.replica.pen import Pen

TYPED = "typed/"
"""Before the place: the marks of what was typed."""


class Drafts:
    """Keep what was typed by the place where that was. Any thread may write, and asking never waits for it.

    A place is a path, as "composer/<record>"; what stands there is for whoever types there to read.
    """

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._fresh: dict[str, str] = {}  # not in the file yet; "" for what goes
        self._lock = Lock()

    def read(self, place: str) -> str:
        """Give what was typed at a place, "" for nothing."""
        return self._fresh.get(place, self._pen.mark(TYPED + place))

    def places(self, under: str = "") -> list[str]:
        """List the places that begin alike and at which something was typed."""
        with self._lock:
            fresh = dict(self._fresh)
        kept = {name.removeprefix(TYPED): text for name, text in self._pen.marks.items() if name.startswith(TYPED)}
        return sorted(place for place, text in {**kept, **fresh}.items() if text and place.startswith(under))

    def keep(self, place: str, text: str) -> bool:
        """Take note of what is typed at a place now, "" for nothing any more; tell whether there is something to write."""
        if text != self.read(place):
            with self._lock:
                self._fresh[place] = text
        return bool(self._fresh)

    def write(self) -> int:
        """Bring what was typed since the last time into the file in one short transaction, and tell at how many places."""
        if not self._fresh:
            return 0
        with self._pen.writing() as connection:
            with self._lock:
                taken = dict(self._fresh)
            for place, text in taken.items():
                if text:
                    self._pen.put(connection, TYPED + place, text)
                else:
                    self._pen.drop(connection, TYPED + place)
        with self._lock:
            for place, text in taken.items():
                if self._fresh.get(place) == text:  # nothing was typed there meanwhile
                    del self._fresh[place]
        return len(taken)

    def take_over(self, earlier: "Drafts") -> None:
        """Take over what was typed in an earlier replica of the same person, where nothing was typed here since."""
        for place in earlier.places():
            if not self.read(place):
                self.keep(place, earlier.read(place))
        self.write()
