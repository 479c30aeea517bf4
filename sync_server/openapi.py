"""The OpenAPI document, made from the messages themselves so that it cannot differ from them."""

from importlib.metadata import version
from typing import Any

import msgspec

from crm_desktop.core.changes import Change
from crm_desktop.core.failures import Failure
from crm_desktop.core.protocol import (
    MEDIA_TYPE,
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
)

Document = dict[str, Any]

MESSAGES = (
    SignIn, Session, Change, PushAnswer, WhatIsHeld, Lacking, BroughtBack, Page, SnapshotPage, Doubt, Evidence,
    FilePart, FileHeld, NumberRequest, NumberBlock, NumbersHeld, NewPassword, Ended, Failure,
)  # fmt: skip
HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_SHA256 = {"name": "sha256", "in": "path", "required": True, "schema": HASH}
_PLAIN = {"type": "string"}


def document() -> Document:
    """Describe every route for those who speak JSON; between our own parties the same messages travel packed."""
    _, components = msgspec.json.schema_components(MESSAGES, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Satchel sync server",
            "version": version("satchel-crm"),
            "description": f"JSON, or MessagePack under {MEDIA_TYPE} where Accept and Content-Type say so.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "components": {
            "schemas": components,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"session": []}],
        "paths": _paths(),
    }


def _paths() -> Document:
    changes = {"type": "array", "items": _reference(Change)}
    file = {
        "get": _route(
            "Fetch the next bytes of a file by the hash of the whole",
            _json(_reference(FilePart)),
            parameters=[_SHA256, _whole("offset")],
        ),
        "put": _route(
            "Hand over the next bytes of a file; the answer tells where to go on",
            _json(_reference(FileHeld)),
            body=_sent(FilePart),
            parameters=[_SHA256],
        ),
    }
    return {
        "/v1/session": {
            "post": {
                **_route("Sign in; a one-time code enrols the device", _json(_reference(Session)), body=_sent(SignIn)),
                "security": [],
            }
        },
        "/v1/session/end": {"post": _route("End the session", _json(_reference(Ended)))},
        "/v1/password": {
            "post": _route(
                "Set another password; other laptops of the person have to sign in with it",
                _json(_reference(Ended)),
                body=_sent(NewPassword),
            )
        },
        "/v1/push": {
            "post": _route(
                "Hand over changes in the order of their counters; repeating is harmless",
                _json(_reference(PushAnswer)),
                body=_json(changes),
                parameters=[_query("cursor"), _query("typed_at"), _whole("taken")],
            )
        },
        "/v1/missing": {
            "post": _route(
                "Ask a server restored from a backup which changes it has not got",
                _json(_reference(Lacking)),
                body=_sent(WhatIsHeld),
            )
        },
        "/v1/lost": {
            "post": _route(
                "Bring back what a restored server has not got; repeating is harmless",
                _json(_reference(PushAnswer)),
                body=_sent(BroughtBack),
            )
        },
        "/v1/pull": {
            "get": _route("Ask for what is new after a cursor", _json(_reference(Page)), parameters=[_query("cursor")])
        },
        "/v1/snapshot": {
            "get": _route(
                "Ask for the next batch of the first load",
                _json(_reference(SnapshotPage)),
                parameters=[_query("place")],
            )
        },
        "/v1/live": {
            "get": _route(
                "Wait for news; one event named news ends the stream",
                {"text/event-stream": {"schema": _PLAIN}},
                parameters=[_query("cursor"), {**_query("wait"), "schema": {"type": "number", "minimum": 0}}],
            )
        },
        "/v1/compare": {
            "post": _route(
                "Ask where the asker's records differ from the server's",
                _json(_reference(Evidence)),
                body=_sent(Doubt),
            )
        },
        "/v1/files/{sha256}": file,
        "/v1/numbers": {
            "post": _route("Lease a block of numbers", _json(_reference(NumberBlock)), body=_sent(NumberRequest))
        },
        "/v1/numbers/held": {
            "post": _route(
                "Tell which numbers may still be used", _json(_reference(NumbersHeld)), body=_sent(NumbersHeld)
            )
        },
        "/health": {"get": {**_route("Tell that the server lives", _json({"type": "object"})), "security": []}},
        "/metrics": {"get": {**_route("Count what was done", {"text/plain": {"schema": _PLAIN}}), "security": []}},
    }


def _route(
    summary: str, content: Document, *, body: Document | None = None, parameters: list[Document] | None = None
) -> Document:
    route: Document = {
        "summary": summary,
        "responses": {
            "200": {"description": "Done", "content": content},
            "default": {"description": "A sentence", "content": _json(_reference(Failure))},
        },
    }
    if parameters:
        route["parameters"] = parameters
    if body:
        route["requestBody"] = {"required": True, "content": body}
    return route


def _json(schema: Document) -> Document:
    return {"application/json": {"schema": schema}}


def _sent(kind: type) -> Document:
    return _json(_reference(kind))


def _reference(kind: type) -> Document:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _query(name: str) -> Document:
    return {"name": name, "in": "query", "required": False, "schema": _PLAIN}


def _whole(name: str) -> Document:
    return {**_query(name), "schema": {"type": "integer", "minimum": 0}}
