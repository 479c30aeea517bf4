"""What `make run` does: the demo company on the screen; without a display, the scripted tour of it."""

import os
import runpy
import signal
import sys
from pathlib import Path


def main() -> None:
    """Run until it ends by itself, by closing the window or by Ctrl+C; exits with its code."""
    # Ended from outside, the server it started ends with it.
    for ending in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(ending, on_ended)
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    if has_display():
        runpy.run_module("installers.demo", run_name="__main__", alter_sys=True)
    else:
        del sys.argv[1:]  # the tour always begins anew
        runpy.run_module("tests.tour", run_name="__main__", alter_sys=True)


def on_ended(number: int, _frame: object) -> None:
    """Leave as after Ctrl+C, so that what was started is stopped."""
    raise KeyboardInterrupt(number)


def has_display() -> bool:
    """Tell whether a window can be shown here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    main()
