"""A person's hour at a real window, by real keys and a real mouse: from the first run to the fifth quote.

It fails on a wait over a second, on a dialog that could be avoided, on a warning in the log, on a fault. It writes the
waits into hour.json and takes pictures along the way; both lie in the folder of --out.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from crm_desktop.core.demo import MANAGER_LOGIN, REP_LOGIN
from installers.serving import ServerError, ServerProcess, one_time_code, server_command
from tests.hour import afternoon, morning
from tests.hour.hands import Diary, Hands, HourError
from tests.hour.house import House, missing
from tests.hour.laptop import PASSWORD, ROOT, Colleague, Laptop
from tests.hour.spoken import Spoken
from tests.hour.verdict import judge, long_answers, report
from tests.torture.rough_wire import RoughWire

SIZE = (1680, 1050)
WINDOW_MANAGER = "openbox"
LOWEST = 600
"""A card that begins further down may lie behind the foot of the window."""


def main() -> int:
    """Live the hour; 0 only if nothing in it has to be mended."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=ROOT / "out" / "hour", help="where the pictures and hour.json go")
    out = asked.parse_args().out
    if lacking := missing(WINDOW_MANAGER):
        print(f"hour: these programs are missing: {', '.join(lacking)}. installers/prepare hour installs them.")
        return 1
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    begun, diary = time.monotonic(), Diary()
    with tempfile.TemporaryDirectory(prefix="satchel-hour-") as work:
        try:
            sentences = Hour(Path(work), out, diary).live()
        except (HourError, ServerError) as error:
            sentences = [str(error)]
        answers = long_answers(out / "answers.jsonl")
    told = report(diary, answers, sentences, time.monotonic() - begun)
    (out.parent / "hour.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    for wait in told["worst"]:
        print(f"hour: {wait['s']:5.2f} s  {wait['what']}, until {wait['until']}")
    for sentence in sentences:
        print(f"hour: FAILED: {sentence}")
    print(
        f"hour: {told['acts']} acts in {told['seconds']:.0f} s, dialogs: {', '.join(diary.dialogs) or 'none'}; see {out}"
    )
    return 1 if sentences else 0


class Hour:
    """Hold what an hour needs: a server, a wire that can be pulled out, a screen, a laptop."""

    def __init__(self, work: Path, out: Path, diary: Diary) -> None:
        self._work, self._out, self._diary = work, out, diary
        self._database = work / "server.db"

    def live(self) -> list[str]:
        """Do all of it; gives the sentences of what has to be mended."""
        server_command("init", "--demo", "--database", self._database)
        server = ServerProcess(self._database)
        server.start()
        wire = RoughWire(int(server.address.rsplit(":", 1)[1]))
        house = House(SIZE)
        try:
            house.start(WINDOW_MANAGER, "--sm-disable")
            laptop = Laptop(house, self._work / "laptop", self._out)
            laptop.start()
            hands = Hands(house.display, Spoken(house.bus), self._out, self._diary)
            self._work_through(hands, laptop, wire, server.address)
            said = laptop.said.read_text().splitlines()
            return judge(self._diary, long_answers(laptop.waits), laptop.log(), said)
        finally:
            house.close()
            wire.close()
            server.stop()

    def _work_through(self, hands: Hands, laptop: Laptop, wire: RoughWire, address: str) -> None:
        morning.sign_in(hands, wire.address, REP_LOGIN, one_time_code(self._database, REP_LOGIN))
        morning.log_a_call(hands)
        morning.close_with_next_step(hands)
        morning.make_customer(hands)
        morning.work_on_the_board(hands)
        morning.work_in_a_list(hands)
        afternoon.plan_in_the_calendar(hands)
        afternoon.go_elsewhere(hands)
        afternoon.look_back(hands)
        afternoon.wait_for_pill(hands, "Online, Nothing to send", "sync")
        self._go_offline(hands, laptop, wire, address)
        lock_and_restart(hands, laptop)

    def _go_offline(self, hands: Hands, laptop: Laptop, wire: RoughWire, address: str) -> None:
        """Work without a network while a colleague changes the same amount, then meet him in the inbox."""
        colleague = Colleague(
            self._work / "colleague", address, MANAGER_LOGIN, one_time_code(self._database, MANAGER_LOGIN)
        )
        try:
            wire.pull_out()
            afternoon.wait_for_pill(hands, "Offline", "notice that there is no network")
            deals = [morning.DEAL, *open_deals(hands)]
            afternoon.make_quotes(hands, deals, self._work)
            afternoon.change_amount(hands, "150000")
            colleague.change_amount(morning.DEAL, Decimal(99000))
        finally:
            colleague.close()
        wire.plug_in()
        afternoon.wait_for_pill(hands, "Online, Nothing to send", "sync when the network is back")
        afternoon.answer_conflict(hands)


def open_deals(hands: Hands, count: int = 4) -> list[str]:
    """Read the names of some deals from the board, each of which no other has."""
    hands.key("ctrl+4", until=lambda: hands.find("Deals in .*", "list"))
    cards = [one for one in hands.all(role="list item", into="list") if one.place[1] < LOWEST]
    names = [one.name.partition(",")[0] for one in cards]
    return [name for name in names if names.count(name) == 1 and name != morning.DEAL][:count]


def lock_and_restart(hands: Hands, laptop: Laptop) -> None:
    """Lock and unlock, quit and start again, and find everything as it was left."""
    hands.key("ctrl+5", until=lambda: hands.find("Deals", "table"))
    before = shown(hands)
    hands.key("ctrl+k", until=lambda: hands.find("Do or find anything.*", "text"))
    hands.type("lock", until=lambda: hands.find("Lock.*", "list item", into="list"))
    hands.key("Return", "lock", until=lambda: hands.find("Password", "text"))
    hands.picture("locked")
    unlock(hands)
    hands.key("ctrl+q")
    laptop.wait_for_end()
    laptop.start()
    hands.until(lambda: hands.find("Password", "text"), "it did not start again")
    unlock(hands)
    hands.picture("as-it-was-left")
    try:
        hands.until(lambda: shown(hands) == before, "after the restart it is not as it was left")
    except HourError as error:
        now = shown(hands)
        gone, come = ([one for one in a if one not in b][:3] for a, b in ((before, now), (now, before)))
        raise HourError(f"{error}: gone is {gone}, new is {come}") from error


def shown(hands: Hands) -> list[tuple[str, str]]:
    """List what the page in front shows, without what comes and goes around it."""
    return [(one.role, one.name) for one in hands.all(inside=hands.see(role="splitter"), into="table")]


def unlock(hands: Hands) -> None:
    """Type the password."""
    hands.type(PASSWORD)
    hands.key("Return", "unlock", until=lambda: hands.find("Deals", "table"))


if __name__ == "__main__":
    sys.exit(main())
