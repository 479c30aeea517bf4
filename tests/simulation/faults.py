"""Faults to plant in the product by replacing a function: the laws have to find each of them."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import msgspec
import pytest

from crm_desktop.core import changes, merging
from crm_desktop.core.changes import Act
from crm_desktop.core.merging import Merged
from crm_desktop.core.store import row_writing, write
from crm_desktop.core.store.rows import Row
from crm_desktop.core.store.tally import Tally
from crm_desktop.core.store.write import Batch
from crm_desktop.replica import news, numbers, outbox
from crm_desktop.replica.replica import Replica
from crm_desktop.replica.shelf import Shelf
from crm_desktop.sync import engine
from sync_server import first_load, pulling, pushing, slices, taker
from sync_server.books import Books
from sync_server.conflicts import Conflicts
from sync_server.families import Families
from sync_server.hindsight import Hindsight
from sync_server.pushing import Pushing
from sync_server.taker import Taker
from tests.simulation.hands import Hands
from tests.simulation.history import play
from tests.simulation.referee import ALIVE, Violation

Plant = Callable[[pytest.MonkeyPatch], None]


def duplicate_accepted(patch: pytest.MonkeyPatch) -> None:
    def every(changes: Any, device: str, _taken: int) -> list[Any]:
        return sorted((one for one in changes if one.device == device), key=lambda one: one.counter)

    patch.setattr(pushing, "_in_order", every)
    patch.setattr(
        Taker, "_judge_new", lambda self, entry, new: (new.setdefault((entry.entity, entry.record), ""), entry)[1]
    )


def base_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(taker, "merge", lambda _declared, _current, entry, _happened, _since: Merged(entry))


def later_arrival_wins(patch: pytest.MonkeyPatch) -> None:
    real = taker.merge
    patch.setattr(
        taker,
        "merge",
        lambda declared, current, entry, _happened, since: real(declared, current, entry, 1 << 62, since),
    )


def conflict_not_told(patch: pytest.MonkeyPatch) -> None:
    real = taker.merge
    patch.setattr(taker, "merge", lambda *told: msgspec.structs.replace(real(*told), clashes=()))


def refused_change_dropped(patch: pytest.MonkeyPatch) -> None:
    real = Taker._post_record

    def post(self: Taker, record: Any) -> None:
        if type(record).__name__ != "Refusal":
            real(self, record)

    patch.setattr(Taker, "_post_record", post)


def scope_left_out_on_pull(patch: pytest.MonkeyPatch) -> None:
    real = pulling.slice_of

    def everything(connection: Any, actor: Any, after: int, upto: int) -> Any:
        return real(connection, msgspec.structs.replace(actor, role="administrator"), after, upto)

    patch.setattr(pulling, "slice_of", everything)


def scope_left_out_on_push(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Taker, "_check_scope", lambda *_told: None)


def moves_not_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pulling, "arrivals", lambda *_told: ((), ()))


def outbox_cleared_before_the_answer(patch: pytest.MonkeyPatch) -> None:
    real = engine._push

    def push(talk: engine.Talk, report: Any) -> Any:
        class Early:
            def push(self, *told: Any) -> Any:
                with talk.replica._pen.writing() as connection:
                    connection.execute(outbox.OUTBOX.delete())
                return talk.server.push(*told)

        return real(msgspec.structs.replace(talk, server=Early()), report)

    patch.setattr(engine, "_push", push)


def absorb_overwrites_what_waits(patch: pytest.MonkeyPatch) -> None:
    real = news.take_in

    def take_in(connection: Any, device: str, part: Any, gone: Any, taken: Any) -> Any:
        touched = real(connection, device, part, gone, taken)
        for entry in (entry for posted in part for entry in posted.change.entries if entry.act is Act.EDIT):
            for name, (_, value) in entry.fields.items():
                if name not in entry.lost and isinstance(value, str):
                    query = f'UPDATE "{entry.entity}" SET "{name}" = ? WHERE id = ?'
                    connection.exec_driver_sql(query, (value, entry.record))
        return touched

    patch.setattr(news, "take_in", take_in)


def tombstone_forgotten(patch: pytest.MonkeyPatch) -> None:
    real = Replica.absorb

    def absorb(self: Replica, page: Any) -> Any:
        kept = tuple(one for one in page.posted if all(entry.act is not Act.DELETE for entry in one.change.entries))
        return real(self, msgspec.structs.replace(page, posted=kept))

    patch.setattr(Replica, "absorb", absorb)


def cursor_moved_without_the_page(patch: pytest.MonkeyPatch) -> None:
    real = Replica.absorb

    def absorb(self: Replica, page: Any) -> Any:
        self.set_mark("cursor", page.cursor)
        return real(self, page)

    patch.setattr(Replica, "absorb", absorb)


def counter_kept_outside_the_transaction(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Pushing, "_keep_device_mark", lambda *_told: None)


def leaving_record_stays(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Batch, "forget", lambda *_told: None)


def totals_not_derived(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Batch, "_gather", lambda _self: None)


def deletion_over_unseen_edit(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Taker, "_judge_delete", lambda _self, entry: entry)


def deletion_over_unseen_followers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Families, "unseen_under", lambda *_told: None)


def followers_left_behind(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Batch, "_followers", lambda *_told: [])


def restore_not_noticed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Books, "_is_lost", lambda *_told: False)


def brought_back_twice(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pushing, "remaining", lambda _connection, changes: list(changes))


def nothing_brought_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Replica, "changes", lambda *_told: ())


def number_skipped(patch: pytest.MonkeyPatch) -> None:
    real = taker.newest_seq
    patch.setattr(taker, "newest_seq", lambda connection: real(connection) + 1)


def number_used_twice(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(numbers, "use_first", lambda *_told: None)


def hidden_fields_loaded(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(first_load, "hidden_fields", lambda *_told: frozenset())


def hidden_fields_sent(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pulling, "masked", lambda posted, _role: posted)


def scope_left_out_on_load(patch: pytest.MonkeyPatch) -> None:
    real = first_load._rows_after
    patch.setattr(first_load, "_rows_after", lambda table, **_told: real(table, is_scoped=False, is_wide=False))


def outbox_forgotten_with_a_leaving_record(patch: pytest.MonkeyPatch) -> None:
    real = news.take_in

    def take_in(connection: Any, device: str, part: Any, gone: Any, taken: Any) -> Any:
        touched = real(connection, device, part, gone, taken)
        left = {(one.entity, id_) for one in gone for id_ in one.records}
        for change in outbox.waiting(connection):
            if any((entry.entity, entry.record) in left for entry in change.entries):
                outbox.drop(connection, [change.id])
        return touched

    patch.setattr(news, "take_in", take_in)


def sums_not_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Tally, "put_in", lambda *_told: None)


def texts_overwritten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merging, "merge_text", lambda _base, _now, new: new)


def sets_overwritten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(changes, "_delta", lambda _rule, _current, _saw, new: new)


def pictures_not_sent(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Shelf, "unsent", lambda _self: [])


def page_ends_within_a_change(patch: pytest.MonkeyPatch) -> None:
    real = slices.slice_of

    def cut(*told: Any) -> Any:
        found = real(*told)
        if not found.posted or len(found.posted[-1].seqs) < 2:
            return found
        last = found.posted[-1]
        change = msgspec.structs.replace(last.change, entries=last.change.entries[:-1])
        shorter = msgspec.structs.replace(last, change=change, seqs=last.seqs[:-1])
        return msgspec.structs.replace(found, posted=(*found.posted[:-1], shorter))

    patch.setattr(pulling, "slice_of", cut)


def waiting_edits_left_behind_by_a_load(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Replica, "replay", lambda _self: {})


def every_answer_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Conflicts, "answered", lambda _self, entry, _applied: entry)
    real = Hands.__init__

    def eager(self: Hands, *told: Any, **more: Any) -> None:
        real(self, *told, **more)
        self.prefer("_answer", 60)  # two answers to one question are rare where people answer seldom

    patch.setattr(Hands, "__init__", eager)


def unknown_fields_dropped(patch: pytest.MonkeyPatch) -> None:
    real = row_writing.to_row
    patch.setattr(row_writing, "to_row", lambda *told: {**real(*told), "extra": None})


def hindsight_left_out(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Hindsight, "held", lambda *_told: False)


def history_left_behind(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(slices, "history_of", lambda *_told: ())


def waiting_edits_gone_with_their_record(patch: pytest.MonkeyPatch) -> None:
    real = write.Batch.forget

    def forget(self: Any, key: str, ids: Any) -> None:
        every = list(ids)
        real(self, key, every)
        for id_ in every:
            self._connection.exec_driver_sql("DELETE FROM entry WHERE entity = ? AND record = ?", (key, id_))
            self._rows[key, id_] = Row()

    patch.setattr(write.Batch, "forget", forget)


PLANTED: dict[Plant, int] = {
    duplicate_accepted: 0,
    base_ignored: 0,
    later_arrival_wins: 6,
    conflict_not_told: 2,
    refused_change_dropped: 0,
    scope_left_out_on_pull: 0,
    scope_left_out_on_push: 1,
    moves_not_told: 0,
    outbox_cleared_before_the_answer: 0,
    absorb_overwrites_what_waits: 0,
    tombstone_forgotten: 0,
    counter_kept_outside_the_transaction: 0,
    leaving_record_stays: 0,
    totals_not_derived: 0,
    deletion_over_unseen_edit: 1,
    deletion_over_unseen_followers: 4,
    followers_left_behind: 0,
    restore_not_noticed: 9,
    brought_back_twice: 0,
    nothing_brought_back: 9,
    number_skipped: 0,
    pictures_not_sent: 1,
    page_ends_within_a_change: 0,
    waiting_edits_left_behind_by_a_load: 74,
    history_left_behind: 0,
    hindsight_left_out: 0,
    every_answer_counts: 501,
    unknown_fields_dropped: 2,
    number_used_twice: 99,
    hidden_fields_loaded: 2,
    hidden_fields_sent: 1,
    scope_left_out_on_load: 2,
    sums_not_kept: 0,
    texts_overwritten: 0,
    sets_overwritten: 2,
    waiting_edits_gone_with_their_record: 298,
    cursor_moved_without_the_page: 9,
    outbox_forgotten_with_a_leaving_record: 5,
}
"""Each fault and the first seed that finds it."""

STEPS = (20, 35)
"""How long the histories are that look for them."""


class Found(NamedTuple):
    """The seed of the history that found a fault, and what it said. violation: None where none found it."""

    seed: int
    violation: Violation | None


def search(plant: Plant, seeds: Iterable[int]) -> Found:
    """Play histories with a planted fault until a law finds it; what crashes over the fault itself does not count."""
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        for seed in seeds:
            violation = play(seed, STEPS).violation
            if violation is not None and violation.law != ALIVE:
                return Found(seed, violation)
    return Found(-1, None)
