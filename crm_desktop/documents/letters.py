"""Which characters of a paper no embedded font can draw: they are named before anything is printed."""

from collections.abc import Iterator

from msgspec import Struct, structs

from crm_desktop.core.errors import UserError
from crm_desktop.core.words_to_translate import QT_TRANSLATE_NOOP
from crm_desktop.documents.sheet import Sheet
from crm_desktop.documents.typesetting import missing

NO_LETTER_IN_LINE = QT_TRANSLATE_NOOP(
    "core", "Line {line}: no font on this paper has the character {character} ({code}). Please write it another way."
)
NO_LETTER = QT_TRANSLATE_NOOP(
    "core", "“{text}”: no font on this paper has the character {character} ({code}). Please write it another way."
)


def check_letters(sheet: Sheet) -> None:
    """Raise UserError for the first character that no embedded font can draw, with the number its line is printed under.

    A note has no number and is named by its words, as is everything else.
    """
    numbered = [line for line in sheet.lines if line.kind != "note"]
    for position, line in enumerate(numbered, 1):
        for text in _texts(line):
            if character := missing(text):
                raise UserError(NO_LETTER_IN_LINE, line=position, **_named(character))
    notes = tuple(line for line in sheet.lines if line.kind == "note")
    for text in _texts(structs.replace(sheet, lines=notes)):
        if character := missing(text):
            shown = text.replace(character, "").strip()[:40]
            raise UserError(NO_LETTER, text=shown, **_named(character))


def _texts(value: object) -> Iterator[str]:
    """Give every text that is kept anywhere within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, Struct):
        for name in structs.fields(value):
            yield from _texts(getattr(value, name.name))


def _named(character: str) -> dict[str, str]:
    # Half of a broken pair cannot be shown anywhere; its code still says what to look for.
    is_half = "\ud800" <= character <= "\udfff"
    return {"character": "" if is_half else character, "code": f"U+{ord(character):04X}"}
