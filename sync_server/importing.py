"""Taking a folder of tables into the organisation: all good rows in one transaction, the bad ones into a file."""

from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from crm_desktop.core.entities import Organisation
from crm_desktop.core.errors import UserError
from crm_desktop.core.intake import Import, find_mapping, problems_csv, run
from crm_desktop.core.intake.mapping import read_mapping
from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store import Reader
from crm_desktop.core.store.tables import ENTRY
from sync_server.office import Office

NO_FOLDER = "There is no folder {folder}. Give the folder that holds the tables."
NOT_WRITTEN = "The file for bad rows, {file}, cannot be written, so nothing was imported. Name another with --errors."


def import_folder(office: Office, folder: Path, mapping: Path | None, errors: Path | None) -> bool:
    """Import a folder by a mapping and say what came of it; a second run of the same changes nothing.

    Tells whether any row of it is in now; the good ones go in beside bad ones.
    errors: where rows that did not go in are written, with row, column and reason; the file is made only for such.
    """
    if not folder.is_dir():
        raise UserError(NO_FOLDER, folder=folder)
    mapping = mapping or find_mapping(folder)
    found = _compare(office, folder, mapping)
    if found.problems:
        errors = errors or Path(f"import-errors-{found.pack}.csv")
        try:
            errors.write_bytes(problems_csv(found.problems).encode("utf-8-sig"))  # with the mark spreadsheets look for
        except OSError as fault:
            raise UserError(NOT_WRITTEN, file=errors) from fault
    if found.changes:
        office.service.load_changes(found.changes)
    is_any_good = not found.problems or any(count.new or count.changed or count.same for count in found.counts.values())
    _say_counts(office, found, is_any_good=is_any_good)
    if found.problems:
        rows = len({(one.file, one.row) for one in found.problems})
        office.say(f"{rows} rows did not go in, or not whole. Row, column and reason of each: {errors}")
    return is_any_good


def _compare(office: Office, folder: Path, mapping: Path) -> Import:
    device = f"import:{read_mapping(mapping).pack}"
    with office.service.journal.engine.connect() as connection:
        reader = Reader(connection)
        organisation = reader.get(Organisation, "organisation")
        zone = ZoneInfo(organisation.time_zone if organisation else "UTC")
        taken = connection.execute(select(func.max(ENTRY.c.counter)).where(ENTRY.c.device == device)).scalar()
        return run(reader, folder, mapping, office.clock(), zone, taken or 0)


def _say_counts(office: Office, found: Import, *, is_any_good: bool) -> None:
    for key, count in found.counts.items():
        parts = {"new": count.new, "changed": count.changed, "as before": count.same, "deleted here": count.gone}
        told = ", ".join(f"{number} {what}" for what, number in parts.items() if number)
        office.say(f"{REGISTRY[key].plural}: {told or 'none'}" + (f", {count.bad} bad" if count.bad else ""))
    if not is_any_good:
        office.say("No row could go in. Nothing was changed.")
    elif not found.changes:
        office.say("Nothing has changed since the last import.")
