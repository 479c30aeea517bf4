"""A server that cannot be reached at the call that is told, before or after that call had its effect."""

from typing import Any

from crm_desktop.core.errors import UnreachableError


class Cut:
    """Passes calls on to a server until the k-th; from 1. after: whether that one still has its effect."""

    def __init__(self, server: Any, at: int, *, after: bool) -> None:
        self._server, self._at, self._after = server, at, after
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._server, name)

        def call(*arguments: Any) -> Any:
            self.calls += 1
            if self.calls == self._at and not self._after:
                raise UnreachableError("cut before")
            result = method(*arguments)
            if self.calls == self._at:
                raise UnreachableError("cut after")
            return result

        return call
