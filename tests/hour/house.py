"""A screen that nobody sees, with its window manager and the buses over which screen readers hear of windows."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

SIZE = (1440, 900)
NEEDED = ("Xvfb", "xdotool", "dbus-daemon")
LAUNCHER = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
STOP_S = 10.0


def missing(*more: str) -> list[str]:
    """Name the programs of the system that a house needs and that are not here. more: asked for beside the usual."""
    lacking = [name for name in (*NEEDED, *more) if shutil.which(name) is None]
    return lacking if any(Path(place).exists() for place in LAUNCHER) else [*lacking, "at-spi-bus-launcher"]


class House:
    """Hold one X server and one session bus of their own; `environment` leads programs to them."""

    def __init__(self, size: tuple[int, int] = SIZE) -> None:
        self._place = Path(tempfile.mkdtemp(prefix="satchel-house-"))
        self._processes: list[subprocess.Popen[bytes]] = []
        with contextlib.ExitStack() as undo:
            undo.callback(self.close)
            number = self._start(
                "Xvfb", "-displayfd", "{}", "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"
            )
            self.display = f":{number}"
            self.bus = self._start("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={}")
            undo.pop_all()

    @property
    def environment(self) -> dict[str, str]:
        """Give the environment of a program that shows its windows here."""
        return {**self._bare(), "DISPLAY": self.display, "DBUS_SESSION_BUS_ADDRESS": self.bus}

    def _bare(self) -> dict[str, str]:
        # Where the system's session speaks, and where the programs of a desktop keep things: here, and not at home.
        places = dict.fromkeys(
            ("XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(self._place)
        )
        left_out = ("DBUS_SESSION_BUS_ADDRESS", "WAYLAND_DISPLAY", "AT_SPI_BUS_ADDRESS", "QT_QPA_PLATFORM")
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        # Who looks at a list while it changes asks about cells that are gone: that is no fault of the window.
        quiet = {"QT_LOGGING_RULES": "qt.accessibility.atspi.warning=false"}
        return {**kept, **places, **quiet, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}

    def start(self, *command: str, more: Mapping[str, str] | None = None, **how: object) -> subprocess.Popen[bytes]:
        """Start a program here; it ends with the house at the latest."""
        return self._keep(command, {**self.environment, **(more or {})}, how)

    def close(self) -> None:
        """End what was started here, the last first."""
        for process in reversed(self._processes):
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()
        shutil.rmtree(self._place, ignore_errors=True)

    def _start(self, *command: str) -> str:
        """Start a server that says by one line where it is found; `{}` stands for the number of the pipe it says it to."""
        reading, writing = os.pipe()
        spelled = [part.format(writing) for part in command]
        self._keep(spelled, self._bare(), {"pass_fds": (writing,), "stderr": subprocess.DEVNULL})
        os.close(writing)
        with os.fdopen(reading) as pipe:
            said = pipe.readline().strip()
        if not said:
            raise RuntimeError(f"{command[0]} did not start")
        return said

    def _keep(
        self, command: Sequence[str], environment: Mapping[str, str], how: Mapping[str, object]
    ) -> subprocess.Popen:
        process = subprocess.Popen(command, env=dict(environment), **{"stdout": subprocess.DEVNULL, **how})
        self._processes.append(process)
        return process
