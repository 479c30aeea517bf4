"""How names of people are put together, and how Chinese ones sound."""

import functools
import re
from collections.abc import Mapping

from crm_desktop.core.schema import Raw

CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def is_chinese(text: str) -> bool:
    """Tell whether the text contains a Chinese character."""
    return CHINESE.search(text) is not None


def full_name(given: str, family: str) -> str:
    """Join a name in the order of its script: family name first and no space in Chinese."""
    if is_chinese(family) or is_chinese(given):
        return family + given
    return f"{given} {family}".strip()


@functools.lru_cache(maxsize=4096)
def sounds(text: str) -> str:
    """Give the pinyin of the Chinese characters in a text: syllables apart, run together, and their initials.

    `sounds("上海泵业")` is "shang hai beng ye shanghaibengye shby". Text without Chinese gives "" and does not load the
    dictionary.
    """
    if not is_chinese(text):
        return ""
    # The dictionary costs 0.17 s to load, so it waits for the first Chinese name that is written.
    from pypinyin import lazy_pinyin

    syllables = [part for part in lazy_pinyin("".join(CHINESE.findall(text))) if part.isascii()]
    return f"{' '.join(syllables)} {''.join(syllables)} {''.join(part[0] for part in syllables)}"


def sound_of(raw: Mapping[str, Raw]) -> dict[str, Raw]:
    """Derive how a record's name sounds; it is stored with the row and shipped, so that no laptop works it out."""
    return {"sound": sounds(str(raw.get("name") or "")) or None}
