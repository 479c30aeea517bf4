"""The first records of a new organisation: what must be there before anybody signs in."""

from collections.abc import Callable
from decimal import Decimal

import msgspec

from crm_desktop.core.entities import (
    Currency,
    Organisation,
    Pipeline,
    PriceBook,
    Stage,
    TaxRate,
    Territory,
    User,
)
from crm_desktop.core.entities.people import ADMINISTRATOR
from crm_desktop.core.entities.pipeline import LOST, OPEN, WON
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Record

STAGES = (
    (QT_TRANSLATE_NOOP("core", "Qualify"), OPEN, 10, "pipeline", 14),
    (QT_TRANSLATE_NOOP("core", "Understand"), OPEN, 25, "pipeline", 21),
    (QT_TRANSLATE_NOOP("core", "Propose"), OPEN, 50, "best_case", 21),
    (QT_TRANSLATE_NOOP("core", "Negotiate"), OPEN, 75, "commit", 14),
    (QT_TRANSLATE_NOOP("core", "Won"), WON, 100, "", None),
    (QT_TRANSLATE_NOOP("core", "Lost"), LOST, 0, "", None),
)
"""Name, outcome, probability in percent, forecast category, expected days; windows translate the names."""

TAXES = {"CNY": (("VAT 13 %", 13), ("VAT 9 %", 9), ("VAT 6 %", 6)), "EUR": (("VAT 19 %", 19), ("VAT 7 %", 7))}
"""Usual rates by base currency; an administrator changes them like any record."""


class Founding(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of whoever sets a server up. currency: ISO 4217; time_zone: IANA name."""

    company: str
    currency: str
    time_zone: str
    administrator: str
    login: str


def first_records(wish: Founding, new_id: Callable[[], str]) -> list[Record]:
    """Make the organisation, its top territory, its administrator, a pipeline and what quotes need."""
    top, pipeline = new_id(), new_id()
    stages = [
        Stage(
            id=new_id(), name=name, pipeline=pipeline, position=place, outcome=outcome,
            probability=Decimal(percent), forecast=forecast, expected_days=days,
        )
        for place, (name, outcome, percent, forecast, days) in enumerate(STAGES, 1)
    ]  # fmt: skip
    taxes = [TaxRate(id=new_id(), name=name, percent=Decimal(rate)) for name, rate in TAXES.get(wish.currency, ())]
    return [
        Organisation(id="organisation", name=wish.company, time_zone=wish.time_zone, base_currency=wish.currency),
        Territory(id=top, name=wish.company, kind="group"),
        User(
            id=new_id(), name=wish.administrator, login=wish.login, role=ADMINISTRATOR, territories=(top,), home=top
        ),
        Currency(id=wish.currency, name=wish.currency),
        *taxes,
        PriceBook(id=new_id(), name="Standard", currency=wish.currency, is_standard=True),
        Pipeline(id=pipeline, name=QT_TRANSLATE_NOOP("core", "Sales"), position=1),
        *stages,
    ]  # fmt: skip
