"""The network between a laptop and the server: it loses, repeats, delays and tears messages, as a seed tells it."""

from collections.abc import Callable
from typing import Any

import msgspec

from crm_desktop.core.changes import Change
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.errors import UnreachableError, UserError
from crm_desktop.core.protocol import (
    BroughtBack,
    Doubt,
    Evidence,
    FileHeld,
    FilePart,
    Lacking,
    NumberBlock,
    NumbersHeld,
    Page,
    PushAnswer,
    Server,
    Session,
    SignIn,
    SnapshotPage,
    WhatIsHeld,
    encode,
    pack,
    unpack,
)  # fmt: skip
from tests.simulation.referee import SCOPE, Referee, hold
from tests.simulation.world import Crashed, Laptop, World, cursor_seq

ANSWERS: dict[str, type] = {
    "push": PushAnswer, "pull": Page, "compare": Evidence, "snapshot": SnapshotPage, "lease_numbers": NumberBlock, "sign_in": Session,
    "get_file": FilePart, "put_file": FileHeld, "keep_numbers": NumbersHeld, "missing": Lacking, "bring_back": PushAnswer,
}  # fmt: skip
_changes = msgspec.msgpack.Decoder(tuple[Change, ...])


class Network:
    """Carries the calls of all laptops. faults: what may go wrong; injected: how often it did."""

    def __init__(self, world: World, referee: Referee, faults: frozenset[str], injected: dict[str, int]) -> None:
        self.world, self.referee = world, referee
        self.faults, self.injected = faults, injected
        self.meanwhile: Callable[[Laptop], None] = lambda _laptop: None
        self._late: list[tuple[Any, ...]] = []

    def happens(self, fault: str, chance: float) -> bool:
        """Draw whether a fault happens now."""
        if fault not in self.faults or self.world.rng.random() >= chance:
            return False
        self.injected[fault] = self.injected.get(fault, 0) + 1
        return True

    def to(self, laptop: Laptop) -> Server:
        """Connect a laptop."""
        return Wire(self, laptop)  # type: ignore[return-value]

    def call(self, laptop: Laptop, name: str, arguments: tuple[Any, ...]) -> Any:
        """Carry one call there and its answer back, or fail as networks do."""
        return laptop.skew.answered(self._carry(laptop, name, laptop.skew.asked(name, arguments)))

    def _carry(self, laptop: Laptop, name: str, arguments: tuple[Any, ...]) -> Any:
        if self.happens("meanwhile", 0.15):
            self.meanwhile(laptop)
        if self.happens("lost question", 0.05):
            raise UnreachableError("lost question")
        if name == "push" and self.happens("late", 0.08):
            self._late.append((laptop.device, laptop.user, *arguments))
            raise UnreachableError("late")
        answer = self.serve(laptop.device, laptop.user, name, arguments)
        if self.happens("twice", 0.1):
            answer = self.serve(laptop.device, laptop.user, name, arguments)
        if self.happens("lost answer", 0.05):
            raise UnreachableError("lost answer")
        if self.happens("torn", 0.03):
            content = pack(answer)
            unpack(content[: self.world.rng.randrange(len(content))], ANSWERS[name])  # raises ProtocolError
        return answer

    def arrive(self) -> None:
        """Let pushes arrive that were under way for long; nobody waits for their answers."""
        late, self._late = self._late, []
        for device, user, *arguments in late:
            try:
                self.serve(device, user, "push", tuple(arguments))
            except UserError:
                continue  # the server died over it, or the laptop has signed in anew since

    def serve(self, device: str, user: str, name: str, arguments: tuple[Any, ...]) -> Any:
        """Let the server answer, or die over it; whatever the journal got is held against the laws."""
        house, referee = self.world.house, self.referee
        if name == "bring_back":
            kept = BroughtBack(cursor=arguments[1].cursor, changes=_changes.decode(encode(arguments[1].changes)))
            arguments = (arguments[0], kept)
        if name == "push":
            arguments = (arguments[0], _changes.decode(encode(arguments[1])), *arguments[2:])
        if self.happens("server dies", 0.03):
            house.points.arm(self.world.rng, 3)
        is_dead, answer = False, None
        try:
            answer = getattr(house.service, name)(*arguments)
        except Crashed:
            is_dead = True
            house.crash()
        finally:
            house.points.disarm()  # also where it only said no: what the house does next is no answer that it dies over
        if name == "push":
            _, changes, _, typed_at, taken = arguments
            rows, is_restored = house.written(referee.reference.newest), answer is not None and answer.restored
            is_restored = is_restored or taken > referee.taken.get(device, 0)
            # A laptop that is to go on under another name sends all of it again under that, and is judged then.
            is_restored = is_restored or (answer is not None and bool(answer.device))
            referee.push(
                device, user, changes, referee.read_upto(typed_at), rows, crashed=is_dead, restored=is_restored
            )
        elif name == "bring_back":
            referee.bring_back(arguments[1].changes, house.written(referee.reference.newest))
        elif name == "lease_numbers" and answer is not None:
            referee.lease(device, answer)
        if is_dead:
            referee.asked.clear()
            raise UnreachableError("server dies")
        if name in ("pull", "snapshot"):
            self._look_at(device, user, name, arguments[1], answer)
        return answer

    def _look_at(self, device: str, user: str, name: str, asked: str, answer: Any) -> None:
        """Nothing outside the scope is ever sent, and no field that the role must not read."""
        see = self.referee.reference
        if name == "pull":
            if not answer.resync:
                self.referee.asked[device] = cursor_seq(asked)
            for entry in (entry for posted in answer.posted for entry in posted.change.entries):
                key = (entry.entity, entry.record)
                hold(SCOPE, see.may_get(user, key), "{} was sent {} at {}", user, key, see.node(key))
                masked = see.hidden(user, entry.entity) & entry.fields.keys()
                hold(SCOPE, not masked, f"{user} was sent {masked} of {key}")
            return
        if answer.rows:
            self.referee.asked[device] = see.newest
        if answer.file is not None:
            self.referee.asked[device] = cursor_seq(answer.file.cursor)
        if answer.batch is not None:
            self._look_at_batch(user, answer)

    def _look_at_batch(self, user: str, answer: SnapshotPage) -> None:
        see, batch = self.referee.reference, answer.batch
        assert batch is not None
        columns = dict(zip(batch.names, batch.columns, strict=True))
        table = batch.table.removesuffix("_past")
        is_journal = table not in REGISTRY
        keys = (
            zip(columns["entity"], columns["record"], strict=True)
            if is_journal
            else ((table, id_) for id_ in columns["id"])
        )
        for key in keys:
            hold(SCOPE, see.may_get(user, key), "{} was loaded {} at {}", user, key, see.node(key))
        for name in () if is_journal else see.hidden(user, table):
            hold(SCOPE, not any(columns[name]), f"{user} was loaded {name} of {table}")


class Wire:
    """The server as one laptop sees it."""

    def __init__(self, network: Network, laptop: Laptop) -> None:
        self._network, self._laptop = network, laptop

    def push(
        self, token: str, changes: tuple[Change, ...], cursor: str = "", typed_at: str = "", taken: int = 0
    ) -> PushAnswer:
        """Carry a push."""
        return self._network.call(self._laptop, "push", (token, changes, cursor, typed_at, taken))

    def missing(self, token: str, question: WhatIsHeld) -> Lacking:
        """Carry the question what a restored server lacks."""
        return self._network.call(self._laptop, "missing", (token, question))

    def bring_back(self, token: str, lost: BroughtBack) -> PushAnswer:
        """Carry what a restored server lacks."""
        return self._network.call(self._laptop, "bring_back", (token, lost))

    def pull(self, token: str, cursor: str) -> Page:
        """Carry a pull."""
        return self._network.call(self._laptop, "pull", (token, cursor))

    def snapshot(self, token: str, place: str) -> SnapshotPage:
        """Carry a batch of a first load."""
        return self._network.call(self._laptop, "snapshot", (token, place))

    def compare(self, token: str, doubt: Doubt) -> Evidence:
        """Carry a doubt."""
        return self._network.call(self._laptop, "compare", (token, doubt))

    def lease_numbers(self, token: str, series: str, count: int) -> NumberBlock:
        """Carry a lease."""
        return self._network.call(self._laptop, "lease_numbers", (token, series, count))

    def keep_numbers(self, token: str, held: NumbersHeld) -> NumbersHeld:
        """Carry what numbers are held."""
        return self._network.call(self._laptop, "keep_numbers", (token, held))

    def get_file(self, token: str, sha256: str, offset: int) -> FilePart:
        """Carry a part of a file here."""
        return self._network.call(self._laptop, "get_file", (token, sha256, offset))

    def put_file(self, token: str, sha256: str, part: FilePart) -> FileHeld:
        """Carry a part of a file there."""
        return self._network.call(self._laptop, "put_file", (token, sha256, part))

    def sign_in(self, request: SignIn) -> Session:
        """Carry a sign-in."""
        return self._network.call(self._laptop, "sign_in", (request,))
