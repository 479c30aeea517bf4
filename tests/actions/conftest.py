"""What the tests of one room share: an office, and keys that are derived quickly."""

import secrets
from pathlib import Path

import pytest

from crm_desktop.replica import vault
from tests.replicas import Office, small_office


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive wrapping keys at the least cost: these tests are about what is inside."""
    monkeypatch.setattr(
        vault, "new_derivation", lambda: vault.Derivation(secrets.token_hex(16), time_cost=1, memory_kib=8, lanes=1)
    )


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Set up the small office."""
    return small_office(tmp_path)
