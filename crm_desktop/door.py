"""The door of `satchel`: all that a start loads is loaded without looking for garbage among it."""

import gc
import sys

TURN_S = 0.001
"""After so long a thread that computes gives way to one that waits, five times as often as Python by itself: a save asks
the file some twenty times and takes its turn again after each, while a sync computes beside it.
"""
GARBAGE_AFTER = 20_000
"""New objects after which the collector looks for circles. A page of news makes tens of thousands without one; by Python's
700 it walks them again and again, at last with all that is alive, 50 ms in which nobody's save goes on.
"""


def main() -> int:
    """Run `satchel` and return its exit code."""
    gc.disable()  # loading makes no garbage, and looking for it takes a tenth of the start
    from crm_desktop.__main__ import main as run

    return run(loaded=work_from_here)


def work_from_here() -> None:
    """Look for garbage again, but never among what is loaded by now, so that the pauses stay short; take short turns."""
    sys.setswitchinterval(TURN_S)
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 50, 100)
    gc.enable()
