"""Colours as people choose them: how they are written, and how well one can be read on another."""

import re

_WRITTEN = re.compile(r"#[0-9A-Fa-f]{6}")
READABLE = 4.5
"""The least contrast of text and ground (WCAG 2.2, AA)."""


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour, written as #RRGGBB."""
    return _WRITTEN.fullmatch(text) is not None


def contrast(a: str, b: str) -> float:
    """Give the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Give the relative luminance of "#RRGGBB", 0 to 1 (WCAG 2.2)."""
    parts = []
    for start in (1, 3, 5):
        part = int(colour[start : start + 2], 16) / 255
        parts.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
