"""The Server interface over HTTP, and the sentences for everything that can be wrong between here and there."""

import random
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, NameResolutionError

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import ProtocolError, UnreachableError, UserError
from crm_desktop.core.failures import Failure, error_of
from crm_desktop.core.protocol import (
    CLOCK_OFF,
    MEDIA_TYPE,
    MESSAGE_LIMIT,
    NOT_OURS,
    TOO_LARGE,
    UNREACHABLE,
    VERSION,
    VERSION_HEADER,
    BroughtBack,
    Doubt,
    Ended,
    Evidence,
    FileHeld,
    FilePart,
    Lacking,
    NewPassword,
    NumberBlock,
    NumberRequest,
    NumbersHeld,
    Page,
    PushAnswer,
    Session,
    SignIn,
    SnapshotPage,
    WhatIsHeld,
    pack,
    unpack,
)
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.sync.connections import Connections

CONNECT_S = 5.0
ANSWER_S = 60.0
SILENCE_S = 25.0
"""How long a stream of news may be silent; the server sends a heartbeat every ten seconds."""
IDLE_S = 15.0
"""A connection unused for so long is not trusted any more: the network may have changed under it, which nobody hears."""
LATER_S = 1.0
"""How long, about, a laptop waits before it asks again for a file that is still being made."""
DAY_US = 86_400_000_000
CHUNK = 1 << 18

BAD_ADDRESS = QT_TRANSLATE_NOOP(
    "core", "“{address}” is not the address of a server. Write it like crm.example.com:8480 or https://crm.example.com"
)
UNKNOWN_NAME = QT_TRANSLATE_NOOP(
    "core",
    "The name {host} is not known on this network. You can go on offline; to sync, check the address and the network.",
)
WRONG_PORT = QT_TRANSLATE_NOOP(
    "core", "The computer {host} answers, but no server runs on its port {port}. Check the port, or start the server."
)
NOT_TRUSTED = QT_TRANSLATE_NOOP(
    "core", "The certificate of {host} is not trusted, so nothing was sent. Ask your administrator before going on."
)
NOT_SECURE = QT_TRANSLATE_NOOP(
    "core", "{host} does not speak TLS on port {port}. Begin the address with http://, or check the port."
)
CUT_OFF = QT_TRANSLATE_NOOP("core", "The connection to {host} broke off. Nothing is lost; sync again.")
BUSY = QT_TRANSLATE_NOOP(
    "core", "The server at {host} cannot answer now ({status}). Nothing is lost; sync again later."
)

M = TypeVar("M")


class HttpServer:
    """Talk to a server by its address: host, host:port or a whole http(s):// address.

    May be used by one thread at a time, except `news`, in which another thread may wait, `hang_up` and `close`.
    wait: how to let seconds pass before the same is asked again, None: until one of those two.
    """

    def __init__(self, address: str, wait: Callable[[float], object] | None = None) -> None:
        self.address = _normal(address)
        parts = urlsplit(self.address)
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._session = Connections()
        self._listening = Connections()
        self._used_at = time.monotonic()
        self._is_closed = False
        self._hurry = threading.Event()
        self._wait = wait or self._hurry.wait

    # ------------------------------------------------------------------------------------------------ the interface

    def sign_in(self, request: SignIn) -> Session:
        """Sign in; a clock that is off by more than a day is a UserError, because dates would be wrong."""
        session = self._ask("POST", "/v1/session", Session, body=pack(request))
        days = abs(session.clock - request.clock) // DAY_US
        if days:
            raise UserError(CLOCK_OFF, days=days)
        return session

    def change_password(self, token: str, wish: NewPassword) -> Ended:
        """Set another password."""
        return self._ask("POST", "/v1/password", Ended, token, body=pack(wish))

    def sign_out(self, token: str) -> Ended:
        """End the session."""
        return self._ask("POST", "/v1/session/end", Ended, token)

    def push(
        self, token: str, changes: tuple[Change, ...], cursor: str = "", typed_at: str = "", taken: int = 0
    ) -> PushAnswer:
        """Hand changes over."""
        query = {"cursor": cursor, "typed_at": typed_at, **({"taken": str(taken)} if taken else {})}
        return self._ask("POST", "/v1/push", PushAnswer, token, body=pack(changes), query=query)

    def missing(self, token: str, question: WhatIsHeld) -> Lacking:
        """Ask a restored server what it lacks."""
        return self._ask("POST", "/v1/missing", Lacking, token, body=pack(question))

    def bring_back(self, token: str, lost: BroughtBack) -> PushAnswer:
        """Hand a restored server what it lacks."""
        return self._ask("POST", "/v1/lost", PushAnswer, token, body=pack(lost))

    def pull(self, token: str, cursor: str) -> Page:
        """Ask for what is new."""
        return self._ask("GET", "/v1/pull", Page, token, query={"cursor": cursor})

    def snapshot(self, token: str, place: str) -> SnapshotPage:
        """Ask for a batch of the first load; a wait for one that is still being made ends when this is closed or cut."""
        self._hurry.clear()
        page = self._ask("GET", "/v1/snapshot", SnapshotPage, token, query={"place": place})
        if page.is_later and not self._is_closed:
            self._wait(LATER_S * (0.5 + random.random()))  # so that laptops which begin together do not ask together
        return page

    def compare(self, token: str, doubt: Doubt) -> Evidence:
        """Ask where the records differ from the server's."""
        return self._ask("POST", "/v1/compare", Evidence, token, body=pack(doubt))

    def news(self, token: str, cursor: str, wait_s: float) -> bool:
        """Wait for news; `close` from another thread ends the wait with False."""
        query = {"cursor": cursor, "wait": str(wait_s)}
        try:
            with self._exchange(self._listening, "GET", "/v1/live", token, query=query, silence_s=SILENCE_S) as stream:
                if stream.status_code != requests.codes.ok:
                    raise self._failure(stream)
                if _type_of(stream) != "text/event-stream":
                    raise ProtocolError(NOT_OURS)
                return any(line == b"event: news" for line in stream.iter_lines(chunk_size=1))
        except UnreachableError:
            if self._is_closed:
                return False
            raise

    def hang_up(self) -> None:
        """End what is under way, and trust no connection made before: this laptop slept, or its network changed."""
        self._hurry.set()
        self._listening.cut()
        self._session.cut()

    def get_file(self, token: str, sha256: str, offset: int) -> FilePart:
        """Fetch a part of a file."""
        return self._ask("GET", f"/v1/files/{sha256}", FilePart, token, query={"offset": str(offset)})

    def put_file(self, token: str, sha256: str, part: FilePart) -> FileHeld:
        """Hand over a part of a file."""
        return self._ask("PUT", f"/v1/files/{sha256}", FileHeld, token, body=pack(part))

    def lease_numbers(self, token: str, series: str, count: int) -> NumberBlock:
        """Reserve a block of numbers."""
        wish = NumberRequest(series=series, count=count)
        return self._ask("POST", "/v1/numbers", NumberBlock, token, body=pack(wish))

    def keep_numbers(self, token: str, held: NumbersHeld) -> NumbersHeld:
        """Show the numbers held, and hear what may be used."""
        return self._ask("POST", "/v1/numbers/held", NumbersHeld, token, body=pack(held))

    def close(self) -> None:
        """Let go of all connections and end the wait for news."""
        self._is_closed = True
        self._hurry.set()
        self._listening.end()
        self._session.end()

    # ------------------------------------------------------------------------------------------------------ the wire

    def _ask(
        self,
        method: str,
        path: str,
        kind: type[M],
        token: str = "",
        *,
        body: bytes | None = None,
        query: dict[str, str] | None = None,
    ) -> M:
        with self._exchange(self._session, method, path, token, body=body, query=query) as response:
            content = _content(response)
            if response.status_code != requests.codes.ok:
                raise self._failure(response, content)
            if _type_of(response) != MEDIA_TYPE:
                raise ProtocolError(NOT_OURS)
        return unpack(content, kind)

    @contextmanager
    def _exchange(
        self,
        session: Connections,
        method: str,
        path: str,
        token: str,
        *,
        body: bytes | None = None,
        query: dict[str, str] | None = None,
        silence_s: float = ANSWER_S,
    ) -> Iterator[requests.Response]:
        headers = {"Accept": MEDIA_TYPE, VERSION_HEADER: str(VERSION)}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if body is not None:
            headers["Content-Type"] = MEDIA_TYPE
        if time.monotonic() - self._used_at > IDLE_S and session is self._session:
            session.close()  # it opens new connections by itself
        try:
            with session.request(
                method,
                self.address + path,
                params=query,
                data=body,
                headers=headers,
                timeout=(CONNECT_S, silence_s),
                allow_redirects=False,  # a sign-in page of a hotel is no server of ours
                stream=True,
            ) as response:
                yield response
            if session is self._session:
                self._used_at = time.monotonic()
        except (requests.RequestException, HTTPError, OSError) as fault:
            raise self._trouble(fault) from fault

    def _failure(self, response: requests.Response, content: bytes | None = None) -> UserError:
        """Make the exception the server raised, or the sentence for an answer that is not one of ours."""
        if _type_of(response) == MEDIA_TYPE:
            return error_of(unpack(_content(response) if content is None else content, Failure))
        if response.status_code in {429, 502, 503, 504}:  # said by what stands in front of a server
            return UnreachableError(BUSY, host=self._host, status=response.status_code)
        return ProtocolError(NOT_OURS)

    def _trouble(self, fault: Exception) -> UserError:
        """Find the sentence for what is wrong with the network, the name, the port or the certificate."""
        causes = list(_causes(fault))
        place = {"host": self._host, "port": self._port}
        if any(isinstance(cause, NameResolutionError) for cause in causes):
            return UnreachableError(UNKNOWN_NAME, host=self._host)
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
            return UnreachableError(NOT_TRUSTED, host=self._host)
        if any(isinstance(cause, ssl.SSLError) for cause in causes):
            return UnreachableError(NOT_SECURE, **place)
        if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
            return UnreachableError(WRONG_PORT, **place)
        if any("BadStatusLine" in type(cause).__name__ for cause in causes):
            return ProtocolError(NOT_OURS)
        if isinstance(fault, requests.ConnectionError | requests.Timeout) and not _was_connected(causes):
            return UnreachableError(UNREACHABLE, address=self.address)
        return UnreachableError(CUT_OFF, host=self._host)


def _normal(address: str) -> str:
    """Make a whole address of what a person typed; UserError where there is no way to read it as one."""
    typed = address.strip()
    whole = typed if "://" in typed else f"http://{typed}"
    try:
        parts = urlsplit(whole)
        is_good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that does not close
        is_good = False
    if not is_good or any(letter.isspace() for letter in whole):
        raise UserError(BAD_ADDRESS, address=typed)
    return whole.rstrip("/")


def _content(response: requests.Response) -> bytes:
    """Read an answer's body up to the limit."""
    parts, size = [], 0
    for part in response.iter_content(CHUNK):
        size += len(part)
        if size > MESSAGE_LIMIT:
            raise ProtocolError(TOO_LARGE)
        parts.append(part)
    return b"".join(parts)


def _type_of(response: requests.Response) -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """List an exception and all that stand behind it, as causes, contexts or arguments."""
    waiting: list[Any] = [fault]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]


def _was_connected(causes: list[BaseException]) -> bool:
    """Tell whether the connection stood before it broke."""
    broken = {"RemoteDisconnected", "IncompleteRead", "ConnectionResetError", "BrokenPipeError", "ReadTimeout"}
    return any(type(cause).__name__ in broken for cause in causes)
