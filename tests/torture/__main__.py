"""Torture for a number of minutes: campaign after campaign, on either store in turn, into out/torture.json."""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from tests.postgres import Databases, running
from tests.torture.campaign import Campaign
from tests.torture.office import shut_office

RESULT = Path("out/torture.json")
DEEDS = 40


def main() -> int:
    """Run campaigns until the time is over or one finds something; prints the seed and what was wrong."""
    asked = argparse.ArgumentParser(prog="make torture", description=main.__doc__)
    asked.add_argument("--minutes", type=float, default=5.0)
    asked.add_argument("--from", dest="first", type=int, default=0, metavar="SEED")
    options = asked.parse_args()
    ends = time.monotonic() + options.minutes * 60
    counts: Counter[str] = Counter()
    seed = options.first
    with ExitStack() as open_:
        stores = [None] if sys.platform == "win32" else [None, open_.enter_context(running())]
        while time.monotonic() < ends:
            wrong = _campaign(seed, stores[seed % len(stores)], counts)
            print(f"seed {seed}: {counts['saves']} saves, {counts['faults']} faults, {counts['violations']} violations")
            if wrong:
                print(*wrong, sep="\n")
                break
            seed += 1
    counts["last_seed"] = seed
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(dict(counts), indent=2) + "\n")
    return 1 if counts["violations"] else 0


def _campaign(seed: int, databases: Databases | None, counts: Counter[str]) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="satchel-torture-") as folder:
        place = shut_office(Path(folder), databases)
        campaign = Campaign(place=place, seed=seed)
        try:
            campaign.play(DEEDS)
        finally:
            campaign.close()
        place.drop()
    counts["campaigns"] += 1
    counts["campaigns on PostgreSQL"] += databases is not None
    counts["saves"] += sum(len(laptop.saved) for laptop in campaign.laptops)
    counts["rounds"] += sum(laptop.said["synced"] for laptop in campaign.laptops)
    counts["rounds that failed"] += sum(laptop.said["failed"] for laptop in campaign.laptops)
    counts["faults"] += campaign.faults.total()
    counts["violations"] += len(campaign.wrong)
    for name, count in campaign.faults.items():
        counts[f"faults: {name.replace('_', ' ')}"] += count
    return campaign.wrong


if __name__ == "__main__":
    sys.exit(main())
