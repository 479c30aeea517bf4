"""How names of people are put together, and how Chinese ones sound."""

import functools
import re
from collections.abc import Iterator, Mapping

from crm_desktop.core.schema import Raw

CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


_START = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
_SYLLABLE = re.compile(
    f"{_START}(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|ve|[aeiouv])"
    "|ang|eng|ai|ei|ao|ou|an|en|er|[aeo]"
)
LONGEST = 6  # letters of a syllable
_BEGUN = re.compile(f"{_START}|{_START}?[aeiouv]{{1,3}}(?:ng?|r)?")


def is_chinese(text: str) -> bool:
    """Tell whether the text contains a Chinese character."""
    return CHINESE.search(text) is not None


def full_name(given: str, family: str) -> str:
    """Join a name in the order of its script: family name first and no space in Chinese."""
    if is_chinese(family) or is_chinese(given):
        return family + given
    return f"{given} {family}".strip()


def syllables(word: str) -> Iterator[tuple[str, ...]]:
    """List the ways to part pinyin that was typed in one word, at least into two, the last one perhaps only begun.

    Long ones come first. Whether there is such a syllable is not asked: what sounds like nothing is found nowhere.
    """
    for length in range(min(len(word) - 1, LONGEST), 0, -1):
        first, rest = word[:length], word[length:]
        if _SYLLABLE.fullmatch(first):
            if _BEGUN.fullmatch(rest):
                yield first, rest
            yield from ((first, *more) for more in syllables(rest))


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
