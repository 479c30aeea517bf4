"""How well a few typed letters fit a name: beginnings before middles, words before scattered letters, pinyin as well."""

import re

from crm_desktop.core.names import sounds
from crm_desktop.core.store.search import folded

_WORDS = re.compile(r"\w+")
WHOLE, BEGINNING, WORD, INITIALS, INSIDE, SCATTERED = range(6)


def fit(typed: str, *names: str) -> int | None:
    """Tell how well typed text fits the best of some names: WHOLE is best, None does not fit. All fits nothing typed."""
    wanted = " ".join(_WORDS.findall(folded(typed)))
    found = [
        fitting for name in names for one in (name, *sounds(name).split()) if (fitting := _fit(wanted, one)) is not None
    ]
    return min(found, default=None)


def _fit(wanted: str, name: str) -> int | None:
    words = _WORDS.findall(folded(name))
    plain = " ".join(words)
    if plain == wanted:
        return WHOLE
    if plain.startswith(wanted):
        return BEGINNING
    parts = wanted.split()
    if all(any(word.startswith(part) for word in words) for part in parts):
        return WORD
    close = wanted.replace(" ", "")
    if "".join(word[0] for word in words).startswith(close):
        return INITIALS
    if wanted in plain:
        return INSIDE
    return SCATTERED if _is_scattered(close, plain) else None


def _is_scattered(letters: str, text: str) -> bool:
    """Tell whether letters come in their order; of fewer than three, almost every name would have them."""
    rest = iter(text)
    return len(letters) > 2 and all(letter in rest for letter in letters)
