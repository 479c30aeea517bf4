"""Play seeded histories and look for broken laws: `python -m tests.simulation --seeds N --from A`."""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

from tests.simulation.history import Result, play
from tests.simulation.world import forget_template

OUT = Path(__file__).resolve().parent.parent.parent / "out" / "simulation.json"


def main(arguments: list[str] | None = None) -> int:
    """Play, print every broken law with its seed, and add the sums to out/simulation.json."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description="Play seeded histories.")
    parser.add_argument("--seeds", type=int, default=100, help="how many histories")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    options = parser.parse_args(arguments)
    begun = time.perf_counter()
    results: list[Result] = []
    try:
        for seed in range(options.first, options.first + options.seeds):
            results.append(play(seed))
            if results[-1].violation is not None:
                print(f"seed {seed}: {results[-1].violation}", flush=True)
    finally:
        forget_template()
        print(report(results, time.perf_counter() - begun))
        add(results)
    return int(any(one.violation for one in results))


def report(results: list[Result], seconds: float) -> str:
    """Say what was played and what came of it."""
    faults: Counter[str] = sum((one.faults for one in results), Counter())
    broken = sum(one.violation is not None for one in results)
    lines = [
        (
            f"{len(results)} histories, {sum(one.syncs for one in results)} syncs, {sum(one.saves for one in results)} saved"
            f" changes, {sum(one.conflicts for one in results)} conflicts in {seconds:.1f} s"
            f" ({seconds / max(len(results), 1):.2f} s a history)"
        ),
        f"{sum(faults.values())} faults injected: " + ", ".join(f"{name} {n}" for name, n in sorted(faults.items())),
        f"{broken} violations",
    ]
    return "\n".join(lines)


def add(results: list[Result]) -> None:
    """Add the sums to what earlier runs wrote; a seed played again counts once."""
    kept = json.loads(OUT.read_text()) if OUT.exists() else {}
    for one in results:
        kept[str(one.seed)] = {
            "syncs": one.syncs, "saves": one.saves, "conflicts": one.conflicts, "faults": sum(one.faults.values()),
            "violation": str(one.violation)[:500] if one.violation else "",
        }  # fmt: skip
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(kept, indent=0, sort_keys=True) + "\n")


if __name__ == "__main__":
    sys.exit(main())
