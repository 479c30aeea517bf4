"""The scripted tour: a rep's day without a network, seen by her manager afterwards; pictures in out/tour.

It acts by keys and clicks on the real widgets; each claim is checked by another process. It says one line a claim and
exits 0 only if all of them hold. --cut leaves the server down after the offline part: the tour then has to fail.
"""

import argparse
import faulthandler
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from installers.serving import ServerError, server_command

ROOT = Path(__file__).resolve().parents[2]
LONGEST_S = 240  # several times what a busy computer needs; a tour that hangs says where, and fails


def main() -> int:
    """Walk the tour; 0 only if every claim held."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=ROOT / "out" / "tour", help="where pictures and paper go")
    asked.add_argument("--cut", action="store_true", help="leave the wire cut; the tour then fails")
    options = asked.parse_args()
    begun = time.monotonic()
    shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True)
    faulthandler.dump_traceback_later(LONGEST_S, exit=True)
    with tempfile.TemporaryDirectory(prefix="satchel-tour-") as work, ThreadPoolExecutor(1) as lane:
        database = Path(work) / "server.db"
        company = lane.submit(server_command, "init", "--demo", "--database", database)
        # The windows take a second to load, in which the company is made.
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from crm_desktop.ui.app import application
        from tests.tour.hands import TourError
        from tests.tour.walk import Tour

        app = application([])
        app.setQuitOnLastWindowClosed(False)
        try:
            company.result()
            Tour(app, options.out, database, is_cut=options.cut).walk()
        except (TourError, ServerError) as error:
            print(f"tour: FAILED: {error}")
            return 1
    pictures = len(list(options.out.glob("*.png")))
    taken = time.monotonic() - begun
    print(f"tour: all of it held; {pictures} pictures and quote.pdf are in {options.out} ({taken:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
