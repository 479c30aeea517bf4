"""A running server looks after itself, until it stops."""

import gc
import threading
from contextlib import closing

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from crm_desktop.core.entities import Account
from crm_desktop.core.store import Batch
from crm_desktop.core.store.sqlite import bring_in
from sync_server import caretaker
from sync_server.caretaker import caring, easing
from sync_server.taker import Taker
from tests.server.house import House


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


def not_in_the_file(engine: Engine) -> int:
    """Count the pages that only the log holds."""
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        _, held, done = cursor.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    return int(held - done)


def test_what_laptops_pushed_goes_from_the_log_into_the_file_while_the_server_runs(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine, eased, tries = house.service.journal.engine, threading.Event(), list[int]()

    def bring(one: Engine, _least: int) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise sqlcipher3.dbapi2.OperationalError("disk I/O error")
        bring_in(one)
        eased.set()

    monkeypatch.setattr(caretaker, "bring_in", bring)
    house.accounts.create_code("li")
    assert not_in_the_file(engine) > 0
    with easing(house.service.journal):
        for _ in range(5_000):  # the first try fails, and the next thing written is another occasion
            with house.service.journal.writing():
                pass
            if eased.wait(0.001):
                break
    assert not_in_the_file(engine) == 0
    assert "tried again" in caplog.text
    assert [thread.name for thread in threading.enumerate() if thread.name == "easing"] == []


def test_few_pages_stay_in_the_log(house: House) -> None:
    engine = house.service.journal.engine
    held = not_in_the_file(engine)
    assert held > 0
    bring_in(engine, held + 1)
    assert not_in_the_file(engine) == held
    bring_in(engine, held)
    assert not_in_the_file(engine) == 0


def test_what_a_push_had_in_hands_goes_with_its_answer(house: House) -> None:
    laptop = house.enrol("li")
    changes = [laptop.change(Account(id="a1", name="Pump House", territory="north")), laptop.change(Account(id="a2"))]
    gc.collect()
    gc.disable()  # thousands of records would wait for it else, and a later push for their removal
    try:
        answer = house.service.push(laptop.token, tuple(changes))
        left = [one for one in gc.get_objects() if isinstance(one, Batch | Taker)]
    finally:
        gc.enable()
    assert (answer.accepted, answer.refused) == (1, 1)
    assert left == []
