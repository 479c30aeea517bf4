"""The routes: each turns a request into one call of the Server interface, and what comes of it into an answer."""

import logging
import re
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import msgspec
from litestar import Litestar, Request, Response, get, post, put
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.response import Stream
from sqlalchemy.exc import DataError, DBAPIError

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import ProtocolError, RefusedError, SignInError, UnreachableError, UserError
from crm_desktop.core.failures import failure_of
from crm_desktop.core.protocol import (
    LARGEST_PUSH,
    MEDIA_TYPE,
    MESSAGE_LIMIT,
    NOT_OURS,
    SIGN_IN_AGAIN,
    TOO_LARGE,
    TOO_OLD,
    VERSION,
    VERSION_HEADER,
    BroughtBack,
    Doubt,
    FilePart,
    NewPassword,
    NumberRequest,
    NumbersHeld,
    SignIn,
    WhatIsHeld,
    check_version,
    pack,
    unpack,
)
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from sync_server.metrics import Meter
from sync_server.openapi import document
from sync_server.streams import Streams, WatchedServer
from sync_server.trouble import trouble_of

Q = Request[Any, Any, State]
Message = TypeVar("Message")

SMALL_BODY = 64 << 10
FILE_BODY = 2 << 20  # one part, also as JSON writes it
LONGEST_WHOLE = 12  # digits
LONGEST_WAIT_S = 600.0
JSON = "application/json"

NOT_UNDERSTOOD = QT_TRANSLATE_NOOP("core", "The server does not understand this request: {reason}")
NO_SUCH_PLACE = QT_TRANSLATE_NOOP("core", "The server has nothing at this address. Check the versions of both sides.")
OUR_FAULT = QT_TRANSLATE_NOOP(
    "core", "The server met a fault of its own and noted it. Your changes stay safe; try again later."
)

log = logging.getLogger("satchel.server")


class Front:
    """What the routes share: the server behind them, the counts, and whether it is time to close."""

    def __init__(self, server: WatchedServer) -> None:
        self.server = server
        self.meter = Meter()
        self.streams = Streams(server)
        # Sign-ins queue for their slow derivation apart, so that a storm of them never holds up a push.
        self.lanes = {"work": anyio.CapacityLimiter(16), "sign_in": anyio.CapacityLimiter(4)}


def application(server: WatchedServer) -> Litestar:
    """Build the ASGI application over a server."""
    return Litestar(
        [
            sign_in,
            sign_out,
            change_password,
            push,
            missing,
            bring_back,
            pull,
            snapshot,
            live,
            compare,
            get_file,
            put_file,
            lease_numbers,
            keep_numbers,
            health,
            metrics,
            openapi,
        ],
        openapi_config=None,  # the document is made from the messages, see sync_server.openapi
        logging_config=None,
        exception_handlers={HTTPException: _on_http_error, Exception: _on_fault},
        state=State({"front": Front(server)}),
        response_headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
        request_max_body_size=SMALL_BODY,
    )


def close_streams(app: Litestar) -> None:
    """End the streams that wait for news, so that the server can stop; call on its event loop."""
    app.state.front.streams.close()


# ------------------------------------------------------------------------------------------------------------- routes


@post("/v1/session", status_code=200)
async def sign_in(request: Q) -> Response[bytes]:
    """Sign in; the only route without a token."""
    front, body = _front(request), await request.body()
    return await _answer(
        request, "session", lambda: front.server.sign_in(_read(request, body, SignIn, SMALL_BODY)), lane="sign_in"
    )


@post("/v1/session/end", status_code=200)
async def sign_out(request: Q) -> Response[bytes]:
    """End the session of the asker."""
    front, token = _front(request), _token(request)
    return await _answer(request, "session", lambda: front.server.sign_out(token))


@post("/v1/password", status_code=200)
async def change_password(request: Q) -> Response[bytes]:
    """Set another password; it waits behind sign-ins, whose slow derivation it shares."""
    front, token, body = _front(request), _token(request), await request.body()

    def work() -> object:
        return front.server.change_password(token, _read(request, body, NewPassword, SMALL_BODY))

    return await _answer(request, "password", work, lane="sign_in")


@post("/v1/push", status_code=200, request_max_body_size=LARGEST_PUSH)
async def push(request: Q) -> Response[bytes]:
    """Take changes over."""
    front, token, body = _front(request), _token(request), await request.body()

    def work() -> object:
        changes = _read(request, body, tuple[Change, ...])
        places = (_query(request, "cursor"), _query(request, "typed_at"), _whole(request, "taken"))
        answer = front.server.push(token, changes, *places)
        front.meter.carried("up", sum(len(change.entries) for change in changes))
        return answer

    return await _answer(request, "push", work)


@post("/v1/missing", status_code=200, request_max_body_size=LARGEST_PUSH)
async def missing(request: Q) -> Response[bytes]:
    """Tell what a restored server has not got."""
    front, token, body = _front(request), _token(request), await request.body()
    return await _answer(
        request, "missing", lambda: front.server.missing(token, _read(request, body, WhatIsHeld, LARGEST_PUSH))
    )


@post("/v1/lost", status_code=200, request_max_body_size=LARGEST_PUSH)
async def bring_back(request: Q) -> Response[bytes]:
    """Take back what a restored server has not got."""
    front, token, body = _front(request), _token(request), await request.body()
    return await _answer(request, "lost", lambda: front.server.bring_back(token, _read(request, body, BroughtBack)))


@get("/v1/pull")
async def pull(request: Q) -> Response[bytes]:
    """Tell what is new after a cursor."""
    front, token = _front(request), _token(request)

    def work() -> object:
        page = front.server.pull(token, _query(request, "cursor"))
        front.meter.carried("down", sum(len(posted.seqs) for posted in page.posted))
        return page

    return await _answer(request, "pull", work)


@get("/v1/snapshot")
async def snapshot(request: Q) -> Response[bytes]:
    """Give one batch of the first load."""
    front, token = _front(request), _token(request)
    return await _answer(request, "snapshot", lambda: front.server.snapshot(token, _query(request, "place")))


@post("/v1/compare", status_code=200)
async def compare(request: Q) -> Response[bytes]:
    """Tell a laptop where it differs, and count that it does."""
    front, token, body = _front(request), _token(request), await request.body()

    def work() -> object:
        doubt = _read(request, body, Doubt, SMALL_BODY)
        answer = front.server.compare(token, doubt)
        front.meter.differed(doubt.found)
        return answer

    return await _answer(request, "compare", work)


@get("/v1/live")
async def live(request: Q) -> Response[Any]:
    """Hold a stream open until there is news after a cursor, for `wait` seconds at most."""
    front, token, cursor = _front(request), _token(request), _query(request, "cursor")
    try:
        wait_s = min(max(float(_query(request, "wait") or LONGEST_WAIT_S), 0.0), LONGEST_WAIT_S)
    except ValueError:
        return _failed(request, ProtocolError(NOT_UNDERSTOOD, reason="wait"))
    begun = time.perf_counter()
    try:
        watch = await _in_lane(front, "work", partial(front.server.watch, token, cursor))
    except UserError as error:
        return _failed(request, error)
    front.meter.answered("live", 200, time.perf_counter() - begun)
    return Stream(front.streams.events(watch, wait_s), media_type="text/event-stream")


@get("/v1/files/{sha256:str}")
async def get_file(request: Q) -> Response[bytes]:
    """Give the next bytes of a file."""
    front, token = _front(request), _token(request)
    return await _answer(
        request, "files", lambda: front.server.get_file(token, _hash(request), _whole(request, "offset"))
    )


@put("/v1/files/{sha256:str}", request_max_body_size=FILE_BODY)
async def put_file(request: Q) -> Response[bytes]:
    """Take the next bytes of a file."""
    front, token, body = _front(request), _token(request), await request.body()

    def work() -> object:
        return front.server.put_file(token, _hash(request), _read(request, body, FilePart, FILE_BODY))

    return await _answer(request, "files", work)


@post("/v1/numbers", status_code=200)
async def lease_numbers(request: Q) -> Response[bytes]:
    """Lease a block of numbers to the device."""
    front, token, body = _front(request), _token(request), await request.body()

    def work() -> object:
        wish = _read(request, body, NumberRequest, SMALL_BODY)
        return front.server.lease_numbers(token, wish.series, wish.count)

    return await _answer(request, "numbers", work)


@post("/v1/numbers/held", status_code=200)
async def keep_numbers(request: Q) -> Response[bytes]:
    """Tell a device which of its numbers it may go on using."""
    front, token, body = _front(request), _token(request), await request.body()

    def work() -> object:
        return front.server.keep_numbers(token, _read(request, body, NumbersHeld, SMALL_BODY))

    return await _answer(request, "numbers", work)


@get("/health")
async def health() -> Response[bytes]:
    """Tell that the server lives and what it speaks."""
    return Response(msgspec.json.encode({"status": "ok", "server": "satchel", "protocol": VERSION}), media_type=JSON)


@get("/metrics")
async def metrics(request: Q) -> Response[str]:
    """Give the counts of this process."""
    return Response(_front(request).meter.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


@get("/openapi.json")
async def openapi() -> Response[bytes]:
    """Give the OpenAPI document."""
    return Response(msgspec.json.encode(document()), media_type=JSON)


# ------------------------------------------------------------------------------------------------- requests and answers


def _front(request: Q) -> Front:
    front: Front = request.app.state.front
    return front


def _token(request: Q) -> str:
    """Read whose session it is. A laptop that is too old for us hears so at every question, before it pushes."""
    try:
        check_version(int(request.headers.get(VERSION_HEADER, VERSION)))
    except ValueError as fault:
        raise ProtocolError(NOT_UNDERSTOOD, reason=VERSION_HEADER) from fault
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise SignInError(SIGN_IN_AGAIN)
    return token.strip()


def _query(request: Q, name: str) -> str:
    return str(request.query_params.get(name, ""))


def _hash(request: Q) -> str:
    sha256 = str(request.path_params["sha256"])
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ProtocolError(NOT_UNDERSTOOD, reason="sha256")
    return sha256


def _whole(request: Q, name: str) -> int:
    text = str(request.query_params.get(name, "0"))
    if not (text.isascii() and text.isdigit() and len(text) < LONGEST_WHOLE):
        raise ProtocolError(NOT_UNDERSTOOD, reason=name)
    return int(text)


def _read(request: Q, body: bytes, kind: type[Message], limit: int = MESSAGE_LIMIT) -> Message:
    media_type = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    try:
        if media_type == MEDIA_TYPE:
            return unpack(body, kind, limit)
        if media_type == JSON:
            return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as fault:
        raise ProtocolError(NOT_UNDERSTOOD, reason=str(fault)) from fault
    raise ProtocolError(NOT_UNDERSTOOD, reason=f"Content-Type {media_type}")


async def _in_lane(front: Front, lane: str, work: Callable[[], Message]) -> Message:
    """Run blocking work in a thread: databases and derivations never hold up the event loop."""
    return await anyio.to_thread.run_sync(work, limiter=front.lanes[lane])


async def _answer(request: Q, route: str, work: Callable[[], object], *, lane: str = "work") -> Response[bytes]:
    front, begun = _front(request), time.perf_counter()
    try:
        response = await _in_lane(front, lane, lambda: _encoded(request, work()))
    except UserError as error:
        response = _failed(request, error)
    except DataError:  # a text with a NUL, a number beyond all: no laptop of ours asks so
        response = _failed(request, ProtocolError(NOT_OURS))
    except DBAPIError as fault:
        trouble = trouble_of(fault)
        if trouble is None:
            raise
        log.warning("%s", trouble)
        response = _failed(request, UnreachableError(trouble.message, **trouble.values))
    front.meter.answered(route, response.status_code or 200, time.perf_counter() - begun)
    return response


def _encoded(request: Q, message: object, status: int = 200) -> Response[bytes]:
    if MEDIA_TYPE in request.headers.get("accept", ""):
        return Response(pack(message), media_type=MEDIA_TYPE, status_code=status)
    return Response(msgspec.json.encode(message), media_type=JSON, status_code=status)


def _failed(request: Q, error: UserError, status: int = 0) -> Response[bytes]:
    response = _encoded(request, failure_of(error), status or _status_of(error))
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _status_of(error: UserError) -> int:
    if isinstance(error, ProtocolError):
        return {TOO_OLD: 426, TOO_LARGE: 413, NOT_UNDERSTOOD: 400}.get(error.message, 409)
    return next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), 409)


_STATUSES: dict[type[UserError], int] = {SignInError: 401, UnreachableError: 503, RefusedError: 422}


def _on_http_error(request: Q, error: HTTPException) -> Response[bytes]:
    if error.status_code == 413:
        return _failed(request, ProtocolError(TOO_LARGE))
    sentence = NO_SUCH_PLACE if error.status_code in (404, 405) else NOT_UNDERSTOOD
    response = _failed(request, ProtocolError(sentence, reason=error.detail), error.status_code)
    response.headers.update(error.headers or {})
    return response


def _on_fault(request: Q, fault: Exception) -> Response[bytes]:
    if isinstance(fault, UserError):
        return _failed(request, fault)
    log.error("A request failed: %s %s", request.method, request.url.path, exc_info=fault)
    return _failed(request, UnreachableError(OUR_FAULT), 500)
