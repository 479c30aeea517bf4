"""How a laptop stands to its server: what waits, what came back, what the last round did."""

from enum import StrEnum

import msgspec

from crm_desktop.actions import inbox
from crm_desktop.actions.desk import Desk
from crm_desktop.core.entities import Account, Activity, File
from crm_desktop.core.protocol import AWAY, GREW, REPAIR, RESTORED, ROLE
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, micros
from crm_desktop.core.store import Where
from crm_desktop.replica.doubts import DAY_US, RETURNS, Repair, Return, read_returns
from crm_desktop.replica.first_load import Anew, Rest
from crm_desktop.replica.replica import RENAMED
from crm_desktop.sync.taking_over import TAKEN_OVER


class Load(StrEnum):
    """What of a person's data is on the laptop: all; a load that is not through yet; her own open business alone, with
    the rest on its way or declined.
    """

    WHOLE = "whole"
    UNFINISHED = "unfinished"
    REST_TO_COME = "rest to come"
    REST_DECLINED = "rest declined"


LOAD_WORDS = {
    Load.WHOLE: QT_TRANSLATE_NOOP("core", "Everything you may see"),
    Load.UNFINISHED: QT_TRANSLATE_NOOP("core", "A fresh copy is on its way; what you type meanwhile is kept and sent"),
    Load.REST_TO_COME: QT_TRANSLATE_NOOP("core", "Your own open business; the rest is on its way"),
    Load.REST_DECLINED: QT_TRANSLATE_NOOP("core", "Only your own open business; the rest was not wanted"),
}


WHY_ANEW = {
    AWAY: QT_TRANSLATE_NOOP(
        "core",
        "This laptop was away so long that the server cannot tell any more what changed since, so it fetches everything.",
    ),
    GREW: QT_TRANSLATE_NOOP(
        "core", "You were given so much that a fresh copy of everything comes sooner than the single changes."
    ),
    ROLE: QT_TRANSLATE_NOOP(
        "core", "Your role changed, and with it what you may read of each record, so this laptop fetches everything."
    ),
    RESTORED: QT_TRANSLATE_NOOP(
        "core",
        "The server was put back from a backup. This laptop hands it what the backup had not got, then fetches everything.",
    ),
    REPAIR: QT_TRANSLATE_NOOP(
        "core",
        "Something on this laptop was not what the server has and could not be mended alone, so it fetches everything.",
    ),
}
"""Why everything is fetched anew; what is typed meanwhile is kept in each case."""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """What the last round that moved anything did, in changes; at: microseconds UTC, 0 before the first.

    loaded: rows of a fresh copy, 0 where none was loaded.
    """

    at: int = 0
    sent: int = 0
    refused: int = 0
    conflicts: int = 0
    received: int = 0
    loaded: int = 0


class Damaged(msgspec.Struct, frozen=True):
    """A file whose bytes were damaged on this laptop before the server had them. about: the visit, the customer."""

    name: str
    about: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a laptop stands; all counts are of this moment. last_sync: microseconds UTC, 0 before the first.

    waiting: changes not sent yet; refused, conflicts: waiting for this person's answer; files_to_send, files_to_fetch:
    bytes that still lie on one side alone. repairs: what was not the server's and was mended, the oldest first; returns:
    what this laptop brought back to a restored server. renamed: since when it goes by a name of its own, because a copy of
    it was in use; microseconds UTC, 0 for never. taken_over: changes that an
    earlier copy on this laptop had not sent. damaged: files whose bytes are not what was attached: attach them again.
    anew: when everything was asked for anew last, and why.
    """

    login: str
    server: str
    last_sync: int
    waiting: int
    refused: int
    conflicts: int
    files_to_send: int
    files_to_fetch: int
    numbers_left: int
    last_round: Round
    load: Load = Load.WHOLE
    repairs: tuple[Repair, ...] = ()
    returns: tuple[Return, ...] = ()
    renamed: int = 0
    taken_over: int = 0
    damaged: tuple[Damaged, ...] = ()
    anew: Anew = Anew()

    @property
    def to_answer(self) -> int:
        """Count what waits for this person."""
        return self.refused + self.conflicts

    @property
    def is_all_sent(self) -> bool:
        """Tell whether nothing of this laptop waits any more."""
        return not (self.waiting or self.files_to_send or self.damaged)


def standing(desk: Desk) -> Standing:
    """Read where a laptop stands."""
    replica = desk.replica
    return Standing(
        login=replica.header.login, server=replica.header.address, last_sync=replica.last_sync,
        waiting=replica.pending(), refused=len(inbox.open_refusals(desk)), conflicts=len(inbox.open_conflicts(desk)),
        files_to_send=len(replica.files.unsent()), files_to_fetch=len(replica.files.wanted()),
        numbers_left=replica.numbers_left(), last_round=last_round(desk),
        load=load_of(desk), repairs=tuple(replica.repairs()), returns=tuple(read_returns(replica.mark(RETURNS))),
        renamed=int(replica.mark(RENAMED, "0")), taken_over=int(replica.mark(TAKEN_OVER, "0")),
        damaged=damaged_files(desk), anew=desk.replica.anew,
    )  # fmt: skip


def news_of_a_load(desk: Desk) -> str:
    """Say why everything is fetched anew, while it is and for a day after; "" where nothing is to be said."""
    anew = desk.replica.anew
    is_of_interest = load_of(desk) is Load.UNFINISHED or 0 <= micros(desk.now()) - anew.at < DAY_US
    return WHY_ANEW.get(anew.why, "") if is_of_interest else ""


def damaged_files(desk: Desk) -> tuple[Damaged, ...]:
    """Name the files of which the bytes were damaged before they were sent, and what they hang on."""
    wanted = desk.replica.files.damaged()
    files = desk.replica.find(File, Where("sha256", "in", wanted), order=("id",)) if wanted else []
    found = []
    for file in files:
        activity = desk.replica.get(Activity, file.activity) if file.activity else None
        account = desk.replica.get(Account, file.account) if file.account else None
        about = [activity.subject if activity else "", account.name if account else ""]
        found.append(Damaged(file.name, ", ".join(text for text in about if text)))
    return tuple(found)


def load_of(desk: Desk) -> Load:
    """Tell how much of the person's data is here."""
    if not desk.replica.mark("cursor"):
        return Load.UNFINISHED
    return {Rest.NONE: Load.WHOLE, Rest.WANTED: Load.REST_TO_COME, Rest.DECLINED: Load.REST_DECLINED}[desk.replica.rest]


def last_round(desk: Desk) -> Round:
    """Read what the last round did that moved anything."""
    return msgspec.json.decode(desk.replica.mark("last_round", "{}"), type=Round)
