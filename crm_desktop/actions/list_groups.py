"""The groups of a list on its way to a file: which records lie in which, as the list shows them, read at one moment."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from crm_desktop.core.schema import REGISTRY, Field, Kind, Raw, Record, raw_of
from crm_desktop.core.store import Where
from crm_desktop.core.store.read import MONTH, Reader, chunks
from crm_desktop.replica.view import View

_SHOWN_MONTH = len("2026-07")


class Head(msgspec.Struct, frozen=True):
    """One group as it is shown. value: raw; words: of its head; more: sums that no column holds, in words."""

    value: Raw
    words: str
    more: str = ""
    is_folded: bool = False


class Grouped(msgspec.Struct, frozen=True):
    """How a list is grouped. by: as `Reader.sum_by` names it; label: in words; heads: in the order they are shown."""

    by: str
    label: str
    heads: tuple[Head, ...] = ()


class Part(msgspec.Struct, frozen=True):
    """The ids of one group in their order, with the currencies of their amounts."""

    head: Head
    ids: Sequence[str]
    currencies: tuple[str, ...]


def parts(
    view: View | Reader,
    kind: type[Record],
    key: str,
    grouped: Grouped,
    order: Sequence[str],
    conditions: Iterable[Where],
    ids: Sequence[str] | None,
) -> list[Part]:
    """List the groups of some records as they are shown, those without a record left out.

    ids: exactly these, in their order; None: all that fit the conditions. A group that came up since the list was asked
    is last, under its raw value.
    """
    found = (
        _of_some(view, kind, grouped.by, ids)
        if ids is not None
        else _of_all(view, kind, key, grouped.by, order, conditions)
    )
    known = {head.value for head in grouped.heads}
    heads = [*grouped.heads, *(Head(value, str(value or "–")) for value in found if value not in known)]
    return [Part(head, *found[head.value]) for head in heads if head.value in found]


_Found = dict[Raw, tuple[Sequence[str], tuple[str, ...]]]


def _of_all(
    view: View | Reader, kind: type[Record], key: str, by: str, order: Sequence[str], conditions: Iterable[Where]
) -> _Found:
    """Cut one list of ids at the ends of its groups: the store sorts by the raw value, what is empty first."""
    amount = next((one.name for one in REGISTRY[key].stored if one.kind is Kind.AMOUNT), "")
    counts, units = dict[Raw, int](), dict[Raw, list[str]]()
    for one in view.sum_by(kind, by, amount, *conditions):
        value = one.by or None
        counts[value] = counts.get(value, 0) + one.records
        units.setdefault(value, []).extend([one.currency] if one.currency else [])
    every, start, found = view.ids(kind, *conditions, order=(by, *order)), 0, _Found()
    for value in sorted(counts, key=lambda one: (one is not None, one)):
        found[value] = (every[start : start + counts[value]], tuple(sorted(set(units[value]))))
        start += counts[value]
    return found


def _of_some(view: View | Reader, kind: type[Record], by: str, ids: Iterable[str]) -> _Found:
    value_of, units, some = _reads(by), dict[Raw, set[str]](), dict[Raw, list[str]]()
    for chunk in chunks(ids):
        standing = view.by_ids(kind, chunk)
        for id_ in chunk:
            if id_ in standing:
                value = value_of(standing[id_])
                some.setdefault(value, []).append(id_)
                units.setdefault(value, set()).add(str(getattr(standing[id_], "currency", "") or ""))
    return {value: (its, tuple(sorted(units[value] - {""}))) for value, its in some.items()}


def _reads(by: str) -> Callable[[Record], Raw]:
    name, _, part = by.partition(".")

    def value(record: Record) -> Raw:
        raw: Any = raw_of(record).get(name)
        return raw[:_SHOWN_MONTH] if part == MONTH and raw else raw or None

    return value


def column_of(grouped: Grouped, fields: Iterable[Field]) -> str:
    """Name the column that tells the group where heads cannot, "" where one of the columns does."""
    return "" if any(one.name == grouped.by for one in fields) else grouped.label
