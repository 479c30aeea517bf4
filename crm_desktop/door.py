"""The door of `satchel`: all that a start loads is loaded without looking for garbage among it."""

import gc


def main() -> int:
    """Run `satchel` and return its exit code."""
    gc.disable()  # loading makes no garbage, and looking for it takes a tenth of the start
    from crm_desktop.__main__ import main as run

    return run(loaded=collect_from_here)


def collect_from_here() -> None:
    """Look for garbage again, but never among what is loaded by now, so that the pauses stay short."""
    gc.freeze()
    gc.enable()
