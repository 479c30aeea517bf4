"""What somebody who is asked for help may see of a laptop: how it is made and how it fares, and nothing of customers."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from crm_desktop.actions.desk import Desk
from crm_desktop.actions.standing import standing
from crm_desktop.core.schema import REGISTRY, moment_of
from crm_desktop.core.shipped import machine, parts, satchel_version
from crm_desktop.replica import asides
from crm_desktop.replica.folders import CRASHES, LOG
from crm_desktop.sync.demo import is_demo

KEPT_SETTINGS = re.compile(r"^(language|theme|density|notifications|demo)$|^windows?/|^list/\w+/columns$")
"""Settings that say nothing of the person, her company or her customers."""
NOT_TOLD = frozenset({"login", "server", "damaged"})
"""What a laptop's standing says of people, addresses and customers."""


def diagnostics(desk: Desk, folder: Path, settings: Mapping[str, str], runs_on: str = "") -> dict[str, str]:
    """Write down what may be handed on, file name -> text.

    folder: where the log lies. settings: of the window; those of people are left out. runs_on: more of the machine.
    """
    found: dict[str, Any] = {
        "settings.json": {name: value for name, value in settings.items() if KEPT_SETTINGS.match(name)},
        "sync.json": _sync(desk),
        "waiting.json": _waiting(desk),
        "counts.json": {key: desk.replica.count(declared.record) for key, declared in REGISTRY.items()},
        "schema.json": {key: sorted(declared.fields) for key, declared in REGISTRY.items()},
        "storage.json": _storage(desk),
    }
    texts = {name: msgspec.json.format(msgspec.json.encode(part)).decode() for name, part in found.items()}
    return {"about.txt": _about(runs_on), **texts, **_logs(folder)}


def save(path: Path, texts: Mapping[str, str]) -> None:
    """Write the texts into one file of the kind that every mail takes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in texts.items():
            bundle.writestr(name, text)


def _about(runs_on: str) -> str:
    lines = [f"Satchel {satchel_version()}", machine(), runs_on]
    return "\n".join([*filter(None, lines), *(f"{one.name} {one.version}" for one in parts() if one.version)]) + "\n"


def _sync(desk: Desk) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(standing(desk))
    return {
        "at": moment_of(desk.replica.last_sync).isoformat() if desk.replica.last_sync else None,
        "demo": is_demo(desk.replica),
        "role": desk.role,
        **{name: value for name, value in told.items() if name not in NOT_TOLD},
    }


def _waiting(desk: Desk) -> list[dict[str, Any]]:
    """Tell the shape of what waits: kinds and fields, no values."""
    return [
        {
            "counter": change.counter,
            "happened": moment_of(change.happened).isoformat(),
            "entries": [[one.entity, one.act.name.lower(), sorted(one.fields)] for one in change.entries],
        }
        for change in desk.replica.outbox()
    ]


def _storage(desk: Desk) -> dict[str, Any]:
    folder = desk.replica.folder
    return {
        "files": {path.name: path.stat().st_size for path in sorted(folder.glob("replica-*"))},
        "set_aside": [{"at": one.at, "bytes": one.size, "waiting": one.waiting} for one in asides.asides(folder)],
    }


def _logs(folder: Path) -> dict[str, str]:
    places = [*sorted(folder.glob(f"{LOG}.*"), reverse=True), folder / LOG]
    texts = [path.read_text("utf-8", "replace") for path in places if path.exists()]
    crashes = folder / CRASHES
    left = crashes.read_text("utf-8", "replace") if crashes.exists() else ""
    return {"log.txt": "".join(texts), **({"crashes.txt": left} if left else {})}
