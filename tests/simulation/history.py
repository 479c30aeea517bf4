"""One history: a seed draws people, faults and what happens; every step is held against the laws."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

import pytest

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import SignInError, UserError
from crm_desktop.core.ids import new_id
from crm_desktop.core.protocol import SignIn
from crm_desktop.replica import first_load as taking_in
from crm_desktop.replica import news, opening
from crm_desktop.replica import replica as replica_module
from crm_desktop.sync import engine
from sync_server import first_load, offering, pulling, service, shelf, slices
from tests.replicas import PASSWORD
from tests.simulation import oracles
from tests.simulation.hands import Hands
from tests.simulation.of_the_house import of_a_stranger, of_the_house, welcome_back
from tests.simulation.referee import ALIVE, EQUALITY, ONCE, Referee, Violation, hold
from tests.simulation.reference import Reference
from tests.simulation.skew import ENTITIES, FIELDS, Skew
from tests.simulation.wire import Network
from tests.simulation.world import SECOND, STRANGER, Crashed, Laptop, World, open_plain, open_watched, template

FAULTS = (
    "lost question", "lost answer", "twice", "late", "torn", "meanwhile", "server dies", "laptop dies", "clock",
    "offline", "territories", "people", "stranger", "load anew", "sign in",
)  # fmt: skip
SELDOM = {"restored": 0.35, "older": 0.3, "newer": 0.3, "forgotten": 0.2, "ready file": 0.2}
"""What may go wrong too, and how often a seed has it."""
LATER = {"server clock": 0.3, "damage": 0.2}
"""The same, drawn after all others, so that the seeds that have it not play as they did before there was such a thing."""
STEPS = (70, 110)
HOUR = 3600 * SECOND


@dataclass
class Result:
    """What came of a history. violation: the law that was broken and how, None where all were held."""

    seed: int
    syncs: int = 0
    saves: int = 0
    refused: int = 0
    conflicts: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    violation: Violation | None = None
    seconds: float = 0.0


def play(seed: int, steps: tuple[int, int] = STEPS) -> Result:
    """Play a history of so many steps, from and to; what goes wrong is told in the result."""
    begun = time.perf_counter()
    template()
    result = Result(seed)
    faults = faults_of(seed)
    with small_pieces(Random(seed), faults):
        history = History(seed, faults, result, steps)
        try:
            history.run()
        except Violation as found:
            result.violation = found
        except Exception as fault:  # noqa: BLE001 - whatever the product did not expect is a finding
            result.violation = Violation(ALIVE, f"{type(fault).__name__}: {fault}")
            result.violation.__cause__ = fault
        finally:
            history.world.close()
    result.seconds = time.perf_counter() - begun
    return result


@contextmanager
def small_pieces(rng: Random, faults: frozenset[str]) -> Iterator[None]:
    """Send, fetch and take in by so little that there is something between; laptops do without syncs of the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "open_sqlite", open_plain)
        patch.setattr(replica_module, "opened", open_watched)
        patch.setattr(engine, "PUSH_CHANGES", rng.choice((2, 5, 1000)))
        patch.setattr(slices.slice_of, "__defaults__", (rng.choice((3, 12, 100, 2000)),))
        rows = rng.choice((7, 40, 5000))
        patch.setattr(first_load, "BATCH_ROWS", rows)
        if rows == 40:
            patch.setattr(taking_in, "MANY_ROWS", 0)  # else all loads of histories are small ones
        size = rng.choice((1, 3, 25))  # the same at work and at rest: what is drawn depends on no real clock
        patch.setattr(news, "CHANGES_AT_WORK", size)
        patch.setattr(news, "CHANGES_AT_REST", size)
        patch.setattr(news, "PARTS_AT_REST", 1)
        if "forgotten" in faults:
            patch.setattr(service, "LONGEST_AWAY_US", 20 * HOUR)
        if "ready file" in faults:
            for name, some in (("ROWS_SUFFICE", 5), ("WHOLE_AT_ONCE", 5), ("NEAR", rng.choice((3, 40)))):
                patch.setattr(offering, name, some)
            patch.setattr(pulling, "GROWTH", 20)
            patch.setattr(shelf, "CHUNK_PAGES", rng.choice((16, 64)))
        yield


def faults_of(seed: int) -> frozenset[str]:
    """Draw what may go wrong in a history."""
    rng = Random(seed * 7919 + 1)
    seldom = [fault for fault, chance in SELDOM.items() if rng.random() < chance]
    often = [fault for fault in FAULTS if rng.random() < 0.5]
    later = [fault for fault, chance in LATER.items() if rng.random() < chance]
    return frozenset((*seldom, *often, *later))


class History:
    """The dice, the world and the laws of one seed."""

    def __init__(self, seed: int, faults: frozenset[str], result: Result, steps: tuple[int, int] = STEPS) -> None:
        self.result, self._steps, self.faults = result, steps, faults
        rng = Random(seed * 104_729 + 3)
        self.world = World(seed, rng.choice((2, 2, 3, 3, 4, 4, 5, 6, 8)))
        self.rng = self.world.rng
        for laptop in self.world.laptops:
            if "older" in faults and rng.random() < 0.5:
                laptop.skew = Skew(frozenset(rng.sample(FIELDS, 2)), frozenset(rng.sample(ENTITIES, 1)))
                laptop.replica.empty()  # an older version of it has never had what it does not know
            laptop.is_newer = "newer" in faults and rng.random() < 0.5
        self.referee = Referee(Reference(self.world.house.written(0)), self.world.house.leased())
        self.network = Network(self.world, self.referee, self.faults, result.faults)
        self.network.meanwhile = self.meanwhile
        self.hands = Hands(self.rng, people="people" in faults)
        self._forged = 0
        self._is_backed_up = False

    @property
    def reference(self) -> Reference:
        """All that the server accepted."""
        return self.referee.reference

    def run(self) -> None:
        """Let things happen, then let everybody sync twice in peace, and compare everything."""
        for _ in range(self.rng.randint(*self._steps)):
            self.step()
        self.network.faults = frozenset()
        self.network.arrive()
        self.world.time += 48 * HOUR  # wrong tries to sign in are forgotten
        for _ in range(2):
            self.welcome()
            for laptop in self.world.laptops:
                laptop.offline_until = 0
                self.sync(laptop)
        self.compare()

    def welcome(self) -> bool:
        """Let whoever left come back, and tell whether somebody had: in peace everybody may sign in.

        Also between two rounds: what a restored server got back in the first may be that somebody left.
        """
        entries = welcome_back(self.reference)
        if entries:
            self.world.house.post(*entries)
            self.referee.house(self.world.house.written(self.reference.newest))
        return bool(entries)

    def step(self) -> None:
        """Let somebody do something and, mostly, sync."""
        world, rng = self.world, self.rng
        world.time += rng.choice((SECOND, 60 * SECOND, HOUR, 9 * HOUR))
        if rng.random() < 0.15:
            self.house_acts()
        if self.network.happens("stranger", 0.1):
            self.forge()
        if rng.random() < 0.5:
            self.network.arrive()
        laptop = rng.choice(world.laptops)
        if self.network.happens("clock", 0.08):
            laptop.skew_us = rng.choice((0, 1, -1)) * rng.randint(1, 72) * HOUR
        if self.network.happens("server clock", 0.08):
            world.house.skew_us = rng.choice((0, 1, -1)) * rng.randint(1, 72) * HOUR
            if rng.random() < 0.3:
                world.house.crash()
                self.referee.asked.clear()
        if self.network.happens("forgotten", 0.1):
            healed = world.house.service.care()
            hold(EQUALITY, not (healed.healed or healed.left), f"the server had to heal {healed}")
        if self.network.happens("offline", 0.1):
            laptop.offline_until = world.time + rng.randint(1, 5) * 9 * HOUR
        if "restored" in self.network.faults and rng.random() < 0.05:
            self.back_up()
        if self._is_backed_up and self.network.happens("restored", 0.04):
            self.restore()
        if not laptop.may_go_back and self.network.happens("load anew", 0.03):
            laptop.replica.empty()
        if not laptop.may_go_back and self.network.happens("damage", 0.1):
            self.damage(laptop)  # not of what the server has just lost: nobody brings back what two disks have eaten
        for _ in range(rng.choice((0, 1, 1, 2, 4))):
            self.act(laptop)
        if world.time >= laptop.offline_until:
            self.sync(laptop)

    def damage(self, laptop: Laptop) -> None:
        """Let a disk change something on a laptop, and let the laptop look after itself."""
        changed = laptop.gnaw(self.rng)
        if changed:
            laptop.damages += 1
            healed = laptop.replica.heal(laptop.us())
            found = [one for one in (*healed.healed, *healed.left) if one.startswith(changed)]
            hold(EQUALITY, bool(found), f"{laptop.device} did not find what was changed of {changed}: {healed}")

    def back_up(self) -> None:
        """Copy the server."""
        self.world.house.back_up()
        self.referee.remember()
        self._is_backed_up = True

    def restore(self) -> None:
        """Put the copy in its place; sometimes somebody tells the server so, sometimes it has to find out."""
        laptops = self.world.laptops
        if any(laptop.is_between() for laptop in laptops):
            return  # see the limits in sync_server/restored
        self.referee.go_back({one for laptop in laptops if laptop.replica.mark("cursor") for one in laptop.held()})
        self.world.house.restore()
        if self.rng.random() < 0.5:
            self.world.house.service.note_restored()
        else:
            self.referee.is_unsure = True
        for laptop in laptops:
            laptop.may_go_back = True

    def act(self, laptop: Laptop) -> None:
        """Do one thing at a laptop; what was on the disk when it died counts as saved."""
        if self.network.happens("laptop dies", 0.02):
            laptop.points.arm(self.rng, 1)
        try:
            self.hands.act(laptop)
        except UserError:
            self.result.refused += 1
        except Crashed:
            laptop.crash()
        laptop.points.disarm()
        self.look(laptop)

    def meanwhile(self, laptop: Laptop) -> None:
        """Save something, or let the house do so, while a sync is between two messages."""
        if self.rng.random() < 0.3:
            self.house_acts()
        else:
            self.hands_only(laptop)

    def hands_only(self, laptop: Laptop) -> None:
        """Do one thing within a sync: a process that dies now takes the sync along."""
        try:
            self.hands.act(laptop)
        except UserError:
            self.result.refused += 1
        self.look(laptop)

    def house_acts(self) -> None:
        """Let an administrator do something on the server itself."""
        house = self.world.house
        entries = of_the_house(self.rng, self.reference, self.faults, new_id(self.world.tick(), self.world.noise()))
        if entries:
            house.post(*entries)
            self.referee.house(house.written(self.reference.newest))

    def forge(self) -> None:
        """Push what no honest laptop would."""
        world = self.world
        entries = of_a_stranger(self.rng, self.reference, lambda: new_id(world.tick(), world.noise()))
        if entries:
            self._forged += 1
            now = world.tick()
            change = Change(new_id(now, world.noise()), "bob", STRANGER, self._forged, now, entries)
            token = (template() / "stranger").read_text()
            try:
                self.network.serve(STRANGER, "bob", "push", (token, (change,), "", "", 0))
            except UserError:
                self._forged -= change.counter > self.referee.taken.get(STRANGER, 0)

    def sync(self, laptop: Laptop) -> None:
        """Do one round, whatever becomes of it."""
        self.result.syncs += 1
        if self.network.happens("laptop dies", 0.05):
            laptop.points.arm(self.rng, 8)
        wire = self.network.to(laptop)
        is_whole = False
        loaded = not laptop.replica.mark("cursor")
        try:
            if self.network.happens("sign in", 0.05) or laptop.is_signed_out:
                request = SignIn(
                    login=laptop.user,
                    password=PASSWORD,
                    device=laptop.device,
                    device_name=laptop.device,
                    clock=laptop.us(),
                )
                engine.remember(laptop.replica, wire.sign_in(request), laptop.us)
                laptop.is_signed_out = False
            loaded = bool(engine.sync(laptop.replica, wire, laptop.us).loaded) or loaded
            is_whole = True
        except SignInError:
            laptop.points.disarm()  # else it died in a later round, perhaps one in peace
            was_out = laptop.is_signed_out
            laptop.is_signed_out = True  # the answer to an earlier sign-in was lost on the way
            if not self.network.faults:
                hold(ALIVE, self.welcome() or not was_out, f"{laptop.device} is not let in in peace")
                self.sync(laptop)
            return
        except UserError:
            hold(ALIVE, bool(self.network.faults), f"{laptop.device} could not sync in peace")
        except Crashed:
            laptop.crash()
        laptop.points.disarm()
        laptop.sit_down()
        if loaded or not laptop.replica.mark("cursor"):
            laptop.cursor_seq = 0
        if laptop.may_go_back:
            laptop.cursor_seq = 0
            laptop.row_seqs.clear()
            laptop.may_go_back = not loaded
        outbox = self.look(laptop, is_synced=True)
        oracles.check_saves(laptop, outbox, self.reference)
        oracles.check_steps(laptop, is_whole=is_whole)
        oracles.check_repairs(laptop)
        if is_whole and not outbox and "meanwhile" not in self.network.faults:
            oracles.check_replica(laptop, self.reference)
        elif laptop.replica.mark("cursor"):
            oracles.check_whole_changes(laptop, self.reference)

    def look(self, laptop: Laptop, *, is_synced: bool = False) -> tuple[Change, ...]:
        """Look at what waits on a laptop: at what is new, and after a round at all of it."""
        outbox = laptop.replica.outbox()
        new = oracles.notes_saves(laptop, outbox)
        if outbox and laptop.replica.mark("cursor") and (new or is_synced):
            oracles.check_waiting(laptop, outbox, self.reference, () if is_synced else new)
        return outbox

    def compare(self) -> None:
        """Compare everything with everything."""
        world, reference, rng = self.world, self.reference, self.rng
        self.referee.check_healed()
        oracles.check_server(world.house, reference, is_thorough=rng.random() < 0.25)
        oracles.check_totals(oracles.rows_of(world.house.engine), "the server")
        oracles.check_parts(reference)
        oracles.check_pasts(world.house.engine, reference, self._some(""), rng, "the server")
        oracles.check_numbers(reference, () if self.referee.is_unsure else world.laptops, self.referee.leased)
        oracles.check_blocks(world.laptops)
        for laptop in world.laptops:
            hold(EQUALITY, not laptop.replica.pending(), f"{laptop.device} still has {laptop.replica.outbox()}")
            hold(ONCE, not laptop.unsettled, f"{laptop.device} never heard of {list(laptop.unsettled)}")
            oracles.check_replica(laptop, reference)
            oracles.check_totals(oracles.rows_of(laptop.replica._engine), laptop.device)
            oracles.check_pictures(laptop, world.house, reference)
        laptop = rng.choice(world.laptops)
        keys = () if laptop.skew.fields else self._some(laptop.user)
        oracles.check_pasts(laptop.replica._engine, reference, keys, rng, laptop.device, laptop.user)
        oracles.check_alike(laptop, world.house)
        if rng.random() < 0.25:
            oracles.check_verify(laptop)
        self.result.saves = sum(len(laptop.changes) for laptop in world.laptops)
        self.result.conflicts = sum(key[0] == "conflict" for key in reference.twins)

    def _some(self, user: str) -> list[tuple[str, str]]:
        """Draw a few records, among them the ones with the longest history."""
        keys = [
            key for key, lines in reference_items(self.reference)
            if not user or (self.reference.twin(key).stands and self.reference.sees(user, key))
        ]  # fmt: skip
        return keys[:3] + self.rng.sample(keys, min(len(keys), 5))


def reference_items(reference: Reference) -> list[tuple[tuple[str, str], int]]:
    """List the records by the length of their history, the longest first."""
    return sorted(((key, len(lines)) for key, lines in reference.of.items()), key=lambda one: (-one[1], one[0]))
