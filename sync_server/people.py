"""People and territories as an administrator adds, lists and changes them."""

import unicodedata
from collections.abc import Sequence

import msgspec

from crm_desktop.core.access import subtree
from crm_desktop.core.entities import Territory, User
from crm_desktop.core.entities.people import ADMINISTRATOR
from crm_desktop.core.errors import UserError
from sync_server.office import Office

NO_USER = "There is no user {name}. List them with: satchel-server user list"
MANY_USERS = "Several people are called {name}: {logins}. Give the sign-in name."
LOGIN_TAKEN = "The sign-in name {login} is taken by {name}. Choose another one."
BAD_LOGIN = "A sign-in name has no spaces and is not empty."
NO_TERRITORY = "There is no territory {name}. List them with: satchel-server territory list"
MANY_TERRITORIES = "Several territories are called {name}: {ids}. Give the id."
CIRCLE = "{name} cannot become part of {parent}, which is part of it. Move that one first."
NO_NAME = "Give a name that is not empty."
HAS_LEFT = "{name} is disabled, so a code would open nothing. Let the person in again with: satchel-server user enable"
GONE_HERSELF = "{name} is disabled and can take nothing over. Name another person, or let this one in again first."
HERSELF = "{name} cannot take over from {name}. Name another person."
LAST_ADMINISTRATOR = "{name} is the only administrator left. Add another one first, with --role administrator."


def find_user(office: Office, text: str) -> User:
    """Find a person by sign-in name, whole name or an unmistakable part of it."""
    wanted = text.strip().casefold()
    users = office.all(User)
    for fits in (
        [user for user in users if user.login.casefold() == wanted],
        [user for user in users if user.name.casefold() == wanted],
        [user for user in users if wanted and wanted in user.name.casefold()],
    ):
        if len(fits) > 1:
            raise UserError(MANY_USERS, name=text, logins=", ".join(sorted(user.login for user in fits)))
        if fits:
            return fits[0]
    raise UserError(NO_USER, name=text)


def find_territory(office: Office, text: str) -> Territory:
    """Find a territory by id or name."""
    wanted = text.strip().casefold()
    territories = office.all(Territory)
    fits = [one for one in territories if one.id == text.strip()]
    fits = fits or [one for one in territories if one.name.casefold() == wanted]
    if len(fits) > 1:
        raise UserError(MANY_TERRITORIES, name=text, ids=", ".join(sorted(one.id for one in fits)))
    if not fits:
        raise UserError(NO_TERRITORY, name=text)
    return fits[0]


def list_users(office: Office) -> None:
    """Say who there is."""
    names = {one.id: one.name for one in office.all(Territory)}
    rows = [("Sign-in name", "Name", "Role", "Territories", "")]
    for user in sorted(office.all(User), key=lambda one: one.login):
        held = ", ".join(names.get(id_, id_) for id_ in user.territories)
        rows.append((user.login, user.name, user.role, held, "left" if user.is_inactive else ""))
    _say_table(office, rows)


def add_user(office: Office, name: str, login: str, role: str, territories: Sequence[str], manager: str) -> None:
    """Add a person and say the one-time code with which a laptop is enrolled."""
    if not name.strip():
        raise UserError(NO_NAME)
    if not login or any(letter.isspace() for letter in login):
        raise UserError(BAD_LOGIN)
    for user in office.all(User):
        if user.login.casefold() == login.casefold():
            raise UserError(LOGIN_TAKEN, login=login, name=user.name)
    held = tuple(find_territory(office, text).id for text in territories)
    office.create(
        User(
            id=office.new_id(),
            name=name.strip(),
            login=login,
            role=role,
            territories=held,
            home=held[0] if held else "",
            manager=find_user(office, manager).id if manager else "",
        )
    )
    office.say(f"Added {name.strip()}.")
    say_code(office, login)


def say_code(office: Office, login: str) -> None:
    """Make a one-time code and say it; nobody who has left gets one."""
    user = find_user(office, login)
    if user.is_inactive:
        raise UserError(HAS_LEFT, name=user.name)
    office.say(f"Sign-in name:  {login}")
    office.say(f"One-time code: {office.accounts.create_code(login)}  (for one laptop, valid 7 days)")


def disable_user(office: Office, text: str) -> None:
    """Mark a person as gone and end her sessions; what she did stays."""
    user = find_user(office, text)
    others = (one for one in office.all(User) if one.id != user.id and not one.is_inactive)
    if user.role == ADMINISTRATOR and not any(one.role == ADMINISTRATOR for one in others):
        raise UserError(LAST_ADMINISTRATOR, name=user.name)
    office.edit(user, msgspec.structs.replace(user, is_inactive=True))
    office.accounts.disable(user.id)
    office.say(f"{user.name} can no longer sign in.")


def enable_user(office: Office, text: str) -> None:
    """Let a person who had left sign in again, with a new one-time code; a successor keeps what was handed over."""
    user = find_user(office, text)
    if user.is_inactive:
        office.edit(user, msgspec.structs.replace(user, is_inactive=False))
    office.say(f"{user.name} can sign in again.")
    say_code(office, user.login)


def assign_user(office: Office, text: str, territories: Sequence[str]) -> None:
    """Give a person other territories, the first of them as home; records move by that alone."""
    user = find_user(office, text)
    held = tuple(find_territory(office, one).id for one in territories)
    if (held, held[0]) != (user.territories, user.home):
        office.edit(user, msgspec.structs.replace(user, territories=held, home=held[0]))
    names = {one.id: one.name for one in office.all(Territory)}
    office.say(f"{user.name} holds {', '.join(names[id_] for id_ in held)} now.")


def replace_user(office: Office, leaver: str, successor: str) -> None:
    """Hand everything a person holds to another one and end her sessions; no record is rewritten."""
    left, taker = find_user(office, leaver), find_user(office, successor)
    if left.id == taker.id:
        raise UserError(HERSELF, name=left.name)
    if taker.is_inactive:
        raise UserError(GONE_HERSELF, name=taker.name)
    if left.successor != taker.id:
        office.edit(left, msgspec.structs.replace(left, successor=taker.id))
    if not left.is_inactive:
        disable_user(office, left.login)
    office.say(f"{taker.name} has everything that {left.name} held.")


def list_territories(office: Office) -> None:
    """Say the tree."""
    territories = office.all(Territory)
    known = {one.id for one in territories}
    below: dict[str, list[Territory]] = {}
    for one in territories:
        below.setdefault(one.parent if one.parent in known else "", []).append(one)

    def say(parent: str, depth: int) -> None:
        for one in sorted(below.get(parent, []), key=lambda node: node.name):
            rows.append(("  " * depth + one.name, one.kind, one.id))
            say(one.id, depth + 1)

    rows: list[tuple[str, ...]] = [("Territory", "Kind", "Id")]
    say("", 0)
    _say_table(office, rows)


def add_territory(office: Office, name: str, parent: str, kind: str) -> None:
    """Add a node of the tree."""
    if not name.strip():
        raise UserError(NO_NAME)
    above = find_territory(office, parent).id if parent else ""
    made = Territory(id=office.new_id(), name=name.strip(), parent=above, kind=kind)
    office.create(made)
    office.say(f"Added {made.name} ({made.id}).")


def move_territory(office: Office, text: str, to: str) -> None:
    """Make a node part of another; everything below goes with it."""
    moved, parent = find_territory(office, text), find_territory(office, to)
    if parent.id in subtree([moved.id], office.all(Territory)):
        raise UserError(CIRCLE, name=moved.name, parent=parent.name)
    office.edit(moved, msgspec.structs.replace(moved, parent=parent.id))
    office.say(f"{moved.name} is part of {parent.name} now.")


def _say_table(office: Office, rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        office.say("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Count the columns of a terminal that a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
