"""The mark by which the translation tools find sentences outside the window's code."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Return the English text unchanged; the window translates it where it is shown."""
    del context
    return text
