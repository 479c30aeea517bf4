"""The laws as they can be checked at a laptop and at the server, against the reference that shares no code with them."""

from collections.abc import Iterable
from random import Random
from typing import Any

from crm_desktop.core.changes import WAITING, Act, Change
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.entities.quote_totals import line_figures, quote_figures
from crm_desktop.core.schema import Merge
from crm_desktop.core.store import Past, Reader
from crm_desktop.core.store.tables import from_row
from tests.simulation.referee import (
    EQUALITY,
    LOST,
    ORDER,
    PASTS,
    SCOPE,
    TOTALS,
    WAITING_ON_TOP,
    hold,
)  # fmt: skip
from tests.simulation.reference import Key, Raws, Reference, Written, rule_of
from tests.simulation.world import House, Laptop, cursor_seq, written

ENTITIES = (
    "user", "territory", "product", "account", "contact", "opportunity", "activity", "quote", "quote_line", "conflict",
    "refusal",
)  # fmt: skip
DERIVED = {key: frozenset(name for name, one in REGISTRY[key].fields.items() if one.derived) for key in ENTITIES}
_STEPS = " UNION ALL ".join(f"SELECT '{key}', id, seq FROM {key} WHERE seq < {WAITING}" for key in ENTITIES)


def notes_saves(laptop: Laptop, outbox: Iterable[Change]) -> None:
    """Remember what a form called saved, also what was on the disk when the process died."""
    for change in outbox:
        if change.id not in laptop.unsettled:
            laptop.unsettled[change.id] = change
            laptop.changes.append(change.id)


def check_saves(laptop: Laptop, outbox: Iterable[Change], reference: Reference) -> None:
    """Every saved change waits, or is in the journal with all its values, or was refused with all its values."""
    waiting = {change.id for change in outbox}
    for id_ in [id_ for id_ in laptop.unsettled if id_ not in waiting]:
        change = laptop.unsettled.pop(id_)
        is_there = id_ in reference.changes or id_ in reference.refused
        hold(LOST, is_there, f"{laptop.device} dropped {change}, and the server has not got it")


def check_waiting(laptop: Laptop, outbox: tuple[Change, ...], reference: Reference) -> None:
    """What a person typed is what she sees, until the server answers."""
    deleted = {(e.entity, e.record) for change in outbox for e in change.entries if e.act is Act.DELETE}
    last: dict[tuple[Key, str], tuple[Any, Any]] = {}
    for entry in (entry for change in outbox for entry in change.entries if entry.act is not Act.DELETE):
        last.update({((entry.entity, entry.record), name): pair for name, pair in entry.fields.items()})
    created = {(e.entity, e.record) for change in outbox for e in change.entries if e.act is Act.CREATE}
    created -= reference.twins.keys()
    raws: dict[Key, Raws | None] = {}
    for (key, name), (saw, new) in last.items():
        twin = reference.twin(key)
        if key in deleted or (twin.stands and not reference.sees(laptop.user, key)):
            continue
        if key in reference.twins and not twin.stands:
            continue  # a colleague deleted it: it stands again when this arrives
        if key not in raws:
            raws[key] = laptop.replica.raw(*key)
        raw = raws[key]
        if raw is None:
            hold(WAITING_ON_TOP, key not in created, f"{laptop.device} does not see {key}, whose creation waits")
            continue
        now = raw.get(name)
        if rule_of(key[0], name) is Merge.UNION:
            missing = [item for item in new or [] if item not in (saw or []) and item not in (now or [])]
            hold(WAITING_ON_TOP, not missing, f"{laptop.device} sees {now} in {name} of {key}, without {missing}")
        else:
            hold(WAITING_ON_TOP, now == new, f"{laptop.device} sees {now!r} in {name} of {key}, typed was {new!r}")


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
            hold(ORDER, seq >= before, f"{key} {id_} on {laptop.device} went from {before} to {seq}")
            laptop.row_seqs[key, id_] = seq


def check_repairs(laptop: Laptop) -> None:
    """Nothing damages a replica here, so nothing on it ever has to be mended: a repair hides a fault."""
    found = laptop.replica.repairs()
    hold(EQUALITY, not found, f"{laptop.device} had to repair {found}")


def check_replica(laptop: Laptop, reference: Reference) -> None:
    """A laptop that is through with a round, and has nothing waiting, holds its scope and nothing else, history included."""
    user = laptop.user
    wanted = {
        key: reference.raw(key) for key in reference.standing() if key[0] in ENTITIES and reference.sees(user, key)
    }
    with laptop.replica._engine.connect() as connection:
        for entity in ENTITIES:
            declared, hidden = REGISTRY[entity], reference.hidden(user, entity)
            rows = connection.exec_driver_sql(f"SELECT * FROM {entity}").mappings().all()
            for row in rows:
                key, raw = (entity, row["id"]), from_row(declared, row)
                hold(SCOPE, reference.sees(user, key), f"{laptop.device} holds {key} at {reference.node(key)}")
                hold(SCOPE, not hidden & raw.keys(), f"{laptop.device} holds {hidden} of {key}")
                hold(EQUALITY, key in wanted, f"{laptop.device} holds {key}, which was deleted")
                there = {name: value for name, value in wanted.pop(key).items() if name not in hidden}
                here = {name: value for name, value in raw.items() if name not in DERIVED[entity]}
                hold(EQUALITY, here == there, f"{laptop.device} has {_differences(here, there)} of {key}")
        hold(EQUALITY, not wanted, f"{laptop.device} lacks {list(wanted)}")
        lines = [written(row) for row in connection.exec_driver_sql("SELECT * FROM entry ORDER BY seq")]
    check_journal(laptop, lines, reference)


def check_journal(laptop: Laptop, lines: list[Written], reference: Reference) -> None:
    """The history of what a laptop holds is all there, and the history of nothing else."""
    user = laptop.user
    wanted = {
        line.seq: _masked(line, reference.hidden(user, line.entity))
        for line in reference.lines
        if reference.may_get(user, line.key)
    }
    for line in lines:
        if line.entity in ENTITIES:
            hold(SCOPE, reference.may_get(user, line.key), f"{laptop.device} holds the past of {line.key}")
        hold(EQUALITY, wanted.pop(line.seq, None) == line, f"{laptop.device} has {line}")
    hold(EQUALITY, not wanted, f"{laptop.device} lacks {list(wanted.values())[:3]}")


def check_server(house: House, reference: Reference) -> None:
    """The journal only ever grew, the rows are the journal folded up, and verify finds nothing."""
    hold(ORDER, house.written(0) == reference.lines, "the journal was written over")
    with house.engine.connect() as connection:
        for entity in ENTITIES:
            rows = connection.exec_driver_sql(f"SELECT * FROM {entity}").mappings()
            here = {row["id"]: _plain(entity, from_row(REGISTRY[entity], row)) for row in rows}
            there = {id_: reference.raw((key, id_)) for key, id_ in reference.standing() if key == entity}
            hold(EQUALITY, here == there, f"{entity} on the server: {_differences(here, there)}")
    found = house.service.verify()
    hold(EQUALITY, not found, f"verify on the server: {found}")


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
            for row in connection.exec_driver_sql(f"SELECT * FROM {entity}").mappings()
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
    found = {key: (here[key], there[key]) for key in here if here[key] != there[key]}
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
    return line._replace(fields={name: pair for name, pair in line.fields.items() if name not in hidden})


def _differences(here: Raws, there: Raws) -> Raws:
    names = [name for name in {*here, *there} if here.get(name) != there.get(name)]
    return {name: (here.get(name), there.get(name)) for name in names}
