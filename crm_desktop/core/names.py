"""How names of people are put together, and how Chinese ones sound."""

import functools
import re

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
def sounds(text: str) -> tuple[str, str]:
    """Give the pinyin of the Chinese characters in a text, run together by word, and their initials.

    `sounds("上海泵业")` is `("shang hai beng ye shanghaibengye", "shbyy...")` in shape: syllables apart, then joined;
    initials joined. Text without Chinese gives two empty strings and does not load the dictionary.
    """
    if not is_chinese(text):
        return "", ""
    # The dictionary costs 0.17 s to load, so it waits for the first Chinese name that is written.
    from pypinyin import lazy_pinyin

    syllables = [part for part in lazy_pinyin("".join(CHINESE.findall(text))) if part.isascii()]
    return f"{' '.join(syllables)} {''.join(syllables)}", "".join(part[0] for part in syllables)
