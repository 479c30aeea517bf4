"""Where a person is first offered to save a file."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from crm_desktop.ui.file_saving import ask_where


@pytest.mark.parametrize("has_documents", [True, False])
def test_a_file_is_offered_among_the_documents_else_at_home(qapp, monkeypatch, tmp_path, has_documents):
    monkeypatch.setenv("HOME", str(tmp_path))
    home = tmp_path / "Documents" if has_documents else tmp_path
    home.mkdir(exist_ok=True)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda _parent, _title, place, _kinds: (place, ""))
    assert ask_where(None, "Save", "offer.pdf", "PDF (*.pdf)") == Path(home / "offer.pdf")
