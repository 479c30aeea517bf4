"""The sentences a person can act on; every other exception is a bug."""

from typing import Any

from crm_desktop.core.words_to_translate import QT_TRANSLATE_NOOP


class UserError(Exception):
    """Carry a sentence that tells a salesperson or administrator what happened and what to do.

    message: English source text of context "core" with {named} places; values: what fills them.
    The window translates the message first and fills it afterwards.
    """

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values) if self.values else self.message


class SignInError(UserError):
    """The name, the password or the code was not accepted."""


class UnreachableError(UserError):
    """No server answered; work goes on offline."""


class ProtocolError(UserError):
    """What answered is not a Satchel server, or speaks another version."""


class ReplicaError(UserError):
    """The local database cannot be opened or written; nothing in it was changed."""


class RefusedError(UserError):
    """A change breaks a rule; field names the field to mend, "" where it is the whole record."""

    def __init__(self, message: str, field: str = "", **values: Any) -> None:
        super().__init__(message, **values)
        self.field = field


NOT_FOUND = QT_TRANSLATE_NOOP("core", "This {entity} is not here any more. It was removed, or it left your territory.")
