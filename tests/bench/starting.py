"""Figures of the start: a fresh process each time, from its start to the first painted list with rows."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from crm_desktop.replica import vault
from tests.bench.figures import Figure, median
from tests.bench.fixtures import PASSWORD, REPOSITORY, Company, laptop_to_use

RUNS = 5
PATIENCE_S = 60


def start(company: Company) -> list[Figure]:
    """Start the desktop again and again on a replica full of accounts; the key is at hand, the network is not asked."""
    with laptop_to_use(company) as folder:
        key = vault.unwrap(vault.read_header(folder), PASSWORD)
        runs = [_one_start(folder, key) for _ in range(RUNS + 1)][1:]  # the first one only warms the disk
    told = "fresh process, offscreen, to the painted list of accounts"
    return [
        median("ui.start_s", [seconds for seconds, _ in runs], company.size, told),
        median("ui.start_rss_mb", [megabytes for _, megabytes in runs], company.size, "resident at that moment"),
    ]


def _one_start(folder: Path, key: bytes) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as settings:
        places = {"XDG_CONFIG_HOME": settings, "XDG_RUNTIME_DIR": settings, "XDG_DATA_HOME": settings}
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", **places}
        begun = time.time()
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.start_once", str(folder)],
            input=key.hex(), capture_output=True, text=True, cwd=REPOSITORY, env=environment, timeout=PATIENCE_S,
            check=False,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"The window did not come: {done.stderr}")
    told = json.loads(done.stdout)
    return told["painted"] - begun, told["rss_mb"]
