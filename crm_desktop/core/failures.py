"""How a sentence for a person travels: to a plain message, and back to the same exception on the other side."""

from typing import Any

import msgspec

from crm_desktop.core.errors import (
    ProtocolError,
    RefusedError,
    ReplicaError,
    SignInError,
    UnreachableError,
    UserError,
)
from crm_desktop.core.protocol import NOT_OURS


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A UserError on the wire. kind: which of the family; message: English with {named} places; values: what fills them.

    field: what to mend, of a refusal only.
    """

    kind: str
    message: str
    values: dict[str, str | int | float | bool | None] = {}
    field: str = ""


_KINDS: dict[str, type[UserError]] = {
    "user": UserError,
    "sign_in": SignInError,
    "unreachable": UnreachableError,
    "protocol": ProtocolError,
    "replica": ReplicaError,
    "refused": RefusedError,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def failure_of(error: UserError) -> Failure:
    """Write an exception down; values of other types become text."""
    return Failure(
        kind=_NAMES.get(type(error), "user"),
        message=error.message,
        values={name: _plain(value) for name, value in error.values.items()},
        field=error.field if isinstance(error, RefusedError) else "",
    )


def error_of(failure: Failure) -> UserError:
    """Make the exception again; a kind that only a newer version knows is a plain UserError.

    A sentence that cannot be filled did not come from a server of ours: ProtocolError.
    """
    kind = _KINDS.get(failure.kind, UserError)
    try:
        if kind is RefusedError:
            error: UserError = RefusedError(failure.message, failure.field, **failure.values)
        else:
            error = kind(failure.message, **failure.values)
        str(error)
    except (TypeError, ValueError, LookupError, AttributeError):
        return ProtocolError(NOT_OURS)
    return error


def _plain(value: Any) -> str | int | float | bool | None:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
