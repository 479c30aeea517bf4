"""Play seeded histories and look for broken laws: `python -m tests.simulation --seeds N --from A`."""

import argparse
import multiprocessing
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from tests.simulation import lines_run

KEPT_AFTER = 50  # histories; what is cut off loses no more
OUT = Path(__file__).resolve().parent.parent.parent / "out" / "simulation.json"


class Played(msgspec.Struct, frozen=True):
    """What came of one history. faults: what was injected, by kind; violation: "" where every law was held."""

    seed: int
    syncs: int
    saves: int
    conflicts: int
    faults: dict[str, int]
    violation: str
    seconds: float


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """All histories that were ever played here. commit: the newest; violations: seed -> what was broken."""

    commit: str
    histories: int
    syncs: int
    saves: int
    conflicts: int
    faults: dict[str, int]
    violations: dict[str, str]
    seeds: dict[str, Played]


def main(arguments: list[str] | None = None) -> int:
    """Play, print every broken law with its seed, and add the sums to out/simulation.json."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description="Play seeded histories.")
    parser.add_argument("--seeds", type=int, default=100, help="how many histories")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    parser.add_argument("--faults", action="store_true", help="look for the seed that finds each planted fault")
    parser.add_argument("--coverage", action="store_true", help="say which lines of the product the histories ran")
    options = parser.parse_args(arguments)
    seeds = range(options.first, options.first + options.seeds)
    if options.coverage:
        return lines_run.tell(lambda: list(_played(seeds, 1)))
    if options.faults:
        return _hunt(seeds, options.jobs)
    begun, results = time.perf_counter(), list[Played]()
    try:
        for one in _played(seeds, options.jobs):
            results.append(one)
            if len(results) % KEPT_AFTER == 0:
                add(results)
            if one.violation:
                print(f"seed {one.seed}: {one.violation}", flush=True)
    finally:
        print(report(results, time.perf_counter() - begun))
        add(results)
    return int(any(one.violation for one in results))


def _played(seeds: Iterable[int], jobs: int) -> Iterator[Played]:
    """Play histories, each process some of them; the company is made once."""
    from tests.simulation.world import (  # what is imported before lines are counted is not counted
        forget_template,
        template,
    )

    template()
    try:
        if jobs == 1:
            yield from map(_play, seeds)
        else:
            with multiprocessing.get_context("fork").Pool(jobs) as pool:
                yield from pool.imap_unordered(_play, seeds, chunksize=4)
    finally:
        forget_template()


def _play(seed: int) -> Played:
    from tests.simulation.history import play  # as above

    one = play(seed)
    violation = str(one.violation) if one.violation is not None else ""
    return Played(seed, one.syncs, one.saves, one.conflicts, dict(one.faults), violation, one.seconds)


def _hunt(seeds: range, jobs: int) -> int:
    """Look for the first seed that finds each planted fault."""
    from tests.simulation.faults import PLANTED  # it patches what it imports, so it comes when it is needed
    from tests.simulation.world import forget_template, template

    template()
    every = [(plant.__name__, seeds.start, seeds.stop) for plant in PLANTED]
    missed = 0
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        for name, seed, said in pool.imap_unordered(_hunted, every):
            print(f"{name}: {f'seed {seed}, {said}' if said else 'not found'}"[:200], flush=True)
            missed += not said
    forget_template()
    print(f"{len(every) - missed} of {len(every)} planted faults were found")
    return int(bool(missed))


def _hunted(told: tuple[str, int, int]) -> tuple[str, int, str]:
    from tests.simulation import faults  # as above

    name, first, last = told
    found = faults.search(getattr(faults, name), range(first, last))
    return name, found.seed, "" if found.violation is None else str(found.violation)


def report(results: list[Played], seconds: float) -> str:
    """Say what was played and what came of it."""
    faults: Counter[str] = sum((Counter(one.faults) for one in results), Counter())
    alone = sum(one.seconds for one in results) / max(len(results), 1)
    lines = [
        (
            f"{len(results)} histories, {sum(one.syncs for one in results)} syncs, {sum(one.saves for one in results)} saved"
            f" changes, {sum(one.conflicts for one in results)} conflicts in {seconds:.1f} s ({alone:.2f} s a history)"
        ),
        f"{sum(faults.values())} faults injected: " + ", ".join(f"{name} {n}" for name, n in sorted(faults.items())),
        f"{sum(bool(one.violation) for one in results)} violations",
    ]
    return "\n".join(lines)


def add(results: Iterable[Played]) -> None:
    """Add the sums to what earlier runs wrote; a seed played again counts once, as it went last."""
    kept = msgspec.json.decode(OUT.read_bytes(), type=Sums).seeds if OUT.exists() else {}
    kept |= {str(one.seed): one for one in results}
    every = kept.values()
    sums = Sums(
        commit=_commit(), histories=len(kept), syncs=sum(one.syncs for one in every), saves=sum(one.saves for one in every),
        conflicts=sum(one.conflicts for one in every), faults=dict(sum((Counter(one.faults) for one in every), Counter())),
        violations={seed: one.violation[:500] for seed, one in kept.items() if one.violation}, seeds=kept,
    )  # fmt: skip
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_bytes(msgspec.json.format(msgspec.json.encode(sums), indent=1) + b"\n")


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, cwd=OUT.parent.parent, check=False
    )
    return found.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
