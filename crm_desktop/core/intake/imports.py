"""An import from end to end: a folder and a mapping in; changes, problems and counts out; nothing is written."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import tzinfo
from hashlib import blake2b
from pathlib import Path

import msgspec

from crm_desktop.core.changes import Change
from crm_desktop.core.ids import new_id
from crm_desktop.core.intake.comparing import Compared, Count, Dated, Existing, compare
from crm_desktop.core.intake.mapping import read_mapping
from crm_desktop.core.intake.plans import plan_records
from crm_desktop.core.intake.tables import Problem, TableSet


class Import(msgspec.Struct, frozen=True):
    """What an import comes to. changes: ordered by `happened`, a record never before what it links to.

    counts: entity key -> what becomes of its records, for every entity the mapping names.
    """

    pack: str
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    counts: dict[str, Count]


def run(existing: Existing, folder: Path, mapping: Path, now_us: int, zone: tzinfo, taken: int = 0) -> Import:
    """Read a folder by a mapping and compare it with what is there; the caller applies the changes, or does not.

    now_us: the moment of the import, in microseconds UTC; zone: the organisation's, in which the days of the tables
    lie; taken: the highest counter of the device `import:<pack>` that is used up. Raises UserError where the mapping
    or a file is wrong as a whole; a row that is wrong is among the problems, and the others go in.
    """
    told = read_mapping(mapping)
    tables = TableSet(told, mapping.name, folder, zone)
    compared = compare(plan_records(tables, now_us), existing, tables.links, now_us)
    counts = {record.entity: compared.counts.get(record.entity, Count()) for record in told.records}
    changes = tuple(_changes(compared, f"import:{told.pack}", now_us, taken))
    return Import(told.pack, changes, tuple(compared.problems), counts)


def _changes(compared: Compared, device: str, now_us: int, taken: int) -> Iterator[Change]:
    for counter, dated in enumerate(_in_order(compared.dated), taken + 1):
        noise = int.from_bytes(blake2b(f"{device}/{counter}".encode(), digest_size=7).digest(), "big")
        yield Change(new_id(now_us, noise), "", device, counter, dated.happened, (dated.entry,))


def _in_order(dated: list[Dated]) -> list[Dated]:
    # Stable: what happened at one moment keeps the order in which targets come before what links to them.
    return sorted(dated, key=lambda item: item.happened)


def problems_csv(problems: Iterable[Problem]) -> str:
    """Write the error file: one line per row that did not go in, for a spreadsheet."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(["file", "row", "column", "value", "reason"])
    for problem in problems:
        lines.writerow([problem.file, problem.row or "", problem.column, problem.value, problem.reason])
    return text.getvalue()
