"""Figures of the window in use: lists, scrolling, records, the board, and its breath while much arrives."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from crm_desktop.replica import vault
from tests.bench.figures import Figure, median, percentile
from tests.bench.fixtures import PASSWORD, REPOSITORY, Company, Site, laptop_to_use
from tests.bench.preview_once import LINES
from tests.bench.syncing import EDITS, Author, edits, read_accounts

RUNS = 5
PATIENCE_S = 120
PREPARED_MS, QUIET_MS = 2_500, 60
"""Left to a window after its start, in which it makes pages ahead, and after each act: nobody is quicker."""
TOLD = "offscreen, 1440 x 900, from the wish to the painted rows"


def use(company: Company) -> list[Figure]:
    """Use one window after another on a laptop that holds a company with its deals."""
    runs = _runs(company, "board", "lists", "frames", "records")
    records = [sample for run in runs for sample in run["records"]]
    return [
        *_of_lists(runs, company),
        percentile("ui.record_open_p99_ms", records, 99, company.size, f"{TOLD}; accounts, contacts, deals"),
        median("ui.board_10000_ms", [run["board"][0] for run in runs], company.deals, f"{TOLD}; first of a window"),
    ]


def use_lists(company: Company) -> list[Figure]:
    """Use lists alone, on a laptop that holds more than fits anywhere else."""
    return _of_lists(_runs(company, "lists", "frames"), company)


def preview(company: Company) -> list[Figure]:
    """Type into a long quote in one window; see preview_once."""
    with laptop_to_use(company) as folder:
        typed = _used(folder, "preview")["preview"]
    told = "offscreen, 1440 x 900, from the Enter of a cell to the painted page; Chinese"
    return [median("quote.preview_ms", typed, LINES, told)]


def _runs(company: Company, *parts: str) -> list[dict[str, list[float]]]:
    found = []
    for _ in range(RUNS):
        with laptop_to_use(company) as folder:
            found.append(_used(folder, *parts))
    return found


def _of_lists(runs: list[dict[str, list[float]]], company: Company) -> list[Figure]:
    frames = [sample for run in runs for sample in run["frames"]]
    opened = [max(run["lists"]) for run in runs]
    return [
        median("ui.list_first_rows_ms", opened, company.size, f"{TOLD}; the slowest list, opened first in a window"),
        percentile("ui.scroll_frame_p99_ms", frames, 99, company.size, "notches of the wheel, pages, the bar dragged"),
    ]


def breathe(company: Company) -> list[Figure]:
    """Let much arrive in a window and find its longest breath: the time in which it would answer nobody."""
    with closing(Site(company)) as site:
        replica, server = site.laptop()
        known = read_accounts(replica, EDITS)
        server.close()
        replica.close()
        stalls, colleague = [], Author(site)
        with _opened(site.folder / replica.header.device, "stalls", str(RUNS)) as window:
            for run in range(RUNS):
                for name in ("street", "terms"):
                    told = edits(known, EDITS, f"{name} of {run}", name)
                    colleague.send(told)
                    known = [
                        {**raw, **{field: new for field, (_, new) in entry.fields.items()}}
                        for raw, entry in zip(known, told, strict=True)
                    ]
                window.stdin.write("sync\n")
                window.stdin.flush()
                stalls.append(float(window.stdout.readline()))
        colleague.close()
    told = f"{2 * EDITS:,} changes of a colleague come by one sync, with the list of accounts in front"
    return [median("ui.longest_stall_during_sync_ms", stalls, company.size, told)]


def _used(folder: Path, *parts: str) -> dict[str, list[float]]:
    with _opened(folder, *parts) as window:
        told, fault = window.communicate(timeout=PATIENCE_S)
    if window.returncode:
        raise RuntimeError(f"The window could not be used: {fault}")
    return json.loads(told)


@contextmanager
def _opened(folder: Path, *parts: str) -> Iterator["subprocess.Popen[str]"]:
    key = vault.unwrap(vault.read_header(folder), PASSWORD)
    with tempfile.TemporaryDirectory() as settings:
        places = {"XDG_CONFIG_HOME": settings, "XDG_RUNTIME_DIR": settings, "XDG_DATA_HOME": settings}
        with subprocess.Popen(
            [sys.executable, "-m", "tests.bench.window_once", str(folder), f"{PREPARED_MS},{QUIET_MS}", *parts],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=REPOSITORY,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", **places},
        ) as window:  # fmt: skip
            window.stdin.write(f"{key.hex()}\n")
            window.stdin.flush()
            yield window
