"""Grouping the rows of a list: by what, which groups there are with count and sums, and where each row of them lies."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cmp_to_key
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QCollator, QCoreApplication, QLocale

from crm_desktop.core.access import hidden_fields
from crm_desktop.core.entities import Stage
from crm_desktop.core.schema import REGISTRY, Entity, Field, Kind, Raw
from crm_desktop.core.store import Sum, Where
from crm_desktop.core.store.read import MONTH
from crm_desktop.replica.view import View
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context

SUMMED = {"opportunity": ("amount", "weighted"), "quote": ("total", ""), "order": ("total", "")}
"""Entity key -> the amounts that its lists add up."""
_KINDS = frozenset({Kind.CHOICE, Kind.LINK, Kind.YES_NO, Kind.DAY})
_TEXTS = frozenset({"city", "region", "country", "industry", "source", "department", "job_title", "competitor"})
"""Texts that many records have in common; of a name there would be as many groups as records."""
HEAD = -1
"""The offset of a group's own row, before those of its records."""


@dataclass(frozen=True)
class Group:
    """One group: raw value, words, number of records, and its sums by currency in minor units, the largest first."""

    value: Raw
    words: str
    records: int
    totals: tuple[tuple[str, int], ...] = ()
    seconds: tuple[tuple[str, int], ...] = ()


class Groups:
    """Find the row of each group and record; what is folded takes one row only.

    The records lie in the order of the groups' raw values, wherever a person reads them: `source` tells where.
    """

    def __init__(self, groups: Sequence[Group], folded: Collection[Raw]) -> None:
        self.groups = tuple(groups)
        sizes = [1 if one.value in folded else 1 + one.records for one in self.groups]
        self._starts = [0, *accumulate(sizes)]
        self._by_value = {one.value: place for place, one in enumerate(self.groups)}
        raw_order = sorted(range(len(self.groups)), key=lambda place: _raw_key(self.groups[place].value))
        ends = accumulate(self.groups[place].records for place in raw_order)
        self._raw_order, self._ends = raw_order, list(ends)
        self._bases = dict(zip(raw_order, [0, *self._ends], strict=False))

    @property
    def rows(self) -> int:
        """Count all rows."""
        return self._starts[-1]

    @property
    def records(self) -> int:
        """Count the records, folded ones too."""
        return self._ends[-1] if self._ends else 0

    def at(self, row: int) -> tuple[int, int]:
        """Give the number of the group that a row lies in, and the offset of its record there; HEAD for its own row."""
        place = bisect_right(self._starts, row) - 1
        return place, row - self._starts[place] - 1

    def row(self, place: int, offset: int = HEAD) -> int:
        """Give the row of a group, or of a record in it."""
        return self._starts[place] + 1 + offset

    def source(self, place: int, offset: int) -> int:
        """Tell the how manieth a record of a group is in the order of raw values."""
        return self._bases[place] + offset

    def place_of_source(self, number: int) -> tuple[int, int]:
        """Find the group and the offset of a record by its number in the order of raw values."""
        place = self._raw_order[bisect_right(self._ends, number)]
        return place, number - self._bases[place]

    def place_of(self, value: Raw) -> int:
        """Find a group by its value, -1 where there is none."""
        return self._by_value.get(value, -1)

    def heads(self, first: int, last: int) -> Sequence[Group]:
        """List the groups whose own rows lie from one row to another."""
        begin, end = (bisect_right(self._starts, row, hi=len(self.groups)) for row in (first - 1, last))
        return self.groups[begin:end]


def _raw_key(value: Raw) -> tuple[bool, Any]:
    """Sort as the store does: what is empty comes first."""
    return value is not None, value


def groupable(declared: Entity, role: str) -> list[str]:
    """List by what the records of an entity may be grouped, as `Reader.sum_by` is asked for it."""
    hidden = hidden_fields(declared, role)
    fields = [one for one in declared.stored if (one.section or one.column) and one.name not in hidden]
    fields = [one for one in fields if one.kind in _KINDS or (one.kind is Kind.TEXT and one.name in _TEXTS)]
    return [f"{one.name}.{MONTH}" if one.kind is Kind.DAY else one.name for one in fields]


def field_of(declared: Entity, by: str) -> Field | None:
    """Find the field that records are grouped by, None where this version has none such."""
    return declared.fields.get(by.partition(".")[0])


def by_words(declared: Entity, by: str) -> str:
    """Name by what records are grouped."""
    field = field_of(declared, by)
    if field is None:
        return by
    month = QCoreApplication.translate("Grouping", "%1 (month)").replace("%1", wording.label(field))
    return month if field.kind is Kind.DAY else wording.label(field)


def read_sums(view: View, key: str, conditions: Iterable[Where], by: str) -> list[Sum]:
    """Count and add up the groups of some records."""
    amount, weighted = SUMMED.get(key, ("", ""))
    return view.sum_by(REGISTRY[key].record, by, amount, *conditions, weighted=weighted)


def read_totals(view: View, key: str, conditions: Iterable[Where]) -> list[Sum]:
    """Add up some records by currency, where their list shows sums."""
    amount, weighted = SUMMED.get(key, ("", ""))
    if not amount:
        return []
    declared = REGISTRY[key]
    return view.sum_by(declared.record, declared.fields[amount].currency, amount, *conditions, weighted=weighted)


def groups_of(context: Context, key: str, sums: Iterable[Sum], by: str) -> list[Group]:
    """Make groups of their sums, in the order in which a person reads them; the empty one is last."""
    parts: dict[Raw, list[Sum]] = {}
    for one in sums:
        # An untouched yes/no is empty, one that was taken back is 0: both are no.
        parts.setdefault(one.by or None, []).append(one)
    field = REGISTRY[key].fields[by.partition(".")[0]]
    if field.kind is Kind.LINK:
        wording.titles(context).learn(field.target, (str(value) for value in parts if value))
    return _in_order(context, field, [_group(context, field, by, value, those) for value, those in parts.items()])


def _group(context: Context, field: Field, by: str, value: Raw, parts: Sequence[Sum]) -> Group:
    told = sorted((one for one in parts if one.currency), key=lambda one: -one.total)
    totals = tuple((one.currency, one.total) for one in told)
    seconds = tuple((one.currency, one.weighted) for one in told)
    records = sum(one.records for one in parts)
    return Group(value, _words(context, field, by, value), records, totals, seconds)


def _words(context: Context, field: Field, by: str, value: Raw) -> str:
    if field.kind is Kind.YES_NO:
        return wording.told(wording.label(field), wording.shown(context, field, bool(value)))
    if value is None:
        nothing = QCoreApplication.translate("Grouping", "not filled in")
        return wording.told(wording.label(field), nothing)
    if by.endswith(f".{MONTH}"):
        return wording.month(date.fromisoformat(f"{value}-01"))
    return wording.shown(context, field, value)


def _in_order(context: Context, field: Field, groups: list[Group]) -> list[Group]:
    if field.kind is Kind.CHOICE:
        ranks = {one.value: place for place, one in enumerate(field.choices)}
        return sorted(groups, key=lambda one: (one.value is None, ranks.get(str(one.value), len(ranks))))
    if field.target == "stage":
        return sorted(groups, key=lambda one: (one.value is None, _position(context, str(one.value)), one.words))
    if field.kind in {Kind.DAY, Kind.YES_NO}:
        return sorted(groups, key=lambda one: (one.value is None, str(one.value)))
    by_words_of = cmp_to_key(QCollator(QLocale()).compare)
    return sorted(groups, key=lambda one: (one.value is None, by_words_of(one.words)))


def _position(context: Context, stage: str) -> int:
    found = wording.titles(context).record("stage", stage)
    return found.position or 0 if isinstance(found, Stage) else 0
