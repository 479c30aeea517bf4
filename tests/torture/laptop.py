"""A laptop as a process of its own, that saves and syncs at the same time and says each save once it is acknowledged.

Its words are lines of JSON on its output: {"saved": {...}}, {"failed": sentence}, {"synced": true}. It ends well when
its input ends.
"""

import json
import select
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import msgspec

from crm_desktop.actions.activities import about
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.quotes import add_line, draft
from crm_desktop.actions.records import create, edit
from crm_desktop.core.entities import Account, Opportunity, Product
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import Record, entity_of, micros
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import sync
from crm_desktop.sync.remote import HttpServer
from tests.replicas import PASSWORD


@dataclass(frozen=True)
class Saved:
    """One value that the laptop called saved, as the journal writes it."""

    entity: str
    record: str
    field: str
    value: str


def say(what: str, value: object) -> None:
    """Write one line at once: what is written survives the process."""
    sys.stdout.write(json.dumps({what: value}) + "\n")
    sys.stdout.flush()


class Work:
    """A person who types without pause. rng: decides what."""

    def __init__(self, desk: Desk, rng: Random) -> None:
        self._desk, self._rng = desk, rng
        self._acts: tuple[Callable[[], Saved], ...] = (
            self._log, self._log, self._website, self._amount, self._amount, self._quote,
        )  # fmt: skip

    def save(self) -> None:
        """Save one thing and say so, or say why not."""
        try:
            saved = self._rng.choice(self._acts)()
        except UserError as error:
            say("failed", str(error))
        else:
            say("saved", asdict(saved))

    def _account(self) -> Account:
        found = self._desk.replica.find(Account, order=("id",))
        return self._rng.choice(found)

    def _deal(self) -> Opportunity:
        return self._rng.choice(self._desk.replica.find(Opportunity, order=("id",)))

    def _log(self) -> Saved:
        note = about(self._desk, self._account())
        subject = f"note {note.id}"
        done = msgspec.structs.replace(note, kind="note", subject=subject, is_done=True, done_at=self._desk.now())
        create(self._desk, done)
        return Saved("activity", note.id, "subject", subject)

    def _website(self) -> Saved:
        account, value = self._account(), f"https://{self._desk.new_id()}.example"
        return self._edit(account, "website", value)

    def _amount(self) -> Saved:
        deal, cents = self._deal(), self._rng.randrange(10**12)
        edit(self._desk, deal, amount=Decimal(cents) / 100)
        return Saved("opportunity", deal.id, "amount", str(cents))

    def _quote(self) -> Saved:
        quote, _ = draft(self._desk, self._deal())
        line, _ = add_line(self._desk, quote, self._desk.fetch(Product, "pump"), Decimal(self._rng.randrange(1, 50)))
        return Saved("quote_line", line.id, "quote", quote.id)

    def _edit(self, record: Record, name: str, value: str) -> Saved:
        edit(self._desk, record, **{name: value})
        return Saved(entity_of(record).key, record.id, name, value)


def keep_in_step(replica: Replica, address: str, over: threading.Event) -> None:
    """Sync again and again, as the window's network lane does."""
    server = HttpServer(address)
    try:
        while not over.wait(0.02):
            try:
                sync(replica, server, lambda: micros(datetime.now(UTC)))
            except UserError as error:
                say("failed", str(error))
                over.wait(0.1)
            else:
                say("synced", True)
    finally:
        server.close()


def main(folder: str, address: str, seed: str) -> None:
    """Work until the input ends."""
    replica = Replica.open(Path(folder), PASSWORD)
    over = threading.Event()
    syncing = threading.Thread(target=keep_in_step, args=(replica, address, over))
    syncing.start()
    work = Work(desk_of(replica, lambda: datetime.now(UTC)), Random(int(seed)))
    try:
        while not select.select([sys.stdin], [], [], 0.01)[0]:
            work.save()
    finally:
        over.set()
        syncing.join()
        replica.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
