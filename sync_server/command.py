"""The words of the command line `satchel-server` and what each of them does."""

import argparse
import gc
import os
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_desktop.core.entities import User
from crm_desktop.core.entities.people import ADMINISTRATOR, ROLES, TERRITORY_KINDS
from crm_desktop.core.errors import UserError
from crm_desktop.core.money import CURRENCIES
from crm_desktop.core.schema import moment_of
from sync_server import people
from sync_server.alone import SERVED, STILL_SERVED, alone_at
from sync_server.caretaker import caring, easing
from sync_server.epochs import is_untouched_since, restored_at
from sync_server.founding import Founding, first_records
from sync_server.number_report import say_numbers
from sync_server.office import Office, Say, opened
from sync_server.places import check_cache, existing_database, free_place, remove_database, told
from sync_server.settings import (
    CACHE_VARIABLE,
    DATABASE_VARIABLE,
    DEFAULT_DATABASE,
    DEFAULT_HOST,
    DEFAULT_PORT,
    Settings,
)

Options = argparse.Namespace
FOUND_AND_HEALED, NOT_HEALED = 3, 4
DEMO_ZONE = "Asia/Shanghai"
GARBAGE_AFTER = 500_000
"""New objects after which the collector looks for circles; a push of 5,000 changes makes 200,000 and would be walked."""

VERIFY = (
    "fold the journal anew, compare every record, and heal what differs; "
    f"ends with 0 where nothing did, {FOUND_AND_HEALED} where all that did was healed, {NOT_HEALED} where something is left"
)
RESTORED = (
    "say that the database was put back from a backup, before it serves again: laptops then bring back what it has not got,"
    " and no quote number is given out twice; ends with 0, also where it was said before"
)
NUMBERS = "account for every quote number: issued, leased to which laptop, void, or left out by a restore"
BAD_CURRENCY = "{currency} is no currency of ISO 4217. Give its code of three letters, for example CNY or EUR."
BAD_ZONE = "{zone} is no time zone. Give a name such as Asia/Shanghai or Europe/Berlin."
NO_PORT = "{port} is no port. Give a number from 1 to 65535, or 0 to let the system choose."


def parser() -> argparse.ArgumentParser:
    """Describe the command line; each word's `run` takes the options and a way to say things, and returns the exit code."""
    shared = argparse.ArgumentParser(add_help=False)
    place = os.environ.get(DATABASE_VARIABLE) or DEFAULT_DATABASE
    default = DEFAULT_DATABASE if place == DEFAULT_DATABASE else f"what ${DATABASE_VARIABLE} says"
    shared.add_argument(
        "--database",
        default=place,
        metavar="PLACE",
        help="where the data are: a file (SQLite), or postgresql://NAME@HOST/DATABASE with the password in the address,"
        f" in $PGPASSWORD or in ~/.pgpass; else ${DATABASE_VARIABLE}, else {DEFAULT_DATABASE} (now: {default})",
    )
    whole = argparse.ArgumentParser(prog="satchel-server", description="The sync server of Satchel.")
    words = whole.add_subparsers(required=True, metavar="WORD")
    _add_init(words.add_parser("init", parents=[shared], help="make a database and its administrator"))
    _add_serve(words.add_parser("serve", parents=[shared], help="answer laptops until stopped"))
    _add_user(
        words.add_parser(
            "user", help="list and add people, make one-time codes, disable, let in again, assign, replace"
        ),
        shared,
    )
    _add_territory(words.add_parser("territory", help="list, add and move territories"), shared)
    _add_import(words.add_parser("import", parents=[shared], help="take a folder of tables in"))
    numbers = words.add_parser("numbers", parents=[shared], help=NUMBERS, description=NUMBERS)
    numbers.set_defaults(run=_in_office(_numbers))
    restored = words.add_parser("restored", parents=[shared], help=RESTORED, description=RESTORED)
    restored.set_defaults(run=_put_back)
    verify = words.add_parser("verify", parents=[shared], help=VERIFY, description=VERIFY)
    verify.set_defaults(run=_in_office(_verify))
    return whole


def _add_init(word: argparse.ArgumentParser) -> None:
    word.add_argument("--name", default="My company", help="name of the company (default: %(default)s)")
    word.add_argument("--currency", default="CNY", help="base currency, ISO 4217 (default: %(default)s)")
    word.add_argument("--time-zone", default="Asia/Shanghai", help="decides when a day ends (default: %(default)s)")
    word.add_argument("--administrator", default="Administrator", metavar="NAME", help="name of the first person")
    word.add_argument("--login", default="admin", help="her sign-in name (default: %(default)s)")
    word.add_argument("--demo", action="store_true", help="fill it with an invented company instead")
    word.add_argument("--seed", type=int, default=1, help="of the invented company (default: %(default)s)")
    word.set_defaults(run=_init)


def _add_serve(word: argparse.ArgumentParser) -> None:
    word.add_argument("--host", default=DEFAULT_HOST, help="address to listen on (default: %(default)s)")
    word.add_argument("--port", type=int, default=DEFAULT_PORT, help="port to listen on (default: %(default)s)")
    word.add_argument("--next-free-port", action="store_true", help="where it is taken, take the next free one")
    word.add_argument(
        "--cache",
        type=Path,
        default=os.environ.get(CACHE_VARIABLE) or None,
        metavar="FOLDER",
        help="where files for first loads are kept ready, made anew where they are missing;"
        f" else ${CACHE_VARIABLE}, else beside the database's file or in ~/.cache/satchel-server",
    )
    word.set_defaults(run=_serve)


def _add_user(word: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    words = word.add_subparsers(required=True, metavar="WORD")
    words.add_parser("list", parents=[shared], help="list people").set_defaults(run=_in_office(_user_list))
    add = words.add_parser("add", parents=[shared], help="add a person and print a one-time code")
    add.add_argument("name", metavar="NAME")
    add.add_argument("login", metavar="LOGIN")
    add.add_argument("--role", choices=[role.value for role in ROLES], default="rep")
    add.add_argument("--territory", action="append", default=[], metavar="TERRITORY", help="may be given several times")
    add.add_argument("--manager", default="", metavar="NAME", help="to whom the person reports")
    add.set_defaults(run=_in_office(_user_add))
    code = words.add_parser("code", parents=[shared], help="print a one-time code that enrols a laptop")
    code.add_argument("name", metavar="NAME", help="name or sign-in name")
    code.set_defaults(run=_in_office(_user_code))
    disable = words.add_parser("disable", parents=[shared], help="let a person sign in no more")
    disable.add_argument("name", metavar="NAME", help="name or sign-in name")
    disable.set_defaults(run=_in_office(_user_disable))
    enable = words.add_parser("enable", parents=[shared], help="let a person in again and print a one-time code")
    enable.add_argument("name", metavar="NAME", help="name or sign-in name")
    enable.set_defaults(run=_in_office(_user_enable))
    territory = words.add_parser("territory", parents=[shared], help="give a person other territories")
    territory.add_argument("name", metavar="NAME", help="name or sign-in name")
    territory.add_argument("territory", nargs="+", metavar="TERRITORY", help="name or id; the first is the home")
    territory.set_defaults(run=_in_office(_user_territory))
    replace = words.add_parser("replace", parents=[shared], help="hand everything of a person who leaves to another")
    replace.add_argument("name", metavar="LEAVER", help="name or sign-in name")
    replace.add_argument("successor", metavar="SUCCESSOR", help="name or sign-in name")
    replace.set_defaults(run=_in_office(_user_replace))


def _add_territory(word: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    words = word.add_subparsers(required=True, metavar="WORD")
    words.add_parser("list", parents=[shared], help="show the tree").set_defaults(run=_in_office(_territory_list))
    add = words.add_parser("add", parents=[shared], help="add a territory")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--parent", default="", metavar="TERRITORY", help="name or id of what it is part of")
    add.add_argument("--kind", choices=[kind.value for kind in TERRITORY_KINDS], default="patch")
    add.set_defaults(run=_in_office(_territory_add))
    move = words.add_parser("move", parents=[shared], help="make a territory part of another")
    move.add_argument("name", metavar="TERRITORY", help="name or id")
    move.add_argument("--to", required=True, metavar="TERRITORY", help="name or id of the new parent")
    move.set_defaults(run=_in_office(_territory_move))


def _add_import(word: argparse.ArgumentParser) -> None:
    word.add_argument("folder", type=Path, metavar="FOLDER")
    word.add_argument("--mapping", type=Path, metavar="FILE", help="else FOLDER/mapping.toml, else one that is shipped")
    word.add_argument("--errors", type=Path, metavar="FILE", help="where rows that did not go in are written")
    word.set_defaults(run=_in_office(_import))


# ------------------------------------------------------------------------------------------------------ what they do


def _in_office(work: Callable[[Office, Options], int | None]) -> Callable[[Options, Say], int]:
    def run(options: Options, say: Say) -> int:
        with opened(existing_database(options.database), say) as office:
            return work(office, options) or 0

    return run


def _init(options: Options, say: Say) -> int:
    currency = options.currency.upper()
    if currency not in CURRENCIES:
        raise UserError(BAD_CURRENCY, currency=currency)
    try:
        ZoneInfo(options.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise UserError(BAD_ZONE, zone=options.time_zone) from fault
    if not options.name.strip() or not options.administrator.strip():
        raise UserError(people.NO_NAME)
    if not options.login or any(letter.isspace() for letter in options.login):
        raise UserError(people.BAD_LOGIN)
    place = free_place(options.database)
    try:
        with opened(place, say) as office:
            if options.demo:
                _found_demo(office, options.seed)
            else:
                wish = Founding(
                    company=options.name.strip(),
                    currency=currency,
                    time_zone=options.time_zone,
                    administrator=options.administrator.strip(),
                    login=options.login,
                )
                office.create(*first_records(wish, office.new_id))
            say(f"Made {told(options.database)}. Next: satchel-server serve --database {told(options.database)}")
            for user in office.all(User):
                if user.role == ADMINISTRATOR:
                    people.say_code(office, user.login)
    except BaseException:
        remove_database(place)  # nothing half-done stays behind
        raise
    return 0


def _found_demo(office: Office, seed: int) -> None:
    # Its thousands of words are of no use to any other command.
    from crm_desktop.core.demo import company

    today = moment_of(office.clock()).astimezone(ZoneInfo(DEMO_ZONE)).date()
    # All of the story is kept until its end: looking for garbage in it takes a tenth of the time and finds none.
    gc.disable()
    try:
        office.service.load_changes(company(seed, today=today))
    finally:
        gc.enable()


def _serve(options: Options, say: Say) -> int:
    # The HTTP library takes a third of a second to load, which the other commands need not wait for.
    from sync_server.http import application
    from sync_server.serving import Listener, address_of, bind

    if not 0 <= options.port <= 65535:
        raise UserError(NO_PORT, port=options.port)
    settings = Settings(
        database=existing_database(options.database),
        host=options.host,
        port=options.port,
        next_free_port=options.next_free_port,
        cache=options.cache,
    )
    if settings.cache is not None:
        check_cache(settings.cache)
    with alone_at(settings.database, SERVED), opened(settings.database, say, settings.cache) as office:
        taken = bind(settings.host, settings.port, next_free_port=settings.next_free_port)
        ready = f"Satchel server listens on {address_of(taken)}"
        listener = Listener(application(office.service), taken, lambda: say(ready))
        # Requests leave hardly a circle behind: what start-up made is never gone through again, the rest seldom.
        gc.freeze()
        gc.set_threshold(GARBAGE_AFTER, 20, 100)
        with caring(office.service.care), easing(office.service.journal):
            listener.serve_until_stopped()
    return 0


def _user_list(office: Office, _options: Options) -> None:
    people.list_users(office)


def _user_add(office: Office, options: Options) -> None:
    people.add_user(office, options.name, options.login, options.role, options.territory, options.manager)


def _user_code(office: Office, options: Options) -> None:
    user = people.find_user(office, options.name)
    people.say_code(office, user.login)


def _user_disable(office: Office, options: Options) -> None:
    people.disable_user(office, options.name)


def _user_enable(office: Office, options: Options) -> None:
    people.enable_user(office, options.name)


def _user_territory(office: Office, options: Options) -> None:
    people.assign_user(office, options.name, options.territory)


def _user_replace(office: Office, options: Options) -> None:
    people.replace_user(office, options.name, options.successor)


def _territory_list(office: Office, _options: Options) -> None:
    people.list_territories(office)


def _territory_add(office: Office, options: Options) -> None:
    people.add_territory(office, options.name, options.parent, options.kind)


def _territory_move(office: Office, options: Options) -> None:
    people.move_territory(office, options.name, options.to)


def _import(office: Office, options: Options) -> int:
    # Spreadsheet libraries are heavy, and no other command reads tables.
    from sync_server.importing import import_folder

    return 0 if import_folder(office, options.folder, options.mapping, options.errors) else 1


def _numbers(office: Office, _options: Options) -> None:
    say_numbers(office)


def _put_back(options: Options, say: Say) -> int:
    with alone_at(existing_database(options.database), STILL_SERVED):
        return _in_office(_restored)(options, say)


def _restored(office: Office, _options: Options) -> None:
    with office.service.journal.engine.connect() as connection:
        noted = restored_at(connection)
        is_done = bool(noted) and is_untouched_since(connection, noted)
    begun = None if is_done else office.service.note_restored()
    if begun is None:
        office.say(
            f"It was said before, on {moment_of(noted):%Y-%m-%d %H:%M UTC}; nothing was written since. All is done."
        )
        return
    office.say(
        "Noted. Each laptop that has more than this backup brings it back when it syncs; nobody has to do anything."
    )
    if begun.series:
        names = ", ".join(begun.series)
        office.say(
            f"Quote numbers of {names} go on {begun.left_out:,} further up, so that none is given out a second time."
        )
    office.say("Whoever enrolled a laptop after the backup needs a new code: satchel-server user code NAME")


def _verify(office: Office, _options: Options) -> int:
    done = office.service.heal()
    for line in done.healed:
        office.say(f"{line}: healed")
    for line in done.left:
        office.say(f"{line}: not healed")
    if done.left:
        office.say(f"{len(done.healed)} healed, {len(done.left)} not. Restore the journal from a backup.")
        return NOT_HEALED
    office.say(
        f"{len(done.healed)} differed and were healed." if done.healed else "Every record agrees with the journal."
    )
    return FOUND_AND_HEALED if done.healed else 0
