"""What of the demo company's story one of its people has on a laptop, decided without a server."""

from collections.abc import Iterable, Iterator

import msgspec

from crm_desktop.core.access import subtree
from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.core.entities import Territory
from crm_desktop.core.schema import REGISTRY, Raw


def in_scope(changes: Iterable[Change], user: str) -> Iterator[Change]:
    """Keep of a story what a person may see, in its order.

    user: id. Nobody moves in the story, so that where a record was created decides for good.
    """
    told = list(changes)
    every = [entry for change in told for entry in change.entries]
    nodes = _nodes_of(every, user)
    homes = {one.record: str(_value(one, "home") or "") for one in every if one.entity == "user"}
    here: set[str] = set()
    for change in told:
        kept = tuple(entry for entry in change.entries if _is_here(entry, nodes, homes, here))
        if kept:
            yield change if len(kept) == len(change.entries) else msgspec.structs.replace(change, entries=kept)


def _nodes_of(entries: Iterable[Entry], user: str) -> frozenset[str]:
    """Collect the territories that a person holds."""
    tree, held = list[Territory](), list[str]()
    for entry in entries:
        if entry.entity == "territory":
            tree.append(Territory(id=entry.record, name="", parent=str(_value(entry, "parent") or "")))
        if entry.entity == "user" and entry.record == user:
            territories = _value(entry, "territories")
            held += territories if isinstance(territories, list) else []
    return subtree(held, tree)


def _is_here(entry: Entry, nodes: frozenset[str], homes: dict[str, str], here: set[str]) -> bool:
    """Decide for a record when it is created; everything later follows it."""
    declared = REGISTRY[entry.entity]
    if entry.act is not Act.CREATE:
        return not declared.follows or entry.record in here
    for name in declared.follows:
        value = _value(entry, name)
        if value:
            target = declared.fields[name].target
            node = {"territory": value, "user": homes.get(str(value), "")}.get(target)
            if node not in nodes if target in {"territory", "user"} else value not in here:
                return False
            break
    else:
        if declared.follows:
            return False
    here.add(entry.record)
    return True


def _value(entry: Entry, name: str) -> Raw:
    return entry.fields.get(name, (None, None))[1]
