"""Where a person's data lie on each system."""

import os
import sys
from pathlib import Path

LOG, CRASHES = "satchel.log", "crash.log"
"""The rolling log of the window, and what is left of a process that ended in the middle of a line."""


def default_folder() -> Path:
    """Name the folder of the signed-in person's replica, by the custom of the system; it need not exist yet."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "Satchel"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Satchel"
    return Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")) / "satchel"
