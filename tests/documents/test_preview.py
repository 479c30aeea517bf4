"""The preview gives the pages of a paper as plain bytes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from crm_desktop.documents.preview import page_count, page_picture
from crm_desktop.documents.quote_pdf import render
from tests.documents.sheets import story_3, story_4


def test_a_page_is_drawn_opaque_in_red_green_blue() -> None:
    picture = page_picture(render(story_3()), 0, 72)
    assert (picture.width, picture.height, len(picture.rgba)) == (596, 842, 596 * 842 * 4)
    assert set(picture.rgba[3::4]) == {255}
    assert picture.rgba[:4] == b"\xff\xff\xff\xff"
    # The mark of the letterhead, in its accent #1D4F5F.
    mark = (60 * picture.width + 55) * 4
    assert picture.rgba[mark : mark + 3] == bytes([0x1D, 0x4F, 0x5F])


def test_every_page_counts_and_no_other() -> None:
    pdf = render(story_4(60))
    assert page_count(pdf) == 3
    with pytest.raises(IndexError):
        page_picture(pdf, 3)


def test_pages_are_drawn_from_several_threads_one_after_the_other() -> None:
    pdf = render(story_3())
    alone = page_picture(pdf, 0)
    with ThreadPoolExecutor(4) as threads:
        assert all(each == alone for each in threads.map(lambda _: page_picture(pdf, 0), range(24)))
