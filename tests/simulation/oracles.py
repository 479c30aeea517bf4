"""The laws as they can be checked at a laptop and at the server, against the reference that shares no code with them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from random import Random
from typing import Any

from crm_desktop.core.changes import WAITING, Act, Change
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.entities.quote_totals import line_figures, quote_figures
from crm_desktop.core.schema import Merge
from crm_desktop.core.store import Past, Reader
from crm_desktop.core.store.tables import MAIN, from_row
from crm_desktop.replica.doubts import HEALED
from tests.simulation.referee import (
    EQUALITY,
    LOST,
    NUMBERS,
    ORDER,
    PAGES,
    PARTS,
    PASTS,
    SCOPE,
    TOTALS,
    WAITING_ON_TOP,
    hold,
)  # fmt: skip
from tests.simulation.reference import Key, Raws, Reference, Written, rule_of
from tests.simulation.world import House, Laptop, cursor_seq, written

ENTITIES = tuple(REGISTRY)
DERIVED = {key: frozenset(name for name, one in REGISTRY[key].fields.items() if one.derived) for key in ENTITIES}
_STEPS = " UNION ALL ".join(f"SELECT '{key}', id, seq FROM \"{key}\" WHERE seq < {WAITING}" for key in ENTITIES)


def notes_saves(laptop: Laptop, outbox: Iterable[Change]) -> list[str]:
    """Remember what a form called saved, also what was on the disk when the process died; tell what is new."""
    new = [change for change in outbox if change.id not in laptop.unsettled]
    laptop.unsettled.update({change.id: change for change in new})
    laptop.changes += [change.id for change in new]
    return [change.id for change in new]


def check_saves(laptop: Laptop, outbox: Iterable[Change], reference: Reference) -> None:
    """Every saved change waits, or is in the journal with all its values, or was refused with all its values."""
    waiting = {change.id for change in outbox}
    for id_ in [id_ for id_ in laptop.unsettled if id_ not in waiting]:
        change = laptop.unsettled.pop(id_)
        is_there = id_ in reference.changes or id_ in reference.refused
        hold(LOST, is_there, f"{laptop.device} dropped {change}, and the server has not got it")


def check_waiting(laptop: Laptop, outbox: Sequence[Change], reference: Reference, only: Collection[str] = ()) -> None:
    """What a person typed is what she sees, until the server answers. only: the changes that are new, () for all."""
    entries = [entry for change in outbox for entry in change.entries]
    deleted = {(e.entity, e.record) for e in entries if e.act is Act.DELETE}
    last: dict[tuple[Key, str], tuple[Any, Any]] = {}
    for entry in (entry for entry in entries if entry.act is not Act.DELETE):
        last.update({((entry.entity, entry.record), name): pair for name, pair in entry.fields.items()})
    if only:
        new = {(entry.entity, entry.record) for change in outbox if change.id in only for entry in change.entries}
        last = {(key, name): pair for (key, name), pair in last.items() if key in new}
    created = {(e.entity, e.record) for e in entries if e.act is Act.CREATE} - reference.twins.keys()
    raws = _raws(laptop, {key for key, _ in last})
    for (key, name), (saw, new) in last.items():
        twin = reference.twin(key)
        if key in deleted or (twin.stands and not reference.sees(laptop.user, key)):
            continue
        if key in reference.twins and not twin.stands:
            continue  # a colleague deleted it: it stands again when this arrives
        raw = raws.get(key)
        if raw is None:
            hold(WAITING_ON_TOP, key not in created, f"{laptop.device} does not see {key}, whose creation waits")
            continue
        now = raw.get(name)
        if rule_of(key[0], name) is Merge.UNION:
            missing = [item for item in new or [] if item not in (saw or []) and item not in (now or [])]
            hold(WAITING_ON_TOP, not missing, f"{laptop.device} sees {now} in {name} of {key}, without {missing}")
        else:
            hold(WAITING_ON_TOP, now == new, f"{laptop.device} sees {now!r} in {name} of {key}, typed was {new!r}")


def _raws(laptop: Laptop, keys: Iterable[Key]) -> dict[Key, Raws]:
    """Read some records as they lie on a laptop."""
    wanted: dict[str, list[str]] = {}
    for entity, id_ in keys:
        wanted.setdefault(entity, []).append(id_)
    found: dict[Key, Raws] = {}
    with laptop.replica._engine.connect() as connection:
        for entity, ids in wanted.items():
            query = f"{_rows(entity)} WHERE id IN ({', '.join('?' * len(ids))})"
            for row in connection.exec_driver_sql(query, tuple(ids)).mappings():
                found[entity, row["id"]] = from_row(REGISTRY[entity], row)
    return found


def check_steps(laptop: Laptop, *, is_whole: bool) -> None:
    """Cursor and row numbers go forward only. is_whole: the round was not cut in the middle of a page."""
    cursor = laptop.replica.mark("cursor")
    if cursor:
        seq = cursor_seq(cursor)
        hold(ORDER, seq >= laptop.cursor_seq, f"the cursor of {laptop.device} went from {laptop.cursor_seq} to {seq}")
        laptop.cursor_seq = seq
    if not is_whole:
        return
    with laptop.replica._engine.connect() as connection:
        for key, id_, seq in connection.exec_driver_sql(_STEPS):
            before = laptop.row_seqs.get((key, id_), 0)
            if seq < before:
                hold(ORDER, False, f"{key} {id_} on {laptop.device} went from {before} to {seq}")
            laptop.row_seqs[key, id_] = seq


def check_repairs(laptop: Laptop) -> None:
    """What the disk changed was put right at once, and nothing else ever has to be: a repair would hide a fault."""
    repairs = laptop.replica.repairs()
    other = [one for one in repairs if one.how != HEALED]
    hold(EQUALITY, not other and len(repairs) <= laptop.damages, f"{laptop.device} had to repair {repairs}")


def check_replica(laptop: Laptop, reference: Reference) -> None:
    """A laptop that is through with a round, and has nothing waiting, holds its scope and nothing else, history included.

    What was looked at before and has not changed since, on neither side, is taken as it was.
    """
    user, skew, seen = laptop.user, laptop.skew, laptop.seen
    wanted = {key for key in reference.standing() if key[0] not in skew.entities and reference.sees(user, key)}
    with laptop.replica._engine.connect() as connection:
        for entity in ENTITIES:
            declared, hidden = REGISTRY[entity], reference.hidden(user, entity)
            rows = connection.exec_driver_sql(_rows(entity))
            for row in map(tuple, rows):
                key, twin = (entity, row[1]), reference.twin((entity, row[1]))
                if key not in wanted:
                    hold(SCOPE, reference.sees(user, key), f"{laptop.device} holds {key} at {reference.node(key)}")
                    hold(EQUALITY, False, f"{laptop.device} holds {key}, which was deleted")
                wanted.discard(key)
                if seen.get(key) == (row, hidden) and seen.get((key, "twin")) is twin:
                    continue
                raw = from_row(declared, dict(zip(MAIN[entity].columns.keys(), row, strict=True)))
                hold(SCOPE, not hidden & raw.keys(), f"{laptop.device} holds {hidden} of {key}")
                there = skew.raw(entity, {name: value for name, value in twin.raw.items() if name not in hidden})
                here = {name: value for name, value in raw.items() if name not in DERIVED[entity]}
                hold(EQUALITY, here == there, f"{laptop.device} has {_differences(here, there)} of {key}")
                seen[key], seen[key, "twin"] = (row, hidden), twin
        hold(EQUALITY, not wanted, f"{laptop.device} lacks {list(wanted)}")
        lines = [written(row) for row in map(tuple, connection.exec_driver_sql("SELECT * FROM entry"))]
    check_journal(laptop, lines, reference)


def check_journal(laptop: Laptop, lines: list[Written], reference: Reference) -> None:
    """The history of what a laptop holds is all there, and the history of nothing else."""
    user, skew = laptop.user, laptop.skew
    gets = {key: reference.may_get(user, key) for key in reference.of}
    wanted = {line.seq: line for line in reference.lines if gets[line.key]}
    for line in lines:
        there = wanted.pop(line.seq, None)
        if there is not None and there != line:
            there = skew.line(_masked(there, reference.hidden(user, there.entity)))
        if there != line:
            hold(SCOPE, there is not None or gets.get(line.key, True), f"{laptop.device} holds the past of {line.key}")
            hold(EQUALITY, False, f"{laptop.device} has {line}")
    hold(EQUALITY, not wanted, f"{laptop.device} lacks {list(wanted.values())[:3]}")


def check_whole_changes(laptop: Laptop, reference: Reference) -> None:
    """Of a change whose records never moved, a laptop holds all entries or none, wherever a page or a load was cut.

    What its disk changed comes anew with the next sync.
    """
    lost = {(entity, id_) for entity, ids in laptop.replica.lost().items() for id_ in ids}
    with laptop.replica._engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT change, count(*) FROM entry WHERE seq < ? GROUP BY change", (WAITING,)
        )
        for change, count in map(tuple, rows):
            lines = reference.changes.get(change, ())
            if lost and not lost.isdisjoint(line.key for line in lines):
                continue
            if 1 < len(lines) != count and not reference.ever_moved(lines):
                hold(PAGES, False, f"{laptop.device} holds {count} entries of {lines}")


def check_parts(reference: Reference) -> None:
    """No part stands without what it is a part of, as a line without its quote."""
    for key in reference.standing():
        declared = REGISTRY[key[0]]
        whole = reference.raw(key).get(declared.parent)
        if whole:
            above = (declared.fields[declared.parent].target, str(whole))
            hold(PARTS, reference.twin(above).stands, f"{key} stands without {above}")


def check_numbers(reference: Reference, laptops: Iterable[Laptop], leased: Mapping[str, str]) -> None:
    """No two quotes carry one number, and each number was in a block of the laptop that used it."""
    said: dict[tuple[str, Any], str] = {}
    for key, twin in reference.twins.items():
        if key[0] == "quote" and twin.stands and twin.raw.get("number"):
            number = (twin.raw["number"], twin.raw.get("revision"))
            hold(NUMBERS, number not in said, f"{number} is on {said.get(number)} and {key[1]}")
            said[number] = key[1]
    for laptop in laptops:
        wrong = [number for number in laptop.numbers if leased.get(number) != laptop.device]
        hold(NUMBERS, not wrong, f"{laptop.device} used {wrong}, leased to {[leased.get(one) for one in wrong]}")


def check_blocks(laptops: Iterable[Laptop]) -> None:
    """No number is left to be used on two laptops."""
    held: dict[str, str] = {}
    for laptop in laptops:
        for block in laptop.replica.number_blocks():
            for number in range(block.first, block.last + 1):
                name = f"{block.series}-{number:05d}"
                hold(NUMBERS, name not in held, f"{name} is held by {held.get(name)} and {laptop.device}")
                held[name] = laptop.device


def check_pictures(laptop: Laptop, house: House, reference: Reference) -> None:
    """The bytes of what was attached here, and is still named by a record in scope, are on the server, whole."""
    named = {
        twin.raw.get("sha256") for key, twin in reference.twins.items()
        if key[0] == "file" and twin.stands and reference.sees(laptop.user, key)
    }  # fmt: skip
    with house.engine.connect() as connection:
        there = set(connection.exec_driver_sql("SELECT sha256 FROM stored_file WHERE is_whole = 1").scalars())
    lost = [sha256 for sha256 in laptop.pictures if sha256 in named and sha256 not in there]
    hold(LOST, not lost, f"the server has not got the pictures {lost} of {laptop.device}")
    for sha256, content in laptop.pictures.items():
        here = laptop.replica.files.read(sha256)
        hold(LOST, here == content, f"{laptop.device} has not got its own picture {sha256}")


def check_server(house: House, reference: Reference, *, is_thorough: bool) -> None:
    """The journal only ever grew, the rows are the journal folded up, and verify finds nothing."""
    hold(ORDER, house.written(0) == reference.lines, "the journal was written over")
    with house.engine.connect() as connection:
        for entity in ENTITIES:
            rows = connection.exec_driver_sql(_rows(entity)).mappings()
            here = {row["id"]: _plain(entity, from_row(REGISTRY[entity], row)) for row in rows}
            there = {id_: reference.raw((key, id_)) for key, id_ in reference.standing() if key == entity}
            hold(EQUALITY, here == there, f"{entity} on the server: {_differences(here, there)}")
    found = house.service.verify() if is_thorough else []
    hold(EQUALITY, not found, f"verify on the server: {found}")


def _rows(entity: str) -> str:
    """Ask for the rows of an entity; "order" is a word of SQL."""
    return f'SELECT * FROM "{entity}"'


def check_totals(raws: dict[Key, Raws], who: str) -> None:
    """Totals of quotes and lines are what their lines add up to. raws: rows with what is derived."""
    for (entity, id_), raw in raws.items():
        if entity == "quote_line":
            figures = line_figures(raw)
        elif entity == "quote":
            mine = [
                {**line, "id": key[1]}
                for key, line in raws.items()
                if key[0] == "quote_line" and line.get("quote") == id_
            ]
            figures = quote_figures(raw, mine)
        else:
            continue
        found = {name: raw.get(name) for name in figures}
        hold(TOTALS, found == figures, f"{entity} {id_} at {who}: {found}, must be {figures}")


def rows_of(engine: Any) -> dict[Key, Raws]:
    """Read quotes and lines as they lie in a store."""
    with engine.connect() as connection:
        return {
            (entity, row["id"]): from_row(REGISTRY[entity], row)
            for entity in ("quote", "quote_line")
            for row in connection.exec_driver_sql(_rows(entity)).mappings()
        }


def check_pasts(engine: Any, reference: Reference, keys: Iterable[Key], rng: Random, who: str, user: str = "") -> None:
    """Both pasts of some records are the fold of what had happened, and of what was known."""
    with engine.connect() as connection:
        for key in keys:
            lines = reference.of[key]
            for past in Past:
                moment = getattr(rng.choice(lines), past.value) + rng.choice((-1, 0, 0, 1))
                twin = reference.twin(key, [line for line in lines if getattr(line, past.value) <= moment])
                hidden = reference.hidden(user, key[0]) if user else frozenset()
                wanted = (
                    {name: value for name, value in twin.raw.items() if name not in hidden} if twin.stands else None
                )
                found = Reader(connection, moment, past).raw(*key)
                here = None if found is None else _plain(key[0], found)
                hold(PASTS, here == wanted, f"{key} {past} at {moment} at {who}: {here}, must be {wanted}")


def check_alike(laptop: Laptop, house: House) -> None:
    """The content hashes of a laptop and of the server for its scope are the same, derived values included."""
    here = laptop.replica.content_hash(laptop.replica.mark("role"))
    there = house.service.content_hash(laptop.user)
    others = {key for key in here if key not in laptop.skew.entities and not laptop.skew.unknown(key)}
    found = {key: (here[key], there[key]) for key in others if here[key] != there[key]}
    hold(EQUALITY, not found, f"content hashes of {laptop.device}: {found}")


def check_verify(laptop: Laptop) -> None:
    """Verify finds nothing on a laptop."""
    found = laptop.replica.verify()
    hold(EQUALITY, not found, f"verify on {laptop.device}: {found}")


def _plain(entity: str, raw: Raws) -> Raws:
    return {name: value for name, value in raw.items() if name not in DERIVED[entity]}


def _masked(line: Written, hidden: frozenset[str]) -> Written:
    if not hidden:
        return line
    return line._replace(
        fields={name: pair for name, pair in line.fields.items() if name not in hidden},
        lost=tuple(name for name in line.lost if name not in hidden),
        merged={name: value for name, value in line.merged.items() if name not in hidden},
    )


def _differences(here: Raws, there: Raws) -> Raws:
    names = [name for name in {*here, *there} if here.get(name) != there.get(name)]
    return {name: (here.get(name), there.get(name)) for name in names}
