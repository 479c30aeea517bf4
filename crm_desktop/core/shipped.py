"""What this Satchel is made of: its version, and the packages and files of others in it, each with its licence."""

import platform
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, version
from pathlib import Path

import msgspec

from crm_desktop.core.resources import resource

PACKAGE = "satchel-crm"
OF_THE_DESKTOP = "desktop"
_NAME = re.compile(r"[\w.-]+")
_EXTRA = re.compile(r"extra == [\"']([\w-]+)[\"']")
_TEXT = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE)[^/]*$", re.IGNORECASE)
_LINE = re.compile(r"^- .+?: (?P<origin>[^;]+); (?P<licence>[^,]+),")
_FILE = re.compile(r"`([^`]+\.txt)`\.?$")
_CLASSIFIED = "License :: OSI Approved :: "


class Part(msgspec.Struct, frozen=True):
    """One package or set of files from elsewhere. version: "" for files. home: the address of who made it."""

    name: str
    version: str
    licence: str
    home: str = ""
    file: str = ""

    def text(self) -> str:
        """Read the text of its licence, "" where it came without; each is read when somebody wants it."""
        if not self.version:
            return resource(self.file).read_text("utf-8") if self.file else ""
        files = distribution(self.name).files or ()
        places = [Path(file.locate()) for file in files if _TEXT.search(str(file))]
        return "\n\n".join(place.read_text("utf-8", "replace") for place in places)


def satchel_version() -> str:
    """Give the version of this Satchel."""
    return version(PACKAGE)


def machine() -> str:
    """Name the system and the Python this runs on."""
    return f"{platform.system()} {platform.release()} ({platform.machine()}), Python {platform.python_version()}"


def parts() -> list[Part]:
    """List everything of others that a laptop has with Satchel, packages by their names and then files."""
    packages = sorted(_packages(), key=lambda one: one.name.lower())
    return [*packages, *_files()]


def _packages() -> Iterator[Part]:
    waiting, seen = [*_wanted(distribution(PACKAGE), OF_THE_DESKTOP)], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:  # of another system
            continue
        waiting += _wanted(found)
        yield Part(found.name, found.version, _licence(found), _home(found))


def _wanted(found: Distribution, extra: str = "") -> Iterator[str]:
    """List the names of what a distribution needs; extra: and of what that part of it needs."""
    for line in found.requires or ():
        name, of = _NAME.match(line), _EXTRA.search(line)
        if name is not None and (of is None or of[1] == extra):
            yield name[0].lower().replace("_", "-")


def _licence(found: Distribution) -> str:
    """Name the licence as the package does, in one of three ways."""
    classifiers = found.metadata.get_all("Classifier") or ()
    classified = [one.removeprefix(_CLASSIFIED) for one in classifiers if one.startswith(_CLASSIFIED)]
    named = (_told(found, "License-Expression"), ", ".join(classified), _told(found, "License").partition("\n")[0])
    return next((one for one in named if one), "")


def _home(found: Distribution) -> str:
    addresses = [one.partition(", ")[2] for one in found.metadata.get_all("Project-URL") or ()]
    return _told(found, "Home-page") or next(iter(addresses), "")


def _told(found: Distribution, name: str) -> str:
    return next(iter(found.metadata.get_all(name) or ()), "")


def _files() -> Iterator[Part]:
    for line in resource("THIRD_PARTY.md").read_text("utf-8").splitlines():
        if found := _LINE.match(line):
            place = _FILE.search(line)
            yield Part(found["origin"], "", found["licence"], file=place[1] if place else "")
