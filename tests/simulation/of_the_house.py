"""What an administrator does on the server itself, and what a stranger forges: drawn at random, as entries."""

from collections.abc import Callable
from random import Random
from typing import Any

from crm_desktop.core.changes import Act, Entry, create_entry, edit_entry
from crm_desktop.core.entities import Activity, Contact
from crm_desktop.core.schema import raw_of
from tests.simulation.drawing import WORDS
from tests.simulation.reference import Key, Reference

TERRITORIES = ("world", "north", "harbour", "south")
PEOPLE = ("ann", "bob", "mia", "tom")
SELDOM = "0123"
"""How an id ends with which something happens that costs the dice nothing: one in eight."""


def of_the_house(rng: Random, reference: Reference, faults: frozenset[str], new_id: str) -> tuple[Entry, ...]:
    """Draw what an administrator does on the server: territories, people, and a colleague's edit."""
    acts = ["edit", "edit"] + ["territory"] * ("territories" in faults) + ["person"] * ("people" in faults)
    match rng.choice(acts):
        case "territory":
            return _moved(rng, reference)
        case "person":
            return _replaced(rng, reference)
    kind = rng.choice(("account", "opportunity", "contact"))
    found = ids_of(reference, kind)
    if not found:
        return (create_entry("activity", new_id, raw_of(Activity(id=new_id, subject="Call", owner="ann"))),)
    name = {"account": "terms", "opportunity": "next_step", "contact": "job_title"}[kind]
    edited = _set(reference, (kind, rng.choice(found)), {name: rng.choice(WORDS)})
    return (*edited, *_dearer(reference)) if new_id[-1] in SELDOM else edited


def _dearer(reference: Reference) -> tuple[Entry, ...]:
    """Let a product cost more: everybody has it, and not everybody may read that."""
    product = ("product", "pump")
    return _set(reference, product, {"cost": (reference.raw(product).get("cost") or 0) + 100})


def _moved(rng: Random, reference: Reference) -> tuple[Entry, ...]:
    if rng.random() < 0.4 and (found := ids_of(reference, "account")):
        return _set(reference, ("account", rng.choice(found)), {"territory": rng.choice(TERRITORIES)})
    return _set(reference, ("territory", "harbour"), {"parent": rng.choice(("north", "south", "world"))})


def _replaced(rng: Random, reference: Reference) -> tuple[Entry, ...]:
    """Give a person other territories, another role or a successor; or let her leave, or come back."""
    user = rng.choice(PEOPLE)
    held = sorted(rng.sample(TERRITORIES, rng.randint(1, 2)))
    values: dict[str, Any]
    match rng.randrange(6):
        case 0 | 1:
            values = {"territories": held}
        case 2:
            values = {"home": held[0]}
        case 3:
            values = {"role": rng.choice(("rep", "rep", "manager", "administrator"))}
        case 4:
            values = {"successor": rng.choice((None, *PEOPLE))}
        case _:
            is_inactive = reference.raw(("user", user)).get("is_inactive")
            values = {"is_inactive": None if is_inactive else True, "successor": rng.choice((None, *PEOPLE))}
    return _set(reference, ("user", user), values)


def welcome_back(reference: Reference) -> tuple[Entry, ...]:
    """Let everybody who left come back."""
    gone = [key for key in (("user", user) for user in PEOPLE) if reference.raw(key).get("is_inactive")]
    return tuple(entry for key in gone for entry in _set(reference, key, {"is_inactive": None}))


def of_a_stranger(rng: Random, reference: Reference, ids: Callable[[], str]) -> tuple[Entry, ...]:
    """Forge what no honest laptop sends: a write to a record that bob does not hold, and perhaps cannot even see."""
    hidden = [
        key for key in reference.standing() if key[0] in ("account", "opportunity") and not reference.sees("bob", key)
    ]
    if not hidden:
        return ()
    key = rng.choice(hidden)
    raw, name = reference.raw(key), {"account": "terms", "opportunity": "next_step"}[key[0]]
    if rng.random() < 0.3:
        account = key[1] if key[0] == "account" else str(raw.get("account") or "")
        made = Contact(id=ids(), family_name="Spy", account=account, owner="ann")
        return (create_entry("contact", made.id, raw_of(made)),)
    return (Entry(*key, Act.EDIT, {name: (raw.get(name), "forged")}),)


def ids_of(reference: Reference, kind: str) -> list[str]:
    """List the records of an entity that stand."""
    return sorted(id_ for key, id_ in reference.standing() if key == kind)


def _set(reference: Reference, key: Key, values: dict[str, Any]) -> tuple[Entry, ...]:
    raw = reference.raw(key)
    entry = edit_entry(*key, raw, {**raw, **values})
    return () if entry is None else (entry,)
