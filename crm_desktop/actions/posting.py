"""Letting the waiting mails of this laptop go, one after the other, each once."""

from collections.abc import Iterator
from typing import Protocol

import msgspec

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.mailing import content_of, note_gone, sender
from crm_desktop.core.changes import Touched, join
from crm_desktop.core.entities import Quote
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, micros
from crm_desktop.replica.post import Fate, Letter
from crm_desktop.sync.undelivered import PERHAPS, DoubtfulError, HeldError, LaterError

FIRST_PAUSE_US, LONGEST_PAUSE_US = 60_000_000, 3_600_000_000
NO_SERVER = QT_TRANSLATE_NOOP("core", "No mail server is set up on this laptop. Set one up in the settings.")
ASKED_FOR = frozenset({Fate.HELD, Fate.REFUSED, Fate.DOUBTFUL})
"""What waits for a person, and is not tried again by itself."""


class Deliver(Protocol):
    """Whoever carries mails; see `sync.courier.Courier`."""

    def deliver(self, sender: str, to: tuple[str, ...], content: bytes) -> None: ...


class Round(msgspec.Struct, frozen=True):
    """What became of the mails that were tried. touched: what was noted of those that went."""

    gone: tuple[Letter, ...] = ()
    stopped: tuple[Letter, ...] = ()
    touched: Touched = {}
    trouble: str = ""


def waiting(desk: Desk, quote: Quote | None = None) -> list[Letter]:
    """List the mails that did not go yet, of one quote or of all."""
    return [one for one in desk.replica.post.letters() if quote is None or one.quote == quote.id]


def next_due(desk: Desk) -> int | None:
    """Tell when the next mail is to be tried (microseconds UTC), None where none is."""
    return min((one.due for one in waiting(desk) if one.fate is Fate.WAITING), default=None)


def take_up(desk: Desk) -> Round:
    """Look at what an earlier run left: what went is noted, what may have gone waits for the person's word."""
    gone, stopped, touched = list[Letter](), list[Letter](), list[Touched]()
    for letter in waiting(desk):
        if letter.fate is Fate.GOING:
            stopped.append(_put(desk, letter, Fate.DOUBTFUL, UserError(PERHAPS)))
        elif letter.fate is Fate.GONE:
            gone.append(letter)
            touched.append(note_gone(desk, letter).touched)
    return Round(tuple(gone), tuple(stopped), join(*touched))


def let_go(desk: Desk, courier: Deliver, *, is_now: bool = False) -> Iterator[Round]:
    """Try the mails that are due, one at each step; is_now: also those whose time has not come.

    Where the server cannot be reached, or does not let this laptop in, the others are not tried.
    """
    now = micros(desk.now())
    for letter in waiting(desk):
        if letter.fate is not Fate.WAITING or (letter.due > now and not is_now):
            continue
        done = _tried(desk, courier, letter)
        yield done
        if not done.gone and done.stopped and done.stopped[0].fate in (Fate.WAITING, Fate.HELD):
            return


def again(desk: Desk, letter: Letter) -> None:
    """Let a mail be tried once more."""
    desk.replica.post.put(msgspec.structs.replace(letter, fate=Fate.WAITING, due=0, tries=0, why="", values={}))


def release_held(desk: Desk) -> None:
    """Let the mails be tried that waited for better settings."""
    for letter in waiting(desk):
        if letter.fate is Fate.HELD:
            again(desk, letter)


def discard(desk: Desk, letter: Letter) -> None:
    """Take a mail out of the post: it does not go."""
    desk.replica.post.drop(letter.id)
    desk.replica.files.drop(letter.sha256)


def went(desk: Desk, letter: Letter) -> Done:
    """Take the person's word that a doubtful mail went, and note it."""
    return note_gone(desk, letter)


def _tried(desk: Desk, courier: Deliver, letter: Letter) -> Round:
    content, from_ = content_of(desk, letter), sender(desk)
    desk.replica.post.put(msgspec.structs.replace(letter, fate=Fate.GOING))
    try:
        courier.deliver(from_, letter.to, content)
    except LaterError as error:
        tries = letter.tries + 1
        later = msgspec.structs.replace(letter, tries=tries, due=micros(desk.now()) + pause_us(tries))
        return Round(stopped=(_put(desk, later, Fate.WAITING, error),))
    except HeldError as error:
        return Round(stopped=(_put(desk, letter, Fate.HELD, error),))
    except DoubtfulError as error:
        return Round(stopped=(_put(desk, letter, Fate.DOUBTFUL, error),))
    except UserError as error:
        return Round(stopped=(_put(desk, letter, Fate.REFUSED, error),))
    gone = msgspec.structs.replace(letter, fate=Fate.GONE)
    desk.replica.post.put(gone)
    try:
        return Round(gone=(gone,), touched=note_gone(desk, gone).touched)
    except UserError as error:
        return Round(gone=(gone,), trouble=str(error))


def pause_us(tries: int) -> int:
    """Tell how long to wait after so many tries in a row: a minute, twice as long each time, an hour at most."""
    return min(FIRST_PAUSE_US << min(tries - 1, 10), LONGEST_PAUSE_US)


def _put(desk: Desk, letter: Letter, fate: Fate, error: UserError) -> Letter:
    values = {name: str(value) for name, value in error.values.items()}
    put = msgspec.structs.replace(letter, fate=fate, why=error.message, values=values)
    desk.replica.post.put(put)
    return put
