"""The server's answers: the interface that laptops see over HTTP, on one database."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from crm_desktop.core.access import may_read
from crm_desktop.core.changes import WAITING
from crm_desktop.core.entities import File, Organisation, User
from crm_desktop.core.errors import RefusedError, SignInError, UserError
from crm_desktop.core.protocol import (
    SIGN_IN_AGAIN,
    Ended,
    FileHeld,
    FilePart,
    NewPassword,
    NumberBlock,
    NumbersHeld,
    Session,
    SignIn,
    check_version,
)
from crm_desktop.core.store import Reader, Where, proofs, set_mark
from crm_desktop.core.store.digest import Healed, content_hash, faulty_from, heal_store, verify_store
from crm_desktop.core.store.tables import MAIN
from sync_server.accounts import Accounts
from sync_server.epochs import epoch_in_force, first_of_a_series
from sync_server.kept_files import NO_FILE, NOT_NAMED, KeptFiles
from sync_server.news import record_news
from sync_server.offering import Offering
from sync_server.pulling import Pulling
from sync_server.pushing import Pushing
from sync_server.scope import nodes_of
from sync_server.slices import forget_moves

DAY_US = 86_400_000_000
LONGEST_AWAY_US = 400 * DAY_US  # a laptop that was away longer loads anew; its outbox is pushed before
CARED_AT, CHECKED_TO, PROVEN_TO = "cared_at", "checked_to", "proven_to"  # marks
PROVEN_A_DAY = 100_000
CHECKED_A_DAY, CHECKED_AT_ONCE = 20_000, 500

log = logging.getLogger("satchel.server")


class SyncService(Pushing, Pulling, Offering):
    """Answer laptops. clock: gives microseconds UTC; noise: random bits for the ids of refusals and conflicts.

    cache: folder of the ready files for first loads; None: beside a database that is a file, else nowhere.
    """

    def __init__(
        self, engine: Engine, accounts: Accounts, clock: Callable[[], int], noise: Callable[[], int] | None = None,
        cache: Path | None = None,
    ) -> None:  # fmt: skip
        super().__init__(engine, accounts, clock, noise, cache)
        self._files = KeptFiles(self.journal)

    def sign_in(self, request: SignIn) -> Session:
        """Sign in, and enrol the device where a one-time code is given."""
        check_version(request.version)
        user_id, device, token = self._accounts.sign_in(request, self.user_of)
        with self.journal.engine.connect() as connection:
            reader = Reader(connection)
            user = reader.get(User, user_id)
            organisation = reader.get(Organisation, "organisation")
            counter, _ = self._device_mark(connection, device)
            self._epoch = epoch_in_force(connection)
        if user is None:
            raise SignInError(SIGN_IN_AGAIN)
        return Session(
            token=token, user=user.id, role=user.role, organisation=organisation.name if organisation else "",
            epoch=self._epoch, counter=counter, clock=self._clock(),
        )  # fmt: skip

    def change_password(self, token: str, wish: NewPassword) -> Ended:
        """Set another password; other laptops of the person have to sign in with it."""
        caller = self._accounts.authenticate(token)
        with self.journal.engine.connect() as connection:
            user = Reader(connection).get(User, caller.user)
        if user is None:
            raise SignInError(SIGN_IN_AGAIN)
        return Ended(sessions=self._accounts.change_password(caller, user.login, wish.old, wish.new))

    def sign_out(self, token: str) -> Ended:
        """End the session of the asking laptop; it stays enrolled."""
        self._accounts.authenticate(token)
        return Ended(sessions=self._accounts.sign_out(token))

    def user_of(self, login: str) -> User | None:
        """Find the active user of a sign-in name."""
        with self.journal.engine.connect() as connection:
            found = Reader(connection).find(User)
        wanted = login.strip().casefold()
        return next((user for user in found if user.login.casefold() == wanted and not user.is_inactive), None)

    # -------------------------------------------------------------------------------------------- files, numbers

    def get_file(self, token: str, sha256: str, offset: int) -> FilePart:
        """Give the next bytes of a file that hangs on a record in the asker's scope."""
        user, _ = self._accounts.authenticate(token)
        if self._named(user, sha256) is None:
            raise UserError(NO_FILE)
        return self._files.give(sha256, offset)

    def put_file(self, token: str, sha256: str, part: FilePart) -> FileHeld:
        """Keep the next bytes of a file that hangs on a record in the sender's scope; repeating is harmless."""
        user, _ = self._accounts.authenticate(token)
        file = self._named(user, sha256)
        if file is None:
            raise RefusedError(NOT_NAMED)
        return FileHeld(size=self._files.take(file, part))

    def _named(self, user: str, sha256: str) -> File | None:
        """Find a record in a user's scope that names a file."""
        with self.journal.engine.connect() as connection:
            actor = self._actor(connection, user)
            found = Reader(connection).find(File, Where("sha256", "eq", sha256))
            return next((one for one in found if may_read(actor, row_node(connection, "file", one.id))), None)

    def lease_numbers(self, token: str, series: str, count: int) -> NumberBlock:
        """Reserve a block of quote numbers for the asking device."""
        _, device = self._accounts.authenticate(token)
        with self.journal.engine.connect() as connection:
            begin = first_of_a_series(connection, self._clock())
        return self._accounts.lease(series, count, device, begin)

    def keep_numbers(self, token: str, held: NumbersHeld) -> NumbersHeld:
        """Tell a laptop what of its numbers it may go on using, after this server was restored from a backup."""
        _, device = self._accounts.authenticate(token)
        return NumbersHeld(blocks=self._accounts.keep(held.blocks, device))

    # --------------------------------------------------------------------------------------------------- verify

    def verify(self) -> list[str]:
        """Fold the whole journal anew and name every record whose row says something else."""
        with self.journal.engine.connect() as connection:
            return verify_store(connection)

    def heal(self, faults: Sequence[str] | None = None) -> Healed:
        """Put right what verify finds: rows from the journal. A damaged journal is named, never made up from rows.

        faults: what was found already, None to look for it.
        """
        found = self.verify() if faults is None else faults
        if faults is None:
            self._prove(WAITING)
        if not found:
            return Healed()
        with self.journal.writing() as connection:
            healed, batch = heal_store(connection, {fault.partition(" ")[0] for fault in found})
            record_news(connection, batch)
        return healed

    def _prove(self, most: int) -> None:
        """Prove entries that a version before wrote, which kept no proofs."""
        with self.journal.engine.connect() as connection:
            upto, done = int(Reader(connection).mark(PROVEN_TO, "0")), 0
        while upto < WAITING and done < most:
            with self.journal.writing() as connection:
                upto = proofs.fill(connection, upto)
                set_mark(connection, PROVEN_TO, str(upto))
            done += proofs.AT_ONCE

    def care(self) -> Healed:
        """Do what is due once a day: forget moves of long ago, hold a part of the records against their journal."""
        now = self._clock()
        with self.journal.writing() as connection:
            marks = Reader(connection).marks()
            if 0 <= now - int(marks.get(CARED_AT, "0")) < DAY_US:  # less: the clock was put back
                return Healed()
            set_mark(connection, CARED_AT, str(now))
            forget_moves(connection, now - LONGEST_AWAY_US)
        with self.journal.engine.connect() as connection:
            faults, place = faulty_from(connection, marks.get(CHECKED_TO, ""), CHECKED_A_DAY, CHECKED_AT_ONCE)
        with self.journal.writing() as connection:
            set_mark(connection, CHECKED_TO, place)
        healed = self.heal(faults)
        self._prove(PROVEN_A_DAY)
        for line in (*healed.healed, *healed.left):
            log.warning("Not what the journal says: %s", line)
        return healed

    def content_hash(self, user_id: str) -> dict[str, tuple[int, str]]:
        """Hash what a user's replica should hold: entity key -> (rows, hash)."""
        with self.journal.engine.connect() as connection:
            actor = self._actor(connection, user_id)
            return content_hash(connection, actor.role, nodes_of(connection, actor))


def row_node(connection: Connection, key: str, id_: str) -> str:
    """Read the node of a record that stands."""
    return str(connection.execute(select(MAIN[key].c.node).where(MAIN[key].c.id == id_)).scalar_one())
