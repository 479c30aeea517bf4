"""The local copy: open and unlock it, write to it in one way, read it now and as of any moment."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import MappingProxyType

import msgspec
from sqlalchemy import Connection, Engine, QueuePool

from crm_desktop.core.changes import WAITING, Change, Entry, Posted, Touched
from crm_desktop.core.entities import Organisation
from crm_desktop.core.errors import ReplicaError, SignInError
from crm_desktop.core.likeness import Alike, Likeness
from crm_desktop.core.protocol import Columns, Gone, Held, NumberBlock, Page, ScopeFile
from crm_desktop.core.schema import Record
from crm_desktop.core.store import Past, Reader, Where, search
from crm_desktop.core.store.digest import Healed, content_hash
from crm_desktop.core.store.tally import hashes_at
from crm_desktop.replica import care, journal, kept_back, news, numbers, outbox, proving, saving, successor, vault
from crm_desktop.replica.alike import look_alikes
from crm_desktop.replica.arrival import Arrival
from crm_desktop.replica.asides import LastWord, leave_word, set_all_aside
from crm_desktop.replica.deletions import Deletions, deletions
from crm_desktop.replica.doings import Doings, changes_of, doings, every_step, fill, first_of, pass_over, size_of
from crm_desktop.replica.doubts import DOUBTS, Doubts, Repair, Totals
from crm_desktop.replica.drafts import Drafts
from crm_desktop.replica.first_load import ANEW, FROM_THE_BEGINNING, REST, Anew, FirstLoad, Rest, anew, rest
from crm_desktop.replica.kept_back import KeptBack
from crm_desktop.replica.opening import FOREIGN, opened
from crm_desktop.replica.owner import Owner
from crm_desktop.replica.pen import Pen, Remembered
from crm_desktop.replica.post import Post
from crm_desktop.replica.saving import Saved
from crm_desktop.replica.search import Hits, find_records
from crm_desktop.replica.shelf import Shelf
from crm_desktop.replica.view import Generation, View

MINUTE_US = 60_000_000
DEVICE, RENAMED = "device", "renamed"  # marks: the name of this laptop since it is not that of its header, since when


class Replica(View):
    """One user's encrypted copy of her scope. All writes go through here, one short transaction each.

    device: id of this laptop; user: id of the user; noise: random bits for ids (None: from the system).
    """

    def __init__(
        self, engine: Engine, header: vault.Header, key: bytes, folder: Path, owner: Owner | None = None
    ) -> None:
        super().__init__(Generation(engine))
        self.header = header
        self._key = key
        self._folder = folder
        self._owner = owner
        self._pen = Pen(self._generation)
        if device := self._pen.mark(DEVICE):  # it goes by another name than it was enrolled with
            self.header = msgspec.structs.replace(header, device=device)
        self._last_sync = 0
        self._pending = Remembered(self._pen, outbox.count)
        self._organisation = Remembered(self._pen, _organisation)
        self._intake = news.Intake(self._pen)
        self.files = Shelf(self._generation, self._pen)
        self.drafts = Drafts(self._pen)
        self.post = Post(self._pen)
        self._first_load = FirstLoad(self._pen)
        self._answered = 0  # the highest change that the server has answered for since this was opened

    # --------------------------------------------------------------------------------------------- open, close

    @classmethod
    def create(cls, folder: Path, header: vault.Header, key: bytes, now_us: int = 0) -> "Replica":
        """Make an empty replica in a folder; the header is written last, so that half of one is never found.

        What an earlier replica left there is set aside with its header, never deleted: `satchel --data` opens it there with
        the password it had, and the next enrolment of its author takes over what it never sent. now_us: when that is.
        """
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)  # else another account of this computer could copy the file and guess passwords at leisure
        owner = Owner(folder)
        path = folder / header.database
        set_all_aside(folder, now_us)
        engine = opened(path, key)
        vault.write_header(folder, header)
        return cls(engine, header, key, folder, owner)

    @classmethod
    def open(cls, folder: Path, password: str) -> "Replica":
        """Unlock the replica in a folder. Raises SignInError (password) or ReplicaError (nothing was changed)."""
        header = vault.read_header(folder)
        key = vault.unwrap(header, password)
        path = folder / header.database
        if not path.exists() or not path.stat().st_size:  # SQLite would make a new one of it
            raise ReplicaError(FOREIGN, path=path)
        owner = Owner(folder)
        try:
            replica = cls(opened(path, key), header, key, folder, owner)
        except ReplicaError:
            owner.close()
            raise
        successor.clear(replica._pen, folder, header.database)
        return replica

    def close(self) -> None:
        """Close the file and let go of the folder."""
        self._engine.dispose()
        if self._owner is not None:
            self._owner.close()

    @property
    def folder(self) -> Path:
        """Name the folder in which it lies."""
        return self._folder

    def leave_word(self) -> None:
        """Note for whoever finds it locked how much waits to be sent."""
        leave_word(self._folder, LastWord(waiting=self.pending() + len(self.files.unsent())))

    def opens_with(self, password: str) -> bool:
        """Tell whether a password opens this replica; takes as long as opening it does."""
        try:
            return vault.unwrap(self.header, password) == self._key
        except SignInError:
            return False

    def rewrap(self, password: str) -> None:
        """Let another password open it from now on; nothing is encrypted anew, for the key stays."""
        derivation = vault.new_derivation()
        wrapped = vault.wrap(self._key, password, derivation)
        with self._pen.alone():  # a fresh generation that takes over meanwhile writes the header too
            self.header = msgspec.structs.replace(self.header, derivation=derivation, wrapped=wrapped)
            vault.write_header(self._folder, self.header)

    def is_asked_to_sync(self) -> bool:
        """Tell whether a command asked for a round since the last call, because this process owns the data."""
        return self._owner is not None and self._owner.is_asked_to_sync()

    # ------------------------------------------------------------------------------------------------- writing

    def record(
        self,
        entries: Sequence[Entry],
        happened: int,
        role: str,
        noise: int | None = None,
        *,
        uses_number: bool = False,
        undoes: str = "",
    ) -> Touched:
        """Save what one person did: rows, journal and outbox in one transaction, all or nothing.

        happened: microseconds UTC by the laptop's clock; it is corrected by the offset to the server's and never lies
        before the previous change. uses_number: the first leased quote number is used up with it. undoes: the change that
        this one takes back, "" for none. Raises RefusedError where a rule is broken; nothing is saved then.
        """
        noises, taken = (noise,), (undoes,) if undoes else ()
        return self.record_each((entries,), happened, role, noises, uses_number=uses_number, undoes=taken).touched

    def record_each(
        self,
        parts: Sequence[Sequence[Entry]],
        happened: int,
        role: str,
        noises: Sequence[int | None],
        *,
        uses_number: bool = False,
        undoes: Collection[str] = (),
        step: str = "",
    ) -> Saved:
        """Save each part as a change of its own, all of them in one transaction or none.

        One that the server refuses takes no other with it. noises: one for each part; undoes: the changes, all of one step,
        that these take back; step: what all of them belong to when they are taken back in turn, "" for a step of its own.
        """
        self._intake.note_save()
        return saving.record_each(
            self._pen, self.header, parts, happened, role, noises, uses_number=uses_number, undoes=undoes, step=step
        )

    @property
    def doings(self) -> Doings:
        """Tell what the person did last here, to be taken back and done again."""
        return doings(self._pen)

    def pass_over(self, step: str) -> None:
        """Note that a step cannot be taken back, so that those before it can."""
        pass_over(self._pen, step)

    def changes_of(self, step: str) -> tuple[str, ...]:
        """List the changes of a step that are not taken back yet, in their order; of one change it is that one."""
        with self._engine.connect() as connection:
            return tuple(changes_of(connection, step)) or (step,)

    def size_of(self, step: str) -> int:
        """Count the changes of a step that are not taken back yet."""
        with self._engine.connect() as connection:
            return size_of(connection, step)

    def first_of(self, step: str) -> str:
        """Name the first of the changes of a step that are not taken back yet."""
        with self._engine.connect() as connection:
            return first_of(connection, step)

    def inverse_of(self, change: str) -> tuple[Entry, ...]:
        """Make the entries that take a change back, against the values as they are now, the last entry first.

        A field that somebody set again since keeps that newer value. What stands for thinned history was done by nobody.
        """
        with self._engine.connect() as connection:
            return journal.inverse_of(connection, change)

    def deletions(
        self, kinds: Collection[str], before: int | None, limit: int, hidden: Collection[str] = ()
    ) -> Deletions:
        """List what was deleted and does not stand again, the latest first; see replica/deletions."""
        with self._engine.connect() as connection:
            return deletions(connection, kinds, before, limit, hidden)

    def absorb(self, page: Page) -> Touched:
        """Take in a page of news; this laptop's waiting edits stay on top."""
        return self._intake.absorb(page, self.header.device, self._settled(page.taken))

    def note_answered(self, counter: int) -> None:
        """Note that the server has taken or refused what was pushed, up to a change."""
        self._answered = counter

    def count_on(self, taken: int) -> None:
        """Count on behind what the server took of this laptop; see outbox.count_on."""
        with self._pen.writing() as connection:
            outbox.count_on(self._pen, connection, taken)

    def go_on_as(self, device: str, token: str, now_us: int) -> None:
        """Be another device from now on, because a copy of this laptop is in use as the one it was.

        now_us: the server's time.
        """
        with self._pen.writing() as connection:
            outbox.go_on_as(self._pen, connection, device, outbox.waiting(connection), now_us)
            for name, value in ((DEVICE, device), ("token", token), (RENAMED, str(now_us))):
                self._pen.put(connection, name, value)
            self.header = msgspec.structs.replace(self.header, device=device)
            self._answered = 0

    def take_over(self, changes: Sequence[Change], typed_at: str, now_us: int) -> None:
        """Let changes wait that were typed in an earlier replica, behind what waits; the first load lays them on top.

        typed_at: the cursor that their author could know. now_us: the server's time, after which none of them was typed.
        """
        with self._pen.writing() as connection:
            if not outbox.is_waiting(connection):
                self._pen.put(connection, "typed_at", typed_at)
            known = outbox.among_waiting(connection, [change.id for change in changes])
            counter = int(self.mark("counter", "0"))
            for change in changes:
                if change.id not in known:
                    counter += 1
                    happened = min(change.happened, now_us)
                    own = msgspec.structs.replace(change, device=self.header.device, counter=counter, happened=happened)
                    outbox.put(connection, own)
            self._pen.put(connection, "counter", str(counter))

    def _settled(self, taken: int) -> int:
        """Tell up to which change nothing waits any more.

        What the server took may be of a copy of this laptop, or of this one before it was put back from a backup: then
        its numbers say nothing of a change that was not pushed yet.
        """
        return min(taken, self._answered)

    # ------------------------------------------------------------------------------------------------- changes

    def outbox(self, limit: int | None = None) -> tuple[Change, ...]:
        """List the changes that wait for the server, oldest first."""
        with self._engine.connect() as connection:
            return outbox.waiting(connection, limit)

    def pending(self) -> int:
        """Count the changes that wait for the server; counted again after each write only, like the marks."""
        return self._pending()

    def keep_back(self) -> Touched:
        """Keep back what no push can carry of what waits; see kept_back."""
        return kept_back.look(self._pen)

    def kept_back(self) -> tuple[KeptBack, ...]:
        """List what was kept back, the oldest first, answered or not."""
        with self._engine.connect() as connection:
            return kept_back.every(connection)

    def answer_kept_back(self, change: str, answer: str) -> None:
        """Note what the author did about a change that was kept back."""
        kept_back.answer(self._pen, change, answer)

    def replay(self) -> Touched:
        """Lay the waiting changes over freshly loaded rows."""
        waiting = self.outbox()
        with self._pen.writing() as connection:
            return outbox.replayed(connection, waiting)

    @property
    def typed_at(self) -> str:
        """Give the cursor as it was when the oldest waiting change was saved: what its author could know."""
        return self.mark("typed_at")

    def held(self, below: int = WAITING, limit: int = 1000) -> tuple[Held, ...]:
        """List the newest changes that the server numbered below a number, the newest first."""
        with self._engine.connect() as connection:
            return journal.held(connection, below, limit)

    def changes(self, ids: Iterable[str]) -> tuple[Change, ...]:
        """Read changes that the server numbered, in the order of their numbers, as far as this laptop holds them."""
        with self._engine.connect() as connection:
            return journal.changes(connection, ids)

    # --------------------------------------------------------------------------------------------- small facts

    def mark(self, name: str, default: str = "") -> str:
        """Read a small fact: cursor, token, last_sync, offset and the like."""
        return self._pen.mark(name, default)

    def set_mark(self, name: str, value: str) -> None:
        """Keep a small fact."""
        self._pen.set_mark(name, value)

    @property
    def last_sync(self) -> int:
        """Give the end of the last complete round in microseconds UTC, 0 before the first."""
        return max(self._last_sync, int(self.mark("last_sync", "0")))

    def note_sync(self, now_us: int, told: str) -> None:
        """Note that a round is complete. told: what it moved; where nothing, it goes to the disk once a minute only."""
        self._last_sync = now_us
        if told or now_us - int(self.mark("last_sync", "0")) > MINUTE_US:
            with self._pen.writing() as connection:
                self._pen.put(connection, "last_sync", str(now_us))
                if told:
                    self._pen.put(connection, "last_round", told)

    def number_blocks(self) -> tuple[NumberBlock, ...]:
        """Give what is left of the blocks of quote numbers leased to this laptop, the oldest first."""
        return tuple(numbers.leased(self._pen))

    def numbers_left(self) -> int:
        """Count the quote numbers this laptop still has."""
        return sum(block.last - block.first + 1 for block in self.number_blocks())

    def keep_numbers(self, kept: Sequence[NumberBlock], epoch: str) -> None:
        """Let go of the numbers that are in none of some blocks, as the server of an epoch said."""
        numbers.keep_only(self._pen, kept, epoch)

    def add_block(self, block: NumberBlock) -> None:
        """Keep a block of numbers leased from the server."""
        numbers.add_block(self._pen, block)

    # ----------------------------------------------------------------------------------------------- soundness

    def doubts(self) -> Doubts:
        """Tell which entities are not known to be the server's."""
        return proving.doubts(self._pen)

    def repairs(self) -> list[Repair]:
        """List what was not the server's and what became of it, the oldest first."""
        return proving.repairs(self._pen)

    def lost(self) -> dict[str, list[str]]:
        """Name the records of which the journal is damaged: their history comes anew with the next sync."""
        return proving.lost(self._pen)

    def note_repair(self, repair: Repair, tries: int | None = None) -> None:
        """Keep what was done about a difference; tries: what is known of the entities with it, None: nothing new."""
        proving.note_repair(self._pen, repair, tries)

    def differing(self, totals: Totals, shapes: Mapping[str, int], cursor: str) -> dict[str, list[str]] | None:
        """Name the nodes at which the server's sums are not the own ones, by entity; None: not to be compared now."""
        return proving.differing(self._pen, totals, shapes, cursor)

    def recount(self, key: str) -> None:
        """Add an entity's sums up anew where they are not those of its rows."""
        proving.recount_where_wrong(self._pen, key)

    def hashes_at(self, key: str, node: str) -> dict[str, int]:
        """Hash the records of an entity at a node, by id."""
        with self._engine.connect() as connection:
            return hashes_at(connection, None, key, node)

    def content_hash(self, role: str) -> dict[str, tuple[int, str]]:
        """Hash all rows by entity, to be compared with the server's; key -> (rows, hash)."""
        with self._engine.connect() as connection:
            return content_hash(connection, role, None)

    def mend(self, lost: Gone, posted: Sequence[Posted]) -> Touched:
        """Fold some records anew from the history that the server has of them, the waiting changes on top."""
        return proving.mend(self._pen, lost, posted)

    def verify(self) -> list[str]:
        """Fold the journal anew and name every record whose row says something else."""
        return care.verify(self._pen)

    def heal(self, now_us: int) -> Healed:
        """Put right what verify finds: rows from the journal; a damaged journal comes anew with the next sync."""
        return care.heal(self._pen, now_us)

    def check_slice(self, now_us: int) -> Healed:
        """Hold a part of the records against their journal, once a day, and heal what differs; all in a month of days."""
        return care.check_slice(self._pen, now_us)

    def thin(self, now_us: int) -> int:
        """Fold old history of what matters little, a few records in each short transaction; tell the entries that went."""
        return care.thin(self._pen, now_us)

    def known_since(self, key: str) -> int:
        """Tell from when on (microseconds UTC) the whole past of an entity is here; 0: all of it."""
        return care.thinned(self._pen).get(key, 0)

    # ----------------------------------------------------------------------------------------------- first load

    def load(self, batch: Columns, marks: Mapping[str, str] = MappingProxyType({})) -> int:
        """Insert a batch of the first load as it comes and tell its rows; only before anything else is in.

        marks: small facts to keep in the same transaction. Indexes and search wait for `index`.
        """
        return self._first_load.load(batch, marks)

    def index(self) -> None:
        """Build indexes and search once the rows of a first load are in; cut anywhere, it is done again."""
        self._first_load.index()

    def empty(self) -> None:
        """Remove everything that came from the server and keep the outbox: a fresh load follows."""
        self._first_load.empty()

    def begin_anew(self, why: str = "", now_us: int = 0) -> None:
        """Ask for a fresh load of everything; what is here stays in sight until then.

        why: a reason to tell the person, as in `Page.why`, "" for none; now_us: microseconds UTC.
        """
        with self._pen.writing() as connection:
            for name, value in FROM_THE_BEGINNING:
                self._pen.put(connection, name, value)
            if why:
                self._pen.keep(connection, ANEW, Anew(now_us, why))
        self.drop_arrival()

    @property
    def anew(self) -> Anew:
        """Tell when everything was asked for anew last, and why."""
        return anew(self._pen)

    @property
    def rest(self) -> Rest:
        """Tell whether only the first stage is here, and whether the rest is to come."""
        return rest(self._pen)

    def want_rest(self, rest: Rest) -> None:
        """Keep whether the rest is to be loaded."""
        self.set_mark(REST, rest.value)

    # ------------------------------------------------------------------------------------------ a fresh generation

    def expect(self, file: ScopeFile) -> None:
        """Keep that a fresh file is arriving, so that after a cut it goes on where it was."""
        self.drop_arrival()
        successor.note(self._pen, successor.Arriving(vault.following(self.header.database), file))

    def arriving(self) -> ScopeFile | None:
        """Tell which file is arriving, None where none is."""
        found = successor.arriving(self._pen)
        return None if found is None else found.file

    def arrival(self) -> AbstractContextManager[Arrival]:
        """Open the file that is arriving, to take the chunks that are missing."""
        return successor.arrival(self._pen, self._folder, self._key)

    def drop_arrival(self) -> None:
        """Forget the file that is arriving; nothing of it stays."""
        successor.drop(self._pen, self._folder, self.header.database)

    def fresh(self) -> "Replica":
        """Open the file that has arrived beside the one in force, to bring it up to date before it takes over."""
        found = successor.arriving(self._pen)
        if found is None or not found.is_whole:
            raise LookupError("no file has arrived")
        header = msgspec.structs.replace(self.header, database=found.name)
        made = Replica(opened(self._folder / found.name, self._key), header, self._key, self._folder)
        if not made.mark("cursor"):
            made.set_mark("cursor", found.file.cursor)
            made.want_rest(Rest.WANTED if found.file.is_mine else Rest.NONE)
        return made

    def give_way(self, fresh: "Replica", taken: int) -> None:
        """Let a fresh generation take over, with all that is this laptop's own, and the waiting changes on top.

        taken: the highest change of this laptop that the fresh one has from the server. Killed anywhere, the replica is
        either this or that, whole; views opened before go on reading, what they ask next they ask the fresh one.
        """
        self.files.carry_over(fresh.files)
        with self._pen.alone():
            fresh._receive(self, self._settled(taken))  # noqa: SLF001 - of the same class
            # Only the file is another one: the password may have changed while it was on its way.
            self.header = msgspec.structs.replace(self.header, database=fresh.header.database)
            vault.write_header(self._folder, self.header)
            old = self._pen.turn_to(fresh._pen)  # noqa: SLF001 - as above
            self._first_load.end()
        is_read = not isinstance(old.pool, QueuePool) or old.pool.checkedout() > 0
        old.dispose()
        if not is_read:  # else the next `open` removes it
            successor.clear(self._pen, self._folder, self.header.database)

    def _receive(self, old: "Replica", taken: int) -> None:
        """Take over what the laptop itself made, in one transaction; done again after a cut, it comes to the same."""
        waiting = [change for change in old.outbox() if change.counter > taken]
        with old._pen.reading() as reading:  # noqa: SLF001 - of the same class
            steps = every_step(reading)
        with self._pen.writing() as connection:
            outbox.fill(connection, waiting)
            fill(connection, steps)
            kept_back.put(connection, old.kept_back())
            old.files.carry_rest(connection)
            for name, value in old._pen.marks.items():  # noqa: SLF001 - as above
                if name not in successor.OF_THE_FILE:
                    self._pen.put(connection, name, value)
            # What was tried already is not tried for ever because a file is new.
            self._pen.keep(connection, DOUBTS, {**self.doubts(), **old.doubts()})
            outbox.replayed(connection, waiting)

    # ---------------------------------------------------------------------------------------------- looking up

    @property
    def organisation(self) -> Organisation:
        """The company, read again after each write; an empty one stands in until the first load brought it."""
        return self._organisation()

    def as_of(self, moment: int, past: Past = Past.AS_WAS) -> View:
        """Look at the replica as it was, or as the organisation knew it, at a moment (microseconds UTC)."""
        return View(self._generation, moment, past)

    def search(self, text: str, limit: int = 50, keys: Iterable[str] = search.SEARCHED) -> list[Record]:
        """Find records by what was typed so far, the best first; see replica/search."""
        with self._engine.connect() as connection:
            return list(find_records(connection, text, limit, keys).records)

    def search_within(
        self, text: str, key: str, conditions: Sequence[Where], limit: int, at_most: int | None = None
    ) -> Hits:
        """Find records of one kind that meet all conditions; see replica/search."""
        with self._engine.connect() as connection:
            return find_records(connection, text, limit, (key,), conditions, at_most)

    def look_alikes(self, record: Alike, limit: int = 10) -> list[tuple[Alike, Likeness]]:
        """List the records that may be this one once more, the likeliest first; see replica/alike."""
        with self._engine.connect() as connection:
            return look_alikes(connection, record, limit)


def _organisation(connection: Connection) -> Organisation:
    return Reader(connection).get(Organisation, "organisation") or Organisation(id="organisation")
