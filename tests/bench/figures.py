"""What is measured against which budget, and how figures are written down and shown."""

import json
import math
import os
import platform
import statistics
import subprocess
from collections.abc import Sequence
from pathlib import Path

import msgspec


class Budget(msgspec.Struct, frozen=True):
    """The promise of a figure; is_least: the value must reach it, otherwise it must stay below."""

    value: float
    unit: str
    is_least: bool = False


BUDGETS = {
    "ui.start_s": Budget(1.0, "s"),
    "ui.start_rss_mb": Budget(200, "MB"),
    "ui.list_first_rows_ms": Budget(50, "ms"),
    "ui.scroll_frame_p99_ms": Budget(16, "ms"),
    "ui.record_open_p99_ms": Budget(50, "ms"),
    "ui.board_10000_ms": Budget(100, "ms"),
    "ui.longest_stall_during_sync_ms": Budget(50, "ms"),
    "search.keystroke_p50_ms": Budget(16, "ms"),
    "search.keystroke_p99_ms": Budget(50, "ms"),
    "replica.save_p99_ms": Budget(10, "ms"),
    "sync.save_during_sync_p99_ms": Budget(10, "ms"),
    "sync.noop_ms": Budget(2, "ms"),
    "sync.push_5000_rows_per_s": Budget(15_000, "rows/s", is_least=True),
    "sync.push_5000_rows_per_s_pg": Budget(8_000, "rows/s", is_least=True),
    "sync.first_load_rows_per_s": Budget(round(100_000 / 0.74), "rows/s", is_least=True),
    "sync.first_load_over_limit": Budget(2, "x"),
    "sync.first_load_100k_s": Budget(0.75, "s"),
    "sync.first_load_cold_s": Budget(10, "s"),
    "sync.first_load_1m_s": Budget(30, "s"),
    "sync.first_load_wire_mb": Budget(10, "MB"),
    "client.first_load_rss_mb": Budget(100, "MB"),
    "sync.pull_1000_ms": Budget(100, "ms"),
    "sync.pull_growth": Budget(1.3, "x"),
    "server.devices_1000_p99_ms": Budget(1000, "ms"),
    "server.rows_per_s": Budget(5000, "rows/s", is_least=True),
    "quote.pdf_200_lines_ms": Budget(150, "ms"),
    "quote.preview_ms": Budget(300, "ms"),
    "quote.pdf_cold_process_s": Budget(3, "s"),
    "quote.pdf_per_s": Budget(20, "/s", is_least=True),
    "quote.total_recalc_200_lines_ms": Budget(5, "ms"),
    "review.forecast_wape": Budget(9, "%"),
    "review.same_before_wape": Budget(22.65, "%"),  # two rules of thumb: no promise, but these are their errors
    "review.weighted_wape": Budget(269.5, "%"),  # where the data are read as meant
    "review.model_fit_s": Budget(30, "s"),
    "review.forecast_ms": Budget(200, "ms"),
}


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One measured value. n: runs or samples; spread: lowest and highest run; size: records or lines it worked on.

    remark: how it was measured, for the table only.
    """

    name: str
    value: float
    n: int
    spread: tuple[float, float]
    size: int
    remark: str = ""

    @property
    def is_met(self) -> bool:
        """Tell whether the budget is kept."""
        budget = BUDGETS[self.name]
        return self.value >= budget.value if budget.is_least else self.value <= budget.value


def median(name: str, runs: Sequence[float], size: int, remark: str = "") -> Figure:
    """Make a figure of the median of some runs."""
    return Figure(
        name=name, value=statistics.median(runs), n=len(runs), spread=(min(runs), max(runs)), size=size, remark=remark
    )


def percentile(name: str, samples: Sequence[float], percent: float, size: int, remark: str = "") -> Figure:
    """Make a figure of a percentile of some samples; its spread is that of the percentiles of five parts of them."""
    parts = [samples[start::5] for start in range(5) if samples[start::5]]
    values = [_at(part, percent) for part in parts]
    value = _at(samples, percent)
    return Figure(name=name, value=value, n=len(samples), spread=(min(values), max(values)), size=size, remark=remark)


def _at(samples: Sequence[float], percent: float) -> float:
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def write(figures: Sequence[Figure], path: Path, repository: Path) -> None:
    """Write this run's figures, and nothing of earlier ones, as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {
        figure.name: {
            "value": _short(figure.value),
            "unit": BUDGETS[figure.name].unit,
            "budget": BUDGETS[figure.name].value,
            "n": figure.n,
            "spread": [_short(end) for end in figure.spread],
            "size": figure.size,
        }
        for figure in figures
    }
    content = {"figures": values, "commit": commit(repository), "machine": machine()}
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def table(figures: Sequence[Figure]) -> str:
    """Lay figures out for the console."""
    lines = [f"{'figure':30} {'value':>12} {'budget':>12}  {'met':4} {'spread':>22} {'n':>6} {'size':>9}"]
    for figure in figures:
        budget = BUDGETS[figure.name]
        spread = f"{_short(figure.spread[0]):,} .. {_short(figure.spread[1]):,}"
        wanted = f"{'>=' if budget.is_least else '<='} {budget.value:,g}"
        lines.append(
            f"{figure.name:30} {_short(figure.value):>12,} {wanted:>12}  {'yes' if figure.is_met else 'no':4}"
            f" {spread:>22} {figure.n:>6,} {figure.size:>9,}  {budget.unit}"
        )
    remarks = [f"  {figure.name}: {figure.remark}" for figure in figures if figure.remark]
    return "\n".join([*lines, *remarks])


def _short(value: float) -> float:
    """Keep four digits that mean something."""
    if not value:
        return 0
    places = 3 - math.floor(math.log10(abs(value)))
    return round(value, places) if places > 0 else round(value)


def commit(repository: Path) -> str:
    """Name the commit that is measured, with a plus where files differ from it; "" outside a working copy."""

    def git(*words: str) -> str:
        found = subprocess.run(["git", "-C", str(repository), *words], capture_output=True, text=True, check=False)
        return found.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no")
    return git("rev-parse", "HEAD") + ("+" if changed else "")


def machine() -> dict[str, str | int]:
    """Describe the machine as far as figures depend on it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count() or 1,
        "memory_mb": memory,
        "python": platform.python_version(),
    }
