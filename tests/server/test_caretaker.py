"""A running server looks after itself, until it stops."""

import threading

from sqlalchemy.exc import OperationalError

from sync_server.caretaker import caring


def test_a_server_cares_again_after_its_database_failed_and_ends_with_the_block(caplog) -> None:
    called, again = list[int](), threading.Event()

    def care() -> None:
        called.append(1)
        if len(called) == 1:
            raise OperationalError("SELECT 1", {}, OSError("gone"))
        again.set()

    with caring(care, every_s=0.001):
        assert again.wait(60)
    ended = len(called)
    assert "tried again" in caplog.text
    assert [thread.name for thread in threading.enumerate() if thread.name == "caretaker"] == []
    assert len(called) == ended
