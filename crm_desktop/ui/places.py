"""Where the person is in the window, with the way back and forward."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Name a screen and what it shows there.

    screen: key of a Screen. record: what the screen shows beyond itself, as it understands it ("account:<id>"), "" for
    its list or start. under: key of the screen the rail marks meanwhile, "" for the screen itself.
    """

    screen: str
    record: str = ""
    under: str = ""

    @property
    def marked(self) -> str:
        return self.under or self.screen


SHOWN = frozenset({"account", "contact", "opportunity", "product", "quote"})
"""Entities of which each record has a place of its own."""


def place_of(key: str, id_: str) -> Place:
    """Name the place where a record is shown in full."""
    return Place("quote_editor", id_) if key == "quote" else Place("record", f"{key}:{id_}")


def record_at(place: Place) -> tuple[str, str]:
    """Give the entity key and id of the record that a place shows, ("", "") for none."""
    if place.screen == "quote_editor":
        return "quote", place.record
    key, colon, id_ = place.record.partition(":")
    return (key, id_) if place.screen == "record" and colon else ("", "")


class Places:
    """Keep the history of places like a browser: a new place drops what lay ahead."""

    def __init__(self) -> None:
        self._past: list[Place] = []
        self._ahead: list[Place] = []

    @property
    def current(self) -> Place | None:
        return self._past[-1] if self._past else None

    @property
    def may_go_back(self) -> bool:
        return len(self._past) > 1

    @property
    def may_go_forward(self) -> bool:
        return bool(self._ahead)

    def seen(self) -> list[Place]:
        """List the places of records before and after the present one, each once, the last one seen first."""
        here = record_at(self.current) if self.current else ("", "")
        kept: dict[tuple[str, str], Place] = {}
        for place in (*reversed(self._ahead), *self._past):
            kept.pop(record_at(place), None)  # to the end: it was seen again
            kept[record_at(place)] = place
        return [place for record, place in reversed(kept.items()) if record[1] and record != here]

    def go(self, place: Place) -> None:
        """Move to a place; the present one again changes nothing."""
        if place != self.current:
            self._past.append(place)
            self._ahead.clear()

    def back(self) -> None:
        """Step back; only while may_go_back."""
        self._ahead.append(self._past.pop())

    def forward(self) -> None:
        """Step forward; only while may_go_forward."""
        self._past.append(self._ahead.pop())
