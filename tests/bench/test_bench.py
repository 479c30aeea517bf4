"""The bench runs at a tiny size and writes what it promises; no figure is asserted."""

import json
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from tests.bench import __main__ as bench
from tests.bench import fixtures, growth, maven, quoting, reviewing, starting, syncing, window
from tests.bench.figures import BUDGETS, Figure, median, percentile, table
from tests.bench.fixtures import Company

TINY = Company(40, 60)
RUNS = [
    (module, name)
    for module in (growth, quoting, reviewing, starting, syncing, window)
    for name in ("RUNS", "COLD_RUNS", "LARGE_RUNS", "SAVE_RUNS")
    if hasattr(module, name)
]


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fixtures, "OUT", tmp_path)
    monkeypatch.setattr(bench, "QUICK", TINY)
    monkeypatch.setattr(bench, "QUICK_STROKES", 50)
    monkeypatch.setattr(bench, "QUICK_LOAD", (6, 0.4, 0.2))
    monkeypatch.setattr(bench, "ACCOUNTS", Company(40, 3, 3))
    monkeypatch.setattr(window, "PREPARED_MS", 200)
    monkeypatch.setattr(window, "QUIET_MS", 10)
    monkeypatch.setattr(reviewing, "MOMENTS", (date(2017, 5, 3), date(2017, 5, 4)))
    monkeypatch.setattr(reviewing, "MONTHS", 4)
    monkeypatch.setattr(reviewing, "PER_DAY", 3.0)
    for module, name in RUNS:
        monkeypatch.setattr(module, name, 1)
    return tmp_path


@pytest.mark.parametrize(
    ("part", "names"),
    [
        (
            "quote",
            {
                "quote.pdf_200_lines_ms",
                "quote.preview_ms",
                "quote.pdf_cold_process_s",
                "quote.pdf_per_s",
                "quote.total_recalc_200_lines_ms",
            },
        ),
        pytest.param(
            "review",
            {
                "review.forecast_wape",
                "review.same_before_wape",
                "review.weighted_wape",
                "review.model_fit_s",
                "review.forecast_ms",
            },
            marks=pytest.mark.skipif(not maven.FOLDER.is_dir(), reason=maven.ABSENT),
        ),
        ("search", {"search.keystroke_p50_ms", "search.keystroke_p99_ms"}),
        (
            "ui",
            {
                "ui.start_s",
                "ui.start_rss_mb",
                "ui.list_first_rows_ms",
                "ui.scroll_frame_p99_ms",
                "ui.record_open_p99_ms",
                "ui.board_10000_ms",
                "ui.longest_stall_during_sync_ms",
            },
        ),
        ("replica", {"replica.save_p99_ms"}),
        ("server", {"server.devices_1000_p99_ms", "server.rows_per_s"}),
        (
            "sync",
            {
                "sync.noop_ms",
                "sync.push_5000_rows_per_s",
                "sync.first_load_rows_per_s",
                "sync.first_load_over_limit",
                "sync.first_load_100k_s",
                "sync.first_load_cold_s",
                "sync.first_load_wire_mb",
                "client.first_load_rss_mb",
                "sync.pull_1000_ms",
                "sync.pull_growth",
                "sync.push_5000_rows_per_s_pg",
                "sync.save_during_sync_p99_ms",
            },
        ),
    ],
)
def test_part_writes_its_own_figures_and_no_others(out: Path, part: str, names: set[str]) -> None:
    assert bench.main(["--only", part]) == 0
    content = json.loads((out / "bench.json").read_text())
    assert set(content) == {"figures", "commit", "machine"}
    assert set(content["figures"]) == names
    for name, figure in content["figures"].items():
        assert set(figure) == {"value", "unit", "budget", "n", "spread", "size"}
        assert figure["budget"] == BUDGETS[name].value
        assert figure["n"] >= 1


@pytest.mark.parametrize(("module", "name"), RUNS, ids=lambda one: getattr(one, "__name__", one))
def test_every_median_is_of_five_runs_or_more(module: ModuleType, name: str) -> None:
    assert getattr(module, name) >= 5


def test_fixture_is_made_once(out: Path) -> None:
    first = fixtures.server_file(TINY)
    before = first.stat().st_mtime_ns
    assert fixtures.server_file(TINY).stat().st_mtime_ns == before
    assert first.is_relative_to(out / "cache")


def test_table_says_which_budget_is_missed() -> None:
    figures = [
        median("sync.noop_ms", [1.0, 9.0, 1.5], 10),
        Figure(name="sync.push_5000_rows_per_s", value=14_999.0, n=5, spread=(1.0, 2.0), size=10),
        percentile("search.keystroke_p99_ms", [1.0] * 98 + [60.0, 70.0], 99, 10),
    ]
    assert [figure.is_met for figure in figures] == [True, False, False]
    assert [" yes " in line for line in table(figures).splitlines()[1:4]] == [True, False, False]
