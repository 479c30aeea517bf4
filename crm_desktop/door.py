"""The door of `satchel`: all that a start loads is loaded without looking for garbage among it."""

import gc

GARBAGE_AFTER = 20_000
"""New objects after which the collector looks for circles. A page of news makes tens of thousands without one; by Python's
700 it walks them again and again, at last with all that is alive, 50 ms in which nobody's save goes on.
"""


def main() -> int:
    """Run `satchel` and return its exit code."""
    gc.disable()  # loading makes no garbage, and looking for it takes a tenth of the start
    from crm_desktop.__main__ import main as run

    return run(loaded=collect_from_here)


def collect_from_here() -> None:
    """Look for garbage again, but never among what is loaded by now, so that the pauses stay short."""
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 50, 100)
    gc.enable()
