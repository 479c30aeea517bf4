"""What holds for every test: a quiet machine of its own, no unexpected error, the same examples each time."""

import errno
import logging
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.postgres import Databases, running

REPOSITORY = Path(__file__).resolve().parent.parent

# Before anything imports Qt or the database of the tests: both read the environment once, at import.
_OWN_PLACES: list[str] = []


def _own_place(variable: str) -> None:
    place = tempfile.mkdtemp(prefix="satchel-")
    _OWN_PLACES.append(place)
    os.environ[variable] = place


os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LC_ALL", "C.UTF-8")  # Qt warns about a locale without UTF-8, and warnings are errors
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"  # never the key store of who runs the tests
if "PYTEST_XDIST_WORKER" not in os.environ:  # the workers inherit these from the process that starts them
    _own_place("XDG_CONFIG_HOME")
    _own_place("XDG_DATA_HOME")
    if not os.environ.get("XDG_RUNTIME_DIR"):
        _own_place("XDG_RUNTIME_DIR")


def _refuse_connections(event: str, given: tuple[object, ...]) -> None:
    """Stand in for a network that is down, where the system gives none of its own (installers/offline)."""
    if event == "socket.connect" and getattr(given[0], "family", None) in {socket.AF_INET, socket.AF_INET6}:
        raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))


if os.environ.get("SATCHEL_OFFLINE"):
    sys.addaudithook(_refuse_connections)

hypothesis.settings.register_profile(
    "same-each-time",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],  # a test never times
)
hypothesis.settings.load_profile("same-each-time")


def pytest_unconfigure() -> None:
    for place in _OWN_PLACES:
        shutil.rmtree(place, ignore_errors=True)


class _Errors(logging.Handler):
    """Keeps every record of level ERROR and above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_errors(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that logs an error, and the one that promised an error and logged none."""
    errors = _Errors()
    logging.getLogger().addHandler(errors)
    yield
    logging.getLogger().removeHandler(errors)
    expected = request.node.get_closest_marker("expects_errors")
    if expected is None and errors.texts:
        pytest.fail("Logged errors nobody expected:\n" + "\n".join(errors.texts))
    if expected is not None and not errors.texts:
        pytest.fail(f"Expected an error in the log ({expected.args[0]}), and none came.")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Databases]:
    """Start PostgreSQL for the tests of this process, at the first that asks."""
    with running() as databases:
        yield databases


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the folder of the working copy."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data beside the working copy, or skip where it is absent, as on a user's machine."""
    data = REPOSITORY.parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip("real data absent: needs ../shared/data beside the working copy")
    return data
