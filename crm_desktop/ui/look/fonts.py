"""The faces shipped with the program, in the order each language wants them."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from crm_desktop.core.resources import resource
from crm_desktop.ui.look.theme import TEXT_PX

LATIN = "Inter"
CHINESE = "Noto Sans SC"
_FILES = ("Inter", "NotoSansSC")


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the faces of the window and give the names of their families; needs the QGuiApplication."""
    found: dict[str, None] = {}
    for path in sorted(path for start in _FILES for path in resource("fonts").glob(f"{start}_*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        found.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(number)))
    return tuple(found)


def families(language: str) -> list[str]:
    """List the families of a language, best first.

    Chinese comes first for Chinese: a Latin face first lets Qt fall back to Japanese shapes of 直, 骨 and 户.
    """
    return [CHINESE, LATIN] if language.startswith("zh") else [LATIN, CHINESE]


def text_font(language: str, size_px: int = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Make the font of running text."""
    font = QFont(families(language))
    font.setPixelSize(size_px)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def tabular(font: QFont) -> QFont:
    """Copy a font with figures of one width, so that columns of numbers stand under each other."""
    copy = QFont(font)
    copy.setFeature(QFont.Tag("tnum"), 1)
    return copy


def sized(font: QFont, size_px: int, weight: QFont.Weight | None = None) -> QFont:
    """Copy a font in another size and, if given, weight."""
    copy = QFont(font)
    copy.setPixelSize(size_px)
    if weight is not None:
        copy.setWeight(weight)
    return copy
