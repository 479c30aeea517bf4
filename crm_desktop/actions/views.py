"""The views that a person keeps of lists: finding, saving, sharing and deleting them."""

from typing import Any

import msgspec

from crm_desktop.actions import records
from crm_desktop.actions.desk import Desk, Done, own_names
from crm_desktop.core.entities import ListView
from crm_desktop.core.entities.people import ADMINISTRATOR
from crm_desktop.core.store import Where

LAST = "view of "
"""Before the key of a list: the mark that names the view it was left in."""


class Rule(msgspec.Struct, frozen=True):
    """One filter as it is kept: the path of what is asked, how, and the value as typed."""

    path: str
    op: str
    value: str = ""


class Shown(msgspec.Struct, frozen=True):
    """What a list shows, beside the text that is searched for.

    scope, state: keys of chips. sort: names of `Reader.find`. columns: names with their widths in pixels, in order.
    """

    scope: str = ""
    state: str = ""
    rules: tuple[Rule, ...] = ()
    sort: tuple[str, ...] = ()
    columns: tuple[tuple[str, int], ...] = ()
    group_by: str = ""


_read_rules = msgspec.json.Decoder(tuple[Rule, ...]).decode


def views_of(desk: Desk, key: str) -> list[ListView]:
    """List the views of a list that are for this person, the oldest first: everybody's, and her own."""
    found = desk.replica.find(ListView, Where("entity", "eq", key), order=("id",))
    persons = own_names(desk) if found else []
    return [one for one in found if one.is_shared or one.owner in persons]


def may_change(desk: Desk, view: ListView) -> bool:
    """Tell whether this person may change or delete a view; the server decides by the same rule."""
    return desk.role == ADMINISTRATOR or view.owner in own_names(desk)


def shown_by(view: ListView) -> Shown:
    """Read what a view shows. A filter that cannot be read comes as a rule of an unknown path, and is not lost."""
    try:
        rules = _read_rules(view.filters) if view.filters else ()
    except msgspec.DecodeError:
        rules = (Rule("?", "?", view.filters),)
    columns = (part.partition("=") for part in view.columns.split(",") if part)
    widths = tuple((name, int(width) if width.isdecimal() else 0) for name, _, width in columns)
    sort = tuple(part for part in view.sort.split(",") if part)
    return Shown(view.scope, view.state, rules, sort, widths, view.group_by)


def keep(desk: Desk, key: str, name: str, shown: Shown, *, is_shared: bool = False) -> Done:
    """Save what a list shows as a new view of the person's own; raises RefusedError without a name."""
    made = ListView(
        id=desk.new_id(), name=name.strip(), owner=desk.user.id, entity=key, is_shared=is_shared, **_written(shown)
    )
    return records.create(desk, made)


def save(desk: Desk, view: ListView, shown: Shown) -> Done:
    """Let a view show something else from now on."""
    return records.edit(desk, view, **_written(shown))


def rename(desk: Desk, view: ListView, name: str) -> Done:
    """Call a view otherwise; raises RefusedError without a name."""
    return records.edit(desk, view, name=name.strip())


def share(desk: Desk, view: ListView, *, is_shared: bool) -> Done:
    """Give a view to everybody, or take it back for its owner alone."""
    return records.edit(desk, view, is_shared=is_shared)


def last_view(desk: Desk, key: str) -> str:
    """Name the view that a list was left in on this laptop, "" for none."""
    return desk.replica.mark(LAST + key)


def note_view(desk: Desk, key: str, id_: str) -> None:
    """Note the view that a list is left in; it stays in the encrypted file."""
    desk.replica.set_mark(LAST + key, id_)


def _written(shown: Shown) -> dict[str, Any]:
    return {
        "scope": shown.scope,
        "state": shown.state,
        "filters": msgspec.json.encode(shown.rules).decode() if shown.rules else "",
        "sort": ",".join(shown.sort),
        "columns": ",".join(f"{name}={width}" for name, width in shown.columns),
        "group_by": shown.group_by,
    }
