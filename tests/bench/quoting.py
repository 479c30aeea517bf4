"""Figures of quotes: a long one in Chinese on paper, many short ones, and totals after each key."""

import subprocess
import sys
import time
from decimal import Decimal

from crm_desktop.actions import quotes
from crm_desktop.core.entities import Quote, QuoteLine
from crm_desktop.documents.quote_pdf import render
from tests.bench.figures import Figure, median
from tests.documents.sheets import story_4

RUNS = 7
MANY = 25
COLD_RUNS = 5
COLD = """
from tests.documents.sheets import story_4
from crm_desktop.documents.quote_pdf import render
render(story_4({lines}))
"""


def paper(lines: int) -> list[Figure]:
    """Print a quote with many Chinese lines again and again; the fonts are loaded before."""
    sheet = story_4(lines)
    render(story_4(1))
    runs = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        render(sheet)
        runs.append((time.perf_counter() - begun) * 1000)
    cold = [_cold(lines) for _ in range(COLD_RUNS)]
    fast = [_per_second() for _ in range(COLD_RUNS)]
    return [
        median("quote.pdf_200_lines_ms", runs, lines, "from the sheet to the bytes, in a warm process"),
        median("quote.pdf_cold_process_s", cold, lines, "a process of its own from start to end"),
        median("quote.pdf_per_s", fast, 12, "quotes of 12 lines, one after the other, CPU time"),
    ]


def _cold(lines: int) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", COLD.format(lines=lines)], check=True)
    return time.perf_counter() - begun


def _per_second() -> float:
    sheets = [story_4(12, number=f"Q-2026-{number:05d}") for number in range(MANY)]
    begun = time.process_time()
    for sheet in sheets:
        render(sheet)
    return MANY / (time.process_time() - begun)


def totals(lines: int) -> list[Figure]:
    """Reckon a quote's totals from its records, as the screen does after each cell."""
    quote = Quote(id="q", currency="CNY", discount=Decimal(2), freight=Decimal(100), freight_tax=Decimal(13))
    held = [
        QuoteLine(
            id=f"{at:04}", quote="q", position=at, currency="CNY", quantity=Decimal(at % 10 + 1),
            unit_price=100 + Decimal("1.5") * at, discount=Decimal(5 if at % 4 == 0 else 0), tax_label="VAT",
            tax_percent=Decimal(13 if at % 2 else 6),
        )
        for at in range(1, lines + 1)
    ]  # fmt: skip
    quotes.totals(quote, held)
    runs = []
    for _ in range(RUNS * 5):
        begun = time.process_time()
        quotes.totals(quote, held)
        runs.append((time.process_time() - begun) * 1000)
    return [median("quote.total_recalc_200_lines_ms", runs, lines, "from the records to the totals, CPU time")]
