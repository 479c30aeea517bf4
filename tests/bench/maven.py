"""Deals of a real company, from ../shared/data/maven_crm, as far as their days are known."""

import csv
from datetime import date, timedelta
from pathlib import Path

from crm_desktop.analysis.back_testing import weekly
from crm_desktop.analysis.forecast.history import LOST, WON, Deal

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "maven_crm"
ABSENT = "needs ../shared/data, which is not part of the project"
LAST_DAY = date(2017, 12, 31)
DAYS = 28
MOMENTS = weekly(LAST_DAY - timedelta(DAYS), 27)
"""The last 27 weeks of which the days ahead are all in the data."""
SPELLINGS = {"GTXPro": "GTX Pro"}
OUTCOMES = {"Won": WON, "Lost": LOST}


def deals(folder: Path = FOLDER) -> list[Deal]:
    """Read the deals. 500 that nobody has begun to work on have no day and are left out; a price is that of the list."""
    with (folder / "products.csv").open(encoding="utf-8", newline="") as file:
        prices = {row["product"]: int(row["sales_price"]) * 100 for row in csv.DictReader(file)}
    with (folder / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        return [_deal(row, prices) for row in csv.DictReader(file) if row["engage_date"]]


def _deal(row: dict[str, str], prices: dict[str, int]) -> Deal:
    product = SPELLINGS.get(row["product"], row["product"])
    opened = date.fromisoformat(row["engage_date"])
    outcome = OUTCOMES.get(row["deal_stage"], "")
    return Deal(
        id=row["opportunity_id"], opened=opened, stages=((opened, "Engaging"),), amounts=((opened, prices[product]),),
        product=product, owner=row["sales_agent"], outcome=outcome,
        closed=date.fromisoformat(row["close_date"]) if outcome else None,
        value=round(float(row["close_value"]) * 100) if outcome == WON else None,
    )  # fmt: skip
