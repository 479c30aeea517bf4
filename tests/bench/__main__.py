"""Measure the product against its budgets: `python -m tests.bench [--full] [--only PART]`."""

import argparse
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import closing

from tests.bench import devices, figures, fixtures, growth, quoting, reviewing, searching, starting, syncing, window
from tests.bench.figures import Figure
from tests.bench.fixtures import Company
from tests.bench.shared import SharedSite

PARTS = ("sync", "search", "ui", "replica", "quote", "review", "server")
QUICK = Company(25_000, 75_000)
WHOLE = Company(250_000, 750_000)
ACCOUNTS = Company(100_000, 5_000, 10_000)
OFFERS = Company(200, 100, 20)
QUICK_STROKES = 2_000
LOAD = (1000, 60.0, 30.0)  # devices, seconds, seconds in which each syncs once
QUICK_LOAD = (100, 6.0, 6.0)


def plan(*, is_full: bool, only: str) -> list[Callable[[], list[Figure]]]:
    """List what to measure, in order."""
    chosen = frozenset({only} if only else PARTS)
    steps: list[Callable[[], list[Figure]]] = []
    if "quote" in chosen:
        steps.append(lambda: [*quoting.paper(200), *quoting.totals(200)])
        steps.append(lambda: window.preview(OFFERS))
    if "review" in chosen:
        steps.append(lambda: [*reviewing.replay(), *reviewing.speed()])
    if "sync" in chosen:
        steps.append(lambda: syncing.first_load(QUICK, is_ratio=not is_full))
        if is_full:
            steps.append(lambda: syncing.largest_load(WHOLE))
    if chosen & {"sync", "replica"}:
        steps.append(lambda: syncing.exchange(QUICK, chosen))
    if "sync" in chosen:
        steps.append(lambda: growth.pull_growth(WHOLE if is_full else QUICK))
    if chosen & {"sync", "server"}:
        steps.append(lambda: through_postgres(chosen, LOAD if is_full else QUICK_LOAD))
    if "search" in chosen:
        steps.append(lambda: searching.keystrokes(WHOLE) if is_full else searching.keystrokes(QUICK, QUICK_STROKES))
    if "ui" in chosen:
        steps.append(lambda: starting.start(ACCOUNTS))
        steps.append(lambda: _window(is_full=is_full))
        steps.append(lambda: window.breathe(QUICK))
    return steps


def _window(*, is_full: bool) -> list[Figure]:
    """Use the window; the lists of the largest company take the place of those of the smaller one."""
    found = {figure.name: figure for figure in window.use(ACCOUNTS)}
    return list((found | {figure.name: figure for figure in window.use_lists(WHOLE)} if is_full else found).values())


def through_postgres(chosen: frozenset[str], load: tuple[int, float, float]) -> list[Figure]:
    """Measure what goes to PostgreSQL, all of it on one copy of a company: filling it takes as long as a part."""
    with closing(SharedSite(QUICK, processes=devices.PROCESSES)) as site:
        found = [syncing.push_to_postgres(site)] if "sync" in chosen else []
        return found + (devices.devices(site, *load) if "server" in chosen else [])


def companies(*, is_full: bool, only: str) -> dict[Company, bool]:
    """List the companies to measure on, each with whether a laptop that holds it is needed as well."""
    chosen = frozenset({only} if only else PARTS)
    found: dict[Company, bool] = {}
    if is_full and chosen & {"sync", "search", "ui"}:
        found[WHOLE] = bool(chosen & {"search", "ui"})
    if chosen & {"sync", "replica", "server", "ui"} or ("search" in chosen and not is_full):
        found[QUICK] = "search" in chosen and not is_full
    if "ui" in chosen:
        found[ACCOUNTS] = True
    if "quote" in chosen:
        found[OFFERS] = True
    return found


def main(arguments: list[str] | None = None) -> int:
    """Measure, write out/bench.json and print the table; a missed budget is shown and is no failure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure against the budgets.")
    parser.add_argument("--full", action="store_true", help="all sizes, up to 1,000,000 records")
    parser.add_argument("--only", choices=PARTS, default="", help="one part")
    options = parser.parse_args(arguments)
    shutil.rmtree(fixtures.OUT / "cache" / "work", ignore_errors=True)  # what an interrupted run left
    begun = time.perf_counter()
    fixtures.make(companies(is_full=options.full, only=options.only))
    print(f"{time.perf_counter() - begun:6.0f} s  all fixtures are there", file=sys.stderr, flush=True)
    found: list[Figure] = []
    for step in plan(is_full=options.full, only=options.only):
        found += step()
        print(f"{time.perf_counter() - begun:6.0f} s  measured {found[-1].name}", file=sys.stderr, flush=True)
    found.sort(key=lambda figure: list(figures.BUDGETS).index(figure.name))
    figures.write(found, fixtures.OUT / "bench.json", fixtures.REPOSITORY)
    print(figures.table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
