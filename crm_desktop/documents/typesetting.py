"""Text on paper: which embedded face draws which character, how wide it is and where its lines break."""

import unicodedata
from functools import cache, lru_cache

from msgspec import Struct
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from crm_desktop.core.resources import resource
from crm_desktop.documents.figures import align_figures

# Inter is drawn large: at its full size its letters look bigger than the Chinese ones beside them.
LATIN_SCALE = 0.96
# These stand in both faces, full width in the Chinese one: they follow their neighbours.
_FOLLOWS_NEIGHBOUR = frozenset("“”‘’—…·–")
_NEVER_FIRST = frozenset("，。、；：？！）】》」』〉〕｝”’…—％!),.:;?]}·%")
_NEVER_LAST = frozenset("（【《「『〈〔｛“‘([{")
_FIRST_CHINESE = "\u2e80"
# Here each font has shapes of its own, which mean nothing to who typed the character.
_PRIVATE = (0xE000, 0xF8FF)


class Style(Struct, frozen=True):
    """How a text is set; sizes in points, colour as #RRGGBB."""

    size: float = 9.0
    leading: float = 13.0
    colour: str = "#1B2430"
    is_bold: bool = False


class Face(Struct, frozen=True):
    """One embedded font; widths are shares of the nominal size, by code point."""

    name: str
    scale: float
    widths: dict[int, float]


@cache
def faces(is_bold: bool) -> tuple[Face, Face]:
    """Load and register the Latin and the Chinese face of one weight, once for each process (0.1 s)."""
    weight = "600SemiBold" if is_bold else "400Regular"
    return _face("Inter", weight, LATIN_SCALE), _face("NotoSansSC", weight, 1.0)


def _face(family: str, weight: str, scale: float) -> Face:
    name = f"{family}-{weight[3:]}"
    font = TTFont(name, str(resource(f"fonts/{family}_{weight}.ttf")), asciiReadable=False)
    align_figures(font.face)
    pdfmetrics.registerFont(font)
    widths = {
        code: width * scale / 1000
        for code, width in font.face.charWidths.items()
        if code in font.face.charToGlyph and not _PRIVATE[0] <= code <= _PRIVATE[1]
    }
    return Face(name, scale, widths)


def clean(text: str) -> str:
    """Take out what has no shape: control, format and variant marks; tabs become spaces, line ends stay."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if any(map(unicodedata.combining, text)):
        text = unicodedata.normalize("NFC", text)
    return "".join(_printable(character) for character in text)


def one_line(text: str) -> str:
    """Take out what has no shape, ends of lines too."""
    return clean(text).replace("\n", " ")


def _printable(character: str) -> str:
    if character in "\n\u3000":
        return character
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    is_hidden = unicodedata.category(character) in {"Cc", "Cf"} or "\ufe00" <= character <= "\ufe0f"
    return "" if is_hidden else character


def missing(text: str) -> str:
    """Give the first character that no embedded face can draw, "" where all can be drawn."""
    if text.isascii() and text.isprintable():
        return ""
    latin, chinese = faces(is_bold=False)
    for character in clean(text):
        if character != "\n" and ord(character) not in latin.widths and ord(character) not in chinese.widths:
            return character
    return ""


def runs(text: str, *, is_bold: bool) -> list[tuple[Face, str]]:
    """Cut one line into stretches of one face each."""
    latin, chinese = faces(is_bold)
    found: list[tuple[Face, str]] = []
    start, current = 0, None
    for place, character in enumerate(text):
        if character in _FOLLOWS_NEIGHBOUR or character == " ":
            face = current or _face_after(text, place, latin, chinese)
        else:
            face = _face_of(character, latin, chinese)
        if face is not current:
            if current:
                found.append((current, text[start:place]))
            start, current = place, face
    if current:
        found.append((current, text[start:]))
    return found


def _face_after(text: str, place: int, latin: Face, chinese: Face) -> Face:
    for character in text[place:]:
        if character not in _FOLLOWS_NEIGHBOUR and character != " ":
            return _face_of(character, latin, chinese)
    return latin


def _face_of(character: str, latin: Face, chinese: Face) -> Face:
    is_latin = character < _FIRST_CHINESE or ord(character) not in chinese.widths
    return latin if is_latin and ord(character) in latin.widths else chinese


@lru_cache(maxsize=4096)
def width(text: str, style: Style) -> float:
    """Measure one line in points, as it is printed."""
    said = one_line(text)
    return style.size * sum(
        sum(map(face.widths.__getitem__, map(ord, part))) for face, part in runs(said, is_bold=style.is_bold)
    )


def wrap(text: str, style: Style, room: float) -> list[str]:
    """Break a text into lines of at most `room` points, Chinese by its rules for the ends of lines."""
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        if width(paragraph, style) <= room:
            lines.append(paragraph.rstrip())
        else:
            lines.extend(_broken(paragraph, style, room))
    while lines and not lines[-1]:
        lines.pop()
    return lines


def first_line(text: str, style: Style, room: float) -> str:
    """Give what of a text fits on one line, "" where nothing is printable."""
    return next(iter(wrap(text, style, room)), "")


def few_lines(text: str, style: Style, room: float, most: int) -> list[str]:
    """Break a text into at most so many lines; where it has more the last one ends in "…"."""
    lines = wrap(text, style, room)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(f"{last}…", style) > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]


def _broken(paragraph: str, style: Style, room: float) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for word in _words(paragraph):
        for piece in [word] if width(word.rstrip(), style) <= room else list(word):
            needed = width(piece.rstrip(), style)
            if line and used + needed > room:
                lines.append(line.rstrip())
                line, used = "", 0.0
                if piece == " ":
                    continue
            line += piece
            used += width(piece, style)
    return [*lines, line.rstrip()] if line.strip() else lines


def _words(text: str) -> list[str]:
    """Cut a text into the pieces that stay together on a line."""
    pieces: list[str] = []
    for place, character in enumerate(text):
        before = text[place - 1] if place else ""
        if before and not _may_break(before, character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return before == " " or before in "-/" or before >= _FIRST_CHINESE or after >= _FIRST_CHINESE
