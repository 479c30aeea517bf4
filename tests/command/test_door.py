"""How `satchel` sets Python up for the time that a window is open."""

import gc
import sys

from crm_desktop.core.changes import Act, Change, Entry, Posted
from crm_desktop.core.protocol import Page, pack, unpack
from crm_desktop.door import work_from_here


def test_the_collector_hardly_looks_at_a_page_of_news() -> None:
    posted = tuple(
        Posted(
            Change(f"c{n}", "li", "laptop", n, n, (Entry("account", f"a{n}", Act.EDIT, {"city": ("", "x")}),)), (n,), n
        )
        for n in range(5_000)
    )
    sent, before = pack(Page(cursor="here", posted=posted)), gc.get_threshold()
    turn = sys.getswitchinterval()
    sys.setswitchinterval(1)
    gc.collect()
    work_from_here()
    try:
        walks = gc.get_stats()[1]["collections"]
        page = unpack(sent, Page)
        assert gc.get_stats()[1]["collections"] == walks
        assert sys.getswitchinterval() < 0.005  # a save does not wait for whole turns of a sync beside it
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
        sys.setswitchinterval(turn)
    assert page.posted == posted
