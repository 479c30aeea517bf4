"""The command line `satchel`: sync, status and verify without a window."""

import argparse
import getpass
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.inbox import open_conflicts, open_refusals
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import moment_of
from crm_desktop.replica.folders import default_folder
from crm_desktop.replica.replica import Replica, Rest
from crm_desktop.replica.vault import read_header

SERVICE = "satchel"
TROUBLE, FOUND_AND_HEALED, NOT_HEALED = 1, 3, 4
VERIFY = (
    "fold the whole history anew, compare it with the records, and heal what differs; "
    f"ends with 0 where nothing did, {FOUND_AND_HEALED} where all that did was healed, {NOT_HEALED} where something is left"
)
OTHER_SERVER = "This laptop is enrolled at {address}. Leave --server out, or enrol in another folder with --data."


def add_commands(asked: argparse.ArgumentParser) -> None:
    """Add the commands to the parser."""
    commands = asked.add_subparsers(dest="command", metavar="COMMAND")
    for name, run, words in (
        ("sync", _sync, "send what waits and fetch what is new"),
        ("status", _status, "say what waits to be sent, what was refused, and when the last sync was"),
        ("verify", _verify, VERIFY),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--password-file", type=Path, metavar="FILE", help="read the password from a file")
        command.set_defaults(run=run)


def run_command(options: argparse.Namespace) -> int:
    """Open the replica, run the command, close it; expected trouble is a sentence and a non-zero exit."""
    folder: Path = options.data or default_folder()
    run: Callable[[Replica], int] = options.run
    try:
        _check_place(folder, options.server)  # before anybody is asked for a password
        replica = Replica.open(folder, _password(options, folder))
        try:
            return run(replica)
        finally:
            replica.close()
    except UserError as error:
        print(f"satchel: {error}", file=sys.stderr)
        return TROUBLE


def _check_place(folder: Path, server: str) -> None:
    header = read_header(folder)
    if server and server != header.address:
        raise UserError(OTHER_SERVER, address=header.address)


def _password(options: argparse.Namespace, folder: Path) -> str:
    """Take the password from a file, the system's key store, or a prompt; never from an argument."""
    if options.password_file is not None:
        try:
            return str(options.password_file.read_text(encoding="utf-8")).rstrip("\r\n")
        except OSError as fault:
            raise UserError("The password file {path} cannot be read.", path=options.password_file) from fault
    # The key store takes 0.1 s to load and is not needed with a file.
    import keyring
    from keyring.errors import KeyringError

    try:
        kept = keyring.get_password(SERVICE, str(folder.resolve()))
    except KeyringError:
        kept = None  # a system without a key store asks at the prompt
    if kept:
        return kept
    if not sys.stdin.isatty():
        raise UserError("Nobody is here to type the password. Give a file with --password-file.")
    return getpass.getpass("Password: ")


def _sync(replica: Replica) -> int:
    # requests takes 0.1 s to load; status and verify do without it.
    from crm_desktop.sync.engine import sync
    from crm_desktop.sync.remote import HttpServer

    server = HttpServer(replica.header.address)
    try:
        report = sync(replica, server, lambda: time.time_ns() // 1000)
        while replica.rest is Rest.WANTED:
            sync(replica, server, lambda: time.time_ns() // 1000)
    finally:
        server.close()
    print(
        f"Sent {report.pushed} changes ({report.refused} refused, {report.conflicts} conflicts), "
        f"received {report.pulled}; {replica.pending()} wait."
    )
    if report.mended:
        print(f"{report.mended} records were not the server's; they were mended.")
    return 0


def _status(replica: Replica) -> int:
    desk = desk_of(replica, lambda: datetime.now(UTC))
    last = replica.last_sync
    when = moment_of(last).astimezone(desk.zone).strftime("%Y-%m-%d %H:%M %Z") if last else "never"
    print(f"{desk.user.name} at {replica.header.address}")
    print(f"Last sync: {when}")
    print(f"Waiting to be sent: {replica.pending()} changes")
    print(f"Refused: {len(open_refusals(desk))}")
    print(f"Conflicts: {len(open_conflicts(desk))}")
    print(f"Quote numbers left: {replica.numbers_left()}")
    for repair in replica.repairs():
        day = moment_of(repair.at).astimezone(desk.zone).strftime("%Y-%m-%d %H:%M %Z")
        print(f"Not as it should be on {day}: {', '.join(repair.entities)}; {repair.how}, {repair.records} records")
    return 0


def _verify(replica: Replica) -> int:
    done = replica.heal(time.time_ns() // 1000)
    for fault in done.healed:
        print(f"{fault}: healed")
    for fault in done.left:
        print(f"{fault}: comes anew with the next sync")
    if done.left:
        print(f"{len(done.healed)} healed, {len(done.left)} not. Sync to fetch their history anew.")
        return NOT_HEALED
    print(f"{len(done.healed)} differed and were healed." if done.healed else "Everything agrees with its history.")
    return FOUND_AND_HEALED if done.healed else 0
