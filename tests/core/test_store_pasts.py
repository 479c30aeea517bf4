"""Both pasts against an independent fold: whatever the journal and its order, a reader as of T answers as the entries say."""

import itertools
from collections import Counter
from collections.abc import Iterable
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, select

from crm_desktop.core.changes import NEVER, WAITING, Act, Change, Entry, Posted
from crm_desktop.core.entities import Account, Opportunity, Quote, QuoteLine
from crm_desktop.core.entities.quote_totals import line_figures, quote_figures
from crm_desktop.core.names import sounds
from crm_desktop.core.store import Batch, Past, Reader, Sum, Where
from crm_desktop.core.store.digest import verify_store
from crm_desktop.core.store.tables import MAIN, PAST
from tests.core.writing import empty_store

KINDS = {"account": Account, "opportunity": Opportunity, "quote": Quote, "quote_line": QuoteLine}
RECORDS = [("account", "a1"), ("account", "a2"), ("opportunity", "d1"), ("opportunity", "d2"), ("quote", "q1"), ("quote", "q2"), ("quote_line", "l1"), ("quote_line", "l2"), ("quote_line", "l3")]  # fmt: skip
M = 1_000_000
PHASES = (Phase.generate,)  # a failing history is short enough to read, and shortening it takes minutes
SETTINGS: dict[str, dict[str, list[Any]]] = {
    "account": {"name": ["上海", "Mill", "Works"], "city": [None, "Rome"], "tags": [None, ["x"], ["x", "y"], ["z"]]},
    "opportunity": {"stage": ["s1", "s2"], "amount": [None, 100, 250], "currency": ["CNY", "JPY"], "probability": [None, 50 * M]},
    "quote": {"currency": ["CNY"], "discount": [None, 10 * M], "owner": ["ann"]},
    "quote_line": {"quote": ["q1", "q2"], "quantity": [M, 3 * M], "unit_price": [100 * M, 7 * M], "currency": ["CNY"], "kind": ["item"], "tax_percent": [None, 13 * M]},
}  # fmt: skip


Wish = tuple[int, int, int, int, bool]
"""One step of a random history: record, what to do, seed of the values, when it happened, whether to flush after."""

steps = st.lists(
    st.tuples(st.integers(0, len(RECORDS) - 1), st.integers(0, 9), st.integers(0, 10_000), st.integers(1, 12), st.booleans()),
    min_size=4, max_size=28,
)  # fmt: skip


def _values(key: str, seed: int, names: Iterable[str]) -> dict[str, Any]:
    return {
        name: SETTINGS[key][name][(seed // (place + 1)) % len(SETTINGS[key][name])] for place, name in enumerate(names)
    }


def history(wishes: Iterable[Wish], waiting: int) -> list[Posted]:
    """Turn wishes into posted changes that make sense; the last `waiting` of them wait for the server."""
    seen: dict[str, dict[str, Any]] = {}
    stands: dict[str, bool] = {}
    entries: list[tuple[Entry, int]] = []
    for place, what, seed, happened, _ in wishes:
        key, id_ = RECORDS[place]
        if id_ not in stands:
            values = {name: value for name, value in _values(key, seed, SETTINGS[key]).items() if value is not None}
            entry = Entry(key, id_, Act.CREATE, {name: (None, value) for name, value in values.items()})
            seen[id_], stands[id_] = values, True
        elif not stands[id_]:
            entry, stands[id_] = Entry(key, id_, Act.RESTORE), True
        elif what < 3:
            entry, stands[id_] = Entry(key, id_, Act.DELETE, {n: (v, None) for n, v in seen[id_].items()}), False
        else:
            name = list(SETTINGS[key])[what % len(SETTINGS[key])]
            value = _values(key, seed, [name])[name]
            entry = Entry(key, id_, Act.EDIT, {name: (seen[id_].get(name), value)})
            seen[id_] = {**seen[id_], name: value}
        entries.append((entry, happened))
    posted = []
    for number, (entry, happened) in enumerate(entries, 1):
        waits = number > len(entries) - waiting
        seq, accepted = (WAITING + number * 8, NEVER) if waits else (number, 100 + number // 3)
        posted.append(Posted(Change(f"c{number}", "ann", "d", number, happened, (entry,)), (seq,), accepted))
    return posted


def state_at(posted: Iterable[Posted], moment: int | None, past: Past) -> dict[str, dict[str, Any]]:
    """Fold by hand, apart from the product: the values of the records that stood."""
    values: dict[str, dict[str, Any]] = {}
    keys: dict[str, str] = {}
    standing: set[str] = set()
    for one in sorted(posted, key=lambda one: one.seqs[0]):
        when = one.change.happened if past is Past.AS_WAS else one.accepted
        if moment is not None and when > moment:
            continue
        (entry,) = one.change.entries
        keys[entry.record] = entry.entity
        raw = values.setdefault(entry.record, {})
        if entry.act is Act.DELETE:
            standing.discard(entry.record)
            continue
        if entry.act is not Act.EDIT:
            standing.add(entry.record)
        for name, (saw, new) in entry.fields.items():
            if name == "tags" and entry.act is Act.EDIT:
                was, now = set(saw or ()), set(new or ())
                raw[name] = sorted((set(raw.get(name) or ()) | (now - was)) - (was - now)) or None
            else:
                raw[name] = new
    found = {id_: {n: v for n, v in values[id_].items() if v is not None} for id_ in standing}
    for id_, raw in found.items():
        if keys[id_] == "quote_line":
            raw.update(line_figures(raw))
        elif keys[id_] == "opportunity" and "amount" in raw and "probability" in raw:
            raw["weighted"] = raw["amount"] * raw["probability"] // (100 * M) + (
                raw["amount"] * raw["probability"] // M % 100 >= 50
            )
        elif keys[id_] == "account" and sounds(raw.get("name", "")):
            raw["sound"] = sounds(raw["name"])
    for id_, raw in found.items():
        if keys[id_] == "quote":
            mine = [
                {**line, "id": other}
                for other, line in found.items()
                if keys[other] == "quote_line" and line.get("quote") == id_
            ]
            # Without any line ever the totals are as empty as the quote.
            raw.update({name: value for name, value in quote_figures(raw, mine).items() if value is not None})
    return {f"{keys[id_]} {id_}": raw for id_, raw in found.items()}


def write(connection: Connection, posted: Iterable[Posted], flushes: Iterable[bool]) -> None:
    batch = Batch(connection)
    for one, is_last in zip(posted, flushes, strict=False):
        batch.apply(one)
        if is_last:
            batch.flush()
            batch = Batch(connection)
    batch.flush()


def check(connection: Connection, posted: list[Posted]) -> None:
    for past in Past:
        whens = {one.change.happened if past is Past.AS_WAS else one.accepted for one in posted} - {NEVER}
        for moment in [None, 0, *sorted(whens)]:
            wanted = state_at(posted, moment, past)
            reader = Reader(connection, moment, past)
            for key, kind in KINDS.items():
                mine = {label.split()[1]: raw for label, raw in wanted.items() if label.split()[0] == key}
                context = (past, moment, key)
                assert reader.raws(key, [id_ for other, id_ in RECORDS if other == key]) == mine, context
                assert [one.id for one in reader.find(kind)] == sorted(mine), context
                assert reader.count(kind) == len(mine), context
                assert sorted(id_ for (id_,) in reader.values(kind, ())) == sorted(mine), context
            deals = {label: raw for label, raw in wanted.items() if label.startswith("opportunity")}
            added = reader.sum_by(Opportunity, "stage", "amount", weighted="weighted")
            assert sorted(one._replace(by=one.by or "") for one in added) == sums(deals.values())
            open_ = [raw for raw in deals.values() if raw.get("stage") == "s1"]
            assert reader.count(Opportunity, Where("stage", "eq", "s1")) == len(open_)


def sums(deals: Iterable[dict[str, Any]]) -> list[Sum]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for raw in deals:
        groups.setdefault((raw.get("stage") or "", raw.get("currency") or ""), []).append(raw)
    return sorted(
        Sum(
            stage,
            unit,
            len(raws),
            sum(raw.get("amount", 0) for raw in raws),
            sum(raw.get("weighted") or 0 for raw in raws),
        )
        for (stage, unit), raws in groups.items()
    )


def check_versions(connection: Connection) -> None:
    for key in KINDS:
        spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for table in (MAIN[key], PAST[key]):
            for row in connection.execute(select(table)).mappings():
                for axis in ("happened", "accepted"):
                    span = (row[axis], row.get(f"{axis}_to", NEVER))
                    assert span[0] <= span[1]
                    if span[0] < span[1]:
                        spans.setdefault((row["id"], axis), []).append(span)
        for where, found in spans.items():
            ordered = sorted(found)
            assert all(one[1] <= two[0] for one, two in itertools.pairwise(ordered)), (key, where, ordered)


@settings(max_examples=30, phases=PHASES)
@given(wishes=steps, waiting=st.integers(0, 4))
def test_a_reader_as_of_any_moment_answers_as_the_entries_say(stores: Engine, wishes: list[Wish], waiting: int) -> None:
    posted = history(wishes, waiting)
    with empty_store(stores) as connection:
        write(connection, posted, [wish[4] for wish in wishes])
        check(connection, posted)
        check_versions(connection)
        assert verify_store(connection) == []


@settings(max_examples=16, phases=PHASES)
@given(wishes=steps)
def test_one_batch_for_all_leads_to_the_same_as_one_for_each(stores: Engine, wishes: list[Wish]) -> None:
    posted = history(sorted(wishes, key=lambda wish: wish[3]), 0)
    with empty_store(stores) as connection:
        write(connection, posted, [False] * len(posted))
        check(connection, posted)
        check_versions(connection)
        together = {key: rows(connection, key) for key in KINDS}
    with empty_store(stores) as connection:
        write(connection, posted, [True] * len(posted))
        assert {key: rows(connection, key) for key in KINDS} == together


def rows(connection: Connection, key: str) -> dict[str, dict[str, Any]]:
    return Reader(connection).raws(key, [id_ for other, id_ in RECORDS if other == key])


@settings(max_examples=16, phases=PHASES)
@given(wishes=steps, waiting=st.integers(1, 5), refused=st.integers(0, 31))
def test_waiting_entries_become_numbered_ones_or_go(
    stores: Engine, wishes: list[Wish], waiting: int, refused: int
) -> None:
    posted = history(wishes, waiting)
    settled, number = [one for one in posted if one.accepted != NEVER], len(posted)
    with empty_store(stores) as connection:
        write(connection, posted, [wish[4] for wish in wishes])
        batch = Batch(connection)
        mine = [one for one in posted if one.accepted == NEVER]
        batch.drop_waiting([one.change.id for one in mine])
        for place, one in enumerate(mine):
            if not refused >> place & 1:
                number += 1
                settled.append(Posted(one.change, (number,), 200))
                batch.apply(settled[-1])
        batch.flush()
        check(connection, settled)
        check_versions(connection)
        assert verify_store(connection) == []


@settings(max_examples=12, phases=PHASES)
@given(wishes=steps, again=st.integers(0, 27))
def test_a_repeated_entry_changes_nothing(stores: Engine, wishes: list[Wish], again: int) -> None:
    posted = history(wishes, 0)
    with empty_store(stores) as connection:
        write(connection, posted, [wish[4] for wish in wishes])
        write(connection, posted[again:], [False] * len(posted))
        check(connection, posted)
        check_versions(connection)


def test_the_histories_contain_what_they_are_meant_to() -> None:
    seen: Counter[Act] = Counter()

    @settings(max_examples=200, phases=PHASES)
    @given(wishes=steps)
    def look(wishes: list[Wish]) -> None:
        seen.update(entry.act for one in history(wishes, 0) for entry in one.change.entries)

    look()
    assert all(seen[act] > 40 for act in Act)
