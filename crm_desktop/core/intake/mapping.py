"""A mapping as its TOML file says it: tables, named translations, and the records made from rows."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from crm_desktop.core.errors import UserError
from crm_desktop.core.intake.cells import Formats
from crm_desktop.core.resources import resource
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

NO_MAPPING = QT_TRANSLATE_NOOP(
    "core", "No mapping is known for the folder {folder}. Name a mapping file, or put one named mapping.toml into it."
)
MAPPING_MISSING = QT_TRANSLATE_NOOP("core", "The mapping file {mapping} cannot be read. Check its name and its rights.")
NOT_TOML = QT_TRANSLATE_NOOP("core", "The mapping file {mapping} is not valid TOML: {reason}")
NOT_A_MAPPING = QT_TRANSLATE_NOOP("core", "The mapping file {mapping} says something that is not understood: {reason}")

Where = dict[str, Any]
"""Conditions that must all hold: column -> text, list of texts, true (has a value), false (is empty) or {not = ...}."""


class Join(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns of another table beside those of this one: its first row whose `by` columns equal the expressions."""

    table: str
    by: dict[str, Any]
    required: bool = False


class Next(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value of the next row among the rows with equal `of`, ordered by `by`."""

    of: tuple[str, ...]
    by: Any
    take: Any


class TableSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table: read from a file, written out in the mapping (`rows`), or made from other tables (`from`)."""

    file: str = ""
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header: int = 1
    rows: tuple[dict[str, Any], ...] = ()
    sources: tuple[str, ...] | str = msgspec.field(name="from", default=())
    joins: tuple[Join, ...] = ()
    columns: dict[str, Any] = {}
    where: Where = {}
    distinct: tuple[str, ...] = ()
    next: dict[str, Next] = {}
    formats: Formats | None = None


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A later moment of a record, told by the same row."""

    happened: Any
    fields: dict[str, Any]
    where: Where = {}


class RecordSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Records of one entity, one for each key among the rows of a table."""

    entity: str
    fields: dict[str, Any]
    table: str = msgspec.field(name="from", default="")
    where: Where = {}
    key: tuple[Any, ...] = ()
    id: Any = None
    happened: Any = None
    versions: Any = None
    events: tuple[Event, ...] = ()
    keep: bool = False


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole mapping. pack: the name that ids are made from, never to be changed once used."""

    pack: str
    records: tuple[RecordSpec, ...]
    tables: dict[str, TableSpec] = {}
    maps: dict[str, dict[str, Any]] = {}
    formats: Formats = Formats()
    happened: Any = None


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file; raises UserError that says which word is not understood, and where."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError:
        raise UserError(MAPPING_MISSING, mapping=path.name) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(NOT_TOML, mapping=path.name, reason=str(error)) from None
    try:
        return msgspec.convert(told, Mapping)
    except msgspec.ValidationError as error:
        raise UserError(NOT_A_MAPPING, mapping=path.name, reason=str(error)) from None


def find_mapping(folder: Path) -> Path:
    """Find the mapping of a folder of data: its own mapping.toml, else the one shipped under the folder's name."""
    own = folder / "mapping.toml"
    if own.is_file():
        return own
    shipped = resource("mappings") / f"{folder.resolve().name}.toml"
    if shipped.is_file():
        return shipped
    raise UserError(NO_MAPPING, folder=folder.name)
