"""No text of the project names a machine, a registry or work left undone."""

import re
import subprocess
from pathlib import Path

import pytest

# Put together from pieces, so that this file does not contain what it forbids.
HOMES = "|".join(("wo" + "rk", "ro" + "ot", "fa" + "rm", "ho" + "me"))
REGISTRIES = "|".join(
    ("index" + "-url", "registry" + "=", "/sim" + "ple/", "find" + "-links", "files\\.python" + "hosted")
)
UNDONE = "|".join(("TO" + "DO", "FIX" + "ME"))  # three X stand for "no currency" in ISO 4217

FORBIDDEN = {
    "a path of one machine": re.compile(rf"(?:^|[^A-Za-z0-9_.}}])/(?:{HOMES})/"),
    "an address of a registry": re.compile(REGISTRIES),
    "a mark of unfinished work": re.compile(rf"\b(?:{UNDONE})\b"),
    "a secret": re.compile("BEGIN [A-Z ]*PRIVATE " + "KEY"),
}


@pytest.fixture(scope="module")
def texts(repository) -> dict[str, str]:
    """Return the text of every kept file that is one."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=repository, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git working copy: needs the list of kept files")
    found = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = Path(repository, name)
        if path.is_file() and b"\0" not in (data := path.read_bytes()):
            found[name] = data.decode()
    return found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_text_contains(what, texts):
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    assert found == []


def test_every_skip_carries_its_reason(texts):
    bare = [
        name
        for name, text in texts.items()
        if name.endswith(".py") and re.search(r"@pytest\.mark\.(?:skip|xfail)\s*$|\bskip\(\)", text, re.MULTILINE)
    ]
    assert bare == []
