"""Figures of the pipeline review: how far the honest forecast is off on a real company's past, and how long it takes."""

import sys
import time
from datetime import timedelta

from crm_desktop.analysis.back_testing import back_test
from crm_desktop.analysis.forecast.model import learn
from crm_desktop.analysis.forecasting import forecast
from tests.analysis.histories import BEGIN, history
from tests.bench import maven
from tests.bench.figures import Figure, median

RUNS = 5
MONTHS = 36
PER_DAY = 44.0
"""So many deals opened a day make 50,000 in three years."""
MOMENTS = maven.MOMENTS


def replay() -> list[Figure]:
    """Forecast the days ahead of each of the last weeks with what was known then, and two rules of thumb beside it."""
    if not maven.FOLDER.is_dir():
        print(f"review.forecast_wape is left out: {maven.ABSENT}", file=sys.stderr, flush=True)
        return []
    found = back_test(maven.deals(), MOMENTS, maven.DAYS)
    remark = (
        f"won in {maven.DAYS} days, P50 against what came; bias {found.bias:+.1%}, "
        f"P10 to P90 held {found.coverage:.0%}, {found.without} moments without a forecast"
    )
    errors = {
        "review.forecast_wape": (found.error, remark),
        "review.same_before_wape": (found.error_same_before, "rule of thumb: as many days before"),
        "review.weighted_wape": (found.error_weighted, "rule of thumb: open deals x list price x share won so far"),
    }
    moments = len(found.points)
    return [
        Figure(name=name, value=100 * error, n=moments, spread=(100 * error, 100 * error), size=moments, remark=said)
        for name, (error, said) in errors.items()
    ]


def speed() -> list[Figure]:
    """Learn from a made-up past, and forecast from it again and again; reading the journal is not in it."""
    deals = history(MONTHS, per_day=PER_DAY, cycle=40)
    today = BEGIN + timedelta(MONTHS * 30)
    fits, runs = [], []
    for _ in range(RUNS):
        begun = time.process_time()
        model = learn(deals, today)
        fits.append(time.process_time() - begun)
        begun = time.process_time()
        forecast(model, deals, today, maven.DAYS)
        runs.append((time.process_time() - begun) * 1000)
    return [
        median("review.model_fit_s", fits, len(deals), "deals, from records in memory, CPU time"),
        median("review.forecast_ms", runs, len(deals), f"{maven.DAYS} days ahead, from records in memory, CPU time"),
    ]
