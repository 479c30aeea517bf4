"""A server that does some of what it is asked in another way."""

from collections.abc import Callable
from typing import Any


class Otherwise:
    """Passes calls on to a server, but for those that a case answers itself; methods: those, by name."""

    def __init__(self, server: Any, **methods: Callable[..., Any]) -> None:
        self._server, self._methods = server, methods

    def __getattr__(self, name: str) -> Any:
        return self._methods.get(name) or getattr(self._server, name)


def otherwise(server: Any, **methods: Callable[..., Any]) -> Any:
    """Give what stands in for a server; it is one as far as it is asked."""
    return Otherwise(server, **methods)
