"""Hands and eyes of the hour: real keys and a real mouse (xdotool), waiting for what a screen reader would be told."""

import os
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import ImageGrab

from tests.hour.spoken import Spoken, SpokenError, Thing

PATIENCE_S = 20.0
LOOK_EACH_S = 0.02
LETTER_MS = 12
DRAG_STEPS = 12
CLOSED = frozenset({"table", "list", "tree", "tree table", "menu"})
"""What holds many things: it is looked into only where that is asked for."""
WITH_A_CURRENT_ONE = CLOSED | {"page tab list"}
WINDOWS_OF_THEIR_OWN = frozenset({"dialog", "file chooser", "alert"})

Look = Callable[[], object]


class HourError(Exception):
    """Something the hour claims did not happen; the words say what."""


@dataclass
class Act:
    """One thing that was done: words, when, and how long until what was awaited was there. may_take_s: its measure."""

    what: str
    at: float
    waited_s: float = 0.0
    may_take_s: float = 1.0


@dataclass
class Diary:
    """What was done, and which windows asked for an answer before anything else went on."""

    acts: list[Act] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


class Hands:
    """Work at one application. display: the X server; spoken: its tree; out: folder of the numbered pictures."""

    def __init__(self, display: str, spoken: Spoken, out: Path, diary: Diary) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self._display = display
        self.spoken = spoken
        self._out = out
        self._pictures = 0
        self._diary = diary
        self._application = "Satchel"

    # ------------------------------------------------------------------------------------------------------- doing

    def key(self, keys: str, what: str = "", *, until: Look | None = None, may_take_s: float = 1.0) -> None:
        """Press keys, such as `ctrl+k` or several in a row, and wait for what is to be seen."""
        self._do(what or f"press {keys}", [("key", *keys.split())], until, may_take_s)

    def type(self, text: str, what: str = "", *, until: Look | None = None, may_take_s: float = 1.0) -> None:
        """Type text where the keyboard is."""
        self._do(what or f"type {text!r}", [("type", "--delay", str(LETTER_MS), "--", text)], until, may_take_s)

    def click(
        self, on: Thing | tuple[int, int], what: str = "", *, until: Look | None = None, may_take_s: float = 1.0
    ) -> None:
        """Click in the middle of a thing, or at a point."""
        x, y = on.middle if isinstance(on, Thing) else on
        name = f"{on.role} {on.name!r}" if isinstance(on, Thing) else f"{x}, {y}"
        steps = [("mousemove", str(x), str(y)), ("click", "1")]
        self._do(what or f"click {name}", steps, until, may_take_s)

    def drag(
        self, start: tuple[int, int], end: tuple[int, int], what: str, *, until: Look | None = None,
        may_take_s: float = 1.0,
    ) -> None:  # fmt: skip
        """Drag from one point to another, as slowly as a hand does."""
        steps: list[Sequence[str]] = [("mousemove", *map(str, start)), ("mousedown", "1")]
        for step in range(1, DRAG_STEPS + 1):
            x, y = (round(a + (b - a) * step / DRAG_STEPS) for a, b in zip(start, end, strict=True))
            steps += [("mousemove", str(x), str(y)), ("sleep", "0.02")]
        self._do(what, [*steps, ("mousemove", *map(str, end)), ("sleep", "0.05"), ("mouseup", "1")], until, may_take_s)

    def write(self, on: Thing, text: str, what: str = "", *, until: Look | None = None) -> None:
        """Click into a field, and type over what stands there."""
        self.click(on)
        self.key("ctrl+a")
        self.type(text, what or f"write {text!r} into {on.name!r}", until=until)

    def take_keyboard(self) -> None:
        """Give the keyboard to the window that shows, as a window manager does, where there is none."""
        command = ("search", "--onlyvisible", "--class", "satchel", "windowfocus", "--sync")
        subprocess.run(["xdotool", *command], env=self._environment, check=True, capture_output=True)

    def _do(self, what: str, steps: Sequence[Sequence[str]], until: Look | None, may_take_s: float) -> None:
        words = [word for step in steps for word in step]
        subprocess.run(["xdotool", *words], env=self._environment, check=True, capture_output=True)
        act = Act(what, time.time(), may_take_s=may_take_s)
        self._diary.acts.append(act)
        if until is not None:
            self.until(until, f"after “{what}” it did not come", max(PATIENCE_S, 5 * may_take_s))
            act.waited_s = round(time.time() - act.at, 3)
        self.look_for_dialogs()

    # ------------------------------------------------------------------------------------------------------ looking

    def until(self, holds: Look, otherwise: str, patience_s: float = PATIENCE_S) -> object:
        """Wait until something holds and give it; raises HourError with a sentence when patience ends."""
        end = time.monotonic() + patience_s
        while True:
            try:
                if found := holds():
                    return found
            except (SpokenError, TimeoutError):  # it changed while it was looked at, or it does not answer
                found = None
            if time.monotonic() > end:
                self.picture("where-it-ended")
                raise HourError(otherwise)
            time.sleep(LOOK_EACH_S)

    def windows(self) -> list[Thing]:
        """List the windows of the application that show, the one in front last."""
        application = self.spoken.application(self._application)
        held = self.spoken.children(application.address) if application is not None else []
        return sorted((one for one in held if "showing" in one.states), key=lambda one: "active" in one.states)

    def look_for_dialogs(self) -> None:
        """Write down each window that keeps a person from going on, once while it stays."""
        for window in self.windows():
            if window.role in WINDOWS_OF_THEIR_OWN or "modal" in window.states:
                words = window.name or window.role
                if words not in self._diary.dialogs:
                    self._diary.dialogs.append(words)

    def all(self, pattern: str = "", role: str = "", inside: Thing | None = None, into: str = "") -> list[Thing]:
        """List what shows under a name (a pattern for all of it) and a role. into: a role that is looked into too."""
        tops = [inside] if inside is not None else self.windows()
        closed = CLOSED - {into} - {top.role for top in tops}
        wanted = re.compile(pattern, re.DOTALL) if pattern else None
        held = self.spoken.walk(*(top.address for top in tops), into=lambda thing: thing.role not in closed)
        return [
            thing
            for thing in (*(() if inside else reversed(tops)), *held)
            if (not role or thing.role == role) and (wanted is None or wanted.fullmatch(thing.name))
        ]

    def find(self, pattern: str = "", role: str = "", inside: Thing | None = None, into: str = "") -> Thing | None:
        """Find the first of what `all` lists."""
        return next(iter(self.all(pattern, role, inside, into)), None)

    def see(self, pattern: str = "", role: str = "", inside: Thing | None = None, into: str = "") -> Thing:
        """Wait for a thing and give it."""
        sought = f"{role or 'thing'} {pattern!r}"
        found = self.until(lambda: self.find(pattern, role, inside, into), f"there is no {sought}")
        assert isinstance(found, Thing)
        return found

    def focused(self) -> Thing | None:
        """Find what has the keyboard: the innermost that says so. A cell says so also while its table has it not."""
        tops = [window.address for window in self.windows()]
        held = self.spoken.walk(*tops, into=lambda one: one.role not in WITH_A_CURRENT_ONE or "focused" in one.states)
        return next((thing for thing in reversed(list(held)) if "focused" in thing.states), None)

    def picture(self, name: str) -> Path:
        """Take a numbered picture of the whole screen."""
        self._pictures += 1
        path = self._out / f"{self._pictures:02d}-{name}.png"
        ImageGrab.grab(xdisplay=self._display).save(path)
        return path
