"""Which lines of the product ran: counted by the interpreter's own tracing in all threads, from the import of the modules on."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

TOP = Path(__file__).resolve().parent.parent.parent
COUNTED = (
    "crm_desktop/replica/*.py", "crm_desktop/sync/engine.py", "crm_desktop/sync/loading.py", "crm_desktop/sync/proving.py",
    "crm_desktop/core/changes.py", "crm_desktop/core/merging.py", "sync_server/*.py",
)  # fmt: skip
NOT_ANSWERING = (
    "__main__", "alone", "caretaker", "command", "folders", "founding", "http", "importing", "listening", "metrics", "office",
    "openapi", "owner", "people", "places", "postgres", "search", "serving", "settings", "streams", "trouble",
)  # fmt: skip
"""Modules around what is played: command line, HTTP, set-up, processes, the other database, and what windows search."""
WANTED = 90.0


def tell(play: Callable[[], object]) -> int:
    """Run something and print for each counted module how many of its lines ran; 1 where that is too little."""
    files = {str(path) for pattern in COUNTED for path in TOP.glob(pattern) if path.stem not in NOT_ANSWERING}
    ran: dict[str, set[int]] = {name: set() for name in files}
    left: dict[CodeType, set[int]] = {}

    def trace(frame: FrameType, _event: str, _told: Any) -> Any:
        code = frame.f_code
        lines = ran.get(code.co_filename)
        if lines is None:
            return None
        if code not in left:
            left[code] = {line for _, _, line in code.co_lines() if line is not None and line > 0}
        if not left[code]:
            return None  # nothing of it is still to be seen: it runs at full speed from now on

        def step(within: FrameType, _event: str, _told: Any) -> Any:
            lines.add(within.f_lineno)
            left[code].discard(within.f_lineno)
            return step

        return step(frame, "", None)

    threading.settrace(trace)  # ready files are made beside
    sys.settrace(trace)
    try:
        play()
    finally:
        sys.settrace(None)
        threading.settrace(None)
    return _print({name: (_lines(Path(name)), lines) for name, lines in ran.items()})


def _print(found: dict[str, tuple[set[int], set[int]]]) -> int:
    total = done = 0
    for name, (lines, ran) in sorted(found.items()):
        if lines:
            total, done, missing = total + len(lines), done + len(lines & ran), sorted(lines - ran)
            share = 100 * (len(lines) - len(missing)) / len(lines)
            print(f"{share:5.1f} %  {Path(name).relative_to(TOP)}  {' '.join(map(str, missing[:25]))}")
    share = 100 * done / total
    print(f"{share:5.1f} % of {total} lines ran, {WANTED:.0f} % are wanted")
    return int(share < WANTED)


def _lines(path: Path) -> set[int]:
    """List the lines of a file that can run: those the interpreter would step on, so no docstrings of functions."""
    code = compile(path.read_text(), str(path), "exec", optimize=0)
    return {line for one in _codes(code) for _, _, line in one.co_lines() if line is not None and line > 0}


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)
