"""The words of the command line about who opens the data of a laptop, and what becomes of them when nobody does."""

import argparse
import getpass
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.leftovers import waiting_as_table
from crm_desktop.actions.listing import Words
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, moment_of
from crm_desktop.replica import asides
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.signing import NOT_YET_SENT, change_password, sign_out, unsent

NOT_THE_SAME = QT_TRANSLATE_NOOP("core", "The two passwords differ. Type the same password twice.")
UNREADABLE_FILE = "The password file {path} cannot be read. It is a text file in UTF-8 with the password alone."
NOBODY_HERE = (
    "Nobody is here to type the password. Give a file with --password-file, a new one with --new-password-file."
)


def add_password(word: argparse.ArgumentParser) -> None:
    """Describe `satchel password`."""
    word.add_argument("--new-password-file", type=Path, metavar="FILE", help="read the new password from a file")


def add_sign_out(word: argparse.ArgumentParser) -> None:
    """Describe `satchel sign-out`."""
    way = word.add_mutually_exclusive_group()
    way.add_argument(
        "--wipe", action="store_true", help="delete the data of this laptop; refused while something waits"
    )
    way.add_argument(
        "--set-aside", action="store_true", help="move them into a folder of their own, where the password opens them"
    )


def add_file(word: argparse.ArgumentParser) -> None:
    """Describe the words that write a file."""
    word.add_argument("file", type=Path, metavar="FILE", help="where it is written")


def new_password(replica: Replica, options: argparse.Namespace) -> int:
    """Change the password at the server and of the data here; without a server nothing changes."""
    new = _new_password(options)
    old = password_from(options.password_file) if options.password_file else getpass.getpass("Present password again: ")
    with closing(_server(replica)) as server:
        ended = change_password(replica, server, old, new)
    print("The password is changed, at the server and on this laptop.")
    if ended:
        print(f"{ended} other laptop{'s have' if ended > 1 else ' has'} to sign in with it.")
    return 0


def leave(replica: Replica, options: argparse.Namespace) -> int:
    """Sign out; what waits is never deleted."""
    waiting = unsent(replica)
    if options.wipe and waiting:
        raise RefusedError(NOT_YET_SENT)
    with closing(_server(replica)) as server:
        is_told = sign_out(replica, server)
    replica.leave_word()
    replica.close()
    if options.wipe:
        asides.wipe(replica.folder)
        print("Signed out. The data of this laptop are deleted.")
    elif options.set_aside:
        place = asides.set_all_aside(replica.folder, time.time_ns() // 1000)
        print(f"Signed out. The data lie in {place}; their password opens them there.")
    else:
        print("Signed out. The data stay here, locked by their password.")
    if waiting:
        print(f"{waiting} change{'s' if waiting > 1 else ''} had not been sent and stay with them.")
    if not is_told:
        print("The server could not be told; it ends the session when it was not used for 90 days.")
    return 0


def export_waiting(replica: Replica, options: argparse.Namespace) -> int:
    """Write down what waits."""
    table = waiting_as_table(desk_of(replica, lambda: datetime.now(UTC)), Words())
    options.file.write_text(table, encoding="utf-8-sig", newline="")  # spreadsheets know UTF-8 by its mark
    print(f"Wrote {options.file}.")
    return 0


def diagnostics(replica: Replica, options: argparse.Namespace) -> int:
    """Write down how this laptop fares, for whoever helps."""
    # What reads the versions of all parts is of no use to any other word.
    from crm_desktop.actions.diagnostics import diagnostics as gathered
    from crm_desktop.actions.diagnostics import save

    texts = gathered(desk_of(replica, lambda: datetime.now(UTC)), replica.folder, {})
    save(options.file, texts)
    print(f"Wrote {options.file}: {', '.join(texts)}. No customer is named in it.")
    return 0


def list_asides(folder: Path) -> int:
    """Say what was set aside in a folder."""
    found = asides.asides(folder)
    for one in found:
        when = moment_of(one.at).strftime("%Y-%m-%d %H:%M UTC") if one.at else "at an unknown time"
        waiting = "an unknown number of changes" if one.waiting == asides.UNKNOWN else f"{one.waiting} changes"
        print(
            f"{one.folder}: {one.login or 'unreadable'}, set aside {when}, {waiting} to send, {one.size / 1e6:.1f} MB"
        )
    if found:
        print("`satchel --data FOLDER sync` sends what waits in one of them, `export-waiting` writes it down.")
    else:
        print("Nothing was set aside.")
    return 0


def password_from(path: Path) -> str:
    """Read a password file."""
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise UserError(UNREADABLE_FILE, path=path) from fault


def _new_password(options: argparse.Namespace) -> str:
    if options.new_password_file is not None:
        return password_from(options.new_password_file)
    if not sys.stdin.isatty():
        raise UserError(NOBODY_HERE)
    new, again = getpass.getpass("New password: "), getpass.getpass("The same again: ")
    if new != again:
        raise UserError(NOT_THE_SAME)
    return new


def _server(replica: Replica) -> Any:
    # requests takes 0.1 s to load; words that ask no server do without it.
    from crm_desktop.sync.remote import HttpServer

    return HttpServer(replica.header.address)
