"""Figures of one width: a face's own tabular figures put in the place of its usual ones."""

from struct import unpack_from
from typing import Protocol

FIGURES = tuple(map(ord, "0123456789"))
_SINGLE = 1
_EXTENSION = 7


class Outlines(Protocol):
    """What reportlab knows of one TrueType file."""

    charToGlyph: dict[int, int]
    charWidths: dict[int, float]
    hmetrics: list[tuple[float, int]]
    unitsPerEm: int

    def get_table(self, tag: str) -> bytes:
        """Give the bytes of a table, b"" where the file has none."""


def align_figures(face: Outlines) -> None:
    """Let the figures of a face be drawn and measured by its tabular shapes, so that columns align.

    reportlab chooses glyphs by character alone and knows no OpenType features; the text in the file stays the same.
    Raises ValueError where the face has no figures of one width.
    """
    swapped = _single_substitutions(face.get_table("GSUB"), b"tnum")
    for code in FIGURES:
        glyph = swapped.get(face.charToGlyph[code], face.charToGlyph[code])
        face.charToGlyph[code] = glyph
        face.charWidths[code] = face.hmetrics[glyph][0] * 1000 / face.unitsPerEm
    if len({face.charWidths[code] for code in FIGURES}) > 1:
        raise ValueError("this face has no tabular figures")


def _single_substitutions(table: bytes, feature: bytes) -> dict[int, int]:
    """Read which glyph one feature puts in the place of which.

    Source: OpenType 1.9, chapters "GSUB" and "Common Table Formats"; lookups of type 1, also within type 7.
    """
    if not table:
        return {}
    features, lookups = unpack_from(">HH", table, 6)
    swapped: dict[int, int] = {}
    for number in _lookups_of(table, features, feature):
        lookup = lookups + _ushorts(table, lookups + 2, number + 1)[number]
        kind, _, count = unpack_from(">HHH", table, lookup)
        for offset in _ushorts(table, lookup + 6, count):
            place, inner = lookup + offset, kind
            if kind == _EXTENSION:
                _, inner, further = unpack_from(">HHL", table, place)
                place += further
            if inner == _SINGLE:
                swapped |= _substitution(table, place)
    return swapped


def _lookups_of(table: bytes, features: int, wanted: bytes) -> set[int]:
    found: set[int] = set()
    (count,) = unpack_from(">H", table, features)
    for number in range(count):
        tag, offset = unpack_from(">4sH", table, features + 2 + 6 * number)
        if tag == wanted:
            (lookups,) = unpack_from(">H", table, features + offset + 2)
            found.update(_ushorts(table, features + offset + 4, lookups))
    return found


def _substitution(table: bytes, place: int) -> dict[int, int]:
    form, coverage, value = unpack_from(">HHH", table, place)
    glyphs = _covered(table, place + coverage)
    if form == 1:  # one distance for all, modulo 65,536
        return {glyph: (glyph + value) % 65536 for glyph in glyphs}
    return dict(zip(glyphs, _ushorts(table, place + 6, value), strict=True))


def _covered(table: bytes, place: int) -> list[int]:
    form, count = unpack_from(">HH", table, place)
    if form == 1:
        return list(_ushorts(table, place + 4, count))
    ranges = (unpack_from(">HH", table, place + 4 + 6 * number) for number in range(count))
    return [glyph for first, last in ranges for glyph in range(first, last + 1)]


def _ushorts(table: bytes, place: int, count: int) -> tuple[int, ...]:
    return unpack_from(f">{count}H", table, place)
