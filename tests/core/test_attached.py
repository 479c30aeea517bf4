"""What may be kept as a file is told by its content and its size, never by its name."""

import pytest

from crm_desktop.core.attached import EMPTY_FILE, LARGEST, TOO_LARGE_FILE, WRONG_KIND, check_file, kind_of
from crm_desktop.core.errors import RefusedError


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"RIFF\x00\x00\x00\x00WAVE", ""),
        (b"MZ\x90\x00", ""),
        (b"<svg onload=", ""),
        (b"", ""),
    ],
)
def test_the_first_bytes_tell_the_kind(head, kind):
    assert kind_of(head) == kind


def test_a_picture_up_to_the_limit_may_be_kept():
    assert check_file("visit.exe", b"\xff\xd8\xff", LARGEST) == "image/jpeg"


@pytest.mark.parametrize(
    ("head", "size", "sentence"),
    [(b"\xff\xd8\xff", LARGEST + 1, TOO_LARGE_FILE), (b"MZ", 10, WRONG_KIND), (b"", 0, EMPTY_FILE)],
)
def test_anything_else_is_refused_with_what_to_do(head, size, sentence):
    with pytest.raises(RefusedError) as caught:
        check_file("visit.jpg", head, size)
    assert caught.value.message == sentence
    assert "visit.jpg" in str(caught.value)
