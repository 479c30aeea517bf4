"""The command line `satchel`: sync, status and verify without a window."""

import argparse
import getpass
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.standing import LOAD_WORDS, WHY_ANEW, Standing, standing
from crm_desktop.command import keeping
from crm_desktop.command.exporting import add_list, export_list
from crm_desktop.command.orders import add_order
from crm_desktop.command.quotes import add_quote
from crm_desktop.core.errors import ProtocolError, SignInError, UnreachableError, UserError
from crm_desktop.core.schema import moment_of
from crm_desktop.replica.first_load import Rest
from crm_desktop.replica.folders import default_folder
from crm_desktop.replica.owner import OwnedError, ask_owner_to_sync
from crm_desktop.replica.replica import Replica
from crm_desktop.replica.vault import read_header

SERVICE = "satchel"
FINE, TROUBLE = 0, 1
FOUND_AND_HEALED, NOT_HEALED = 3, 4
WAITING, TO_ANSWER, UNREACHABLE, SIGNED_OUT, WINDOW, NOT_UNDERSTOOD = 5, 6, 7, 8, 9, 10
CODES = """exit codes:
  0  all fine: everything is sent, nothing waits for an answer, everything agrees with its history
  1  the data cannot be opened, or a word of the command line is wrong for them
  2  the command line has a word that nobody knows
  3  verify: something differed from its history, and all of it was healed
  4  verify: something is left; sync to fetch its history anew
  5  changes or files of this laptop wait to be sent
  6  everything is sent; refused changes or conflicts wait for an answer in the inbox
  7  the server cannot be reached; work goes on and is sent later
  8  the server asks who you are: sign in again in the window
  9  a window works with these data; sync asks it for a round, the other commands need it closed
 10  what answers is no Satchel server, or this Satchel is too old for it; nothing was sent, all of it is kept"""
OTHER_SERVER = "This laptop is enrolled at {address}. Leave --server out, or enrol in another folder with --data."
ANEW = "All data were loaded anew ({rows}); what you typed was kept. {why}"
ASKED = "A window works with these data (process {owner}); it was asked to sync now."


def add_commands(asked: argparse.ArgumentParser) -> None:
    """Add the commands to the parser."""
    commands = asked.add_subparsers(dest="command", metavar="COMMAND")
    for name, run, words in (
        ("sync", _sync, "send what waits and fetch what is new"),
        ("status", _status, "say what waits to be sent, what came back, and what the last sync did"),
        ("verify", _verify, "fold the whole history anew, compare it with the records, and heal what differs"),
    ):
        command = commands.add_parser(
            name, help=words, description=words, epilog=CODES, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        _add_password_file(command)
        if run is not _verify:
            command.add_argument("--json", action="store_true", help="say it as JSON, times in ISO 8601")
        command.set_defaults(run=run, json=False)
    for name, run, words, add in (
        (
            "password",
            keeping.new_password,
            "change the password, at the server and of the data here",
            keeping.add_password,
        ),
        (
            "sign-out",
            keeping.leave,
            "end the session of this laptop; what waits to be sent is kept",
            keeping.add_sign_out,
        ),
        (
            "export-waiting",
            keeping.export_waiting,
            "write what waits to be sent into a table to read",
            keeping.add_file,
        ),
        (
            "diagnostics",
            keeping.diagnostics,
            "write how this laptop fares into a file for whoever helps; no customer is in it",
            keeping.add_file,
        ),
        ("export", export_list, "write a list, as the window shows it, to a CSV file or a workbook", add_list),
    ):
        command = commands.add_parser(name, help=words, description=words)
        _add_password_file(command)
        add(command)
        command.set_defaults(run=run, json=False)
    add_quote(commands, _add_password_file)
    add_order(commands, _add_password_file)
    words = "open the window on an invented company, made on this laptop in a few seconds; no server needed"
    commands.add_parser("demo", help=words, description=words)
    words = "list the data that gave way on this laptop and lie beside those in use"
    commands.add_parser("set-aside", help=words, description=words).set_defaults(run=None, json=False)


def _add_password_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("--password-file", type=Path, metavar="FILE", help="read the password from a file")


def run_command(options: argparse.Namespace) -> int:
    """Open the replica, run the command, close it; expected trouble is a sentence and its exit code, see CODES."""
    folder: Path = options.data or default_folder()
    if options.run is None:  # nothing is opened for it
        return keeping.list_asides(folder)
    run: Callable[[Replica, argparse.Namespace], int] = options.run
    try:
        _check_place(folder, options.server)  # before anybody is asked for a password
        replica = Replica.open(folder, _password(options, folder))
        try:
            return run(replica, options)
        finally:
            replica.close()
    except OwnedError as error:
        return _owned(options, folder, error)
    except UserError as error:
        return _failed(options, error, TROUBLE)


def _owned(options: argparse.Namespace, folder: Path, error: OwnedError) -> int:
    """Hand a wish for a round over to the window that owns the data; say of the others that it does."""
    if options.run is not _sync:
        return _failed(options, error, WINDOW)
    ask_owner_to_sync(folder)
    sentence = ASKED.format(**error.values)
    print(msgspec.json.encode({"state": "window", "sentence": sentence}).decode() if options.json else sentence)
    return WINDOW


def _failed(options: argparse.Namespace, error: UserError, code: int) -> int:
    if options.json:
        print(msgspec.json.encode({"state": STATES[code], "sentence": str(error)}).decode())
    else:
        print(f"satchel: {error}", file=sys.stderr)
    return code


def _check_place(folder: Path, server: str) -> None:
    header = read_header(folder)
    if server and server != header.address:
        raise UserError(OTHER_SERVER, address=header.address)


def _password(options: argparse.Namespace, folder: Path) -> str:
    """Take the password from a file, the system's key store, or a prompt; never from an argument."""
    if options.password_file is not None:
        return keeping.password_from(options.password_file)
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


def _sync(replica: Replica, options: argparse.Namespace) -> int:
    # requests takes 0.1 s to load; status and verify do without it.
    from crm_desktop.sync.engine import sync
    from crm_desktop.sync.remote import HttpServer

    server = HttpServer(replica.header.address)
    try:
        report = sync(replica, server, lambda: time.time_ns() // 1000)
        while replica.rest is Rest.WANTED:
            sync(replica, server, lambda: time.time_ns() // 1000)
    except UnreachableError as error:
        return _failed(options, error, UNREACHABLE)
    except SignInError as error:
        return _failed(options, error, SIGNED_OUT)
    except ProtocolError as error:
        return _failed(options, error, NOT_UNDERSTOOD)
    finally:
        server.close()
    found = standing(_desk(replica))
    if options.json:
        done = {
            "sent": report.pushed, "refused": report.refused, "conflicts": report.conflicts, "received": report.pulled,
            "loaded": report.loaded, "mended": report.mended, "brought_back": report.brought_back,
        }  # fmt: skip
        _print_json(found, {"this_round": done})
    else:
        print(
            f"Sent {_many(report.pushed, 'change')} ({report.refused} refused, {_many(report.conflicts, 'conflict')}), "
            f"received {report.pulled}; {found.waiting} wait."
        )
        if report.loaded:
            why = WHY_ANEW.get(found.anew.why, "")
            print(ANEW.format(rows=_many(report.loaded, "row"), why=why).strip())
        if report.mended:
            print(f"{_many(report.mended, 'record')} differed from the server's and came anew.")
        if report.brought_back:
            print(f"The server was put back from a backup; {_many(report.brought_back, 'change')} came back from here.")
    return _code(found)


def _status(replica: Replica, options: argparse.Namespace) -> int:
    desk = _desk(replica)
    found = standing(desk)
    if options.json:
        _print_json(found, {})
        return _code(found)
    last = found.last_round
    print(f"{desk.user.name} at {found.server}")
    print(f"Last sync: {_moment(desk, found.last_sync)}")
    print(f"On this laptop: {LOAD_WORDS[found.load]}")
    if found.anew.why:
        print(f"Fetched anew: {_moment(desk, found.anew.at)}. {WHY_ANEW.get(found.anew.why, '')}".strip())
    print(f"Waiting to be sent: {_many(found.waiting, 'change')}, {_many(found.files_to_send, 'file')}")
    for file in found.damaged:
        print(f"Damaged on this laptop before it was sent: {file.name} ({file.about}). Attach it again.")
    print(f"Waiting to be fetched: {_many(found.files_to_fetch, 'file')}")
    print(f"Refused: {found.refused}")
    print(f"Conflicts: {found.conflicts}")
    if last.at:
        print(
            f"Last moved: {_moment(desk, last.at)}, sent {last.sent} ({last.refused} refused, "
            f"{_many(last.conflicts, 'conflict')}), received {last.received}"
        )
    print(f"Quote numbers left: {found.numbers_left}")
    if found.taken_over:
        print(
            f"Taken over from the data that lay here before: {_many(found.taken_over, 'change')} that had not been sent"
        )
    if found.renamed:
        print(
            f"Its data was in use on another laptop as well: since {_moment(desk, found.renamed)} this one has a name and"
            " quote numbers of its own. Nothing was lost."
        )
    for back in found.returns:
        print(
            f"Brought back to a server put back from a backup: {_moment(desk, back.at)}, {_many(back.changes, 'change')}"
        )
    for one in found.repairs:
        when = _moment(desk, one.at)
        print(f"Not as it should be on {when}: {', '.join(one.entities)}; {one.how}, {_many(one.records, 'record')}")
    return _code(found)


def _verify(replica: Replica, _options: argparse.Namespace) -> int:
    done = replica.heal(time.time_ns() // 1000)
    for fault in done.healed:
        print(f"{fault}: healed")
    for fault in done.left:
        print(f"{fault}: comes anew with the next sync")
    if done.left:
        print(f"{len(done.healed)} healed, {len(done.left)} not. Sync to fetch their history anew.")
        return NOT_HEALED
    print(f"{len(done.healed)} differed and were healed." if done.healed else "Everything agrees with its history.")
    return FOUND_AND_HEALED if done.healed else FINE


STATES = {
    FINE: "fine", TROUBLE: "trouble", WAITING: "waiting", TO_ANSWER: "to_answer", UNREACHABLE: "unreachable",
    SIGNED_OUT: "signed_out", WINDOW: "window", NOT_UNDERSTOOD: "not_understood",
}  # fmt: skip


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _code(found: Standing) -> int:
    if not found.is_all_sent:
        return WAITING
    return TO_ANSWER if found.to_answer else FINE


def _print_json(found: Standing, more: dict[str, Any]) -> None:
    plain: dict[str, Any] = msgspec.to_builtins(found)
    plain["last_sync"] = _iso(found.last_sync)
    plain["renamed"] = _iso(found.renamed)
    plain["anew"]["at"] = _iso(found.anew.at)
    plain["last_round"]["at"] = _iso(found.last_round.at)
    for told in (*plain["repairs"], *plain["returns"]):
        told["at"] = _iso(told["at"])
    print(msgspec.json.encode({"state": STATES[_code(found)], **plain, **more}).decode())


def _desk(replica: Replica) -> Desk:
    return desk_of(replica, lambda: datetime.now(UTC))


def _iso(us: int) -> str | None:
    return moment_of(us).isoformat() if us else None


def _moment(desk: Desk, us: int) -> str:
    return moment_of(us).astimezone(desk.zone).strftime("%Y-%m-%d %H:%M %Z") if us else "never"
