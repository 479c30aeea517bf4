"""The tour is worth something: with the wire cut in the middle it fails and says at which claim."""

import subprocess
import sys
from pathlib import Path


def test_a_cut_wire_fails_the_tour(tmp_path: Path, repository: Path) -> None:
    command = [sys.executable, "-m", "tests.tour", "--cut", "--out", str(tmp_path / "tour")]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "FAILED: the changes were not sent" in done.stdout
    assert (tmp_path / "tour" / "quote.pdf").exists()  # everything before the cut had happened
