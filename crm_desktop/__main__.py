"""What `satchel` does: the window without a command, the command line with one."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from crm_desktop.command.commands import add_commands, run_command


def parser() -> argparse.ArgumentParser:
    """Describe what can be asked."""
    asked = argparse.ArgumentParser(prog="satchel", description="Sales work that goes on without a network.")
    asked.add_argument("--version", action="version", version=f"Satchel {version('satchel-crm')}")
    asked.add_argument(
        "--data", type=Path, metavar="FOLDER", help="where this person's data lie, instead of the usual place"
    )
    asked.add_argument("--server", default="", metavar="ADDRESS", help="server address to begin the first sign-in with")
    add_commands(asked)
    return asked


def has_screen() -> bool:
    """Tell whether a window can open here; without one Qt would end the process in the middle of a line."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def main(arguments: Sequence[str] | None = None, *, loaded: Callable[[], None] = lambda: None) -> int:
    """Open the window, or run one command and return its exit code. loaded: told when nothing more is to be loaded."""
    options = parser().parse_args(arguments)
    in_demo = options.command == "demo"
    if options.command and not in_demo:
        loaded()
        return run_command(options)
    if not has_screen():
        print(
            "satchel: There is no screen here to open the window on. `satchel --help` lists what needs none.",
            file=sys.stderr,
        )
        return 1
    # Qt is for the window alone: a command neither needs nor loads it.
    from crm_desktop.ui.app import main as open_window

    loaded()
    return open_window(options.data, options.server, in_demo=in_demo)


if __name__ == "__main__":
    sys.exit(main())
