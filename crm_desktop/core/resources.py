"""Where the files shipped with the program are: fonts, icons, translations, letterheads, pictures."""

from functools import cache
from pathlib import Path

# The wheel carries the folder inside the package; in a working copy it stands beside the package.
_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "resources", _PACKAGE.parent / "resources")


@cache
def _root() -> Path:
    for place in _PLACES:
        if (place / "THIRD_PARTY.md").is_file():
            return place
    raise FileNotFoundError(f"The folder of resources is neither {_PLACES[0]} nor {_PLACES[1]}: reinstall Satchel.")


def resource(path: str) -> Path:
    """Return the place on disk of one shipped file or folder.

    `path`: relative to the folder of resources, with forward slashes, as in "icons/home.svg".
    A path that is not shipped is our bug: FileNotFoundError.
    """
    found = _root() / path
    if not found.exists():
        raise FileNotFoundError(f"Not among the shipped resources: {path}")
    return found
