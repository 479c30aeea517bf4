"""What is handed to other programs lies in a private folder, once, and goes with the data."""

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.replica.handed_out import FOLDER, LONGEST_NAME, file_name, hand_out, take_in


def test_a_paper_lies_there_once_for_its_owner_alone_and_goes(tmp_path):
    place = hand_out(tmp_path, "HP-1 上海.pdf", b"first")
    written = place.stat().st_mtime_ns
    assert place.read_bytes() == b"first"
    assert hand_out(tmp_path, "HP-1 上海.pdf", b"first") == place
    assert place.stat().st_mtime_ns == written
    other = hand_out(tmp_path, "HP-1 上海.pdf", b"other")
    assert (place.read_bytes(), other.read_bytes()) == (b"first", b"other")
    assert {one.stat().st_mode & 0o077 for one in (tmp_path / FOLDER).rglob("*")} == {0}
    assert (tmp_path / FOLDER).stat().st_mode & 0o077 == 0
    take_in(tmp_path)
    assert list(tmp_path.iterdir()) == []
    take_in(tmp_path)  # nothing there is as well


def test_what_the_disk_does_not_take_is_a_sentence(tmp_path):
    (tmp_path / FOLDER).write_text("in the way")
    with pytest.raises(UserError, match="cannot be handed to another program"):
        hand_out(tmp_path, "a.pdf", b"x")


def test_every_name_is_one_that_every_system_takes():
    assert file_name('a/b\\c:d*e?"<f>|g\n.pdf') == "a-b-c-d-e---f--g-.pdf"
    assert file_name(" .. ") == "paper"
    assert file_name(f"{'x' * 300}.pdf") == f"{'x' * (LONGEST_NAME - 4)}.pdf"
