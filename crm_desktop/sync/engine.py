"""One round of synchronization, and the first load: which message follows which, and nothing else."""

import hashlib
import socket
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from crm_desktop.core.changes import WAITING, Change, Touched, join
from crm_desktop.core.entities import File, Organisation, User
from crm_desktop.core.errors import SignInError, UnreachableError, UserError
from crm_desktop.core.protocol import (
    AWAY,
    FILE_PLACE,
    MINE_PLACE,
    REPAIR,
    RESTORED,
    BroughtBack,
    FilePart,
    NumbersHeld,
    Server,
    Session,
    SignIn,
    WhatIsHeld,
    encode,
)  # fmt: skip
from crm_desktop.core.schema import moment_of
from crm_desktop.core.store import Where
from crm_desktop.replica import vault
from crm_desktop.replica.doubts import KEPT_REPAIRS, RETURNS, Return, read_returns
from crm_desktop.replica.first_load import Rest
from crm_desktop.replica.numbers import EPOCH
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.loading import BYTES_OF_A_FILE, Progress, Told, first_load, load_rest
from crm_desktop.sync.proving import Prover
from crm_desktop.sync.taking_over import take_over

PUSH_CHANGES = 5000
PUSH_BYTES = 1 << 20
"""One push ends at whichever it meets first: the server takes it in one transaction, behind which others wait."""
OFFSET_MATTERS_US = 2_000_000
NUMBERS_A_BLOCK = 50
FEW_NUMBERS = 10
SMALL_FILE = 64 * 1024
AHEAD_US = 60 * 86_400_000_000
"""Files of the laptop's own records are fetched ahead of being looked at for so long."""

Clock = Callable[[], int]
"""Gives the laptop's microseconds UTC."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What one round did. touched: what the screens have to show anew; loaded: rows of a fresh load, 0 for none;
    mended: records that were not the server's; brought_back: changes handed to a server that was restored from a
    backup and had lost them.
    """

    pushed: int = 0
    accepted: int = 0
    refused: int = 0
    conflicts: int = 0
    pulled: int = 0
    loaded: int = 0
    mended: int = 0
    brought_back: int = 0
    touched: Touched = {}


class Talk(msgspec.Struct, frozen=True):
    """Who talks with whom in one round. told: hears of the progress of whatever is loaded."""

    replica: Replica
    server: Server
    token: str
    clock: Clock
    told: Told


def enrol(
    folder: Path, server: Server, address: str, request: SignIn, clock: Clock,
    progress: Told = lambda _: None,
) -> Replica:  # fmt: skip
    """Sign in, make a replica in a folder and load it. The replica is unlocked by the same password from then on.

    Cut anywhere, the next `enrol` or `sync` goes on with what is missing. What an earlier replica there never sent is taken
    over, where it is of the same person and the password opens it.
    """
    session = server.sign_in(request)
    derivation = vault.new_derivation()
    key = vault.new_key()
    header = vault.Header(
        login=request.login, user=session.user, address=address, device=request.device, database=vault.FIRST,
        derivation=derivation, wrapped=vault.wrap(key, request.password, derivation),
    )  # fmt: skip
    replica = Replica.create(folder, header, key, clock())
    try:
        remember(replica, session, clock)
        taken = take_over(replica, folder, request.password, session.clock)
        begin(replica, server, clock, progress, FILE_PLACE if taken else MINE_PLACE)
    except BaseException:
        replica.close()  # else the folder stays owned and the next try finds it taken
        raise
    return replica


def begin(
    replica: Replica, server: Server, clock: Clock, progress: Told = lambda _: None, place: str = MINE_PLACE
) -> None:
    """Load a replica for the first time, or go on where that was cut; place: as in first_load."""
    first_load(replica, server, progress, place)
    lease_numbers(replica, server, clock)
    now = clock()
    replica.note_sync(now, _told(Report(loaded=1), now))


def is_begun(replica: Replica) -> bool:
    """Tell whether the first load was through once, so that there is something to work with."""
    return bool(replica.last_sync)


def device_for(code: str, folder: Path) -> str:
    """Name the laptop that enrols with a one-time code into a folder.

    It is the same one when the answer got lost and a person tries again, also after the window was closed: the server
    lets nobody else use a code twice.
    """
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    told = f"{socket.gethostname()} {folder.absolute()} {letters}"
    return hashlib.blake2b(told.encode(), digest_size=10).hexdigest()


def remember(replica: Replica, session: Session, clock: Clock) -> None:
    """Keep what a sign-in gave."""
    for name, value in (
        ("token", session.token), ("role", session.role), ("organisation", session.organisation), ("offset", str(offset(session.clock, clock()))),
    ):  # fmt: skip
        replica.set_mark(name, value)
    replica.count_on(session.counter)


def offset(server_us: int, laptop_us: int) -> int:
    """Give what must be added to the laptop's clock; differences that a slow network explains count as none."""
    difference = server_us - laptop_us
    return difference if abs(difference) > OFFSET_MATTERS_US else 0


def sync(replica: Replica, server: Server, clock: Clock, progress: Told = lambda _: None) -> Report:
    """Do one round: send what waits, fetch what is new. May be cut and repeated anywhere."""
    token = replica.mark("token")
    talk = Talk(replica, server, token, clock, progress)
    kept_back = replica.keep_back() if replica.pending() else {}
    report = _push(talk, Report(touched=kept_back))
    token = replica.mark("token")  # another one, where this turned out to be a copy of a laptop in use
    talk = msgspec.structs.replace(talk, token=token)
    if not replica.mark("cursor"):
        loaded = first_load(replica, server, progress)
        report = msgspec.structs.replace(report, loaded=loaded, touched={"*": frozenset()})
    report = _pull(talk, report)
    if replica.rest is not Rest.NONE:
        rows = load_rest(replica, server, progress)
        if rows is not None:
            report = msgspec.structs.replace(report, loaded=rows, touched={"*": frozenset()})
    else:
        replica.check_slice(clock())
        if replica.doubts() or replica.lost():
            report = _prove(talk, report)
    _send_files(replica, server, token, progress)
    now = clock()
    if report.pulled or report.loaded:
        replica.files.want_ahead(replica.header.user, now - AHEAD_US)
    fetched = _fetch_files(replica, server, token, progress)
    report = msgspec.structs.replace(report, touched=join(report.touched, fetched))
    lease_numbers(replica, server, clock)
    replica.note_sync(now, _told(report, now))
    return report


def _told(report: Report, now_us: int) -> str:
    """Write down what a round did, for those who ask later; "" where it moved nothing."""
    if not (report.pushed or report.pulled or report.loaded or report.mended):
        return ""
    told = {
        "at": now_us, "sent": report.pushed, "refused": report.refused, "conflicts": report.conflicts,
        "received": report.pulled, "loaded": report.loaded,
    }  # fmt: skip
    return msgspec.json.encode(told).decode()


def pushes(changes: Iterable[Change]) -> Iterator[tuple[Change, ...]]:
    """Part changes into pushes, in order; one that is larger than a push goes alone."""
    part: list[Change] = []
    size = 0
    for change in changes:
        more = len(encode(change))
        if part and (size + more > PUSH_BYTES or len(part) >= PUSH_CHANGES):
            yield tuple(part)
            part, size = [], 0
        part.append(change)
        size += more
    if part:
        yield tuple(part)


def _push(talk: Talk, report: Report) -> Report:
    # All that wait, also what the server said it took: it knows its own, and one restored from a backup may not.
    replica, taken = talk.replica, 0
    for part in pushes(replica.outbox() if replica.pending() else ()):
        answer = talk.server.push(talk.token, part, replica.mark("cursor"), replica.typed_at, taken)
        if answer.restored:
            return _push(talk, _heal(talk, report))
        if answer.device:
            replica.go_on_as(answer.device, answer.token, answer.clock)
            return _push(msgspec.structs.replace(talk, token=answer.token), report)
        if answer.taken < taken:  # it was restored between two parts: all of them again
            return _push(talk, report)
        taken = answer.taken
        replica.note_answered(part[-1].counter)
        report = msgspec.structs.replace(
            report,
            pushed=report.pushed + len(part),
            accepted=report.accepted + answer.accepted,
            refused=report.refused + answer.refused,
            conflicts=report.conflicts + answer.conflicts,
        )
    return report


def _pull(talk: Talk, report: Report) -> Report:
    replica = talk.replica
    while True:
        page = talk.server.pull(talk.token, replica.mark("cursor"))
        if page.restored:
            report = _heal(talk, report)
            continue
        if page.resync:
            loaded = _reload(talk, page.why or AWAY)
            report = msgspec.structs.replace(report, loaded=loaded, touched={"*": frozenset()})
            continue
        # Without news the answer still says what was taken, as after a load that brought this laptop's own changes.
        if page.posted or page.gone or page.cursor != replica.mark("cursor") or report.pushed or report.loaded:
            touched = replica.absorb(page)
            report = msgspec.structs.replace(
                report, pulled=report.pulled + len(page.posted), touched=join(report.touched, touched)
            )
        if not page.more:
            difference = str(offset(page.clock, talk.clock()))
            if difference != replica.mark("offset", "0"):
                replica.set_mark("offset", difference)
            if report.pulled or report.loaded:
                _keep_role(replica)
            if page.epoch and page.epoch != replica.mark(EPOCH):
                _greet_restored(talk, page.epoch)
            return report


def _greet_restored(talk: Talk, epoch: str) -> None:
    """Let a server that was restored since say which of the numbers held nobody else may hold (law 13), and offer files.

    A backup may have all that this laptop read of the journal, and not the bytes that it sent since.
    """
    talk.replica.files.offer_again()
    held = NumbersHeld(blocks=talk.replica.number_blocks())
    kept = talk.server.keep_numbers(talk.token, held) if held.blocks else held
    talk.replica.keep_numbers(kept.blocks, epoch)


def _reload(talk: Talk, why: str) -> int:
    """Load everything anew; the outbox stays and is laid on top. why: as in Page."""
    talk.replica.begin_anew(why, talk.clock())
    return first_load(talk.replica, talk.server, talk.told)


def _prove(talk: Talk, report: Report) -> Report:
    """Find out whether both sides hold the same, and mend what is not."""
    reports = [report]

    def pull() -> None:
        reports.append(_pull(talk, reports[-1]))

    def reload() -> int:
        loaded = _reload(talk, REPAIR)
        pull()
        return loaded

    proven = Prover(talk.replica, talk.server, talk.clock(), pull, reload).prove()
    last = reports[-1]
    return msgspec.structs.replace(
        last, mended=proven.mended, loaded=last.loaded + proven.reloaded, touched=join(last.touched, proven.touched)
    )


def _heal(talk: Talk, report: Report) -> Report:
    """Hand a server that was restored from a backup what it has lost and this laptop has, then load anew (law 11).

    Repeating it is harmless: what was brought back already is lacking no more.
    """
    replica = talk.replica
    cursor, below, lost = replica.mark("cursor"), WAITING, list[str]()
    while held := replica.held(below):
        answer = talk.server.missing(talk.token, WhatIsHeld(cursor=cursor, held=held))
        lost += answer.changes
        if answer.common:
            break
        below = held[-1].seq
    changes = replica.changes(lost)
    for part in pushes(changes):
        talk.server.bring_back(talk.token, BroughtBack(cursor=cursor, changes=part))
    _note_return(replica, Return(talk.clock(), len(changes)))
    replica.files.offer_again()
    loaded = _reload(talk, RESTORED)
    return msgspec.structs.replace(
        report, loaded=loaded, brought_back=report.brought_back + len(changes), touched={"*": frozenset()}
    )


def _note_return(replica: Replica, done: Return) -> None:
    """Keep what was brought back, for people to see long after the next round."""
    known = read_returns(replica.mark(RETURNS))
    replica.set_mark(RETURNS, msgspec.json.encode([*known, done][-KEPT_REPAIRS:]).decode())


def _keep_role(replica: Replica) -> None:
    """Keep the role that the organisation gives the user now: it decides what the forms offer."""
    own = replica.get(User, replica.header.user)
    if own is not None and own.role != replica.mark("role"):
        replica.set_mark("role", own.role)


def _send_files(replica: Replica, server: Server, token: str, progress: Told) -> None:
    """Hand over the bytes that the server has not got; it says where to go on with what was cut before."""
    for sha256, size in replica.files.unsent():
        if not replica.files.is_sound(sha256):
            replica.files.note_damaged(sha256)  # its person is told; it would be refused at every round
            continue
        # An empty part asks how far it came before, or whether a colleague has sent the same.
        part = FilePart(total=size) if size > SMALL_FILE else replica.files.part(sha256, 0)
        try:
            while (held := server.put_file(token, sha256, part).size) < size:
                progress(Progress(BYTES_OF_A_FILE, 0, 0, held, size))
                part = replica.files.part(sha256, held)
        except (UnreachableError, SignInError):
            raise
        except UserError:
            continue  # its record left the scope or was refused, as a page says
        replica.files.note_sent(sha256)


def _fetch_files(replica: Replica, server: Server, token: str, progress: Told) -> Touched:
    """Fetch the bytes that were asked for, each from where it was cut; what nobody has sent yet stays asked for."""
    come: set[str] = set()
    for sha256 in replica.files.wanted():
        try:
            while not replica.files.is_whole(sha256):
                part = server.get_file(token, sha256, replica.files.held(sha256))
                held = replica.files.take(sha256, part)
                progress(Progress(BYTES_OF_A_FILE, 0, 0, held, part.total))
        except (UnreachableError, SignInError):
            raise
        except UserError:
            continue
        come |= {file.id for file in replica.find(File, Where("sha256", "eq", sha256))}
    return {"file": frozenset(come)} if come else {}


def lease_numbers(replica: Replica, server: Server, clock: Clock) -> None:
    """Get a new block of quote numbers before the old one runs out."""
    if replica.numbers_left() >= FEW_NUMBERS:
        return
    organisation = replica.get(Organisation, "organisation")
    prefix = organisation.quote_prefix if organisation else ""
    series = f"{prefix or 'Q'}{moment_of(clock() + int(replica.mark('offset', '0'))).year}"
    replica.add_block(server.lease_numbers(replica.mark("token"), series, NUMBERS_A_BLOCK))
