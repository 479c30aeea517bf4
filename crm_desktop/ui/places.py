"""Where the person is in the window, with the way back and forward, and which lists a company is set up in."""

from dataclasses import dataclass

from crm_desktop.core.words_to_translate import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class SetUp:
    """Gather the lists about one side of a company; heading and sentence are English source of the context "Company"."""

    heading: str
    sentence: str
    keys: tuple[str, ...]


SET_UP = (
    SetUp(
        QT_TRANSLATE_NOOP("Company", "People"),
        QT_TRANSLATE_NOOP("Company", "Who works with Satchel, which accounts each sees, and what is expected of whom."),
        ("user", "territory", "quota"),
    ),
    SetUp(
        QT_TRANSLATE_NOOP("Company", "Selling"),
        QT_TRANSLATE_NOOP("Company", "The steps a deal takes, in order, and how likely each makes it."),
        ("pipeline", "stage"),
    ),
    SetUp(
        QT_TRANSLATE_NOOP("Company", "Prices"),
        QT_TRANSLATE_NOOP("Company", "What products cost whom, from which quantity and until when, and the tax on it."),
        ("price_book", "price", "special_price", "customer_group", "tax_rate"),
    ),
    SetUp(
        QT_TRANSLATE_NOOP("Company", "Approvals"),
        QT_TRANSLATE_NOOP(
            "Company", "How far one may go down with a price, who approves more, and who stands in for whom."
        ),
        ("limit", "stand_in"),
    ),
    SetUp(
        QT_TRANSLATE_NOOP("Company", "Money"),
        QT_TRANSLATE_NOOP("Company", "The currencies that deals and quotes are in, and what each is worth."),
        ("currency", "rate"),
    ),
    SetUp(
        QT_TRANSLATE_NOOP("Company", "Papers"),
        QT_TRANSLATE_NOOP("Company", "How quotes and order confirmations look, and what stands on each of them."),
        ("paper_template",),
    ),
)
"""What a company sets up; whoever declares another list of it adds its key here, and it has its screen."""
COMPANY = tuple(key for group in SET_UP for key in group.keys)


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


OUTGOING = "outgoing"
"""On the settings: the mails that did not go yet."""
LINKED = frozenset({"account", "contact", "opportunity", "product", "quote", "order", "price_book"})
"""Entities whose records are led to wherever they are named."""
SHOWN = LINKED | {"activity", "organisation", *COMPANY}
"""Entities of which each record has a place of its own, and all of them one where they are listed."""


_EDITORS = {"quote": "quote_editor", "paper_template": "template_editor"}
"""The screen on which a record is written, of the kinds that have one of their own."""
_SCREENS = {"pipeline": "pipelines", "organisation": "company"}
"""Where the screen of a list has another key than the entity."""


def list_of(key: str) -> Place:
    """Name the place where the records of a kind are listed; parts have no list, and lead to the day."""
    return Place(_SCREENS.get(key, key) if key in SHOWN else "home")


def entity_at(screen: str) -> str:
    """Name the entity whose records a screen lists."""
    return next((key for key, one in _SCREENS.items() if one == screen), screen)


def place_of(key: str, id_: str) -> Place:
    """Name the place where a record is shown in full."""
    return Place(_EDITORS[key], id_) if key in _EDITORS else Place("record", f"{key}:{id_}")


def record_at(place: Place) -> tuple[str, str]:
    """Give the entity key and id of the record that a place shows, ("", "") for none."""
    if entity := next((key for key, screen in _EDITORS.items() if screen == place.screen), ""):
        return entity, place.record
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
