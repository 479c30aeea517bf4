"""Figures of quotes: a long one in Chinese on paper."""

import time

from crm_desktop.documents.quote_pdf import render
from tests.bench.figures import Figure, median
from tests.documents.sheets import story_4

RUNS = 7


def paper(lines: int) -> list[Figure]:
    """Print a quote with many Chinese lines again and again; the fonts are loaded before."""
    sheet = story_4(lines)
    render(story_4(1))
    runs = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        render(sheet)
        runs.append((time.perf_counter() - begun) * 1000)
    return [median("quote.pdf_200_lines_ms", runs, lines, "from the sheet to the bytes, in a warm process")]
