"""The bytes of files on a laptop: kept in parts, never half given, asked for once."""

import hashlib

import pytest

from crm_desktop.core.attached import PART
from crm_desktop.core.errors import ProtocolError
from crm_desktop.core.protocol import FilePart
from tests.replicas import small_office

CONTENT = b"\xff\xd8\xff" + bytes(range(256)) * (PART // 100)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def shelf(tmp_path):
    office = small_office(tmp_path)
    yield office.laptop("ann").files
    office.close()


def part(offset: int, content: bytes = CONTENT) -> FilePart:
    return FilePart(total=len(CONTENT), offset=offset, content=content[offset : offset + PART])


def test_a_file_made_here_is_whole_at_once_and_kept_once(shelf):
    assert shelf.keep(CONTENT) == shelf.keep(CONTENT) == SHA256
    assert shelf.read(SHA256) == CONTENT
    assert shelf.held(SHA256) == len(CONTENT)


@pytest.mark.parametrize("offset", [0, 1, PART - 1, PART, PART + 1, len(CONTENT) - 1])
def test_its_parts_begin_anywhere(shelf, offset):
    shelf.keep(CONTENT)
    found = shelf.part(SHA256, offset)
    assert (found.total, found.offset) == (len(CONTENT), offset)
    assert found.content
    assert CONTENT[offset:].startswith(found.content)


def test_a_file_that_arrives_is_given_when_it_is_whole(shelf):
    shelf.want([SHA256])
    held = 0
    while held < len(CONTENT):
        assert shelf.read(SHA256) is None
        held = shelf.take(SHA256, part(held))
    assert shelf.read(SHA256) == CONTENT


def test_a_part_that_comes_twice_is_kept_once(shelf):
    assert [shelf.take(SHA256, part(0)), shelf.take(SHA256, part(0)), shelf.take(SHA256, part(PART))] == [
        PART, PART, 2 * PART,
    ]  # fmt: skip


def test_bytes_that_do_not_match_are_thrown_away_and_begin_anew(shelf):
    wrong = CONTENT[:-1] + b"!"
    *first, last = range(0, len(CONTENT), PART)
    for offset in first:
        shelf.take(SHA256, part(offset, wrong))
    with pytest.raises(ProtocolError):
        shelf.take(SHA256, part(last, wrong))
    assert (shelf.read(SHA256), shelf.held(SHA256)) == (None, 0)


def test_an_empty_part_never_asks_without_end(shelf):
    with pytest.raises(ProtocolError):
        shelf.take(SHA256, FilePart(total=10))


def test_a_file_is_asked_for_once(shelf):
    assert [shelf.want([SHA256]), shelf.want([SHA256])] == [True, False]
    kept = shelf.keep(b"%PDF-")
    assert shelf.want([kept]) is False
