"""The tokens of the themes: every colour and measure the window paints with comes from here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from PySide6.QtGui import QColor, QPalette

from crm_desktop.core.colours import contrast as contrast
from crm_desktop.core.colours import luminance

ROW = 32
RADIUS = 6
TEXT_PX = 13
SMALL_PX = 12
TITLE_PX = 20

HUES = ("grey", "blue", "violet", "teal", "green", "amber", "red", "pink")


@dataclass(frozen=True)
class Theme:
    """Hold one theme; colours are "#RRGGBB".

    raised: ground of what lies over the window. edge: border of controls (3:1); line: hairline between areas, never the only sign of anything.
    good, warn, bad: words and signs of state, readable on window, surface, hover and selected.
    hues: colour of text on a chip of that hue; chips: the chip's ground.
    """

    name: str
    window: str
    surface: str
    raised: str
    hover: str
    selected: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    good: str
    warn: str
    bad: str
    shadow: str
    hues: Mapping[str, str] = field(repr=False)
    chips: Mapping[str, str] = field(repr=False)

    @property
    def has_high_contrast(self) -> bool:
        """Tell whether every text meets 7:1 and every area has a border that can be seen."""
        return self.name.startswith("contrast")

    @property
    def is_dark(self) -> bool:
        """Tell whether light text stands on a dark ground."""
        return luminance(self.surface) < luminance(self.text)

    def tone(self, name: str) -> str:
        """Give the text colour of a tone: "", "muted", "good", "warn", "bad" or "accent"."""
        return {
            "": self.text,
            "muted": self.muted,
            "good": self.good,
            "warn": self.warn,
            "bad": self.bad,
            "accent": self.accent,
        }[name]


def blend(over: str, under: str, share: float) -> str:
    """Lay one colour over another; share 0 to 1 is how much of the upper one shows."""
    pairs = ((int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(top * share + low * (1 - share)):02X}" for top, low in pairs)


def palette(theme: Theme) -> QPalette:
    """Make the palette Qt's own painting falls back to."""
    result = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.surface,
        role.AlternateBase: theme.hover,
        role.Text: theme.text,
        role.Button: theme.surface,
        role.ButtonText: theme.text,
        role.BrightText: theme.on_accent,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: theme.text,
        role.ToolTipText: theme.surface,
        role.PlaceholderText: theme.muted,
        role.Light: theme.surface,
        role.Midlight: theme.hover,
        role.Mid: theme.line,
        role.Dark: theme.edge,
        role.Shadow: theme.shadow,
        role.Accent: theme.accent,
    }
    for which, colour in colours.items():
        result.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.muted))
    return result


def _theme(surface: str, hues: dict[str, str], strength: float, **tokens: str) -> Theme:
    chips = {name: blend(colour, surface, strength) for name, colour in hues.items()}
    return Theme(surface=surface, hues=MappingProxyType(hues), chips=MappingProxyType(chips), **tokens)


LIGHT = _theme(
    name="light",
    window="#F6F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    hover="#F1F2F5",
    selected="#E6EBFD",
    line="#E4E5EA",
    edge="#80869A",
    text="#1A1C22",
    muted="#5A5F6B",
    accent="#3A56D4",
    on_accent="#FFFFFF",
    good="#1D7344",
    warn="#8A5A00",
    bad="#BD2A37",
    shadow="#1A1C22",
    strength=0.11,
    hues={
        "grey": "#565B66",
        "blue": "#2B5BC7",
        "violet": "#6B3FC9",
        "teal": "#0B6E77",
        "green": "#1D7344",
        "amber": "#8A5A00",
        "red": "#BD2A37",
        "pink": "#A82A75",
    },
)

DARK = _theme(
    name="dark",
    window="#16171B",
    surface="#1C1E23",
    raised="#222429",
    hover="#25272E",
    selected="#2A3356",
    line="#2B2E36",
    edge="#6E7484",
    text="#ECEDF1",
    muted="#A3A8B6",
    accent="#8AA0FF",
    on_accent="#12141A",
    good="#6FCF97",
    warn="#E8B45A",
    bad="#FF9092",
    shadow="#000000",
    strength=0.18,
    hues={
        "grey": "#A9AEBB",
        "blue": "#8DB0FF",
        "violet": "#BBA2FF",
        "teal": "#66CDD6",
        "green": "#6FCF97",
        "amber": "#E8B45A",
        "red": "#FF9092",
        "pink": "#F394C8",
    },
)

CONTRAST = _theme(
    name="contrast",
    window="#FFFFFF",
    surface="#FFFFFF",
    raised="#FFFFFF",
    hover="#EEEEEE",
    selected="#D3E0FF",
    line="#6A6A6A",
    edge="#000000",
    text="#000000",
    muted="#333333",
    accent="#00309F",
    on_accent="#FFFFFF",
    good="#004D1C",
    warn="#5A3800",
    bad="#8A0010",
    shadow="#000000",
    strength=0.08,
    hues={
        "grey": "#333333",
        "blue": "#00309F",
        "violet": "#4A1A9E",
        "teal": "#00474E",
        "green": "#004D1C",
        "amber": "#5A3800",
        "red": "#8A0010",
        "pink": "#7A0F52",
    },
)

CONTRAST_DARK = _theme(
    name="contrast-dark",
    window="#000000",
    surface="#000000",
    raised="#000000",
    hover="#262626",
    selected="#1A2E55",
    line="#9A9A9A",
    edge="#FFFFFF",
    text="#FFFFFF",
    muted="#D8D8D8",
    accent="#9CC7FF",
    on_accent="#000000",
    good="#7DF7AA",
    warn="#FFD866",
    bad="#FFB0B0",
    shadow="#000000",
    strength=0.14,
    hues={
        "grey": "#D8D8D8",
        "blue": "#9CC7FF",
        "violet": "#D3BFFF",
        "teal": "#7DEBF5",
        "green": "#7DF7AA",
        "amber": "#FFD866",
        "red": "#FFB0B0",
        "pink": "#FFB0DE",
    },
)

THEMES: Mapping[str, Theme] = MappingProxyType({theme.name: theme for theme in (LIGHT, DARK, CONTRAST, CONTRAST_DARK)})
