"""Picture every screen in both languages and themes, and in high contrast, into out/screenshots, from the demo company.

Usage: python -m tests.screenshots [--only PART,PART] [--scale FACTOR] [--size WIDTHxHEIGHT]
A PART is looked for in the names of the pictures. With a scale (1.25, 1.5, 2) or a size (of the window, before the scale)
they go into a folder of their own; only English is taken then, light and dark.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Asia/Shanghai"  # the laptop is where the demo company is
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"  # never the key store of who runs this

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import edit
from crm_desktop.core.demo import MANAGER_LOGIN, REP_LOGIN, company
from crm_desktop.core.schema import Item
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import sync
from crm_desktop.ui.app import Desktop, application
from crm_desktop.ui.look.language import LANGUAGES
from tests.replicas import Clock, Office
from tests.screenshots.shots import DESKTOP_SHOTS, SIGN_IN_SHOTS, unpictured
from tests.screenshots.stage import ADDRESS, Shot, Stage
from tests.screenshots.states import example

OUT = Path(__file__).resolve().parents[2] / "out" / "screenshots"
LOOKS = [*((language, theme) for language in LANGUAGES for theme in ("light", "dark")), ("en", "contrast")]


@dataclass(frozen=True)
class Camera:
    """Take pictures into a folder, in some looks; size: of every window instead of the shot's own."""

    out: Path
    looks: Sequence[tuple[str, str]]
    size: tuple[int, int] | None

    def take_all(self, stage: Stage, shots: tuple[Shot, ...], first: int, only: str) -> int:
        """Take each shot in each look; gives how many."""
        taken = 0
        for language, theme in self.looks:
            stage.desktop.language.choose(language)
            stage.desktop.appearance.choose(theme)
            for number, shot in enumerate(shots, first):
                name = f"{number:02d}-{shot.name}-{language}-{theme}.png"
                if any(part in name for part in only.split(",")) and stage.has(shot.needs):
                    stage.take(replace(shot, size=self.size or shot.size), self.out / name)
                    taken += 1
        return taken


def main() -> int:
    """Take all pictures; 1 if a registered screen has none."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", default="", metavar="PART,PART", help="only pictures whose name contains one of these")
    asked.add_argument("--scale", default="", metavar="FACTOR", help="as a screen of so many pixels a point shows it")
    asked.add_argument("--size", default="", metavar="WxH", help="size of every window, in points")
    said = asked.parse_args()
    only, started = said.only, time.monotonic()
    out = OUT / "-".join(filter(None, (said.scale, said.size))) if said.scale or said.size else OUT
    camera = Camera(out, LOOKS[:2] if out != OUT else LOOKS, _size(said.size))
    if said.scale:
        os.environ["QT_SCALE_FACTOR"] = said.scale  # read when the application begins
    out.mkdir(parents=True, exist_ok=True)
    if not only:
        for old in out.glob("*.png"):
            old.unlink()
    app = application(sys.argv)
    with tempfile.TemporaryDirectory(prefix="satchel-pictures-") as place:
        folder = Path(place)
        print("Making the demo company …", flush=True)
        office = demo(folder)
        taken = picture_sign_in(camera, Stage(Desktop(app, folder / "empty", ADDRESS)), only)
        desktop = Desktop(app, folder / "desktop")
        stage = Stage(desktop, desktop.open(busy_laptop(office), goes_online=False))
        missing = unpictured(stage)
        taken += camera.take_all(stage, DESKTOP_SHOTS, len(SIGN_IN_SHOTS) + 1, only)
        desktop.close()
    print(f"{taken} pictures in {out} after {time.monotonic() - started:.0f} s")
    if missing:
        print(f"No picture of these screens, give each a Shot: {', '.join(missing)}", file=sys.stderr)
    return 1 if missing else 0


def demo(folder: Path) -> Office:
    """Make a server that holds the full demo company as of now; desktops have the computer's own clock."""
    now = datetime.now(UTC)
    office = Office(folder, Clock(now))
    office.load(company(1, today=now.astimezone(ZoneInfo("Asia/Shanghai")).date()))
    return office


def busy_laptop(office: Office) -> Replica:
    """Enrol the rep's laptop; her manager has changed a deal of hers otherwise, and an edit waits to be sent."""
    rep = desk_of(office.laptop(REP_LOGIN, address=ADDRESS), office.clock)
    manager = office.desk(MANAGER_LOGIN)
    deal, other = example(rep, "opportunity"), example(rep, "account")
    edit(manager, deal, amount=deal.amount * Decimal("0.9"), close_day=manager.today() + timedelta(days=40))
    edit(rep, deal, amount=deal.amount * Decimal("1.1"), close_day=rep.today() + timedelta(days=20))
    for desk in (manager, rep):
        sync(desk.replica, office.service, office.clock.us)
    edit(rep, other, phones=(*other.phones, Item(id="front-desk", label="work", value="+86 21 5531 3600")))
    manager.replica.close()
    return rep.replica


def picture_sign_in(camera: Camera, stage: Stage, only: str) -> int:
    """Picture what a new laptop shows first."""
    stage.desktop.start()
    taken = camera.take_all(stage, SIGN_IN_SHOTS, 1, only)
    if stage.desktop.sign_in is not None:
        stage.desktop.sign_in.close()
    # The texts of this desktop stay behind those of the next one in the same process.
    stage.desktop.language.choose("en")
    stage.desktop.close()
    return taken


def _size(said: str) -> tuple[int, int] | None:
    width, _, height = said.partition("x")
    return (int(width), int(height)) if said else None


if __name__ == "__main__":
    sys.exit(main())
