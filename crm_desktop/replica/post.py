"""Mails that wait on this laptop until there is a network, in the encrypted file; each goes once."""

from enum import StrEnum

import msgspec

from crm_desktop.replica.pen import Pen

POST = "post"
"""What is told to have changed when the waiting mails did, as the key of an entity is for its records."""
LETTER, SERVER, PASSWORD = "post/", "mail-server", "mail-password"


class Fate(StrEnum):
    """How a mail stands.

    GOING: handed over at this moment; found so after a restart, nobody knows whether it went. GONE: the server took it, and
    what is noted of it is not noted yet. HELD: the settings or the password have to be mended first. REFUSED: the server does
    not take this one. DOUBTFUL: the connection broke after the whole of it was handed over.
    """

    WAITING = "waiting"
    GOING = "going"
    GONE = "gone"
    HELD = "held"
    REFUSED = "refused"
    DOUBTFUL = "doubtful"


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One mail on its way. id: of the activity that notes it when it went. sha256: the bytes of its paper on the shelf.

    made, due: microseconds UTC; due: not tried before. why, values: the last sentence about it and what fills it.
    """

    id: str
    quote: str
    to: tuple[str, ...]
    subject: str
    text: str
    file_name: str
    sha256: str
    size: int
    made: int
    due: int = 0
    tries: int = 0
    fate: Fate = Fate.WAITING
    why: str = ""
    values: dict[str, str] = {}


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where mails are handed over. is_tls: encrypted from the first byte, else by STARTTLS; user: "" to send without signing in."""

    host: str
    port: int
    is_tls: bool = False
    user: str = ""

    @property
    def is_here(self) -> bool:
        """Tell whether it runs on this computer, so that nothing crosses a network."""
        return self.host in LOOPBACK


LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Post:
    """Keep mails until they went. Each method is one short transaction; any thread may call."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen

    def letters(self) -> list[Letter]:
        """List the mails that did not go yet, the oldest first."""
        found = (text for name, text in self._pen.marks.items() if name.startswith(LETTER))
        return sorted((msgspec.json.decode(text, type=Letter) for text in found), key=lambda one: one.id)

    def letter(self, id_: str) -> Letter | None:
        """Find one of them."""
        text = self._pen.mark(LETTER + id_)
        return msgspec.json.decode(text, type=Letter) if text else None

    def put(self, letter: Letter) -> None:
        """Keep a mail as it stands now; on the disk when this returns."""
        with self._pen.writing() as connection:
            self._pen.keep(connection, LETTER + letter.id, letter)

    def drop(self, id_: str) -> None:
        """Let go of a mail."""
        with self._pen.writing() as connection:
            self._pen.drop(connection, LETTER + id_)

    @property
    def server(self) -> MailServer | None:
        """Give the server of this laptop, None where none is set up."""
        text = self._pen.mark(SERVER)
        return msgspec.json.decode(text, type=MailServer) if text else None

    @property
    def password(self) -> str:
        """Give the password where this computer has no key store."""
        return self._pen.mark(PASSWORD)

    def set_server(self, server: MailServer | None, password: str = "") -> None:
        """Set where mails are handed over. password: "" where the key store of the computer keeps it."""
        with self._pen.writing() as connection:
            for name, value in ((SERVER, server), (PASSWORD, password)):
                if not value:
                    self._pen.drop(connection, name)
                elif isinstance(value, str):
                    self._pen.put(connection, name, value)
                else:
                    self._pen.keep(connection, name, value)
